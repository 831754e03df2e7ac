"""Signing in by the browser, and access tokens from what is kept of it."""

from __future__ import annotations

import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sceau.errors import WrongSettings
from sceau.settings.keys import AccountSecret, Keys
from sceau.settings.schema import SignInSettings
from sceau.sign_in.begun import Begun
from sceau.sign_in.browser import EARLY, BrowserSignIn, Kept
from sceau.sign_in.faults import SignInCancelled, SignInFailed, SignInFault, SignInNotReached
from support.token_server import TokenServer, token_server


@pytest.fixture
def server() -> Iterator[TokenServer]:
    with token_server() as running:
        yield running


class Desk:
    """A person with their browser, and the sign-in of their account."""

    def __init__(self, server: TokenServer, folder: Path) -> None:
        self.server = server
        self.kept = AccountSecret(Keys(folder), "chv")
        self.folder = folder
        self.now = time.time()

    def sign_in(self, **more: Any) -> BrowserSignIn:
        """Give it, as each program makes it anew."""
        registration = msgspec.convert(self.server.registration(**more), SignInSettings)
        return BrowserSignIn(
            registration,
            self.kept,
            user="camille",
            lock=self.folder / "lock",
            context=self.context,
            now=lambda: self.now,
            patience=5,
        )

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.server.pem.decode())

    def open(self, place: str) -> str:
        """Open a page and follow where it leads; give what is shown at the end."""
        with urllib.request.urlopen(place, timeout=5, context=self.context()) as page:
            return str(page.read().decode())

    def go(self, begun: Begun | None = None) -> str:
        """Sign in; give what the browser shows at the end."""
        begun = begun or self.sign_in().begin("Vous pouvez fermer cette page.")
        with ThreadPoolExecutor(1) as pool:
            shown = pool.submit(self.open, begun.place)
            begun.wait()
            return shown.result()


@pytest.fixture
def desk(server: TokenServer, tmp_path: Path) -> Desk:
    return Desk(server, tmp_path)


def fault(do: Callable[[], object]) -> SignInFault:
    with pytest.raises(SignInFailed) as told:
        do()
    return told.value.fault


def test_signed_in_once_there_are_tokens(desk: Desk) -> None:
    assert "fermer cette page" in desk.go()
    assert desk.sign_in().token() in desk.server.access
    assert desk.server.asked == ["authorization_code"]


def test_nothing_of_it_is_readable_on_disk(desk: Desk) -> None:
    desk.go()
    desk.sign_in().token("")
    said = b"".join(one.read_bytes() for one in desk.folder.rglob("*") if one.is_file())
    for secret in (*desk.server.refresh_tokens, *desk.server.access):
        assert secret.encode() not in said


@pytest.mark.parametrize(("left", "refreshed"), [(EARLY + 1, False), (EARLY - 1, True), (-1, True)])
def test_a_token_is_refreshed_before_it_ends(desk: Desk, left: float, refreshed: bool) -> None:
    desk.go()
    first = desk.sign_in().token()
    desk.now += desk.server.lifetime - left
    assert (desk.sign_in().token() != first) is refreshed


def test_one_that_a_server_turned_down_is_replaced(desk: Desk) -> None:
    desk.go()
    first = desk.sign_in().token()
    second = desk.sign_in().token(first)
    assert second != first
    assert desk.sign_in().token(first) == second, "what another program refreshed is used"


def test_a_refresh_token_is_used_once_by_all_programs_together(desk: Desk) -> None:
    """The server takes everything back where one is used twice."""
    desk.go()
    for _ in range(5):
        desk.now += desk.server.lifetime
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: desk.sign_in().token(), range(8)))
        assert len(found) == 1
    assert desk.server.asked.count("refresh_token") == 5


def test_a_provider_that_gives_no_new_refresh_token_keeps_the_old(desk: Desk) -> None:
    desk.go()
    before = msgspec.json.decode(desk.kept() or "", type=Kept).refresh
    desk.server.answers.append((200, {"access_token": "neu", "expires_in": 60}))
    desk.now += desk.server.lifetime
    assert desk.sign_in().token() == "neu"
    assert msgspec.json.decode(desk.kept() or "", type=Kept).refresh == before


REFUSED = {
    "the person says no": ("access_denied", SignInFault.REFUSED),
    "the establishment must approve": ("admin_policy_enforced", SignInFault.ADMIN),
    "who they are must be proved again": ("interaction_required", SignInFault.PERSON),
    "the registration is wrong": ("unauthorized_client", SignInFault.REGISTRATION),
}


