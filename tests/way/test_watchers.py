"""Watching every account at once: one draft at a time, no fault that stops the others, and an end
that comes when it is asked for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sceau.desk import view
from sceau.desk.answers import CURE_AND_SEND, Answers, AnswersDesk
from sceau.desk.dialogue import Desk, Dialogue
from sceau.errors import SceauError, TryLater
from sceau.hooks.drafts import DraftsHook, Tell, Watching
from sceau.hooks.folder.draft import FolderDraft
from sceau.hooks.folder.hook import FolderDrafts
from sceau.outbox.mailbox import Folder
from sceau.outbox.sources import Source
from sceau.phrases import Phrase
from sceau.settings.save import set_account
from sceau.settings.schema import AccountSettings, DraftsSettings
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.watchers import Watchers, watch_alone
from support.drafts_contract import WAIT, mail

KEPT = Answers(verdict="keep")
SENT = Answers(verdict="send", cures="all", acknowledge="all")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        drafts = DraftsSettings(kind="folder", path=str(tmp_path / name))
        set_account(name, AccountSettings(kind="local", drafts=drafts))
    return tmp_path


async def eventually(look: object) -> None:
    async with asyncio.timeout(WAIT):
        while not look():  # type: ignore[operator]
            await asyncio.sleep(0.02)


@asynccontextmanager
async def watching(desk: Desk) -> AsyncIterator[tuple[Watchers, Parts, list[Report | SceauError]]]:
    """Watch until the block ends; the end must come within its time."""
    heard: list[Report | SceauError] = []
    async with open_parts() as parts:
        watchers = Watchers(parts, desk, heard=lambda _, what: heard.append(what))
        running = asyncio.create_task(watch_alone(watchers, wait=False))
        try:
            yield watchers, parts, heard
        finally:
            running.cancel()
            async with asyncio.timeout(WAIT):
                await asyncio.gather(running, return_exceptions=True)


def test_drafts_of_all_accounts_are_sent_and_each_state_is_known(home: Path) -> None:
    async def go() -> None:
        async with watching(AnswersDesk(SENT)) as (watchers, parts, heard):
            for number, name in enumerate(("one", "two", "one")):
                (home / name / f"{number}.eml").write_bytes(mail(number))
            await eventually(lambda: len(heard) == 3)
            assert {one.ending for one in heard if isinstance(one, Report)} == {"sent"}
            assert len(parts.mailbox.keys(Folder.SENT)) == 3
            states = watchers.states
            assert {one.watching for one in states.values()} == {Watching.WATCHING}
        assert not list(home.glob("*/*.eml"))

    asyncio.run(go())


class Slow:
    """A desk at which nobody answers."""

    lost: SceauError | None = None

    def __init__(self) -> None:
        self.open = 0

    @asynccontextmanager
    async def session(self, first: view.ConfirmView) -> AsyncIterator[Dialogue]:
        self.open += 1
        yield self

    def update(self, newest: view.ConfirmView) -> None: ...

    async def acts(self) -> AsyncIterator[view.Act]:
        await asyncio.Event().wait()
        yield view.Keep()


def test_of_many_drafts_one_is_claimed_and_the_others_stay_free(home: Path) -> None:
    async def go() -> None:
        desk = Slow()
        for number in range(20):
            (home / "one" / f"{number}.eml").write_bytes(mail(number))
        async with watching(desk) as (watchers, _parts, _heard):
            await eventually(lambda: desk.open)
            assert watchers.busy == 1
            assert len(list((home / "one").glob("*.eml"))) == 19

    asyncio.run(go())
    assert len(list((home / "one").rglob("*.eml"))) == 20, "the one that was shown is back"


def test_asked_to_end_while_a_draft_is_given_back_it_ends(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Giving back is done to its end whatever is asked meanwhile: the asking must not be lost."""
    begun, may_go_on = threading.Event(), threading.Event()
    put_back = FolderDraft.put_back

    def slowly(self: FolderDraft, held: str, note: Phrase | None = None) -> None:
        begun.set()
        may_go_on.wait(WAIT)
        put_back(self, held, note)

    monkeypatch.setattr(FolderDraft, "put_back", slowly)

    async def go() -> None:
        (home / "one" / "1.eml").write_bytes(mail())
        async with watching(AnswersDesk(KEPT)):
            await eventually(begun.is_set)
            asyncio.get_running_loop().call_later(0.2, may_go_on.set)

    asyncio.run(go())
    assert len(list((home / "one").rglob("*.eml"))) == 1


def test_a_fault_in_one_watcher_is_told_and_stops_no_other(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = FolderDrafts.watch

    def faulty(self: FolderDrafts, tell: Tell) -> AsyncGenerator[Source]:
        if self.account == "two":
            raise ZeroDivisionError
        return watch(self, tell)

    monkeypatch.setattr(FolderDrafts, "watch", faulty)

    async def go() -> None:
        async with watching(AnswersDesk(SENT)) as (watchers, _parts, heard):
            (home / "one" / "1.eml").write_bytes(mail())
            await eventually(lambda: heard)
            assert watchers.states["two"].watching is Watching.RETRYING
            assert watchers.states["one"].watching is Watching.WATCHING

    asyncio.run(go())


def test_what_cannot_be_read_is_told_and_the_next_follows(home: Path) -> None:
    async def go() -> None:
        async with watching(AnswersDesk(SENT)) as (watchers, _parts, heard):
            (home / "one" / "1.eml").write_bytes(b"%PDF-1.7 no mail")
            await eventually(lambda: heard)
            assert isinstance(heard[0], SceauError)
            told = watchers.states["one"].told
            assert told is not None and told == heard[0].sentence
            (home / "one" / "2.eml").write_bytes(mail())
            await eventually(lambda: len(heard) == 2)
            assert watchers.states["one"].told is None
        notes = list((home / "one").rglob("1.txt"))
        assert len(notes) == 1 and notes[0].read_text("utf-8-sig").strip()

    asyncio.run(go())


def test_edited_between_the_window_and_the_sending_it_stays(home: Path) -> None:
    class Editing(AnswersDesk):
        @asynccontextmanager
        async def session(self, first: view.ConfirmView) -> AsyncIterator[Dialogue]:  # type: ignore[override]
            (claimed,) = (home / "one" / ".sceau").iterdir()
            claimed.write_bytes(mail(text="Tout autre chose."))
            async with AnswersDesk(SENT).session(first) as dialogue:
                yield dialogue

    async def go() -> None:
        async with watching(Editing(CURE_AND_SEND)) as (_watchers, parts, heard):
            (home / "one" / "1.eml").write_bytes(mail())
            await eventually(lambda: heard)
            (ended,) = heard
            assert isinstance(ended, Report)
            assert (ended.ending, ended.sentence.key) == ("kept", "error.draft-not-as-shown")
            assert parts.mailbox.keys(Folder.SENT) == []

    asyncio.run(go())


def test_only_one_process_of_a_user_watches(home: Path) -> None:
    async def go() -> None:
        async with watching(AnswersDesk(SENT)) as (_watchers, parts, _heard):
            await asyncio.sleep(0.1)
            with pytest.raises(TryLater, match="watching-already"):
                await watch_alone(Watchers(parts, AnswersDesk(SENT)), wait=False)

    asyncio.run(go())


def test_every_hook_is_one_the_contract_knows(home: Path) -> None:
    async def go() -> list[DraftsHook]:
        async with open_parts() as parts:
            return parts.accounts.all()

    assert [one.account for one in asyncio.run(go())] == ["one", "two"]
