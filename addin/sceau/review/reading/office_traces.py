"""What an Office document holds and does not show: changes, comments, hidden sheets, authors.

Word, Excel and PowerPoint as of 2007 (ECMA-376), OpenDocument (ODF 1.3). Names of elements are
read without their namespaces, which the strict form spells otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from sceau.review.reading import odf_hidden, slides, vanishing, workbook
from sceau.review.reading.model import TRACES
from sceau.review.reading.packages import FAULTS, Package, local
from sceau.review.reading.pictures import picture_traces
from sceau.review.reading.vanishing import hidden_runs, hidden_styles

CHANGES = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
    | {f"{one}Change" for one in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr")}
    | {"tblGridChange", "numberingChange"}
)
"""Elements of tracked changes (ECMA-376-1, 17.13.5)."""

STORIES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
"""The parts of a Word document that hold text."""

_BY_THEMSELVES = frozenset({"changes", "comments", "notes", "author", "place", "camera"})
"""Traces that nothing else hangs on: taken out wherever they are."""

_REMOVABLE = {
    "docx": _BY_THEMSELVES | {"hidden-text"},
    "xlsx": _BY_THEMSELVES - {"changes"} | {"hidden-sheets", "hidden-rows"},
    "pptx": _BY_THEMSELVES | {"hidden-slides"},
    "odf": _BY_THEMSELVES | {"hidden-text", "hidden-sheets", "hidden-rows", "hidden-slides"},
}
_MEDIA = re.compile(r"(?:(?:word|xl|ppt)/media|Pictures)/[^/]+\.jpe?g$", re.IGNORECASE)
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
    if b"_xmlsignatures/" in content or b"META-INF/documentsignatures.xml" in content:
        return False
    if not set(traces) <= _REMOVABLE.get(kind, frozenset()):
        return False
    if set(traces) <= _BY_THEMSELVES:
        return True
    try:
        return not _STAYING[kind](Package(content))
    except FAULTS:
        return False


def _text_stays(package: Package) -> bool:
    styles = hidden_styles(package)
    return any(
        vanishing.stands_in_the_way(hidden_runs(package.xml(name), styles))
        for name in filter(STORIES.match, package.names)
    )


_STAYING: dict[str, Callable[[Package], bool]] = {
    "docx": _text_stays,
    "xlsx": workbook.stands_in_the_way,
    "pptx": slides.stands_in_the_way,
    "odf": odf_hidden.stands_in_the_way,
}
"""What is hidden on purpose, and whether something that is seen hangs on it."""


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
    styles = hidden_styles(package)
    for name in filter(STORIES.match, package.names):
        root = package.xml(name)
        if any(local(element) in CHANGES for element in root.iter()):
            yield "changes"
        if hidden_runs(root, styles):
            yield "hidden-text"
    for name in package.like("word/comments"):
        if any(local(one) == "comment" for one in package.xml(name)):
            yield "comments"


def _xlsx(package: Package) -> Iterator[str]:
    yield from workbook.hidden_traces(package)
    if any(package.like("xl/comments")) or any(package.like("xl/threadedComments/")):
        yield "comments"
    if any(package.like("xl/revisions/")):
        yield "changes"


def _pptx(package: Package) -> Iterator[str]:
    if slides.hidden_slides(package):
        yield "hidden-slides"
    if any(package.like("ppt/comments/")):
        yield "comments"
    for name in package.like("ppt/notesSlides/"):
        texts = [one for one in package.xml(name).iter() if local(one) == "t"]
        # the number of the slide stands in a field
        if any((one.text or "").strip() and local(one.getparent()) == "r" for one in texts):
            yield "notes"


ODF_CHANGES = frozenset(("tracked-changes", "change", "change-start", "change-end"))
"""Elements of tracked changes, of texts and of sheets (ODF 1.3, part 3, 5.5 and 9.9)."""

ODF_COMMENTS = frozenset(("annotation", "annotation-end"))
ODF_NAMES = frozenset(("creator", "initial-creator", "printed-by"))


def _odf(package: Package) -> Iterator[str]:
    if "content.xml" not in package.names:
        return
    for name in ("content.xml", "styles.xml"):
        if name in package.names:
            yield from _in_odf(package.xml(name))
    if "meta.xml" in package.names and any(
        local(one) in ODF_NAMES and (one.text or "").strip()
        for one in package.xml("meta.xml").iter()
    ):
        yield "author"


def _in_odf(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        named = local(element)
        if named == "tracked-changes" and len(element):
            yield "changes"
        elif named == "annotation":
            yield "comments"
    yield from odf_hidden.hidden_in(root).traces()
    if odf_notes(root):
        yield "notes"


def odf_notes(root: etree._Element) -> list[etree._Element]:
    """Give the speaker's notes of a presentation that say something."""
    return [
        one
        for one in root.iter()
        if local(one) == "notes" and any("".join(text.itertext()).strip() for text in _texts(one))
    ]


def _texts(notes: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs in it, but those of fields: the number of the slide."""
    for one in notes.iter():
        if local(one) == "p" and not any(local(below) == "page-number" for below in one.iter()):
            yield one


_READERS = {"docx": _docx, "xlsx": _xlsx, "pptx": _pptx, "odf": _odf}
KINDS = frozenset(_READERS)
