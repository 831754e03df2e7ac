"""The review as it goes along: what it knows, what it waits for, and when it may stay silent."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from sceau.mail.edits import SealBody
from sceau.mail.model import Protection, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.findings import Finding, Level
from sceau.review.memory import Memory
from sceau.review.reading.model import FileReading
from sceau.review.rules import (
    ATTACHMENT_RULES,
    MAIL_RULES,
    missing_attachment,
    unprotected_attachment,
)
from sceau.settings.schema import RuleSettings, Settings
from support.case_tables import told
from support.reviewed import (
    CLOSED,
    COLLEAGUE,
    KNOWN,
    LETTER,
    OPEN,
    OTHER,
    PATIENT,
    QUIET,
    REPORT,
    WORD,
    mail,
)


def rules(review: Review) -> list[str]:
    return [one.rule for one in review.findings]


def test_the_envelope_is_told_before_any_file_is_read() -> None:
    review = begin(mail(PATIENT, OTHER, files=(REPORT,)))
    assert rules(review) == ["visible-recipients"]
    assert review.pending == ("2",)
    assert not review.finished


def test_what_a_file_holds_is_told_once_it_is_read() -> None:
    before = begin(mail(files=(REPORT, LETTER)))
    after = before.with_reading("2", OPEN)
    assert rules(after) == ["unprotected-attachment"]
    assert after.pending == ("3",)
    assert after.with_reading("3", CLOSED).finished


def test_a_step_leaves_the_review_before_it_as_it_was() -> None:
    before = begin(mail(files=(REPORT,)))
    before.with_reading("2", OPEN)
    before.skip("2")
    before.with_mail(mail(PATIENT, OTHER))
    assert before.pending == ("2",)
    assert before.findings == ()
    assert before.reading("2") is None


def test_the_order_of_readings_changes_nothing() -> None:
    start = begin(mail(files=(REPORT, LETTER)))
    one = start.with_reading("2", OPEN).with_reading("3", OPEN)
    other = start.with_reading("3", OPEN).with_reading("2", OPEN)
    assert one.findings == other.findings
    assert [finding.about[0].id for finding in one.findings] == ["2", "3"]


def test_what_was_read_is_known_after_the_mail_was_edited() -> None:
    read = begin(mail(PATIENT, OTHER, files=(REPORT,))).with_reading("2", OPEN)
    edited = read.with_mail(mail(COLLEAGUE, files=(REPORT,)))
    assert edited.findings == ()
    assert edited.finished
    assert edited.with_mail(read.mail).findings == read.findings


def test_a_file_taken_out_of_the_mail_is_not_spoken_of() -> None:
    read = begin(mail(files=(REPORT, LETTER))).with_reading("2", OPEN).skip("3")
    edited = read.with_mail(mail(files=()))
    assert edited.findings == ()
    assert edited.not_examined == ()
    assert edited.pending == ()


def test_a_file_that_will_be_sealed_is_not_waited_for() -> None:
    sealed = msgspec.structs.replace(REPORT, sealed=True)
    review = begin(mail(files=(sealed,)))
    assert review.finished
    assert review.findings == ()


def test_skipping_is_told_and_reading_after_all_takes_it_back() -> None:
    skipped = begin(mail(files=(REPORT,))).skip("2")
    assert rules(skipped) == ["not-examined"]
    assert [one.attachment for one in skipped.not_examined] == ["2"]
    assert skipped.finished
    assert rules(skipped.with_reading("2", OPEN)) == ["unprotected-attachment"]


def test_skipping_a_file_already_read_changes_nothing() -> None:
    read = begin(mail(files=(REPORT,))).with_reading("2", CLOSED)
    assert read.skip("2").findings == ()


def test_a_problem_names_the_file_and_the_reason() -> None:
    problem = FileReading(kind="pdf", problem=phrase("finding.not-examined.why.skipped"))
    review = begin(mail(files=(REPORT,))).with_reading("2", problem)
    assert list(map(told, review.findings)) == [
        "« bilan.pdf » n’a pas été examiné : son examen n’était pas terminé."
    ]
    assert review.not_examined[0].why.values["name"] == "bilan.pdf"


def test_the_heaviest_comes_first_then_the_order_of_the_rules_then_of_the_mail() -> None:
    broken = Recipient(field="to", address="lea.roux@gmailcom", defect="bad-domain")
    written = mail(PATIENT, broken, OTHER, files=(REPORT, LETTER))
    review = begin(written).with_reading("3", OPEN).with_reading("2", OPEN)
    assert [(one.rule, one.level) for one in review.findings] == [
        ("malformed-address", Level.BLOCK),
        ("visible-recipients", Level.WARN),
        ("unprotected-attachment", Level.WARN),
        ("unprotected-attachment", Level.WARN),
    ]


@pytest.mark.parametrize("level", list(Level))
def test_the_settings_give_a_rule_its_level(level: Level) -> None:
    context = Context(Settings(rules={"visible-recipients": RuleSettings(level=level)}))
    assert [one.level for one in begin(mail(PATIENT, OTHER), context).findings] == [level]


def test_an_information_comes_last_whatever_its_rule() -> None:
    context = Context(Settings(rules={"visible-recipients": RuleSettings(level=Level.INFO)}))
    review = begin(mail(PATIENT, OTHER, files=(REPORT,)), context).with_reading("2", OPEN)
    assert rules(review) == ["unprotected-attachment", "visible-recipients"]


def test_a_rule_turned_off_is_not_asked() -> None:
    off = RuleSettings(enabled=False)
    context = Context(Settings(rules={"visible-recipients": off, "unprotected-attachment": off}))
    review = begin(mail(PATIENT, OTHER, files=(REPORT,)), context).with_reading("2", OPEN)
    assert review.findings == ()


class TestARuleThatBreaksDown:
    """It does not fail open: what it would have said is told as not examined."""

    @pytest.fixture(autouse=True)
    def _broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def check(*given: object) -> Iterator[Finding]:
            raise ValueError("marie.durand@orange.fr")
            yield  # pragma: no cover

        monkeypatch.setattr(missing_attachment, "check", check)
        monkeypatch.setattr(unprotected_attachment, "check", check)
        monkeypatch.setattr(unprotected_attachment, "must_show", check)

    def test_of_the_mail(self) -> None:
        [finding] = begin(mail()).findings
        assert (finding.rule, finding.level) == ("not-examined", Level.WARN)
        assert "missing-attachment" in told(finding)
        assert "marie" not in told(finding)
        assert "ValueError" not in told(finding)

    def test_of_a_file(self) -> None:
        found = begin(mail(files=(REPORT,))).with_reading("2", OPEN).findings
        assert [one.about[0].id for one in found] == ["missing-attachment", "2"]
        assert "unprotected-attachment" in told(found[1])
        assert "bilan.pdf" in told(found[1])

    def test_leaves_the_others_their_say(self) -> None:
        assert rules(begin(mail(PATIENT, OTHER))) == ["visible-recipients", "not-examined"]

    def test_never_passes_in_silence(self) -> None:
        off = RuleSettings(enabled=False)
        quiet = Settings(window="when-needed", rules={"missing-attachment": off})
        review = begin(mail(files=(REPORT,)), Context(quiet)).with_reading("2", CLOSED)
        assert not review.may_skip_window


class TestMaySkipTheWindow:
    def test_where_nothing_was_found_and_the_settings_allow_it(self) -> None:
        assert begin(mail(), QUIET).may_skip_window

    def test_not_where_the_settings_want_it_always(self) -> None:
        always = Context(Settings(window="always"), memory=KNOWN)
        assert not begin(mail(), always).may_skip_window

    def test_not_where_somebody_outside_is_new(self) -> None:
        assert not begin(mail(), Context(memory=Memory())).may_skip_window

    def test_not_where_nobody_knows_who_is_new(self) -> None:
        assert not begin(mail(), Context()).may_skip_window
        assert begin(mail(COLLEAGUE), Context()).may_skip_window

    def test_not_where_the_memory_cannot_be_read(self) -> None:
        assert not begin(mail(), Context(memory=Memory(lost=True))).may_skip_window

    def test_not_where_a_rule_found_something(self) -> None:
        assert not begin(mail(PATIENT, OTHER), QUIET).may_skip_window

    def test_not_where_it_is_only_an_information(self) -> None:
        said = {"visible-recipients": RuleSettings(level=Level.INFO)}
        context = Context(Settings(window="when-needed", rules=said))
        assert not begin(mail(PATIENT, OTHER), context).may_skip_window

    def test_not_while_a_file_is_read(self) -> None:
        assert not begin(mail(files=(REPORT,)), QUIET).may_skip_window

    def test_not_where_a_file_was_not_examined(self) -> None:
        assert not begin(mail(files=(REPORT,)), QUIET).skip("2").may_skip_window

    def test_where_every_file_is_protected(self) -> None:
        assert begin(mail(files=(REPORT,)), QUIET).with_reading("2", CLOSED).may_skip_window

    def test_not_where_a_file_of_another_kind_leaves_in_clear(self) -> None:
        review = begin(mail(files=(REPORT,)), QUIET).with_reading("2", WORD)
        assert review.findings == ()
        assert not review.may_skip_window

    def test_where_a_file_of_another_kind_stays_inside(self) -> None:
        review = begin(mail(COLLEAGUE, files=(REPORT,)), QUIET).with_reading("2", WORD)
        assert review.may_skip_window

    def test_where_the_mail_is_encrypted(self) -> None:
        written = mail(files=(REPORT,), protection=Protection.ENCRYPTED)
        assert begin(written, QUIET).with_reading("2", WORD).may_skip_window


def test_who_is_outside_is_told_to_the_window() -> None:
    review = begin(mail(PATIENT, COLLEAGUE))
    assert [review.is_outside(one) for one in review.mail.recipients] == [True, False]


def test_a_finding_is_named_once() -> None:
    broken = Recipient(field="to", address="x", defect="no-at")
    ids = [one.id for one in begin(mail(broken, broken, PATIENT)).findings]
    assert len(ids) == len(set(ids))


def test_every_rule_has_its_own_id_and_says_what_it_asks() -> None:
    every = (*MAIL_RULES, *ATTACHMENT_RULES)
    assert len({rule.ID for rule in every}) == len(every)
    for rule in every:
        assert (rule.__doc__ or "").splitlines()[0].endswith("?"), rule.ID


def test_a_cure_the_client_cannot_carry_out_is_not_offered() -> None:
    one = msgspec.structs.replace(mail(PATIENT), text="Patiente 2 85 03 75 123 001 58")
    (found,) = [one for one in begin(one).findings if one.rule == "identifier"]
    assert [cure.name for cure in found.cures] == ["seal-body"]
    here = Context(unable=(SealBody,))
    (found,) = [one for one in begin(one, here).findings if one.rule == "identifier"]
    assert found.cures == ()
