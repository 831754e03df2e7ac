"""What the tray says: is every shield up? Pure; :mod:`.watching` asks those who know."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.aftercare.journal.entry import Entry
from sceau.phrases import Phrase, phrase

Level = Literal["active", "partial", "inactive"]
"""Green, amber, red; never without the words of :attr:`TrayState.sentence`."""


class TrayState(msgspec.Struct, frozen=True, kw_only=True):
    """How things are: ``waiting`` counts the held mails that wait for a person's answer."""

    level: Level
    sentence: Phrase
    waiting: int = 0


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known: the helper answers; Thunderbird has Sceau (``installed``), runs for long
    enough to have said so, and is connected; ``unwatched`` is an account whose drafts should be
    watched and are not."""

    helper: bool
    installed: bool = False
    running: bool = False
    connected: bool = False
    waiting: int = 0
    unwatched: str = ""


def state_of(known: Known) -> TrayState:
    """Say how things are. A Thunderbird that does not run lets nothing out: that is no fault."""
    if not known.helper:
        return TrayState(level="inactive", sentence=phrase("tray.inactive"))
    if known.installed and known.running and not known.connected:
        sentence = phrase("tray.partial-thunderbird")
        return TrayState(level="partial", sentence=sentence, waiting=known.waiting)
    if known.unwatched:
        sentence = phrase("tray.partial-drafts", account=known.unwatched)
        return TrayState(level="partial", sentence=sentence, waiting=known.waiting)
    return TrayState(level="active", sentence=phrase("tray.active"), waiting=known.waiting)


_LEFT = ("left", "refused", "unknown")


def last_sends(entries: tuple[Entry, ...], most: int = 5) -> tuple[Phrase, ...]:
    """Give a line for each of the last mails that were to leave, the newest first: when, what
    became of it, and for how many. ``entries`` are records of the journal, oldest first."""
    recipients = {one.about: one.recipients for one in entries if one.event == "confirmed"}
    ended = [one for one in entries if one.event in _LEFT]
    return tuple(
        phrase(
            f"tray.send.{one.event}",
            day=f"{one.at[8:10]}/{one.at[5:7]}",
            time=one.at[11:16],
            count=recipients.get(one.about, one.recipients),
        )
        for one in reversed(ended[-most:])
    )
