"""The Outlook task pane as it is shipped, in Chromium: seen, read aloud, worked by keyboard, and
what it seals opened by readers we did not write."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sceau.hooks.officejs.build import Choices, build
from sceau.seal.zip import unseal_zip
from support.outlook_pane import HOST, OFFICE, Pane, pane
from support.pages import chromium
from support.repository import ROOT
from support.windows import wait_for

pytestmark = pytest.mark.e2e

AXE = (ROOT / "ui/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
REPORT = (ROOT / "tests/review/reading/samples/consultation.pdf").read_bytes()
NOTES = "Bilan de Mme Durand : œdème.\n".encode()
RISKY: dict[str, Any] = {
    "to": ["Claire Durand <claire.durand@orange.fr>", "Marc Petit <marc.petit@free.fr>"],
    "cc": ["Sophie Roche <sophie@clinique-exemple.fr>"],
    "subject": "Votre bilan",
    "text": "Bonjour, voici votre bilan.",
    "files": [("Bilan.pdf", REPORT)],
}
CLEAN: dict[str, Any] = {"to": ["marc@clinique-exemple.fr"], "subject": "Planning", "text": "Oui."}
HOSTILE: dict[str, Any] = {
    "to": ["<img src=x onerror=globalThis.taken=1> <a@orange.fr>", f"{'b' * 60}@orange.fr"],
    "subject": '"><script>globalThis.taken=1</script>\u202e' + "é" * 300,
    "files": [("<b>\u202efdp.exe</b>.pdf", REPORT)],
}


_OLD = "Votre glycémie est à 2,4 g/L et le diabète n’est pas équilibré : l’insuline est reprise. "
_OWN = '<p>Bonjour, c’est noté pour mardi.</p><p>Camille Roux<img src="cid:logo@x" alt=""></p>'
REPLY: dict[str, Any] = {
    "to": ["Claire Durand <claire.durand@orange.fr>"],
    "subject": "RE: Suivi",
    "type": "reply",
    "html": f"""<html><body>{_OWN}<div id="appendonsend"></div><hr tabindex="-1">
