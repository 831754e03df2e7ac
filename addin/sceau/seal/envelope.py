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
from collections.abc import Sequence

import msgspec
import pikepdf
from pikepdf import AttachedFileSpec, Dictionary, Name

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.seal import envelope_page
from sceau.seal.entries import own_names
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

    ``name`` is what the file is called inside. Raises what :func:`seal_files_in_envelope` raises.
    """
    return seal_files_in_envelope([(name, content)], password)


def seal_files_in_envelope(files: Sequence[tuple[str, bytes]], password: str) -> Sealed:
    """Put files (name, content) into one envelope, and verify that they come out as they went in.

    Raises :class:`SealRefused` ``empty-file``, ``too-large``, ``not-verified`` and
    :class:`PasswordRefused` for a password readers would not take.
    """
    check_bytes(password)
    contents = [content for _, content in files]
    if not all(contents):
        raise SealRefused("empty-file")
    if sum(map(len, contents)) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    names = own_names([name for name, _ in files])
    # the objects are few and already as small as they get: not compressed a second time
    sealed = seal_pdf(_envelope(contents, names), password, compress=False)
    opened = open_envelope(sealed.content, password)
    if opened is None or [(one.name, one.content) for one in opened.files] != list(
        zip(names, contents, strict=True)
    ):
        raise SealRefused("not-verified")
    notes = [phrase("seal.note.envelope")]
    if any(_BLOCKED.search(one) for one in names):
        notes.append(phrase("seal.note.envelope-blocked"))
    return msgspec.structs.replace(sealed, format="envelope", notes=tuple(notes))


def open_envelope(content: bytes, password: str) -> Opened | None:
    """Take the files out of an envelope of ours; none where the PDF is not one.

    Raises :class:`PasswordRefused` ``wrong-password``, :class:`SealRefused` ``damaged-pdf``.
    """
    try:
        with contextlib.closing(opened(content, password)) as pdf:
            keys = sorted(pdf.attachments)
            if _MARK not in pdf.Root or not keys or keys != _keys(len(keys)):
                return None
            specs = [pdf.attachments[key] for key in keys]
            first, *others = [
                Opened(content=spec.get_file().read_bytes(), name=spec.filename) for spec in specs
            ]
            return Opened(content=first.content, name=first.name, others=tuple(others))
    except pikepdf.PasswordError:
        raise PasswordRefused("wrong-password") from None
    except (pikepdf.PdfError, ValueError, KeyError, RuntimeError):
        raise SealRefused("damaged-pdf") from None


def _keys(count: int) -> list[str]:
    """Give the keys in the tree of attachments: ASCII, in the files' order."""
    return [_KEY, *(f"{_KEY}-{place:04}" for place in range(2, count + 1))]


def _envelope(contents: Sequence[bytes], names: Sequence[str]) -> bytes:
    with contextlib.closing(pikepdf.new()) as pdf:
        envelope_page.add(pdf, names)
        for key, content, name in zip(_keys(len(names)), contents, names, strict=True):
            spec = AttachedFileSpec(pdf, content, filename=name)
            # compressed here, if only in form: qpdf would try it on what does not shrink
            packed = zlib.compress(content, _level(content))
            spec.get_file().obj.write(packed, filter=Name.FlateDecode)
            pdf.attachments[key] = spec
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
