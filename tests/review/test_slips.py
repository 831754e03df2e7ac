"""Slips of the finger, and letters taken for others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.review.rules.lookalike_address import meant
from sceau.review.slips import is_slip, looks

SLIPS = {
    "a letter left out": ("orange", "orage", True),
    "the last letter left out": ("orange", "orang", True),
    "the first letter left out": ("orange", "range", False),
    "two letters swapped": ("gmail", "gmial", True),
    "the last two swapped": ("gmail", "gmali", True),
    "a letter doubled": ("gmail", "gmaiil", True),
    "a neighbour hit as well": ("gmail", "gmaikl", True),
    "a far letter added": ("orange", "orangep", False),
    "a neighbour hit instead": ("gmail", "gmaul", True),
    "a neighbour on AZERTY": ("wanadoo", "wznadoo", True),
    "a far letter instead": ("orange", "orpnge", False),
    "nothing": ("orange", "orange", False),
    "two slips": ("orange", "rong", False),
    "nothing left": ("a", "", False),
}


@pytest.mark.parametrize(("one", "typed", "slip"), SLIPS.values(), ids=SLIPS)
def test_a_slip(one: str, typed: str, slip: bool) -> None:
    assert is_slip(one, typed) is slip


LOOKS = [("0range", "orange"), ("grnail", "gmail"), ("gmаil", "gmail"), ("pаypal", "paypal")]


@pytest.mark.parametrize(("one", "other"), [*LOOKS, ("hôpital", "hopital"), ("llve", "live")])
def test_it_looks_the_same(one: str, other: str) -> None:
    assert looks(one) == looks(other)


@given(st.text(max_size=12), st.text(max_size=12))
def test_slips_are_told_of_any_text(one: str, other: str) -> None:
    assert is_slip(one, other) in (True, False)
    assert isinstance(looks(one), str)


@given(st.sampled_from(["gmail.com", "orange.fr", "laposte.net"]), st.integers(1, 20))
def test_swapping_two_letters_of_a_name_is_seen(provider: str, at: int) -> None:
    name, _, ending = provider.partition(".")
    at %= len(name) - 1
    swapped = f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}.{ending}"
    assert meant(swapped, frozenset()) == (provider if swapped != provider else None)


@given(st.from_regex(r"[a-z]{3,12}(-[a-z]{2,8})?\.(fr|com|org)", fullmatch=True))
def test_domains_at_random_are_hardly_ever_taken_for_others(domain: str) -> None:
    found = meant(domain, frozenset({"clinique-exemple.fr"}))
    if found:
        name, other = domain.partition(".")[0].replace("-", ""), found.partition(".")[0]
        assert abs(len(name) - len(other.replace("-", ""))) <= 1 or "exemple" in name
