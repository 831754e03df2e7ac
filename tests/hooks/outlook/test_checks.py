"""What ``sceau doctor`` says of classic Outlook, from what Windows knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sceau.hooks.outlook.checks import Found, State, check_add_in, check_new_outlook
from sceau.phrases import say

WELL = Found(outlook=True, bits=64, load=3, shims={64: True, 32: True}, door=True)
CASES: dict[str, tuple[Found, State, str]] = {
    "all is in its place": (WELL, "good", "64 bits"),
    "Outlook has 32 bits, and so has our shim": (
        replace(WELL, bits=32, shims={64: False, 32: True}),
        "good",
        "32 bits",
    ),
    "Outlook does not say its bits, and both shims are there": (
        replace(WELL, bits=0),
        "good",
        "dans Outlook.",
    ),
    "Outlook does not say its bits, and one shim is missing": (
        replace(WELL, bits=0, shims={64: True, 32: False}),
        "bad",
        "réinstallez",
    ),
    "the shim for Outlook's bits is missing": (
        replace(WELL, shims={64: False, 32: True}),
        "bad",
        "64 bits",
    ),
    "Outlook is there and knows nothing of us": (
        replace(WELL, load=None),
        "warn",
        "sceau install outlook",
    ),
    "the person unticked us": (replace(WELL, load=2), "bad", "cochez Sceau"),
    "it is unticked, but the establishment has it always on": (
        replace(WELL, load=2, managed="1"),
        "good",
        "64 bits",
    ),
    "Outlook turned us off": (replace(WELL, disabled=True), "bad", "sceau install outlook"),
    "the establishment forbids us": (replace(WELL, managed="0"), "bad", "service informatique"),
    "the establishment leaves it to the person": (replace(WELL, managed="2"), "good", "64 bits"),
    "what COM starts is gone": (replace(WELL, door=False), "bad", "Réinstallez"),
}


@pytest.mark.parametrize(("found", "state", "words"), CASES.values(), ids=CASES)
def test_each_state_has_its_sentence_and_the_way_out(
    found: Found, state: State, words: str
) -> None:
    told = check_add_in(found)
    assert told[0] == state
    assert words in say(told[1], "fr")
    assert say(told[1], "en") != say(told[1], "fr")


@pytest.mark.parametrize(("new", "state"), [(False, "good"), (True, "warn")])
def test_the_new_outlook_is_told_to_need_the_web_add_in(new: bool, state: State) -> None:
    told = check_new_outlook(replace(WELL, new_outlook=new))
    assert told[0] == state
    assert "complément web" in say(told[1], "fr")
