"""What a review finds: Findings, what they are about, and their cures."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from sceau.mail.edits import Edit
from sceau.phrases import Phrase


class Level(StrEnum):
    """How much a Finding weighs.

    ``info`` is said and holds nothing; ``warn`` must be cured or acknowledged; ``block`` must be
    cured.
    """

    INFO = "info"
    WARN = "warn"
    BLOCK = "block"


Asks = Literal["", "file", "address"]


class About(msgspec.Struct, frozen=True):
    """What a Finding is about: a recipient (``id`` its address), an attachment (``id`` its section
    number), or the mail, its body or its subject (``id`` empty, or which of several things there:
    the rule that could not be asked, the kind of number found)."""

    kind: Literal["mail", "recipient", "attachment", "body", "subject"]
    id: str = ""


class Cure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One click that makes the Finding go away: its name (``cure.<name>`` in the catalogue) and
    the Edits it makes. ``asks`` says what the sender is to give first, and what its Edits then
    hold: a file, or an address."""

    name: str
    edits: tuple[Edit, ...]
    asks: Asks = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to say about a Mail.

    ``rule`` is the stable kebab-case id; ``evidence`` the reason in one sentence, in the user's
    words; ``cures`` the ways out, best first. ``settles`` names what is confirmed for good once
    the mail left with it (empty: asked each time); what was confirmed before is not found again.
    """

    rule: str
    level: Level
    about: tuple[About, ...]
    evidence: Phrase
    cures: tuple[Cure, ...] = ()
    settles: str = ""

    @property
    def id(self) -> str:
        """What an acknowledgement names: the rule and what it is about."""
        return ":".join((self.rule, *(one.id for one in self.about)))
