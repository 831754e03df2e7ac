"""The review of one mail: rules asked as soon as they can be answered.

Pure: no window, no network, no clock. A :class:`Review` never changes; each step gives a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import msgspec

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.context import Context
from sceau.review.findings import Finding, Level
from sceau.review.given import GivenAgain
from sceau.review.people import Circle
from sceau.review.reading.model import FileReading, NotExamined
from sceau.review.rules import (
    ATTACHMENT_RULES,
    CONTENT_RULES,
    MAIL_RULES,
    RULE_IDS,
    health_data,
    not_examined,
)
from sceau.review.rules.kinds import AttachmentRule

_HEAVIEST_FIRST = (Level.BLOCK, Level.WARN, Level.INFO)


def begin(mail: Mail, context: Context | None = None) -> Review:
    """Review ``mail`` as far as its envelope and text go; its files are still to be read."""
    return Review(mail, context or Context())


@dataclass(frozen=True)
class Review:
    """What is known of one mail at one moment.

    ``readings`` holds what was found in files, ``skipped`` the files that were not waited for,
    both by the attachment's id.
    """

    mail: Mail
    context: Context = field(default_factory=Context)
    readings: Mapping[str, FileReading] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()

    # -- steps -----------------------------------------------------------------------------

    def with_reading(self, attachment: str, found: FileReading) -> Review:
        """Add what was found in the attachment with this id. A file that was skipped and is read
        after all counts as read."""
        readings = MappingProxyType({**self.readings, attachment: found})
        return replace(self, readings=readings, skipped=self.skipped - {attachment})

    def with_mail(self, edited: Mail) -> Review:
        """Review the mail as Edits will leave it; what was read of its files stays known."""
        return self if edited is self.mail else replace(self, mail=edited)

    def with_password(self, password: str) -> Review:
        """Know the password files will be sealed with."""
        if password == self.context.password:
            return self
        return replace(self, context=replace(self.context, password=password))

    def with_given(self, found: tuple[GivenAgain, ...]) -> Review:
        """Know which passwords given before stand in the mail."""
        return replace(self, context=replace(self.context, given=found)) if found else self

    def skip(self, *attachments: str) -> Review:
        """Do not wait for these files: those not read yet count as not examined."""
        return replace(self, skipped=self.skipped | set(attachments))

    # -- what it says ----------------------------------------------------------------------

    def reading(self, attachment: str) -> FileReading | None:
        """Give what was found in this attachment; none where it was not read."""
        return self.readings.get(attachment)

    def is_outside(self, recipient: Recipient) -> bool:
        """Whether the mail leaves the establishment with this recipient."""
        return self._circle.is_outside(recipient)

    @cached_property
    def pending(self) -> tuple[str, ...]:
        """The files still to be read, by id, in the mail's order."""
        return tuple(
            one.id
            for one in _to_examine(self.mail)
            if not one.sealed
            and one.id not in self.readings
            and one.id not in self.skipped
            and not_examined.unreadable(self.mail, one) is None
        )

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to wait for."""
        return not self.pending

    @cached_property
    def not_examined(self) -> tuple[NotExamined, ...]:
        """The files that were not, or not wholly, examined, and why; pending ones aside."""
        return tuple(
            missed
            for one in _to_examine(self.mail)
            if not one.sealed and (missed := self._missed(one)) is not None
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What was found so far: the heaviest first, then in the order of the rules, then of the
        mail. A rule that breaks down is told as not examined, never left out."""
        once: dict[str, Finding] = {}
        memory = self.context.memory
        of_mail = (*self._of_mail(), *not_examined.of_mail(self.mail))
        if memory is not None and memory.lost:
            of_mail = (*of_mail, not_examined.of_memory())
        for found in (*of_mail, *self._of_attachments(), *self._of_contents()):
            if memory is None or not memory.is_settled(found.settles):
                once.setdefault(found.id, self._levelled(self._curable(found)))
        return tuple(
            sorted(
                once.values(),
                key=lambda one: (_HEAVIEST_FIRST.index(one.level), RULE_IDS.index(one.rule)),
            )
        )

    @cached_property
    def must_show(self) -> bool:
        """Whether the sender has to see this mail before it leaves, whatever the settings: a rule
        found something or asks for it, or a file was not examined or is not read yet."""
        if self.spoken or self.pending or self.not_examined:
            return True
        return any(
            self._asks_to_show(rule, one, self.readings[one.id])
            for rule in ATTACHMENT_RULES
            if self._enabled(rule.ID)
            for one in _to_examine(self.mail)
            if one.id in self.readings
        )

    @property
    def spoken(self) -> tuple[Finding, ...]:
        """The Findings for which a window opens: all, or, in a pause, those that need an act."""
        if not self.context.quiet:
            return self.findings
        return tuple(one for one in self.findings if one.level is not Level.INFO)

    @property
    def may_skip_window(self) -> bool:
        """Whether the mail may leave without a window: nothing must be shown, the settings allow
        it, and nobody is new. Without a memory of correspondents anybody outside may be. In a
        pause nothing but what needs an act opens one."""
        if self.must_show or (self.context.settings.window == "always" and not self.context.quiet):
            return False
        if self.context.quiet:
            return True
        return self.context.memory is not None or not self.context.leaves(self.mail)

    # -- asking the rules ------------------------------------------------------------------

    @cached_property
    def _circle(self) -> Circle:
        return self.context.circle(self.mail)

    def _of_mail(self) -> Iterable[Finding]:
        for rule in MAIL_RULES:
            if not self._enabled(rule.ID):
                continue
            try:
                yield from tuple(rule.check(self.mail, self.context))
            except Exception:  # noqa: BLE001 - told to the sender as a check that was not made
                yield not_examined.of_rule(rule.ID)

    def _of_attachments(self) -> Iterable[Finding]:
        missed = {one.attachment: one for one in self.not_examined}
        for one in _to_examine(self.mail):
            if one.id in missed:
                yield self._told_missed(one, missed[one.id])
            reading = self.readings.get(one.id)
            if reading is None:
                continue
            for rule in ATTACHMENT_RULES:
                if self._enabled(rule.ID):
                    yield from self._asked(rule, one, reading)

    def _of_contents(self) -> Iterable[Finding]:
        for rule in CONTENT_RULES:
            if not self._enabled(rule.ID):
                continue
            try:
                yield from tuple(rule.check(self.mail, self.readings, self.context))
            except Exception:  # noqa: BLE001 - told to the sender as a check that was not made
                yield not_examined.of_rule(rule.ID)

    def _asked(
        self, rule: AttachmentRule, one: Attachment, reading: FileReading
    ) -> tuple[Finding, ...]:
        try:
            return tuple(rule.check(self.mail, one, reading, self.context))
        except Exception:  # noqa: BLE001 - told to the sender as a check that was not made
            return (not_examined.of_rule(rule.ID, one),)

    def _asks_to_show(self, rule: AttachmentRule, one: Attachment, reading: FileReading) -> bool:
        try:
            return rule.must_show(self.mail, one, reading, self.context)
        except Exception:  # noqa: BLE001 - what cannot be told must be shown
            return True

    def _missed(self, one: Attachment) -> NotExamined | None:
        reading = self.readings.get(one.id)
        if reading is not None:
            problem = not_examined.problem(one, reading)
            return problem or not_examined.unread(self.mail, one, reading, self.context)
        if (unreadable := not_examined.unreadable(self.mail, one)) is not None:
            return unreadable
        return not_examined.not_waited_for(one) if one.id in self.skipped else None

    def _told_missed(self, one: Attachment, missed: NotExamined) -> Finding:
        reading = self.readings.get(one.id)
        can_seal = reading is not None and health_data.can_seal(self.mail, one, reading)
        return not_examined.of_file(self.mail, one, missed, can_seal=can_seal)

    def _enabled(self, rule: str) -> bool:
        return self.context.asks(rule)

    def _curable(self, finding: Finding) -> Finding:
        """Leave out the cures that cannot be carried out here."""
        unable = self.context.unable
        if not unable or not finding.cures:
            return finding
        cures = tuple(
            one for one in finding.cures if not any(isinstance(edit, unable) for edit in one.edits)
        )
        return msgspec.structs.replace(finding, cures=cures)

    def _levelled(self, finding: Finding) -> Finding:
        chosen = self.context.settings.rules.get(finding.rule)
        if chosen is None or chosen.level is None:
            return finding
        return msgspec.structs.replace(finding, level=chosen.level)


def _to_examine(mail: Mail) -> tuple[Attachment, ...]:
    """Give the files a reader can look into: every attachment, and what stands among the pictures
    of the text without being declared one."""
    return (
        *mail.attachments,
        *(one for one in mail.inline_images if not one.media_type.startswith("image/")),
    )
