"""What an OpenDocument file hides on purpose (ODF 1.3, part 3): sheets, rows and columns, slides
and texts; and whether it can go without a change to what is seen.

As in Excel a formula that looks there keeps its stored value; where something else does, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from sceau.review.reading.packages import Parts, local

CONTENT = "content.xml"
_UNSEEN = frozenset(("collapse", "filter"))
_CELLS = frozenset(("table-cell", "covered-table-cell"))
_VALUES = frozenset(("value-type", "formula"))
_CONDITIONAL = frozenset(("hidden-text", "hidden-paragraph"))
_PLAIN = frozenset(
    {"p", "h", "span", "s", "tab", "line-break", "soft-page-break", "a"}
    | {"bookmark", "bookmark-start", "bookmark-end"}
)
"""What hidden text may hold and go with it."""

_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_SHEET = re.compile(r"\$?(?:'((?:[^']|'')+)'|([^.:$'#]+))?\.")
_UNSURE = re.compile(r"\b(?:INDIRECT|OFFSET|CELL|GETPIVOTDATA|SHEETS?|FORMULA)\s*\(", re.IGNORECASE)
_FUNCTION = re.compile(r"[A-Z_][\w.]*\s*\(", re.IGNORECASE)
_NUMBER = re.compile(r"\b[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d]|#")


class Hidden(NamedTuple):
    """What content.xml hides: whole ``sheets``, filled ``cells`` of others by the name of their
    sheet, ``slides``, ``texts``; whether there are ``conditional`` texts, of which a condition
    decides, or cells written ``once`` that stand both in columns that are seen and in others."""

    sheets: tuple[etree._Element, ...]
    cells: dict[str, list[etree._Element]]
    slides: tuple[etree._Element, ...]
    texts: tuple[etree._Element, ...]
    conditional: bool
    once: bool

    def traces(self) -> Iterator[str]:
        """Name what there is, as :data:`.model.TRACES` does."""
        if self.sheets:
            yield "hidden-sheets"
        if self.cells:
            yield "hidden-rows"
        if self.slides:
            yield "hidden-slides"
        if self.texts or self.conditional:
            yield "hidden-text"


def attribute(element: etree._Element, name: str) -> str:
    """Give an attribute by its name without its namespace; empty where there is none."""
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def hidden_in(root: etree._Element) -> Hidden:
    """Give what a content.xml or styles.xml hides on purpose."""
    unseen = _unseen_styles(root)
    sheets, pages, texts, cells = [], [], [], {}
    conditional = once = False
    for one in root.iter():
        named = local(one)
        styled = (named, attribute(one, "style-name")) in unseen
        if named == "table" and local(one.getparent()) == "spreadsheet":
            if styled:
                sheets.append(one)
                continue
            found, across = _hidden_cells(one)
            once = once or across
            if found:
                cells[attribute(one, "name")] = found
        elif named == "page" and styled:
            pages.append(one)
        elif named in ("span", "p", "h") and styled and "".join(one.itertext()).strip():
            texts.append(one)
        elif named in _CONDITIONAL and "".join((*one.itertext(), *one.values())).strip():
            conditional = True
    return Hidden(tuple(sheets), cells, tuple(pages), tuple(texts), conditional, once)


def _unseen_styles(root: etree._Element) -> set[tuple[str, str]]:
    """Give the elements and styles under which a sheet, a text or a slide is not seen."""
    unseen: set[tuple[str, str]] = set()
    for style in (one for one in root.iter() if local(one) == "style"):
        name = attribute(style, "name")
        for properties in style:
            kind = local(properties)
            if kind == "table-properties" and attribute(properties, "display") == "false":
                unseen.add(("table", name))
            elif kind == "text-properties" and attribute(properties, "display") == "none":
                unseen |= {(one, name) for one in ("span", "p", "h")}
            elif attribute(properties, "visibility") == "hidden":
                unseen.add(("page", name))
    return unseen


def _repeated(element: etree._Element, what: str) -> int:
    return max(1, int(attribute(element, f"number-{what}-repeated") or 1))


def _hidden_cells(table: etree._Element) -> tuple[list[etree._Element], bool]:
    """Give the filled cells of hidden rows and columns, of several made one the first is seen
    wherever part of them is; and whether one is written once and stands both in columns that are
    seen and in others."""
    hidden_columns, column, across = [], 0, False
    for one in (each for each in table.iter() if local(each) == "table-column"):
        count = _repeated(one, "columns")
        if attribute(one, "visibility") in _UNSEEN:
            hidden_columns.append((column, column + count))
        column += count
    found = []
    for row in (each for each in table.iter() if local(each) == "table-row"):
        row_hidden = attribute(row, "visibility") in _UNSEEN
        if not row_hidden and not hidden_columns:
            continue
        column = 0
        for cell in (each for each in row if local(each) in _CELLS):
            span = (column, column + _repeated(cell, "columns"))
            column = span[1]
            if not is_filled(cell) or attribute(cell, "number-columns-spanned") not in ("", "1"):
                continue
            meets = [one for one in hidden_columns if one[0] < span[1] and span[0] < one[1]]
            if row_hidden and attribute(cell, "number-rows-spanned") in ("", "1"):
                found.append(cell)
            elif meets:
                across = across or not any(one[0] <= span[0] and span[1] <= one[1] for one in meets)
                found.append(cell)
    return found, across


def is_filled(cell: etree._Element) -> bool:
    """Tell whether there is anything in a cell."""
    return bool(len(cell)) or any(attribute(cell, one) for one in _VALUES)


def dependent_cells(root: etree._Element, hidden: Hidden) -> list[etree._Element]:
    """Give the cells that are seen and whose formulas look, or may look, at what is hidden."""
    gone = {attribute(one, "name").lower() for one in hidden.sheets}
    partly = {name.lower() for name in hidden.cells}
    if not gone and not partly:
        return []
    emptied = {id(cell) for cells in hidden.cells.values() for cell in cells}
    found = []
    for table in (one for one in root.iter() if local(one) == "table"):
        own = attribute(table, "name").lower()
        if own in gone:
            continue
        for cell in (one for one in table.iter() if local(one) in _CELLS):
            formula = attribute(cell, "formula")
            if formula and id(cell) not in emptied and _looks(formula, own, gone | partly):
                found.append(cell)
    return found


def _looks(formula: str, own: str, concealed: set[str]) -> bool:
    left = _TEXTS.sub(" ", formula.partition(":=")[2] or formula)
    if _UNSURE.search(left):
        return True
    for reference in _REFERENCE.findall(left):
        named = {
            (quoted.replace("''", "'") or plain).lower()
            for quoted, plain in _SHEET.findall(reference)
        } - {""}
        # over several sheets, outside of this document, or one of them
        if len(named) > 1 or "#" in reference or (named or {own}) & concealed:
            return True
    left = _REFERENCE.sub(" ", left)
    for known in (_FUNCTION, re.compile(r"\b(?:TRUE|FALSE)\b", re.IGNORECASE), _NUMBER):
        left = known.sub(" ", left)
    return bool(_NAME.search(left))


def mentions(text: str, names: set[str]) -> bool:
    """Tell whether a place in one of these sheets is named in ``text``."""
    found = _SHEET.findall(text.lower())
    return bool({quoted.replace("''", "'") or plain.strip() for quoted, plain in found} & names)


def stands_in_the_way(parts: Parts) -> bool:
    """Tell whether what is hidden must stay, because something that is seen hangs on it other than
    by a formula whose value is stored."""
    root = parts.xml(CONTENT)
    hidden = hidden_in(root)
    if hidden.conditional or hidden.once:
        return True
    if any(local(one) not in _PLAIN for one in _within(hidden.texts)):
        return True
    if "styles.xml" in parts.names and any(hidden_in(parts.xml("styles.xml")).traces()):
        return True
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts.names):
        return True
    if hidden.slides and _slide_is_wanted(root, hidden):
        return True
    if hidden.sheets or hidden.cells:
        return _sheet_is_wanted(parts, root, hidden)
    return False


def _within(texts: tuple[etree._Element, ...]) -> Iterator[etree._Element]:
    for one in texts:
        yield from one.iter()


def _slide_is_wanted(root: etree._Element, hidden: Hidden) -> bool:
    names = {attribute(one, "name") for one in hidden.slides}
    pages = [one for one in root.iter() if local(one) == "page"]
    if len(pages) == len(hidden.slides):
        return True
    own = {id(one) for one in _within(hidden.slides)}
    for one in root.iter():
        if id(one) in own:
            continue
        if attribute(one, "href").lstrip("#") in names:
            return True
        if local(one) == "show" and names & set(attribute(one, "pages").split(",")):
            return True
    return False


def _sheet_is_wanted(parts: Parts, root: etree._Element, hidden: Hidden) -> bool:
    gone = {attribute(one, "name").lower() for one in hidden.sheets}
    names = gone | {name.lower() for name in hidden.cells}
    own = {id(one) for one in _within(hidden.sheets)}
    if not all(attribute(one, "value-type") for one in dependent_cells(root, hidden)):
        return True
    for one in root.iter():
        named = local(one)
        if named == "data-pilot-table":
            return True
        if named == "conditional-formats" and id(one) not in own:
            table = attribute(one.getparent(), "name").lower()
            told = " ".join(value for below in one.iter() for value in below.values())
            if table in names or mentions(told, names):
                return True
    charts = [one for one in parts.names if re.fullmatch(r"Object[^/]*/content\.xml", one)]
    return any(
        mentions(value, names)
        for chart in charts
        for one in parts.xml(chart).iter()
        for key, value in one.attrib.items()
        if "range" in key or key.endswith("}formula")
    )
