"""What ``sceau doctor`` and ``sceau outbox`` tell."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.way.parts import open_parts
from support.command import Desktop


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def states(desktop: Desktop, **more: str) -> dict[str, str]:
    return {one["check"]: one["state"] for one in desktop.sceau("doctor", "--json", **more).json}


def test_doctor_tries_the_sealing_for_real_and_says_where_the_key_is(desktop: Desktop) -> None:
    found = states(desktop)
    assert found["sealing"] == "good"
    assert found["settings"] == "warn", "no internal domains yet"
    assert found["key"] == "warn", "there is no keyring here"
    assert found["account"] == "warn", "only the embedded mailbox"


def test_doctor_says_what_is_down(desktop: Desktop) -> None:
    settings = desktop.home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("window = perhaps\n")
    ran = desktop.sceau("doctor", "--json")
    assert ran.code == 69
    assert {one["check"]: one["state"] for one in ran.json}["settings"] == "bad"
    assert all(one["sentence"] for one in ran.json)


def test_a_key_that_is_gone_is_told_and_no_new_one_made(desktop: Desktop) -> None:
    mail, answers = desktop.root / "mail.eml", desktop.root / "answers.json"
    mail.write_bytes(sample.clean_mail())
    answers.write_text('{"verdict": "send"}')
    words = ("send", str(mail), "--verdict", str(answers))
    assert desktop.sceau(*words).code == 0
    key = desktop.home / "state" / "key"
    key.unlink()
    ran = desktop.sceau(*words)
    assert ran.code == 78, ran.said
    assert not key.exists()
    assert states(desktop)["key"] == "bad"


def test_outbox_lists_takes_up_and_answers(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(desktop.home))

    async def claim() -> None:
        async with open_parts() as parts:
            parts.mailbox.add_draft(sample.patient_mail())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            parts.outbox.hold(draft).release()

    asyncio.run(claim())
    (held,) = desktop.sceau("outbox", "--json").json
    assert held["state"] == "claimed"
    listed = desktop.sceau("outbox")
    assert held["held"][:8] in listed.out
    assert desktop.sceau("outbox", held["held"]).code == 64
    resumed = desktop.sceau("outbox", "--resume", "--json")
    assert resumed.json["ending"] == "kept"
    assert desktop.sceau("outbox", "--json").json == []
    assert len(Mailbox(desktop.home / "state" / "mailbox").keys(Folder.DRAFTS)) == 1
