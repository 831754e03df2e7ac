"""Who is outside, and who is the same person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.model import Mail, Recipient
from sceau.review.people import (
    PUBLIC_PROVIDERS,
    Circle,
    ascii_domain,
    internal_domains,
    is_inside,
    person,
)


@pytest.mark.parametrize(
    ("domain", "same"),
    [
        pytest.param("CHU-Exemple.FR", "chu-exemple.fr", id="case is left out"),
        pytest.param("chu.fr.", "chu.fr", id="the root's dot is left out"),
        pytest.param("hôpital.fr", "xn--hpital-ixa.fr", id="accents are A-labels"),
        pytest.param("HÔPITAL.fr", "xn--hpital-ixa.fr", id="capital accents are the same"),
        pytest.param("ho\u0302pital.fr", "xn--hpital-ixa.fr", id="accents in two characters"),
        pytest.param("xn--hpital-ixa.fr", "xn--hpital-ixa.fr", id="A-labels stay"),
        pytest.param("chu\u3002fr", "chu.fr", id="the ideographic full stop is a dot"),
        pytest.param("ｃｈｕ.fr", "chu.fr", id="wide letters are letters"),
        pytest.param("", "", id="nothing is no domain"),
        pytest.param("chu..fr", "", id="an empty label is none"),
        pytest.param("-chu.fr", "", id="a hyphen begins no label"),
        pytest.param("chu .fr", "", id="a space stands in none"),
        pytest.param("chu\u200b.fr", "", id="an invisible character stands in none"),
        pytest.param(f"{'a' * 64}.fr", "", id="a label of 64 octets is too long"),
        pytest.param(".".join(["a" * 60] * 5), "", id="a name of over 253 octets is too long"),
        pytest.param("[192.0.2.1]", "", id="an address literal is no domain name"),
    ],
)
def test_domains_are_compared_in_one_form(domain: str, same: str) -> None:
    assert ascii_domain(domain) == same


@pytest.mark.parametrize(
    ("domain", "inside"),
    [
        pytest.param("chu.fr", True, id="the domain itself"),
        pytest.param("pharmacie.chu.fr", True, id="a sub-domain"),
        pytest.param("a.b.c.chu.fr", True, id="a sub-domain of a sub-domain"),
        pytest.param("evil-chu.fr", False, id="another domain that ends the same"),
        pytest.param("evilchu.fr", False, id="another domain that ends the same, without hyphen"),
        pytest.param("chu.fr.evil.com", False, id="another domain that begins the same"),
        pytest.param("fr", False, id="the domain above"),
        pytest.param("chu.com", False, id="the same name under another"),
        pytest.param("", False, id="no domain"),
        pytest.param("chu..fr", False, id="a malformed domain"),
    ],
)
def test_inside_ends_at_a_dot(domain: str, inside: bool) -> None:
    assert is_inside(domain, frozenset({"chu.fr"})) is inside


def test_nothing_is_inside_where_nothing_is_internal() -> None:
    assert not is_inside("chu.fr", frozenset())


@pytest.mark.parametrize(
    ("sender", "configured", "internal"),
    [
        pytest.param("a@chu.fr", (), {"chu.fr"}, id="the sender's own, where none is configured"),
        pytest.param("a@chu.fr", ("x.fr",), {"x.fr"}, id="the configured ones, where there are"),
        pytest.param("a@orange.fr", (), set(), id="not a public provider's"),
        pytest.param("a@ORANGE.fr", (), set(), id="not a public provider's, in capitals"),
        pytest.param("a@CHU.FR", (), {"chu.fr"}, id="in the form they are compared in"),
        pytest.param("", ("x.fr",), {"x.fr"}, id="without a sender, the configured ones"),
        pytest.param("", (), set(), id="without a sender, none"),
    ],
)
def test_internal_domains(sender: str, configured: tuple[str, ...], internal: set[str]) -> None:
    mail = Mail(sender=Recipient(field="to", address=sender) if sender else None)
    assert internal_domains(mail, configured) == internal


def test_a_sender_with_a_defect_makes_nothing_internal() -> None:
    sender = Recipient(field="to", address="a@chu..fr", defect="bad-domain")
    assert internal_domains(Mail(sender=sender), ()) == frozenset()


def test_a_sub_domain_of_a_public_provider_is_nobodys_either() -> None:
    circle = Circle(Mail(sender=Recipient(field="to", address="a@orange.fr")), ())
    assert circle.is_outside(Recipient(field="to", address="b@pro.orange.fr"))


def test_every_public_provider_is_in_the_form_domains_are_compared_in() -> None:
    assert {ascii_domain(one) for one in PUBLIC_PROVIDERS} == PUBLIC_PROVIDERS


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Marie@Orange.fr", "marie@orange.FR", True),
        ("marie@orange.fr ", "marie@orange.fr", True),
        ("marie@hôpital.fr", "marie@xn--hpital-ixa.fr", True),
        ("marie@orange.fr", "paul@orange.fr", False),
        ("marie@orange.fr", "marie@gmail.com", False),
        ("marie", "marie@orange.fr", False),
        ("marie@a..fr", "marie@b..fr", False),
    ],
)
def test_one_person(one: str, other: str, same: bool) -> None:
    assert (person(one) == person(other)) is same


@given(st.text(max_size=40))
def test_the_form_of_a_domain_is_its_own_form(text: str) -> None:
    form = ascii_domain(text)
    assert ascii_domain(form) == form
    assert form.isascii()


@given(st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,3}", fullmatch=True))
def test_only_a_dot_makes_a_sub_domain(label: str) -> None:
    assert is_inside(f"{label}.chu.fr", frozenset({"chu.fr"}))
    assert not is_inside(f"{label}chu.fr", frozenset({"chu.fr"}))
