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


CLASSES = r"Software\Classes"
SHIM, DOOR = (f"{{6F0C5D0E-3A57-4D0B-9A61-5C2E7B1D40{last}}}" for last in (11, 12))
ADD_IN = r"Software\Microsoft\Office\Outlook\Addins\Sceau.Outlook"
NAME = "Sceau pour Outlook"
DESCRIPTION = "Vérifie et protège les messages avant leur envoi"
FOR_ONE_PERSON: dict[tuple[str, str], str | int] = {
    (rf"{CLASSES}\CLSID\{SHIM}", ""): NAME,
    (rf"{CLASSES}\CLSID\{SHIM}\ProgID", ""): "Sceau.Outlook",
    (rf"{CLASSES}\CLSID\{SHIM}\InprocServer32", ""): r"C:\S\outlook\x64\SceauOutlook.dll",
    (rf"{CLASSES}\CLSID\{SHIM}\InprocServer32", "ThreadingModel"): "Apartment",
    (rf"{CLASSES}\WOW6432Node\CLSID\{SHIM}", ""): NAME,
    (
        rf"{CLASSES}\WOW6432Node\CLSID\{SHIM}\InprocServer32",
        "",
    ): r"C:\S\outlook\x86\SceauOutlook.dll",
    (rf"{CLASSES}\WOW6432Node\CLSID\{SHIM}\InprocServer32", "ThreadingModel"): "Apartment",
    (rf"{CLASSES}\Sceau.Outlook", ""): NAME,
    (rf"{CLASSES}\Sceau.Outlook\CLSID", ""): SHIM,
    (rf"{CLASSES}\CLSID\{DOOR}", ""): "Sceau",
    (
        rf"{CLASSES}\CLSID\{DOOR}\LocalServer32",
        "",
    ): r'"C:\S\python\pythonw.exe" -X utf8 -m sceau.hooks.outlook.door',
    (ADD_IN, "FriendlyName"): "Sceau",
    (ADD_IN, "Description"): DESCRIPTION,
    (ADD_IN, "LoadBehavior"): 3,
    (ADD_IN, "CommandLineSafe"): 0,
    (
        r"Software\Microsoft\Office\16.0\Outlook\Resiliency\DoNotDisableAddinList",
        "Sceau.Outlook",
    ): 1,
}
"""Below HKEY_CURRENT_USER, as Microsoft documents them: "COM: InprocServer32", "LocalServer32" and
"HKEY_CLASSES_ROOT Key" (the person's own classes, 32-bit ones in ``WOW6432Node``), "Registry
entries for Office add-ins" (Outlook reads the person's own in one place for both), and "Support for
keeping add-ins enabled"."""


def test_outlook_s_keys_for_one_person_are_those_that_are_documented_and_no_other() -> None:
    given = filled(entries("person", "outlook"), {"folder": r"C:\S"})
    written = {
        (one.key, one.name): one.value if one.number is None else one.number for one in given
    }
    assert written == FOR_ONE_PERSON
    assert {one.view for one in given} == {64}
    assert len(given) == len(written)


def test_no_policy_is_written_for_outlook() -> None:
    """It is a policy for users, and the establishment's own to set."""
    assert not [one for one in entries("machine", "outlook") if "Policies" in one.key]
