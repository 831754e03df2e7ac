"""The hook of the one account, as the outbox needs it after a crash."""

from __future__ import annotations

import msgspec

from sceau.hooks.drafts import KIND, DraftsHook, Place
from sceau.outbox.sources import Source


class OneAccount:
    """The drafts of that account: ``drafts`` finds them again."""

    kind = KIND

    def __init__(self, drafts: DraftsHook) -> None:
        self._drafts = drafts

    def reopen(self, place: str, content: bytes = b"") -> Source:
        """Give the draft that the outbox wrote down as ``place``."""
        return self._drafts.reopen(msgspec.json.decode(place, type=Place).draft, content)
