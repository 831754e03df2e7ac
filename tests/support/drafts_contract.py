"""What every hook of drafts is held to, whatever is behind it.

A test module of a hook makes a :class:`Bench` (the person's own client, and a helper or two) and
derives a class from :class:`DraftsContract`, and from the parts in :mod:`.drafts_meanwhile` and
:mod:`.drafts_lacking`, with a fixture ``bench`` that gives it.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import aclosing, contextmanager
from threading import Barrier, Thread
from typing import NamedTuple, TypeVar

import pytest

from sceau.errors import MissingInput, SceauError
from sceau.hooks.drafts import KIND, DraftsHook, Place, Releases, Watching, WatchState
from sceau.outbox.sources import Source, Standing
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import Sent, WayOut
from sceau.phrases import phrase
from sceau.settings.schema import AccountSettings
from support.smtp_server import Server, smtp_server

WAIT = 60.0
"""Seconds anything may take on a loaded machine."""
NOTE = phrase("outbox.note.kept")
_Found = TypeVar("_Found")


def mail(number: int = 1, text: str = "Bonjour.") -> bytes:
    """Give a draft, as clients write them."""
    return (
        "From: Camille Roy <camille.roy@cabinet-exemple.fr>\r\n"
        "To: Jeanne Moreau <jeanne.moreau@courriel-exemple.fr>\r\n"
        f"Subject: Bilan {number}\r\n"
        f"Message-ID: <draft.{number}@cabinet-exemple.fr>\r\n"
        "Date: Wed, 25 Nov 2026 09:00:00 +0100\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n"
        "\r\n"
        f"{text}\r\n"
        "À bientôt\r\n"
    ).encode()


class Left(NamedTuple):
    """A mail that left, and to whom."""

    recipients: tuple[str, ...]
    content: bytes


class Bench(ABC):
    """The person's client and its mailbox, and the helpers that watch it."""

    races = 10
    """How often two helpers race for a draft in the contract's test."""
    _submission: Server

    @abstractmethod
    def hook(self, helper: str = "one") -> DraftsHook:
        """Give a fresh hook, as ``helper`` has it; two helpers know nothing of each other."""

    @abstractmethod
    def write(self, content: bytes) -> None:
        """Write a draft and mark it."""

    @abstractmethod
    def marked(self) -> list[bytes]:
        """Give the drafts that stand marked and unclaimed, as the client sees them."""

    @abstractmethod
    def returned(self) -> list[bytes]:
        """Give the drafts that were given back: unmarked, where the person finds them."""

    @abstractmethod
    def anywhere(self) -> list[bytes]:
        """Give every draft there is: marked, claimed or given back."""

    @abstractmethod
    def edit(self, content: bytes) -> None:
        """Edit the one draft there is, claimed or not, so that it is now ``content``; through
        the client where that can still reach it."""

    @abstractmethod
    def delete(self) -> None:
        """Delete the one draft there is, claimed or not, as the client can."""

    @abstractmethod
    def move_away(self) -> None:
        """Move the one draft there is, claimed or not, to a place nobody watches."""

    @abstractmethod
    def moved_away(self) -> list[bytes]:
        """Give what lies there."""

    @abstractmethod
    def send_elsewhere(self) -> None:
        """Send the one draft there is, claimed or not, with the client: it is in Sent then, where
        there is one, and no draft any more."""

    @abstractmethod
    def mark_again(self) -> None:
        """Mark the one draft that was given back."""

    @abstractmethod
    def sent(self) -> list[bytes]:
        """Give what stands in the account's own Sent folder."""

    @contextmanager
    def leaving(self) -> Iterator[Callable[[DraftsHook], WayOut]]:
        """Let mails leave, by a submission server unless the mailbox sends them itself; give what
        gives the way out of a helper."""
        with smtp_server() as server:
            self._submission = server
            account = AccountSettings(host="127.0.0.1", port=server.port, security="none")
            yield lambda hook: SmtpWayOut(account, None, sent=hook.sent)

    def left(self) -> list[Left]:
        """Give what left since :meth:`leaving` began."""
        return [Left(one.recipients, one.content) for one in self._submission.accepted]

    def noticed(self, hook: DraftsHook, number: int = 1) -> list[Source]:
        """Wait until ``hook`` finds so many drafts, and give them."""
        return until("the drafts are found", lambda: _enough(hook.drafts(), number))


