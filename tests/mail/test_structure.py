"""Where the parts of a message are."""

from __future__ import annotations

import pytest

from sceau.mail.structure import Part, line_end_style, scan, unfolded

NESTED = (
    b"Subject: x\r\n"
    b"Content-Type: multipart/mixed;\r\n boundary=out\r\n"
    b"\r\n"
    b"preamble\r\n"
    b"--out\r\n"
    b"Content-Type: multipart/alternative; boundary=in\r\n"
    b"\r\n"
    b"--in\r\n"
    b"\r\n"
    b"plain\r\n"
    b"--in\r\n"
    b"Content-Type: text/html\r\n"
    b"\r\n"
    b"<p>html\r\n"
    b"\r\n"
    b"--in--\r\n"
    b"inner epilogue\r\n"
    b"--out\r\n"
    b"Content-Type: message/rfc822\r\n"
    b"\r\n"
    b"Subject: inner\r\n"
    b"\r\n"
    b"--not a delimiter\r\n"
    b"--out--\r\n"
    b"epilogue\r\n"
)


def bodies(raw: bytes) -> dict[str, bytes]:
    return {one.section: raw[one.body_start : one.body_end] for one in scan(raw).root.leaves()}


def test_every_part_and_its_bytes() -> None:
    assert bodies(NESTED) == {
        "1.1": b"plain",
        "1.2": b"<p>html\r\n",
        "2": b"Subject: inner\r\n\r\n--not a delimiter",
    }
    assert scan(NESTED).defects == []


def test_ranges_put_together_are_the_message() -> None:
    root = scan(NESTED).root
    inner, attached = root.children
    assert NESTED[inner.delimiter : inner.start] == b"--out\r\n"
    assert NESTED[inner.body_end : inner.limit] == b"\r\n"
    assert inner.limit == attached.delimiter
    assert NESTED[attached.limit :] == b"--out--\r\nepilogue\r\n"
    assert root.body_end == root.limit == len(NESTED)
    html = inner.children[1]
    assert NESTED[html.start : html.header_end] == b"Content-Type: text/html\r\n"
    assert NESTED[html.header_end : html.body_start] == b"\r\n"


def test_fields_keep_their_folds_in_their_range() -> None:
    root = scan(NESTED).root
    field = root.field("content-type")
    assert field is not None
    assert NESTED[field.start : field.end] == (
        b"Content-Type: multipart/mixed;\r\n boundary=out\r\n"
    )
    assert unfolded(NESTED, field) == "multipart/mixed; boundary=out"
    assert root.value(NESTED, "subject") == "x"
    assert root.value(NESTED, "cc") == ""


def multipart(body: bytes, boundary: bytes = b"b") -> bytes:
    return b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\n" + body


DELIMITERS: dict[str, tuple[bytes, dict[str, bytes]]] = {
    "right at the start": (multipart(b"--b\n\none\n--b--"), {"1": b"one"}),
    "blanks behind it": (multipart(b"--b \t\n\none\n--b-- \n"), {"1": b"one"}),
    "a longer one is another": (multipart(b"--b\n\none\n--bb\n--b--\n"), {"1": b"one\n--bb"}),
    "in the middle of a line it is none": (
        multipart(b"--b\n\none --b\n --b\n--b--\n"),
        {"1": b"one --b\n --b"},
    ),
    "two in a row": (multipart(b"--b\n--b\n\none\n--b--\n"), {"1": b"", "2": b"one"}),
    "in the middle of a header": (
        multipart(b"--b\nX: y\n--b\n\none\n--b--\n"),
        {"1": b"", "2": b"one"},
    ),
    "behind the last one nothing is a part": (
        multipart(b"--b\n\none\n--b--\n--b\n\ntwo\n"),
        {"1": b"one"},
    ),
    "none in the end": (multipart(b"--b\n\none\n\n--b\n\ntwo\n"), {"1": b"one\n", "2": b"two\n"}),
    "characters that mean something elsewhere": (
        multipart(b"--a.*[(+?\n\none\n--a.*[(+?--\n", b'"a.*[(+?"'),
        {"1": b"one"},
    ),
    "a boundary that ends in hyphens": (
        multipart(b"--b--\n\none\n--b----\n", b'"b--"'),
        {"1": b"one"},
    ),
    "line ends of all kinds": (
        multipart(b"--b\r\r\n\rone\r--b\r\n\r\ntwo\n--b--"),
        {"1": b"\rone", "2": b"two"},
    ),
}


