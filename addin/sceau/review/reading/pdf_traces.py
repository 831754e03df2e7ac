"""What a PDF carries and does not show on its pages: files attached to it."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Name

_MEANT = re.compile(r"(?:factur-x|zugferd-invoice|xrechnung)\.xml$", re.IGNORECASE)
"""What electronic invoices carry: it is their purpose (Factur-X, EN 16931)."""

_MOST_PAGES = 2000
_ENVELOPE = "/SCEA_Envelope"


def pdf_traces(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Give ``attached-files`` where any are attached to the document or to a page (ISO 32000-2,
    7.11.4, 12.5.6.15), but for an electronic invoice's own. Raises nothing for what it holds."""
    try:
        if _ENVELOPE in pdf.Root:
            return ()
        names = [spec.filename for spec in pdf.attachments.values()]
        attached = any(not _MEANT.search(one or "") for one in names) or _on_pages(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return ()
    return ("attached-files",) if attached else ()


def _on_pages(pdf: pikepdf.Pdf) -> bool:
    for number, page in enumerate(pdf.pages):
        if number >= _MOST_PAGES:
            return False
        notes = page.obj.get("/Annots")
        if isinstance(notes, pikepdf.Array) and any(
            isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == Name.FileAttachment
            for one in notes.as_list()
        ):
            return True
    return False
