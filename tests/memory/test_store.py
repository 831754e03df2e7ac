"""The memory of correspondents: kept encrypted, shared between processes, forgotten in time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import SceauError
from sceau.memory.store import FILE, GIVEN_DAYS, MemoryStore, today
from sceau.review.memory import Bound, Given, Known, Memory, Record, SentFile, Settled, Thread

KEY = bytes(range(32))


def store(folder: Path, key: bytes = KEY, months: int = 24) -> MemoryStore:
    return MemoryStore(folder, lambda: key, months)


RECORDS: tuple[Record, ...] = (
    Known(address="Marie.Durand@orange.example", names=("Marie Durand",), count=3, last=today()),
    Settled(key="wrong-person:marie", last=today()),
    SentFile(digest="ab" * 32, people=("marie.durand@orange.example",), last=today()),
    Thread(message="<un@deux.example>", people=("marie.durand@orange.example",), last=today()),
    Given(hashed=b"h" * 32, length=16, digits=True, people=("m@x.example",), last=today()),
)


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    first = store(tmp_path)
    first.keep(RECORDS)
    first.close()
    again = store(tmp_path).memory()
    assert sorted(map(str, again.records())) == sorted(map(str, RECORDS))
    assert again.written_to("marie.durand@ORANGE.example")
    assert again.is_settled("wrong-person:marie")
    assert again.sent_to("ab" * 32) == ("marie.durand@orange.example",)
    assert again.thread("<x@y.example>", "<un@deux.example>") is not None
    assert len(again.given_to(["m@x.example"])) == 1


def test_nothing_of_it_is_readable_on_the_disk(tmp_path: Path) -> None:
    one = store(tmp_path)
    one.keep(RECORDS)
    one.close()
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for word in (b"durand", b"Durand", b"orange", b"known", b"wrong-person", b"abab", b"deux"):
        assert word not in raw
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_what_another_process_wrote_is_read_at_the_next_look(tmp_path: Path) -> None:
    helper, command = store(tmp_path), store(tmp_path)
    assert not helper.memory().written_to("new@x.example")
    command.keep([Known(address="new@x.example", count=1, last=today())])
    assert helper.memory().written_to("new@x.example")
    assert helper.memory().salt == command.memory().salt != b""


def test_what_was_not_used_for_long_is_forgotten(tmp_path: Path) -> None:
    one = store(tmp_path, months=12)
    old, lately = today() - 400, today() - 100
    one.keep(
        [
            Known(address="old@x.example", count=5, last=old),
            Known(address="book@x.example", count=0, last=old),
            Known(address="lately@x.example", count=1, last=lately),
            Given(hashed=b"a", length=8, digits=True, people=(), last=today() - GIVEN_DAYS - 1),
        ]
    )
    one.close()
    left = store(tmp_path, months=12).memory()
    assert {known.address for known in left} == {"book@x.example", "lately@x.example"}
    assert not [record for record in left.records() if isinstance(record, Given)]


def test_one_can_be_forgotten_and_all_of_them(tmp_path: Path) -> None:
    one = store(tmp_path)
    one.keep(RECORDS)
    found = one.memory().known("marie.durand@orange.example")
    assert found is not None
    assert one.forget([found]) == 1
    assert not one.memory().written_to("marie.durand@orange.example")
    one.forget_all()
    assert list(store(tmp_path).memory().records()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda raw: b"not a database" * 400, id="no database"),
        pytest.param(lambda raw: raw[: len(raw) // 2], id="cut in half"),
    ],
)
def test_a_damaged_file_is_told_in_a_sentence(tmp_path: Path, spoil: object) -> None:
    one = store(tmp_path)
    one.keep(RECORDS)
    one.close()
    for extra in tmp_path.glob(f"{FILE}-*"):
        extra.unlink()
    raw = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(spoil(raw))  # type: ignore[operator]
    with pytest.raises(SceauError) as told:
        store(tmp_path).memory()
    assert told.value.reason == "memory-damaged"


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    one = store(tmp_path)
    one.keep(RECORDS)
    one.close()
    with pytest.raises(SceauError) as told:
        store(tmp_path, key=os.urandom(32)).memory()
    assert told.value.reason == "memory-damaged"


ADDRESSES = [f"{name}@{host}.example" for name in ("ana", "marie.durand", "bo") for host in "xy"]


@given(
    st.lists(
        st.tuples(
            st.booleans(), st.sampled_from(ADDRESSES), st.sampled_from(["", "Ana Bo", "Marie D"])
        )
    )
)
def test_however_records_come_and_go_the_indices_hold_what_is_known(
    steps: list[tuple[bool, str, str]],
) -> None:
    memory = Memory()
    model: dict[str, Known] = {}
    for put, address, name in steps:
        record = Known(address=address, names=(name,) if name else (), about=(Bound(("a",)),))
        if put:
            memory.put(record)
            model[address] = record
        else:
            memory.drop(model.pop(address, record))
    assert {one.address for one in memory} == set(model)
    near = {one.address for one in memory.near("marie.durnad@x.example")}
    assert near == {one for one in model if one == "marie.durand@x.example"}
    named = {one.address for one in memory.named(("bo", "ana"))}
    assert named == {one for one in model if model[one].names == ("Ana Bo",)}
