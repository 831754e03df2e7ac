"""What is registered on Windows, as data: the installers and the command say and write the same."""

from __future__ import annotations

import re
import sys
from typing import get_args

import pytest

from sceau.phrases import LANGUAGES, phrase, say
from sceau.windows.registered import For, Part, entries, filled, keys_of_our_own
from support.repository import ROOT

sys.path.insert(0, str(ROOT / "installer" / "windows"))
import registration

SCOPES: tuple[For, ...] = get_args(For)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_click_says_the_same_whoever_registered_it(language: str) -> None:
    assert registration.texts()[language]["verb"] == say(phrase("entry.seal"), language)


@pytest.mark.parametrize("wanted", SCOPES)
def test_every_part_is_registered_and_every_place_filled(wanted: For) -> None:
    every = entries(wanted)
    assert {one.part for one in every} == set(get_args(Part))
    for one in filled(every, {"folder": r"C:\Sceau", "verb": "Chiffrer"}):
        assert not re.search(r"\{[a-z_]+\}", one.value), one.key


@pytest.mark.parametrize("wanted", SCOPES)
def test_a_removal_takes_no_key_that_others_use_and_inner_keys_first(wanted: For) -> None:
    every = entries(wanted)
    own = keys_of_our_own(every)
    shared = {one.key for one in every if one.shared}
    assert not shared & {key for key, _ in own}
    depths = [key.count("\\") for key, _ in own]
    assert depths == sorted(depths, reverse=True)
    assert all("sceau" in key.lower() or "{6F0C5D0E" in key for key, _ in own)
