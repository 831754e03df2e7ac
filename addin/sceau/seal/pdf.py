"""Sealing a PDF with a password, and proving it: AES-256, revision 6 (ISO 32000-2, 7.6).

What is given back has been opened with the password by two readers, qpdf and PDFium, refused by
both without it, and holds every object and every stream of the source.

The cipher is CBC without authentication, which is what the format has: it hides, it does not prove
who wrote. AES-GCM is not to be had in a PDF that today's readers open.

Traps of the format this module stands for:

- a password over 127 bytes (7.6.4.3.3) writes a file nobody opens: :func:`.passwords.check_bytes`;
- an empty owner password opens without asking in some readers: a random one is used and forgotten;
- unencrypted metadata name the patient: they are encrypted with the rest, and never rewritten;
- object streams are kept as they are: generating new ones broke files;
- streams are not decoded and compressed again where the file has no object streams to compress,
  for a small file may inflate to gigabytes; ``compress=False`` forbids it altogether;
- a damaged source is "repaired" to blank pages: it is refused.

``Pdf.save`` holds the interpreter's lock for as long as it runs: call it in a worker.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import secrets
from typing import Any

import pikepdf
from pikepdf import ObjectStreamMode, StreamDecodeLevel

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import phrase
from sceau.seal import pdf_large_streams, pdf_rendering
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.passwords import check_bytes
from sceau.seal.pdf_memory import opened, written
from sceau.seal.pdf_source import PdfState, is_pdf, open_pdf
from sceau.seal.sealed import Sealed

ALGORITHM = "AES-256 (PDF 2.0, R6)"


def seal_pdf(content: bytes, password: str, *, compress: bool = True) -> Sealed:
    """Seal ``content`` so that only ``password`` opens it, and verify the result.

    A file with an owner password alone is sealed like any other: its restrictions are kept, its
    owner password no longer opens it. A PDF/A is sealed and noted, for it is no longer one.

    Raises :class:`SealRefused`: ``empty-file``, ``too-large``, ``not-a-pdf``,
    ``already-protected``, ``other-protection`` (a certificate, a rights server), ``signed-pdf``,
    ``damaged-pdf``, ``not-verified``; and :class:`PasswordRefused` for a password readers would
    not take. Nothing is raised for what a file holds but these, and ``MemoryError``.
    """
    check_bytes(password)
    state, pdf = _open_sealable(content)
    with contextlib.closing(pdf):
        compress = compress and b"/ObjStm" in content
        try:
            sealed = _encrypt_and_prove(content, pdf, state, password, compress=compress)
        except SealRefused as refused:
            if not compress or refused.reason != "not-verified":
                raise
            # Compressing gives an empty stream a filter it did not have, and blank pages are empty.
            sealed = _encrypt_and_prove(content, pdf, state, password, compress=False)
        recovered = state.recovered or bool(pdf.get_warnings())
    pdf_rendering.prove_readable(content, sealed, password, every_page=recovered)
    notes = (phrase("seal.note.pdf-a"),) if state.archival else ()
    return Sealed(content=sealed, algorithm=ALGORITHM, pages=state.pages or 0, notes=notes)


def opens_with(content: bytes, password: str) -> bool:
    """Tell whether ``password`` opens the PDF; ``""`` asks whether it opens without one.

    A file that is not a PDF, or too damaged to open, does not open.
    """
    try:
        # as a stream: only the cross-reference and the encryption dictionary are read
        pikepdf.open(io.BytesIO(content), password=password).close()
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, RuntimeError):
        return False
    return True


def unseal_pdf(content: bytes, password: str) -> bytes:
    """Give a copy of a sealed PDF that opens without a password: the proof that it opens.

    Raises :class:`PasswordRefused` ``wrong-password``; :class:`SealRefused` ``not-sealed`` where
    it opens without one, and ``empty-file``, ``too-large``, ``not-a-pdf``, ``other-protection``,
    ``damaged-pdf``.
    """
    _require_pdf(content)
    state, pdf = open_pdf(content)
    if pdf is not None:
        pdf.close()
        raise SealRefused("damaged-pdf" if state.damaged else "not-sealed")
    if state.protection != "password":
        raise SealRefused("damaged-pdf" if state.damaged else "other-protection")
    try:
        locked = opened(content, password)
    except pikepdf.PasswordError:
        raise PasswordRefused("wrong-password") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise SealRefused("damaged-pdf") from None
    with contextlib.closing(locked):
        return _written(
            locked, encryption=False, fix_metadata_version=False, compress_streams=False
        )


def _require_pdf(content: bytes) -> None:
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    if not is_pdf(content):
        raise SealRefused("not-a-pdf")


def _open_sealable(content: bytes) -> tuple[PdfState, pikepdf.Pdf]:
    _require_pdf(content)
    state, pdf = open_pdf(content)
    refusal = _refusal(state)
    if refusal is None and pdf is not None:
        return state, pdf
    if pdf is not None:
        pdf.close()
    raise SealRefused(refusal or "damaged-pdf")


def _refusal(state: PdfState) -> str | None:
    if state.protection == "password":
        return "already-protected"
    if state.damaged:
        return "damaged-pdf"
    if state.protection == "unknown":
        return "other-protection"
    return "signed-pdf" if state.signed else None


def _written(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    try:
        return written(pdf, **options)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise SealRefused("damaged-pdf") from None


def _encrypt_and_prove(
    content: bytes, pdf: pikepdf.Pdf, state: PdfState, password: str, *, compress: bool
) -> bytes:
    sealed = _encrypt(content, pdf, state, password, compress=compress)
    with contextlib.closing(_prove_locked(sealed, password, state.pages)) as reopened:
        _prove_same_objects(pdf, reopened)
    return sealed


def _encrypt(
    content: bytes, pdf: pikepdf.Pdf, state: PdfState, password: str, *, compress: bool
) -> bytes:
    allow = pdf.allow if state.protection == "owner" else pikepdf.Permissions(modify_assembly=True)

    def encrypt_all(document: pikepdf.Pdf) -> bytes:
        return _written(
            document,
            encryption=pikepdf.Encryption(
                owner=secrets.token_urlsafe(32),
                user=password,
                R=6,
                aes=True,
                metadata=True,
                allow=allow,
            ),
            object_stream_mode=ObjectStreamMode.preserve,
            compress_streams=compress,
            fix_metadata_version=False,
        )

    if not compress and not state.recovered:
        try:
            sealed = pdf_large_streams.encrypt(content, password, encrypt_all)
        except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
            sealed = None
        if sealed is not None:
            return sealed
    return encrypt_all(pdf)


def _prove_locked(sealed: bytes, password: str, pages: int | None) -> pikepdf.Pdf:
    """Open the result with the password, as it says it is encrypted, and with nothing else."""
    for wrong in ("", secrets.token_urlsafe(16)):
        if opens_with(sealed, wrong):
            raise SealRefused("not-verified")
    try:
        reopened = opened(sealed, password)
    except (pikepdf.PasswordError, pikepdf.PdfError, ValueError, RuntimeError):
        raise SealRefused("not-verified") from None
    lock = reopened.encryption
    aes = pikepdf.models.EncryptionMethod.aesv3
    if (
        lock.R != 6
        or {lock.stream_method, lock.string_method, lock.file_method} != {aes}
        or len(reopened.pages) != pages
        or reopened.get_warnings()
    ):
        reopened.close()
        raise SealRefused("not-verified")
    return reopened


def _prove_same_objects(source: pikepdf.Pdf, reopened: pikepdf.Pdf) -> None:
    """Compare the two documents in a normal form: every object reachable from the trailer, in
    the order it is reached, each stream's bytes included.

    Streams are compared as stored; where compressing made qpdf decode an old filter (ASCII85,
    LZW), as decoded.
    """
    for level in (StreamDecodeLevel.none, StreamDecodeLevel.generalized):
        if _normal_form(source, level) == _normal_form(reopened, level):
            return
    raise SealRefused("not-verified")


def _normal_form(pdf: pikepdf.Pdf, level: StreamDecodeLevel) -> bytes:
    if "/ID" in pdf.trailer:
        # the second half of the file identifier (14.4) is new with each writing
        del pdf.trailer["/ID"]
    form = _written(
        pdf,
        encryption=False,
        object_stream_mode=ObjectStreamMode.disable,
        stream_decode_level=level,
        compress_streams=level is not StreamDecodeLevel.none,
        force_version=("1.7", 8),
        fix_metadata_version=False,
        static_id=True,
    )
    return hashlib.blake2b(form).digest()
