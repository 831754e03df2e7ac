"""What holds for every mail."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.addresses import defect_of
from sceau.mail.model import Attachment, Field, Mail, Recipient
from sceau.phrases import say
from sceau.review.announcement import announced
from sceau.review.engine import Review, begin
from sceau.review.mistyped import repaired
from sceau.review.own_words import folded, own_words
from sceau.review.people import person
from sceau.review.reading.model import FileReading, Opening
from sceau.review.shown import shown

SENDER = Recipient(field="to", address="secretariat@clinique-exemple.fr")
INSIDE = Recipient(field="cc", address="dr.martin@soins.clinique-exemple.fr")

_fields: st.SearchStrategy[Field] = st.sampled_from(("to", "cc", "bcc"))
_written = st.one_of(
    st.from_regex(r"[a-d]@(gmail\.com|orange\.fr|clinique-exemple\.fr|x\.y\.fr)", fullmatch=True),
    st.sampled_from(("a@gmail", "com", "fr", "a@gmail.com.", "marie", "@x.fr", "", "à@ô.fr")),
    st.text(max_size=12),
)
_recipients = st.builds(
    lambda field, address, kind: Recipient(
        field=field, address=address, kind=kind, defect=defect_of(address)
    ),
    _fields,
    _written,
    st.sampled_from(("person", "person", "person", "list")),
)
_readings = st.builds(
    FileReading,
    kind=st.sampled_from(("pdf", "pdf", "zip", "unknown")),
    opening=st.sampled_from(Opening),
    signed=st.booleans(),
    damaged=st.booleans(),
)
_texts = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            (
                "Ci-joint le bilan.",
                "> ci-joint",
                "Bonjour",
                "-- ",
                "Le 3 mars, X a écrit :",
                "sans pièce jointe",
                "See attached",
                "https://x.fr/s/1",
                "",
                "De : X\nEnvoyé : lundi",
            )
        ),
        max_size=6,
    ).map("\n".join),
)


@st.composite
def _reviews(draw: st.DrawFn) -> Review:
    readings = draw(st.lists(_readings, max_size=3))
    mail = Mail(
        sender=SENDER,
        recipients=tuple(draw(st.lists(_recipients, max_size=6))),
        text=draw(_texts),
        subject=draw(st.text(max_size=20)),
        attachments=tuple(
            Attachment(id=str(place), name=draw(st.text(max_size=8)), media_type="x/y", size=1)
            for place, _ in enumerate(readings)
        ),
    )
    review = begin(mail)
    for place, reading in enumerate(readings):
        if draw(st.booleans()):
            review = review.with_reading(str(place), reading)
    return review


def _with(review: Review, *recipients: Recipient) -> Review:
    return review.with_mail(msgspec.structs.replace(review.mail, recipients=recipients))


def _essence(review: Review) -> set[tuple[str, frozenset[str]]]:
    """The Findings without the order of what they are about, nor the spelling of one person."""
    return {
        (one.rule, frozenset(person(about.id) for about in one.about)) for one in review.findings
    }


@given(_reviews(), st.randoms())
def test_the_order_of_recipients_changes_nothing(review: Review, random: Random) -> None:
    # An end broken off its address belongs to the one before it: there, order is the meaning.
    whole = [one for one in review.mail.recipients if one.address not in ("com", "fr")]
    other = list(whole)
    random.shuffle(other)
    assert _essence(_with(review, *whole)) == _essence(_with(review, *other))


@given(_reviews())
def test_a_colleague_in_copy_adds_no_finding(review: Review) -> None:
    before = {one.id for one in review.findings}
    after = {one.id for one in _with(review, *review.mail.recipients, INSIDE).findings}
    assert after <= before


@given(_reviews())
def test_a_person_moved_to_bcc_is_seen_by_nobody(review: Review) -> None:
    hidden = [msgspec.structs.replace(one, field="bcc") for one in review.mail.recipients]
    rules = {one.rule for one in _with(review, *hidden).findings}
    assert "visible-recipients" not in rules


@given(_reviews())
def test_more_readings_never_bring_back_what_was_pending(review: Review) -> None:
    pending = set(review.pending)
    for one in review.mail.attachments:
        review = review.with_reading(one.id, FileReading(kind="unknown"))
        assert set(review.pending) <= pending
    assert review.finished


@given(_reviews())
def test_silence_means_that_everything_was_examined(review: Review) -> None:
    if not review.must_show:
        assert review.finished
        assert not review.findings
        assert all(review.reading(one.id) is not None for one in review.mail.attachments)


@given(_reviews())
def test_ids_are_unique_and_evidence_is_one_printable_line(review: Review) -> None:
    ids = [one.id for one in review.findings]
    assert len(ids) == len(set(ids))
    for finding in review.findings:
        for language in ("fr", "en"):
            sentence = say(finding.evidence, language)
            assert all(letter.isprintable() or letter == "\u00a0" for letter in sentence)


@given(_texts)
def test_reading_a_text_never_fails_and_never_adds_to_it(text: str) -> None:
    own = own_words(text)
    assert len(own.splitlines()) <= len(text.splitlines()) + 1
    announced(own)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(_written)
def test_a_repair_is_an_address_and_another_one(written: str) -> None:
    meant = repaired(written)
    if meant:
        assert defect_of(meant) == ""
        assert meant != written


@given(st.text(), st.integers(min_value=3, max_value=80))
def test_what_is_shown_is_short_and_printable(text: str, longest: int) -> None:
    seen = shown(text, longest)
    assert len(seen) <= longest
    assert all(letter.isprintable() for letter in seen)
    assert shown(seen, longest) == seen
