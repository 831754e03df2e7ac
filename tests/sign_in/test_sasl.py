"""What is said to a mail server to show it a token, byte for byte as published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.sign_in.sasl import Conversation, mechanism

CASES = {
    "RFC 7628 section 4.1": (
        ("OAUTHBEARER", "user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==", 143),
        b"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01"
        b"auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01",
    ),
    "Google's example": (
        ("XOAUTH2", "someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg", 993),
        b"user=someuser@example.com\x01"
        b"auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01",
    ),
    "a name with what separates names": (
        ("OAUTHBEARER", "a=b,c", "t", 1),
        b"n,a=a=3Db=2Cc,\x01host=server.example.com\x01port=1\x01auth=Bearer t\x01\x01",
    ),
}


@pytest.mark.parametrize(("said", "expected"), CASES.values(), ids=CASES)
def test_the_first_message(said: tuple[str, str, str, int], expected: bytes) -> None:
    kind, user, token, port = said
    talk = Conversation(kind, user, token, "server.example.com", port)  # type: ignore[arg-type]
    assert talk(b"") == expected
    assert not talk.refused


ERRORS = {
    "invalid token, by RFC 7628": (
        ("OAUTHBEARER", b'{"status":"invalid_token","scope":"email"}'),
        (b"\x01", False),
    ),
    "too narrow, by RFC 6750": (
        ("OAUTHBEARER", b'{"status":"insufficient_scope"}'),
        (b"\x01", True),
    ),
    "Google's 400": (("XOAUTH2", b'{"status":"400","schemes":"bearer"}'), (b"", False)),
    "Google's 403": (("XOAUTH2", b'{"status":"403","schemes":"bearer"}'), (b"", True)),
    "not JSON": (("XOAUTH2", b"\xff{"), (b"", False)),
    "nothing at all": (("OAUTHBEARER", b""), (b"\x01", False)),
}


@pytest.mark.parametrize(("heard", "expected"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_answered_so_that_the_server_can_end(
    heard: tuple[str, bytes], expected: tuple[bytes, bool]
) -> None:
    talk = Conversation(heard[0], "u", "t", "h", 1)  # type: ignore[arg-type]
    talk(b"")
    assert (talk(heard[1]), talk.scope) == expected
    assert talk.refused


@given(st.text(), st.text())
def test_nobody_can_slip_in_a_field(user: str, token: str) -> None:
    for kind in ("OAUTHBEARER", "XOAUTH2"):
        try:
            said = Conversation(kind, user, token, "h", 1)(b"")  # type: ignore[arg-type]
        except ValueError:
            assert any(each in user + token for each in "\x01\r\n") or not _is_text(user + token)
        else:
            assert said.count(b"\x01") == (5 if kind == "OAUTHBEARER" else 3)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("offered", "expected"),
    [({"PLAIN", "XOAUTH2", "OAUTHBEARER"}, "OAUTHBEARER"), ({"XOAUTH2"}, "XOAUTH2"), (set(), None)],
)
def test_the_better_mechanism_is_taken(offered: set[str], expected: str | None) -> None:
    assert mechanism(offered) == expected
