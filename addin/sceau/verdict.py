"""What the sender decided."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.mail.edits import Edit


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Send with these Edits, or keep. Anything else (closed, crashed, too late) is *keep*.

    ``acknowledged`` lists the ids of the Findings the sender saw and let stand; ``digest`` is the
    SHA-256 (hex) of the mail's bytes as they were shown: another mail is never sent in its place.
    """

    decision: Literal["send", "keep"] = "keep"
    edits: tuple[Edit, ...] = ()
    acknowledged: tuple[str, ...] = ()
    digest: str = ""
    reason: str = ""

    @property
    def sends(self) -> bool:
        """Whether the sender said *send*."""
        return self.decision == "send"


KEEP = Verdict()
