"""Properties that hold for any message: hypothesis looks for one that breaks them."""

from __future__ import annotations

import email
import math

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sceau.errors import EditRefused, SceauError, UnreadableInput
from sceau.mail.address_lists import read_addresses
from sceau.mail.addresses import defect_of
from sceau.mail.apply import SealedFile
from sceau.mail.content import content_of, to_base64
from sceau.mail.edits import (
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveAttachment,
    RemoveRecipient,
    RenameAttachment,
    ReplaceRecipient,
    ReplaceSubject,
    SealAttachment,
)
from sceau.mail.message import Message
from sceau.mail.model import Mail
from sceau.mail.names import decoded, parameters, safe_file_name, shown
from sceau.mail.preview import preview
from sceau.mail.structure import scan
from sceau.mail.writing import clean_name, encoded_words, mailbox, parameter
from support.corpus import CASES
from support.edited import assert_only_these_changed, assert_reads_as
from support.random_mail import Drawn, mails

RAW = [case.raw for case in CASES]
SEALED = SealedFile("pièce (chiffrée).pdf", "application/pdf", b"sealed" * 30)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.text(min_size=1, max_size=120).filter(
    lambda name: bool(name.strip()) and not any("\ud800" <= one <= "\udfff" for one in name)
)
addresses = st.sampled_from(("neuf@example.org", "zoé@exemple-é.fr", '"a b"@example.org'))


@st.composite
def edits_of(draw: st.DrawFn, drawn: Drawn) -> list[Edit]:
    """Draw Edits of what is in the mail, in any order and number."""
    people = st.sampled_from(drawn.addresses)
    choices: list[st.SearchStrategy[Edit]] = [
        st.builds(MoveToBcc, st.lists(people, max_size=3).map(tuple)),
        st.builds(RemoveRecipient, people),
        st.builds(ReplaceRecipient, people, addresses, names),
        st.builds(OneMailPerRecipient),
        st.builds(ReplaceSubject, names.filter(clean_name)),
    ]
    if drawn.files:
        files = st.sampled_from(drawn.files)
        choices += [
            st.builds(SealAttachment, files),
            st.builds(RemoveAttachment, files),
            st.builds(RenameAttachment, files, names),
        ]
    return draw(st.lists(st.one_of(choices), min_size=1, max_size=5))


@unhurried
@given(st.data())
def test_what_is_made_is_what_was_previewed(data: st.DataObject) -> None:
    drawn = data.draw(mails())
    edits = data.draw(edits_of(drawn))
    message = Message.read(drawn.raw)
    made = message.apply(edits, dict.fromkeys(drawn.files, SEALED))
    wanted = preview(message.mail, edits)
    assert len(made) == len(wanted)
    for one, previewed in zip(made, wanted, strict=True):
        # what a mail answers stays known, whatever its subject says now
        read = replace(Message.read(one).mail, relation=previewed.relation)
        assert_reads_as(read, previewed)
        assert_only_these_changed(drawn.raw, one, edits)


@unhurried
@given(st.data())
def test_sealing_leaves_every_byte_outside_the_part(data: st.DataObject) -> None:
    drawn = data.draw(mails().filter(lambda one: bool(one.files)))
    chosen = data.draw(st.sampled_from(drawn.files))
    (made,) = Message.read(drawn.raw).apply([SealAttachment(chosen)], {chosen: SEALED})
    before, after = drawn.around[chosen]
    assert made.startswith(before)
    assert made.endswith(after)
    assert Message.read(made).content(chosen) == SEALED.content
    # A reader that is not ours sees the sealed file too, and the other files as they were.
    contents = [
        part.get_payload(decode=True)
        for part in email.message_from_bytes(made).walk()
        if not part.is_multipart()
    ]
    assert SEALED.content in contents


@unhurried
@given(st.data())
def test_removing_leaves_every_byte_outside_the_part(data: st.DataObject) -> None:
    drawn = data.draw(mails().filter(lambda one: len(one.files) > 1))
    chosen = data.draw(st.sampled_from(drawn.files))
    (made,) = Message.read(drawn.raw).apply([RemoveAttachment(chosen)])
    before, after = drawn.around[chosen]
    opening = before.rstrip(b"\r\n").rpartition(b"--")[0]
    assert made.startswith(opening.rstrip(b"\r\n"))
    assert made.endswith(after.lstrip(b"\r\n"))


@unhurried
@given(st.binary(min_size=1, max_size=400))
def test_reading_never_fails_but_clearly(raw: bytes) -> None:
    try:
        message = Message.read(raw)
    except UnreadableInput as refusal:
        assert refusal.reason in ("empty-mail", "not-a-mail")
        return
    for one in message.mail.attachments:
        try:
            message.content(one.id)
        except UnreadableInput:
            assert one.id in message.mail.unread or message.content is not None


