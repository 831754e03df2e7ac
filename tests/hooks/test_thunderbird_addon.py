"""The add-on apart from Thunderbird: its logic in Node, its limits, and the file it is built as."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sceau import __version__
from sceau.hooks import frames
from sceau.hooks.thunderbird import xpi
from sceau.phrases import LANGUAGES
from support.repository import ROOT

TESTS = sorted((ROOT / "tests" / "hooks" / "thunderbird_addon").glob("*.test.mjs"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name.partition(".")[0])
def test_the_logic_holds_in_node(file: object) -> None:
    ran = subprocess.run(
        [ROOT / ".venv" / "bin" / "node", "--test", str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    counted = re.search(r"\btests (\d+)", ran.stdout)
    assert counted and int(counted[1]) > 1, ran.stdout


def test_both_ends_agree_on_the_limits() -> None:
    text = (ROOT / "addin" / "thunderbird" / "helper" / "limits.js").read_text()
    said = dict(re.findall(r"export const (\w+) = ([\d *_]+);", text))

    def number(name: str) -> int:
        product = 1
        for factor in said[name].split("*"):
            product *= int(factor)
        return product

    names = ("PROTOCOL", "LARGEST_FRAME", "LARGEST_CHUNK", "IN_FLIGHT", "LARGEST_FILE")
    assert {name: number(name) for name in names} == {name: getattr(frames, name) for name in names}


def test_built_twice_it_is_the_same() -> None:
    assert xpi.build() == xpi.build()


def test_it_holds_what_its_manifest_names_and_nothing_of_the_workshop() -> None:
    archive = zipfile.ZipFile(BytesIO(xpi.build()))
    inside = set(archive.namelist())
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["version"] == __version__
    assert {*manifest["background"]["scripts"], manifest["options_ui"]["page"]} <= inside
    assert set(manifest["icons"].values()) <= inside
    assert not [name for name in inside if "eslint" in name or "node_modules" in name]


def test_mozillas_own_linter_finds_nothing(tmp_path: Path) -> None:
    """Besides what it cannot know: it takes every add-on for Firefox's, on the desktop and on
    Android, and so has never heard of the permissions that are Thunderbird's own."""
    (tmp_path / "sceau.xpi").write_bytes(xpi.build())
    linter = ROOT / "ui" / "node_modules" / "addons-linter" / "bin" / "addons-linter"
    ran = subprocess.run(
        [ROOT / ".venv" / "bin" / "node", linter, "-o", "json", tmp_path / "sceau.xpi"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = json.loads(ran.stdout)
    assert told["summary"]["errors"] == told["summary"]["notices"] == 0
    permissions = ["accountsRead", "addressBooks", "compose", "compose.send", "messagesRead"]
    strange = [one for one in told["warnings"] if one["code"] == "MANIFEST_PERMISSIONS"]
    named = {re.findall(r'"([\w.]+)"', one["message"])[0] for one in strange}
    assert named == set(permissions)
    others = {one["code"] for one in told["warnings"]} - {"MANIFEST_PERMISSIONS"}
    assert others <= {"KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_the_add_on_says_is_in_it(language: str) -> None:
    archive = zipfile.ZipFile(BytesIO(xpi.build()))
    told = json.loads(archive.read(f"_locales/{language}/messages.json"))
    sources = "".join(
        archive.read(name).decode()
        for name in archive.namelist()
        if name.endswith((".js", ".html", "manifest.json"))
    )
    keys = {
        key.replace(".", "_").replace("-", "_")
        for key in re.findall(r"\"(thunderbird\.[\w.-]+)\"", sources)
    }
    assert keys | set(re.findall(r"__MSG_(\w+)__", sources)) <= set(told)
