"""The rows of the confirmation window, made from the mail and its review."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec.structs import replace

from sceau.desk import view
from sceau.desk.file_chips import file_chips, sealed_chips
from sceau.desk.situation import State
from sceau.mail.edits import Edit, MoveToBcc, OneMailPerRecipient, SealAttachment, SealBody
from sceau.mail.model import Attachment, Mail, Protection, Recipient
from sceau.phrases import Phrase, phrase
from sceau.review.engine import Review
from sceau.review.findings import Finding, Level
from sceau.review.reading.model import Opening
from sceau.review.rules import first_time_recipient, health_data, unprotected_attachment
from sceau.seal.formats import format_for

FindingRows = Iterable[tuple[Finding, State]]

_TONES: dict[Level, view.Tone] = {
    Level.INFO: "neutral",
    Level.WARN: "warn",
    Level.BLOCK: "block",
}


class RowMaker:
    """Makes the rows of one moment."""

    def __init__(self, mail: Mail, review: Review, reading_now: Collection[str]) -> None:
        self._mail = mail
        self._review = review
        self._reading_now = reading_now

    # -- the top ---------------------------------------------------------------------------

    def tone(self, standing: Iterable[Finding]) -> view.Tone:
        """Give the tone of the whole: red only for what blocks."""
        levels = {one.level for one in standing}
        if Level.BLOCK in levels:
            return "block"
        return "warn" if Level.WARN in levels else "good"

    def headline(self, rows: FindingRows) -> Phrase:
        """Give the verdict in one sentence: the one thing to look at, or how many there are."""
        rows = tuple(rows)
        standing = [one for one, state in rows if state == "open"]
        if len(standing) == 1:
            return phrase(f"confirm.headline.{standing[0].rule}")
        if standing:
            return phrase("confirm.headline.several", count=len(standing))
        if self._review.pending:
            return phrase("confirm.headline.reading")
        acted = any(state in ("cured", "acknowledged") for _, state in rows)
        if acted:
            return phrase("confirm.headline.ready")
        remarks = sum(state == "said" and not is_a_chip(one, state) for one, state in rows)
        if remarks:
            return phrase("confirm.headline.said", count=remarks)
        return phrase("confirm.headline.clean")

    def counts(self, removed: Collection[str]) -> tuple[Phrase, ...]:
        """Count people, those outside, and files."""
        people = {one.address.lower(): one for one in self._mail.recipients}
        staying = [one for one in people.values() if one.address not in removed]
        outside = sum(self._review.is_outside(one) for one in staying)
        counted = [phrase("confirm.count.recipients", count=len(staying))]
        if outside:
            counted.append(phrase("confirm.count.outside", count=outside))
        if self._mail.attachments:
            counted.append(phrase("confirm.count.attachments", count=len(self._mail.attachments)))
        return tuple(counted)

    # -- Findings --------------------------------------------------------------------------

    def findings(
        self,
        rows: FindingRows,
        done: Callable[[Finding], Phrase],
        problems: Mapping[str, Phrase] = MappingProxyType({}),
        suggestions: Mapping[str, tuple[view.Suggestion, ...]] = MappingProxyType({}),
    ) -> tuple[
        tuple[view.FindingRow, ...], tuple[view.FindingRow, ...], tuple[view.FindingRow, ...]
    ]:
        """Give the Findings about recipients, about attachments, and about the mail itself;
        ``done`` says what cured one, ``problems`` what of that could not be done, by Finding, and
        ``suggestions`` what may be meant by what was typed."""
        places: dict[str, list[view.FindingRow]] = {"recipient": [], "attachment": [], "mail": []}
        for finding, state in rows:
            if is_a_chip(finding, state):
                continue
            kind = finding.about[0].kind if finding.about else "mail"
            place = kind if kind in ("recipient", "attachment") else "mail"
            if finding.rule == "no-recipient":
                place = "recipient"
            row = self._finding(finding, state, done(finding))
            problem, suggested = problems.get(finding.id), suggestions.get(finding.id, ())
            if problem is not None or suggested:
                row = replace(row, problem=problem, suggestions=suggested)
            places[place].append(row)
        return tuple(places["recipient"]), tuple(places["attachment"]), tuple(places["mail"])

    def _finding(self, finding: Finding, state: State, done: Phrase) -> view.FindingRow:
        can = finding.level is Level.WARN
        cures = tuple(
            view.CureButton(index, phrase(f"cure.{cure.name}"), cure.asks)
            for index, cure in enumerate(finding.cures)
        )
        return view.FindingRow(
            id=finding.id,
            tone="good" if state == "cured" else _TONES[finding.level],
            evidence=finding.evidence,
            state=state,
            done=done,
            cures=cures,
            can_acknowledge=can,
            acknowledge=phrase(f"confirm.acknowledge.{finding.rule}") if can else None,
            way_on=self._way_on(finding),
        )

    def _way_on(self, finding: Finding) -> Phrase | None:
        """Say how to go on where a cure would break the signature of the mail. Whom it goes to can
        be changed, and nothing is to be done about health that is nobody's."""
        about_people = any(one.kind == "recipient" for one in finding.about)
        only_said = finding.rule == health_data.ID and finding.level is Level.INFO
        said_already = finding.rule == unprotected_attachment.ID
        if self._mail.protection is not Protection.SIGNED or finding.cures:
            return None
        if about_people or only_said or said_already:
            return None
        return phrase("confirm.way-on.signed")

    # -- recipients ------------------------------------------------------------------------

    def recipients(
        self, edited: Mail, removed: Collection[str], rows: FindingRows
    ) -> tuple[view.RecipientRow, ...]:
        """Give one row per recipient as written, marked with what the Edits make of them."""
        alone: dict[str, Finding] = {}
        said: dict[str, list[Finding]] = {}
        seen_by_all: set[str] = set()
        for finding, state in rows:
            about = [one.id for one in finding.about if one.kind == "recipient"]
            if is_a_chip(finding, state):
                said.setdefault(about[0], []).append(finding)
            if state != "open" or not about:
                continue
            if len(about) == 1:
                alone.setdefault(about[0], finding)
            elif finding.rule == "visible-recipients":
                seen_by_all.update(about)
        hidden = {one.address for one in edited.recipients if one.field == "bcc"}
        return tuple(
            self._recipient(
                one, alone.get(one.address), said.get(one.address, ()), seen_by_all, hidden, removed
            )
            for one in self._mail.recipients
        )

    def _recipient(
        self,
        one: Recipient,
        finding: Finding | None,
        said: Iterable[Finding],
        seen_by_all: Collection[str],
        hidden: Collection[str],
        removed: Collection[str],
    ) -> view.RecipientRow:
        local, at, domain = one.address.rpartition("@")
        chips: list[view.Chip] = []
        if finding is not None:
            chips.append(view.Chip(phrase(f"confirm.chip.{finding.rule}"), _TONES[finding.level]))
        chips += [view.Chip(phrase(f"confirm.chip.{other.rule}")) for other in said]
        if one.address in hidden:
            chips.append(view.Chip(phrase("confirm.chip.bcc"), "good"))
        elif one.address in seen_by_all:
            chips.append(view.Chip(phrase("confirm.chip.visible"), "warn"))
        if one.kind == "list":
            chips.append(view.Chip(phrase("confirm.chip.list")))
        outside: Literal["outside", "inside"] = (
            "outside" if self._review.is_outside(one) else "inside"
        )
        return view.RecipientRow(
            address=one.address,
            name=one.name,
            local=local if at else one.address,
            domain=domain if at else "",
            field=one.field,
            group="check" if finding is not None else outside,
            tone=_TONES[finding.level] if finding is not None else "neutral",
            chips=tuple(chips),
            removed=one.address in removed,
        )

    # -- the text --------------------------------------------------------------------------

    def can_seal_text(self) -> bool:
        """Whether the text can go into a sealed letter."""
        return (
            self._mail.protection is Protection.NONE
            and bool(self._mail.text.strip())
            and not issubclass(SealBody, self._review.context.unable)
        )

    # -- attachments -----------------------------------------------------------------------

    def can_seal(self, id: str) -> bool:
        """Whether this attachment can be sealed in the mail."""
        one = self._mail.attachment(id)
        return one is not None and self._why_not(one) is None

    def _why_not(self, one: Attachment) -> Phrase | None:
        if self._mail.protection is not Protection.NONE:
            return phrase("confirm.why-not.protected-mail")
        found = self._review.reading(one.id)
        if found is None:
            if one.id in self._review.pending:
                return phrase("confirm.why-not.reading")
            return phrase("confirm.why-not.not-examined")
        if one.kind != "file" or format_for(found.kind) is None:
            return phrase("confirm.why-not.kind")
        if found.opening is Opening.PASSWORD:
            return phrase("confirm.why-not.already")
        hidden = found.kind == "pdf" and found.opening is Opening.UNKNOWN
        if found.problem is not None or hidden:
            return phrase("confirm.why-not.not-examined")
        return None

    def attachments(
        self, sealed: Collection[str], rows: FindingRows
    ) -> tuple[view.AttachmentRow, ...]:
        """Give one row per attachment."""
        levels: dict[str, Level] = {}
        for finding, state in rows:
            for one in finding.about:
                if state == "open" and one.kind == "attachment":
                    levels[one.id] = max(levels.get(one.id, Level.INFO), finding.level, key=_weight)
        return tuple(
            self._attachment(one, one.id in sealed, levels.get(one.id))
            for one in self._mail.attachments
        )

    def _attachment(self, one: Attachment, sealed: bool, level: Level | None) -> view.AttachmentRow:
        pending = one.id in self._review.pending
        started: Literal["waiting", "reading"] = (
            "reading" if one.id in self._reading_now else "waiting"
        )
        found = self._review.reading(one.id)
        why_not = self._why_not(one)
        return view.AttachmentRow(
            id=one.id,
            name=one.name,
            size=one.size,
            badge=_badge(one),
            reading=started if pending else "read",
            sealed=sealed,
            can_seal=why_not is None,
            why_not=why_not,
            tone=_TONES[level] if level is not None else "neutral",
            chips=() if pending else sealed_chips(found) if sealed else file_chips(found),
        )


