"""Cutting the history: nothing of it stays, nothing else goes, byte for byte."""

from __future__ import annotations

import difflib
import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import EditRefused
from sceau.mail.edits import CutHistory, MoveToBcc, RemoveAttachment, SealAttachment
from sceau.mail.history import history_in_html, history_in_text
from sceau.mail.html_text import text_of_html
from sceau.mail.html_tokens import tokens
from sceau.mail.message import Message
from sceau.mail.part_edits import SealedFile
from sceau.mail.preview import preview
from sceau.mail.ranges import without
from support.answers_written import HTML, NO_HISTORY, OLD, OWN, TEXT
from support.pictures import picture

CUT = (CutHistory(),)


def unbalanced(source: str) -> list[str]:
    """Give the names of tags that are closed more or less often than opened."""
    count: dict[str, int] = {}
    for one in tokens(source):
        if one.kind != "text" and not one.is_void:
            count[one.name] = count.get(one.name, 0) + (1 if one.kind == "open" else -1)
    return sorted(name for name, times in count.items() if times)


@pytest.mark.parametrize("source", HTML.values(), ids=HTML)
def test_what_a_client_quotes_goes_and_the_senders_words_stay(source: str) -> None:
    left = without(source, history_in_html(source))
    text = " ".join(text_of_html(left).split())
    assert text == OWN
    assert "leroy" not in left.lower()
    assert set(unbalanced(left)) <= set(unbalanced(source))
    assert history_in_html(left) == []


@pytest.mark.parametrize("source", NO_HISTORY.values(), ids=NO_HISTORY)
def test_what_is_no_history_stays(source: str) -> None:
    assert history_in_html(source) == []


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_quoted_lines_go_and_the_senders_lines_stay(text: str) -> None:
    left = without(text, history_in_text(text))
    assert "Glycémie" not in left and "Leroy" not in left
    assert left.split() == [
        word for line in (OWN, "-- ", "Camille") if line in text for word in line.split()
    ]
    assert history_in_text(left) == []


@pytest.mark.parametrize("text", [OWN, f"{OWN}\n-- \nCamille", "| a | b |\n| 1 | 2 |", ""])
def test_a_text_without_history_stays(text: str) -> None:
    assert history_in_text(text) == []


@given(st.text(alphabet="<>/a=\"' \n-!blockquotetypecitedv", max_size=400))
def test_ranges_are_in_order_within_the_text_whatever_it_is(source: str) -> None:
    for find in (history_in_html, history_in_text):
        ranges = find(source)
        flat = [place for one in ranges for place in one]
        assert flat == sorted(flat) and all(0 <= place <= len(source) for place in flat)
        assert all(start < end for start, end in ranges)


# -- in a message's bytes ----------------------------------------------------------------------

ENCODINGS = ("8bit", "quoted-printable", "base64")
CHARSETS = ("utf-8", "windows-1252")


def answer(
    html: str | None, text: str | None, *, charset: str = "utf-8", cte: str = "quoted-printable"
) -> bytes:
    """An answer with these forms of its text, a picture of its own and one that is only quoted, and
    a file."""
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = "Camille <camille@ghe-valmont.example>"
    mail["To"] = "Marie Durand <marie@orange.example>"
    mail["Subject"] = "Re: Suivi"
    mail["In-Reply-To"] = "<a@b.example>"
    if text is not None:
        mail.set_content(text, charset=charset, cte=cte)
    if html is not None:
        if text is None:
            mail.set_content(html, "html", charset=charset, cte=cte)
            part: EmailMessage = mail
        else:
            mail.add_alternative(html, "html", charset=charset, cte=cte)
            part = mail.get_payload()[-1]  # type: ignore[index, assignment]
        if "cid:old@x" in html:
            part.add_related(picture("PNG"), "image", "png", cid="<old@x>")
        if "cid:own@x" in html:
            part.add_related(picture("JPEG"), "image", "jpeg", cid="<own@x>")
    mail.add_attachment(b"%PDF-1.7 x", "application", "pdf", filename="Bilan.pdf")
    return mail.as_bytes()


PICTURED = HTML["Thunderbird"].replace(f"<p>{OWN}</p>", f'<p>{OWN}</p><img src="cid:own@x">')


def plain(text: str) -> str:
    return text.replace("’", "'")  # a sign both charsets write alike, in as many bytes


@pytest.mark.parametrize("cte", ENCODINGS)
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("client", HTML)
def test_a_message_is_what_was_previewed_and_nothing_else_of_it_changed(
    client: str, charset: str, cte: str
) -> None:
    raw = answer(plain(HTML[client]), plain(TEXT["Thunderbird"]), charset=charset, cte=cte)
    message = Message.read(raw)
    (wanted,) = preview(message.mail, CUT)
    (made,) = message.apply(CUT)
    found = Message.read(made).mail
    assert (found.text, found.html.split()) == (wanted.text, wanted.html.split())
    assert plain(OWN) in found.text and "Glyc" not in found.text + found.html
    assert [one.name for one in found.attachments] == ["Bilan.pdf"]
    assert not found.defects
    parsed = email.message_from_bytes(made, policy=email.policy.default)
    assert not parsed.defects and not [one for part in parsed.walk() for one in part.defects]
    if cte != "base64":
        assert is_left_of(made, raw)
    assert max(map(len, made.splitlines())) <= max(map(len, raw.splitlines()))


