"""What texts were found to say of health lately: several rules ask about a mail's text, and again
after each act of the person."""

from __future__ import annotations

import functools
import hashlib
import unicodedata

from sceau.review.health.model import Health, health_of


def known_health(text: str) -> Health | None:
    """Give what ``text`` says of health; asked again of the same text it is known at once. Only
    what was found is remembered, never the text."""
    return _known(_Text(text))


class _Text:
    """A text that is the same by its hash, and forgets itself once it was looked at."""

    def __init__(self, text: str) -> None:
        self.digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        self._text = text

    def take(self) -> str:
        """Give the text, once."""
        text, self._text = self._text, ""
        return text

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Text) and self.digest == other.digest


@functools.lru_cache(maxsize=32)
def _known(text: _Text) -> Health | None:
    return health_of(unicodedata.normalize("NFC", text.take()))
