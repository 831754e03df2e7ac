"""Hostile sizes: reading and editing take time in proportion to the size, never to its square.

Doubling the input may less than triple the time; the better of several tries counts, because the
machine is shared.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sceau.errors import EditRefused, UnreadableInput
from sceau.mail.address_lists import read_addresses
from sceau.mail.apply import SealedFile
from sceau.mail.edits import MoveToBcc, RemoveRecipient, SealAttachment
from sceau.mail.history import history_in_html, history_in_text
from sceau.mail.html_text import text_of_html
from sceau.mail.message import Message
from sceau.mail.names import decoded, parameters
from sceau.mail.structure import MAX_DEPTH, MAX_PARTS

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def recipients(count: int) -> bytes:
    people = ",\r\n ".join(f'"Personne {n}" <p{n}@example.org>' for n in range(count))
    return f"From: a@example.org\r\nTo: {people}\r\n\r\nBonjour\r\n".encode()


def attachments(count: int) -> bytes:
    part = b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nabc\r\n"
    return MIXED + part * count + b"--b--\r\n"


def nested(depth: int) -> bytes:
    opening = (
        f"--n{one}\r\nContent-Type: multipart/mixed; boundary=n{one + 1}\r\n\r\n"
        for one in range(depth)
    )
    start = HEAD + b"Content-Type: multipart/mixed; boundary=n0\r\n\r\n"
    return start + "".join(opening).encode() + b"x\r\n" * 2_000


def header(size: int) -> bytes:
    return HEAD + b"X-Long: " + b"a b\r\n " * (size // 6) + b"\r\n\r\nBonjour\r\n"


def fields(size: int) -> bytes:
    return HEAD + b"X-A: b\r\n" * (size // 8) + b"\r\nBonjour\r\n"


def hyphens(size: int) -> bytes:
    return MIXED + b"--b\r\n\r\n" + b"--c\r\n" * (size // 5)


def one_line_of_hyphens(size: int) -> bytes:
    return MIXED + b"--b\r\n\r\n" + b"-" * size


def cr_only(size: int) -> bytes:
    return (MIXED + b"--b\r\n\r\n" + b"abcdefg\r" * (size // 8)).replace(b"\r\n", b"\r")


def words_in_to(text: str) -> Callable[[int], bytes]:
    return lambda size: b"To: " + text.encode() * (size // len(text)) + b"\r\n\r\nx\r\n"


SHAPES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "2,000 recipients": (recipients, 2_000),
    "500 attachments": (attachments, 500),
    "200 nested parts": (nested, 200),
    "a folded header of 1 MB": (header, 1_000_000),
    "fields of 1 MB": (fields, 1_000_000),
    "a body of lines that start with hyphens": (hyphens, 400_000),
    "a line of hyphens": (one_line_of_hyphens, 4_000_000),
    "CR for line ends": (cr_only, 4_000_000),
    "quotes in To": (words_in_to('"'), 100_000),
    "escaped quotes in To": (words_in_to('\\"'), 100_000),
    "parentheses in To": (words_in_to("("), 100_000),
    "angles in To": (words_in_to("<"), 100_000),
    "colons in To": (words_in_to("a:"), 100_000),
    "blanks in To": (words_in_to(" "), 400_000),
    "words in To": (words_in_to("a "), 100_000),
}
CHEAP = 0.004
"""Seconds below which a ratio says nothing."""


def _read(raw: bytes) -> Message:
    try:
        return Message.read(raw)
    except UnreadableInput:
        raise AssertionError("this is a mail") from None


def grows_in_proportion(work: Callable[[int], Callable[[], object]], size: int) -> None:
    """Assert that doubling ``size`` less than triples the time ``work`` takes."""
    small, large = work(size), work(2 * size)
    ratios = []
    for _ in range(6):
        times = []
        for one in (small, large):
            begun = time.perf_counter()
            one()
            times.append(time.perf_counter() - begun)
        if times[1] < CHEAP or times[1] < 3 * times[0]:
            return
        ratios.append(times[1] / times[0])
    pytest.fail(f"doubling the size multiplies the time by {min(ratios):.1f}")


@pytest.mark.parametrize(("make", "size"), SHAPES.values(), ids=SHAPES)
def test_reading(make: Callable[[int], bytes], size: int) -> None:
    def work(count: int) -> Callable[[], object]:
        raw = make(count)
        return lambda: _read(raw)

    grows_in_proportion(work, size)


@pytest.mark.parametrize(
    "text",
    ["; ", "a=b;", 'a="', "a*1=b;", "=?utf-8?q?", "=?utf-8?q?a?= ", "(", " ", "\\", "a;"],
    ids=repr,
)
def test_parameters_and_words(text: str) -> None:
    def work(count: int) -> Callable[[], object]:
        value = "x;" + text * (count // len(text))
        return lambda: (parameters(value), decoded(value), read_addresses(value))

    grows_in_proportion(work, 100_000)


@pytest.mark.parametrize("text", ["<", "<a", "<!--", "<style>", "&amp;", "</p>", "&"], ids=repr)
def test_html(text: str) -> None:
    def work(count: int) -> Callable[[], object]:
        value = text * (count // len(text))
        return lambda: text_of_html(value)

    grows_in_proportion(work, 200_000)


@pytest.mark.parametrize(
    "text",
    [
        "<",
        "<a ",
        "<div ",
        "<div>",
        "</div>",
        "<blockquote type=cite>",
        "<blockquote type=cite></p>",
        '<hr><div style="border-top: 1px">',
        "<p>--</p>",
        "Le 3 mars, X a écrit :<p>",
        "> a\n",
        "De : a\n",
        "\n",
    ],
    ids=repr,
)
def test_history(text: str) -> None:
    def work(count: int) -> Callable[[], object]:
        value = text * (count // len(text))
        return lambda: (history_in_html(value), history_in_text(value))

    grows_in_proportion(work, 200_000)


def test_moving_2000_recipients_to_bcc() -> None:
    def work(count: int) -> Callable[[], object]:
        message = _read(recipients(count))
        people = tuple(one.address for one in message.mail.recipients)
        return lambda: message.apply([MoveToBcc(people), RemoveRecipient(people[0])])

    grows_in_proportion(work, 2_000)


def test_sealing_500_attachments() -> None:
    sealed = SealedFile("a.pdf", "application/pdf", b"x" * 100)

    def work(count: int) -> Callable[[], object]:
        message = _read(attachments(count))
        ids = [one.id for one in message.mail.attachments]
        edits = [SealAttachment(id) for id in ids]
        return lambda: message.apply(edits, dict.fromkeys(ids, sealed))

    grows_in_proportion(work, 500)


def test_what_is_too_deep_is_kept_whole_and_not_edited() -> None:
    message = _read(nested(MAX_DEPTH + 50))
    assert "too-deep" in message.mail.defects
    (whole,) = message.mail.attachments
    assert whole.media_type == "multipart/mixed"
    with pytest.raises(EditRefused) as refusal:
        message.apply(
            [SealAttachment(whole.id)], {whole.id: SealedFile("a", "application/pdf", b"x")}
        )
    assert refusal.value.reason == "unusual-structure"


def test_parts_beyond_the_limit_stay_in_the_last_one() -> None:
    message = _read(attachments(MAX_PARTS + 10))
    assert "too-many-parts" in message.mail.defects
    assert len(message.mail.attachments) == MAX_PARTS - 1
    assert message.structure.root.children[-1].body_end == len(message.raw)


def test_a_body_of_100_mb_is_read_without_a_copy_of_it() -> None:
    message = _read(
        MIXED
        + b"--b\r\n\r\nBonjour\r\n--b\r\nContent-Type: application/pdf\r\n\r\n"
        + b"abcdefghij" * 10_000_000
    )
    assert message.mail.text == "Bonjour"
    assert message.mail.attachments[0].size == 100_000_000
    text = _read(HEAD + b"\r\n" + b"abcdefghi\n" * 1_000_000)
    assert "long-text" in text.mail.defects
    assert len(text.mail.text) == 4 * 1024 * 1024
