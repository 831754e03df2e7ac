"""The settings page in Chromium: what it shows, and what it posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from sceau.desk.preferences.view import SettingsView
from support.page_checks import SIZES, assert_nothing_is_cut, violations
from support.pages import ShownPage, shown_page
from support.settings_views import CHOSEN, SETTINGS_VIEWS, USUAL, settings_view
from support.views import Language, Theme

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser) -> Iterator[ShownPage]:
    """A fresh page, in which nothing may go wrong unheard."""
    with shown_page(browser, "settings", reduced_motion="reduce") as shown:
        yield shown
        assert shown.problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("loaded", [USUAL, CHOSEN], ids=["as they come", "some chosen"])
def test_axe_finds_nothing(
    page: ShownPage, loaded: object, language: Language, theme: Theme
) -> None:
    page.show(settings_view(loaded, language, theme, refused=True), settled=False)  # type: ignore[arg-type]
    assert violations(page.page) == []


@pytest.mark.parametrize("options", SIZES)
@pytest.mark.parametrize("view", SETTINGS_VIEWS.values(), ids=SETTINGS_VIEWS)
def test_nothing_is_cut_and_the_way_out_stays_in_sight(
    browser: Browser, view: SettingsView, options: dict[str, object]
) -> None:
    with shown_page(browser, "settings", **options) as page:
        page.show(view, settled=False)
        assert_nothing_is_cut(page.page, "settings")


def test_each_change_is_posted_at_once(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    page.page.get_by_label("Langue").select_option("en")
    page.page.get_by_label("Se souvenir de vos correspondants").click()
    domains = page.page.get_by_label("Domaines de votre établissement")
    domains.fill("ghe-valmont.example")
    domains.press("Tab")
    page.page.get_by_label("Destinataires qui se voient entre eux").select_option("block")
    assert page.acts == [
        {"act": "change", "name": "language", "value": "en"},
        {"act": "change", "name": "memory.enabled", "value": "off"},
        {"act": "change", "name": "internal_domains", "value": "ghe-valmont.example"},
        {"act": "change", "name": "rules.visible-recipients", "value": "block"},
    ]


def test_what_the_establishment_decided_cannot_be_changed_and_says_so(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["some chosen, some locked"], settled=False)
    for label in ("Fenêtre de vérification", "Domaines de votre établissement"):
        control = page.page.get_by_label(label)
        expect(control).to_be_disabled()
        expect(control).to_have_accessible_description(
            re.compile("Défini par votre établissement$")
        )


def test_a_value_that_was_refused_says_why_and_shows_what_counts(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    domains = page.page.get_by_label("Domaines de votre établissement")
    domains.fill("gmail.com")
    domains.press("Tab")
    page.update(settings_view(refused=True))
    expect(domains).to_have_value("")
    expect(domains).to_have_attribute("aria-invalid", "true")
    expect(page.page.locator("#told")).to_contain_text("vos patients peuvent y avoir une adresse")


def test_it_is_left_by_escape_and_by_its_button(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["as they come"])
    page.page.keyboard.press("Escape")
    page.page.get_by_role("button", name="Fermer").click()
    assert page.acts == [{"act": "close"}, {"act": "close"}]


def test_every_setting_is_reached_by_keyboard(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    page.page.locator("summary").click()
    wanted = page.page.locator(".setting select, .setting input, .setting button").count()
    reached = set()
    for _ in range(wanted + 4):
        page.page.keyboard.press("Tab")
        reached.add(page.page.evaluate("document.activeElement.id"))
    assert len([one for one in reached if one.startswith("setting-")]) == wanted + 1


def test_an_account_is_added_by_its_address_and_its_password_leaves_the_page(
    page: ShownPage,
) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    page.page.get_by_label("Adresse", exact=True).fill("camille@orange.fr")
    password = page.page.get_by_label("Mot de passe", exact=True)
    password.fill("secret")
    password.press("Enter")
    nothing_more = {**dict.fromkeys(("url", "mailbox", "client", "tenant"), ""), "auth": "auto"}
    assert page.acts == [
        {
            "act": "add-account",
            "address": "camille@orange.fr",
            "password": "secret",
            "kind": "auto",
            **nothing_more,
        }
    ]
    expect(password).to_have_value("")


def test_microsoft_365_is_added_with_what_the_it_department_gave(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    page.page.get_by_label("Adresse", exact=True).fill("camille@clinique.example")
    page.page.get_by_label("Genre de compte").select_option("graph")
    page.page.locator("summary").press("Enter")
    page.page.get_by_label("Boîte partagée").fill("secretariat@clinique.example")
    page.page.get_by_label("Identifiant de l’application").fill("abc")
    page.page.get_by_role("button", name="Ajouter").click()
    (act,) = page.acts
    assert (act["kind"], act["mailbox"], act["client"]) == (
        "graph",
        "secretariat@clinique.example",
        "abc",
    )


@pytest.mark.parametrize(
    ("choice", "auth", "words"),
    [
        ("Par votre session (Kerberos)", "kerberos", "aucun mot de passe"),
        ("Dans le navigateur (OAuth)", "oauth", "sur la page de votre établissement"),
    ],
)
def test_exchange_is_added_by_another_login_than_a_password(
    page: ShownPage, choice: str, auth: str, words: str
) -> None:
    page.show(SETTINGS_VIEWS["as they come"], settled=False)
    page.page.get_by_label("Adresse", exact=True).fill("camille@clinique.example")
    page.page.get_by_label("Genre de compte").select_option("exchange")
    page.page.locator("summary").press("Enter")
    login = page.page.get_by_label("Connexion à Exchange")
    login.select_option(label=choice)
    expect(login).to_have_accessible_description(re.compile(words))
    assert violations(page.page) == []
    page.page.get_by_role("button", name="Ajouter").click()
    (act,) = page.acts
    assert (act["kind"], act["auth"], act["password"]) == ("exchange", auth, "")


@pytest.mark.parametrize("view", ["a person must sign in", "a person must type a code"])
def test_where_to_sign_in_is_shown_and_can_be_given_up(page: ShownPage, view: str) -> None:
    page.show(SETTINGS_VIEWS[view], settled=False)
    place = page.page.get_by_label("Si la page ne s’ouvre pas")
    expect(place).to_have_value(re.compile("^https://connexion.example/"))
    page.page.get_by_role("button", name="Abandonner").press("Enter")
    assert page.acts == [{"act": "give-up"}]
    assert violations(page.page) == []


def test_an_account_that_is_signed_in_to_has_its_button(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["some chosen, some locked"], settled=False)
    page.page.get_by_role("button", name="Se connecter au compte microsoft").click()
    assert page.acts == [{"act": "login-account", "name": "microsoft"}]
    expect(page.page.get_by_role("button", name="Se connecter au compte valmont")).to_have_count(0)


def test_an_account_is_tried_and_removed_by_buttons_that_name_it(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["some chosen, some locked"], settled=False)
    page.page.get_by_role("button", name="Essayer le compte valmont").click()
    page.page.get_by_role("button", name="Retirer le compte valmont").click()
    assert page.acts == [
        {"act": "test-account", "name": "valmont"},
        {"act": "remove-account", "name": "valmont"},
    ]


def test_while_an_account_is_tried_nothing_else_can_be_asked_of_one(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["an account is tried"], settled=False)
    expect(page.page.get_by_role("button", name="Ajouter")).to_be_disabled()
    expect(page.page.get_by_role("button", name="Essayer le compte valmont")).to_be_disabled()
    expect(page.page.locator(".steps")).to_contain_text("Orange")


def test_an_account_that_does_not_work_says_why_and_the_way_out(page: ShownPage) -> None:
    page.show(SETTINGS_VIEWS["an account failed"], settled=False)
    expect(page.page.locator(".steps .problem")).to_be_visible()
    expect(page.page.get_by_role("button", name="Ajouter")).to_be_enabled()
