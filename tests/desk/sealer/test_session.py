"""A sealing window driven from its opening to its end, with real workers and no screen."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sceau.desk.sealer import view
from sceau.desk.sealer.files import Files
from sceau.desk.sealer.session import Session
from sceau.desk.view import Close, Keep
from sceau.phrases import phrase, say
from sceau.seal import passwords
from sceau.workers.pool import Workers
from support.pdfs import report, with_attachment
from support.seal_views import files

Script = Callable[["Person"], AsyncIterator[view.SealAct]]


class Person:
    """Somebody at the window, who sees views and acts as ``script`` says."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._news = asyncio.Event()
        self.view: view.SealView | None = None
        self.seen: list[view.SealView] = []
        self.lost = None

    @asynccontextmanager
    async def session(self, first: view.SealView) -> AsyncIterator[Person]:
        self.update(first)
        yield self

    def update(self, newest: view.SealView) -> None:
        self.view = newest
        self.seen.append(newest)
        self._news.set()

    def acts(self) -> AsyncIterator[view.SealAct]:
        return self._script(self)

    async def sees(self, true: Callable[[view.SealView], object]) -> view.SealView:
        """Wait until a view is shown that is so."""
        async with asyncio.timeout(60):
            while self.view is None or not true(self.view):
                self._news.clear()
                await self._news.wait()
        return self.view


def run(
    script: Script, *given: Path | str, files_: Files | None = None
) -> tuple[Person, list[int]]:
    """Let ``script`` act in a window with the files ``given``; give the person, and what was
    noted in the journal."""
    person, noted = Person(script), []

    def note(count: int) -> bool:
        noted.append(count)
        return True

    async def all_of_it() -> None:
        async with Workers() as workers:
            made = files_ if files_ is not None else files()
            await Session(made, workers, note).run(person, [str(one) for one in given])

    asyncio.run(all_of_it())
    return person, noted


def ready(shown: view.SealView) -> bool:
    return shown.todo is None and bool(shown.files)


async def seal_and_close(person: Person) -> AsyncIterator[view.SealAct]:
    shown = await person.sees(ready)
    yield view.Start(shown.revision)
    await person.sees(lambda one: one.phase == "ended")
    yield Close()


def real_passwords() -> Files:
    return Files(make_password=passwords.generate, make_pane=files().make_pane)


def test_files_are_sealed_beside_their_originals(tmp_path: Path) -> None:
    first, second = tmp_path / "Bilan d’été.pdf", tmp_path / "notes.txt"
    first.write_bytes(report())
    second.write_bytes(b"notes")
    person, noted = run(seal_and_close, first, second.as_uri(), files_=real_passwords())
    assert {one.name for one in tmp_path.iterdir()} == {
        "Bilan d’été.pdf",
        "Bilan d’été (chiffré).pdf",
        "notes.txt",
        "notes (chiffré).pdf",
    }
    assert noted == [2]
    assert first.read_bytes() == report()
    done = [one.progress.done for one in person.seen if one.progress is not None]
    assert done[0] == 0
    assert sorted(done) == done
    ended = person.view
    assert ended is not None
    assert ended.password is not None

    async def opens() -> bytes:
        async with Workers() as workers:
            sealed = (tmp_path / "notes (chiffré).pdf").read_bytes()
            return (await workers.unseal(sealed, ended.password.password)).content

    assert asyncio.run(opens()) == b"notes"


