"""What a person adds to the mail while they confirm it: files, whose contents are in memory only,
and addresses.

Pure: whoever drives the confirmation reads the files.
"""

from __future__ import annotations

import mimetypes

from sceau.desk.view import Suggestion
from sceau.mail.address_lists import read_addresses
from sceau.mail.addresses import key
from sceau.mail.edits import FIRST_ADDED, AddAttachment, AddRecipient, Edit
from sceau.mail.model import Mail, Recipient
from sceau.phrases import Phrase, phrase
from sceau.review.findings import Finding
from sceau.review.memory import Memory
from sceau.review.suggested import suggested

SUGGESTED = 6
"""The most correspondents that are suggested at a time."""

_TYPES = mimetypes.MimeTypes()
"""The types Python itself knows: those of a machine's own tables would tell one from another."""


class Additions:
    """What was added so far. A file's number is never used twice: choices about it go with it."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[AddAttachment, bytes]] = {}
        self._people: list[AddRecipient] = []
        self._numbered = FIRST_ADDED
        self.problems: dict[str, Phrase] = {}
        """Why what was given for a Finding cannot be taken."""
        self.suggestions: dict[str, tuple[Suggestion, ...]] = {}
        """Whom is meant by what was typed so far."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The Edits that add it."""
        return (*self._people, *(edit for edit, _ in self._files.values()))

    def attach(self, name: str, content: bytes) -> str:
        """Add a file; give its number."""
        id = str(self._numbered)
        self._numbered += 1
        media_type = _TYPES.guess_type(name)[0] or "application/octet-stream"
        self._files[id] = (AddAttachment(id, name, media_type, len(content)), content)
        return id

    def content(self, attachment: str) -> bytes | None:
        """Give the content of a file that was added; none of any other."""
        return self._files[attachment][1] if attachment in self._files else None

    def tell(self, finding: str, problem: Phrase | None) -> None:
        """Say why what was given for this Finding cannot be taken, or say so no longer."""
        self.problems.pop(finding, None)
        if problem is not None:
            self.problems[finding] = problem

    def address(self, finding: str, typed: str, mail: Mail) -> set[str]:
        """Add whom was ``typed``, in To, or say that nobody can be written to there. Who is a
        recipient of ``mail`` already is given back."""
        people = addresses_in(typed)
        self.tell(finding, None if people else phrase("confirm.address.malformed"))
        if not people:
            return set()
        self.suggestions.pop(finding, None)
        there = {key(one.address): one.address for one in mail.recipients}
        for one in people:
            if key(one.address) not in there:
                self._people.append(AddRecipient(one.address, name=one.name))
        return {there[key(one.address)] for one in people if key(one.address) in there}

    def look_up(self, finding: str, typed: str, memory: Memory | None) -> None:
        """Find whom may be meant."""
        known = suggested(memory, typed, SUGGESTED) if memory is not None else ()
        self.suggestions[finding] = tuple(
            Suggestion(one.address, one.names[0] if one.names else "") for one in known
        )

    def take_out(self, finding: Finding) -> None:
        """Add nothing of what this Finding asked for."""
        kinds = asked_for(finding)
        if AddAttachment in kinds:
            self._files.clear()
        if AddRecipient in kinds:
            self._people.clear()


def asked_for(finding: Finding | None) -> set[type]:
    """Give the kinds of Edits for which this Finding asks something."""
    cures = finding.cures if finding is not None else ()
    return {type(edit) for cure in cures if cure.asks for edit in cure.edits}


def addresses_in(typed: str) -> tuple[Recipient, ...]:
    """Read what a person typed as addresses (RFC 5322 section 3.4); none where one of them cannot
    be written to."""
    found = read_addresses(typed.strip().encode("utf-8", "replace").decode("latin-1"))
    people = found.recipients("to")
    return () if any(one.defect for one in people) else people
