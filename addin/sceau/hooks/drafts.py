"""What every hook of drafts is: the contract between an account's drafts and those who watch them.

A person writes in any client and marks the draft (moves it to a folder, gives it a keyword). The
hook notices it; the outbox claims it, and everything follows as for any other mail::

    noticed ─▶ claimed ─▶ shown ─▶ confirmed ─▶ as shown? ─▶ sent ─▶ filed ─▶ removed
                  │         │                       │
                  └─────────┴────── put back ◀──────┘   unmarked, as it was, with a note

What the outbox needs of one draft is a :class:`~sceau.outbox.sources.Source`; what an account adds
is here. ``tests/support/drafts_contract.py`` holds every hook to it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Container, Iterator
from enum import StrEnum
from typing import Protocol, runtime_checkable

import msgspec

from sceau.errors import SceauError
from sceau.outbox.records import Origin
from sceau.outbox.sources import Source, Standing
from sceau.outbox.ways_out.way import Sent
from sceau.phrases import Phrase

KIND = "account"
"""The kind of the origins of drafts of accounts, whatever the account's own kind."""


class Place(msgspec.Struct, frozen=True):
    """Where a draft of an account is: the account's name, and what its hook needs to find it."""

    account: str
    draft: str

    def __repr__(self) -> str:
        return "Place(…)"


def origin_of(account: str, draft: str) -> Origin:
    """Give the origin of a draft of ``account``; ``draft`` is given again to
    :meth:`DraftsHook.reopen`."""
    return Origin(KIND, msgspec.json.encode(Place(account, draft)).decode())


class Watching(StrEnum):
    """How it stands with an account's watcher: ``starting``, ``watching`` (drafts are noticed),
    ``retrying`` (not now: it tries again by itself), ``stopped`` (a person must do something)."""

    STARTING = "starting"
    WATCHING = "watching"
    RETRYING = "retrying"
    STOPPED = "stopped"


class WatchState(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with one account, for the tray, ``sceau doctor`` and whoever watches.

    ``sentence`` says it, with the way out; ``limits`` what this server cannot do. ``told`` is the
    last thing to say about a draft of it (why it was kept), and ``at`` when (seconds since the
    epoch) the state or ``told`` last changed. Never anything that names people.
    """

    account: str
    watching: Watching
    sentence: Phrase
    limits: tuple[Phrase, ...] = ()
    told: Phrase | None = None
    at: float = 0.0


Tell = Callable[[WatchState], None]


class DraftsHook(Protocol):
    """The drafts of one account.

    Every method but ``watch`` may wait for a server and is called in a thread of its own.
    """

    @property
    def account(self) -> str:
        """The account's name; mails leave by it."""
        ...

    @property
    def sent(self) -> Sent | None:
        """The account's own Sent folder; none where copies go to the embedded mailbox."""
        ...

    def drafts(self) -> list[Source]:
        """Give the drafts that are marked and that nobody claimed, oldest first.

        Raises SceauError where the account cannot be reached.
        """
        ...

    def reopen(self, draft: str, content: bytes = b"") -> Source:
        """Give the source whose origin is ``origin_of(account, draft)``; see
        :meth:`sceau.outbox.sources.Hook.reopen`."""
        ...

    def watch(self, tell: Tell) -> AsyncGenerator[Source]:
        """Give each draft once it is marked, until closed; ``tell`` hears each change of state.

        Never ends and never raises by itself: what is lost is tried again, with longer and longer
        pauses. A draft that was given may be given again while nobody claimed it.
        """
        ...

    def try_out(self) -> Iterator[Phrase]:
        """Try the account step by step, changing nothing: give what each step found as it
        succeeds. Raises SceauError, with the sentence for it, at the first that fails."""
        ...

    def prepare(self) -> None:
        """Make on the server what marking needs: the folder, where it is missing."""
        ...

    def close(self) -> None:
        """Let every connection go; the hook may be used again."""
        ...


@runtime_checkable
class Sweeps(Protocol):
    """A hook whose claims can outlive their mail: a client that saves an edited draft anew may
    copy the claim along."""

    def sweep(self, held: Callable[[], Container[str]]) -> None:
        """Take this helper's claim off drafts it does not hold, so that they are noticed again.

        ``held`` gives the places of those it does (see :func:`origin_of`); it is asked after the
        claims were read, each of which was written down before it was made.
        """
        ...


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that somebody claimed. ``who`` is the name of the computer that did, where it is
    told; ``since`` when the draft was last touched (seconds since the epoch): not later than that,
    for servers that keep no other time. ``draft`` is for the hook."""

    who: str
    since: float
    draft: str

    def __repr__(self) -> str:
        return "Claim(…)"


@runtime_checkable
class Releases(Protocol):
    """A hook that can take a draft back from a computer that was lost with it."""

    def claims(self, held: Container[str]) -> list[Claim]:
        """Give the drafts that others claimed; ``held`` are the ids of the mails that are ours.

        Raises SceauError where the account cannot be reached.
        """
        ...

    def release(self, claim: Claim) -> None:
        """Put the draft back into Drafts, unmarked. Whoever claimed it and is alive after all
        finds it gone, and does not send it. Raises as :meth:`claims` does; nothing happens where
        nobody has it any more."""
        ...


class OutOfReach:
    """A draft whose account is not set up any more: nothing can be done with it until it is."""

    def __init__(self, place: str, problem: Callable[[], SceauError]) -> None:
        self._place = place
        self._problem = problem

    @property
    def origin(self) -> Origin:
        """The origin it was opened by."""
        return Origin(KIND, self._place)

    def claim(self, held: str) -> bytes:
        """Raise, as every method does."""
        raise self._problem()

    def standing(self, held: str) -> Standing:
        """Raise, as every method does."""
        raise self._problem()

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Raise, as every method does."""
        raise self._problem()

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Raise, as every method does."""
        raise self._problem()

    def remove(self, held: str) -> None:
        """Raise, as every method does."""
        raise self._problem()
