"""What the choices made so far come to: the Edits of a *send*, and what they leave to be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sceau.mail.edits import (
    CleanAttachment,
    CutHistory,
    CutPassages,
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveAttachment,
    RemoveRecipient,
    RenameAttachment,
    ReplaceRecipient,
    ReplaceSubject,
    SealAttachment,
    SealBody,
)
from sceau.mail.model import Mail
from sceau.mail.preview import preview
from sceau.phrases import Phrase, phrase
from sceau.review.engine import Review
from sceau.review.findings import Cure, Finding, Level

State = Literal["open", "cured", "acknowledged", "said"]

CONTENT = (
    RemoveAttachment,
    RenameAttachment,
    ReplaceSubject,
    CleanAttachment,
    SealBody,
    CutHistory,
    CutPassages,
)
"""Edits a cure may make of what the mail says and carries, sealing files apart (which has a
switch)."""


@dataclass(frozen=True)
class Situation:
    """What the choices made so far come to.

    ``rows`` pairs each Finding with its state; ``edits`` are what a *send* would carry out;
    ``mail`` is what it would send (the first of several).
    """

    edits: tuple[Edit, ...]
    rows: tuple[tuple[Finding, State], ...]
    mail: Mail

    @property
    def open(self) -> tuple[Finding, ...]:
        """The Findings that still need an act of their own."""
        return tuple(finding for finding, state in self.rows if state == "open")


@dataclass
class Choices:
    """What the person chose: cures ``taken`` (one for each Finding), Findings ``acknowledged``,
    attachments ``sealed`` (some of them ``beforehand``, by Sceau itself) and recipients
    ``removed``; whether the text goes into a ``letter`` by its own switch."""

    taken: dict[str, Cure] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    beforehand: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    letter: bool = False

    @property
    def sealing(self) -> bool:
        """Whether a password is needed."""
        return bool(self.sealed) or self.in_letter

    @property
    def in_letter(self) -> bool:
        """Whether the text goes into a sealed letter: by a cure, or by its own switch."""
        return self.letter or any(map(_in_letter, self.taken.values()))

    def put_in_letter(self, on: bool) -> None:
        """Turn the switch of the text; off, it takes back what cures chose too."""
        self.letter = on
        if not on:
            self.taken = {key: cure for key, cure in self.taken.items() if not _in_letter(cure)}

    def seal(self, attachment: str, on: bool) -> None:
        """Turn the switch of an attachment."""
        (self.sealed.add if on else self.sealed.discard)(attachment)
        self.beforehand.discard(attachment)

    def seal_beforehand(self, attachment: str) -> None:
        """Sceau itself turns it."""
        self.sealed.add(attachment)
        self.beforehand.add(attachment)

    def done(self, finding: Finding, edited: Mail) -> Phrase:
        """Say in a word or two what cured this Finding; ``edited`` is the mail that would leave."""
        about = [one.id for one in finding.about if one.kind == "attachment"]
        if len(about) == 1 and about[0] in self.sealed:
            early = about[0] in self.beforehand
            return phrase("confirm.sealed-beforehand" if early else "confirm.cured-sealed")
        asked = {cure.asks for cure in finding.cures}
        if "file" in asked:
            return phrase("confirm.cured-file")
        if "address" in asked:
            return phrase("confirm.cured-address")
        taken = self.taken.get(_key(finding))
        cure = taken.name if taken else ""
        if cure == "cut-history" and not self.in_letter:
            lines = sum(bool(line.strip()) for line in edited.text.splitlines())
            return phrase("confirm.cured-cut", count=lines)
        if cure == "seal-body" or (
            self.in_letter and [one.kind for one in finding.about] == ["body"]
        ):
            return phrase("confirm.cured-sealed")
        return phrase("confirm.cured")

    def take(self, finding: Finding, cure: Cure) -> None:
        """Make the Edits of this cure."""
        self.acknowledged.discard(finding.id)
        for edit in cure.edits:
            match edit:
                case SealAttachment(attachment=id):
                    self.seal(id, True)
                case RemoveRecipient(address=address):
                    self.removed.add(address)
                case _:
                    self.taken[_key(finding)] = cure

    def undo(self, finding: Finding) -> None:
        """Take back the cure or the acknowledgement of this Finding."""
        self.acknowledged.discard(finding.id)
        self.taken.pop(_key(finding), None)
        for cure in finding.cures:
            for edit in cure.edits:
                if isinstance(edit, SealAttachment):
                    self.seal(edit.attachment, False)
                elif isinstance(edit, SealBody):
                    self.put_in_letter(False)

    def situation(
        self, mail: Mail, review: Review, password: str, added: tuple[Edit, ...] = ()
    ) -> Situation:
        """Give what they come to for ``mail``; ``review`` is that of the mail with what was
        ``added``, ``password`` what files will be sealed with."""
        extended = preview(mail, added)[0] if added else mail
        removals: tuple[Edit, ...] = tuple(
            RemoveRecipient(address=address) for address in sorted(self.removed)
        )
        before = _findings(mail, review, added + removals, password)
        replacements = self._edits(before, (ReplaceRecipient,))
        between = _findings(mail, review, added + removals + replacements, password)
        chosen: tuple[Edit, ...] = (SealBody(),) if self.in_letter else ()
        content = tuple(dict.fromkeys((*self._edits(before, CONTENT), *chosen)))
        gone = {one.attachment for one in content if isinstance(one, RemoveAttachment)}
        sealing: tuple[Edit, ...] = tuple(
            SealAttachment(attachment=one.id)
            for one in extended.attachments
            if one.id in self.sealed - gone
        )
        spreading = self._edits(between, (MoveToBcc, OneMailPerRecipient))
        edits = added + removals + replacements + content + sealing + spreading
        after = {_key(one): one for one in _findings(mail, review, edits, password)}
        for one in between:
            if len(one.about) == 1 and one.about[0].kind == "recipient":
                after.setdefault(_key(one), one)
        # what was added cured what asked for it
        there = {one.address for one in mail.recipients}
        own = tuple(RemoveRecipient(one) for one in sorted(self.removed & there))
        asked = _findings(mail, review, own, password) if added else ()
        still = {_key(one) for one in before}
        before = (*(one for one in asked if _key(one) not in still), *before)
        known = {_key(one) for one in before}
        rows = [self._row(one, after.get(_key(one))) for one in before]
        rows += [(one, self._state(one, True)) for key, one in after.items() if key not in known]
        return Situation(edits=edits, rows=tuple(rows), mail=preview(mail, edits)[0])

    def _row(self, finding: Finding, after: Finding | None) -> tuple[Finding, State]:
        """Pair a Finding with its state; what the Edits only made lighter is told as it is then."""
        if after is not None and after.level is not finding.level:
            return after, self._state(after, True)
        return finding, self._state(finding, after is not None)

    def _state(self, finding: Finding, stands: bool) -> State:
        if not stands:
            return "cured"
        if finding.level is Level.INFO:
            return "said"
        return "acknowledged" if finding.id in self.acknowledged else "open"

    def _edits(self, findings: Iterable[Finding], kinds: tuple[type, ...]) -> tuple[Edit, ...]:
        return tuple(
            edit
            for finding in findings
            for cure in finding.cures
            if (taken := self.taken.get(_key(finding))) is not None and taken.name == cure.name
            for edit in cure.edits
            if isinstance(edit, kinds)
        )


def _findings(
    mail: Mail, review: Review, edits: tuple[Edit, ...], password: str
) -> tuple[Finding, ...]:
    if not edits:
        return tuple(review.with_mail(mail).findings)
    review = review.with_password(password)
    found: dict[str, Finding] = {}
    for made in preview(mail, edits):  # one mail a person: what one lacks, another has
        for one in review.with_mail(made).findings:
            found.setdefault(_key(one), one)
    return tuple(found.values())


def _in_letter(cure: Cure) -> bool:
    """Whether it puts the text into a sealed letter, among other things perhaps."""
    return any(isinstance(one, SealBody) for one in cure.edits)


def _key(finding: Finding) -> str:
    """What stays the same of a Finding while recipients come and go: its rule, and what it is
    about where that is one thing."""
    return finding.id if len(finding.about) == 1 else finding.rule