@pytest.mark.parametrize(("raw", "found"), DELIMITERS.values(), ids=DELIMITERS)
def test_delimiters(raw: bytes, found: dict[str, bytes]) -> None:
    assert bodies(raw) == found


HEADERS: dict[str, tuple[bytes, list[str], bytes, list[str]]] = {
    "fields and body": (b"A: 1\nB: 2\n\nx", ["a", "b"], b"x", []),
    "nothing behind the header": (b"A: 1\nB: 2", ["a", "b"], b"", []),
    "a blank line first": (b"\nA: 1\n\nx", [], b"A: 1\n\nx", []),
    "no header": (b"Bonjour\nA: 1\n", [], b"Bonjour\nA: 1\n", ["no-header"]),
    "a line that is no field ends it": (
        b"A: 1\nBonjour\nB: 2\n\nx",
        ["a"],
        b"Bonjour\nB: 2\n\nx",
        ["no-separator"],
    ),
    "a fold before any field": (b" x\nA: 1\n\nx", ["a"], b"x", ["broken-header"]),
    "a fold of blanks": (b"A: 1\n \nB: 2\n\nx", ["a", "b"], b"x", []),
    "a field without a name": (b": 1\nA: 1\n\nx", ["a"], b"x", ["broken-header"]),
    "blanks before the colon": (b"A \t: 1\n\nx", ["a"], b"x", []),
    "an mbox line first": (b"From x\nA: 1\n\nx", ["a"], b"x", []),
    "an mbox line later": (b"A: 1\nFrom x\nB: 2\n\nx", ["a", "b"], b"x", ["broken-header"]),
    "a byte order mark": (b"\xef\xbb\xbfA: 1\n\nx", ["a"], b"x", ["byte-order-mark"]),
    "8-bit in a name is no field": (b"\xe9: 1\n\nx", [], b"\xe9: 1\n\nx", ["no-header"]),
}


@pytest.mark.parametrize(("raw", "names", "body", "defects"), HEADERS.values(), ids=HEADERS)
def test_headers(raw: bytes, names: list[str], body: bytes, defects: list[str]) -> None:
    found = scan(raw)
    assert [one.name for one in found.root.fields] == names
    assert raw[found.root.body_start : found.root.body_end] == body
    assert found.defects == defects


@pytest.mark.parametrize(
    ("raw", "style"),
    [
        (b"A: 1\r\n\r\nx\n", b"\r\n"),
        (b"A: 1\n\nx\r\n", b"\n"),
        (b"A: 1\r\rx", b"\r"),
        (b"A: 1", b"\r\n"),
    ],
    ids=["CRLF", "LF", "CR", "none at all"],
)
def test_the_line_end_of_a_header(raw: bytes, style: bytes) -> None:
    assert line_end_style(raw, scan(raw).root) == style


@pytest.mark.parametrize(
    ("declared", "read"),
    [
        (b"Text/HTML; x=y", "text/html"),
        (b"text", "text/plain"),
        (b"a/b/c", "text/plain"),
        (b"", "text/plain"),
        (b"multipart/mixed (nothing more)", "multipart/mixed"),
    ],
    ids=["upper case", "no slash", "two slashes", "empty", "a comment"],
)
def test_the_media_type(declared: bytes, read: str) -> None:
    assert scan(b"Content-Type: " + declared + b"\n\nx").root.media_type == read


def test_ancestors_are_given_from_the_nearest() -> None:
    leaf = next(scan(NESTED).root.leaves())
    assert [one.media_type for one in leaf.ancestors()] == [
        "multipart/alternative",
        "multipart/mixed",
    ]
    assert isinstance(leaf, Part)
