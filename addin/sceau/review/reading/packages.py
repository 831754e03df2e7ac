"""The parts of an Office package (a ZIP; ECMA-376-2, ODF 1.3 part 2), read with bounds.

What a package says of its sizes is not believed, and no entity of its XML is followed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from lxml import etree

LARGEST_PART = 64 * 2**20
"""Bytes of one part that are read: a text of a thousand pages has 20 MB; more is a bomb."""

LARGEST_PACKAGE = 256 * 2**20
"""Bytes of all parts that are read."""

FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
)
"""What a damaged package raises, whichever way it is noticed."""


class Parts(Protocol):
    """A document as its parts, by their names."""

    @property
    def names(self) -> Sequence[str]:
        """The parts there are."""

    def read(self, name: str) -> bytes:
        """Give the bytes of a part."""

    def xml(self, name: str) -> etree._Element:
        """Give the root of a part that is XML."""


class Package:
    """An Office document as its parts. Raises one of :data:`FAULTS` for what is none, and for a
    part that is damaged or too large."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self.names = tuple(self._zip.namelist())
        self._left = LARGEST_PACKAGE

    @property
    def infos(self) -> list[zipfile.ZipInfo]:
        """What the archive says of each part, in its order."""
        return self._zip.infolist()

    def read(self, name: str) -> bytes:
        """Give the bytes of a part."""
        most = min(LARGEST_PART, self._left)
        with self._zip.open(name) as part:
            content = part.read(most + 1)
        if len(content) > most:
            raise ValueError("a part larger than any there is")
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """Give the root of a part that is XML."""
        return parsed(self.read(name))

    def like(self, start: str, end: str = ".xml") -> Iterator[str]:
        """Give the names that begin and end so."""
        return (one for one in self.names if one.startswith(start) and one.endswith(end))


def parsed(content: bytes) -> etree._Element:
    """Give the root of an XML document."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type in a package")
    return root


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; empty for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def targets_of(parts: Parts, source: str) -> dict[str, str]:
    """Give the parts that ``source`` leads to, by the ids of its relations (ECMA-376-2, 6.5)."""
    folder, _, base = source.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels".lstrip("/")
    if relations not in parts.names:
        return {}
    return {one.get("Id", ""): target_of(one, source) for one in parts.xml(relations)}


def reached(parts: Parts) -> set[str]:
    """Give the parts that relations lead to, from the package's own on."""
    found: set[str] = set()
    ahead = [""]
    while ahead:
        for one in targets_of(parts, ahead.pop()).values():
            if one in parts.names and one not in found:
                found.add(one)
                ahead.append(one)
    return found


def target_of(relation: etree._Element, source: str) -> str:
    """Give the part a relation of ``source`` leads to; empty for what is outside."""
    if local(relation) != "Relationship" or relation.get("TargetMode") == "External":
        return ""
    target: str = relation.get("Target", "")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
