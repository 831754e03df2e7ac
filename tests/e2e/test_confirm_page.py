"""The confirmation page in Chromium: what it shows, what it posts, and what it withstands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from sceau.desk.view import ConfirmView, TextRow
from sceau.phrases import Phrase, phrase, say
from support.page_checks import SIZES, assert_nothing_is_cut, violations
from support.pages import ConfirmPage, confirm_page
from support.view_rows import NOBODY, PASSWORD, UNPROTECTED, VISIBLE
from support.views import (
    CLEAN,
    CROWD,
    ENDED,
    HALFWAY,
    NOBODY_THERE,
    READING,
    RISKY,
    SEALED,
    SIGNED,
    TOLD,
    VIEWS,
    WORKING,
    Language,
    Theme,
    dressed,
    later,
)

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[ConfirmPage]:
    """One page for many views, in which nothing moves."""
    with confirm_page(browser, reduced_motion="reduce") as page:
        yield page


# -- seen by everybody -----------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_axe_finds_nothing(
    still: ConfirmPage, view: ConfirmView, language: Language, theme: Theme
) -> None:
    still.show(dressed(view, language, theme), settled=False)
    assert violations(still.page) == []
    assert still.problems == []


@pytest.mark.parametrize("channel", ["SMS", "Téléphone", "Papier"])
def test_axe_finds_nothing_in_any_way_of_passing_the_password_on(
    shown: ConfirmPage, channel: str
) -> None:
    shown.show(SEALED, settled=False)
    shown.page.get_by_role("tab", name=channel).click()
    assert violations(shown.page) == []


@pytest.mark.parametrize("options", SIZES)
def test_nothing_is_cut_and_the_buttons_stay_in_sight(
    browser: Browser, options: dict[str, object]
) -> None:
    with confirm_page(browser, **options) as page:
        for name, view in VIEWS.items():
            page.show(dressed(view, "fr", "auto"), settled=False)
            assert_nothing_is_cut(page.page, name)
            height = page.page.evaluate("document.querySelector('.scroll').clientHeight")
            assert height > 120, f"{name}: nothing is left for what scrolls"


@pytest.mark.parametrize(
    ("theme", "system", "dark"),
    [("auto", "dark", True), ("auto", "light", False), ("dark", "light", True)],
    ids=["as the system is, dark", "as the system is, light", "dark whatever the system is"],
)
def test_the_theme_is_followed(browser: Browser, theme: Theme, system: str, dark: bool) -> None:
    with confirm_page(browser, color_scheme=system) as page:
        page.show(dressed(RISKY, "fr", theme), settled=False)
        ground = page.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert (ground == "rgb(20, 23, 28)") is dark


def test_two_thousand_recipients_stay_usable(shown: ConfirmPage) -> None:
    took = shown.page.evaluate(
        "first => { const from = performance.now(); sceau.show(first);"
        " document.body.offsetHeight; return performance.now() - from; }",
        {"view": msgspec.to_builtins(CROWD), "catalogue": {}},
    )
    assert took < 1500
    assert shown.page.locator(".row").count() == 150
    shown.page.get_by_role("button", name="confirm.show-all").nth(1).click()
    assert shown.page.locator(".row").count() >= 150 + 450
    expect(shown.page.locator(".footer .primary")).to_be_in_viewport(ratio=1)


# -- by keyboard -----------------------------------------------------------------------------


def test_risky_begins_on_the_heading_where_enter_does_nothing(shown: ConfirmPage) -> None:
    shown.show(RISKY)
    assert shown.focused == say(RISKY.headline, "fr")
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Space")
    assert shown.acts == []


def test_clean_begins_on_send_and_enter_sends_this_revision(shown: ConfirmPage) -> None:
    shown.show(CLEAN)
    assert shown.focused == "Envoyer"
    shown.page.keyboard.press("Enter")
    assert shown.acts == [{"act": "send", "revision": CLEAN.revision}]


def test_an_enter_meant_for_the_mail_program_does_not_send(shown: ConfirmPage) -> None:
    shown.show(CLEAN, settled=False)
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Space")
    shown.page.wait_for_timeout(600)
    shown.page.keyboard.down("Enter")
    shown.page.keyboard.down("Enter")
    assert shown.acts == [{"act": "send", "revision": 1}], "only the press after it settled"


@pytest.mark.parametrize(
    ("view", "acts"),
    [
        (RISKY, [{"act": "keep"}]),
        (CLEAN, [{"act": "keep"}]),
        (WORKING, [{"act": "keep"}]),
        (
            msgspec.structs.replace(
                WORKING, progress=msgspec.structs.replace(WORKING.progress, can_cancel=False)
            ),
            [],
        ),
        (ENDED, [{"act": "close"}]),
    ],
    ids=["while deciding", "when clean", "to cancel", "not when it cannot be cancelled", "ended"],
)
def test_esc_goes_back(shown: ConfirmPage, view: ConfirmView, acts: list[object]) -> None:
    shown.show(view)
    shown.page.keyboard.press("Escape")
    assert shown.acts == acts


def test_an_address_is_typed_or_chosen_among_those_suggested(shown: ConfirmPage) -> None:
    shown.show(NOBODY_THERE)
    field = shown.page.get_by_role("combobox", name="Adresse")
    options = shown.page.get_by_role("option")
    expect(options).to_have_count(0)
    field.focus()
    shown.page.keyboard.type("ma")
    looked_up = [{"act": "look-up", "finding": NOBODY.id, "text": one} for one in ("m", "ma")]
    assert shown.acts == looked_up
    expect(options).to_have_count(2)
    shown.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    shown.page.keyboard.type("r")
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        shown.page.keyboard.press(key)
    assert options.nth(0).get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    assert violations(shown.page) == []
    shown.page.keyboard.press("Enter")
    added = {"act": "add-address", "finding": NOBODY.id}
    assert shown.acts[3:] == [{**added, "address": "marie.durand@orange.example"}]
    field.fill("paul@free.example")
    shown.page.keyboard.press("Enter")
    shown.page.get_by_role("button", name="Ajouter").click()
    assert [one for one in shown.acts[4:] if one["act"] != "look-up"] == [
        {**added, "address": "paul@free.example"}
    ] * 2
    shown.page.keyboard.press("Escape")
    assert shown.acts[-1] == {"act": "keep"}


def test_the_whole_window_can_be_walked_with_the_tab_key(shown: ConfirmPage) -> None:
    shown.show(HALFWAY)
    walked = []
    for _ in range(40):
        shown.page.keyboard.press("Tab")
        walked.append(shown.focused)
        if shown.focused == "Chiffrer et envoyer":
            break
    assert walked == [
        "",  # the acknowledgement's box, named by its label
        "Passer en Cci",
        "Un mail par personne",
        "Retirer Claire Dubois",
        "Retirer Marc Petit",
        "Dans l’établissement · 1 Sophie Martin",
        "Annuler",
        "Chiffrer Bilan diététique.pdf",
        "Copier",
        "Un autre mot de passe",
        "Plutôt des lettres et des chiffres"
        if HALFWAY.password and HALFWAY.password.kind == "words"
        else "Plutôt des mots",
        "SMS",
        "Revenir au message Échap",
        "Chiffrer et envoyer",
    ]


def test_everything_can_be_done_from_the_keyboard(shown: ConfirmPage) -> None:
    shown.show(HALFWAY)
    press = shown.page.keyboard.press
    press("Tab")
    press("Space")
    press("Tab")
    press("Enter")
    for _ in range(4):
        press("Tab")
    press("Enter")
    expect(shown.page.get_by_role("button", name="Retirer Sophie Martin")).to_be_visible()
    press("Tab")
    press("Enter")
    press("Tab")
    press("Enter")
    press("Tab")
    press("Space")
    assert shown.acts == [
        {"act": "acknowledge", "finding": VISIBLE.id, "on": True},
        {"act": "cure", "finding": VISIBLE.id, "index": 0},
        {"act": "remove", "address": "sophie.martin@clinique.example", "on": True},
        {"act": "undo", "finding": UNPROTECTED.id},
        {"act": "seal", "attachment": "2", "on": False},
    ]


def test_the_text_is_put_into_a_letter_from_the_keyboard(shown: ConfirmPage) -> None:
    shown.show(CLEAN)
    summary = shown.page.get_by_text("Autres possibilités")
    switch = shown.page.get_by_role("switch", name="Mettre le texte dans un document chiffré")
    expect(switch).to_be_hidden()
    for _ in range(2):
        shown.page.keyboard.press("Shift+Tab")
    expect(summary).to_be_focused()
    shown.page.keyboard.press("Enter")
    expect(switch).to_be_visible()
    shown.page.keyboard.press("Tab")
    expect(switch).to_be_focused()
    shown.page.keyboard.press("Space")
    assert shown.acts == [{"act": "seal-text", "on": True}]
    sealed = msgspec.structs.replace(CLEAN, text=TextRow(sealed=True))
    shown.update(later(sealed, CLEAN))
    expect(switch).to_be_checked()


def test_beside_each_finding_of_a_signed_mail_stands_how_to_go_on(shown: ConfirmPage) -> None:
    shown.show(SIGNED, settled=False)
    for finding in shown.page.locator(".banner").all():
        expect(finding).to_contain_text("est signé")
        expect(finding).to_contain_text("puis signez")


@pytest.mark.parametrize("width", [780, 390], ids=["usual", "at 200 %"])
def test_no_sentence_is_squeezed_by_what_to_press(browser: Browser, width: int) -> None:
    with confirm_page(browser, viewport={"width": width, "height": 800}) as page:
        page.show(TOLD, settled=False)
        narrowest = page.page.evaluate(
            "Math.min(...[...document.querySelectorAll('.banner')].map(one =>"
            " one.querySelector('.evidence').offsetWidth / one.offsetWidth))"
        )
        assert narrowest > 0.5
        (sentence, ways) = page.page.evaluate(
            "['.evidence', '.ways'].map(one =>"
            " document.querySelector('.banner ' + one).getBoundingClientRect().left)"
        )
        assert sentence == ways  # the long one stands beneath


def test_the_arrows_choose_how_the_password_is_passed_on(shown: ConfirmPage) -> None:
    shown.show(SEALED)
    shown.page.get_by_role("tab", name="SMS").focus()
    for name in ("Téléphone", "Papier", "SMS", "Téléphone"):
        shown.page.keyboard.press("ArrowRight")
        expect(shown.page.get_by_role("tab", name=name)).to_be_focused()
        expect(shown.page.get_by_role("tab", name=name, selected=True)).to_be_visible()
    expect(shown.page.get_by_role("tabpanel")).to_contain_text("grand K comme Kléber")


def test_the_focus_goes_on_when_its_button_is_drawn_away(shown: ConfirmPage) -> None:
    shown.show(RISKY)
    shown.page.get_by_role("button", name="Chiffrer", exact=True).focus()
    shown.update(later(HALFWAY, RISKY))
    assert shown.focused == "Annuler"


# -- what it says and what it asks ------------------------------------------------------------


def test_what_holds_send_back_is_said_and_nothing_is_sent(shown: ConfirmPage) -> None:
    shown.show(RISKY)
    send = shown.page.get_by_role("button", name="Envoyer", exact=True)
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(send).to_have_accessible_description(say(RISKY.todo or Phrase(""), "fr"))
    send.press("Enter")
    expect(shown.page.locator("#told")).to_have_text(say(RISKY.todo or Phrase(""), "fr"))
    assert shown.acts == []


def test_a_finding_that_arrives_is_told_to_screen_readers(shown: ConfirmPage) -> None:
    shown.show(READING)
    shown.update(later(RISKY, READING))
    told = shown.page.locator("#told")
    expect(told).to_contain_text(say(UNPROTECTED.evidence, "fr"))
    expect(told).to_contain_text(say(RISKY.headline, "fr"))


def test_an_older_view_is_not_shown_again(shown: ConfirmPage) -> None:
    shown.show(later(SEALED, RISKY))
    shown.update(RISKY)
    expect(shown.page.get_by_role("heading", level=1)).to_have_text(say(SEALED.headline, "fr"))


def test_a_box_shows_what_was_decided_not_what_was_clicked(shown: ConfirmPage) -> None:
    shown.show(RISKY)
    box = shown.page.get_by_role("checkbox", name="Envoyer ce fichier en clair")
    box.click()
    assert shown.acts[-1]["act"] == "acknowledge"
    shown.update(later(RISKY, RISKY))
    expect(box).not_to_be_checked()


def test_the_password_leaves_the_page_only_by_its_name(shown: ConfirmPage) -> None:
    shown.show(SEALED)
    shown.page.get_by_role("button", name="Copier").click()
    assert shown.acts == [{"act": "copy"}]
    expect(shown.page.locator("output.groups")).to_have_text(PASSWORD, use_inner_text=False)


def test_after_reset_nothing_of_the_mail_is_left(shown: ConfirmPage) -> None:
    shown.show(SEALED)
    shown.page.evaluate("sceau.reset()")
    left = shown.page.evaluate(
        "document.documentElement.outerHTML.replace(/<script>.*<\\/script>/s, '')"
    )
    for one in ("Claire", "Bilan", "mK7R", "courrier.example"):
        assert one not in left
    shown.wait_for_post("cleared")


def test_only_the_slip_is_printed(shown: ConfirmPage) -> None:
    shown.show(SEALED)
    shown.page.emulate_media(media="print")
    expect(shown.page.locator(".slip")).to_be_visible()
    expect(shown.page.locator(".slip")).to_contain_text("Hq4d")
    expect(shown.page.locator(".scroll")).to_be_hidden()
    expect(shown.page.locator(".footer")).to_be_hidden()
    assert "Claire" not in shown.page.locator(".slip").inner_text()
    assert "Bilan" not in shown.page.locator(".slip").inner_text()


def test_a_sentence_that_is_missing_shows_its_key(shown: ConfirmPage) -> None:
    shown.show(msgspec.structs.replace(CLEAN, headline=phrase("confirm.no.such", name="x")))
    expect(shown.page.get_by_role("heading", level=1)).to_have_text("confirm.no.such")
