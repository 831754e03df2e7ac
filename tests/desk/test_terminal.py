"""The confirmation in a terminal: numbered choices, and nothing sent by an empty answer."""

from __future__ import annotations

import asyncio

import pytest

from sceau.desk.terminal import TerminalDesk
from sceau.desk.view import Outcome
from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review.engine import begin
from sceau.verdict import Verdict
from support.confirmations import MARIE, OPEN_PDF, STORY, confirm, mail


def talk(typed: list[str], story: Mail = STORY) -> tuple[Verdict | None, str]:
    """Answer the questions with ``typed``; give the Verdict and everything that was printed."""
    confirmation = confirm(story, {one.id: OPEN_PDF for one in story.attachments})
    printed: list[str] = []
    lines = iter(typed)

    def ask(question: str) -> str:
        printed.append(question)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    async def go() -> Verdict | None:
        desk = TerminalDesk(ask=ask, tell=printed.append)
        async with desk.session(confirmation.view()) as dialogue:
            verdict = None
            async for act in dialogue.acts():
                verdict = verdict or confirmation.act(act)
                if verdict is not None and verdict.sends:
                    confirmation.ended(
                        Outcome(tone="good", sentence=phrase("confirm.ended.kept"), left=True)
                    )
                dialogue.update(confirmation.view())
            return verdict

    return asyncio.run(go()), "\n".join(printed)


@pytest.mark.parametrize(
    ("typed", "decision", "edits"),
    [
        pytest.param(["1", "1", "o"], "send", 2, id="both cured, and sent"),
        pytest.param(["1", "2", "oui"], "send", 1, id="one cured, the other let stand"),
        pytest.param(["1", "1", ""], "keep", 0, id="an empty last answer keeps"),
        pytest.param(["1", "1", "n"], "keep", 0, id="no keeps"),
        pytest.param([""], "keep", 0, id="an empty choice keeps"),
        pytest.param(["9"], "keep", 0, id="a choice there is not keeps"),
        pytest.param([], "keep", 0, id="the end of input keeps"),
        pytest.param(["1", "1"], "keep", 0, id="the end of input at the last question keeps"),
    ],
)
def test_what_is_typed_decides(typed: list[str], decision: str, edits: int) -> None:
    verdict, _ = talk(typed)
    assert verdict is not None
    assert (verdict.decision, len(verdict.edits)) == (decision, edits)


def test_everything_that_matters_is_printed() -> None:
    _, printed = talk(["1", "1", "o"])
    for words in ("marie.durand@orange.example", "Bilan.pdf", "Votre bilan", "made-characters"):
        assert words in printed


def test_a_clean_mail_asks_one_question() -> None:
    verdict, printed = talk(["o"], mail(MARIE))
    assert verdict is not None
    assert verdict.sends
    assert printed.count("[o/N]") == 1


def test_hostile_names_do_not_reach_the_terminal_as_they_are() -> None:
    story = mail(MARIE, subject="bilan\x1b]0;owned\x07 \u202eexe")
    _, printed = talk(["o"], story)
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert begin(story).findings == ()
