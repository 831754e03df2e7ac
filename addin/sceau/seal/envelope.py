"""Sealing any file whatever: a PDF of one page that says how to open it, the file attached.

The page is what every PDF reader shows; the file is an embedded file (ISO 32000-2, 7.11.4), bytes
as they were, encrypted with the rest by :mod:`sceau.seal.pdf`: nothing of it, not even its name,
can be read without the password.

Readers that show attachments: Adobe Acrobat on a computer, Firefox, Foxit, Okular, and MuPDF,
poppler and PDFium for those who know how. Chrome's and Edge's own viewers, Apple's Preview and
telephones show the page alone: the page says so. Acrobat refuses to hand out programs, scripts and
archives, which is why :func:`seal_in_envelope` notes it.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from pathlib import PurePath

import msgspec
import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.seal import envelope_page
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import check_bytes
from sceau.seal.pdf import seal_pdf
from sceau.seal.pdf_memory import opened, written
from sceau.seal.sealed import Opened, Sealed

_MARK = Name("/SCEA_Envelope")
"""In the catalogue, a name of the form ISO 32000-2, Annex E keeps for such use."""

_KEY = "document"
_BLOCKED = re.compile(
    r"\.(?:ade|app|bat|bin|chm|cmd|com|cpl|exe|hta|ins|jar|jse?|lnk|msc|msi|pif|ps1|reg|scr|vb[es]?"
    r"|ws[fh]?|7z|gz|rar|tar|tgz|zip)$",
    re.IGNORECASE,
)
"""Among the endings Acrobat does not open (its *Application Security Guide*, list of blocked
attachments)."""

_SAMPLE = 2**20


def seal_in_envelope(content: bytes, name: str, password: str) -> Sealed:
    """Put ``content`` into an envelope that only ``password`` opens, and verify that it comes out
    as it went in.

    ``name`` is what the file is called inside. Raises :class:`SealRefused` ``empty-file``,
    ``too-large``, ``not-verified`` and :class:`PasswordRefused` for a password readers would not
    take.
    """
    check_bytes(password)
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    inner = PurePath(name).name or _KEY
    # the objects are few and already as small as they get: not compressed a second time
    sealed = seal_pdf(_envelope(content, inner), password, compress=False)
    if open_envelope(sealed.content, password) != Opened(content=content, name=inner):
        raise SealRefused("not-verified")
    notes = [phrase("seal.note.envelope")]
    if _BLOCKED.search(inner):
        notes.append(phrase("seal.note.envelope-blocked"))
    return msgspec.structs.replace(sealed, format="envelope", notes=tuple(notes))


def open_envelope(content: bytes, password: str) -> Opened | None:
    """Take the file out of an envelope of ours; none where the PDF is not one.

    Raises :class:`PasswordRefused` ``wrong-password``, :class:`SealRefused` ``damaged-pdf``.
    """
    try:
        with contextlib.closing(opened(content, password)) as pdf:
            if _MARK not in pdf.Root or list(pdf.attachments) != [_KEY]:
                return None
            spec = pdf.attachments[_KEY]
            return Opened(content=spec.get_file().read_bytes(), name=spec.filename)
    except pikepdf.PasswordError:
        raise PasswordRefused("wrong-password") from None
    except (pikepdf.PdfError, ValueError, KeyError, RuntimeError):
        raise SealRefused("damaged-pdf") from None


def _envelope(content: bytes, name: str) -> bytes:
    with contextlib.closing(pikepdf.new()) as pdf:
        envelope_page.add(pdf, [name])
        spec = AttachedFileSpec(pdf, content, filename=name)
        # compressed here, if only in form: qpdf would try it on what does not shrink, each time
        spec.get_file().obj.write(zlib.compress(content, _level(content)), filter=Name.FlateDecode)
        pdf.attachments[_KEY] = spec
        pdf.Root[_MARK] = True
        # the reader's list of attachments stands open from the start (7.7.2)
        pdf.Root.PageMode = Name.UseAttachments
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        return written(
            pdf,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )


def _level(content: bytes) -> int:
    """How much to compress: a photo or an archive stays as large as it is, and is not tried."""
    sample = content[:_SAMPLE]
    return 6 if len(zlib.compress(sample, 1)) < 0.9 * len(sample) else 0
