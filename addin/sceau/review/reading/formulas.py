"""What the formula of a cell looks at (ECMA-376-1, 18.17.2): whether that may be a hidden cell.

Not a parser of formulas: where it is not sure, the answer is yes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 2**20, 2**14


class Concealed(NamedTuple):
    """The hidden ``rows`` of a sheet, ascending, and its hidden ``columns``, first and last; all of
    them where the sheet is. Counted from one."""

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()
    whole: bool = False

    def meets(self, rows: tuple[int, int], columns: tuple[int, int]) -> bool:
        """Tell whether a hidden cell lies in this range."""
        at = bisect_left(self.rows, rows[0])
        return (
            self.whole
            or (at < len(self.rows) and self.rows[at] <= rows[1])
            or any(first <= columns[1] and columns[0] <= last for first, last in self.columns)
        )


_TEXTS = re.compile(r'"(?:[^"]|"")*"')
_SHEET = r"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!"
_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_RANGE = re.compile(
    rf"(?<![\w.$])(?:{_SHEET})?(?:{_CELL}(?::{_CELL})?"
    r"|\$?([A-Z]{1,3}):\$?([A-Z]{1,3})|\$?([0-9]{1,7}):\$?([0-9]{1,7}))(?![\w.(!])",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"[\[#{@]|\b(?:INDIRECT|OFFSET|CELL|GETPIVOTDATA|SHEETS?|FORMULATEXT)\s*\(", re.I
)
_NUMBER = re.compile(r"\b[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?\b", re.IGNORECASE)
_FUNCTION = re.compile(r"[A-Z_][\w.]*\s*\(", re.IGNORECASE)
_CONSTANT = re.compile(r"\b(?:TRUE|FALSE)\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d]")


def depends(formula: str, own: str, concealed: Mapping[str, Concealed]) -> bool:
    """Tell whether ``formula``, of a cell of the sheet ``own``, may look at a cell that is hidden.

    ``concealed`` holds, by the names of their sheets in small letters, what is. A name, a table, a
    range over several sheets, a place that is only calculated: yes.
    """
    left = _TEXTS.sub(" ", formula)
    if _UNSURE.search(left):
        return True
    found = False

    def taken(match: re.Match[str]) -> str:
        nonlocal found
        quoted, plain = match[1], match[2]
        sheet = (quoted.replace("''", "'") if quoted else plain or own).lower()
        hidden = concealed.get(sheet)
        if hidden is not None:
            found = found or hidden.meets(*_spans(match))
        return " "

    left = _RANGE.sub(taken, left)
    if found:
        return True
    for known in (_FUNCTION, _CONSTANT, _NUMBER):
        left = known.sub(" ", left)
    # what has letters still is a name, or sheets from one to another
    return bool(_NAME.search(left)) or "!" in left


def _spans(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    (first, top, last, bottom, from_column, to_column, from_row, to_row) = match.groups()[2:]
    if first:
        rows = sorted((int(top), int(bottom or top)))
        columns = sorted((column_number(first), column_number(last or first)))
        return (rows[0], rows[1]), (columns[0], columns[1])
    if from_column:
        columns = sorted((column_number(from_column), column_number(to_column)))
        return (1, LAST_ROW), (columns[0], columns[1])
    rows = sorted((int(from_row), int(to_row)))
    return (rows[0], rows[1]), (1, LAST_COLUMN)


def column_number(letters: str) -> int:
    """Give the number of a column by its letters: A is one."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
