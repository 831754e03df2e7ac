"""One draft on the server: claimed in place by a keyword, and never changed."""

from __future__ import annotations

import imaplib
import random
import time
from typing import Literal, NamedTuple

import msgspec

from sceau.errors import MissingInput, UnreadableInput
from sceau.hooks.drafts import origin_of
from sceau.hooks.imap.jobs import Jobs
from sceau.hooks.imap.session import CLAIMS, KEPT, Session
from sceau.outbox.records import Origin
from sceau.outbox.sources import Standing
from sceau.phrases import Phrase

LARGEST = 200 * 2**20
"""In bytes; no mail server takes a message beyond it."""


_TRIES = 6
_APART = 0.02, 0.4  # seconds between two tries, each time others


class At(msgspec.Struct, frozen=True):
    """Where a message is, as long as its folder's UIDVALIDITY stays (RFC 9051 section 2.3.1.1)."""

    folder: str
    validity: int
    uid: int

    def __repr__(self) -> str:
        return "At(…)"


class Marking(NamedTuple):
    """How drafts are marked and claimed: by ``folder``, or by ``keyword`` in Drafts; ``claim`` is
    this helper's own keyword."""

    by: Literal["folder", "keyword"]
    keyword: str
    claim: str

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keyword as Thunderbird makes it of a tag's name: with underscores, or, as 153 does,
        encoded: ``envoyer=20avec=20sceau``."""
        return tuple(dict.fromkeys((self.keyword, self.keyword.replace("_", "=20"))))


class ImapDraft:
    """The draft at ``at``. An edited draft is another message, under another UID: a message that
    is still there is the one that was shown."""

    def __init__(
        self, account: str, jobs: Jobs, marking: Marking, at: At, content: bytes = b""
    ) -> None:
        self._account = account
        self._jobs = jobs
        self._marking = marking
        self._at = at
        self._content = content
        self._others = False

    def __repr__(self) -> str:
        return "ImapDraft(…)"

    @property
    def origin(self) -> Origin:
        """The account, and where the message is."""
        return origin_of(self._account, msgspec.json.encode(self._at).decode())

    def claim(self, held: str) -> bytes:
        """Set this helper's keyword on the message where nobody else's is, and give its bytes.

        With CONDSTORE the server is to let one through (Dovecot let two, one time in 300); so each
        looks again once its own is set, withdraws if there is another, and after a while of its
        own tries anew. Of two that set theirs, the later always sees the earlier's.

        Raises:
            MissingInput: it is gone, no longer marked, or another helper was first.
            UnreadableInput: it is larger than any mail; it goes back to Drafts.
        """
        with self._jobs.session() as session:
            for _ in range(_TRIES):
                if self._take(session):
                    self._content = session.content(self._at.uid)
                    return self._content
                time.sleep(random.uniform(*_APART))  # noqa: S311
        raise self._another_was_first()

    def _take(self, session: Session) -> bool:
        """Set our claim; give whether it stands alone. Where it does not it was taken off again."""
        uid, claim = self._at.uid, self._marking.claim
        if session.select(self._at.folder) != self._at.validity:
            raise MissingInput("draft-not-there")
        size, flags, modseq = session.size_and_flags(uid)
        if not self._is_marked(flags) or claimed_by(flags):
            raise self._another_was_first()
        if size > LARGEST:
            self._return(session, uid)
            raise UnreadableInput("mail-too-large")
        if not session.keywords:
            return True
        if not modseq:
            session.add(uid, claim)
        elif not session.add_unless_changed(uid, modseq, claim):
            return False
        session.client.noop()
        if claimed_by(session.flags([uid]).get(uid, frozenset())) == {claim.lower()}:
            return True
        session.take_off(uid, claim)
        return False

    def _another_was_first(self) -> MissingInput:
        self._others = True
        return MissingInput("draft-not-there")

    def standing(self, held: str) -> Standing:
        """Say whether the message is still there, marked and ours."""
        with self._jobs.session() as session:
            return Standing.GONE if self._mine(session) is None else Standing.AS_SHOWN

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Put ``content`` into Drafts and remove the message, where it changed. One that vanished
        was taken away by the person."""
        if not changed:
            return
        with self._jobs.session() as session:
            drafts = session.drafts()
            session.select(drafts)
            if not session.find_same(content):
                kept = (KEPT,) if session.keywords else ()
                session.append(drafts, content, ("\\Draft", "\\Seen", *kept))
            uid = self._mine(session)
            if uid is not None:
                session.remove(uid)

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Move the message to Drafts, where it was written, and note by a keyword that it was
        kept. A claim that was cut off before anybody saw the draft is only taken back."""
        if self._others:
            return
        with self._jobs.session() as session:
            half = self._marking.by == "folder" and self._half_moved(session)
            uid = None if half else self._mine(session)
            if uid is not None and not self._content:
                session.take_off(uid, self._marking.claim)
            elif uid is not None:
                self._return(session, uid)
            self._say_kept(session)

    def remove(self, held: str) -> None:
        """Remove the message: it left. One that is marked as deleted is still there."""
        with self._jobs.session() as session:
            uid = self._mine(session, deleted=True)
            if uid is not None:
                session.remove(uid)

    def release(self) -> None:
        """Take every claim off the message and unmark it, whoever's they are; nothing happens where
        none is left."""
        with self._jobs.session() as session:
            if session.select(self._at.folder) != self._at.validity:
                return
            flags = session.flags([self._at.uid]).get(self._at.uid, frozenset())
            claims = claimed_by(flags)
            if not claims or "\\deleted" in flags:
                return
            session.add(self._at.uid, KEPT)
            session.take_off(self._at.uid, *claims)
            self._return(session, self._at.uid)

    def interrupt(self) -> None:
        """Wait no longer for the server: what is under way fails now."""
        self._jobs.interrupt()

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _mine(self, session: Session, *, deleted: bool = False) -> int | None:
        """Select its folder and give the UID under which it is still marked and ours, or None;
        with ``deleted``, one marked as deleted too."""
        try:
            validity = session.select(self._at.folder)
        except imaplib.IMAP4.error as refused:
            if isinstance(refused, imaplib.IMAP4.abort) or session.exists(self._at.folder):
                raise
            return None
        if validity == self._at.validity:
            uids = [self._at.uid]
        else:  # the server numbered everything anew: the bytes tell
            uids = session.find_same(self._content) if self._content else []
        for uid, flags in session.flags(uids).items():
            ours = self._marking.claim.lower() in flags if session.keywords else self._content
            if ours and self._is_marked(flags - {"\\deleted"} if deleted else flags):
                return uid
        return None

    def _claimed(self) -> tuple[str, str]:
        return "KEYWORD", self._marking.claim

    def _is_marked(self, flags: frozenset[str]) -> bool:
        if "\\deleted" in flags:
            return False
        if self._marking.by == "folder":
            return True
        return any(one.lower() in flags for one in self._marking.keywords)

    def _return(self, session: Session, uid: int) -> None:
        """Unmark: out of the folder, or the keyword off."""
        if self._marking.by == "keyword":
            if session.keywords:
                session.add(uid, KEPT)
            session.take_off(uid, *self._marking.keywords, self._marking.claim)
            return
        session.move(uid, session.drafts())

    def _half_moved(self, session: Session) -> bool:
        """Whether a server without MOVE has the copy already, of a move that was cut off; then
        what remains of the original is removed."""
        if session.can("MOVE") or not session.keywords or not self._content:
            return False
        session.select(session.drafts())
        if not session.find_same(self._content, session.search(*self._claimed())):
            return False
        uid = self._mine(session, deleted=True)
        if uid is not None:
            session.expunge(uid)
        return True

    def _say_kept(self, session: Session) -> None:
        """What carries our claim in Drafts was given back: say so, and let it go."""
        if self._marking.by == "keyword":
            return
        session.select(session.drafts())
        if not session.keywords:
            return
        for uid in session.search(*self._claimed()):
            session.add(uid, KEPT)
            session.take_off(uid, self._marking.claim)


def claimed_by(flags: frozenset[str]) -> set[str]:
    """Give the claims among a message's flags."""
    return {one for one in flags if one.startswith(CLAIMS)}
