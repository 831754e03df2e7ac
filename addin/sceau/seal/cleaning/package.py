"""An Office package written anew with some parts changed or gone; every other part as it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from lxml import etree

from sceau.review.reading.packages import Package, parsed, reached, target_of, targets_of

_TYPES = "[Content_Types].xml"
_MANIFEST = "META-INF/manifest.xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)


class Changed:
    """The changes to a package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._parts: dict[str, bytes] = {}
        self._gone: set[str] = set()

    @property
    def names(self) -> list[str]:
        """The parts that stay."""
        return [one for one in self._package.names if one not in self._gone]

    def read(self, name: str) -> bytes:
        """Give a part as it is by now."""
        return self._parts[name] if name in self._parts else self._package.read(name)

    def xml(self, name: str) -> etree._Element:
        """Give the root of a part as it is by now."""
        return parsed(self.read(name))

    def put(self, name: str, content: bytes) -> None:
        """Change a part."""
        self._parts[name] = content

    def put_xml(self, name: str, root: etree._Element) -> None:
        """Change a part that is XML."""
        told = etree.tostring(
            root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
        )
        self.put(name, told)

    def leave_out(self, names: Iterable[str]) -> None:
        """Take parts out that nothing leads to."""
        self._gone |= set(names)

    def forget_in_manifest(self, names: Iterable[str]) -> None:
        """Take parts off the list of an OpenDocument file (ODF 1.3, part 2, 4), and their
        folders."""
        if _MANIFEST not in self.names:
            return
        going = {one for name in names for one in (name, f"{name.partition('/')[0]}/")}
        staying = {f"{one.partition('/')[0]}/" for one in self.names}
        root = self.xml(_MANIFEST)
        for entry in list(root):
            paths = {value for key, value in entry.attrib.items() if key.endswith("}full-path")}
            if paths & (going - staying):
                root.remove(entry)
        self.put_xml(_MANIFEST, root)

    def drop(self, name: str) -> list[str]:
        """Take a part out, with its own relations and all that lead to it; give the parts whose
        those were."""
        self._leave_out({name})
        led: list[str] = []
        for relations in [one for one in self.names if one.endswith(".rels")]:
            root = self.xml(relations)
            source = relations.replace("_rels/", "", 1).removesuffix(".rels")
            gone = [one for one in root if target_of(one, source) == name]
            for one in gone:
                root.remove(one)
            if gone:
                led.append(source)
                self.put_xml(relations, root)
        return led

    def targets(self, source: str) -> dict[str, str]:
        """Give the parts that ``source`` leads to, by the ids of its relations."""
        return targets_of(self, source)

    def leave_out_what_nothing_leads_to(self) -> None:
        """Take out the parts that relations led to, and no longer do."""
        gone = (reached(self._package) - reached(self)) & set(self.names)
        self._leave_out(gone)

    def _leave_out(self, gone: set[str]) -> None:
        self._gone |= gone
        for name in gone:
            folder, _, base = name.rpartition("/")
            self._gone.add(f"{folder}/_rels/{base}.rels".lstrip("/"))
        types = self.xml(_TYPES)
        for one in list(types):
            if one.get("PartName", "").lstrip("/") in gone:
                types.remove(one)
        self.put_xml(_TYPES, types)

    def unrelate(self, source: str, ids: Iterable[str]) -> None:
        """Take out relations of a part, by their ids, and not what they lead to."""
        folder, _, base = source.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels".lstrip("/")
        going = set(ids)
        if not going or relations not in self.names:
            return
        root = self.xml(relations)
        for one in [relation for relation in root if relation.get("Id") in going]:
            root.remove(one)
        self.put_xml(relations, root)

    def written(self) -> bytes:
        """Give the package, its parts in their order."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for info in self._package.infos:
                if info.filename in self._gone or info.is_dir():
                    continue
                entry = zipfile.ZipInfo(info.filename, max(info.date_time, _OLDEST))
                entry.compress_type = info.compress_type
                entry.external_attr = info.external_attr
                made.writestr(entry, self.read(info.filename))
        return out.getvalue()


def cut(element: etree._Element) -> None:
    """Take an element out and leave the text that follows it, where text and elements mix."""
    parent, tail = element.getparent(), element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    # the text would go with it
    element.tail = None
    parent.remove(element)
