"""A sealed file, whatever its format."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.phrases import Phrase


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed file: its bytes, how it was sealed, and what a person should know of it.

    There is no such thing as an unverified one. ``algorithm`` is what a record says of it;
    ``notes`` are sentences to show, mostly none.
    """

    content: bytes
    format: Literal["pdf"] = "pdf"
    algorithm: str
    pages: int = 0
    verified: Literal[True] = True
    notes: tuple[Phrase, ...] = ()

    def __repr__(self) -> str:
        return f"Sealed({self.format}, {self.pages} pages, {len(self.content)} bytes)"
