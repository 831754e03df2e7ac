"""The drafts of the embedded mailbox as a hook."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.errors import MissingInput
from sceau.outbox.mailbox import Folder
from support.held_mails import DRAFT, Place

OTHER = DRAFT.replace(b"draft.1@", b"draft.2@")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_drafts_are_listed_oldest_first_and_read_without_being_claimed(place: Place) -> None:
    first, second = place.draft(), place.draft(OTHER)
    assert [one.key for one in place.drafts.drafts()] == [first.key, second.key]
    assert [one.read() for one in place.drafts.drafts()] == [DRAFT, OTHER]


def test_claimed_it_is_no_draft_any_more(place: Place) -> None:
    draft = place.draft()
    assert draft.claim("one") == DRAFT
    assert place.drafts.drafts() == []
    with pytest.raises(MissingInput):
        draft.claim("two")


def test_put_back_it_is_the_draft_it_was(place: Place) -> None:
    draft = place.draft()
    draft.claim("one")
    draft.put_back("one")
    draft.put_back("one")
    (again,) = place.drafts.drafts()
    assert (again.key, again.read()) == (draft.key, DRAFT)


def test_restored_only_where_it_changed_or_vanished(place: Place) -> None:
    draft = place.draft()
    draft.claim("one")
    draft.restore("one", OTHER, changed=False)
    assert place.mailbox.read(Folder.OUTBOX, "one") == DRAFT
    draft.restore("one", OTHER, changed=True)
    assert place.mailbox.read(Folder.OUTBOX, "one") == OTHER
    place.mailbox.remove_claimed("one")
    draft.restore("one", DRAFT, changed=False)
    assert place.mailbox.read(Folder.OUTBOX, "one") == DRAFT


def test_removed_it_is_gone_and_may_be_removed_again(place: Place) -> None:
    draft = place.draft()
    draft.claim("one")
    draft.remove("one")
    draft.remove("one")
    assert place.contents(Folder.OUTBOX) == place.in_drafts == []


def test_it_is_found_again_by_its_origin(place: Place) -> None:
    draft = place.draft()
    again = place.drafts.reopen(draft.origin.place)
    assert again.claim("one") == DRAFT
    assert draft.origin.kind == place.drafts.kind
