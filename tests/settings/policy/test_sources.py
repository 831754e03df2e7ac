"""Where a policy may stand, and what becomes of one that cannot be understood."""

from __future__ import annotations

import json
import plistlib
from pathlib import Path
from typing import Any

import pytest

from sceau.errors import NotAllowed, WrongSettings
from sceau.settings import places
from sceau.settings.live import LiveSettings
from sceau.settings.load import load
from sceau.settings.policy import managed_preferences, sources
from sceau.settings.policy.registry import Key, as_table
from sceau.settings.save import change


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the establishment's folder of this machine."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    made = tmp_path / "etc"
    made.mkdir()
    monkeypatch.setattr(places, "policy_file", lambda: made / "policy.toml")
    return made


def test_a_policy_in_json_counts_as_one_in_toml(folder: Path) -> None:
    (folder / "policy.json").write_text('{"theme": "dark", "password": {"bits": 100}}')
    loaded = load()
    assert (loaded.settings.theme, loaded.settings.password.bits) == ("dark", 100)
    assert loaded.locked == {"theme", "password.bits"}
    assert set(loaded.origins.values()) == {"file"}


def test_a_change_of_the_policy_in_json_counts_from_then_on(folder: Path) -> None:
    live = LiveSettings(load().settings)
    (folder / "policy.json").write_text('{"theme": "dark"}')
    assert live.now.theme == "dark"


NO_JSON: list[tuple[str, bytes, int]] = [
    ("a word without its quotes", b'{\n"theme": dark\n}', 2),
    ("a list", b"[]", 1),
    ("a key named twice", b'{"theme": "dark", "theme": "light"}', 1),
    ("bytes that are not UTF-8", b'{\n"theme": "\xff"}', 2),
    ("a file of over a mebibyte", b" " * 1_100_000, 1),
    ("lists without end", b"[" * 100_000, 1),
]


@pytest.mark.parametrize(
    ("content", "line"), [pytest.param(*row[1:], id=row[0]) for row in NO_JSON]
)
def test_what_is_no_json_is_told_by_its_line(folder: Path, content: bytes, line: int) -> None:
    (folder / "policy.json").write_bytes(content)
    fault = load().fault
    assert fault is not None
    assert fault.reason == "policy-settings-not-json"
    assert fault.sentence.values == {"line": line}


def test_two_files_are_one_too_many(folder: Path) -> None:
    (folder / "policy.json").write_text("{}")
    (folder / "policy.toml").write_text("")
    fault = load().fault
    assert fault is not None
    assert fault.reason == "policy-settings-two-files"


BROKEN = [
    ("no TOML", "window ="),
    ("a value that does not exist", 'window = "never"'),
    ("a key that does not exist", 'colour = "red"'),
    ("a rule that cannot be off", "[rules.not-examined]\nenabled = false"),
]


@pytest.mark.parametrize("broken", [pytest.param(row[1], id=row[0]) for row in BROKEN])
def test_under_a_broken_policy_the_strictest_settings_apply(folder: Path, broken: str) -> None:
    change(
        [
            (("language",), "en"),
            (("theme",), "dark"),
            (("window",), "when-needed"),
            (("internal_domains",), ["a.fr"]),
            (("rules", "visible-recipients", "enabled"), False),
            (("password", "kind"), "words"),
        ]
    )
    (folder / "policy.toml").write_text(broken)
    loaded = load()
    settings = loaded.settings
    assert loaded.fault is not None
    assert settings.window == "always"
    assert settings.rules == {}
    assert settings.internal_domains == ()
    assert settings.check == "required"
    assert (settings.language, settings.theme) == ("en", "dark")


def test_under_a_broken_policy_nobody_weakens_a_check(folder: Path) -> None:
    (folder / "policy.toml").write_text("window =")
    change([(("theme",), "dark")])
    for name, value in (
        (("window",), "when-needed"),
        (("internal_domains",), ["a.fr"]),
        (("rules", "mssante", "enabled"), False),
        (("password", "bits"), 80),
    ):
        with pytest.raises(NotAllowed):
            change([(name, value)])


def test_a_person_cannot_turn_the_check_off(folder: Path) -> None:
    with pytest.raises(WrongSettings) as told:
        change([(("check",), "off")])
    assert told.value.reason == "user-settings-policy-only"
    (folder / "policy.toml").write_text('check = "may-send-without-check"')
    assert load().settings.check == "may-send-without-check"


