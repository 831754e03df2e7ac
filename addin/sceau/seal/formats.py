"""Which format a file is sealed in where nobody chose: one table, by what the file is.

Whatever its name; and the format is what the recipient most likely opens with what they have. What
is of no known kind goes into an envelope: nothing is refused for its kind. How each is sealed is in
:mod:`sceau.seal.sealing`.
"""

from __future__ import annotations

from sceau.errors import SealRefused
from sceau.phrases import Phrase, phrase
from sceau.review.reading.kinds import kind_of
from sceau.review.reading.model import Opening
from sceau.review.reading.ole import read_ole
from sceau.review.reading.seven_zip import read_7z
from sceau.review.reading.zip import read_zip
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.sealed import Format

_BY_KIND: dict[str, tuple[Format, str]] = {
    "pdf": ("pdf", "pdf"),
    **dict.fromkeys(("jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"), ("pdf", "image")),
    "docx": ("office", "office"),
    "xlsx": ("office", "office"),
    "pptx": ("office", "office"),
}
"""By the kinds of :mod:`sceau.review.reading`: the format, and the reason under ``seal.why.``."""


def format_for(kind: str) -> Format | None:
    """Give the format a file of this ``kind`` (of a :class:`FileReading`) is sealed in; none for
    an empty one."""
    if kind == "empty":
        return None
    return _BY_KIND.get(kind, ("envelope", ""))[0]


def why_for(kind: str) -> Phrase:
    """Say why a file of this ``kind`` is sealed in the format :func:`format_for` gives."""
    return phrase(f"seal.why.{_BY_KIND.get(kind, ('envelope', 'other'))[1]}")


_READERS = {"zip": read_zip, "ole": read_ole, "7z": read_7z}
"""What may ask for a password already, PDFs aside: sealing one finds out."""


def choose(content: bytes) -> tuple[Format, Phrase]:
    """Give the format a file is sealed in where nobody chose, and why.

    By its kind alone, which takes no time; sealing may find that the file does not bear it,
    and says so in :attr:`Sealed.why`. Raises :class:`SealRefused` ``empty-file``, ``too-large``,
    ``already-protected``.
    """
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    kind = kind_of(content)
    if kind in _READERS:
        found = _READERS[kind](content)
        if found.opening is Opening.PASSWORD:
            raise SealRefused("already-protected")
        kind = found.kind
    format, why = _BY_KIND.get(kind, ("envelope", "other"))
    return format, phrase(f"seal.why.{why}")
