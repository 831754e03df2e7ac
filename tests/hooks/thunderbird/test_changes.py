"""What a Verdict changes in a compose window, and whether the window then holds that."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sceau.errors import EditRefused
from sceau.hooks.frames import (
    LETTER_NUMBER,
    PICTURES,
    After,
    Cut,
    Details,
    Edits,
    File,
    Made,
    Renamed,
    Replaced,
    Send,
    Written,
)
from sceau.hooks.thunderbird.changes import Confirmed, SealedContent, written
from sceau.hooks.thunderbird.cutting import _cuts
from sceau.mail.cuts import Cuts
from sceau.mail.edits import (
    FIRST_ADDED,
    AddAttachment,
    AddRecipient,
    CutHistory,
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveAttachment,
    RemoveRecipient,
    RenameAttachment,
    ReplaceRecipient,
    ReplaceSubject,
    SealAttachment,
    SealBody,
)
from sceau.mail.model import Recipient

MARIE, PAUL = "Marie Durand <marie@orange.example>", "Paul <paul@free.example>"
PDF = File(attachment=1, name="Bilan.pdf", media_type="application/pdf", size=9, stamp="a")
NOTE = File(attachment=2, name="note.txt", media_type="text/plain", size=4, stamp="b")
DETAILS = Details(
    sender="C <c@ghe-valmont.example>",
    to=(Written(text=MARIE),),
    cc=(Written(text=PAUL),),
    subject="Bilan",
    text="Bonjour",
    body="x",
    files=(PDF, NOTE),
)
SEND = Send(compose="1", request="1.1", details=DETAILS)
SEALED = SealedContent("Bilan (chiffré).pdf", "application/pdf", b"%PDF-sealed")

CHANGED: dict[str, tuple[tuple[Edit, ...], dict[str, Any]]] = {
    "nothing": ((), {}),
    "to Bcc": (
        (MoveToBcc(("marie@orange.example", "paul@free.example")),),
        {"to": (), "cc": (), "bcc": (MARIE, PAUL)},
    ),
    "another subject": ((ReplaceSubject("Votre message"),), {"subject": "Votre message"}),
    "a recipient removed": (
        (RemoveRecipient("paul@free.example"),),
        {"to": (MARIE,), "cc": (), "bcc": ()},
    ),
    "a recipient replaced": (
        (ReplaceRecipient("paul@free.example", "p@x.example", 'Le "Paul", lui'),),
        {"to": (MARIE,), "cc": ('"Le \\"Paul\\", lui" <p@x.example>',), "bcc": ()},
    ),
    "a recipient added": (
        (AddRecipient("ines@sfr.example", name="Inès"),),
        {"to": (MARIE, "Inès <ines@sfr.example>"), "cc": (PAUL,), "bcc": ()},
    ),
    "a file sealed": ((SealAttachment("1"),), {"replace": (1,)}),
    "a file removed": ((RemoveAttachment("2"),), {"remove": (2,)}),
    "a file renamed": (
        (RenameAttachment("2", "n.txt"),),
        {"rename": (Renamed(attachment=2, name="n.txt"),)},
    ),
    "one mail each": (
        (OneMailPerRecipient(),),
        {"to": (MARIE,), "cc": (), "bcc": (), "each": (MARIE, PAUL)},
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CHANGED.values(), ids=CHANGED)
def test_edits_become_fields_and_files(edits: tuple[Edit, ...], expected: dict[str, Any]) -> None:
    sealed = {1: SEALED} if "replace" in expected else {}
    assert Confirmed(SEND, edits, sealed).edits() == Edits(compose="1", request="1.1", **expected)


def test_edits_of_what_is_not_there_are_refused() -> None:
    with pytest.raises(EditRefused):
        Confirmed(SEND, (SealAttachment("7"),), {})


ADDED = AddAttachment(str(FIRST_ADDED), "Avis.txt", "text/plain", 4)
AVIS = SealedContent("Avis.txt", "text/plain", b"Avis", locked=False)
WITH_AVIS = Confirmed(SEND, (ADDED,), {FIRST_ADDED: AVIS})
THERE = File(attachment=9, name="Avis.txt", size=4, stamp="z")
ADDED_TO = replace(DETAILS, files=(*DETAILS.files, THERE))
NOW_THERE = Replaced(was=FIRST_ADDED, now=9, digest=AVIS.digest)


def test_a_file_the_person_chose_is_added_to_those_there_are() -> None:
    assert WITH_AVIS.edits() == Edits(compose="1", request="1.1", add=(FIRST_ADDED,))
    assert WITH_AVIS.is_in(made(ADDED_TO, NOW_THERE))


@pytest.mark.parametrize(
    ("details", "put"),
    [
        (DETAILS, NOW_THERE),
        (ADDED_TO, replace(NOW_THERE, digest="0" * 64)),
        (replace(DETAILS, files=(THERE,)), NOW_THERE),
        (ADDED_TO, replace(NOW_THERE, was=1)),
    ],
    ids=["not there", "another content", "the others gone", "in the place of another"],
)
def test_an_added_file_is_looked_at_before_the_mail_leaves(details: Details, put: Replaced) -> None:
    assert not WITH_AVIS.is_in(made(details, put))


def test_a_file_that_was_added_and_taken_out_again_is_not_spoken_of() -> None:
    confirmed = Confirmed(SEND, (ADDED, RemoveAttachment(ADDED.attachment)), {})
    assert confirmed.edits() == Edits(compose="1", request="1.1")


NEW = File(attachment=3, name=SEALED.name, size=len(SEALED.content), stamp="z")
SEALING = Confirmed(
    SEND,
    (MoveToBcc(("marie@orange.example", "paul@free.example")), SealAttachment("1")),
    {1: SEALED},
)
AS_CONFIRMED = replace(
    DETAILS,
    to=(),
    cc=(),
    bcc=(Written(text=PAUL), Written(text="marie@ORANGE.example")),
    files=(NOTE, NEW),
)
PUT = Replaced(was=1, now=3, digest=SEALED.digest)


def made(details: Details = AS_CONFIRMED, *replaced: Replaced, **more: Any) -> Made:
    return Made(compose="1", request="1.1", details=details, replaced=replaced or (PUT,), **more)


def test_what_was_confirmed_is_recognised_in_whatever_order_and_case() -> None:
    assert SEALING.is_in(made())


OTHER: dict[str, Made] = {
    "a person in To again": made(replace(AS_CONFIRMED, to=(Written(text=MARIE),))),
    "a person left out": made(replace(AS_CONFIRMED, bcc=(Written(text=PAUL),))),
    "a newsgroup": made(replace(AS_CONFIRMED, newsgroups=("fr.test",))),
    "a list put in": made(
        replace(AS_CONFIRMED, cc=(Written(text="Équipe <Équipe>", is_list=True),))
    ),
    "another subject": made(replace(AS_CONFIRMED, subject="Bilan ")),
    "another body behind the same text": made(replace(AS_CONFIRMED, body="y")),
    "plain instead of HTML": made(replace(AS_CONFIRMED, is_plain=True)),
    "the clear file still there": made(replace(AS_CONFIRMED, files=(PDF, NOTE, NEW))),
    "the sealed file not there": made(replace(AS_CONFIRMED, files=(NOTE,))),
    "nothing said to be replaced": Made(compose="1", request="1.1", details=AS_CONFIRMED),
    "another content under its name": made(AS_CONFIRMED, Replaced(was=1, now=3, digest="0" * 64)),
    "another size": made(replace(AS_CONFIRMED, files=(NOTE, replace(NEW, size=9)))),
    "another name": made(replace(AS_CONFIRMED, files=(NOTE, replace(NEW, name="Bilan.pdf")))),
    "a file that changed meanwhile": made(
        replace(AS_CONFIRMED, files=(replace(NOTE, stamp="c"), NEW))
    ),
    "a file turned into a link": made(
        replace(AS_CONFIRMED, files=(replace(NOTE, cloud=True), NEW))
    ),
    "the same number twice": made(replace(AS_CONFIRMED, files=(NOTE, NEW, NEW))),
    "a problem": made(problem="addAttachment failed"),
    "a separate mail there was not to be": made(copy=1),
}


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_anything_else_is_not_what_was_confirmed(other: Made) -> None:
    assert not SEALING.is_in(other)


LETTER = SealedContent("Message.pdf", "application/pdf", b"%PDF-letter", cover="Bonjour,\n\nVoir.")
IN_A_LETTER = Confirmed(SEND, (SealBody(),), {LETTER_NUMBER: LETTER})
COVERED = replace(
    DETAILS,
    text="Bonjour,\nVoir.",
    body="z",
    files=(PDF, NOTE, File(attachment=4, name="Message.pdf", size=len(LETTER.content), stamp="z")),
)
POSTED = Replaced(was=LETTER_NUMBER, now=4, digest=LETTER.digest)
PICTURE = File(attachment=PICTURES, name="", size=8, stamp="p")


def test_a_text_that_goes_into_a_letter_is_replaced_and_the_letter_added() -> None:
    assert IN_A_LETTER.edits() == Edits(
        compose="1", request="1.1", add=(LETTER_NUMBER,), body=LETTER.cover
    )
    assert IN_A_LETTER.is_in(made(COVERED, POSTED))


NOT_IN_A_LETTER: dict[str, Made] = {
    "the text still there": made(replace(COVERED, text=DETAILS.text), POSTED),
    "more than the cover": made(replace(COVERED, text="Bonjour, Voir. Bilan"), POSTED),
    "a picture left": made(replace(COVERED, pictures=(PICTURE,)), POSTED),
    "no letter": made(replace(COVERED, files=(PDF, NOTE)), POSTED),
    "a letter nothing is said of": Made(compose="1", request="1.1", details=COVERED),
    "another letter": made(COVERED, replace(POSTED, digest="0" * 64)),
    "HTML instead of plain text": made(replace(COVERED, is_plain=True), POSTED),
}


@pytest.mark.parametrize("other", NOT_IN_A_LETTER.values(), ids=NOT_IN_A_LETTER)
def test_anything_but_the_cover_and_the_letter_is_not_what_was_confirmed(other: Made) -> None:
    assert not IN_A_LETTER.is_in(other)


QUOTED = "Bonjour 😀\n\nLe 3 mars 2026, Dr Leroy a écrit :\n> Glycémie\n> élevée\n"
LONG = replace(SEND, details=replace(DETAILS, text=QUOTED, is_plain=True, pictures=(PICTURE,)))
CUT = Confirmed(LONG, (CutHistory(),), {}, (Cut(start=12, end=70),))
SHORT = replace(LONG.details, text="Bonjour 😀\n\n", body="c", pictures=())


def test_what_is_quoted_is_cut_in_utf16_code_units() -> None:
    assert _cuts(QUOTED, is_plain=True, cuts=Cuts(history=True)) == (
        Cut(start=12, end=len(QUOTED) + 1),
    )
    html = f"<p>😀</p><blockquote type=cite>{'é' * 3}</blockquote>"
    assert _cuts(html, is_plain=False, cuts=Cuts(history=True)) == (Cut(start=9, end=47),)
    assert CUT.edits().cut == (Cut(start=12, end=70),)
    assert CUT.is_in(Made(compose="1", request="1.1", details=SHORT))


NOT_CUT = {
    "all of it": LONG.details,
    "more than was confirmed": replace(SHORT, text="Bonjour"),
    "a picture that was not there": replace(SHORT, pictures=(replace(PICTURE, stamp="q"),)),
    "HTML instead of plain text": replace(SHORT, is_plain=False),
}


@pytest.mark.parametrize("details", NOT_CUT.values(), ids=NOT_CUT)
def test_anything_but_what_was_left_is_not_what_was_confirmed(details: Details) -> None:
    assert not CUT.is_in(Made(compose="1", request="1.1", details=details))


AFTER = {
    "as confirmed": ((MARIE, PAUL), ()),
    "nothing told": ((), ()),
    "in other letters": (("MARIE@orange.example",), ()),
    "a list by its name": (("Équipe <Équipe>", MARIE), ()),
    "somebody more": ((MARIE, "Espion <e@mal.example>"), ("e@mal.example",)),
    "somebody more, twice": (("e@mal.example", "E@mal.example"), ("e@mal.example",)),
}


@pytest.mark.parametrize(("sent", "added"), AFTER.values(), ids=AFTER)
def test_who_got_it_besides_is_found(sent: tuple[str, ...], added: tuple[str, ...]) -> None:
    told = After(compose="1", request="1.1", left=True, recipients=sent)
    assert SEALING.added(told) == added


WRITTEN = {
    "no name": ("", "m@x.example"),
    "a plain name": ("Marie Durand", "Marie Durand <m@x.example>"),
    "accents": ("Éloïse", "Éloïse <m@x.example>"),
    "a comma": ("Durand, Marie", '"Durand, Marie" <m@x.example>'),
    "an address as a name": ("autre@mal.example", '"autre@mal.example" <m@x.example>'),
    "a line end": ("Marie\r\nBcc: x", '"Marie Bcc: x" <m@x.example>'),
}


@pytest.mark.parametrize(("name", "text"), WRITTEN.values(), ids=WRITTEN)
def test_a_recipient_is_written(name: str, text: str) -> None:
    assert written(Recipient(field="to", address="m@x.example", name=name)) == text
