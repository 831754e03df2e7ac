"""The servers of an address are found the surest way first, or it is said that they are not."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import Any, Literal

import dns.resolver
import pytest

from sceau.errors import MissingInput, ServiceRefused, UnreadableInput
from sceau.hooks.exchange.autodiscover import discover
from sceau.settings.discovery.find import find
from sceau.settings.discovery.model import Offer, address_of
from sceau.settings.discovery.names import Names
from sceau.settings.discovery.providers import listed
from sceau.settings.discovery.web import Web
from support.name_server import name_server
from support.strict_exchange.server import StrictExchange, strict_exchange

AUTOCONFIG = b"""<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="clinique.example">
<domain>clinique.example</domain><displayName>Clinique</displayName>
<incomingServer type="pop3"><hostname>pop.clinique.example</hostname><port>995</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
<incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port>
<socketType>SSL</socketType><username>%EMAILLOCALPART%</username></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.clinique.example</hostname><port>587</port>
<socketType>STARTTLS</socketType><username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>"""


@pytest.fixture
def domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[StrictExchange]:
    """A domain whose web servers and Exchange are one machine here."""
    names = ("clinique.example", "autoconfig.clinique.example", "autodiscover.clinique.example")
    real = socket.getaddrinfo

    def here(host: Any, *more: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return real("127.0.0.1" if name in names else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", here)
    with strict_exchange(names=names) as server:
        yield server


def offer(
    address: str,
    records: dict[tuple[str, str], list[str]] | None = None,
    server: StrictExchange | None = None,
    password: str | None = "sesame",
) -> Offer:
    """Find the servers of an address, with these records and this machine."""
    port = server.port if server else 1
    context = ssl.create_default_context(cafile=server.ca_file if server else None)
    with name_server(records or {}) as resolver:
        names = Names(resolver)
        return find(
            address_of(address),
            names=names,
            web=Web(port=port, context=context),
            exchange=lambda one: discover(
                one,
                lambda: password,
                names=names,
                port=port,
                ca_file=server.ca_file if server else "",
            ),
        )


KNOWN = {
    "camille@orange.fr": ("smtp.orange.fr", 465, "tls", "imap.orange.fr", "camille@orange.fr"),
    "camille@WANADOO.FR": ("smtp.orange.fr", 465, "tls", "imap.orange.fr", "camille@WANADOO.FR"),
    "camille@free.fr": ("smtp.free.fr", 465, "tls", "imap.free.fr", "camille"),
    "camille@laposte.net": ("smtp.laposte.net", 465, "tls", "imap.laposte.net", "camille"),
    "camille@neuf.fr": ("smtp.sfr.fr", 465, "tls", "imap.sfr.fr", "camille@neuf.fr"),
    "camille@icloud.com": ("smtp.mail.me.com", 587, "starttls", "imap.mail.me.com", None),
}


@pytest.mark.parametrize(("address", "wanted"), KNOWN.items(), ids=KNOWN)
def test_a_provider_of_the_list_asks_nobody(
    address: str, wanted: tuple[str, int, str, str, str | None]
) -> None:
    found = listed(address_of(address))
    assert found is not None
    account = found.account
    assert (account.host, account.port, account.security, account.drafts.host) == wanted[:4]
    assert account.drafts.security == "tls"
    assert found.users[0] == (wanted[4] or address)
    assert set(found.users) >= {address, "camille"}


MX = {
    "Microsoft 365": ("10 clinique-example.mail.protection.outlook.com.", "graph", ""),
    "OVHcloud": ("1 mx1.mail.ovh.net.", "smtp", "ssl0.ovh.net"),
    "Gandi": ("10 spool.mail.gandi.net.", "smtp", "mail.gandi.net"),
    "Gmail": ("1 smtp.google.com.", "smtp", "smtp.gmail.com"),
}


@pytest.mark.parametrize("name", MX)
def test_whoever_takes_the_mail_of_a_domain_is_known(name: str) -> None:
    record, kind, host = MX[name]
    found = offer("a@cabinet.example", {("cabinet.example", "MX"): [record]})
    assert (found.name, found.source) == (name, "mx")
    assert (found.account.kind, found.account.host) == (kind, host)


def test_exchange_is_found_by_autodiscover(domain: StrictExchange) -> None:
    found = offer("alice@clinique.example", {}, domain)
    assert (found.source, found.account.kind) == ("autodiscover", "exchange")
    assert found.account.url == domain.url
    assert found.account.drafts.kind == "mailbox"


def test_exchange_is_found_by_srv_where_it_has_another_name(domain: StrictExchange) -> None:
    record = f"0 0 {domain.port} autodiscover.clinique.example."
    with name_server({("_autodiscover._tcp.autre.example", "SRV"): [record]}) as resolver:
        domain.boxes["alice@autre.example"] = domain.box
        url = discover(
            address_of("alice@autre.example"),
            lambda: "sesame",
            user="alice@clinique.example",
            names=Names(resolver),
            port=1,
            ca_file=domain.ca_file,
        )
    assert url == domain.url


@pytest.mark.parametrize(
    ("auth", "found"),
    [("negotiate", True), ("basic", False)],
    ids=["by a server that knows the session", "by one that wants a password"],
)
def test_exchange_is_found_by_the_session_of_this_computer(
    domain: StrictExchange, auth: Literal["negotiate", "basic"], found: bool
) -> None:
    domain.auth = auth
    domain._ntlm_users()
    with name_server({}) as resolver:
        url = discover(
            address_of("alice@clinique.example"),
            lambda: None,
            names=Names(resolver),
            port=domain.port,
            ca_file=domain.ca_file,
            as_logged_in=True,
        )
    assert url == (domain.url if found else None)


def test_a_wrong_password_is_said_and_not_taken_for_no_server(domain: StrictExchange) -> None:
    with pytest.raises(ServiceRefused):
        offer("alice@clinique.example", {}, domain, password="wrong")


def test_without_a_password_exchange_is_passed_over(domain: StrictExchange) -> None:
    with pytest.raises(MissingInput):
        offer("alice@clinique.example", {}, domain, password=None)


def test_what_a_domain_describes_of_itself_is_used(domain: StrictExchange) -> None:
    domain.pages["/mail/config-v1.1.xml"] = AUTOCONFIG
    found = offer("jean@clinique.example", {}, domain, password=None)
    assert (found.source, found.name) == ("autoconfig", "Clinique")
    account = found.account
    assert (account.host, account.port, account.security) == (
        "smtp.clinique.example",
        587,
        "starttls",
    )
    assert (account.drafts.host, account.drafts.user) == ("imap.clinique.example", "jean")


def test_the_second_place_is_looked_at_too(domain: StrictExchange) -> None:
    domain.pages["/.well-known/autoconfig/mail/config-v1.1.xml"] = AUTOCONFIG
    assert offer("jean@clinique.example", {}, domain, password=None).source == "autoconfig"


SRV = {
    ("_imaps._tcp.cabinet.example", "SRV"): [
        "10 0 993 later.cabinet.example.",
        "0 0 1993 imap.cabinet.example.",
    ],
    ("_submissions._tcp.cabinet.example", "SRV"): ["0 0 465 smtp.cabinet.example."],
    ("_submission._tcp.cabinet.example", "SRV"): ["0 0 587 old.cabinet.example."],
}


def test_srv_records_are_heeded_in_their_order() -> None:
    found = offer("a@cabinet.example", SRV)
    assert found.source == "srv"
    account = found.account
    assert (account.host, account.port, account.security) == ("smtp.cabinet.example", 465, "tls")
    assert (account.drafts.host, account.drafts.port) == ("imap.cabinet.example", 1993)


def test_a_service_that_dns_says_is_not_offered_is_not() -> None:
    records = {**SRV, ("_imaps._tcp.cabinet.example", "SRV"): ["0 0 0 ."]}
    with pytest.raises(MissingInput):
        offer("a@cabinet.example", records)


def test_where_nothing_is_found_it_is_said() -> None:
    with pytest.raises(MissingInput) as told:
        offer("a@inconnu.example")
    assert told.value.reason == "servers-not-found"
    assert "a@" not in str(told.value)


def test_where_names_cannot_be_asked_it_is_said() -> None:
    deaf = dns.resolver.Resolver(configure=False)
    deaf.nameservers, deaf.port = ["127.0.0.1"], 9
    names = Names(deaf, longest=0.3)
    with pytest.raises(ServiceRefused, match="dns-not-reached"):
        names.mx("cabinet.example")


UNREADABLE = [
    "",
    "jean",
    "jean@",
    "@orange.fr",
    "jean@orange",
    "a b@orange.fr",
    "a@b..fr",
    "a@-é/.fr",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UnreadableInput):
        address_of(text)


def test_an_address_with_accents_in_its_domain_is_looked_up_as_dns_has_it() -> None:
    assert address_of("jean@hôpital.example").domain == "xn--hpital-ixa.example"
