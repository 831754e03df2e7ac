"""What Group Policy's editor makes of our templates is what Sceau reads."""

from __future__ import annotations

from typing import Any

import pytest

from sceau.phrases import catalogue
from sceau.settings.load import check_policy, understood
from sceau.settings.policy import values
from sceau.settings.policy.export import group_policy
from sceau.settings.policy.export.templates import Field, Policy, policies
from sceau.settings.policy.registry import PATH, as_table
from support.group_policy_editor import Editor, Registry, TemplateRefused

FILES = group_policy.files()
EVERY = {one.name: one for one in policies()}


@pytest.fixture(params=sorted(group_policy.CULTURES))
def editor(request: pytest.FixtureRequest) -> Editor:
    return Editor(FILES["sceau.admx"], FILES[f"{request.param}/sceau.adml"])


def read(registry: Registry) -> dict[str, Any]:
    return as_table(registry.key(PATH))


def filled(field: Field) -> object:
    """Give an answer that is not the one a person would leave."""
    if field.kind == "choice":
        return len(field.answers) - 1
    if field.kind == "number":
        return field.highest
    if field.kind == "list":
        return ["chu-exemple.fr", "labo-exemple.fr"]
    if field.leaf in ("authorization", "token"):
        return "https://login.exemple.fr/"
    return {"port": "465", "timeout": "30", "threshold": "12"}.get(field.leaf, "valeur-exemple")


def test_the_editor_loads_them_in_both_languages(editor: Editor) -> None:
    assert set(editor.policies) == set(EVERY)


def test_everything_has_words_in_the_catalogue() -> None:
    phrases = [words for one in EVERY.values() for words in (one.label, one.explained)]
    for one in EVERY.values():
        for field in one.fields:
            phrases += [field.label, *(words for _, words in field.answers)]
    for language in ("fr", "en"):
        assert {words.key for words in phrases} <= set(catalogue(language))


def test_words_are_of_their_language() -> None:
    french = Editor(FILES["sceau.admx"], FILES["fr-FR/sceau.adml"])
    english = Editor(FILES["sceau.admx"], FILES["en-US/sceau.adml"])
    assert french.words("$(string.rule_health_data)") == "Données de santé en clair"
    assert english.words("$(string.rule_health_data)") != "Données de santé en clair"


@pytest.mark.parametrize("policy", [pytest.param(one, id=one.name) for one in EVERY.values()])
def test_each_policy_enabled_is_understood_and_says_what_was_filled_in(
    editor: Editor, policy: Policy
) -> None:
    registry = Registry()
    editor.enable(registry, policy.name, **{one.id: filled(one) for one in policy.fields})
    table = read(registry)
    assert table
    check_policy(table)
    for field in policy.fields:
        place: Any = table
        for name in field.key.removeprefix(PATH).split("\\"):
            place = place[name] if name else place
        if field.kind == "choice":
            given = filled(field)
            assert isinstance(given, int)
            assert place[field.leaf] == field.answers[given][0]
        elif field.kind == "text" and field.leaf in ("port", "timeout", "threshold"):
            assert str(place[field.leaf]) == filled(field)
        else:
            assert place[field.leaf] == filled(field)


@pytest.mark.parametrize("name", sorted(EVERY))
def test_each_policy_disabled_is_understood(editor: Editor, name: str) -> None:
    registry = Registry()
    editor.enable(registry, name, **{one.id: filled(one) for one in EVERY[name].fields})
    editor.disable(registry, name)
    check_policy(read(registry))


def test_a_rule_disabled_is_off_and_enabled_again_is_on(editor: Editor) -> None:
    registry = Registry()
    editor.disable(registry, "rule_visible_recipients")
    assert not understood(read(registry), "policy").rules["visible-recipients"].enabled
    editor.enable(registry, "rule_visible_recipients", rule_visible_recipients_level=3)
    rule = understood(read(registry), "policy").rules["visible-recipients"]
    assert (rule.enabled, rule.level) == (True, "block")


def test_what_is_left_empty_of_the_account_is_not_imposed(editor: Editor) -> None:
    registry = Registry()
    editor.enable(registry, "account", account_kind=2, account_host="smtp.chu-exemple.fr")
    assert read(registry) == {
        "account": values.ACCOUNT,
        "accounts": {values.ACCOUNT: {"kind": "smtp", "host": "smtp.chu-exemple.fr"}},
    }


def test_a_number_out_of_bounds_is_not_taken_by_the_editor(editor: Editor) -> None:
    with pytest.raises(TemplateRefused):
        editor.enable(Registry(), "password_bits", password_bits=40)


def test_the_person_cannot_be_imposed() -> None:
    account = EVERY["account"]
    assert not {"user", "address"} & {one.leaf for one in account.fields}
