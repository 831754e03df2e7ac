"""What is locked names no address, and no file names the machine it was written on."""

from __future__ import annotations

import json
import re

import pytest

from support.repository import ROOT, text_files

LOCKS = ("requirements.txt", "requirements-dev.txt", "ui/package-lock.json")
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb.debian" + ".org",
)
PLACES = re.compile(r"(?<![\w.~-])/(?:work|root|tmp)/(?=\w)|(?<![\w.])/home/(?!camille/)\w+/")
DAILY_SPEECH = re.compile(r"\b[Ii]ssue #?\d+|\bTODO\b|\bFIXME\b|\bXXX\b")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    addresses = [line for line in text.splitlines() if "://" in line and '"url"' not in line]
    assert not addresses
    assert '"resolved"' not in text


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    text = re.sub(r"\\\n", " ", (ROOT / lock).read_text(encoding="utf-8"))
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert pins
    assert not [pin.split()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]


def test_both_locks_agree() -> None:
    """What is tested is what is installed."""

    def pins(lock: str) -> set[str]:
        text = (ROOT / lock).read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==\S+)", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


@pytest.mark.parametrize("folder", ["ui", "addin/outlook/web"])
def test_every_locked_page_tool_has_its_hash(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "integrity" not in entry]


def test_no_file_names_a_registry() -> None:
    found = [str(name) for name, text in text_files() for one in REGISTRIES if one in text]
    assert not found


def test_no_file_names_a_place_of_one_machine_or_a_task() -> None:
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in text_files()
        if name.parts[0] != "tests" or name.parts[1] != "repo"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in (PLACES, DAILY_SPEECH)
        if (match := pattern.search(line))
    ]
    assert not found, "\n".join(found)


PLANTED = ("see /work/x", '"/tmp/brief.md"', "/root/x", "/home/anna/x", "issue 12", "TODO: later")


@pytest.mark.parametrize("line", PLANTED)
def test_a_planted_place_is_found(line: str) -> None:
    assert PLACES.search(line) or DAILY_SPEECH.search(line)
