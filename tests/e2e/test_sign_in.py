"""An account that is signed in to in a browser: real Dovecot and Postfix that take access tokens,
and a strict stand-in for the provider's sign-in server."""

from __future__ import annotations

import json
import smtplib
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.errors import SceauError
from sceau.hooks.imap.connect import Server, close, connect
from sceau.sign_in.sasl import Mechanism
from support.command import Desktop
from support.dovecot import Dovecot, dovecot
from support.imap_client import MARKS, PASSWORD, Client
from support.name_server import name_server
from support.postfix import Postfix, postfix
from support.token_server import TokenServer, browser, token_server
from support.watching import watching

pytestmark = pytest.mark.e2e

PATIENTS = ["marie.durand@orange.example", "paul.lemoine@laposte.example"]
CURED = {"verdict": "send", "cures": "all", "acknowledge": "all"}
USERS = {f"camille{number}": PASSWORD for number in range(12)}
_FREE = iter(USERS)


@pytest.fixture(scope="module")
def provider() -> Iterator[TokenServer]:
    with token_server() as running:
        yield running


@pytest.fixture(scope="module")
def imap(provider: TokenServer) -> Iterator[Dovecot]:
    with dovecot(USERS, introspection=provider.introspection) as running:
        yield running


@pytest.fixture(scope="module")
def smtp(imap: Dovecot) -> Iterator[Postfix]:
    with postfix(PATIENTS, logins=imap.auth_port) as running:
        yield running


class Place:
    """A user of the establishment whose settings have the provider's registration."""

    def __init__(self, root: Path, provider: TokenServer, imap: Dovecot, smtp: Postfix) -> None:
        self.desktop = Desktop(root)
        self.provider = provider
        self.client = Client(imap, next(_FREE))
        provider.user, provider.person, provider.answers = self.client.user, "agrees", []
        self.authorities = root / "authorities.pem"
        self.authorities.write_bytes(
            provider.pem + imap.ca_file.read_bytes() + smtp.ca_file.read_bytes()
        )
        self.browser = str(browser(root, self.authorities))
        self.words = (
            *("--host", "localhost", "--port", str(smtp.port), "--user", self.client.user),
            *("--ca-file", str(self.authorities), "--drafts", "imap"),
            *("--imap-port", str(imap.port)),
        )
        registered = "\n".join(
            f"{name} = {json.dumps(value)}" for name, value in provider.registration().items()
        )
        (root / "home" / "config").mkdir(parents=True)
        (root / "home" / "config" / "settings.toml").write_text(
            f'[sign_in.essais]\nhosts = ["localhost"]\n{registered}\n'
        )

    def add(self, *words: str):  # type: ignore[no-untyped-def]
        """Add the account, the person signing in."""
        return self.desktop.sceau(
            *("account", "add", "chv", *self.words, "--auth", "oauth", *words),
            BROWSER=self.browser,
        )


@pytest.fixture
def place(tmp_path: Path, provider: TokenServer, imap: Dovecot, smtp: Postfix) -> Place:
    return Place(tmp_path, provider, imap, smtp)


