"""Accounts in the settings window: added, tried and removed, each step shown as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from sceau.desk.preferences import session
from sceau.desk.preferences.session import show_settings
from sceau.desk.preferences.view import (
    AddAccount,
    GiveUp,
    LoginAccount,
    RemoveAccount,
    SettingsAct,
    SettingsView,
    TryAccount,
)
from sceau.desk.view import Close
from sceau.hooks.graph import sign_in
from sceau.hooks.graph.sign_in import SignIn
from sceau.settings.discovery.model import Address, Offer
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.schema import AccountSettings, DraftsSettings
from sceau.sign_in.begun import Begun
from sceau.way import adding
from support.strict_exchange.server import StrictExchange, strict_exchange
from support.strict_graph.server import StrictGraph, strict_graph
from support.strict_graph.sign_in import CLIENT

ALICE = "alice@clinique.example"


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictExchange]:
    """A server that is found for the address: how, other tests say."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    with strict_exchange() as server:

        def found(address: Address, **_: Any) -> Offer:
            account = AccountSettings(
                kind="exchange",
                url=server.url,
                user=address.whole,
                ca_file=server.ca_file,
                drafts=DraftsSettings(kind="mailbox"),
            )
            return Offer("Exchange", "autodiscover", account, (address.whole,))

        monkeypatch.setattr(adding, "find", found)
        yield server


class Window:
    """A person at the window: does each act once what was asked before is done."""

    def __init__(self, *acts: SettingsAct) -> None:
        self._left = [*acts, Close()]
        self.seen: list[SettingsView] = []
        self.lost = None
        self._news = asyncio.Event()

    @asynccontextmanager
    async def session(self, first: SettingsView) -> AsyncIterator[Window]:
        self.update(first)
        yield self

    def update(self, view: SettingsView) -> None:
        self.seen.append(view)
        self._news.set()

    async def acts(self) -> AsyncIterator[SettingsAct]:
        for number, act in enumerate(self._left):
            before = len(self.seen)
            follows = self._left[number + 1] if number + 1 < len(self._left) else None
            yield act
            while not isinstance(act, Close) and (
                len(self.seen) == before or self.seen[-1].accounts.busy
            ):
                if isinstance(follows, GiveUp) and self.seen[-1].accounts.sign_in is not None:
                    break
                self._news.clear()
                await asyncio.wait_for(self._news.wait(), 60)


def run(*acts: SettingsAct) -> list[SettingsView]:
    """Do these acts one after the other; give all that was shown."""
    window = Window(*acts)
    assert asyncio.run(show_settings(window, "fr")) is None  # type: ignore[arg-type]
    return window.seen


def test_an_account_that_works_is_kept_and_becomes_the_one_mails_leave_by(
    exchange: StrictExchange,
) -> None:
    seen = run(AddAccount(ALICE, "sesame"))
    last = seen[-1].accounts
    assert last.done is not None and last.problem is None
    assert [one.name for one in last.rows] == [ALICE]
    assert len(last.steps) >= 2
    settings = load().settings
    assert (settings.account, settings.accounts[ALICE].kind) == (ALICE, "exchange")
    assert exchange.box.named("À vérifier")


def test_one_that_does_not_is_not_kept_nor_is_its_password(exchange: StrictExchange) -> None:
    seen = run(AddAccount(ALICE, "wrong"))
    last = seen[-1].accounts
    assert last.problem is not None and last.next is not None and last.rows == ()
    assert load().settings.accounts == {}
    assert Keys(state_folder()).get_secret(ALICE) is None


def test_what_is_no_address_is_said(exchange: StrictExchange) -> None:
    problem = run(AddAccount("alice", "sesame"))[-1].accounts.problem
    assert problem is not None and problem.key == "error.address-unreadable"


