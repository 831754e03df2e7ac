"""A password given before, in a later mail to the same person: found, and never invented."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from sceau.mail.model import Mail, Recipient
from sceau.review import given
from sceau.review.given import GivenSearch, place_of, record
from sceau.review.memory import Memory
from support.secret_mails import AROUND, MAILS, mail, password, with_secret

MARIE = Recipient(field="to", address="marie@orange.example")
SALT = b"a salt of sixteen"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of tries in a test, where a real one is slow on purpose."""
    monkeypatch.setattr(given, "_COST", 2)
    monkeypatch.setattr(given, "_BLOCK", 1)


def memory(*secrets: str) -> Memory:
    kept = Memory(salt=SALT)
    for one in secrets:
        made = record(one, SALT)
        assert made is not None
        kept.put(replace(made, people=("marie@orange.example",)))
    return kept


def search(one: Mail, kept: Memory) -> GivenSearch:
    made = GivenSearch(replace(one, recipients=(MARIE,)), kept)
    made.run(60)
    return made


@pytest.mark.usefixtures("cheap")
def test_of_a_thousand_later_mails_with_the_password_each_is_found() -> None:
    missed = []
    for seed in range(MAILS):
        one, secret = with_secret(seed)
        if not search(one, memory(secret, "another-one-7777")).found:
            missed.append((one.subject, one.text, secret))
    assert missed == []


@pytest.mark.usefixtures("cheap")
def test_of_a_thousand_without_it_none_is_invented() -> None:
    for seed in range(MAILS):
        random = Random(seed)
        kept = memory(password(random), password(random))
        one = mail(random, random.choice(AROUND).format(password(random)))
        assert search(one, kept).found == ()


def test_where_nothing_was_given_nothing_is_tried() -> None:
    made = GivenSearch(Mail(text="7kf3-9xpa-mnq8-tzr2", recipients=(MARIE,)), Memory())
    assert made.finished()
    assert GivenSearch(Mail(recipients=(MARIE,)), None).finished()


def test_the_search_stops_when_told_and_goes_on_after() -> None:
    text = " ".join(f"{number:08d}a" for number in range(40)) + " 7kf3-9xpa"
    made = GivenSearch(Mail(text=text, recipients=(MARIE,)), memory("7kf3-9xpa", "00000099b"))
    made.run(0)
    assert not made.finished()
    while not made.finished():
        made.run(0.05)
    assert len(made.found) == 1


def test_it_ends_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given, "LONGEST", 0.1)
    text = " ".join(f"{number:08d}a" for number in range(5_000))
    made = GivenSearch(Mail(text=text, recipients=(MARIE,)), memory("00009999b"))
    made.run(60)
    assert made.finished()
    assert made.found == ()


def test_neither_the_password_nor_its_hash_is_ever_shown() -> None:
    kept = memory("7kf3-9xpa-mnq8-tzr2")
    one = Mail(text="7kf3 9xpa mnq8 tzr2", recipients=(MARIE,))
    (found,) = search(one, kept).found
    assert "7kf3" not in repr(found)
    assert repr(next(kept.records())) == "Given()"
    assert place_of(found, replace(one, text="", subject="7KF39XPAMNQ8TZR2")) == "subject"
    assert place_of(found, replace(one, recipients=())) is None


def test_a_password_without_letters_or_digits_is_not_kept() -> None:
    assert record("!!!", SALT) is None
