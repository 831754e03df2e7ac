"""Writing a small PDF of text, rules and boxes (ISO 32000-2), enough for the sample report.

Text is set in the standard Type 1 fonts (9.6.2.2), which every reader has.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

A4 = (595.28, 841.89)
"""Width and height of an A4 page, in points."""

_FONTS = {"regular": ("F1", "Helvetica"), "bold": ("F2", "Helvetica-Bold")}


class Page:
    """The drawing of one page, from its lower left corner, in points."""

    def __init__(self) -> None:
        self._operators: list[str] = []

    def text(self, x: float, y: float, words: str, size: float = 10, font: str = "regular") -> None:
        """Set ``words`` with their baseline starting at ``x``, ``y``; ``font`` is ``regular`` or
        ``bold``. Only characters of Windows-1252 can be set."""
        escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self._operators.append(f"BT /{_FONTS[font][0]} {size} Tf {x} {y} Td ({escaped}) Tj ET")

    def rule(self, y: float, left: float = 56, right: float = 539) -> None:
        """Draw a thin line across the page."""
        self._operators.append(f"0.7 G 0.6 w {left} {y} m {right} {y} l S")

    def box(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """Fill a box; ``grey`` is 0 for black, 1 for white."""
        self._operators.append(f"{grey} g {x} {y} {width} {height} re f 0 g")

    def stream(self) -> bytes:
        """Give the content stream (7.8.2)."""
        return "\n".join(self._operators).encode("cp1252")


def _string(words: str) -> bytes:
    """Give a text string (7.9.2.2), readable whatever its accents."""
    return b"<" + ("\ufeff" + words).encode("utf-16-be").hex().encode() + b">"


def write_pdf(pages: Iterable[Page], *, title: str, author: str) -> bytes:
    """Give the file. The same pages always give the same bytes."""
    drawn = list(pages)
    first = 3 + len(_FONTS)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(drawn)))
    fonts = " ".join(f"/{name} {3 + n} 0 R" for n, (name, _) in enumerate(_FONTS.values()))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>".encode(),
    ]
    objects += [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode()
        for _, base in _FONTS.values()
    ]
    for number, page in enumerate(drawn):
        content = zlib.compress(page.stream(), 9)
        contents = first + 2 * number + 1
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] "
            f"/Resources << /Font << {fonts} >> >> /Contents {contents} 0 R >>".encode()
        )
        objects.append(
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode()
            + content
            + b"\nendstream"
        )
    objects.append(b"<< /Title %b /Author %b >>" % (_string(title), _string(author)))

    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identity = hashlib.sha256(out).hexdigest()[:32].encode()
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /ID [<%b> <%b>] >>\n" % (
        len(objects) + 1,
        len(objects),
        identity,
        identity,
    )
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
