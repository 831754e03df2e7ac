"""Word, Excel and PowerPoint files without tracked changes, comments, notes and authors' names, and
without hidden text, sheets, rows, columns and slides.

Changes are accepted: what was put in stays, what was struck out goes. Only the parts concerned are
written anew.
"""

from __future__ import annotations

import re

from lxml import etree

from sceau.errors import SealRefused
from sceau.review.reading.office_traces import CHANGES, STORIES
from sceau.review.reading.packages import FAULTS, Package, local
from sceau.review.reading.slides import SHOW
from sceau.seal.cleaning.media import clean_media
from sceau.seal.cleaning.package import Changed
from sceau.seal.cleaning.slides import without_hidden_slides
from sceau.seal.cleaning.vanishing import without_hidden_text
from sceau.seal.cleaning.workbook import without_hidden_cells

_COMMENTS = re.compile(
    r"word/(?:comments[^/]*|people)\.xml$"
    r"|xl/(?:comments[^/]*|comments/.+|threadedComments/.+|persons/.+)\.xml$"
    r"|ppt/(?:comments/.+|commentAuthors|authors|notesSlides/[^/]+)\.xml$"
)
_COMMENT_MARKS = frozenset(("commentRangeStart", "commentRangeEnd"))
_MOVE_MARKS = re.compile(
    r"(?:moveFrom|moveTo|customXml(?:Ins|Del|MoveFrom|MoveTo))Range(?:Start|End)$"
)
_STRUCK, _PUT_IN = frozenset(("del", "moveFrom")), frozenset(("ins", "moveTo"))
_MEDIA = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.jpe?g$", re.IGNORECASE)
_NAMES = {
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Manager",),
}


def clean_office(content: bytes) -> bytes:
    """Give the document without what is hidden in it. Raises :class:`SealRefused`
    ``damaged-office``."""
    try:
        changed = Changed(Package(content))
        _without_comments(changed)
        for name in filter(STORIES.match, changed.names):
            root = changed.xml(name)
            if _accepted(root):
                changed.put_xml(name, root)
        without_hidden_text(changed)
        if "xl/workbook.xml" in changed.names:
            without_hidden_cells(changed)
        if SHOW in changed.names:
            without_hidden_slides(changed)
        _without_authors(changed)
        clean_media(changed, _MEDIA)
        return changed.written()
    except FAULTS:
        raise SealRefused("damaged-office") from None


def _without_authors(changed: Changed) -> None:
    for part, names in _NAMES.items():
        if part not in changed.names:
            continue
        root = changed.xml(part)
        told = [one for one in root.iter() if local(one) in names and one.text]
        for one in told:
            one.text = None
        if told:
            changed.put_xml(part, root)


def _without_comments(changed: Changed) -> None:
    for name in [one for one in changed.names if _COMMENTS.match(one)]:
        for source in changed.drop(name):
            if source.startswith("xl/worksheets/"):
                _without_drawing(changed, source)


def _without_drawing(changed: Changed, sheet: str) -> None:
    """Take out the boxes Excel draws for comments (VML), where there is nothing else among them."""
    root = changed.xml(sheet)
    targets = changed.targets(sheet)
    for one in [element for element in root.iter() if local(element) == "legacyDrawing"]:
        id = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        drawing = targets.get(id, "")
        if drawing in changed.names and _only_notes(changed.read(drawing)):
            one.getparent().remove(one)
            changed.put_xml(sheet, root)
            changed.drop(drawing)


def _only_notes(drawing: bytes) -> bool:
    kinds = re.findall(rb"ObjectType=[\"'](\w+)[\"']", drawing)
    return bool(kinds) and set(kinds) == {b"Note"}


# -- changes in Word ---------------------------------------------------------------------------


def _accepted(root: etree._Element) -> bool:
    """Accept every change in a story, and take the marks of comments out; tell whether there were
    any."""
    touched = False
    for element in list(root.iter()):
        named = local(element)
        parent = element.getparent()
        if parent is None or not named or not _is_below(element, root):
            continue
        if named in _COMMENT_MARKS or _MOVE_MARKS.match(named):
            parent.remove(element)
        elif named == "commentReference":
            _remove_run(element)
        elif named in CHANGES:
            _accept(element, named)
        else:
            continue
        touched = True
    return touched


def _is_below(element: etree._Element, root: etree._Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _remove_run(reference: etree._Element) -> None:
    run = reference.getparent()
    others = [one for one in run if one is not reference and local(one) != "rPr"]
    gone = reference if others or local(run) != "r" else run
    gone.getparent().remove(gone)


def _accept(element: etree._Element, named: str) -> None:
    parent = element.getparent()
    within = local(parent)
    if within == "trPr" and named == "del":
        _remove_row(parent.getparent())
    elif within == "rPr" or within == "trPr" or within == "numPr":
        _accept_mark(element, parent, named)
    elif named == "cellDel":
        cell = parent.getparent()
        if len([one for one in cell.getparent() if local(one) == "tc"]) > 1:
            cell.getparent().remove(cell)
        else:
            parent.remove(element)
    elif named in _PUT_IN:
        place = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(place, child)
        parent.remove(element)
    else:
        parent.remove(element)


def _accept_mark(element: etree._Element, parent: etree._Element, named: str) -> None:
    """The mark of a paragraph was put in, or struck out: an empty paragraph goes with its mark."""
    parent.remove(element)
    properties = parent.getparent()
    paragraph = properties.getparent() if local(properties) == "pPr" else None
    if named not in _STRUCK or paragraph is None:
        return
    staying = [one for one in paragraph if local(one) not in (*_STRUCK, "pPr")]
    alone = len([one for one in paragraph.getparent() if local(one) == "p"]) == 1
    if not staying and not alone:
        paragraph.getparent().remove(paragraph)


def _remove_row(row: etree._Element) -> None:
    table = row.getparent()
    if len([one for one in table if local(one) == "tr"]) > 1:
        table.remove(row)
    elif table.getparent() is not None and local(table.getparent()) != "tc":
        table.getparent().remove(table)
    else:
        for text in [one for one in row.iter() if local(one) in ("t", "delText")]:
            text.text = ""
