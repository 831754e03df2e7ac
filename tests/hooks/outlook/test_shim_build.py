"""The shim as it is built: what it needs, offers and says, and that it is the same each time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from sceau.hooks.outlook.shim_words import SENTENCES
from sceau.phrases import LANGUAGES, catalogue
from support.repository import ROOT

CLASSIC = ROOT / "addin" / "outlook" / "classic"
REGISTRY: dict[str, Any] = json.loads((CLASSIC / "registry.json").read_text(encoding="utf-8"))
KINDS = ("x64", "x86")
DLL = "SceauOutlook.dll"
ON_EVERY_WINDOWS = {"kernel32.dll", "ole32.dll", "oleaut32.dll", "user32.dll"}


def build(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, str(CLASSIC / "build.py"), str(folder)], check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("one"))


def told(dll: Path) -> str:
    command = ["x86_64-w64-mingw32-objdump", "-p", str(dll)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("kind", KINDS)
def test_it_needs_nothing_that_is_not_on_every_windows(built: Path, kind: str) -> None:
    needed = re.findall(r"DLL Name: (\S+)", told(built / kind / "SceauOutlook.dll"))
    assert {one.lower() for one in needed} <= ON_EVERY_WINDOWS


@pytest.mark.parametrize("kind", KINDS)
def test_it_offers_what_com_asks_for_and_nothing_else(built: Path, kind: str) -> None:
    table = told(built / kind / "SceauOutlook.dll").partition("[Ordinal/Name Pointer] Table")[2]
    offered = re.findall(r"^\s+\[\s*\d+\].*?\s(\w+)\s*$", table.split("\n\n")[0], re.MULTILINE)
    assert set(offered) == {"DllGetClassObject", "DllCanUnloadNow"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_needs_and_offers_has_the_names_windows_has(built: Path, kind: str) -> None:
    """With 32 bits a compiler adds ``@`` and a number to such names; Windows has none of these."""
    names = re.findall(r"^\s+[0-9a-f]+\s+\d+\s+(\S+)\s*$", told(built / kind / DLL), re.MULTILINE)
    assert {"CoCreateInstance", "CreateThread", "MessageBoxW"} <= set(names)
    assert not [one for one in names if "@" in one or one.startswith("_")]


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_the_sentences_of_the_catalogues(built: Path, kind: str) -> None:
    content = (built / kind / "SceauOutlook.dll").read_bytes()
    for key in SENTENCES.values():
        for language in LANGUAGES:
            assert str(catalogue(language)[key]).encode("utf-16-le") in content


@pytest.mark.parametrize("kind", KINDS)
def test_it_holds_the_classes_that_are_registered(built: Path, kind: str) -> None:
    content = (built / kind / "SceauOutlook.dll").read_bytes()
    for name in ("shim", "door"):
        assert uuid.UUID(REGISTRY[name]).bytes_le in content


def test_built_twice_it_is_the_same_byte_for_byte(built: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "elsewhere")
    for kind in KINDS:
        name = Path(kind) / "SceauOutlook.dll"
        assert (built / name).read_bytes() == (again / name).read_bytes()


def test_every_registered_value_is_one_an_installer_can_write() -> None:
    text = json.dumps(REGISTRY["values"])
    assert set(re.findall(r"\{[a-z]+\}", text)) == {"{folder}", "{door}"}
    for one in REGISTRY["values"]:
        assert set(one) - {"scope"} == {"key", "name", "type", "data"}
        assert isinstance(one["data"], int if one["type"] == "dword" else str)
        assert one.get("scope", "user") in ("user", "machine")
    loads = [one for one in REGISTRY["values"] if one["name"] == "LoadBehavior"]
    # the second for an Outlook of 32 bits, which reads the machine's keys in their own view
    assert [one["data"] for one in loads] == [3, 3]


def test_door_and_shim_go_by_the_same_numbers() -> None:
    header = (CLASSIC / "shim.h").read_text(encoding="utf-8")
    door = (ROOT / "addin/sceau/hooks/outlook/door.py").read_text(encoding="utf-8")
    numbers = dict(re.findall(r"DO_(\w+) = (\d)", header))
    listed = re.findall(r'(\d): "(\w+)"', door)
    assert {name.lower(): number for name, number in numbers.items()} == {
        name: number for number, name in listed
    }
    assert re.findall(r"PROTOCOL = (\d+)", door) == re.findall(r"#define PROTOCOL (\d+)", header)
    assert REGISTRY["door"] in door
