"""An Office package written anew with some parts changed or gone; every other part as it was."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from sceau.review.reading.packages import Package, local, parsed

_TYPES = "[Content_Types].xml"
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

    def drop(self, name: str) -> list[str]:
        """Take a part out, with its own relations and all that lead to it; give the parts whose
        those were."""
        folder, _, base = name.rpartition("/")
        self._gone |= {name, f"{folder}/_rels/{base}.rels"}
        types = self.xml(_TYPES)
        for one in list(types):
            if one.get("PartName", "").lstrip("/") == name:
                types.remove(one)
        self.put_xml(_TYPES, types)
        led: list[str] = []
        for relations in [one for one in self.names if one.endswith(".rels")]:
            root = self.xml(relations)
            source = relations.replace("_rels/", "", 1).removesuffix(".rels")
            gone = [one for one in root if _target(one, source) == name]
            for one in gone:
                root.remove(one)
            if gone:
                led.append(source)
                self.put_xml(relations, root)
        return led

    def targets(self, source: str) -> dict[str, str]:
        """Give the parts that ``source`` leads to, by the ids of its relations."""
        folder, _, base = source.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels"
        if relations not in self.names:
            return {}
        return {one.get("Id", ""): _target(one, source) for one in self.xml(relations)}

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


def _target(relation: etree._Element, source: str) -> str:
    if local(relation) != "Relationship" or relation.get("TargetMode") == "External":
        return ""
    target: str = relation.get("Target", "")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