def _enough(found: list[Source], number: int) -> list[Source]:
    assert len(found) <= number
    return found if len(found) == number else []


def until(what: str, look: Callable[[], _Found]) -> _Found:
    """Wait until ``look`` gives something, and give it."""
    end = time.monotonic() + WAIT
    while not (found := look()):
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)
    return found


def new_id() -> str:
    """Give an id for a held mail, as the outbox makes them."""
    return uuid.uuid4().hex


class DraftsContract:
    """The contract; derive from it and give the fixture ``bench``."""

    def test_a_marked_draft_is_found_and_given_byte_for_byte(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        assert draft.claim(new_id()) == mail()

    def test_where_nothing_is_marked_nothing_is_found(self, bench: Bench) -> None:
        assert bench.hook().drafts() == []

    def test_looking_changes_nothing(self, bench: Bench) -> None:
        bench.write(mail())
        bench.noticed(bench.hook())
        assert bench.marked() == [mail()]

    def test_the_oldest_comes_first(self, bench: Bench) -> None:
        for number in (1, 2, 3):
            bench.write(mail(number))
        drafts = bench.noticed(bench.hook(), 3)
        assert [one.claim(new_id()) for one in drafts] == [mail(n) for n in (1, 2, 3)]

    def test_a_claimed_draft_is_found_by_nobody(self, bench: Bench) -> None:
        bench.write(mail(1))
        bench.write(mail(2))
        first, _second = bench.noticed(bench.hook(), 2)
        first.claim(new_id())
        for helper in ("one", "two"):
            (other,) = bench.noticed(bench.hook(helper))
            assert other.origin != first.origin

    def test_what_another_claimed_cannot_be_claimed(self, bench: Bench) -> None:
        bench.write(mail())
        (mine,) = bench.noticed(bench.hook("one"))
        (theirs,) = bench.noticed(bench.hook("two"))
        theirs.claim(new_id())
        held = new_id()
        with pytest.raises(MissingInput):
            mine.claim(held)
        mine.put_back(held, NOTE)
        assert bench.returned() == []
        assert bench.hook("one").drafts() == []

    def test_of_two_helpers_that_race_exactly_one_claims(self, bench: Bench) -> None:
        hooks = [bench.hook("one"), bench.hook("two")]
        for number in range(bench.races):
            bench.write(mail(number))
            drafts = [bench.noticed(hook)[0] for hook in hooks]
            won = race(drafts)
            assert len(won) == 1, number
            drafts[won[0][0]].remove(won[0][1])
            assert bench.anywhere() == []

    def test_kept_it_is_back_untouched_and_not_noticed_again(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        draft.restore(held, mail(), changed=False)
        draft.put_back(held, NOTE)
        assert bench.returned() == [mail()]
        assert bench.marked() == []
        assert bench.hook("one").drafts() == bench.hook("two").drafts() == []

    def test_kept_and_marked_again_it_is_noticed_again(self, bench: Bench) -> None:
        bench.write(mail())
        hook = bench.hook()
        for _ in range(2):
            (draft,) = bench.noticed(hook)
            held = new_id()
            assert draft.claim(held) == mail()
            draft.put_back(held, NOTE)
            bench.mark_again()
        assert bench.marked() == [mail()]

    def test_put_back_twice_it_is_there_once(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        draft.put_back(held, NOTE)
        draft.put_back(held, NOTE)
        bench.hook().reopen(draft_of(draft), mail()).put_back(held)
        assert bench.returned() == [mail()]
        assert bench.anywhere() == [mail()]

    def test_after_a_crash_the_next_process_gives_it_back(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        again = bench.hook().reopen(draft_of(draft), mail())
        assert again.origin == draft.origin
        assert again.standing(held) is Standing.AS_SHOWN
        again.put_back(held)
        assert bench.returned() == [mail()]

    def test_after_a_crash_before_the_claim_it_stays_marked(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        bench.hook().reopen(draft_of(draft)).put_back(new_id())
        assert bench.marked() == [mail()]

    def test_what_goes_back_can_name_fewer_people(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held, lessened = new_id(), mail(text="Pour les autres.")
        draft.claim(held)
        draft.restore(held, lessened, changed=True)
        draft.put_back(held, NOTE)
        assert bench.returned() == [lessened]
        assert bench.anywhere() == [lessened]
        assert bench.hook().drafts() == []

    def test_untouched_it_stands_as_shown(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        assert draft.standing(held) is Standing.AS_SHOWN

    def test_deleted_before_it_is_claimed_there_is_nothing_to_claim(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        bench.delete()
        with pytest.raises(MissingInput):
            draft.claim(new_id())

    def test_removed_it_is_gone_and_nothing_else_is(self, bench: Bench) -> None:
        bench.write(mail(1))
        bench.write(mail(2))
        first, _ = bench.noticed(bench.hook(), 2)
        held = new_id()
        first.claim(held)
        first.remove(held)
        first.remove(held)
        bench.hook().reopen(draft_of(first), mail(1)).remove(held)
        assert bench.anywhere() == [mail(2)]

    def test_watched_each_draft_is_given_once_it_is_marked(self, bench: Bench) -> None:
        told: list[WatchState] = []

        async def watch() -> list[bytes]:
            async with asyncio.timeout(WAIT), aclosing(bench.hook().watch(told.append)) as noticed:
                bench.write(mail(1))
                found: list[bytes] = []
                async for draft in noticed:
                    found.append(await asyncio.to_thread(draft.claim, new_id()))
                    if len(found) == 2:
                        break
                    await asyncio.to_thread(bench.write, mail(2))
            return found

        assert asyncio.run(watch()) == [mail(1), mail(2)]
        assert told[-1].watching is Watching.WATCHING
        assert told[-1].account == bench.hook().account

    def test_it_tries_out_step_by_step(self, bench: Bench) -> None:
        assert len(list(bench.hook().try_out())) >= 1

    def test_it_can_be_used_again_after_its_connections_were_let_go(self, bench: Bench) -> None:
        bench.write(mail())
        hook = bench.hook()
        (draft,) = bench.noticed(hook)
        hook.close()
        assert draft.claim(new_id()) == mail()

    def test_a_copy_is_filed_once_however_often_it_is_tried(self, bench: Bench) -> None:
        sent = bench.hook().sent
        if sent is None:
            assert bench.sent() == []
            return
        copy = mail(text="Parti.")
        file_once(sent, copy)
        assert bench.sent() == [copy]

    def test_nothing_of_a_mail_shows_in_what_may_be_logged(self, bench: Bench) -> None:
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        draft.claim(new_id())
        for said in (repr(draft), repr(draft.origin)):
            for private in ("moreau", "Bilan", "Bonjour"):
                assert private not in said

    def test_a_claim_of_a_lost_computer_can_be_released(self, bench: Bench) -> None:
        """Where the hook can; should the other be alive after all, it does not send the draft."""
        lost, here = bench.hook("lost"), bench.hook("here")
        if not isinstance(here, Releases):
            assert here.drafts() == []
            return
        bench.write(mail())
        (draft,) = bench.noticed(lost)
        held = new_id()
        draft.claim(held)
        (claim,) = here.claims(())
        assert abs(claim.since - time.time()) < WAIT
        here.release(claim)
        assert here.claims(()) == []
        here.release(claim)
        assert bench.returned() == [mail()]
        assert draft.standing(held) is Standing.GONE
        bench.mark_again()
        (again,) = bench.noticed(here)
        assert again.claim(new_id()) == mail()


def draft_of(source: Source) -> str:
    """Give what the hook needs to reopen the draft."""
    import msgspec

    assert source.origin.kind == KIND
    return msgspec.json.decode(source.origin.place, type=Place).draft


def file_once(sent: Sent, copy: bytes) -> None:
    """File a copy as the outbox does, and once more as it does after a crash."""
    sent.file_sent(copy, "held.0", "<draft.1@cabinet-exemple.fr>")
    sent.file_sent(copy, "held.0", "<draft.1@cabinet-exemple.fr>", again=True)


def race(drafts: list[Source]) -> list[tuple[int, str]]:
    """Claim at the same moment; give the number and the held id of each that succeeded."""
    start, won, wrong = Barrier(len(drafts)), [], []

    def claim(number: int, draft: Source) -> None:
        held = new_id()
        start.wait()
        try:
            draft.claim(held)
        except MissingInput:
            pass
        except SceauError as problem:
            wrong.append(problem)
        else:
            won.append((number, held))

    threads = [Thread(target=claim, args=one) for one in enumerate(drafts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(WAIT)
    assert not wrong
    return won
