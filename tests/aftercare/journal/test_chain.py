"""The chain of records: whatever is done to it by hand is found."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.aftercare.journal import chain
from sceau.aftercare.journal.entry import Entry, Head
from sceau.aftercare.journal.marks import JournalKeys

KEYS = JournalKeys(b"k" * 32)
EMPTY = chain.NONE


def records(count: int) -> list[bytes]:
    lines: list[bytes] = []
    head = EMPTY
    for number in range(count):
        entry = Entry(
            at=f"2026-11-24T08:{number:02}:00+01:00", event="left", hook="mail", about="a"
        )
        lines.append(chain.line(entry, head, KEYS))
        head = chain.head_of(lines[-1])
    return lines


def head_of(lines: list[bytes]) -> Head:
    return chain.head_of(lines[-1]) if lines else EMPTY


def changed(line: bytes) -> bytes:
    told = json.loads(line)
    told["entry"]["event"] = "kept"
    return json.dumps(told).encode()


TAMPERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], chain.Verified]] = {
    "nothing was done": (lambda lines: lines, chain.Verified(5)),
    "a record says something else": (
        lambda lines: [*lines[:2], changed(lines[2]), *lines[3:]],
        chain.Verified(2, "changed"),
    ),
    "the last one says something else": (
        lambda lines: [*lines[:4], changed(lines[4])],
        chain.Verified(4, "changed"),
    ),
    "one was taken out": (lambda lines: lines[:1] + lines[2:], chain.Verified(1, "changed")),
    "two changed places": (
        lambda lines: [lines[1], lines[0], *lines[2:]],
        chain.Verified(0, "changed"),
    ),
    "one was put in twice": (
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        chain.Verified(2, "changed"),
    ),
    "one is no record": (
        lambda lines: [*lines[:3], b"{}", *lines[3:]],
        chain.Verified(3, "changed"),
    ),
    "the first ones are gone": (lambda lines: lines[2:], chain.Verified(0, "changed")),
    "the last one is gone": (lambda lines: lines[:-1], chain.Verified(4, "missing-at-end")),
    "all are gone": (lambda _lines: [], chain.Verified(0, "missing-at-end")),
}


@pytest.mark.parametrize(("tamper", "found"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_done_to_it_is_found(
    tamper: Callable[[list[bytes]], list[bytes]], found: chain.Verified
) -> None:
    lines = records(5)
    assert chain.verify(tamper(lines), head_of(lines), KEYS) == found


def test_a_head_that_is_one_behind_is_no_fault() -> None:
    lines = records(3)
    assert chain.verify(lines, head_of(lines[:2]), KEYS) == chain.Verified(3)


@pytest.mark.parametrize("behind", [0, 1])
def test_a_head_that_is_further_behind_was_put_back(behind: int) -> None:
    lines = records(3)
    found = chain.verify(lines, head_of(lines[:behind]), KEYS)
    assert found == chain.Verified(3, "missing-at-end")


def test_without_its_head_only_a_first_record_holds() -> None:
    assert chain.verify(records(1), EMPTY, KEYS) == chain.Verified(1)
    assert chain.verify(records(2), EMPTY, KEYS) == chain.Verified(2, "missing-at-end")


HEADS = {
    "of another key": json.dumps({"number": 3, "seal": "s", "proof": "00"}).encode(),
    "without a proof": b'{"number": 3, "seal": "s"}',
    "of no sense": b"{",
    "of no text": b"\xff",
    "with a proof in other letters": '{"number": 3, "seal": "s", "proof": "é"}'.encode(),
}


@pytest.mark.parametrize("raw", HEADS.values(), ids=HEADS)
def test_a_head_is_not_believed(raw: bytes) -> None:
    assert chain.read_head(raw, KEYS) == chain.UNPROVEN
    assert chain.verify(records(3), chain.read_head(raw, KEYS), KEYS).fault == "missing-at-end"


def test_a_head_of_ours_is_believed() -> None:
    head = head_of(records(2))
    raw = json.dumps(msgspec.to_builtins(chain.proven(head, KEYS))).encode()
    assert chain.read_head(raw, KEYS) == head


def test_another_key_proves_nothing() -> None:
    lines = records(3)
    assert chain.verify(lines, head_of(lines), JournalKeys(b"x" * 32)).fault == "changed"


@given(st.integers(0, 8), st.data())
def test_no_byte_of_a_record_can_be_changed_unseen(count: int, data: st.DataObject) -> None:
    lines = records(count + 1)
    place = data.draw(st.integers(0, count))
    at = data.draw(st.integers(0, len(lines[place]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != lines[place][at]))
    lines[place] = lines[place][:at] + bytes([other]) + lines[place][at + 1 :]
    found = chain.verify(lines, head_of(records(count + 1)), KEYS)
    # an upper-case hexadecimal digit or a blank reads as the same record
    assert found.fault == "changed" or same(lines, records(count + 1))


def same(lines: list[bytes], before: list[bytes]) -> bool:
    return [chain.entry_of(one) for one in lines] == [chain.entry_of(one) for one in before]


MARKS = {
    "an address, whatever its case": ("Marie@Orange.example", "marie@orange.example", True),
    "an address that is no text": ("a\udcff@x.example", "A\udcff@X.example", True),
    "another address": ("marie@orange.example", "marie@free.example", False),
}


@pytest.mark.parametrize(("one", "other", "alike"), MARKS.values(), ids=MARKS)
def test_the_mark_is_the_same_for(one: str, other: str, alike: bool) -> None:
    assert (KEYS.person(one) == KEYS.person(other)) is alike
    assert one.lower() not in KEYS.person(one)
