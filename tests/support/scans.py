"""Scanned documents: pages that are pictures, as a photocopier makes them."""

from __future__ import annotations

import io

import img2pdf
import pypdfium2 as pdfium

from sceau.demo.report import report


def page_pictures(pages: int = 1) -> list[bytes]:
    """Give the first pages of the sample report as JPEG pictures at 150 dpi."""
    document = pdfium.PdfDocument(report())
    made = []
    for number in range(pages):
        out = io.BytesIO()
        picture = document[number].render(scale=150 / 72, grayscale=True).to_pil()
        picture.save(out, "JPEG", quality=80)
        made.append(out.getvalue())
    document.close()
    return made


def scanned(pages: int = 1) -> bytes:
    """Give a PDF of nothing but these pictures."""
    return bytes(img2pdf.convert(page_pictures(pages)))
