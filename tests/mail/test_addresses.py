"""What is wrong with an address."""

from __future__ import annotations

import pytest

from sceau.mail.addresses import defect_of, key

DEFECTS = {
    "jean": "no-at",
    "@example.org": "no-local-part",
    "jean@": "no-domain",
    "jean@example": "bad-domain",
    "jean@example..org": "bad-domain",
    "jean@-example.org": "bad-domain",
    "jean@example.org.": "bad-domain",
    "jean@192.0.2.1": "bad-domain",
    "jean@exam ple.org": "bad-domain",
    "jean@[x]": "bad-domain",
    "je an@example.org": "bad-character",
    "jean..d@example.org": "bad-character",
    "jean.@example.org": "bad-character",
    "jean@d@example.org": "bad-character",
    "jean\u00a0d@example.org": "bad-character",
    "jean\u200b@example.org": "bad-character",
    "jean\r\nBcc:x@example.org": "bad-character",
    "jean\x00@example.org": "bad-character",
    "a" * 65 + "@example.org": "too-long",
    "a@" + "b." * 127 + "org": "too-long",
    "jean@localhost": "",
    "jean+tag@example.org": "",
    "o'neil@example.org": "",
    "zoé@exemple-é.fr": "",
    "jean@sous.domaine.example.org": "",
}


@pytest.mark.parametrize(("address", "defect"), DEFECTS.items(), ids=[ascii(a) for a in DEFECTS])
def test_what_is_wrong_with_an_address(address: str, defect: str) -> None:
    assert defect_of(address) == defect


def test_case_is_left_out_when_addresses_are_compared() -> None:
    assert key(" Jean@Example.ORG ") == key("jean@example.org")
