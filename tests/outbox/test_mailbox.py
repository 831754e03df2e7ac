"""The embedded mailbox, with other programs at work in it."""

from __future__ import annotations

import mailbox
import os
import stat
import threading
from pathlib import Path

import pytest

from sceau.errors import CannotWrite, MissingInput
from sceau.outbox.mailbox import INFO, Folder, Mailbox
from support.held_mails import DRAFT

FINAL = DRAFT.replace(b"<draft.1@", b"<final.1@")


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


def test_a_draft_comes_back_byte_for_byte(box: Mailbox) -> None:
    key = box.add_draft(DRAFT)
    assert box.keys(Folder.DRAFTS) == [key]
    assert box.read(Folder.DRAFTS, key) == DRAFT


def test_only_its_owner_may_enter(box: Mailbox) -> None:
    box.add_draft(DRAFT)
    for folder, _, files in os.walk(box.root):
        assert stat.S_IMODE(Path(folder).stat().st_mode) == 0o700
        for name in files:
            assert stat.S_IMODE((Path(folder) / name).stat().st_mode) == 0o600


def test_another_maildir_program_reads_it(box: Mailbox) -> None:
    box.add_draft(DRAFT)
    box.file_sent(FINAL, "held.0")
    other = mailbox.Maildir(box.root, create=False)
    assert sorted(other.list_folders()) == ["Drafts", "Outbox", "Sent"]
    (draft,) = other.get_folder("Drafts")
    assert draft.get_flags() == "D"
    assert draft["Subject"] == "Votre bilan nutritionnel"


def test_a_copy_is_filed_once_however_often_it_is_asked(box: Mailbox) -> None:
    assert box.file_sent(FINAL, "held.0")
    assert not box.file_sent(FINAL, "held.0")
    assert box.file_sent(FINAL, "held.1")
    assert [box.read(Folder.SENT, key) for key in box.keys(Folder.SENT)] == [FINAL, FINAL]


def test_a_filed_copy_is_known_again_after_another_program_marked_it(box: Mailbox) -> None:
    box.file_sent(FINAL, "held.0")
    file = next((box.root / ".Sent" / "cur").iterdir())
    file.rename(file.with_name(f"held.0{INFO}FRS"))
    assert not box.file_sent(FINAL, "held.0")


def test_of_many_who_claim_a_draft_one_has_it(box: Mailbox) -> None:
    for _ in range(20):
        key = box.add_draft(DRAFT)
        start = threading.Barrier(4)
        won: list[str] = []

        def claim(
            held: str, key: str = key, start: threading.Barrier = start, won: list[str] = won
        ) -> None:
            start.wait()
            try:
                box.claim_draft(key, held)
            except MissingInput:
                return
            won.append(held)

        threads = [threading.Thread(target=claim, args=(f"{key[:8]}{n}",)) for n in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert len(won) == 1
        assert box.keys(Folder.OUTBOX) == won
        assert box.keys(Folder.DRAFTS) == []
        box.remove_claimed(won[0])


def test_a_claimed_draft_goes_back_as_it_was(box: Mailbox) -> None:
    key = box.add_draft(DRAFT)
    box.claim_draft(key, "held")
    assert box.keys(Folder.DRAFTS) == []
    assert box.put_back(key, "held")
    assert box.keys(Folder.DRAFTS) == [key]
    assert box.read(Folder.DRAFTS, key) == DRAFT
    assert not box.put_back(key, "held")


def test_going_back_never_overwrites(box: Mailbox) -> None:
    key = box.add_draft(DRAFT)
    box.claim_draft(key, "held")
    other = box.root / ".Drafts" / "new" / key
    other.write_bytes(b"Subject: another\r\n\r\n")
    assert box.put_back(key, "held")
    assert sorted(box.read(Folder.DRAFTS, one) for one in box.keys(Folder.DRAFTS)) == sorted(
        [b"Subject: another\r\n\r\n", DRAFT]
    )


def test_a_draft_in_new_or_marked_meanwhile_is_claimed(box: Mailbox) -> None:
    (box.root / ".Drafts" / "new" / "1.other").write_bytes(DRAFT)
    box.claim_draft("1.other", "one")
    (box.root / ".Drafts" / "cur" / f"2.other{INFO}DFS").write_bytes(DRAFT)
    box.claim_draft("2.other", "two")
    assert set(box.keys(Folder.OUTBOX)) == {"one", "two"}


def test_what_other_programs_leave_is_neither_a_mail_nor_touched(box: Mailbox) -> None:
    left = box.root / ".Drafts" / "cur"
    (left / ".DS_Store").write_bytes(b"x")
    (left / "folder").mkdir()
    (left / "link").symlink_to("/etc/hostname")
    (box.root / ".Drafts" / "dovecot.index").write_bytes(b"x")
    assert box.keys(Folder.DRAFTS) == []
    key = box.add_draft(DRAFT)
    assert box.keys(Folder.DRAFTS) == [key]
    assert len(list(left.iterdir())) == 4


def test_nothing_stays_in_tmp(box: Mailbox) -> None:
    key = box.add_draft(DRAFT)
    box.claim_draft(key, "held")
    box.replace_claimed("held", FINAL)
    box.file_sent(FINAL, "held.0")
    assert not list(box.root.rglob("tmp/*"))
    assert box.read(Folder.OUTBOX, "held") == FINAL


def test_a_claimed_draft_that_vanished_can_be_restored(box: Mailbox) -> None:
    key = box.add_draft(DRAFT)
    box.claim_draft(key, "held")
    next((box.root / ".Outbox" / "cur").iterdir()).unlink()
    box.replace_claimed("held", DRAFT)
    assert box.put_back(key, "held")
    assert box.read(Folder.DRAFTS, key) == DRAFT


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (b"Message-ID: <final.1@cabinet-exemple.fr>", True),
        (b"message-id:\r\n <final.1@cabinet-exemple.fr>", True),
        (b"Message-ID: <final.10@cabinet-exemple.fr>", False),
        (b"X-Message-ID: <final.1@cabinet-exemple.fr>", False),
    ],
    ids=["as written", "folded, in lower case", "a longer one", "another header"],
)
def test_sent_is_searched_by_message_id(box: Mailbox, header: bytes, found: bool) -> None:
    box.file_sent(header + b"\r\nSubject: x\r\n\r\nMessage-ID: <body@x>\r\n", "held.0")
    assert box.sent_since("<final.1@cabinet-exemple.fr>", 0) is found
    assert not box.sent_since("<body@x>", 0)


def test_a_copy_older_than_the_submission_is_no_evidence(box: Mailbox) -> None:
    box.file_sent(FINAL, "held.0")
    file = next((box.root / ".Sent" / "cur").iterdir())
    os.utime(file, (1000, 1000))
    assert not box.sent_since("<final.1@cabinet-exemple.fr>", 1001)
    assert box.sent_since("<final.1@cabinet-exemple.fr>", 1000)


def test_a_mail_that_is_not_there_is_said_to_be_missing(box: Mailbox) -> None:
    with pytest.raises(MissingInput):
        box.read(Folder.DRAFTS, "none")
    with pytest.raises(MissingInput):
        box.claim_draft("none", "held")


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "mail").write_bytes(b"")
    with pytest.raises(CannotWrite):
        Mailbox(tmp_path / "mail")


def test_a_folder_that_was_taken_away_is_told(box: Mailbox) -> None:
    for part in (box.root / ".Sent").iterdir():
        part.rmdir() if part.is_dir() else part.unlink()
    with pytest.raises(CannotWrite):
        box.file_sent(FINAL, "held.0")
