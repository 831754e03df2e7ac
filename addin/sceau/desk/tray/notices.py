"""What the person is told while they look elsewhere: a draft came back, an account needs them.
Pure; never anything that names people: a notification is read over shoulders, and on locked
screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from sceau.hooks.drafts import Watching, WatchState
from sceau.phrases import Phrase, phrase

Opens = Literal["settings", "mail"]
"""What a click opens: the settings window with the accounts, or the mail program, where the draft
is."""

_THEIR_OWN = "confirm.ended.kept"
_PEOPLE = ("addresses", "text")
"""Values of sentences in which addresses or a server's own words stand."""


class Notice(NamedTuple):
    """One notification: its title, what it says, and what a click opens."""

    title: Phrase
    text: Phrase
    opens: Opens


def notices(before: Mapping[str, WatchState], now: Sequence[WatchState]) -> Iterator[Notice]:
    """Give what is new in how it stands with the accounts; ``before`` is empty at the first look.

    What the person did themselves (they kept the draft) is not told.
    """
    for one in now:
        known = before.get(one.account)
        stopped = one.watching is Watching.STOPPED
        if stopped and (known is None or known.watching is not Watching.STOPPED):
            yield Notice(
                phrase("notice.account", account=one.account), _unnamed(one.sentence), "settings"
            )
        if known is not None and _came_back(known, one):
            assert one.told is not None
            yield Notice(phrase("notice.draft"), _unnamed(one.told), "mail")


def lines_of(one: WatchState) -> tuple[Phrase, ...]:
    """Say how it stands with an account, and why its last draft came back, where one did."""
    if one.told is None or one.told.key == _THEIR_OWN:
        return (one.sentence,)
    return (one.sentence, phrase("notice.draft"), _unnamed(one.told))


def _came_back(known: WatchState, now: WatchState) -> bool:
    """Whether something was told of a draft since: each time it is, the time changes and nothing
    of the account's own state does."""
    if now.told is None or now.told.key == _THEIR_OWN or now.at == known.at:
        return False
    same = (known.watching, known.sentence) == (now.watching, now.sentence)
    return same or known.told != now.told


def _unnamed(sentence: Phrase) -> Phrase:
    if any(name in sentence.values for name in _PEOPLE):
        return phrase("notice.draft.why-in-sceau")
    return sentence
