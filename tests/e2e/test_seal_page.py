"""The sealing page in Chromium: what it shows, what it posts, and what it withstands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from sceau.desk.sealer.view import SealView
from support.page_checks import SIZES, assert_nothing_is_cut, violations
from support.pages import ShownPage, shown_page
from support.seal_views import SEAL_VIEWS, seal_dressed
from support.views import Language, Theme

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[ShownPage]:
    """One page for many views, in which nothing moves."""
    with shown_page(browser, "seal", reduced_motion="reduce") as page:
        yield page


@pytest.fixture
def sealing(browser: Browser) -> Iterator[ShownPage]:
    """A fresh page, in which nothing may go wrong unheard."""
    with shown_page(browser, "seal") as page:
        yield page
        assert page.problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("view", SEAL_VIEWS.values(), ids=SEAL_VIEWS)
def test_axe_finds_nothing(
    still: ShownPage, view: SealView, language: Language, theme: Theme
) -> None:
    still.show(seal_dressed(view, language, theme), settled=False)
    assert violations(still.page) == []
    assert still.problems == []


@pytest.mark.parametrize("options", SIZES)
def test_nothing_is_cut_and_the_buttons_stay_in_sight(
    browser: Browser, options: dict[str, object]
) -> None:
    with shown_page(browser, "seal", **options) as page:
        for name, view in SEAL_VIEWS.items():
            page.show(seal_dressed(view, "fr", "auto"), settled=False)
            assert_nothing_is_cut(page.page, name)


def test_every_view_follows_every_other(sealing: ShownPage) -> None:
    """Whatever was drawn before, the next view is drawn."""
    order = [*SEAL_VIEWS.values(), *reversed(SEAL_VIEWS.values())]
    sealing.show(order[0], settled=False)
    for revision, view in enumerate(order, order[0].revision + 1):
        sealing.update(msgspec.structs.replace(view, revision=revision))
    assert sealing.problems == []


PRESSED = {
    "choose files": ("no file yet", "Choisir des fichiers", {"act": "choose-files"}),
    "add files": ("one file", "Ajouter des fichiers", {"act": "choose-files"}),
    "take one out": (
        "one file",
        "Retirer Compte rendu.pdf de la liste",
        {"act": "take-out", "file": "1"},
    ),
    "choose a folder": ("a read-only folder", "Choisir un dossier", {"act": "choose-folder"}),
    "beside the originals again": (
        "formats, passwords and folder chosen",
        "À côté des originaux",
        {"act": "beside"},
    ),
    "close": ("one file", "Fermer", {"act": "keep"}),
    "cancel": ("being sealed", "Annuler", {"act": "keep"}),
    "open the folder": ("all sealed", "Ouvrir le dossier", {"act": "open-folder"}),
    "begin a mail": ("all sealed", "Nouveau mail avec ces fichiers", {"act": "new-mail"}),
    "copy the password": ("all sealed", "Copier", {"act": "copy"}),
    "the password of another file": (
        "all sealed, a password each",
        "Son mot de passe\u00a0: Photo (chiffré).pdf",
        {"act": "show-password", "file": "2"},
    ),
    "other files": ("all sealed", "Chiffrer d’autres fichiers", {"act": "again"}),
    "finish": ("all sealed", "Terminer", {"act": "close"}),
}


@pytest.mark.parametrize(("view", "button", "act"), PRESSED.values(), ids=PRESSED)
def test_what_is_pressed_is_posted(
    sealing: ShownPage, view: str, button: str, act: dict[str, str]
) -> None:
    sealing.show(SEAL_VIEWS[view])
    sealing.page.get_by_role("button", name=button, exact=button != "Fermer").first.click()
    assert sealing.acts == [act]


def test_the_form_of_a_file_is_chosen_from_a_list(sealing: ShownPage) -> None:
    sealing.show(SEAL_VIEWS["files of every kind"])
    sealing.page.get_by_label("Forme de Photo avant.jpg une fois chiffré").select_option("zip")
    assert sealing.acts == [{"act": "seal-as", "file": "2", "format": "zip"}]


def test_what_holds_for_all_files_is_chosen(sealing: ShownPage) -> None:
    sealing.show(SEAL_VIEWS["files of every kind"])
    sealing.page.get_by_label("Un par fichier").check()
    sealing.page.get_by_label("Mots français").check()
    sealing.page.get_by_label("Sans le nom du patient").check()
    sealing.page.get_by_label("Retirées des copies chiffrées").check()
    sealing.page.get_by_label("Une page pour le patient").check()
    assert sealing.acts == [
        {"act": "one-each", "on": True},
        {"act": "new-password", "kind": "words"},
        {"act": "neutral-names", "on": True},
        {"act": "clean", "on": True},
        {"act": "instructions", "on": True},
    ]


def test_the_whole_way_by_keyboard(sealing: ShownPage) -> None:
    view = SEAL_VIEWS["one file"]
    sealing.show(view)
    sealing.page.keyboard.press("Shift+Tab")
    reached = [sealing.focused]
    for _ in range(12):
        sealing.page.keyboard.press("Tab")
        reached.append(sealing.focused)
    wanted = {"Ajouter des fichiers", "Chiffrer", "Choisir un dossier", "Fermer Échap"}
    assert wanted <= set(reached), reached
    sealing.page.get_by_role("button", name="Chiffrer").focus()
    sealing.page.keyboard.press("Enter")
    sealing.page.keyboard.press("Escape")
    assert sealing.acts == [{"act": "start", "revision": view.revision}, {"act": "keep"}]


def test_what_is_held_back_says_why(sealing: ShownPage) -> None:
    sealing.show(SEAL_VIEWS["a read-only folder"])
    sealing.page.get_by_role("button", name="Chiffrer 2 fichiers").click(force=True)
    assert sealing.acts == []
    expect(sealing.page.locator("#told")).to_have_text("Choisissez un dossier pour les résultats.")


def test_hostile_names_stay_text(sealing: ShownPage) -> None:
    sealing.show(SEAL_VIEWS["hostile names"])
    assert sealing.page.evaluate("globalThis.taken") is None
    assert sealing.page.locator("#page img, #page script").count() == 0


def test_nothing_is_left_of_the_dialogue_before(sealing: ShownPage) -> None:
    sealing.show(SEAL_VIEWS["all sealed"])
    sealing.page.evaluate("sceau.reset()")
    sealing.wait_for_post("cleared")
    assert sealing.page.locator("body").inner_text().strip() == ""
