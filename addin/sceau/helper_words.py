"""What is asked of the helper and what it answers: the frames of :mod:`sceau.link`."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.hooks.drafts import WatchState
from sceau.memory.passwords_given import Told
from sceau.phrases import Phrase
from sceau.way.report import Report


class Hello(msgspec.Struct, frozen=True, tag="hello", tag_field="op"):
    """Both ends say who they are first; with other versions the helper goes no further."""

    version: str


class SendMail(msgspec.Struct, frozen=True, tag="send", tag_field="op"):
    """Review this mail in the window, then send it.

    ``file`` is the path of the mail, or ``draft`` the key of one in the embedded mailbox.
    ``account`` is empty for the default one; ``password`` was typed by the
    person, or is empty.
    """

    file: str = ""
    draft: str = ""
    account: str = ""
    password: str = ""
    language: Literal["", "fr", "en"] = ""


class Status(msgspec.Struct, frozen=True, tag="status", tag_field="op"):
    """Ask how the helper is."""


class Reload(msgspec.Struct, frozen=True, tag="reload", tag_field="op"):
    """Ask the helper to read the settings anew: an account was added, changed or removed."""


class Pause(msgspec.Struct, frozen=True, tag="pause", tag_field="op"):
    """Pause for so many ``minutes``, or, with 0, no longer: see :mod:`sceau.way.pause`. Answered by
    State, or by Failed ``pause-forbidden``."""

    minutes: int


class AskGiven(msgspec.Struct, frozen=True, tag="ask-given", tag_field="op"):
    """Ask to whom passwords were given last. Answered by Given."""


class Given(msgspec.Struct, frozen=True, tag="given", tag_field="op"):
    """To whom passwords were given last, the newest first; ``lost`` where that cannot be read."""

    told: tuple[Told, ...] = ()
    lost: bool = False


class Stop(msgspec.Struct, frozen=True, tag="stop", tag_field="op"):
    """Ask the helper to leave; what is being confirmed is kept."""


Request = SendMail | Status | Reload | Pause | AskGiven | Stop


class State(msgspec.Struct, frozen=True, tag="state", tag_field="op"):
    """How the helper is. ``waiting`` counts the held mails that wait for a person's answer;
    ``busy`` the mails being confirmed or sent, ``thunderbirds`` the Thunderbirds whose add-on is
    connected, ``outlooks`` the Outlooks. ``policy_broken`` says that the establishment's policy
    cannot be read, and the strictest settings stand in its place. ``accounts`` are those whose
    drafts are watched. ``paused_until`` (seconds since the epoch) is when a pause ends, 0 where
    there is none; ``may_pause`` whether there may be one."""

    version: str
    pid: int
    busy: int
    waiting: int
    thunderbirds: int = 0
    outlooks: int = 0
    policy_broken: bool = False
    accounts: tuple[WatchState, ...] = ()
    paused_until: float = 0.0
    may_pause: bool = False


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="op"):
    """The request could not be carried out: why, in a sentence, and the exit code for it."""

    reason: str
    sentence: Phrase
    exit_code: int


class Reported(msgspec.Struct, frozen=True, tag="reported", tag_field="op"):
    """What became of the mail."""

    report: Report


Answer = State | Failed | Reported | Given
