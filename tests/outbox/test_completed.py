"""What its sender added in the window goes back to them with a mail that did not leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.errors import CannotWrite, SceauError, TryLater
from sceau.hooks.embedded import EmbeddedDraft
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Folder
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.way import Step
from support.held_mails import DRAFT, Place, Told, dispatch, outgoing, verdict_on

WHOLE = DRAFT + b"Et voici le fichier.\r\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def refused(place: Place) -> Held:
    """Give a mail that its sender completed, and that a server refused."""
    held = place.outbox.hold(place.draft())
    place.outbox.confirm(held, verdict_on(DRAFT), WHOLE)
    place.outbox.ready(held, [outgoing(), outgoing(1)])
    dispatch(place, held, Told([Result.PERMANENT]))
    return held


def test_refused_it_goes_back_as_it_was_completed(place: Place) -> None:
    place.outbox.keep(refused(place))
    assert place.in_drafts == [WHOLE]
    assert place.is_clear


def test_kept_by_the_next_process_it_goes_back_as_it_was_completed(place: Place) -> None:
    refused(place).release()
    again = place.again()
    (held,) = again.outbox.unfinished()
    again.outbox.keep(held)
    assert again.in_drafts == [WHOLE]
    assert again.is_clear


def test_what_left_for_some_goes_back_completed_to_the_others(place: Place) -> None:
    held = place.outbox.hold(place.draft())
    place.outbox.confirm(held, verdict_on(DRAFT), WHOLE)
    place.outbox.ready(held, [outgoing(), outgoing(1)])
    dispatch(place, held, Told([Result.ACCEPTED, Result.PERMANENT]))
    place.outbox.keep(held)
    (back,) = place.in_drafts
    assert back.startswith(b"X-Without: ")
    assert back.endswith(WHOLE)


def test_one_that_its_sender_went_on_with_is_left_to_them(place: Place) -> None:
    held = refused(place)
    place.mailbox.replace_claimed(held.id, b"Tout autre chose")
    place.outbox.keep(held)
    assert place.in_drafts == [b"Tout autre chose"]


@pytest.mark.parametrize(
    ("problem", "said", "back"),
    [
        (TryLater("account-not-reached"), "outbox.kept-later", []),
        (CannotWrite("drafts-folder-refused"), "outbox.kept", [DRAFT]),
    ],
    ids=["not now: later", "never: as it was"],
)
def test_where_it_cannot_be_added(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    problem: SceauError,
    said: str,
    back: list[bytes],
) -> None:
    held = refused(place)
    restore = EmbeddedDraft.restore

    def refusing(self: EmbeddedDraft, held: str, content: bytes, *, changed: bool) -> None:
        if changed:
            raise problem
        restore(self, held, content, changed=changed)

    with monkeypatch.context() as for_now:
        for_now.setattr(EmbeddedDraft, "restore", refusing)
        assert place.outbox.keep(held).sentence.key == said
    assert place.in_drafts == back
    if not back:
        place.outbox.keep(held)
        assert place.in_drafts == [WHOLE]
    assert place.is_clear


class Cut(BaseException):
    """The program ends here, as by a power cut."""


@pytest.mark.parametrize("moment", ["journal", "before", "after"])
def test_cut_off_while_it_is_given_back_it_is_there_once(place: Place, moment: str) -> None:
    refused(place).release()

    def cut(step: Step) -> None:
        if (step.name, step.moment) == ("keep", moment):
            raise Cut

    once = place.again(cut)
    (held,) = once.outbox.unfinished()
    with pytest.raises(Cut):
        once.outbox.keep(held)
    held.release()
    last = place.again()
    (held,) = last.outbox.unfinished()
    last.outbox.keep(held)
    assert last.in_drafts == [WHOLE]
    assert last.contents(Folder.OUTBOX) == []
    assert last.is_clear
