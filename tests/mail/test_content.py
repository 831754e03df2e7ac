"""What parts hold, whatever they are encoded in; and the text of HTML."""

from __future__ import annotations

import pytest

from sceau.errors import UnreadableInput, WrongUse
from sceau.mail.content import size_of, to_base64
from sceau.mail.html_text import text_of_html
from sceau.mail.message import Message
from sceau.mail.structure import scan


def part(encoding: str, body: bytes) -> bytes:
    return (
        f"Content-Type: application/pdf\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
        + body
    )


ENCODED: dict[str, tuple[str, bytes, bytes]] = {
    "nothing declared": ("", b"a\r\nb", b"a\r\nb"),
    "8bit": ("8bit", b"\xe9", b"\xe9"),
    "upper case, with a comment": ("BASE64 (RFC 2045)", b"YWJj", b"abc"),
    "base64 in lines": ("base64", b"YW\r\nJj\r\n", b"abc"),
    "base64 with padding": ("base64", b"YQ==\r\n", b"a"),
    "base64 without padding": ("base64", b"YQ", b"a"),
    "base64 with strangers": ("base64", b"Y*W!J-j", b"abc"),
    "base64 cut short": ("base64", b"YWJjZ", b"abc"),
    "base64 in padded pieces": ("base64", b"YQ==\r\nYg==\r\n", b"ab"),
    "base64 of nothing": ("base64", b"", b""),
    "quoted-printable": ("quoted-printable", b"=E9=\r\n!=3D", b"\xe9!="),
    "quoted-printable gone wrong": ("quoted-printable", b"=ZZ=", b"=ZZ"),
    "uuencode": ("x-uuencode", b"begin 644 a\n#86)C\n`\nend\n", b"abc"),
}


@pytest.mark.parametrize(("encoding", "body", "content"), ENCODED.values(), ids=ENCODED)
def test_contents(encoding: str, body: bytes, content: bytes) -> None:
    assert Message.read(part(encoding, body)).content("1") == content


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("x-zip", b"abc", "unknown-encoding"),
        ("base64", b"!!!!", "unreadable-part"),
        ("x-uuencode", b"begin 644 a\n#\xff\xff\xff\xff\n", "unreadable-part"),
    ],
    ids=["an unknown encoding", "no base64 at all", "no uuencode at all"],
)
def test_what_cannot_be_decoded(encoding: str, body: bytes, reason: str) -> None:
    message = Message.read(part(encoding, body))
    with pytest.raises(UnreadableInput) as refusal:
        message.content("1")
    assert refusal.value.reason == reason


def test_a_part_that_is_not_there() -> None:
    with pytest.raises(WrongUse) as refusal:
        Message.read(part("", b"x")).content("2")
    assert refusal.value.reason == "no-such-attachment"


@pytest.mark.parametrize("length", [0, 1, 2, 3, 56, 57, 58, 59, 114, 1000, 114_000, 114_001])
@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"], ids=["CRLF", "LF", "CR"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_sizes_without_decoding(length: int, end: bytes, last: bool) -> None:
    body = to_base64(bytes(length), end) + (end if last else b"")
    raw = b"Content-Transfer-Encoding: base64" + 2 * end + body
    assert size_of(raw, scan(raw).root) == length


HTML: dict[str, tuple[str, str]] = {
    "blocks on their own lines": ("<p>a</p><div>b<br>c</div>", "a\nb\nc"),
    "words stay apart in tables": ("<tr><td>a</td><td>b</td></tr>", "a b"),
    "inline tags do not part words": ("a<b>b</b>c", "abc"),
    "entities": ("&lt;b&gt; &eacute;&#233;&nbsp;x", "<b> éé x"),
    "script, style and title are not text": (
        "<title>t</title><style>p{}</style>a<SCRIPT>if (a<b) {}</Script>b",
        "ab",
    ),
    "comments are not text": ("a<!-- <p>x</p> -->b", "ab"),
    "a less-than sign is text": ("a < b, 1<2", "a < b, 1<2"),
    "an unclosed tag ends it": ("a<p", "a"),
    "an unclosed comment ends it": ("a<!-- b", "a"),
    "an unclosed script ends it": ("a<script>b", "a"),
    "a letter whose lower case is longer": ("İ" * 5 + "<style>x</style>b", "İ" * 5 + "b"),
}


@pytest.mark.parametrize(("source", "text"), HTML.values(), ids=HTML)
def test_text_of_html(source: str, text: str) -> None:
    assert text_of_html(source) == text
