"""What a rule is: a module with an id, a level, and one function (its ``self`` is the module)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from sceau.mail.model import Attachment, Mail
from sceau.review.context import Context
from sceau.review.findings import Finding, Level
from sceau.review.reading.model import FileReading


class MailRule(Protocol):
    """A question asked of the envelope and the text: answered at once."""

    ID: str
    """The stable kebab-case id."""

    LEVEL: Level
    """The level of its Findings, where the settings give none."""

    def check(self, mail: Mail, context: Context) -> Iterable[Finding]:
        """Give what is found in ``mail``."""


class AttachmentRule(Protocol):
    """A question asked of one attachment, once its content was read."""

    ID: str
    """The stable kebab-case id."""

    LEVEL: Level
    """The level of its Findings, where the settings give none."""

    def check(
        self, mail: Mail, attachment: Attachment, reading: FileReading, context: Context
    ) -> Iterable[Finding]:
        """Give what is found in ``attachment`` of ``mail``."""

    def must_show(
        self, mail: Mail, attachment: Attachment, reading: FileReading, context: Context
    ) -> bool:
        """Whether the sender must see this attachment before it leaves, Finding or not."""


class ContentRule(Protocol):
    """A question asked of the whole mail with what was read of its files so far: again each time
    another file was read."""

    ID: str
    """The stable kebab-case id."""

    LEVEL: Level
    """The level of its Findings, where the settings give none."""

    def check(
        self, mail: Mail, readings: Mapping[str, FileReading], context: Context
    ) -> Iterable[Finding]:
        """Give what is found in ``mail``; ``readings`` by the attachment's id."""