def is_a_chip(finding: Finding, state: State) -> bool:
    """Whether all there is to say stands beside the name it is about: said of one person, holding
    nothing, with nothing to press but the cross beside it. A sentence of its own would be one thing
    more to read."""
    return (
        state == "said"
        and (not finding.cures or finding.rule == first_time_recipient.ID)
        and [one.kind for one in finding.about] == ["recipient"]
    )


def _weight(level: Level) -> int:
    return (Level.INFO, Level.WARN, Level.BLOCK).index(level)


def _badge(one: Attachment) -> str:
    """Give two to four letters that say what the file is, from its name, else its media type."""
    ending = one.name.rpartition(".")[2] if "." in one.name else ""
    if not (ending.isascii() and ending.isalnum() and 2 <= len(ending) <= 4):
        ending = one.media_type.rpartition("/")[2]
    letters = "".join(letter for letter in ending if letter.isascii() and letter.isalnum())
    return letters[:4].upper() or "?"


def primary(edits: tuple[Edit, ...]) -> Phrase:
    """Name exactly what the primary button will do."""
    kinds = {type(edit) for edit in edits}
    words = [
        word
        for word, kind in (
            ("seal", {SealAttachment, SealBody}),
            ("bcc", {MoveToBcc}),
            ("each", {OneMailPerRecipient}),
        )
        if kind & kinds
    ]
    return phrase(f"confirm.send.{'-'.join(words) or 'plain'}")
