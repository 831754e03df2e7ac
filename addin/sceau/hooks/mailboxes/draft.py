"""One draft in a mailbox: claimed by a mark and a move, put back untouched, removed at the end.

The claim is two steps. First the mark: one's own name is written on the draft, if its change key is
still the one that was seen, so that of two who saw it one succeeds. Then the move into the work
folder, which gives the draft another id. Only one's own mark on the moved draft counts. An answer
lost at either step is resolved by looking for the mark.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sceau.errors import MissingInput
from sceau.hooks.drafts import origin_of
from sceau.hooks.mailboxes.mailbox import Listed, Mailbox, Role
from sceau.hooks.mailboxes.told import as_errors
from sceau.mail.hidden import with_bcc
from sceau.mail.sameness import says_the_same
from sceau.outbox.records import Origin
from sceau.outbox.sources import Standing
from sceau.outbox.ways_out.saved_draft import Conflict, Content, Gone, NotKnown, Saved
from sceau.phrases import Phrase

STALE = 300.0
"""Seconds after which a mark on a draft that was never moved is no longer heeded: whoever wrote it
died in between. Were they only slow, the mark after the move decides all the same."""

_TRIES = 4
_PLACES: tuple[Role, ...] = ("work", "marked", "drafts")


class MailboxDraft:
    """One draft. ``id`` is where it was seen; ``content`` what was claimed of it, where it was."""

    def __init__(
        self,
        mailbox: Mailbox,
        account: str,
        id: str,
        content: bytes = b"",
        *,
        category: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self._mailbox = mailbox
        self._account = account
        self._id = id
        self._content = content
        self._category = category
        self._now = now
        self._known: Saved | None = None

    def __repr__(self) -> str:
        return "MailboxDraft(…)"

    @property
    def origin(self) -> Origin:
        """The account and the id."""
        return origin_of(self._account, self._id)

    # -- claiming --------------------------------------------------------------------------

    def claim(self, held: str) -> bytes:
        """Mark the draft, move it to the work folder and give its bytes.

        Raises:
            MissingInput: it is gone, or another claimed it.
        """
        with as_errors():
            self._write_mark(held)
            self._take(held)
            claimed = self._mine(held)
            if claimed is None:
                raise MissingInput("mail-not-there")
            content = self._mailbox.content(claimed.id)
            self._known = Saved(claimed.id, content.key)
            self._content = with_bcc(content.mime, content.hidden)
        return self._content

    def _write_mark(self, held: str) -> None:
        for _ in range(_TRIES):
            seen = self._mailbox.listed(self._id)
            if seen.held == held:
                return
            if seen.held and abs(self._now() - seen.modified) < STALE:
                raise Gone
            try:
                self._mailbox.mark(Saved(seen.id, seen.key), held)
            except (Conflict, NotKnown):
                continue
            return
        raise NotKnown

    def _take(self, held: str) -> None:
        """Move it; where the answer was lost, or another moved it, the mark says whose it is."""
        try:
            self._mailbox.move(self._id, "work")
        except Gone:
            return
        except NotKnown:
            if not self._mailbox.find("work", "held", held):
                self._mailbox.move(self._id, "work")

    def _mine(self, held: str) -> Saved | None:
        found = self._mailbox.find("work", "held", held)
        return found[0] if found else None

    # -- while it is ours ------------------------------------------------------------------

    def standing(self, held: str) -> Standing:
        """Say whether the claimed draft still says what was shown."""
        with as_errors():
            now = self._mine(held)
            if now is None:
                return Standing.GONE
            same = self._as_claimed(now)
        return Standing.AS_SHOWN if same else Standing.CHANGED

    def _as_claimed(self, now: Saved) -> bool:
        if now == self._known:
            return True
        content = self._mailbox.content(now.id)
        same = _same(self._content, content)
        if same:
            self._known = Saved(now.id, content.key)
        return same

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Where it ``changed``, put ``content`` in the place of the claimed draft."""
        if not changed:
            return
        with as_errors():
            there = self._mailbox.find("work", "held", held)
            kept = [one for one in there if _same(content, self._mailbox.content(one.id))]
            if not kept:
                self._mailbox.create("work", content, (), "held", held)
            for one in there:
                if one not in kept[:1]:
                    self._delete(one)
            self._content = content

    # -- at the end ------------------------------------------------------------------------

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Move the draft to Drafts, then take the marks off it. ``note`` has no place there."""
        with as_errors():
            for place in _PLACES:
                for one in self._mailbox.find(place, "held", held):
                    self._give_back(one, place)

    def _give_back(self, one: Saved, place: Role) -> None:
        try:
            there = one if place == "drafts" else self._mailbox.move(one.id, "drafts")
            self._clear(there.id)
        except Gone:
            return  # the person moved or deleted it: it is where they want it

    def _clear(self, id: str) -> None:
        for _ in range(_TRIES):
            seen = self._mailbox.listed(id)
            kept = tuple(one for one in seen.categories if one != self._category)
            if not seen.held and kept == seen.categories:
                return
            try:
                self._mailbox.mark(
                    Saved(seen.id, seen.key), "", kept if kept != seen.categories else None
                )
            except Conflict:
                continue
            return
        raise NotKnown

    def remove(self, held: str) -> None:
        """Delete the draft; one that was edited since goes back to Drafts, edited as it is."""
        with as_errors():
            for one in self._mailbox.find("work", "held", held):
                if self._as_claimed(one):
                    self._delete(one)
                else:
                    self._give_back(one, "work")

    def _delete(self, one: Saved) -> None:
        try:
            self._mailbox.delete(one.id)
        except Gone:
            return


def _same(wanted: bytes, content: Content) -> bool:
    return says_the_same(wanted, content.mime, content.hidden)


def is_waiting(seen: Listed, category: str, now: float) -> bool:
    """Whether a listed draft is marked by its person, and claimed by nobody."""
    free = not seen.held or abs(now - seen.modified) >= STALE
    return free and (not category or category in seen.categories)
