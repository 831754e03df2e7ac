"""OpenDocument files without what they hide on purpose: sheets, slides and texts go; hidden rows
and columns stay in their place, empty. Formulas that look there keep their stored values."""

from __future__ import annotations

from lxml import etree

from sceau.review.reading.odf_hidden import (
    CONTENT,
    Hidden,
    attribute,
    dependent_cells,
    hidden_in,
    mentions,
)
from sceau.review.reading.packages import local
from sceau.seal.cleaning.package import Changed, cut

_SETTINGS = "settings.xml"
_PLACES = ("cell-range-address", "target-range-address", "base-cell-address", "expression")
_NAMES = frozenset(("named-range", "named-expression", "database-range"))
_KEPT = frozenset(("style-name", "number-columns-repeated", "number-rows-repeated"))
"""Of a cell that is emptied: how it looks, and how often it stands there."""


def without_what_is_hidden(changed: Changed) -> None:
    """Take out what is hidden on purpose. There must be nothing in the way
    (:func:`sceau.review.reading.odf_hidden.stands_in_the_way`)."""
    if CONTENT not in changed.names:
        return
    root = changed.xml(CONTENT)
    hidden = hidden_in(root)
    if not any(hidden.traces()):
        return
    before = _led_to(root)
    for cell in dependent_cells(root, hidden):
        _drop_attributes(cell, {"formula"})
    for cells in hidden.cells.values():
        for cell in cells:
            _empty(cell)
    _forget_places(root, hidden)
    for one in (*hidden.sheets, *hidden.slides):
        cut(one)
    for one in hidden.texts:
        _cut_text(one)
    changed.put_xml(CONTENT, root)
    _leave_out(changed, before - _led_to(root))
    _forget_views(changed, {attribute(one, "name") for one in hidden.sheets})


def _led_to(root: etree._Element) -> set[str]:
    return {attribute(one, "href").removeprefix("./") for one in root.iter()} - {""}


def _leave_out(changed: Changed, gone: set[str]) -> None:
    """Take the pictures and objects out that only what is gone showed."""
    parts = [one for one in changed.names if one in gone or one.partition("/")[0] in gone]
    if parts:
        changed.leave_out(parts)
        changed.forget_in_manifest(parts)


def _drop_attributes(element: etree._Element, names: set[str]) -> None:
    for key in [one for one in element.attrib if one.rpartition("}")[2] in names]:
        del element.attrib[key]


def _empty(cell: etree._Element) -> None:
    for one in list(cell):
        cell.remove(one)
    cell.text = None
    _drop_attributes(cell, {key.rpartition("}")[2] for key in cell.attrib} - _KEPT)


def _forget_places(root: etree._Element, hidden: Hidden) -> None:
    """Take out names, and lists of choices, that stand in sheets that go."""
    gone = {attribute(one, "name").lower() for one in hidden.sheets}
    if not gone:
        return
    lists = set()
    for one in list(root.iter()):
        named = local(one)
        if named in _NAMES:
            told = " ".join(attribute(one, place) for place in _PLACES)
            if mentions(told, gone):
                cut(one)
        elif named == "content-validation" and mentions(attribute(one, "condition"), gone):
            lists.add(attribute(one, "name"))
            cut(one)
    for cell in root.iter():
        if attribute(cell, "content-validation-name") in lists - {""}:
            _drop_attributes(cell, {"content-validation-name"})


def _cut_text(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    alone = len([one for one in parent if local(one) in ("p", "h")]) == 1
    if local(element) in ("p", "h") and alone:
        for one in list(element):
            element.remove(one)
        element.text = None
    else:
        cut(element)


def _forget_views(changed: Changed, names: set[str]) -> None:
    """How each sheet was looked at last stands apart, by its name."""
    if not names or _SETTINGS not in changed.names:
        return
    root = changed.xml(_SETTINGS)
    going = [one for one in root.iter() if attribute(one, "name") in names and len(one)]
    for one in going:
        cut(one)
    if going:
        changed.put_xml(_SETTINGS, root)