def is_left_of(made: bytes, raw: bytes) -> bool:
    """Whether the lines of ``made`` are lines of ``raw``, in their order; but for those in which
    what is left of two lines met."""
    lines = difflib.SequenceMatcher(None, raw.split(b"\r\n"), made.split(b"\r\n"), autojunk=False)
    return (
        sum(stop - start for kind, _, _, start, stop in lines.get_opcodes() if kind != "equal") <= 3
    )


def test_a_picture_that_was_only_quoted_goes_and_the_own_one_stays() -> None:
    message = Message.read(answer(PICTURED, TEXT["Thunderbird"]))
    assert len(message.mail.inline_images) == 2
    (made,) = message.apply(CUT)
    found = Message.read(made)
    assert [one.content_id for one in found.mail.inline_images] == ["own@x"]
    assert preview(message.mail, CUT)[0].inline_images[0].content_id == "own@x"
    assert found.content(found.mail.inline_images[0].id) == picture("JPEG")


def test_it_goes_together_with_other_edits() -> None:
    message = Message.read(answer(PICTURED, TEXT["Thunderbird"]))
    (pdf,) = message.mail.attachments
    edits = (*CUT, MoveToBcc(("marie@orange.example",)), SealAttachment(pdf.id))
    sealed = {pdf.id: SealedFile("Bilan (chiffré).pdf", "application/pdf", b"%PDF-sealed")}
    (made,) = message.apply(edits, sealed)
    found = Message.read(made)
    assert found.content(found.mail.attachments[0].id) == b"%PDF-sealed"
    assert [one.field for one in found.mail.recipients] == ["bcc"]
    assert "Glyc" not in found.mail.text + found.mail.html
    (made,) = message.apply((*CUT, RemoveAttachment(pdf.id)))
    assert Message.read(made).mail.attachments == ()


REFUSED: dict[str, bytes] = {
    "nothing quoted": answer(f"<p>{OWN}</p>", OWN),
    "quoted in the plain form only": answer(f"<p>{OWN}</p>", TEXT["Thunderbird"]),
    "quoted in the HTML form only": answer(HTML["Gmail"], OWN),
    "the two forms would say different things": answer(
        HTML["Gmail"].replace(OWN, f"{OWN} Oui."), TEXT["Gmail"]
    ),
    "nothing but history": answer(None, f"Le 3 mars 2026, Dr Leroy a écrit :\n> {OLD}\n"),
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_it_is_refused_where_it_would_deceive(raw: bytes) -> None:
    message = Message.read(raw)
    for attempt in (lambda: message.apply(CUT), lambda: preview(message.mail, CUT)):
        with pytest.raises(EditRefused) as refused:
            attempt()
        assert refused.value.reason == "no-history"


def test_what_a_signature_covers_is_not_cut() -> None:
    signed = (
        b"From: a@x.example\r\nTo: b@y.example\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/signed; boundary="s"; protocol="application/pgp-signature"\r\n'
        b"\r\n--s\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n\r\n"
        b"On 3/3/26 10:12, Dr Leroy wrote:\r\n> x\r\n\r\n--s\r\n"
        b"Content-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n"
    )
    with pytest.raises(EditRefused) as refused:
        Message.read(signed).apply(CUT)
    assert refused.value.reason == "signed-mail"


LINES = st.lists(
    st.sampled_from(
        ["Bonjour.", "", "> Glycémie élevée", ">", "é" * 90, "> " + "à" * 90, "-- ", "Merci = oui"]
    ),
    max_size=12,
)


@given(lines=LINES, cte=st.sampled_from(ENCODINGS), charset=st.sampled_from(CHARSETS))
def test_of_any_answer_the_own_lines_stay_as_they_were(
    lines: list[str], cte: str, charset: str
) -> None:
    text = "\n".join(("Bonjour.", *lines, "> fin", ""))
    message = Message.read(answer(None, text, charset=charset, cte=cte))
    (made,) = message.apply(CUT)
    left = Message.read(made)
    wanted = without(message.mail.text, history_in_text(message.mail.text))
    assert left.mail.text == wanted and ">" not in wanted
    own = [line for line in message.mail.text.split("\n") if line.strip() and line[0] != ">"]
    assert [line for line in wanted.split("\n") if line.strip()] == own
    head = re.compile(rb"\A.*?\r\n\r\n", re.DOTALL)
    assert head.match(made)[0] == head.match(message.raw)[0]  # type: ignore[index]
    assert left.content("2") == b"%PDF-1.7 x"
