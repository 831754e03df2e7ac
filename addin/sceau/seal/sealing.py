"""Sealing a file in any of the formats, and opening it again.

A new format is one module and one line here. A file that its own format cannot hold unchanged (a
signed PDF, a damaged picture) goes into an envelope as it is, where nobody asked otherwise.

Loads the libraries of every format: for the workers, not for the helper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from sceau.errors import SealRefused
from sceau.phrases import phrase
from sceau.review.reading.kinds import kind_of
from sceau.seal.envelope import open_envelope, seal_files_in_envelope, seal_in_envelope
from sceau.seal.formats import choose
from sceau.seal.image import KINDS, seal_image, seal_images
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.office import seal_office, unseal_office
from sceau.seal.pdf import seal_pdf, unseal_pdf
from sceau.seal.sealed import Asked, Format, Opened, Sealed
from sceau.seal.seven_zip import seal_files_7z, unseal_7z
from sceau.seal.zip import seal_files_zip, seal_zip, unseal_zip

Files = Sequence[tuple[str, bytes]]
"""Files by name and content."""


def _pdf(content: bytes, name: str, password: str, compress: bool) -> Sealed:
    if kind_of(content) in KINDS:
        return seal_image(content, password)
    return seal_pdf(content, password, compress=compress)


def _office(content: bytes, name: str, password: str, compress: bool) -> Sealed:
    return seal_office(content, name, password)


def _zip(content: bytes, name: str, password: str, compress: bool) -> Sealed:
    return seal_zip(content, name, password)


def _7z(content: bytes, name: str, password: str, compress: bool) -> Sealed:
    return seal_files_7z([(name, content)], password)


def _envelope(content: bytes, name: str, password: str, compress: bool) -> Sealed:
    return seal_in_envelope(content, name, password)


_SEALERS: dict[Format, Callable[[bytes, str, str, bool], Sealed]] = {
    "pdf": _pdf,
    "office": _office,
    "zip": _zip,
    "7z": _7z,
    "envelope": _envelope,
}

_AS_IT_IS = {
    "signed-pdf": "signed",
    "damaged-pdf": "damaged",
    "damaged-office": "damaged",
    "damaged-image": "damaged",
    "image-unsuited": "unsuited",
}
"""What makes a file go into an envelope instead: why it was refused, why it is there."""


def seal(
    content: bytes, name: str, password: str, asked: Asked = "auto", *, compress: bool = True
) -> Sealed:
    """Seal a file in the format ``asked`` for, or as :func:`.formats.choose` has it; verify it.

    ``name`` is what the file is called. Raises :class:`SealRefused`, with the reasons of the
    format's own module, and :class:`PasswordRefused`. ``compress=False`` is for a PDF that takes
    too long.
    """
    if asked != "auto":
        return _SEALERS[asked](content, name, password, compress)
    format, why = choose(content)
    try:
        made = _SEALERS[format](content, name, password, compress)
    except SealRefused as refusal:
        instead = _AS_IT_IS.get(refusal.reason)
        if instead is None or format == "envelope":
            raise
        made = seal_in_envelope(content, name, password)
        why = phrase(f"seal.why.{instead}")
    return msgspec.structs.replace(made, why=why)


_TOGETHER: dict[Asked, Callable[[Files, str], Sealed]] = {
    "zip": seal_files_zip,
    "7z": seal_files_7z,
    "envelope": seal_files_in_envelope,
}


def seal_together(files: Files, password: str, asked: Asked = "auto") -> Sealed:
    """Seal several files (name, content) as one, in the format ``asked`` for, and verify it.

    Where nobody asked: pictures as the pages of one PDF, anything else in one envelope. Raises
    :class:`SealRefused` ``not-together`` for a format that holds one document, ``empty-file``, and
    what the format's own module raises; :class:`PasswordRefused`.
    """
    contents = [content for _, content in files]
    if not files or not all(contents):
        raise SealRefused("empty-file")
    pictures = all(kind_of(one) in KINDS for one in contents)
    if asked == "pdf" or (asked == "auto" and pictures):
        if not pictures:
            raise SealRefused("not-together")
        try:
            made = seal_images(contents, password)
        except SealRefused as refusal:
            if asked == "pdf" or refusal.reason not in _AS_IT_IS:
                raise
        else:
            return msgspec.structs.replace(made, why=phrase("seal.why.images"))
    together = _TOGETHER.get("envelope" if asked == "auto" else asked)
    if together is None:
        raise SealRefused("not-together")
    made = together(files, password)
    return made if asked != "auto" else msgspec.structs.replace(made, why=phrase("seal.why.files"))


def unseal(content: bytes, password: str) -> Opened:
    """Give a readable copy of a file sealed in any of the formats: the proof that it opens.

    Raises :class:`PasswordRefused` ``wrong-password``; :class:`SealRefused` ``empty-file``,
    ``too-large``, ``not-sealed`` where it opens without a password or is no such format, and what
    the format's own module raises.
    """
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    match kind_of(content):
        case "pdf":
            readable = unseal_pdf(content, password)
            return open_envelope(content, password) or Opened(content=readable)
        case "zip":
            return unseal_zip(content, password)
        case "7z":
            return unseal_7z(content, password)
        case "ole":
            return unseal_office(content, password)
        case _:
            raise SealRefused("not-sealed")
