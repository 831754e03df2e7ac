"""Answers given beforehand: what *all* cures takes, and what must be named."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.desk.answers import NAMED_ONLY, Answers, AnswersDesk
from sceau.desk.confirmation import Confirmation
from sceau.desk.looks import Looks
from sceau.desk.pane import password_pane
from sceau.desk.view import Keep, Send, SkipReading
from sceau.mail.edits import RemoveAttachment, RemoveRecipient
from sceau.review.engine import begin
from support.case_tables import Case, cases

TABLES = Path(__file__).parents[1] / "review" / "rules"
ASKED = [
    pytest.param(rule, case, id=f"{rule}: {case.sentence}")
    for rule in sorted(NAMED_ONLY)
    for case in cases(TABLES / f"{rule}.toml")
    if case.level == "warn"
]


def decided(case: Case, answers: Answers) -> list[object]:
    """Give the Edits of the mail that leaves; none where it is kept."""
    confirmation = Confirmation(
        case.mail,
        begin(case.mail, case.context),
        digest="d",
        make_password=lambda _: "kx7m-pqr4-9wza-tt3n",
        make_pane=lambda made, kind, opens: password_pane(made, kind, opens, "fr"),
        looks=Looks("fr"),
    )
    for attachment, found in case.readings.items():
        confirmation.read(attachment, found)
    if case.skipped:
        confirmation.act(SkipReading())

    async def answer() -> list[object]:
        async with AnswersDesk(answers).session(confirmation.view()) as dialogue:
            async for act in dialogue.acts():
                if isinstance(act, Keep):
                    return []
                verdict = confirmation.act(act)
                if isinstance(act, Send):
                    return list(verdict.edits) if verdict is not None else []
                dialogue.update(confirmation.view())
        return []

    return asyncio.run(asyncio.wait_for(answer(), 20))


def is_loss(edit: object) -> bool:
    return isinstance(edit, RemoveAttachment | RemoveRecipient)


@pytest.mark.parametrize(("rule", "case"), ASKED)
def test_all_cures_take_nobody_and_nothing_out_for_what_may_be_as_it_should(
    rule: str, case: Case
) -> None:
    assert not any(map(is_loss, decided(case, Answers(verdict="send", cures="all"))))


@pytest.mark.parametrize(("rule", "case"), ASKED)
def test_by_its_name_the_cure_is_taken(rule: str, case: Case) -> None:
    answers = Answers(verdict="send", cures=[rule], acknowledge="all")
    (found,) = [one for one in case.review.findings if one.rule == rule]
    made = decided(case, answers)
    leaves_somebody = rule != "first-time-recipient" or len(case.mail.recipients) > 1
    assert bool(made) == (bool(found.cures) and leaves_somebody)
    assert all(one in made for one in found.cures[0].edits) or not made
