"""The journal's file, with several writers, killed writers, and a disk that refuses."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
import time
from pathlib import Path

import pytest

from sceau.aftercare.journal.chain import Verified
from sceau.aftercare.journal.entry import Entry
from sceau.aftercare.journal.journal import FILE, Journal
from sceau.errors import CannotWrite, UnreadableInput

KEY = b"k" * 32


def journal(folder: Path) -> Journal:
    return Journal(folder, lambda: KEY)


def entry(about: str = "a", **more: int) -> Entry:
    return Entry(at="2026-11-24T08:00:00+01:00", event="left", hook="mail", about=about, **more)  # type: ignore[arg-type]


def test_records_come_back_in_their_order_and_hold(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    for number in range(3):
        kept.add(entry(str(number), mails=number))
    assert [one.about for one in kept.entries()] == ["0", "1", "2"]
    assert kept.verify() == Verified(3)


def test_an_empty_journal_holds(tmp_path: Path) -> None:
    assert list(journal(tmp_path).entries()) == []
    assert journal(tmp_path).verify() == Verified(0)


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    journal(tmp_path).add(entry())
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_record_that_was_left_unfinished_is_none_and_the_next_one_stands(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    kept.add(entry("first"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"number":2,"entry":{"at":')
    assert kept.verify() == Verified(1)
    kept.add(entry("second"))
    assert [one.about for one in kept.entries()] == ["first", "second"]
    assert kept.verify() == Verified(2)


def test_a_file_that_was_taken_away_is_missed(tmp_path: Path) -> None:
    journal(tmp_path).add(entry())
    (tmp_path / FILE).unlink()
    assert journal(tmp_path).verify() == Verified(0, "missing-at-end")


@pytest.mark.parametrize("later", [0, 1, 2, 5], ids=lambda one: f"{one} records later")
@pytest.mark.parametrize("left", [0, 1, 2], ids=lambda one: f"{one} of three left")
def test_records_cut_off_the_end_are_missed_for_good(tmp_path: Path, left: int, later: int) -> None:
    kept = journal(tmp_path)
    for number in range(3):
        kept.add(entry(str(number)))
    file = tmp_path / FILE
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:left]))
    for number in range(later):
        kept.add(entry(f"later {number}"))
    assert kept.verify() == Verified(left + later, "missing-at-end")


@pytest.mark.parametrize("content", [None, b"", b"{}"], ids=["taken away", "emptied", "replaced"])
def test_a_head_is_missed_that_was(tmp_path: Path, content: bytes | None) -> None:
    kept = journal(tmp_path)
    for number in range(3):
        kept.add(entry(str(number)))
    head = tmp_path / "journal.head"
    head.unlink() if content is None else head.write_bytes(content)
    assert kept.verify().fault == "missing-at-end"
    kept.add(entry("later"))
    assert kept.verify().fault == "missing-at-end"


def test_a_head_that_could_not_be_written_is_brought_up_to_date(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    kept.add(entry("first"))
    in_its_way = tmp_path / "journal.head.new"
    in_its_way.mkdir()
    kept.add(entry("second"))
    assert kept.verify() == Verified(2)
    with pytest.raises(CannotWrite, match="journal-refused"):
        kept.add(entry("third"))
    in_its_way.rmdir()
    kept.add(entry("third"))
    assert [one.about for one in kept.entries()] == ["first", "second", "third"]
    assert kept.verify() == Verified(3)


def test_a_mail_to_thousands_is_one_record_and_the_next_one_stands(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    people = tuple(kept.keys.person(f"{number}@x.example") for number in range(5000))
    kept.add(
        Entry(
            at="2026-11-24T08:00:00+01:00", event="confirmed", hook="mail", about="a", people=people
        )
    )
    kept.add(entry("next"))
    assert kept.verify() == Verified(2)


def test_what_comes_after_a_damaged_record_does_not_hide_it(tmp_path: Path) -> None:
    kept = journal(tmp_path)
    for number in range(3):
        kept.add(entry(str(number)))
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes().replace(b'"about":"2"', b'"about":"9"'))
    kept.add(entry("later"))
    assert kept.verify() == Verified(2, "changed")


def test_a_journal_that_is_no_journal_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe nothing\n")
    with pytest.raises(UnreadableInput, match="journal-damaged"):
        list(journal(tmp_path).entries())
    assert journal(tmp_path).verify() == Verified(0, "changed")
    journal(tmp_path).add(entry())
    assert journal(tmp_path).verify() == Verified(0, "changed")


def test_where_it_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(CannotWrite, match="journal-refused"):
        journal(tmp_path).add(entry())
    assert not journal(tmp_path).note(entry())


def write_many(folder: str, name: str, count: int) -> None:
    for number in range(count):
        journal(Path(folder)).add(entry(f"{name}{number}"))


def test_several_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=write_many, args=(str(tmp_path), name, 40)) for name in ("a", "b", "c")
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
        assert one.exitcode == 0
    assert len({one.about for one in journal(tmp_path).entries()}) == 120
    assert journal(tmp_path).verify() == Verified(120)


@pytest.mark.parametrize("after", [0.02, 0.05, 0.1], ids=lambda one: f"after {one} s")
def test_a_writer_killed_leaves_a_chain_that_holds(tmp_path: Path, after: float) -> None:
    fork = multiprocessing.get_context("fork")
    writer = fork.Process(target=write_many, args=(str(tmp_path), "a", 100_000))
    writer.start()
    while not (tmp_path / FILE).exists():
        time.sleep(0.001)
    time.sleep(after)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(30)
    held = journal(tmp_path).verify()
    assert held.fault is None
    assert held.records
    journal(tmp_path).add(entry("after"))
    assert journal(tmp_path).verify() == Verified(held.records + 1)
