"""The hidden sheets, rows and columns of an Excel workbook (ECMA-376-1, 18.2 and 18.3): which they
are, and whether they can go without a change to what is seen.

A formula that looks at them keeps its stored value. Where something else does (a chart, a pivot
table, a format by conditions, a program), or where a value is not stored, they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from sceau.review.reading.formulas import Concealed, column_number, depends
from sceau.review.reading.packages import Parts, local, targets_of

BOOK = "xl/workbook.xml"
_HIDDEN = frozenset(("hidden", "veryHidden"))
_ON = frozenset(("1", "true"))
_CONTENT = frozenset(("v", "f", "is"))
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MARKED = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^>]*\bhidden=[\"'](?:1|true)[\"']")
_LOOKING = re.compile(r"xl/(?:charts|chartsheets|pivot\w+|externalLinks|slicer\w*|timelines?)/")
_PIVOTS = re.compile(r"xl/pivot(?:Cache|Tables)/")


class Sheet(NamedTuple):
    """A sheet: its ``name``, its ``part`` in the package, its ``place`` in the book, from nought;
    ``hidden`` where it is."""

    name: str
    part: str
    place: int
    hidden: bool


def sheets(parts: Parts) -> tuple[Sheet, ...]:
    """Give the sheets of a workbook, in their order."""
    leads = targets_of(parts, BOOK)
    found = [one for one in parts.xml(BOOK).iter() if local(one) == "sheet"]
    return tuple(
        Sheet(
            one.get("name", ""),
            next((leads.get(value, "") for key, value in one.items() if key.endswith("}id")), ""),
            place,
            one.get("state") in _HIDDEN,
        )
        for place, one in enumerate(found)
    )


class Cell(NamedTuple):
    """A cell of a sheet, its row and column from one."""

    element: etree._Element
    row: int
    column: int

    @property
    def holds(self) -> bool:
        """Whether there is anything in it."""
        return any(local(one) in _CONTENT for one in self.element)


def cells(root: etree._Element) -> Iterator[Cell]:
    """Give the cells of a sheet; where they stand, if they do not say so, is after the one
    before."""
    row = 0
    for line in (one for one in root.iter() if local(one) == "row"):
        row = int(line.get("r") or row + 1)
        column = 0
        for one in (cell for cell in line if local(cell) == "c"):
            place = _PLACE.fullmatch(one.get("r", ""))
            column = column_number(place[1]) if place else column + 1
            yield Cell(one, row, column)


def concealed_in(root: etree._Element) -> Concealed:
    """Give the hidden rows and columns of a sheet, whatever is in them."""
    rows, columns, row = [], [], 0
    for one in root.iter():
        named = local(one)
        if named == "row":
            row = int(one.get("r") or row + 1)
            if one.get("hidden") in _ON:
                rows.append(row)
        elif named == "col" and one.get("hidden") in _ON:
            columns.append((int(one.get("min", "0")), int(one.get("max", "0"))))
    return Concealed(tuple(sorted(rows)), tuple(columns))


def hidden_cells(root: etree._Element, concealed: Concealed) -> list[Cell]:
    """Give the cells that hold something and are not seen. The first cell of several made one is
    seen wherever part of them is."""
    seen = _seen_anchors(root, concealed)
    return [
        one
        for one in cells(root)
        if one.holds
        and concealed.meets((one.row, one.row), (one.column, one.column))
        and (one.row, one.column) not in seen
    ]


def _seen_anchors(root: etree._Element, concealed: Concealed) -> set[tuple[int, int]]:
    anchors = set()
    hidden_rows = set(concealed.rows)
    for merged in (one for one in root.iter() if local(one) == "mergeCell"):
        spans = [_PLACE.fullmatch(one) for one in merged.get("ref", "").split(":")]
        if len(spans) != 2 or spans[0] is None or spans[1] is None:
            continue
        rows = range(int(spans[0][2]), int(spans[1][2]) + 1)
        columns = range(column_number(spans[0][1]), column_number(spans[1][1]) + 1)
        row_seen = any(row not in hidden_rows for row in rows)
        column_seen = any(
            not any(first <= column <= last for first, last in concealed.columns)
            for column in columns
        )
        if row_seen and column_seen:
            anchors.add((rows[0], columns[0]))
    return anchors


def hidden_traces(parts: Parts) -> Iterator[str]:
    """Give ``hidden-sheets`` and ``hidden-rows`` where there are any with something in them."""
    every = sheets(parts)
    if any(one.hidden for one in every):
        yield "hidden-sheets"
    for one in every:
        if not one.hidden and _conceals(parts, one):
            yield "hidden-rows"
            return


def _conceals(parts: Parts, sheet: Sheet) -> bool:
    if sheet.part not in parts.names or not _MARKED.search(parts.read(sheet.part)):
        return False
    root = parts.xml(sheet.part)
    return bool(hidden_cells(root, concealed_in(root)))


def all_concealed(parts: Parts) -> dict[str, Concealed]:
    """Give what is hidden in each sheet, by its name in small letters, for
    :func:`.formulas.depends`."""
    found: dict[str, Concealed] = {}
    for one in sheets(parts):
        if one.hidden:
            found[one.name.lower()] = Concealed(whole=True)
        elif _conceals(parts, one):
            found[one.name.lower()] = concealed_in(parts.xml(one.part))
    return found


def dependent_formulas(
    root: etree._Element, own: str, concealed: dict[str, Concealed]
) -> list[etree._Element]:
    """Give the cells of a sheet whose formulas look at what is hidden. Cells that share a formula
    go together."""
    looking, shared = [], set()
    holders = [
        (cell, one)
        for cell in root.iter()
        if local(cell) == "c"
        for one in cell
        if local(one) == "f"
    ]
    for _, formula in holders:
        group = formula.get("si") if formula.get("t") == "shared" else None
        # what a shared one looks at moves with each of its cells
        moves = group is not None and own.lower() in concealed
        if group is not None and (moves or depends(formula.text or "", own, concealed)):
            shared.add(group)
    for cell, formula in holders:
        group = formula.get("si") if formula.get("t") == "shared" else None
        if group in shared if group is not None else _looks(formula, own, concealed):
            looking.append(cell)
    return looking


def _looks(formula: etree._Element, own: str, concealed: dict[str, Concealed]) -> bool:
    if formula.get("t") == "dataTable":
        return True
    return depends(formula.text or "", own, concealed)


def stands_in_the_way(parts: Parts) -> bool:
    """Tell whether what is hidden must stay, because something that is seen hangs on it other than
    by a formula whose value is stored."""
    every = sheets(parts)
    hidden = [one.name for one in every if one.hidden]
    concealed = all_concealed(parts)
    partly = [one for one in every if not one.hidden and one.name.lower() in concealed]
    if any(_PIVOTS.match(name) for name in parts.names):
        return True
    if any(one.part not in parts.names for one in every):
        return True
    if hidden and any(name.endswith("vbaProject.bin") for name in parts.names):
        return True
    gone = {one.part for one in every if one.hidden}
    for name in parts.names:
        if _LOOKING.match(name) and mentions(parts.read(name), [*hidden, *_names(partly)]):
            return True
    for one in every:
        if one.part in gone:
            continue
        root = parts.xml(one.part)
        values = [
            any(local(below) == "v" for below in cell)
            for cell in dependent_formulas(root, one.name, concealed)
        ]
        if not all(values) or _looks_otherwise(root, one.name, one in partly, concealed):
            return True
        if one in partly and _heads_a_table(parts, one, concealed[one.name.lower()]):
            return True
    return False


def _names(found: list[Sheet]) -> list[str]:
    return [one.name for one in found]


def _looks_otherwise(
    root: etree._Element, own: str, partly: bool, concealed: dict[str, Concealed]
) -> bool:
    """A format by conditions, or small charts in cells, that may look at what is hidden."""
    for one in root.iter():
        if local(one) not in ("conditionalFormatting", "sparkline"):
            continue
        formulas = [below.text or "" for below in one.iter() if local(below) in ("formula", "f")]
        if partly or any(depends(text, own, concealed) for text in formulas):
            return True
    return False


def _heads_a_table(parts: Parts, sheet: Sheet, concealed: Concealed) -> bool:
    """The first row of a table names its columns, and both must say the same."""
    for part in targets_of(parts, sheet.part).values():
        if not part.startswith("xl/tables/") or part not in parts.names:
            continue
        spans = [_PLACE.fullmatch(one) for one in parts.xml(part).get("ref", "").split(":")]
        if len(spans) != 2 or spans[0] is None or spans[1] is None:
            return True
        columns = column_number(spans[0][1]), column_number(spans[1][1])
        head = int(spans[0][2])
        if concealed.meets((head, head), columns):
            return True
    return False


def mentions(content: bytes, names: list[str]) -> bool:
    """Tell whether a part says the name of one of these sheets as a formula does."""
    text = content.decode("utf-8", "replace").lower()
    for name in names:
        plain = name.lower().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        quoted = plain.replace("'", "''")
        for spelt in (plain, f"'{quoted}'", f"&apos;{quoted}&apos;".replace("''", "&apos;&apos;")):
            if re.search(rf"(?<![\w.]){re.escape(spelt)}!", text):
                return True
    return False