def test_added_by_the_browser_watched_sent_and_filed(place: Place, smtp: Postfix) -> None:
    ran = place.add("--default")
    assert ran.code == 0, ran.said
    assert "vous reconnaît" in ran.out
    assert "Vous pouvez fermer" in (place.desktop.root / "page.html").read_text()
    before = len(smtp.messages())
    (place.desktop.root / "answers.json").write_text(json.dumps(CURED))
    place.client.append("Drafts", sample.patient_mail())
    with watching(place.desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        place.provider.turn_down()  # as after an hour: the kept one holds no more
        place.client.move_all("Drafts", MARKS)
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    assert len(smtp.messages(wait_for=before + 2)) == before + 2
    assert len(place.client.messages("Sent")) == 1
    assert not place.client.messages(MARKS)
    for secret in (*place.provider.access, *place.provider.refresh_tokens):
        assert place.desktop.holding(secret.encode()) == []


ASKING_HERE = """
import sys
import dns.resolver
from sceau.cli import main

class Here(dns.resolver.Resolver):
    def __init__(self):
        super().__init__(configure=False)
        self.nameservers, self.port = ["127.0.0.1"], int(sys.argv[1])

dns.resolver.Resolver = Here
sys.exit(main(sys.argv[2:]))
"""
"""``sceau`` on a machine whose name server is the one of the tests."""


def test_an_address_alone_is_found_and_signed_in_to(
    place: Place, imap: Dovecot, smtp: Postfix
) -> None:
    """Nothing is typed but the address: SRV records name the servers, the settings the
    registration for them, and the person signs in."""
    records = {
        ("_imaps._tcp.cabinet.example", "SRV"): [f"0 1 {imap.port} localhost."],
        ("_submission._tcp.cabinet.example", "SRV"): [f"0 1 {smtp.port} localhost."],
    }
    address = f"{place.client.user}@cabinet.example"
    with name_server(records) as resolver:
        ran = subprocess.run(
            [sys.executable, "-c", ASKING_HERE, str(resolver.port), "account", "add", address,
             "--user", place.client.user, "--ca-file", str(place.authorities), "--default"],
            env=place.desktop.environment(BROWSER=place.browser),
            cwd=place.desktop.root, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (listed,) = [
        one for one in place.desktop.sceau("account", "list", "--json").json if one["default"]
    ]
    assert (listed["name"], listed["drafts"]) == (address, "imap")
    before = len(smtp.messages())
    (place.desktop.root / "answers.json").write_text(json.dumps(CURED))
    with watching(place.desktop, "--verdict", "answers.json") as watch:
        watch.watches()
        place.client.append(MARKS, sample.patient_mail())
        (ended,) = watch.ended()
    assert ended["ending"] == "sent", ended
    assert len(smtp.messages(wait_for=before + 2)) == before + 2


FAULTS = {
    "the person says no": ("access_denied", "refusé dans le navigateur"),
    "the establishment must approve": ("admin_policy_enforced", "autoriser Sceau"),
    "the identifier is not known": ("unauthorized_client", "identifiant de l’application"),
}


@pytest.mark.parametrize(("error", "said"), FAULTS.values(), ids=FAULTS)
def test_each_sign_in_that_fails_is_said_and_nothing_is_kept(
    place: Place, error: str, said: str
) -> None:
    place.provider.person = error
    ran = place.add()
    assert ran.code == 77
    assert said in ran.said
    assert "Traceback" not in ran.said
    names = [one["name"] for one in place.desktop.sceau("account", "list", "--json").json]
    assert names == ["local"]


def test_somebody_elses_sign_in_is_not_taken_for_this_account(place: Place) -> None:
    place.provider.user = "camille0" if place.client.user != "camille0" else "camille1"
    ran = place.add("--json")
    assert ran.code in (69, 77)
    assert "n’accepte pas cette connexion" in ran.said


def test_withdrawn_it_waits_for_the_person_and_goes_on_after(place: Place) -> None:
    assert place.add().code == 0
    place.provider.withdraw()
    ran = place.desktop.sceau("account", "test", "chv", "--json")
    assert ran.code in (69, 77)
    assert "retiré" in ran.said
    ran = place.desktop.sceau("account", "login", "chv", BROWSER=place.browser)
    assert ran.code == 0, ran.said
    assert place.desktop.sceau("account", "test", "chv").code == 0


def test_no_registration_for_the_server_is_said(place: Place) -> None:
    (place.desktop.root / "home" / "config" / "settings.toml").unlink()
    ran = place.add()
    assert ran.code == 78
    assert "service informatique" in ran.said


# ── the mechanisms themselves, on both servers ────────────────────────────────────────────────


class _Tokens:
    """Gives the tokens of a list, and remembers which were turned down."""

    def __init__(self, *tokens: str) -> None:
        self._left = list(tokens)
        self.refused: list[str] = []

    def token(self, refused: str = "") -> str:
        self.refused += [refused] if refused else []
        return self._left.pop(0)


def _good(provider: TokenServer, user: str) -> str:
    token = f"bon-{user}"
    provider.access[token] = (user, True)
    return token


@pytest.fixture(params=["OAUTHBEARER", "XOAUTH2"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Mechanism:
    """Both are offered: have the one taken that is under test."""
    taken: Mechanism = request.param
    for module in ("sceau.hooks.imap.connect", "sceau.outbox.ways_out.smtp_talk"):
        monkeypatch.setattr(f"{module}.mechanism", lambda _: taken)
    return taken


def _at(imap: Dovecot, user: str, tokens: _Tokens) -> Server:
    return Server(
        host="localhost",
        port=imap.port,
        security="tls",
        user=user,
        secret=lambda: None,
        ca_file=str(imap.ca_file),
        tokens=tokens,
    )


@pytest.mark.usefixtures("kind")
def test_imap_takes_a_good_token_after_a_bad_one(provider: TokenServer, imap: Dovecot) -> None:
    user = "camille0"
    tokens = _Tokens("faux", _good(provider, user))
    close(connect(_at(imap, user, tokens)))
    assert tokens.refused == ["faux"]


@pytest.mark.usefixtures("kind")
def test_imap_refuses_two_bad_ones_once_and_for_all(imap: Dovecot) -> None:
    with pytest.raises(SceauError) as told:
        connect(_at(imap, "camille0", _Tokens("faux", "faux-2")))
    assert told.value.reason == "sign-in-not-accepted"


def test_smtp_does_the_same(kind: Mechanism, provider: TokenServer, smtp: Postfix) -> None:
    from sceau.outbox.ways_out.smtp_token import show_token

    user = "camille0"
    context = ssl.create_default_context(cafile=str(smtp.ca_file))
    for given, reason in (
        (["faux", _good(provider, user)], ""),
        (["faux", "faux-2"], "sign-in-not-accepted"),
    ):
        with smtplib.SMTP("localhost", smtp.port, timeout=10) as line:
            line.starttls(context=context)
            line.ehlo()
            tokens = _Tokens(*given)
            try:
                code, _ = show_token(line, kind, user, tokens, "localhost", smtp.port)
            except SceauError as told:
                assert told.reason == reason
            else:
                assert (code, reason) == (235, "")
            assert tokens.refused[:1] == ["faux"]
            assert line.noop()[0] == 250, "the exchange was ended as it should be"


def test_a_server_that_cannot_ask_now_is_tried_again(imap: Dovecot) -> None:
    """Its provider is away: the sign-in is not to blame."""
    with dovecot({"camille0": PASSWORD}, introspection="http://127.0.0.1:1/x") as lonely:
        with pytest.raises(SceauError) as told:
            connect(_at(lonely, "camille0", _Tokens("jeton", "jeton-2")))
        assert told.value.reason == "imap-not-now"


def test_a_server_without_tokens_is_said(provider: TokenServer) -> None:
    with dovecot({"camille0": PASSWORD}) as old:
        with pytest.raises(SceauError) as told:
            connect(_at(old, "camille0", _Tokens("jeton")))
        assert told.value.reason == "imap-no-oauth"
