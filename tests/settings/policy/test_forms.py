"""A policy written in each form says the same when it is read back."""

from __future__ import annotations

import json
import plistlib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sceau.settings.load import MOST_BITS, check_policy, understood
from sceau.settings.policy.export import registry_file
from sceau.settings.policy.export.forms import FORMS, Asked
from sceau.settings.policy.registry import Key, as_table
from sceau.settings.policy.sources import imposed

ADD_ON = "file:///opt/sceau/sceau.xpi"
POLICY: dict[str, Any] = {
    "check": "may-send-without-check",
    "window": "always",
    "internal_domains": ["chu-exemple.fr", "hôpital-exemple.fr"],
    "rules": {"visible-recipients": {"level": "block"}, "mssante": {"enabled": True}},
    "password": {"kind": "words", "bits": 100},
    "memory": {"enabled": False},
    "account": "chu",
    "accounts": {"chu": {"kind": "smtp", "host": "smtp.chu-exemple.fr", "port": 465}},
}


def written(form: str, table: dict[str, Any] = POLICY) -> dict[str, bytes]:
    return FORMS[form](Asked(table, ADD_ON, "fr"))


@pytest.mark.parametrize("form", ["toml", "json", "mobileconfig"])
def test_what_is_read_back_is_what_was_written(tmp_path: Path, form: str) -> None:
    ((name, content),) = written(form).items()
    (tmp_path / name).write_bytes(content)
    assert imposed(tmp_path / name).table == POLICY


def in_registry(content: bytes) -> Key:
    """Read a ``.reg`` file by the rules of its format (Registry Editor 5.00)."""
    text = content.decode("utf-16")
    assert text.startswith("Windows Registry Editor Version 5.00\r\n\r\n")
    top: dict[str, Any] = {"values": {}, "keys": {}}
    place = top
    for line in text.split("\r\n")[1:]:
        if head := re.fullmatch(r"\[(-?)HKEY_LOCAL_MACHINE\\Software\\Policies\\Sceau(.*)\]", line):
            place = top
            for name in head[2].split("\\")[1:]:
                place = place["keys"].setdefault(name, {"values": {}, "keys": {}})
        elif line:
            said = re.fullmatch(r'"((?:[^"\\]|\\.)*)"=(.+)', line)
            assert said is not None, line
            place["values"][re.sub(r"\\(.)", r"\1", said[1])] = data(said[2])

    def key(held: dict[str, Any]) -> Key:
        return Key(held["values"], {name: key(one) for name, one in held["keys"].items()})

    return key(top)


def data(text: str) -> object:
    if text.startswith("dword:"):
        return int(text.removeprefix("dword:"), 16)
    if text.startswith("hex(7):"):
        content = bytes.fromhex(text.removeprefix("hex(7):").replace(",", " "))
        return content.decode("utf-16-le").rstrip("\0").split("\0")
    assert text[0] == text[-1] == '"'
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def test_a_registry_file_is_read_back() -> None:
    assert as_table(in_registry(written("reg")["sceau-policy.reg"])) == POLICY


WORDS = some.text(
    some.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=("Cs", "Cc")),
    min_size=1,
)


@given(WORDS, some.integers(80, MOST_BITS), some.booleans())
def test_any_words_survive_a_registry_file(words: str, bits: int, enabled: bool) -> None:
    table = {
        "account": words,
        "password": {"bits": bits},
        "memory": {"enabled": enabled},
        "accounts": {"chu": {"ca_file": words}},
    }
    assert as_table(in_registry(registry_file.written(table))) == table


def test_a_registry_file_takes_out_what_was_said_before() -> None:
    assert "[-HKEY_LOCAL_MACHINE\\Software\\Policies\\Sceau]" in written("reg")[
        "sceau-policy.reg"
    ].decode("utf-16")


def test_thunderbird_keeps_the_add_on_and_is_told_of_the_check() -> None:
    said = json.loads(written("thunderbird")["policies.json"])["policies"]
    ((add_on, stays),) = said["ExtensionSettings"].items()
    assert stays == {"installation_mode": "force_installed", "install_url": ADD_ON}
    assert said["3rdparty"]["Extensions"][add_on] == {"check": "may-send-without-check"}
    assert (
        "3rdparty"
        not in json.loads(written("thunderbird", {"window": "always"})["policies.json"])["policies"]
    )


def test_a_profile_has_what_apple_asks_of_one() -> None:
    profile = plistlib.loads(written("mobileconfig")["sceau.mobileconfig"])
    assert profile["PayloadType"] == "Configuration"
    identifiers = [
        profile["PayloadUUID"],
        *(one["PayloadUUID"] for one in profile["PayloadContent"]),
    ]
    assert len(set(identifiers)) == 3
    for one in (profile, *profile["PayloadContent"]):
        assert one["PayloadVersion"] == 1
        assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", one["PayloadUUID"])
        assert one["PayloadIdentifier"]


def test_the_same_policy_gives_the_same_profile() -> None:
    assert written("mobileconfig") == written("mobileconfig")
    assert written("mobileconfig") != written("mobileconfig", {**POLICY, "window": "when-needed"})


def test_the_example_is_a_right_policy() -> None:
    check_policy(POLICY)
    assert understood(POLICY, "policy").rules["visible-recipients"].level == "block"
