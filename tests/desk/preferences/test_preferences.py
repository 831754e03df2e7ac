"""The settings window: what it shows of the settings, what a change writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.desk.preferences import knobs
from sceau.desk.preferences.preferences import Preferences
from sceau.errors import SceauError
from sceau.phrases import LANGUAGES, Phrase, catalogue
from sceau.review.findings import Level
from sceau.review.rules import RULE_IDS
from sceau.settings.load import Loaded, load
from sceau.settings.save import change
from sceau.settings.schema import AccountSettings, RuleSettings, Settings
from support.settings_views import CHOSEN, SETTINGS_VIEWS


def shown(loaded: Loaded) -> dict[str, str]:
    view = Preferences(loaded, "fr").view()
    return {one.name: one.value for group in view.groups for one in group.settings}


WRITTEN = {
    "a language": ("language", "en", {"language": "en"}),
    "when the window shows": ("window", "when-needed", {"window": "when-needed"}),
    "domains however they are separated": (
        "internal_domains",
        " a.example;b.example\n@c.example, ",
        {"internal_domains": ["a.example", "b.example", "c.example"]},
    ),
    "no domain at all": ("internal_domains", "  ", {"internal_domains": None}),
    "a switch": ("memory.enabled", "off", {"memory.enabled": False}),
    "a number": ("password.bits", "128", {"password.bits": 128}),
    "an account": ("account", "valmont", {"account": "valmont"}),
    "a rule turned off": (
        "rules.mssante",
        "off",
        {"rules.mssante.enabled": False, "rules.mssante.level": None},
    ),
    "a rule made to block": (
        "rules.mssante",
        "block",
        {"rules.mssante.enabled": None, "rules.mssante.level": "block"},
    ),
    "a rule as it was": (
        "rules.mssante",
        "own",
        {"rules.mssante.enabled": None, "rules.mssante.level": None},
    ),
}
OPEN = Loaded(Settings(accounts={"valmont": AccountSettings()}))


@pytest.mark.parametrize(("name", "value", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_a_value_writes(name: str, value: str, expected: dict[str, object]) -> None:
    values = Preferences(OPEN, "fr").values(name, value)
    assert values is not None
    assert {".".join(path): given for path, given in values} == expected


NOTHING = {
    "a setting nobody knows": ("accounts.valmont.host", "x"),
    "a value that is no answer": ("theme", "pink"),
    "a switch that is neither": ("memory.enabled", "perhaps"),
    "turning off what must stay": ("rules.not-examined", "off"),
    "an account there is not": ("account", "other"),
    "strength under the least": ("password.bits", "40"),
}


@pytest.mark.parametrize(("name", "value"), NOTHING.values(), ids=NOTHING)
def test_these_write_nothing(name: str, value: str) -> None:
    assert Preferences(OPEN, "fr").values(name, value) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("window", "always"), ("internal_domains", ""), ("rules.visible-recipients", "own")],
)
def test_what_the_establishment_decided_is_not_written(name: str, value: str) -> None:
    preferences = Preferences(CHOSEN, "fr")
    assert preferences.values(name, value) is None
    locked = {
        one.name for group in preferences.view().groups for one in group.settings if one.locked
    }
    assert locked == {"window", "internal_domains", "rules.visible-recipients"}


def test_what_is_chosen_is_shown() -> None:
    told = shown(CHOSEN)
    assert told["rules.mssante"] == "off"
    assert told["rules.visible-recipients"] == "block"
    assert told["rules.identifier"] == "own"
    assert told["internal_domains"] == "ghe-valmont.example, labo.example"
    assert told["account"] == "valmont"
    level = Loaded(Settings(rules={"mssante": RuleSettings(level=Level.INFO)}))
    assert shown(level)["rules.mssante"] == "info"


def test_every_rule_can_be_set() -> None:
    assert {f"rules.{one}" for one in RULE_IDS} <= set(shown(Loaded(Settings())))


def test_a_value_outside_those_offered_is_shown_all_the_same() -> None:
    from sceau.settings.schema import PasswordSettings

    settings = Settings(password=PasswordSettings(bits=93))
    assert shown(Loaded(settings))["password.bits"] == "93"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", SETTINGS_VIEWS.values(), ids=SETTINGS_VIEWS)
def test_every_sentence_is_in_the_catalogue(language: str, view: object) -> None:
    def phrases(of: object) -> list[Phrase]:
        if isinstance(of, Phrase):
            return [of]
        if isinstance(of, tuple):
            return [found for one in of for found in phrases(one)]
        fields = getattr(of, "__struct_fields__", ())
        return [found for name in fields for found in phrases(getattr(of, name))]

    assert {one.key for one in phrases(view)} <= set(catalogue(language))


@given(
    st.sampled_from([one.name for _, group in knobs.groups(Settings()) for one in group]),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["on", "off", "own", "block", "fr", "dark", "12", "words", "always"]),
    ),
)
def test_whatever_is_given_the_file_is_right_or_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
) -> None:
    folder: Path = tmp_path_factory.mktemp("settings")
    user, policy = folder / "settings.toml", folder / "policy.toml"
    values = Preferences(load(user, policy), "fr").values(name, value)
    if values is None:
        return
    try:
        loaded = change(values, user, policy)
    except SceauError:
        assert not user.exists()
    else:
        assert load(user, policy) == loaded
