"""The user's settings, and the establishment's policy over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.errors import WrongSettings
from sceau.phrases import catalogue, say
from sceau.review.findings import Level
from sceau.settings.load import Loaded, load
from sceau.settings.schema import RuleSettings, Settings


@pytest.fixture
def loaded(tmp_path: Path):
    def read(user: str | bytes | None = None, policy: str | bytes | None = None) -> Loaded:
        paths = []
        for name, content in (("settings.toml", user), ("policy.toml", policy)):
            path = tmp_path / name
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append(path)
        return load(*paths)

    return read


def fault_of(loaded, role: str, content: str | bytes) -> WrongSettings:
    """Give what is wrong with a file: the user's stops, the policy's is told beside the
    strictest settings."""
    if role == "user":
        with pytest.raises(WrongSettings) as told:
            loaded(user=content)
        return told.value
    read = loaded(policy=content)
    assert read.fault is not None
    assert read.settings.window == "always"
    return read.fault


def test_no_file_is_the_defaults(loaded) -> None:
    assert loaded() == Loaded(Settings(), frozenset())


def test_an_empty_file_is_the_defaults(loaded) -> None:
    assert loaded("", "") == Loaded(Settings(), frozenset())


def test_everything_a_user_can_set(loaded) -> None:
    read = loaded(
        """
        language = "fr"
        theme = "dark"
        window = "when-needed"
        internal_domains = ["chu-exemple.fr", "hôpital-exemple.fr"]
        account = "hopital"

        [rules.visible-recipients]
        level = "block"

        [rules.missing-attachment]
        enabled = false

        [password]
        kind = "words"
        bits = 90

        [accounts.hopital]
        kind = "smtp"
        host = "smtp.chu-exemple.fr"
        port = 465
        security = "tls"
        timeout = 30
        """
    ).settings
    assert (read.language, read.theme, read.window) == ("fr", "dark", "when-needed")
    assert read.internal_domains == ("chu-exemple.fr", "hôpital-exemple.fr")
    assert read.rules == {
        "visible-recipients": RuleSettings(level=Level.BLOCK),
        "missing-attachment": RuleSettings(enabled=False),
    }
    assert (read.password.kind, read.password.bits) == ("words", 90)
    assert read.accounts["hopital"].timeout == 30.0
    assert read.account == "hopital"


def test_the_policy_stands_over_the_user_value_by_value(loaded) -> None:
    read = loaded(
        'theme = "dark"\nwindow = "when-needed"\n'
        '[rules.visible-recipients]\nenabled = false\nlevel = "info"\n',
        'window = "always"\n[rules.visible-recipients]\nenabled = true\n[password]\nbits = 100\n',
    )
    assert read.settings.theme == "dark"
    assert read.settings.window == "always"
    assert read.settings.rules["visible-recipients"] == RuleSettings(True, Level.INFO)
    assert read.settings.password.bits == 100
    assert read.locked == {"window", "rules.visible-recipients.enabled", "password.bits"}


def test_a_list_of_the_policy_takes_the_place_of_the_users(loaded) -> None:
    read = loaded('internal_domains = ["a.fr"]', 'internal_domains = ["b.fr"]')
    assert read.settings.internal_domains == ("b.fr",)


def test_the_policy_may_name_an_account_the_user_describes(loaded) -> None:
    read = loaded('[accounts.h]\nkind = "smtp"\nhost = "h.fr"', 'account = "h"')
    assert read.settings.account == "h"


def test_an_account_may_be_described_in_two_files(loaded) -> None:
    read = loaded('[accounts.h]\nuser = "marie"', '[accounts.h]\nkind = "smtp"\nhost = "h.fr"')
    assert (read.settings.accounts["h"].user, read.settings.accounts["h"].host) == ("marie", "h.fr")


WRONG = [
    ("a key that is not known", 'windov = "always"', "unknown-key", "windov"),
    ("a key that is not known in a table", "[password]\nbit = 90", "unknown-key", "password.bit"),
    (
        "a key that is not known in a rule",
        "[rules.visible-recipients]\non = true",
        "unknown-key",
        "rules.visible-recipients.on",
    ),
    (
        "a rule that does not exist",
        "[rules.visible-recipient]\nenabled = true",
        "unknown-key",
        "rules.visible-recipient",
    ),
    ("a value of another type", "window = 3", "wrong-value", "window"),
    ("a word that is none of those allowed", 'window = "secret-x"', "wrong-value", "window"),
    ("a table where a value belongs", "[window]\nx = 1", "wrong-value", "window"),
    ("a value where a table belongs", "password = 12", "wrong-value", "password"),
    ("a value where a rule's table belongs", "rules = 1", "wrong-value", "rules"),
    (
        "a rule that is no table",
        '[rules]\nvisible-recipients = "off"',
        "wrong-value",
        "rules.visible-recipients",
    ),
    (
        "a level that does not exist",
        '[rules.visible-recipients]\nlevel = "red"',
        "wrong-value",
        "rules.visible-recipients.level",
    ),
    ("a number as text", '[password]\nbits = "90"', "wrong-value", "password.bits"),
    ("a password too easy to guess", "[password]\nbits = 40", "wrong-value", "password.bits"),
    ("a password too long to type", "[password]\nbits = 4000", "wrong-value", "password.bits"),
    ("domains as one text", 'internal_domains = "a.fr"', "wrong-value", "internal_domains"),
    ("a domain with an at sign", 'internal_domains = ["@a.fr"]', "wrong-value", "internal_domains"),
    ("a whole country as a domain", 'internal_domains = ["fr"]', "wrong-value", "internal_domains"),
    ("an empty domain", 'internal_domains = [""]', "wrong-value", "internal_domains"),
    (
        "a public provider's domain",
        'internal_domains = ["Gmail.com"]',
        "public-domain",
        "internal_domains",
    ),
    ("an account that does not exist", 'account = "hopital"', "unknown-account", "account"),
    (
        "an account without a server",
        '[accounts.h]\nkind = "smtp"',
        "missing-value",
        "accounts.h.host",
    ),
    ("a port that is none", "[accounts.h]\nport = 70000", "wrong-value", "accounts.h.port"),
    ("a wait of no time", "[accounts.h]\ntimeout = 0", "wrong-value", "accounts.h.timeout"),
    (
        "a wait that is no number",
        "[accounts.h]\ntimeout = nan",
        "wrong-value",
        "accounts.h.timeout",
    ),
    (
        "the one rule that cannot be off",
        "[rules.not-examined]\nenabled = false",
        "always-on",
        "rules.not-examined.enabled",
    ),
]


@pytest.mark.parametrize(
    ("content", "reason", "name"), [pytest.param(*row[1:], id=row[0]) for row in WRONG]
)
@pytest.mark.parametrize("role", ["user", "policy"])
def test_what_is_wrong_is_named(loaded, role: str, content: str, reason: str, name: str) -> None:
    told = fault_of(loaded, role, content)
    assert told.reason == f"{role}-settings-{reason}"
    assert told.sentence.values == {"name": name}
    assert told.exit_code == 78
    for language in ("fr", "en"):
        sentence = say(told.sentence, language)
        assert name in sentence
        assert "secret-x" not in sentence
    assert "secret-x" not in f"{told!r}{told.__cause__!r}"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param("a = 1\nb = = 2\n", 2, id="a fault in the second line"),
        pytest.param("a = 1\na = 2\n", 2, id="a key given twice"),
        pytest.param(b'a = 1\nb = "\xff"\n', 2, id="a byte that is not UTF-8"),
        pytest.param(b"\x00\x01", 1, id="no text at all"),
        pytest.param("a = [", 1, id="a list that does not end"),
        pytest.param("#" * 1_100_000, 1, id="a file of over a mebibyte"),
    ],
)
@pytest.mark.parametrize("role", ["user", "policy"])
def test_what_is_no_toml(loaded, role: str, content: str | bytes, line: int) -> None:
    told = fault_of(loaded, role, content)
    assert told.reason == f"{role}-settings-not-toml"
    assert told.sentence.values == {"line": line}


@pytest.mark.parametrize("role", ["user", "policy"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, role: str) -> None:
    # A folder in the file's place: unreadable even to root, who runs the tests in places.
    unreadable = tmp_path / "folder"
    unreadable.mkdir()
    paths = {"user": tmp_path / "none", "policy": tmp_path / "none", role: unreadable}
    told = fault_of(lambda **_: load(**paths), role, "")
    assert told.reason == f"{role}-settings-unreadable"


def test_a_wrong_value_of_the_user_is_told_though_the_policy_would_hide_it(loaded) -> None:
    with pytest.raises(WrongSettings) as told:
        loaded("window = 3", 'window = "always"')
    assert told.value.reason == "user-settings-wrong-value"


def test_a_key_out_of_a_file_is_shown_short_and_on_one_line(loaded) -> None:
    with pytest.raises(WrongSettings) as told:
        loaded(f'"a\\u001b\\n{"x" * 200}" = 1')
    name = str(told.value.sentence.values["name"])
    assert len(name) == 80
    assert name.isprintable()


def test_every_sentence_is_in_both_languages() -> None:
    reasons = {row[2] for row in WRONG} | {"not-toml", "unreadable"}
    for role in ("user", "policy"):
        for reason in reasons:
            for language in ("fr", "en"):
                assert f"error.{role}-settings-{reason}" in catalogue(language)
