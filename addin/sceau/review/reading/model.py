"""What reading a file tells the review."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

from sceau.phrases import Phrase
from sceau.review.health.model import Health
from sceau.review.identifiers import Identifier
from sceau.review.labelled_numbers import Labelled

LONGEST_TEXT = 200_000
"""Characters of a file's text that the helper keeps: a hundred pages."""


class Opening(StrEnum):
    """Who can open a file."""

    ANYONE = "anyone"
    """No password at all."""
    OWNER_ONLY = "owner-only"
    """An owner password alone (ISO 32000-2, 7.6.4): it opens without asking, hence open."""
    PASSWORD = "password"
    """Only with the password (ISO 32000-2's user password)."""
    UNKNOWN = "unknown"
    """It could not be found out."""


TRACES = (
    "changes",
    "comments",
    "hidden-sheets",
    "hidden-rows",
    "hidden-slides",
    "hidden-text",
    "notes",
    "attached-files",
    "place",
    "author",
    "camera",
)
"""What a file may hold without showing it, the heaviest first."""


class FileReading(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one file.

    ``kind`` is what its content is, whatever its name (``pdf``, ``zip``, ``ole``, ``jpeg``…,
    ``empty``, ``unknown``). ``signed`` is true for a digitally signed PDF, which sealing would
    break. ``pages`` counts a PDF's pages. ``problem`` is why it was not, or not wholly, examined.
    ``weakness`` names in kebab-case what makes its protection a weak one; empty where nothing does.
    ``text`` is what is written in it, at most :data:`LONGEST_TEXT` characters, in NFC: a patient's
    data, in memory only, never logged or shown. ``unread`` is why its text was not, or not wholly,
    read, though nothing else is wrong with the file. ``health`` is what its text says of somebody's
    health; ``identifiers`` and ``labelled`` are the numbers of persons that stand in it.

    ``hidden`` names what the file holds and does not show, the heaviest first (``place``,
    ``changes``, ``comments``, ``author``…: :data:`TRACES`); ``removable`` is true where all of it
    can be taken out without touching the rest. ``opened_by`` is the text of the mail that was tried
    and opens it: a password, never shown.
    ``digest`` is the SHA-256 (hex) of the content, by which a file is known again.
    """

    kind: str
    opening: Opening = Opening.UNKNOWN
    signed: bool = False
    damaged: bool = False
    pages: int | None = None
    problem: Phrase | None = None
    weakness: str = ""
    opened_by: str = ""
    text: str = ""
    unread: Phrase | None = None
    health: Health | None = None
    identifiers: tuple[Identifier, ...] = ()
    labelled: tuple[Labelled, ...] = ()
    hidden: tuple[str, ...] = ()
    removable: bool = False
    digest: str = ""

    def __repr__(self) -> str:
        return f"FileReading({self.kind}, {self.opening})"


class NotExamined(msgspec.Struct, frozen=True):
    """A file that was not read, and why."""

    attachment: str
    why: Phrase


ReadingState = Literal["waiting", "reading", "read"]
