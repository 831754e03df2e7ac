"""What the tray says: is every shield up? Pure; :mod:`.watching` asks those who know."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.aftercare.journal.entry import Entry
from sceau.hooks.drafts import WatchState
from sceau.phrases import Phrase, phrase

Level = Literal["active", "partial", "inactive"]
"""Green, amber, red; never without the words of :attr:`TrayState.sentence`."""


class TrayState(msgspec.Struct, frozen=True, kw_only=True):
    """How things are: ``waiting`` counts the held mails that wait for a person's answer;
    ``accounts`` says of each account whose drafts are watched, by its name, how it stands, a line
    each; ``can_pause`` and ``paused`` whether a pause can be begun, and whether there is one."""

    level: Level
    sentence: Phrase
    waiting: int = 0
    accounts: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()
    can_pause: bool = False
    paused: bool = False


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known: the helper answers; Thunderbird has Sceau (``installed``), runs for long
    enough to have said so, and is connected; ``unwatched`` is an account whose drafts should be
    watched and are not; ``outlook_apart`` that Outlook has run for long enough without coming to
    Sceau, which it is registered with; ``policy_broken`` that the establishment's policy cannot be
    read. ``accounts`` are all of them, each with what is said of it;
    ``paused_until`` (``14:32``) is when a pause ends, empty where there is none; ``may_pause``
    whether there may be one."""

    helper: bool
    installed: bool = False
    running: bool = False
    connected: bool = False
    waiting: int = 0
    unwatched: str = ""
    outlook_apart: bool = False
    policy_broken: bool = False
    watched: tuple[WatchState, ...] = ()
    accounts: tuple[tuple[str, tuple[Phrase, ...]], ...] = ()
    paused_until: str = ""
    may_pause: bool = False


def state_of(known: Known) -> TrayState:
    """Say how things are, the worst first. A Thunderbird that does not run lets nothing out: that
    is no fault."""
    if not known.helper:
        return TrayState(level="inactive", sentence=phrase("tray.inactive"))
    level: Level = "partial"
    if known.installed and known.running and not known.connected:
        sentence = phrase("tray.partial-thunderbird")
    elif known.outlook_apart:
        sentence = phrase("tray.partial-outlook")
    elif known.policy_broken:
        sentence = phrase("tray.partial-policy")
    elif known.unwatched:
        sentence = phrase("tray.partial-drafts", account=known.unwatched)
    elif known.paused_until:
        sentence = phrase("tray.paused", time=known.paused_until)
    else:
        level, sentence = "active", phrase("tray.active")
    return TrayState(
        level=level,
        sentence=sentence,
        waiting=known.waiting,
        accounts=known.accounts,
        can_pause=known.may_pause,
        paused=bool(known.paused_until),
    )


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
