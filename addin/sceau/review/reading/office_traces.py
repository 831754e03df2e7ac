"""What an Office document holds and does not show: changes, comments, hidden sheets, authors.

Word, Excel and PowerPoint as of 2007 (ECMA-376), OpenDocument (ODF 1.3). Names of elements are
read without their namespaces, which the strict form spells otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.review.reading.model import TRACES
from sceau.review.reading.packages import FAULTS, Package, local
from sceau.review.reading.pictures import picture_traces

CHANGES = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
    | {f"{one}Change" for one in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr")}
    | {"tblGridChange", "numberingChange"}
)
"""Elements of tracked changes (ECMA-376-1, 17.13.5)."""

STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
"""The parts of a Word document that hold text."""

_REMOVABLE = {
    "docx": frozenset({"changes", "comments", "author", "place", "camera"}),
    "xlsx": frozenset({"comments", "author", "place", "camera"}),
    "pptx": frozenset({"comments", "notes", "author", "place", "camera"}),
}
_OFF = frozenset(("0", "false", "off"))
_MEDIA = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.jpe?g$", re.IGNORECASE)
_MOST_PICTURES = 100


def office_traces(content: bytes, kind: str) -> tuple[str, ...]:
    """Give the traces in a ``docx``, ``xlsx``, ``pptx`` or ``odf``, the heaviest first; none where
    it cannot be read: its other reader says so. Raises nothing for what it holds, except
    ``MemoryError``."""
    try:
        package = Package(content)
        found = set(_READERS[kind](package)) | set(_common(package))
    except FAULTS:
        return ()
    return tuple(one for one in TRACES if one in found)


def are_removable(content: bytes, kind: str, traces: tuple[str, ...]) -> bool:
    """Tell whether all of ``traces`` can be taken out of the document without touching the rest. A
    signed one cannot be touched."""
    signed = b"_xmlsignatures/" in content
    return not signed and set(traces) <= _REMOVABLE.get(kind, frozenset())


def _common(package: Package) -> Iterator[str]:
    if "docProps/core.xml" in package.names and any(
        local(one) in ("creator", "lastModifiedBy") and (one.text or "").strip()
        for one in package.xml("docProps/core.xml").iter()
    ):
        yield "author"
    media = [one for one in package.names if _MEDIA.match(one)]
    for name in media[:_MOST_PICTURES]:
        yield from picture_traces(package.read(name), "jpeg")


def _docx(package: Package) -> Iterator[str]:
    for name in filter(STORIES.match, package.names):
        root = package.xml(name)
        for element in root.iter():
            named = local(element)
            if named in CHANGES:
                yield "changes"
            elif named == "vanish" and _on(element) and _hides_text(element):
                yield "hidden-text"
    for name in package.like("word/comments"):
        if any(local(one) == "comment" for one in package.xml(name)):
            yield "comments"


def _on(element: object) -> bool:
    values = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}  # type: ignore[attr-defined]
    return values.get("val", "true") not in _OFF


def _hides_text(vanish: object) -> bool:
    """Whether the run it stands in has a text of its own: a paragraph's mark has none."""
    properties = vanish.getparent()  # type: ignore[attr-defined]
    run = properties.getparent() if properties is not None else None
    return (
        run is not None
        and local(run) == "r"
        and any(local(one) == "t" and (one.text or "").strip() for one in run)
    )


def _xlsx(package: Package) -> Iterator[str]:
    for sheet in package.xml("xl/workbook.xml").iter():
        if local(sheet) == "sheet" and sheet.get("state") in ("hidden", "veryHidden"):
            yield "hidden-sheets"
    for name in package.like("xl/worksheets/"):
        if _HIDDEN_ROWS.search(package.read(name)):
            yield "hidden-rows"
    if any(package.like("xl/comments")) or any(package.like("xl/threadedComments/")):
        yield "comments"
    if any(package.like("xl/revisions/")):
        yield "changes"


_HIDDEN_ROWS = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^>]*\bhidden=[\"'](?:1|true)[\"']")


def _pptx(package: Package) -> Iterator[str]:
    for name in package.like("ppt/slides/slide"):
        if package.xml(name).get("show") in _OFF:
            yield "hidden-slides"
    if any(package.like("ppt/comments/")):
        yield "comments"
    for name in package.like("ppt/notesSlides/"):
        texts = [one for one in package.xml(name).iter() if local(one) == "t"]
        # the number of the slide stands in a field
        if any((one.text or "").strip() and local(one.getparent()) == "r" for one in texts):
            yield "notes"


def _odf(package: Package) -> Iterator[str]:
    if "content.xml" not in package.names:
        return
    for element in package.xml("content.xml").iter():
        named = local(element)
        if named == "tracked-changes" and len(element):
            yield "changes"
        elif named == "annotation":
            yield "comments"
        elif named in _ROWS and {"collapse", "filter"} & set(element.values()):
            yield "hidden-rows"
    if "meta.xml" in package.names and any(
        local(one) in ("creator", "initial-creator") and (one.text or "").strip()
        for one in package.xml("meta.xml").iter()
    ):
        yield "author"


_ROWS = frozenset(("table-row", "table-column"))
_READERS = {"docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "odf": _odf}
KINDS = frozenset(_READERS)
