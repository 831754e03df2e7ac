"""A sealed file, and one that was opened again, whatever the format."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from sceau.phrases import Phrase

Format = Literal["pdf", "office", "zip", "7z", "envelope"]
"""How a file can be sealed: :mod:`sceau.seal.sealing` lists what does it."""

Asked = Literal["auto", Format]
"""A format, or the one :func:`sceau.seal.formats.choose` gives."""

ASKED: tuple[Asked, ...] = ("auto", *get_args(Format))


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed file: its bytes, how it was sealed, and what a person should know of it.

    There is no such thing as an unverified one. ``algorithm`` is what a record says of it;
    ``ending`` (``.pdf``) and ``media_type`` are what the sealed copy is called and declared as;
    ``why`` is why it was sealed in this format, where Sceau chose; ``notes`` are sentences to
    show, mostly none.
    """

    content: bytes
    format: Format = "pdf"
    algorithm: str
    ending: str = ".pdf"
    media_type: str = "application/pdf"
    pages: int = 0
    verified: Literal[True] = True
    why: Phrase | None = None
    notes: tuple[Phrase, ...] = ()

    def __repr__(self) -> str:
        return f"Sealed({self.format}, {self.pages} pages, {len(self.content)} bytes)"


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of a file without what was hidden in it, and what that was: the traces of
    :attr:`.FileReading.hidden`. Empty where there was nothing: then the content is the
    source's."""

    content: bytes
    removed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Cleaned({len(self.content)} bytes)"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A readable copy of a sealed file, and the ``name`` it carried inside; empty where the format
    keeps none. ``others`` are the further files of an archive or an envelope."""

    content: bytes
    name: str = ""
    others: tuple[Opened, ...] = ()

    @property
    def files(self) -> tuple[Opened, ...]:
        """All the files, in their order."""
        return (self, *self.others)

    def __repr__(self) -> str:
        return f"Opened({len(self.content)} bytes)"