@settings(unhurried, max_examples=300)
@given(st.data())
def test_mutated_mails_are_read_and_edited_or_refused(data: st.DataObject) -> None:
    """Bytes cut out, doubled, swapped for the ones that mean something in a message."""
    raw = data.draw(st.sampled_from(RAW))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(at, min(len(raw), at + 60)))
        pieces = (b"", b"\r", b"\n", b"--", b"--b1", b";", b'"', b"(", b"<", b",", b"\x00", b"=?")
        put = data.draw(st.sampled_from((*pieces, raw[at:end] * 2)))
        raw = raw[:at] + put + raw[end:]
    try:
        message = Message.read(raw)
    except UnreadableInput:
        return
    ids = [one.id for one in (*message.mail.attachments, *message.mail.inline_images)]
    people = tuple(one.address for one in message.mail.recipients)
    for edits in (
        [SealAttachment(id) for id in ids],
        [MoveToBcc(people)],
        [OneMailPerRecipient()],
        [RemoveRecipient(people[0])] if people else [],
    ):
        try:
            made = message.apply(edits, dict.fromkeys(ids, SEALED))
        except EditRefused:
            continue
        for one in made:
            assert_only_these_changed(raw, one, edits)
        read = [_people(Message.read(one).mail) for one in made]
        assert read == [_people(one) for one in preview(message.mail, edits)]


def _people(mail: Mail) -> list[tuple[str, str, str, str]]:
    """Give the recipients without defects: what nothing closes depends on what stands beside."""
    return [(one.field, one.address, one.name, one.group) for one in mail.recipients]


@unhurried
@given(st.binary(max_size=300))
def test_structure_is_inside_the_message(raw: bytes) -> None:
    raw = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n' + raw
    for part in scan(raw).root.leaves():
        assert 0 <= part.start <= part.header_end <= part.body_start
        assert part.body_start <= part.body_end <= part.limit <= len(raw)
        for field in part.fields:
            assert part.start <= field.start < field.value_start <= field.end <= part.body_start


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=200))
def test_any_text_is_an_address_list(text: str) -> None:
    found = read_addresses(text)
    places = [place for entry in found.entries for place in (entry.start, entry.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    parameters(text)
    decoded(text)


@given(names, addresses)
def test_a_mailbox_written_reads_as_it_was(name: str, address: str) -> None:
    written = mailbox(name, address)
    assert not defect_of(address)
    (found,) = read_addresses(written.encode().decode("latin-1")).recipients("to")
    assert (found.address, found.name, found.defect) == (address, clean_name(name), "")


@given(names)
def test_a_file_name_written_reads_as_it_was(name: str) -> None:
    lines = parameter("filename", name)
    assert all(len(line) < 80 for line in lines)
    assert parameters("; ".join(("attachment", *lines)))[1]["filename"] == name


@given(names)
def test_encoded_words_read_as_they_were(name: str) -> None:
    written = encoded_words(name)
    assert all(len(line) <= 76 for line in written.split("\r\n"))
    assert decoded(written.replace("\r\n", "")) == name


@given(st.text(max_size=300))
def test_a_safe_file_name_is_safe(name: str) -> None:
    safe = safe_file_name(name)
    assert 0 < len(safe.encode()) <= 255
    assert not set(safe) & set('/\\:*?"<>|\x00\n\r\u202e')
    assert safe == safe.strip(" .")
    assert safe.partition(".")[0].upper() not in ("CON", "PRN", "AUX", "NUL", "COM1", "LPT9")
    assert safe_file_name(safe) == safe
    assert all(
        one == " " or one.isprintable() or one in "\u200c\u200d"
        for one in shown(name)
        if one.isascii() or one in "\u202e\u2066\ufeff"
    )


@given(st.binary(max_size=200_000), st.sampled_from((b"\r\n", b"\n", b"\r")))
def test_base64_lines_hold_what_was_put_in(content: bytes, line_end: bytes) -> None:
    encoded = to_base64(content, line_end)
    assert all(len(line) <= 76 for line in encoded.split(line_end))
    raw = b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded
    assert content_of(raw, scan(raw).root) == content
    assert len(encoded.replace(line_end, b"")) == math.ceil(len(content) / 3) * 4


@unhurried
@given(st.data())
def test_an_edit_of_what_is_not_there_is_refused(data: st.DataObject) -> None:
    drawn = data.draw(mails())
    message = Message.read(drawn.raw)
    id = data.draw(st.from_regex(r"\A[0-9.]{1,6}\Z"))
    assume(id not in drawn.files)
    with pytest.raises(SceauError) as refusal:
        message.apply([SealAttachment(id)], {id: SEALED})
    assert refusal.value.reason == "no-such-attachment"