def test_an_account_is_tried_and_removed(exchange: StrictExchange) -> None:
    seen = run(AddAccount(ALICE, "sesame"), TryAccount(ALICE), RemoveAccount(ALICE))
    assert [one.accounts.done.key for one in seen if one.accounts.done] == [
        "cli.account-added",
        "cli.account-works",
        "cli.account-removed",
    ]
    assert seen[-1].accounts.rows == ()
    assert Keys(state_folder()).get_secret(ALICE) is None


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictGraph]:
    """Microsoft 365 is found for the address; the establishment has registered Sceau."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    settings = tmp_path / "home" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[sign_in.microsoft]\nclient = "{CLIENT}"\ntenant = "clinique"\n')
    with strict_graph() as server:
        host, _, port = server.origin.removeprefix("https://").partition(":")
        ca_file = str(server.save_authority(tmp_path / "graph.pem"))

        def found(address: Address, **_: Any) -> Offer:
            account = AccountSettings(
                kind="graph",
                url=server.base,
                host=host,
                port=int(port),
                ca_file=ca_file,
                user=address.whole,
                drafts=DraftsSettings(kind="mailbox"),
            )
            return Offer("Microsoft 365", "mx", account, (address.whole,))

        monkeypatch.setattr(adding, "find", found)
        yield server


def test_one_that_is_signed_in_to_shows_where_and_waits_for_the_person(
    graph: StrictGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Begun] = []

    def person(begun: Begun, **_: bool) -> None:
        opened.append(begun)
        graph.approved.set()

    monkeypatch.setattr(session, "open_browser", person)
    seen = run(AddAccount(ALICE, ""), LoginAccount(ALICE))
    told = [one.accounts.sign_in for one in seen if one.accounts.sign_in is not None]
    assert {(one.place, one.code) for one in told} == {(f"{graph.origin}/device", "ABCD-EFGH")}
    assert len(opened) == 2
    assert [one.accounts.done.key for one in seen if one.accounts.done] == [
        "cli.account-added",
        "cli.account-logged-in",
    ]
    assert seen[-1].accounts.rows[0].signs_in
    account = load().settings.accounts[ALICE]
    assert (account.client, account.tenant) == (CLIENT, "clinique")


def test_given_up_while_it_waits_nothing_is_kept(
    graph: StrictGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "open_browser", lambda *_, **__: None)
    seen = run(AddAccount(ALICE, ""), GiveUp())
    done = seen[-1].accounts.done
    assert done is not None and done.key == "settings.accounts.given-up"
    assert any(one.accounts.giving_up for one in seen)
    assert load().settings.accounts == {}
    assert Keys(state_folder()).get_secret(ALICE) is None


def test_exchange_by_its_address_for_a_shared_mailbox(exchange: StrictExchange) -> None:
    act = AddAccount(ALICE, "sesame", kind="exchange", url="https://localhost:1/EWS/Exchange.asmx")
    problem = run(act)[-1].accounts.problem
    assert problem is not None and problem.key == "outbox.connection-refused"
    assert load().settings.accounts == {}


def test_exchange_by_the_session_of_this_computer_asks_for_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    with strict_exchange(auth="negotiate") as server:
        monkeypatch.setenv("SSL_CERT_FILE", server.ca_file)
        last = run(AddAccount(ALICE, "", kind="exchange", url=server.url, auth="kerberos"))[-1]
    assert last.accounts.problem is None
    account = load().settings.accounts[ALICE]
    assert (account.kind, account.auth) == ("exchange", "kerberos")
    assert Keys(state_folder()).get_secret(ALICE) is None
    assert not last.accounts.rows[0].signs_in


def test_exchange_in_the_browser_waits_for_the_person_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    authority = trustme.CA()
    graph = StrictGraph(authority=authority)

    def there(*given: Any, **more: Any) -> SignIn:
        return SignIn(*given, **{**more, "authority": graph.origin})

    monkeypatch.setattr(sign_in, "SignIn", there)
    monkeypatch.setattr(session, "open_browser", lambda *_, **__: graph.approved.set())
    with strict_exchange(auth="oauth", authority=authority) as server:
        server.tokens = graph.tokens
        monkeypatch.setenv("SSL_CERT_FILE", server.ca_file)
        act = AddAccount(ALICE, "", url=server.url, client=CLIENT, tenant="clinique", auth="oauth")
        seen = run(act)
    graph.close()
    assert seen[-1].accounts.problem is None
    assert any(one.accounts.sign_in for one in seen)
    account = load().settings.accounts[ALICE]
    assert (account.kind, account.auth, account.client) == ("exchange", "oauth", CLIENT)
    assert seen[-1].accounts.rows[0].signs_in


def test_exchange_in_the_browser_without_a_registration_is_said(exchange: StrictExchange) -> None:
    problem = run(AddAccount(ALICE, "", url=exchange.url, auth="oauth"))[-1].accounts.problem
    assert problem is not None and problem.key == "error.account-client-missing"


def test_a_missing_password_or_registration_is_said(exchange: StrictExchange) -> None:
    problem = run(AddAccount(ALICE, ""))[-1].accounts.problem
    assert problem is not None and problem.key == "error.account-password-not-typed"
    problem = run(AddAccount(ALICE, "", kind="graph"))[-1].accounts.problem
    assert problem is not None and problem.key == "error.account-client-missing"


def test_no_password_shows_in_what_may_be_logged() -> None:
    assert "sesame" not in repr(AddAccount(ALICE, "sesame"))
    assert ALICE not in repr((AddAccount(ALICE, ""), TryAccount(ALICE), RemoveAccount(ALICE)))


def test_a_fault_of_ours_is_told_and_the_window_goes_on(
    exchange: StrictExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(adding, "add", broken)
    last = run(AddAccount(ALICE, "sesame"))[-1].accounts
    assert last.problem is not None and last.problem.key == "error.own-fault"
    assert not last.busy
