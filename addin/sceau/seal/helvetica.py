"""Text in Helvetica, one of the fonts every reader has (ISO 32000-1, 9.6.2.2), in Windows-1252,
which has all of French; no font travels along."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pikepdf import Dictionary, Name

A4 = (595, 842)
"""In points."""

_WIDTHS = dict(
    zip(
        map(chr, range(32, 127)),
        (
            278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
            *(556,) * 10, 278, 278, 584, 584, 584, 556, 1015,
            667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
            722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333,
            556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556,
            333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
        ),
        strict=True,
    )
)  # fmt: skip
"""Helvetica's advance widths in thousandths (Adobe's AFM), to break lines by; others count as a
wide letter, and the bold is a twelfth wider at most."""

_OTHER = 611
_BOLD = 1.09


def fonts() -> Dictionary:
    """Give the fonts of a page: ``/F``, the plain one, and ``/B``, the bold one."""
    return Dictionary(F=_font("Helvetica"), B=_font("Helvetica-Bold"))


def shown(line: str, font: str, size: int, left: int, at: int) -> bytes:
    """Give what shows ``line`` in a font of the page, from ``left``, on the base line ``at``."""
    written = line.encode("cp1252", "replace").hex().encode()
    return b"BT %s %d Tf %d %d Td <%s> Tj ET" % (font.encode(), size, left, at, written)


def broken(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Break a paragraph into lines of ``width`` points: at spaces, but not at no-break ones; a
    word longer than the line is cut."""
    return wrapped(text, width * 1000 / (size * (_BOLD if font == "/B" else 1)), _width)


def wrapped(text: str, room: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Break a paragraph as :func:`broken` does, into lines that ``measure`` finds to fit."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        while measure(word) > room:
            cut = next((n for n in range(len(word), 0, -1) if measure(word[:n]) <= room), 1)
            yield word[:cut]
            word = word[cut:]
        line = word
    yield line


def _font(base: str) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name(f"/{base}"),
        Encoding=Name.WinAnsiEncoding,
    )


def _width(text: str) -> int:
    return sum(_WIDTHS.get(character, _OTHER) for character in text)
