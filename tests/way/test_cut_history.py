"""A long history about somebody's health is cut in one act, and what leaves has it no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.hooks.folder.hook import FolderDrafts
from sceau.mail.edits import CutHistory
from sceau.mail.message import Message
from sceau.mail.preview import preview
from sceau.outbox.sources import Source
from sceau.review.engine import begin
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send
from support.long_answers import OWN, long_answer
from support.passages import StrictWayOut, parts_with

ANSWERS = Answers(verdict="send", cures={"long-history": "cut-history"}, acknowledge="all")


def embedded(parts: Parts, _folder: Path) -> Source:
    parts.mailbox.add_draft(long_answer())
    (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
    return draft


def folder(_parts: Parts, where: Path) -> Source:
    where.mkdir()
    (where / "reponse.eml").write_bytes(long_answer())
    hook = FolderDrafts("logiciel", where, every=0.01, settled=0.0)
    while not (drafts := hook.drafts()):
        pass
    return drafts[0]


@pytest.mark.parametrize("draft", [embedded, folder], ids=["embedded", "a watched folder"])
def test_it_leaves_without_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draft: Callable[[Parts, Path], Source]
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    way_out = StrictWayOut()

    async def go() -> Report:
        async with open_parts() as parts:
            source = draft(parts, tmp_path / "folder")
            return await send(source, parts_with(parts, way_out), AnswersDesk(ANSWERS))

    report = asyncio.run(go())
    assert report.ending == "sent", report
    (left,) = way_out.taken
    message = Message.read(left.content)
    assert message.mail.text.split() == OWN.split()
    assert OWN in message.mail.html
    for clear in ("glycémie", "Leroy", "insuline"):
        assert clear not in message.mail.text + message.mail.html
        assert clear.encode() not in left.content
    assert message.mail.in_reply_to == "<question@chu-un.example>"


def test_the_cure_makes_the_finding_go_away() -> None:
    mail = Message.read(long_answer()).mail
    (found,) = [one for one in begin(mail).findings if one.rule == "long-history"]
    assert found.cures[0].edits == (CutHistory(),)
    (cured,) = preview(mail, found.cures[0].edits)
    assert "long-history" not in {one.rule for one in begin(cured).findings}