<div id="divRplyFwdMsg"><b>De :</b> Claire Durand<br><b>Envoyé :</b> mardi<br></div>
<div><p>{_OLD * 45}</p></div></body></html>""",
}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outlook-web")
    build(folder, Choices(host=HOST))
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


def press(shown: Pane, name: str) -> None:
    shown.page.get_by_role("button", name=name, exact=True).first.click(timeout=5000)


def confirmed(shown: Pane) -> None:
    shown.page.locator(".primary").click(timeout=5000)
    shown.page.get_by_role("heading", name="cliquez maintenant").wait_for(timeout=20_000)


LOOKS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as it is": ({}, {}),
    "in English": ({"language": "en-US"}, {}),
    "dark": ({"ground": "#1f1f1f"}, {}),
    "forced colours": ({}, {"forced_colors": "active"}),
    "wide": ({}, {"viewport": {"width": 640, "height": 720}}),
}


@pytest.mark.parametrize(
    ("mail", "look"),
    [
        *(pytest.param(RISKY, look, id=f"risky, {look}") for look in LOOKS),
        pytest.param(CLEAN, "as it is", id="clean"),
        pytest.param(REPLY, "as it is", id="long history"),
        pytest.param(REPLY, "dark", id="long history, dark"),
        pytest.param(HOSTILE, "dark", id="hostile"),
    ],
)
def test_axe_finds_nothing(browser: Browser, dist: Path, mail: dict[str, Any], look: str) -> None:
    more, options = LOOKS[look]
    with pane(browser, dist, {**mail, **more}, reduced_motion="reduce", **options) as shown:
        shown.page.evaluate(AXE)
        found = shown.page.evaluate("axe.run({ resultTypes: ['violations'] })")
        assert not [one["id"] for one in found["violations"]]
        assert shown.page.evaluate("globalThis.taken") is None
        width = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0
        assert not shown.problems


GROUNDS = ("#ffffff", "#1f1f1f")
STATES: dict[str, str] = {
    "a password": "review",
    "working": "Chiffrement de",
    "confirmed": "cliquez maintenant",
}


@pytest.mark.parametrize(
    ("state", "ground"),
    [("a password", "#1f1f1f"), ("working", "#ffffff"), *(("confirmed", one) for one in GROUNDS)],
)
def test_axe_finds_nothing_on_the_way(
    browser: Browser, dist: Path, state: str, ground: str
) -> None:
    content = random.Random(7).randbytes(25_000_000 if state == "working" else 2_000)
    mail = {**RISKY, "to": RISKY["to"][:1], "cc": [], "files": [("film.mp4", content)]}
    with pane(browser, dist, {**mail, "ground": ground}, reduced_motion="reduce") as shown:
        shown.page.evaluate(AXE)
        press(shown, "Tout chiffrer")
        if state != "a password":
            shown.page.locator(".primary").click()
            shown.page.get_by_role("heading", name=STATES[state]).wait_for(timeout=20_000)
        found = shown.page.evaluate("axe.run({ resultTypes: ['violations'] })")
        assert not [one["id"] for one in found["violations"]]
        assert not shown.problems


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("none", "jusqu’à votre prochaine copie"),
        ("today's", "jusqu’à votre prochaine copie"),
        ("both", "refuse la copie"),
    ],
)
def test_the_password_is_copied_or_it_is_said_that_it_was_not(
    browser: Browser, dist: Path, refused: str, said: str
) -> None:
    """As it is in a frame, whose browser may refuse; it never says more than was done."""
    rights = ["clipboard-read", "clipboard-write"]
    with pane(browser, dist, RISKY, permissions=rights) as shown:
        if refused != "none":
            shown.page.evaluate(
                "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
            )
        if refused == "both":
            shown.page.evaluate("() => { document.execCommand = () => false; }")
        press(shown, "Tout chiffrer")
        press(shown, "Copier")
        shown.page.locator(".card p", has_text=said).wait_for(timeout=5000)
        password = shown.page.locator(".secret .groups").inner_text().replace("\n", "")
        if refused != "both":
            assert shown.page.evaluate("navigator.clipboard.readText()") == password
        assert shown.page.locator("textarea").count() == 0


def test_what_is_printed_is_the_slip_alone(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, RISKY) as shown:
        press(shown, "Tout chiffrer")
        password = shown.page.locator(".secret .groups").inner_text().replace("\n", "")
        shown.page.emulate_media(media="print")
        assert shown.page.locator(".slip").is_visible()
        assert not shown.page.locator(".footer").is_visible()
        printed = shown.page.inner_text(".slip")
        assert all(group in printed for group in password.split("-"))
        assert not any(word in printed for word in ("Durand", "Bilan", "orange"))


def test_at_twice_the_size_nothing_is_cut_off_at_the_side(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, RISKY, viewport={"width": 160, "height": 400}) as shown:
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 160
        assert shown.page.locator(".primary").is_visible()


def test_it_loads_nothing_but_its_own_files_and_office_js(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, RISKY) as shown:
        elsewhere = [url for url in shown.asked if not url.startswith(f"{HOST}/")]
        assert elsewhere == [OFFICE]


def test_sealed_hidden_and_confirmed_in_the_browser(
    browser: Browser, dist: Path, tmp_path: Path
) -> None:
    mail = {**RISKY, "files": [*RISKY["files"], ("notes.txt", NOTES)]}
    with pane(browser, dist, mail) as shown:
        press(shown, "Passer en Cci")
        press(shown, "Tout chiffrer")
        confirmed(shown)
        password = "".join(shown.page.locator(".secret .groups").all_inner_texts())
        password = "-".join("".join(password.split()).split("-"))
        assert shown.mail["files"] == ["Bilan (chiffré).pdf", "notes (chiffré).zip"]
        assert [one["emailAddress"] for one in shown.mail["bcc"]] == [
            "claire.durand@orange.fr",
            "marc.petit@free.fr",
        ]
        sealed = tmp_path / "sealed.pdf"
        sealed.write_bytes(shown.content("Bilan (chiffré).pdf"))
        archive = tmp_path / "sealed.zip"
        archive.write_bytes(shown.content("notes (chiffré).zip"))
        assert not shown.problems
    said = run("qpdf", f"--password={password}", "--show-encryption", str(sealed))
    assert "R = 6" in said.stdout and "AESv3" in said.stdout
    assert "hypothyro" in run("pdftotext", "-upw", password, str(sealed), "-").stdout.lower()
    assert run("pdftotext", str(sealed), "-").returncode != 0
    assert run("pdftotext", "-upw", f"{password}x", str(sealed), "-").returncode != 0
    assert run("7zz", "t", f"-p{password}", str(archive)).returncode == 0
    assert run("7zz", "t", "-pfaux", str(archive)).returncode != 0
    assert "AES-256" in run("7zz", "l", "-slt", str(archive)).stdout
    opened = unseal_zip(archive.read_bytes(), password)
    assert (opened.name, opened.content) == ("document.txt", NOTES)


def test_the_history_is_cut_in_the_browser(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, REPLY) as shown:
        press(shown, "Retirer l’historique")
        shown.page.get_by_text("Historique retiré, il reste 2 lignes").wait_for(timeout=5000)
        confirmed(shown)
        assert _OWN in shown.mail["html"]
        assert "glycémie" not in shown.mail["html"] + shown.mail["text"]
        assert not shown.problems


def test_the_text_goes_into_a_page_that_shows_all_of_it_and_loads_nothing(
    browser: Browser, dist: Path, tmp_path: Path
) -> None:
    tracked = REPLY["html"].replace(
        "<p>Camille", '<p>Ω</p><img src="https://suivi.example/x.png"><p>Camille'
    )
    with pane(browser, dist, {**REPLY, "html": tracked}) as shown:
        press(shown, "Mettre le texte dans un document chiffré")
        confirmed(shown)
        password = "".join("".join(shown.page.locator(".secret .groups").all_inner_texts()).split())
        assert shown.mail["files"] == ["Message (chiffré).zip"]
        assert "Ce message est confidentiel" in shown.mail["text"]
        assert "glycémie" not in shown.mail["html"] + shown.mail["text"]
        archive = tmp_path / "message.zip"
        archive.write_bytes(shown.content("Message (chiffré).zip"))
        assert not shown.problems
    assert run("7zz", "t", "-pfaux", str(archive)).returncode != 0
    opened = unseal_zip(archive.read_bytes(), password)
    assert opened.name == "document.html"
    page = browser.new_page()
    refused: dict[str, str | None] = {}
    loaded: list[str] = []
    page.on("requestfailed", lambda request: refused.update({request.url: request.failure}))
    page.on("requestfinished", lambda request: loaded.append(request.url))
    read = tmp_path / opened.name
    read.write_bytes(opened.content)
    page.goto(read.as_uri())
    seen = page.inner_text("body")
    assert "c’est noté pour mardi" in seen and seen.count("glycémie") == 45
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert loaded == [read.as_uri()]
    assert refused["https://suivi.example/x.png"] == "csp"
    page.close()


def test_the_text_becomes_a_sealed_pdf_with_its_picture(
    browser: Browser, dist: Path, tmp_path: Path
) -> None:
    logo = (ROOT / "addin/outlook/web/icons/64.png").read_bytes()
    picture = ("logo.png", logo, {"isInline": True, "contentId": "logo@x"})
    with pane(browser, dist, {**REPLY, "files": [picture]}) as shown:
        press(shown, "Mettre le texte dans un document chiffré")
        confirmed(shown)
        password = "".join("".join(shown.page.locator(".secret .groups").all_inner_texts()).split())
        assert shown.mail["files"] == ["Message (chiffré).pdf"]
        assert "glycémie" not in shown.mail["html"] + shown.mail["text"]
        sealed = tmp_path / "message.pdf"
        sealed.write_bytes(shown.content("Message (chiffré).pdf"))
        assert not shown.problems
    said = run("qpdf", f"--password={password}", "--show-encryption", str(sealed)).stdout
    assert "R = 6" in said and "AESv3" in said
    read = run("pdftotext", "-upw", password, str(sealed), "-").stdout
    assert "".join(read.split()).count("glycémie") == 45 and "noté pour mardi" in read
    assert run("pdftotext", str(sealed), "-").returncode != 0
    listed = run("pdfimages", "-upw", password, "-list", str(sealed)).stdout
    assert next(row.split()[2:5] for row in listed.splitlines()[2:]) == ["image", "64", "64"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL
    )


def test_a_large_file_is_sealed_beside_the_page_and_can_be_stopped(
    browser: Browser, dist: Path
) -> None:
    """The page answers meanwhile: Esc stops it, and the message is as it was."""
    large = random.Random(7).randbytes(12_000_000)
    mail = {**RISKY, "to": RISKY["to"][:1], "cc": [], "files": [("film.mp4", large)]}
    with pane(browser, dist, mail) as shown:
        press(shown, "Tout chiffrer")
        password = shown.page.locator(".secret .groups").inner_text()
        shown.page.locator(".primary").click()
        shown.page.get_by_role("button", name="Annuler l’envoi").wait_for(timeout=10_000)
        assert "%" in shown.page.get_by_label("Avancement").inner_text()
        shown.page.keyboard.press("Escape")
        shown.page.locator(".primary").wait_for(timeout=5000)
        assert shown.mail["files"] == ["film.mp4"] and shown.mail["session"] == {}
        assert shown.page.evaluate("closings") == 0
        assert shown.page.locator(".secret .groups").inner_text() == password
        confirmed(shown)
        assert shown.mail["files"] == ["film (chiffré).zip"]
        assert [one for one in shown.asked if one.endswith(("worker.js", ".wasm"))]
        assert not shown.problems


def test_a_recipient_added_beside_the_open_pane_is_shown(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, CLEAN) as shown:
        assert shown.page.locator(".todo").inner_text() == ""
        shown.page.evaluate(
            "() => { made.mail.cc.push({ emailAddress: 'zoe@gmial.com', displayName: 'Zoé',"
            " recipientType: 'other' }); made.mail.listeners.olkRecipientsChanged(); }"
        )
        shown.page.get_by_text("gmail.com").first.wait_for(timeout=5000)
        assert "un point" in shown.page.locator(".todo").inner_text()


def test_the_pane_sends_where_it_may(browser: Browser, tmp_path: Path) -> None:
    build(tmp_path, Choices(host=HOST, sends=True))
    mail = {**CLEAN, "requirements": 15, "permission": "ReadWriteMailbox"}
    with pane(browser, tmp_path, mail) as shown:
        shown.page.get_by_role("button", name="Envoyer").click()
        shown.page.get_by_role("heading", name="Outlook a envoyé").wait_for(timeout=5000)
        assert shown.mail["sent"] == 1
    with pane(browser, tmp_path, {**mail, "requirements": 14}) as shown:
        shown.page.get_by_role("button", name="Confirmer").click()
        shown.page.get_by_role("heading", name="cliquez maintenant").wait_for(timeout=5000)
        assert shown.mail["sent"] == 0


def test_by_keyboard_alone(browser: Browser, dist: Path) -> None:
    """Enter does nothing while a risk is open; a box, then the button; Esc leaves."""
    mail = {**RISKY, "files": []}
    with pane(browser, dist, mail) as shown:
        keys = shown.page.keyboard
        shown.page.wait_for_timeout(600)
        keys.press("Enter")
        assert shown.mail["session"] == {}
        for _ in range(20):
            keys.press("Tab")
            if shown.page.evaluate("document.activeElement.type") == "checkbox":
                break
        keys.press("Space")
        for _ in range(20):
            keys.press("Tab")
            if shown.page.evaluate("document.activeElement.classList.contains('primary')"):
                break
        keys.press("Enter")
        shown.page.get_by_role("heading", name="cliquez maintenant").wait_for(timeout=5000)
        keys.press("Escape")
        wait_for("the pane closes", lambda: shown.page.evaluate("closings") == 1, 5)


def test_where_nothing_is_found_the_button_has_the_focus(browser: Browser, dist: Path) -> None:
    with pane(browser, dist, CLEAN) as shown:
        assert shown.page.evaluate("document.activeElement.classList.contains('primary')")


@pytest.mark.parametrize("fault", ["fails", "throws"])
def test_a_message_that_cannot_be_read_is_said(browser: Browser, dist: Path, fault: str) -> None:
    mail = {**CLEAN, "faults": {"body.getAsync": fault}}
    with pane(browser, dist, mail, ready="[role=alert]") as shown:
        assert "n’a pas pu lire ce message" in shown.page.inner_text("[role=alert]")
