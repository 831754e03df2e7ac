"""What of a mail goes into the journal: how many and of what kind, and marks of who."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sceau.aftercare.journal.entry import Entry, Event, Fate, Hook
from sceau.aftercare.journal.marks import JournalKeys
from sceau.desk.confirmation import Confirmation
from sceau.mail.edits import Edit
from sceau.mail.model import Mail

_HEAVIEST_LAST: tuple[Fate, ...] = ("said", "cured", "acknowledged", "open")


class Telling:
    """The records of one mail, made of the ``confirmation`` of it; ``about`` is what they share."""

    def __init__(
        self, hook: Hook, confirmation: Confirmation, keys: JournalKeys, about: str = ""
    ) -> None:
        self._hook: Hook = hook
        self._confirmation = confirmation
        self._keys = keys
        self._about = about or secrets.token_hex(8)

    def confirmed(self, edits: Iterable[Edit]) -> Entry:
        """The person let it go with these Edits."""
        return self._entry("confirmed", self._confirmation.situation.mail, edits)

    def kept(self) -> Entry:
        """It stayed where it was."""
        return self._entry("kept", self._confirmation.origin, ())

    def ended(
        self,
        event: Event,
        *,
        mails: int = 0,
        sealed: int = 0,
        added: Sequence[str] = (),
        message_ids: Iterable[str] = (),
    ) -> Entry:
        """It left, was refused, was kept after all, or nobody knows; ``added`` are addresses that
        got it without having been confirmed."""
        return Entry(
            at=_now(),
            event=event,
            hook=self._hook,
            about=self._about,
            mails=mails,
            sealed=sealed,
            added=len(added),
            people=tuple(self._keys.person(one) for one in added),
            messages=tuple(self._keys.message(one) for one in message_ids if one),
        )

    def _entry(self, event: Event, mail: Mail, edits: Iterable[Edit]) -> Entry:
        people = sorted({one.address.lower() for one in mail.recipients})
        return Entry(
            at=_now(),
            event=event,
            hook=self._hook,
            about=self._about,
            recipients=len(people),
            outside=self._confirmation.outside(mail),
            files=len(mail.attachments),
            rules=self._rules(),
            edits=dict(Counter(str(one.__struct_config__.tag) for one in edits)),
            people=tuple(self._keys.person(one) for one in people),
        )

    def _rules(self) -> dict[str, Fate]:
        rules: dict[str, Fate] = {}
        for finding, fate in self._confirmation.situation.rows:
            worst = max(fate, rules.get(finding.rule, "said"), key=_HEAVIEST_LAST.index)
            rules[finding.rule] = worst
        return rules


def taken_up_entry(event: Event, about: str, *, mails: int, sealed: int) -> Entry:
    """What became of a mail of the outbox after the run that confirmed it was interrupted."""
    return Entry(at=_now(), event=event, hook="mail", about=about, mails=mails, sealed=sealed)


def sealed_entry(hook: Hook, files: int) -> Entry:
    """Files were sealed without a mail."""
    return Entry(
        at=_now(), event="sealed", hook=hook, about=secrets.token_hex(8), files=files, sealed=files
    )


def released_entry(mails: int) -> Entry:
    """Drafts were taken back from another computer."""
    return Entry(
        at=_now(), event="released", hook="command", about=secrets.token_hex(8), mails=mails
    )


def unchecked_entry(hook: Hook, at: str, *, recipients: int, files: int) -> Entry:
    """A mail left without the check, ``at`` a time the client tells (ISO 8601); a text that is none
    counts as now."""
    try:
        moment = datetime.fromisoformat(at).astimezone().isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        moment = _now()
    return Entry(
        at=moment,
        event="unchecked",
        hook=hook,
        about=secrets.token_hex(8),
        recipients=recipients,
        files=files,
    )


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
