"""The confirmation: no act but a confirmed one ever gives a Verdict that sends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.desk import view
from sceau.desk.confirmation import Confirmation
from sceau.mail.edits import MoveToBcc, OneMailPerRecipient, RemoveRecipient, SealAttachment
from sceau.mail.model import Protection, Recipient
from sceau.mail.preview import preview
from sceau.phrases import catalogue, say
from sceau.review.engine import begin
from sceau.review.findings import Level
from sceau.review.reading.model import FileReading
from sceau.verdict import Verdict
from support.confirmations import (
    BROKEN,
    INSIDE,
    LOCKED_PDF,
    MARIE,
    NOTES,
    OPEN_PDF,
    PAUL,
    PDF,
    SIGNED_PDF,
    STORY,
    confirm,
    mail,
)


def rows(confirmation: Confirmation) -> dict[str, str]:
    shown = confirmation.view()
    every = shown.findings
    return {row.id.partition(":")[0]: row.state for row in every}


def finding(confirmation: Confirmation, rule: str) -> str:
    return next(one.id for one, _ in confirmation.situation.rows if one.rule == rule)


def press_send(confirmation: Confirmation) -> Verdict | None:
    return confirmation.act(view.Send(confirmation.revision))


def test_a_clean_mail_goes_with_one_press() -> None:
    verdict = press_send(confirm(mail(MARIE)))
    assert verdict is not None
    assert verdict == Verdict(decision="send", digest="d" * 64)


def test_a_send_on_an_older_view_changes_nothing() -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)))
    seen = confirmation.revision
    confirmation.read("2", LOCKED_PDF)
    assert confirmation.act(view.Send(seen)) is None
    assert press_send(confirmation) is not None


def test_a_file_still_being_read_holds_send_until_it_is_read_or_skipped_and_acknowledged() -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)))
    assert confirmation.view().reading is not None
    assert press_send(confirmation) is None
    confirmation.act(view.SkipReading())
    assert rows(confirmation) == {"not-examined": "open"}
    assert press_send(confirmation) is None
    confirmation.act(view.Acknowledge(finding(confirmation, "not-examined"), True))
    assert press_send(confirmation) is not None


@pytest.mark.parametrize(
    ("act", "edits", "primary"),
    [
        pytest.param(
            lambda c: [view.Seal("2", True), view.TakeCure(finding(c, "visible-recipients"))],
            {SealAttachment, MoveToBcc},
            "confirm.send.seal-bcc",
            id="the switch seals and the first cure moves to Bcc",
        ),
        pytest.param(
            lambda c: [view.SealAll(), view.Remove(PAUL.address)],
            {SealAttachment, RemoveRecipient},
            "confirm.send.seal",
            id="taking the other patient out leaves nobody to see",
        ),
        pytest.param(
            lambda c: [
                view.TakeCure(finding(c, "unprotected-attachment")),
                view.TakeCure(finding(c, "visible-recipients"), 1),
            ],
            {SealAttachment, OneMailPerRecipient},
            "confirm.send.seal-each",
            id="the cures of the findings seal and give each a mail of their own",
        ),
        pytest.param(
            lambda c: [
                view.Acknowledge(finding(c, "unprotected-attachment"), True),
                view.Acknowledge(finding(c, "visible-recipients"), True),
            ],
            set(),
            "confirm.send.plain",
            id="each risk acknowledged on its own lets it go as it is",
        ),
    ],
)
def test_cured_or_acknowledged_it_goes(
    act: Callable[[Confirmation], list[view.Act]], edits: set[type], primary: str
) -> None:
    confirmation = confirm(STORY, {"2": OPEN_PDF})
    assert confirmation.view().risky
    assert press_send(confirmation) is None
    for one in act(confirmation):
        assert confirmation.act(one) is None
    shown = confirmation.view()
    assert shown.todo is None
    assert not shown.risky
    assert shown.primary.key == primary
    assert (shown.password is not None) == (SealAttachment in edits)
    verdict = press_send(confirmation)
    assert verdict is not None
    assert {type(edit) for edit in verdict.edits} == edits
    for made in preview(STORY, verdict.edits):
        left = begin(made).with_reading("2", OPEN_PDF).findings
        assert {one.id for one in left} <= set(verdict.acknowledged)


def test_acknowledging_one_risk_does_not_let_the_other_go() -> None:
    confirmation = confirm(STORY, {"2": OPEN_PDF})
    confirmation.act(view.Acknowledge(finding(confirmation, "visible-recipients"), True))
    assert press_send(confirmation) is None
    assert rows(confirmation) == {
        "visible-recipients": "acknowledged",
        "unprotected-attachment": "open",
    }


def test_an_acknowledgement_does_not_outlive_what_was_acknowledged() -> None:
    third = Recipient(field="cc", address="lea.petit@sfr.example")
    confirmation = confirm(mail(MARIE, PAUL, third))
    confirmation.act(view.Acknowledge(finding(confirmation, "visible-recipients"), True))
    confirmation.act(view.Remove(third.address))
    assert rows(confirmation) == {"visible-recipients": "open"}
    assert press_send(confirmation) is None


@pytest.mark.parametrize(
    "undo",
    [
        pytest.param(lambda c: view.Seal("2", False), id="by its switch"),
        pytest.param(
            lambda c: view.Undo(finding(c, "unprotected-attachment")), id="by taking the cure back"
        ),
    ],
)
def test_sealing_can_be_taken_back(undo: Callable[[Confirmation], view.Act]) -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": OPEN_PDF})
    confirmation.act(view.Seal("2", True))
    assert rows(confirmation) == {"unprotected-attachment": "cured"}
    confirmation.act(undo(confirmation))
    assert rows(confirmation) == {"unprotected-attachment": "open"}


def test_a_removed_recipient_can_be_put_back() -> None:
    confirmation = confirm(mail(MARIE, PAUL))
    confirmation.act(view.Remove(PAUL.address))
    assert [row.removed for row in confirmation.view().recipients] == [False, True]
    assert rows(confirmation) == {}
    confirmation.act(view.Remove(PAUL.address, False))
    assert rows(confirmation) == {"visible-recipients": "open"}


def test_taking_everyone_out_blocks() -> None:
    confirmation = confirm(mail(MARIE))
    confirmation.act(view.Remove(MARIE.address))
    shown = confirmation.view()
    assert shown.tone == "block"
    assert press_send(confirmation) is None


def test_what_blocks_cannot_be_acknowledged() -> None:
    confirmation = confirm(mail(BROKEN, MARIE))
    (blocking,) = [one for one, _ in confirmation.situation.rows if one.level is Level.BLOCK]
    confirmation.act(view.Acknowledge(blocking.id, True))
    assert press_send(confirmation) is None
    confirmation.act(view.Remove(BROKEN.address))
    assert press_send(confirmation) is not None


@pytest.mark.parametrize(
    ("found", "protection", "why"),
    [
        pytest.param(None, Protection.NONE, "confirm.why-not.reading", id="still being read"),
        pytest.param(LOCKED_PDF, Protection.NONE, "confirm.why-not.already", id="already asks"),
        pytest.param(SIGNED_PDF, Protection.NONE, None, id="a signed PDF can be"),
        pytest.param(FileReading(kind="zip"), Protection.NONE, None, id="another kind can be"),
        pytest.param(
            FileReading(kind="empty"), Protection.NONE, "confirm.why-not.kind", id="an empty file"
        ),
        pytest.param(
            OPEN_PDF, Protection.SIGNED, "confirm.why-not.protected-mail", id="signed mail"
        ),
        pytest.param(OPEN_PDF, Protection.NONE, None, id="an open PDF can be"),
    ],
)
def test_why_a_file_cannot_be_sealed(
    found: FileReading | None, protection: Protection, why: str | None
) -> None:
    one = mail(MARIE, attachments=(PDF,), protection=protection)
    confirmation = confirm(one, {} if found is None else {"2": found})
    confirmation.act(view.Seal("2", True))
    (row,) = confirmation.view().attachments
    assert (row.why_not.key if row.why_not else None) == why
    assert row.sealed == row.can_seal == (why is None)


@pytest.mark.parametrize(
    ("found", "chips"),
    [
        (OPEN_PDF, []),
        (FileReading(kind="jpeg"), []),
        (SIGNED_PDF, ["confirm.chip.envelope"]),
        (FileReading(kind="dicom"), ["confirm.chip.health-data", "confirm.chip.envelope"]),
    ],
    ids=["a PDF", "a photo", "a signed PDF", "a DICOM file"],
)
def test_it_says_where_the_recipient_will_need_a_computer(
    found: FileReading, chips: list[str]
) -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": found})
    confirmation.act(view.Seal("2", True))
    (row,) = confirmation.view().attachments
    assert [chip.text.key for chip in row.chips] == chips


def test_another_password_takes_the_place_of_the_first() -> None:
    confirmation = confirm(mail(MARIE, attachments=(PDF,)), {"2": OPEN_PDF})
    confirmation.act(view.SealAll())
    assert confirmation.password == "made-characters"
    confirmation.act(view.NewPassword("words"))
    shown = confirmation.view().password
    assert shown is not None
    assert (shown.password, shown.kind) == ("made-words", "words")


def test_while_working_only_a_cancel_is_heard() -> None:
    confirmation = confirm(mail(MARIE))
    confirmation.working(view.Progress(confirmation.view().primary))
    assert press_send(confirmation) is None
    assert not confirmation.cancelled
    assert confirmation.act(view.Keep()) is None
    assert confirmation.cancelled


def test_every_sentence_of_every_view_is_in_both_catalogues() -> None:
    confirmation = confirm(
        mail(MARIE, PAUL, BROKEN, attachments=(PDF, NOTES)),
        {"2": OPEN_PDF, "3": FileReading(kind="text")},
    )
    confirmation.act(view.SealAll())
    shown = confirmation.view()
    sentences = [
        shown.headline, shown.primary, *shown.counts, *filter(None, [shown.todo]),
        *(row.evidence for row in (*shown.recipient_findings, *shown.attachment_findings)),
        *(cure.label for row in shown.recipient_findings for cure in row.cures),
        *(row.acknowledge for row in shown.recipient_findings if row.acknowledge),
        *(chip.text for row in shown.recipients for chip in row.chips),
        *(row.why_not for row in shown.attachments if row.why_not),
    ]  # fmt: skip
    for language in ("fr", "en"):
        for sentence in sentences:
            assert sentence.key in catalogue(language), sentence.key
            assert "{" not in say(sentence, language), sentence.key


def test_one_mail_each_does_not_hide_a_file_that_is_open_for_some_of_them() -> None:
    """The first of the mails goes to a colleague, for whom an open file is no finding."""
    confirmation = confirm(mail(INSIDE, MARIE, PAUL, attachments=(PDF,)), {"2": OPEN_PDF})
    visible, open_file = (row.id for row, _ in confirmation.situation.rows)
    assert confirmation.act(view.TakeCure(visible, 1)) is None
    assert {row.id: state for row, state in confirmation.situation.rows} == {
        visible: "cured",
        open_file: "open",
    }
    assert press_send(confirmation) is None


addresses = st.sampled_from([MARIE, PAUL, INSIDE, BROKEN])
acts = st.one_of(
    st.builds(view.Seal, st.sampled_from(["2", "3", "9"]), st.booleans()),
    st.builds(view.SealAll),
    st.builds(view.Remove, addresses.map(lambda one: one.address), st.booleans()),
    st.builds(view.SkipReading),
    st.builds(view.NewPassword, st.sampled_from(["characters", "words"])),
    st.tuples(st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.integers(0, 5), st.booleans()),
    st.integers(0, 5),
)


@given(
    st.lists(addresses, unique=True, max_size=4),
    st.lists(acts, max_size=12),
    st.sampled_from([None, OPEN_PDF, LOCKED_PDF, SIGNED_PDF]),
)
def test_whatever_is_pressed_nothing_open_ever_leaves(
    recipients: list[Recipient], pressed: list[object], found: FileReading | None
) -> None:
    one = mail(*recipients, attachments=(PDF, NOTES))
    confirmation = confirm(one, {"3": FileReading(kind="text")})
    for number, act in enumerate(pressed):
        if number == 2 and found is not None:
            confirmation.read("2", found)
        named = [row.id for row, _ in confirmation.situation.rows] or ["none:0"]
        match act:
            case (int(place), bool(on)):
                act = view.Acknowledge(named[place % len(named)], on)
            case (int(place), int(index)):
                act = view.TakeCure(named[place % len(named)], index)
            case int(place):
                act = view.Undo(named[place % len(named)])
        assert confirmation.act(act) is None  # type: ignore[arg-type]
    verdict = press_send(confirmation)
    if confirmation.view().todo is not None:
        assert verdict is None
        return
    assert verdict is not None
    for made in preview(one, verdict.edits):
        review = begin(made).with_reading("3", FileReading(kind="text"))
        if found is not None and "2" not in confirmation.pending and len(pressed) > 2:
            review = review.with_reading("2", found)
        review = review.skip(*review.pending)
        standing = {one.id for one in review.findings if one.level is not Level.INFO}
        assert standing <= set(verdict.acknowledged)
