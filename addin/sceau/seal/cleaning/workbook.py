"""Excel workbooks without their hidden sheets, and without what hidden rows and columns hold.

A sheet that is hidden goes. Rows and columns stay, hidden and empty, so that nothing moves. A
formula that looks at what goes keeps the value that was stored with it, for a workbook that shows
errors where it showed numbers would be another one; every other formula stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from sceau.review.reading.formulas import Concealed, depends
from sceau.review.reading.packages import local
from sceau.review.reading.workbook import (
    BOOK,
    Cell,
    Sheet,
    all_concealed,
    concealed_in,
    dependent_formulas,
    hidden_cells,
    mentions,
    sheets,
)
from sceau.seal.cleaning.package import Changed

_STRINGS = "xl/sharedStrings.xml"
_ABOUT = "docProps/app.xml"
_TITLES = frozenset(("HeadingPairs", "TitlesOfParts", "HyperlinkBase"))
_WORD = re.compile(r"[^\W\d][\w.\\]*")


def without_hidden_cells(changed: Changed) -> None:
    """Take out hidden sheets and what hidden rows and columns hold. There must be nothing in the
    way (:func:`sceau.review.reading.workbook.stands_in_the_way`)."""
    concealed = all_concealed(changed)
    if not concealed:
        return
    every = sheets(changed)
    hidden = [one for one in every if one.hidden]
    for one in every:
        if not one.hidden and one.part in changed.names:
            _clean_sheet(changed, one, concealed)
    if hidden:
        _forget_sheets(changed, hidden)
        for one in hidden:
            changed.drop(one.part)
        _without_titles(changed)
    for name in [one for one in changed.names if one == "xl/calcChain.xml"]:
        changed.drop(name)  # the order of calculation: made anew at the next opening
    changed.leave_out_what_nothing_leads_to()
    _without_unused_texts(changed)


def _clean_sheet(changed: Changed, sheet: Sheet, concealed: dict[str, Concealed]) -> None:
    root = changed.xml(sheet.part)
    dependent = dependent_formulas(root, sheet.name, concealed)
    for cell in dependent:
        for formula in [one for one in cell if local(one) == "f"]:
            cell.remove(formula)
    emptied: list[Cell] = []
    if sheet.name.lower() in concealed:
        emptied = hidden_cells(root, concealed_in(root))
    for cell in emptied:
        for one in list(cell.element):
            cell.element.remove(one)
        cell.element.attrib.pop("t", None)
    links = _links(root, {one.element.get("r", "") for one in emptied}, concealed)
    checks = _checks(root, sheet.name, concealed)
    for one in (*links, *checks):
        _remove(one)
    relations = [value for one in links for key, value in one.items() if key.endswith("}id")]
    changed.unrelate(sheet.part, relations)
    if dependent or emptied or links or checks:
        changed.put_xml(sheet.part, root)


def _links(
    root: etree._Element, emptied: set[str], concealed: dict[str, Concealed]
) -> list[etree._Element]:
    whole = [name for name, one in concealed.items() if one.whole]
    return [
        one
        for one in root.iter()
        if local(one) == "hyperlink"
        and (one.get("ref") in emptied or mentions(one.get("location", "").encode(), whole))
    ]


def _checks(
    root: etree._Element, own: str, concealed: dict[str, Concealed]
) -> list[etree._Element]:
    """What a cell may be set to, where that stands in what goes: the cell stays as it is."""
    return [
        one
        for one in root.iter()
        if local(one) == "dataValidation"
        and any(
            depends("".join(below.itertext()), own, concealed)
            for below in one
            if local(below) in ("formula1", "formula2")
            and one.get("type") != "none"
            and not "".join(below.itertext()).strip().startswith('"')
        )
    ]


def _remove(element: etree._Element) -> None:
    """Take an element out, and what held nothing else."""
    parent = element.getparent()
    parent.remove(element)
    if "count" in parent.attrib:
        parent.set("count", str(len(parent)))
    holders = ("hyperlinks", "dataValidations", "ext", "extLst")
    if not len(parent) and local(parent) in holders and parent.getparent() is not None:
        _remove(parent)


def _forget_sheets(changed: Changed, hidden: list[Sheet]) -> None:
    root = changed.xml(BOOK)
    places = {one.place for one in hidden}
    staying = [one.place for one in sheets(changed) if not one.hidden]
    moved = {old: new for new, old in enumerate(staying)}
    listed = [one for one in root.iter() if local(one) == "sheet"]
    for place, one in enumerate(listed):
        if place in places:
            one.getparent().remove(one)
    _forget_names(root, [one.name for one in hidden], moved)
    for view in [one for one in root.iter() if local(one) == "workbookView"]:
        for key in ("activeTab", "firstSheet"):
            if key in view.attrib:
                view.set(key, str(moved.get(int(view.get(key, "0")), 0)))
    for views in [one for one in root if local(one) == "customWorkbookViews"]:
        root.remove(views)
    changed.put_xml(BOOK, root)


def _forget_names(root: etree._Element, hidden: list[str], moved: dict[int, int]) -> None:
    """Take out the names of places in sheets that go, and names made of those."""
    gone: set[str] = set()
    names = [one for one in root.iter() if local(one) == "definedName"]
    while names:
        going = [
            one
            for one in names
            if int(one.get("localSheetId", next(iter(moved), 0))) not in moved
            or mentions((one.text or "").encode(), hidden)
            or gone & {word.lower() for word in _WORD.findall(one.text or "")}
        ]
        if not going:
            break
        for one in going:
            gone.add(one.get("name", "").lower())
            one.getparent().remove(one)
            names.remove(one)
    for one in names:
        if "localSheetId" in one.attrib:
            one.set("localSheetId", str(moved[int(one.get("localSheetId", "0"))]))
    for holder in [one for one in root if local(one) == "definedNames" and not len(one)]:
        root.remove(holder)


def _without_titles(changed: Changed) -> None:
    """The names of all sheets stand a second time in what the document says of itself."""
    if _ABOUT not in changed.names:
        return
    root = changed.xml(_ABOUT)
    for one in [element for element in root if local(element) in _TITLES]:
        root.remove(one)
    changed.put_xml(_ABOUT, root)


def _without_unused_texts(changed: Changed) -> None:
    """Texts stand apart from their cells, and by number: those no cell shows are emptied."""
    if _STRINGS not in changed.names:
        return
    used = set(_used_texts(changed))
    root = changed.xml(_STRINGS)
    texts = [one for one in root if local(one) == "si"]
    space = etree.QName(root).namespace
    for number, text in enumerate(texts):
        if number not in used:
            for one in list(text):
                text.remove(one)
            etree.SubElement(text, etree.QName(space, "t"))
    changed.put_xml(_STRINGS, root)


def _used_texts(changed: Changed) -> Iterable[int]:
    for name in changed.names:
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        for cell in changed.xml(name).iter():
            if local(cell) == "c" and cell.get("t") == "s":
                yield from (int(one.text or "-1") for one in cell if local(one) == "v")
