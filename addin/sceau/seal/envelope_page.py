"""The page of an envelope: how to get at the file, in French and in English.

Set in Helvetica, one of the fonts every reader has (ISO 32000-1, 9.6.2.2), in Windows-1252, which
has all of French; no font travels along.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name

from sceau.phrases import LANGUAGES, phrase, say

_A4 = (595, 842)
_MARGIN = 62
_LINES = (
    ("title", "/B", 17, 12),
    ("what", "/F", 11, 10),
    ("how", "/B", 11, 4),
    ("acrobat", "/F", 11, 4),
    ("firefox", "/F", 11, 4),
    ("other", "/F", 11, 10),
    ("not-here", "/F", 11, 10),
    ("confidential", "/F", 11, 26),
)
"""Sentence, font, size and the space below it in points."""

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


def add(pdf: pikepdf.Pdf, name: str) -> None:
    """Add the page to ``pdf``, for a file called ``name``."""
    page = pdf.add_blank_page(page_size=_A4)
    page.obj.Resources = Dictionary(
        Font=Dictionary(F=_font("Helvetica"), B=_font("Helvetica-Bold"))
    )
    page.obj.Contents = pdf.make_stream(b"\n".join(_content(name)))
    pdf.Root.Lang = pikepdf.String("fr")


def _font(base: str) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name(f"/{base}"),
        Encoding=Name.WinAnsiEncoding,
    )


def _content(name: str) -> Iterator[bytes]:
    at = _A4[1] - _MARGIN
    for language in LANGUAGES:
        for key, font, size, below in _LINES:
            text = say(phrase(f"seal.envelope.{key}", name=_shortened(name)), language)
            for line in _broken(text, size * (_BOLD if font == "/B" else 1)):
                at -= round(size * 1.35)
                yield b"BT %s %d Tf %d %d Td <%s> Tj ET" % (
                    font.encode(),
                    size,
                    _MARGIN,
                    at,
                    line.encode("cp1252", "replace").hex().encode(),
                )
            at -= below


def _shortened(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:50]}…{name[-25:]}"


def _broken(text: str, size: float) -> Iterator[str]:
    """Break at spaces, but not at no-break ones; a word longer than the line is cut."""
    room = (_A4[0] - 2 * _MARGIN) * 1000 / size
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if _width(longer) <= room:
            line = longer
            continue
        if line:
            yield line
        while _width(word) > room:
            cut = next(n for n in range(len(word), 0, -1) if _width(word[:n]) <= room)
            yield word[:cut]
            word = word[cut:]
        line = word
    yield line


def _width(text: str) -> int:
    return sum(_WIDTHS.get(character, _OTHER) for character in text)
