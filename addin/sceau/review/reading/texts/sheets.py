"""Tables of numbers and words: Excel workbooks of all times (calamine).

A number that was a whole one is written without a decimal point, as it is seen, so that a number of
social security typed as a number is found.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator

import python_calamine as calamine

from sceau.review.reading.texts.gathering import Room, Unreadable
from sceau.review.reading.texts.markup import xml_text
from sceau.review.reading.texts.packed import Package

_ASIDE = re.compile(r"xl/(?:comments\d*|threadedComments/[\w-]+|drawings/[\w-]+)\.xml$")
_ASIDE_ENDS = {"t": " ", "comment": "\n", "p": "\n", "text": "\n"}
_RUNS = frozenset({"t", "text"})
_TOGETHER = 200


def sheet_text(content: bytes, room: Room) -> Iterator[str]:
    """Give the cells of an ``.xlsx``, a row a line, hidden sheets too; then comments and boxes."""
    package = Package(content, room)
    members = package.members
    room.unpack(sum(one.file_size for one in members))  # calamine unpacks all it wants at once
    yield from workbook_text(content, room)
    for member in members:
        if _ASIDE.match(member.filename):
            yield from xml_text(package.pieces(member), _ASIDE_ENDS, within=_RUNS)


def workbook_text(content: bytes, _room: Room) -> Iterator[str]:
    """Give the cells of a workbook, old or new. Raises :class:`Unreadable` ``damaged``."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            yield name + "\n"
            lines: list[str] = []
            for row in book.get_sheet_by_name(name).iter_rows():
                lines.append("\t".join(_written(cell) for cell in row) + "\n")
                if len(lines) == _TOGETHER:
                    yield "".join(lines)
                    lines.clear()
            yield "".join(lines)
    except (calamine.CalamineError, ValueError, OSError, IndexError):
        raise Unreadable("damaged") from None
    except calamine.PasswordError:
        raise Unreadable("protected") from None


def _written(cell: object) -> str:
    match cell:
        case float() if cell.is_integer() and abs(cell) < 1e16:
            return str(int(cell))
        case datetime.datetime() if (cell.hour, cell.minute) == (0, 0):
            return cell.strftime("%d/%m/%Y")
        case datetime.datetime():
            return cell.strftime("%d/%m/%Y %H:%M")
        case datetime.date():
            return cell.strftime("%d/%m/%Y")
    return str(cell)