def test_what_cannot_be_read_is_told_beside_it(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").write_bytes(b"")
    (tmp_path / "dossier").mkdir()
    os.mkfifo(tmp_path / "tube")

    async def look(person: Person) -> AsyncIterator[view.SealAct]:
        await person.sees(lambda one: [row.step for row in one.files] == ["refused"] * 4)
        yield Keep()

    names = ("vide.pdf", "dossier", "tube", "absent.pdf")
    person, noted = run(look, *(tmp_path / name for name in names))
    assert person.view is not None
    told = {row.name: row.problem for row in person.view.files}
    assert [told[name] for name in names] == [
        phrase("error.empty-file"),
        phrase("sealer.empty-folder"),
        phrase("error.not-a-file"),
        phrase("error.no-such-file"),
    ]
    assert noted == []


def test_a_folder_stands_for_the_files_in_it(tmp_path: Path) -> None:
    inside = tmp_path / "Mes envois" / "Été"
    inside.mkdir(parents=True)
    (inside / "b.txt").write_bytes(b"x")
    (inside / ".caché").write_bytes(b"x")
    (inside.parent / "a.txt").write_bytes(b"x")
    person, noted = run(seal_and_close, tmp_path / "Mes envois")
    assert noted == [2]
    assert (inside / "b (chiffré).pdf").is_file()
    assert person.view is not None
    assert {row.name for row in person.view.files} == {"a.txt", "b.txt"}


def test_what_is_hidden_is_gone_and_a_page_for_the_recipient_stands_beside(
    tmp_path: Path,
) -> None:
    source = tmp_path / "Bilan.pdf"
    source.write_bytes(with_attachment())

    async def clean(person: Person) -> AsyncIterator[view.SealAct]:
        await person.sees(lambda one: ready(one) and one.files[0].removable)
        yield view.Clean(True)
        yield view.Instructions(True)
        shown = await person.sees(lambda one: one.clean and one.instructions)
        yield view.Start(shown.revision)
        await person.sees(lambda one: one.phase == "ended")
        yield Close()

    person, _ = run(clean, source, files_=real_passwords())
    assert person.view is not None
    assert person.view.password is not None
    password = person.view.password.password
    told = {one.name for one in tmp_path.iterdir()} - {"Bilan.pdf", "Bilan (chiffré).pdf"}
    assert told == {say(phrase("seal.instructions.file-name"), "fr")}

    async def hidden() -> tuple[str, ...]:
        async with Workers() as workers:
            sealed = (tmp_path / "Bilan (chiffré).pdf").read_bytes()
            opened = await workers.unseal(sealed, password)
            before = await workers.read(source.read_bytes(), "a.pdf", "")
            after = await workers.read(opened.content, "a.pdf", "")
            assert before.hidden
            return after.hidden

    assert asyncio.run(hidden()) == ()


def test_dropped_files_join_the_list(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_bytes(b"x")

    async def drop(person: Person) -> AsyncIterator[view.SealAct]:
        yield view.Given(((tmp_path / "a b.txt").as_uri(), "https://exemple.example/a/x%20y.pdf"))
        await person.sees(ready)
        yield Keep()

    person, _ = run(drop)
    assert person.view is not None
    assert [(row.name, row.step) for row in person.view.files] == [
        ("a b.txt", "ready"),
        ("x y.pdf", "refused"),
    ]
    assert person.view.files[1].problem == phrase("sealer.unreachable")


def test_cancelling_leaves_no_partial_file_and_says_what_was_done(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.pdf").write_bytes(report(number + 1))

    async def cancel(person: Person) -> AsyncIterator[view.SealAct]:
        shown = await person.sees(ready)
        yield view.Start(shown.revision)
        await person.sees(lambda one: one.progress is not None and one.progress.done >= 1)
        yield Keep()
        await person.sees(lambda one: one.phase == "ended")
        yield Close()

    person, noted = run(cancel, *sorted(tmp_path.iterdir()))
    assert person.view is not None
    steps = [row.step for row in person.view.files]
    sealed = steps.count("sealed")
    assert 1 <= sealed < 6
    assert steps == ["sealed"] * sealed + ["failed"] * (6 - sealed)
    assert noted == [sealed]
    there = sorted(one.name for one in tmp_path.iterdir())
    assert len(there) == 6 + sealed, "neither a temporary file nor half a one"


def test_a_file_that_is_gone_meanwhile_does_not_hold_back_the_others(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x")

    async def lose(person: Person) -> AsyncIterator[view.SealAct]:
        shown = await person.sees(ready)
        (tmp_path / "a.txt").unlink()
        yield view.Start(shown.revision)
        await person.sees(lambda one: one.phase == "ended")
        yield Close()

    person, noted = run(lose, tmp_path / "a.txt", tmp_path / "b.txt")
    assert person.view is not None
    assert [row.step for row in person.view.files] == ["failed", "sealed"]
    assert person.view.files[0].problem == phrase("error.no-such-file")
    assert noted == [1]


@pytest.mark.parametrize("leave", [Keep(), Close()], ids=["Esc", "the button"])
def test_going_away_changes_nothing(tmp_path: Path, leave: view.SealAct) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")

    async def go(person: Person) -> AsyncIterator[view.SealAct]:
        yield leave

    _, noted = run(go, tmp_path / "a.txt")
    assert noted == []
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