@pytest.mark.parametrize(("error", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_the_browser_comes_back_with_has_its_reason(
    desk: Desk, error: str, expected: SignInFault
) -> None:
    desk.server.person = error
    assert fault(desk.go) is expected
    assert desk.kept() is None


ANSWERS: dict[str, tuple[dict[str, Any], SignInFault]] = {
    "taken back": ({"error": "invalid_grant"}, SignInFault.WITHDRAWN),
    "Google's expired or revoked": (
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
        SignInFault.WITHDRAWN,
    ),
    "expired": (
        {"error": "invalid_grant", "error_description": "Token expired"},
        SignInFault.EXPIRED,
    ),
    "not used for too long, by Microsoft": (
        {"error": "invalid_grant", "error_codes": [700082]},
        SignInFault.EXPIRED,
    ),
    "an administrator must consent": (
        {"error": "invalid_grant", "error_codes": [65001], "suberror": "consent_required"},
        SignInFault.ADMIN,
    ),
    "a second factor": ({"error": "invalid_grant", "error_codes": [50076]}, SignInFault.PERSON),
    "an unknown identifier": ({"error": "invalid_client"}, SignInFault.REGISTRATION),
    "what nobody knows": ({"error": "grmpf", "error_codes": "x"}, SignInFault.WITHDRAWN),
}


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_what_a_refresh_is_answered_has_its_reason(
    desk: Desk, answer: dict[str, Any], expected: SignInFault
) -> None:
    desk.go()
    desk.now += desk.server.lifetime
    desk.server.answers.append((400, answer))
    assert fault(lambda: desk.sign_in().token()) is expected


NOT_NOW: dict[str, tuple[int, dict[str, Any]]] = {
    "busy": (503, {}),
    "too many": (429, {"error": "slow_down"}),
    "not available": (400, {"error": "temporarily_unavailable"}),
    "an answer that is none": (200, {"hello": "world"}),
}


@pytest.mark.parametrize("answer", NOT_NOW.values(), ids=NOT_NOW)
def test_what_may_pass_by_itself_loses_nothing(
    desk: Desk, answer: tuple[int, dict[str, Any]]
) -> None:
    desk.go()
    desk.now += desk.server.lifetime
    desk.server.answers.append(answer)
    with pytest.raises(SignInNotReached):
        desk.sign_in().token()
    assert desk.sign_in().token() in desk.server.access


def test_a_provider_that_is_not_there_is_said(desk: Desk) -> None:
    desk.go()
    desk.now += desk.server.lifetime
    with pytest.raises(SignInNotReached):
        desk.sign_in(token="https://localhost:1/token").token()


def test_nobody_signed_in_yet(desk: Desk) -> None:
    assert fault(lambda: desk.sign_in().token()) is SignInFault.NEEDED


def test_only_the_answer_with_our_state_ends_the_waiting(desk: Desk) -> None:
    begun = desk.sign_in().begin("Fini.")
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(begun.place).query)
    back, state = asked["redirect_uri"][0], asked["state"][0]
    wrong = {
        "no state": (f"{back}?code=x", {}),
        "another state": (f"{back}?code=x&state={state[:-1]}", {}),
        "another path": (f"{back}elsewhere?code=x&state={state}", {}),
        "another name of this machine": (
            f"{back}?code=x&state={state}",
            {"Host": "evil.example"},
        ),
    }
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(begun.wait)
        for place, headers in wrong.values():
            with pytest.raises(urllib.error.HTTPError) as told:
                urllib.request.urlopen(urllib.request.Request(place, headers=headers), timeout=5)
            assert told.value.code == 404
        assert not waiting.done()
        desk.open(begun.place)
        waiting.result(5)


def test_given_up_it_ends_at_once_and_nothing_listens(desk: Desk) -> None:
    begun = desk.sign_in().begin("Fini.")
    threading.Timer(0.1, begun.stop).start()
    began = time.monotonic()
    with pytest.raises(SignInCancelled):
        begun.wait()
    assert time.monotonic() - began < 2
    with pytest.raises(urllib.error.URLError):
        desk.open(begun.place)


def test_nobody_comes(desk: Desk) -> None:
    sign_in = desk.sign_in()
    sign_in._patience = 0.3
    assert fault(sign_in.begin("").wait) is SignInFault.LATE


INCOMPLETE: dict[str, dict[str, object]] = {
    "no identifier": {"client": ""},
    "no address": {"authorization": ""},
    "an address without protection": {"token": "http://localhost/token"},
}


@pytest.mark.parametrize("wrong", INCOMPLETE.values(), ids=INCOMPLETE)
def test_an_incomplete_registration_is_said(desk: Desk, wrong: dict[str, object]) -> None:
    with pytest.raises(WrongSettings):
        desk.sign_in(**wrong).begin("")


def test_nothing_is_logged(desk: Desk) -> None:
    """At the most talkative level, codes and tokens stay out of the log."""
    code = (
        "import logging; logging.basicConfig(level=1); import sceau.sign_in.browser;"
        "[logging.getLogger(n).debug('secret') for n in ('oauthlib.oauth2', 'httpx', 'httpcore')]"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert "secret" not in ran.stderr
