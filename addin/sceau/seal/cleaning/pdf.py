"""PDFs without the files attached to them and the names of their authors.

Pages, forms, bookmarks and everything else stay as they are, object by object.
"""

from __future__ import annotations

import contextlib

import pikepdf
from pikepdf import Name

from sceau.errors import SealRefused
from sceau.seal.pdf_memory import opened, written

_KEPT = frozenset(("/Title", "/CreationDate", "/ModDate", "/Producer", "/Trapped"))
"""Of the document's information (ISO 32000-2, 14.3.3): its title is shown by readers."""

_XMP_NAMES = (
    "dc:creator",
    "dc:contributor",
    "pdf:Author",
    "xmp:Author",
    "xmpMM:History",
    "photoshop:AuthorsPosition",
)


def clean_pdf(content: bytes) -> bytes:
    """Give the document without attached files and authors. Raises :class:`SealRefused`
    ``damaged-pdf``."""
    try:
        with contextlib.closing(opened(content)) as pdf:
            for key in list(pdf.attachments):
                del pdf.attachments[key]
            for page in pdf.pages:
                _without_attachments(page)
            if "/AF" in pdf.Root:
                del pdf.Root["/AF"]
            for key in [one for one in pdf.docinfo.keys() if one not in _KEPT]:  # noqa: SIM118
                del pdf.docinfo[key]
            if "/Metadata" in pdf.Root:
                with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
                    for name in _XMP_NAMES:
                        if name in told:
                            del told[name]
            if pdf.Root.get("/PageMode") == Name.UseAttachments:
                pdf.Root.PageMode = Name.UseNone
            return written(pdf, fix_metadata_version=False)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        raise SealRefused("damaged-pdf") from None


def _without_attachments(page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    staying = [
        one
        for one in notes.as_list()
        if not (isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == Name.FileAttachment)
    ]
    if len(staying) < len(notes):
        page.obj["/Annots"] = pikepdf.Array(staying)
