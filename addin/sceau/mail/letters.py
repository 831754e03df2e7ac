"""The letters of a text without what may differ where the same is meant: case, accents, signs."""

from __future__ import annotations

import unicodedata


def unaccented(text: str) -> str:
    """Give ``text`` in small letters, without accents and other marks (Unicode, NFKD)."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def letters(text: str) -> str:
    """Give the letters and digits of ``text``, small and unaccented: those of each of its parts,
    one after the other, wherever it is cut."""
    return "".join(one for one in unaccented(text) if one.isalnum())
