"""A provider's description is read as Thunderbird's format has it; hostile ones are refused."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import UnreadableInput
from sceau.settings.discovery.clientconfig import LARGEST, domains, read
from sceau.settings.discovery.model import address_of

JEAN = address_of("jean@clinique.example")
LIST = sorted(
    (one for one in files("sceau.settings.discovery").joinpath("providers").iterdir()),
    key=lambda one: one.name,
)


def config(**more: str) -> bytes:
    """A description, with something else in the place of what it has."""
    values = {"port": "993", "socket": "SSL", "host": "imap.clinique.example", "head": "", **more}
    return (
        f'<?xml version="1.0"?>{values["head"]}<clientConfig version="1.1"><emailProvider id="x">'
        f"<displayName>Clinique</displayName>"
        f'<incomingServer type="imap"><hostname>{values["host"]}</hostname>'
        f"<port>{values['port']}</port><socketType>{values['socket']}</socketType>"
        f"<username>%EMAILADDRESS%</username></incomingServer>"
        f'<outgoingServer type="smtp"><hostname>smtp.clinique.example</hostname><port>465</port>'
        f"<socketType>SSL</socketType><username>%EMAILADDRESS%</username></outgoingServer>"
        f"</emailProvider></clientConfig>"
    ).encode()


@pytest.mark.parametrize("file", LIST, ids=lambda one: one.name)
def test_every_description_of_the_list_is_good(file: object) -> None:
    content = file.read_bytes()  # type: ignore[attr-defined]
    assert domains(content)
    found = read(content, JEAN, "list")
    assert found.name
    assert found.account.security in ("tls", "starttls")
    assert "%" not in "".join((*found.users, found.account.host, found.account.drafts.host))


def test_no_domain_is_in_two_descriptions() -> None:
    named = [domain for one in LIST for domain in domains(one.read_bytes())]
    assert len(named) == len(set(named))


def test_a_usual_one_is_read() -> None:
    assert read(config(), JEAN, "autoconfig").account.drafts.host == "imap.clinique.example"


REFUSED = {
    "without protection": config(socket="plain"),
    "with a document type": config(head='<!DOCTYPE x [<!ENTITY a "b">]>'),
    "with a port of letters": config(port="nine"),
    "with a port that is none": config(port="99999"),
    "with a host that is an address of a file": config(host="../etc/passwd"),
    "with no host": config(host=""),
    "too large": config(head=" " * LARGEST),
    "empty": b"",
    "a page": b"<html><body>404</body></html>",
    "cut off": config()[:-30],
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableInput):
        read(content, JEAN, "autoconfig")


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: config(host=text)))
def test_nothing_else_than_an_offer_or_a_refusal_comes_of_anything(content: bytes) -> None:
    try:
        found = read(content, JEAN, "autoconfig")
    except UnreadableInput:
        return
    assert found.account.drafts.host
