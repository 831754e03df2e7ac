"""A protected file whose password stands in the text: read as it was attached, tried at the click,
when the text is known."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.desk.answers import Answers
from sceau.seal.pdf import seal_pdf
from support.add_on_stand_in import AddOn, add_on
from support.compose_stand_in import Compose
from support.pdfs import report
from support.thunderbird_desk import Desk, helper

PASSWORD = "7kf3-9xpa-mnq8-tzr2"
AS_IT_IS = Answers(verdict="send", acknowledge="all")


@pytest.mark.parametrize("attached_before", [True, False], ids=["before the click", "at it"])
@pytest.mark.parametrize(
    ("text", "leaves"),
    [(f"Le mot de passe : {PASSWORD}.", False), ("Je vous appelle pour le mot de passe.", True)],
    ids=["told", "not told"],
)
def test_as_it_is_it_does_not_leave(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    attached_before: bool,
    text: str,
    leaves: bool,
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    compose, desk = Compose("1", text=text), Desk(AS_IT_IS)
    sealed = seal_pdf(report(), PASSWORD).content

    async def story(one: AddOn) -> None:
        number = compose.put("bilan.pdf", sealed)
        if attached_before:
            await one.attach(compose, number)
            await asyncio.sleep(0.5)
        ended = await one.click(compose)
        assert ended.left is leaves

    async def play() -> None:
        async with helper(tmp_path, desk) as environment, add_on(environment) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(play(), 60))
    assert len(compose.sent) == int(leaves)
    told = [row.id for row in desk.dialogues[0].views[-1].attachment_findings]
    assert told == ([] if leaves else ["password-in-mail:1"])