def test_what_is_said_for_the_machine_stands_over_what_is_said_for_the_person(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: dict[str, dict[str, Any]] = {
        "registry-user": {"theme": "dark", "window": "always", "password": {"kind": "words"}},
        "file": {"theme": "light", "password": {"bits": 100}},
        "registry-machine": {"password": {"bits": 128}},
    }
    given = [(place, lambda table=table: table) for place, table in said.items()]
    monkeypatch.setattr(sources, "_sources", lambda: given)
    loaded = load()
    assert loaded.settings.theme == "light"
    assert loaded.settings.password.bits == 128
    assert loaded.origins == {
        "theme": "file",
        "window": "registry-user",
        "password.kind": "registry-user",
        "password.bits": "registry-machine",
    }


REGISTRY: list[tuple[str, Key, dict[str, Any]]] = [
    ("nothing", Key(), {}),
    ("words, in any case", Key({"Theme": "dark"}), {"theme": "dark"}),
    ("words left empty are not imposed", Key({"theme": ""}), {}),
    ("the key's own value is passed over", Key({"": "x"}), {}),
    ("a list in one value", Key({"internal_domains": ["a.fr"]}), {"internal_domains": ["a.fr"]}),
    (
        "a list as Group Policy writes it, in the order of its numbers",
        Key({}, {"internal_domains": Key({"10": "c.fr", "2": "b.fr", "1": "a.fr"})}),
        {"internal_domains": ["a.fr", "b.fr", "c.fr"]},
    ),
    (
        "yes and no as numbers",
        Key(
            {}, {"memory": Key({"enabled": 0}), "Rules": Key({}, {"mssante": Key({"enabled": 1})})}
        ),
        {"memory": {"enabled": False}, "rules": {"mssante": {"enabled": True}}},
    ),
    ("a number as words", Key({}, {"password": Key({"bits": "100"})}), {"password": {"bits": 100}}),
    (
        "an account",
        Key({}, {"accounts": Key({}, {"CHU": Key({"kind": "smtp", "Host": "a.fr", "port": 25})})}),
        {"accounts": {"CHU": {"kind": "smtp", "host": "a.fr", "port": 25}}},
    ),
    ("a name that is not known stays, to be refused", Key({"colour": "red"}), {"colour": "red"}),
    ("a key that is not known stays, to be refused", Key({}, {"colour": Key()}), {"colour": {}}),
    ("a value in the rules' own key", Key({}, {"rules": Key({"x": 1})}), {"rules": {"x": 1}}),
    (
        "a number that is no yes or no",
        Key({}, {"memory": Key({"enabled": 7})}),
        {"memory": {"enabled": 7}},
    ),
]


@pytest.mark.parametrize(("key", "table"), [pytest.param(*row[1:], id=row[0]) for row in REGISTRY])
def test_the_registry_is_read_as_the_settings_have_it(key: Key, table: dict[str, Any]) -> None:
    assert as_table(key) == table


def test_managed_preferences_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(managed_preferences, "_FOLDER", tmp_path)
    machine, person = managed_preferences.files()
    person.parent.mkdir()
    machine.write_bytes(plistlib.dumps({"window": "always"}))
    person.write_bytes(plistlib.dumps({"theme": "dark"}, fmt=plistlib.FMT_BINARY))
    assert managed_preferences.of_the_machine() == {"window": "always"}
    assert managed_preferences.of_the_person() == {"theme": "dark"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a list",
        b"<?xml version='1.0'?><plist><dict>",
        plistlib.dumps(["a"]),
        plistlib.dumps({"PayloadContent": 3}),
        plistlib.dumps({"PayloadContent": [{"PayloadType": managed_preferences.MANAGED}]}),
    ],
)
def test_what_is_no_profile_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "sceau.mobileconfig"
    file.write_bytes(content)
    with pytest.raises(WrongSettings) as told:
        managed_preferences.read(file)
    assert told.value.reason == "policy-settings-not-plist"


def test_json_with_a_byte_order_mark_is_read(folder: Path) -> None:
    (folder / "policy.json").write_bytes(b"\xef\xbb\xbf" + json.dumps({"theme": "dark"}).encode())
    assert load().settings.theme == "dark"
