"""What the tray and the typed commands say alike: to whom a password was given, and until when
there is a pause."""

from __future__ import annotations

import time

from sceau.memory.passwords_given import Told
from sceau.phrases import Phrase, phrase


def told_line(one: Told) -> Phrase:
    """Give one in a line: the day, to whom, and how many others."""
    day = f"{one.day[8:10]}/{one.day[5:7]}"
    if one.others:
        return phrase("passwords.line-others", day=day, who=one.who, count=one.others)
    return phrase("passwords.line", day=day, who=one.who)


def pause_told(until: float) -> Phrase:
    """Say until when there is a pause, or that there is none."""
    if not until:
        return phrase("pause.none")
    return phrase("pause.until", time=time.strftime("%H:%M", time.localtime(until)))
