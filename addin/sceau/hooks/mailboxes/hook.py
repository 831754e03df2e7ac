"""The drafts of one such mailbox: woken by the server where it can, and looked at now and then."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncGenerator, Callable, Container, Iterator

from sceau.errors import SceauError
from sceau.hooks.drafts import Claim, Tell, Watching, WatchState
from sceau.hooks.mailboxes.draft import MailboxDraft, is_waiting
from sceau.hooks.mailboxes.drafts_out import way_out
from sceau.hooks.mailboxes.mailbox import Listed, Mailbox, Role
from sceau.hooks.mailboxes.told import Refused, as_errors
from sceau.outbox.sources import Source
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.saved_draft import Gone, NotDone, NotKnown, SavedDraftWayOut
from sceau.outbox.ways_out.way import Sent
from sceau.phrases import Phrase, phrase

WITH_STREAM = 30.0
"""Seconds between two looks while the server tells of changes: it may miss one."""
WITHOUT = 2.0
"""Seconds between two looks where it does not."""
ALL_OVER = 60.0
"""Seconds after which every draft of the folder is looked at again, changed or not: one that could
not be claimed when it came is given once more."""
_AFTER_STREAM = 1.0
"""Seconds from the loss of a stream to the look that begins another."""
_LONGEST_PAUSE = 120.0
_FOR_A_PERSON = frozenset(
    {
        Result.AUTH_REFUSED,
        Result.PASSWORD_MISSING,
        Result.CERTIFICATE_EXPIRED,
        Result.CERTIFICATE_NAME,
        Result.CERTIFICATE_UNKNOWN,
        Result.AUTHORITY_UNREADABLE,
        Result.CONSENT_NEEDED,
        *(one for one in Result if one.startswith("sign-in-")),
    }
)
"""What will not mend by itself; it is tried again all the same, seldom."""


class MailboxDrafts:
    """The hook of one mailbox. ``category``, where it is set, marks drafts in Drafts instead of a
    folder; ``with_stream``, ``without`` and ``all_over`` are in seconds."""

    def __init__(
        self,
        account: str,
        mailbox: Mailbox,
        device: str,
        *,
        category: str = "",
        with_stream: float = WITH_STREAM,
        without: float = WITHOUT,
        all_over: float = ALL_OVER,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.account = account
        self._mailbox = mailbox
        self._device = device
        self._category = category
        self._with_stream = with_stream
        self._without = without
        self._all_over = all_over
        self._now = now

    @property
    def sent(self) -> Sent | None:
        """The account's Sent folder, which the server fills."""
        return self.way_out.sent

    @property
    def way_out(self) -> SavedDraftWayOut:
        """The way out by this mailbox."""
        return way_out(self._mailbox, self._device)

    @property
    def _place(self) -> Role:
        return "drafts" if self._category else "marked"

    def drafts(self) -> list[Source]:
        """Give the drafts that are marked and that nobody claimed, oldest first."""
        found: list[Listed] = []
        state = ""
        with as_errors():
            while True:
                changes = self._mailbox.changes(self._place, state)
                found += changes.drafts
                if not changes.drafts:
                    break
                state = changes.state
        return [self.reopen(one.id) for one in self._waiting(found)]

    def _waiting(self, found: list[Listed]) -> list[Listed]:
        marked = [one for one in found if is_waiting(one, self._category, self._now())]
        return sorted(marked, key=lambda one: one.created)

    def reopen(self, draft: str, content: bytes = b"") -> Source:
        """Give the draft that was seen under the id ``draft``."""
        return MailboxDraft(
            self._mailbox, self.account, draft, content, category=self._category, now=self._now
        )

    async def watch(self, tell: Tell) -> AsyncGenerator[Source]:
        """Give each draft once it is marked."""
        watch = _Watch(self, self._mailbox, self._place, tell, self._all_over)
        try:
            while True:
                for one in await watch.look():
                    yield self.reopen(one.id)
                await watch.rest(self._with_stream, self._without)
        finally:
            watch.end()

    def try_out(self) -> Iterator[Phrase]:
        """Reach the server and log in, then look at Drafts and Sent."""
        with as_errors():
            self._mailbox.folder("drafts")
        yield phrase("drafts.tried.login")
        with as_errors():
            self._mailbox.folder("sent")
        yield phrase("drafts.tried.folders")

    def prepare(self) -> None:
        """Make the folders where they are missing."""
        with as_errors():
            self._mailbox.folder("work")
            if not self._category:
                self._mailbox.folder("marked")

    def claims(self, held: Container[str]) -> list[Claim]:
        """Give what lies claimed in the work folder. These servers tell no computer's name."""
        found: list[Listed] = []
        state = ""
        with as_errors():
            while True:
                changes = self._mailbox.changes("work", state)
                found += changes.drafts
                if not changes.drafts:
                    break
                state = changes.state
        return [
            Claim(who="", since=one.modified, draft=one.held)
            for one in sorted(found, key=lambda one: one.modified)
            if one.held and one.held not in held
        ]

    def release(self, claim: Claim) -> None:
        """Move the draft to Drafts and take the mark off it."""
        MailboxDraft(
            self._mailbox, self.account, "", category=self._category, now=self._now
        ).put_back(claim.draft)

    def close(self) -> None:
        """Let the connections go."""
        self._mailbox.close()

    def waiting(self, found: list[Listed]) -> list[Listed]:
        """Give those of ``found`` that are marked and free, oldest first."""
        return self._waiting(found)


class _Watch:
    """One watching: the look that counts, and a thread that is woken by the server."""

    def __init__(
        self, hook: MailboxDrafts, mailbox: Mailbox, place: Role, tell: Tell, all_over: float
    ) -> None:
        self._hook = hook
        self._all_over = all_over
        self._begun = time.monotonic()
        self._mailbox = mailbox
        self._place = place
        self._tell = tell
        self._state = ""
        self._told: tuple[Watching, Phrase] | None = None
        self._failed = 0
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ended = threading.Event()
        self._streaming = False
        self._stream: threading.Thread | None = None

    async def look(self) -> list[Listed]:
        """Look once, and say how it stands."""
        self._wake.clear()
        if time.monotonic() - self._begun > self._all_over:
            self._state, self._begun = "", time.monotonic()
        try:
            found = await asyncio.to_thread(self._changes)
        except SceauError as problem:
            self._state = ""
            self._failed += 1
            person = isinstance(problem, Refused) and problem.submission.result in _FOR_A_PERSON
            self._say(Watching.STOPPED if person else Watching.RETRYING, problem.sentence)
            return []
        self._failed = 0
        self._say(Watching.WATCHING, phrase("drafts.watching-mailbox"))
        if self._stream is None or not self._stream.is_alive():
            self._stream = threading.Thread(target=self._listen, daemon=True, name="drafts")
            self._stream.start()
        return self._hook.waiting(found)

    def _changes(self) -> list[Listed]:
        found: list[Listed] = []
        with as_errors():
            while True:
                changes = self._mailbox.changes(self._place, self._state)
                self._state = changes.state
                found += changes.drafts
                if not changes.drafts:
                    return found

    async def rest(self, with_stream: float, without: float) -> None:
        """Wait until there may be something new, longer and longer where nothing works."""
        pause = with_stream if self._streaming else without
        if self._failed:
            pause = min(_LONGEST_PAUSE, without * 2**self._failed)
        try:
            async with asyncio.timeout(pause):
                await self._wake.wait()
        except TimeoutError:
            pass

    def end(self) -> None:
        """Let the thread end with what it is reading."""
        self._ended.set()

    def _say(self, watching: Watching, sentence: Phrase) -> None:
        if self._told != (watching, sentence):
            self._told = (watching, sentence)
            self._tell(WatchState(account=self._hook.account, watching=watching, sentence=sentence))

    def _listen(self) -> None:
        """Be woken until the watching ends or the server cannot: then the looks find out."""
        try:
            while not self._ended.is_set():
                for _ in self._mailbox.stream(self._place):
                    self._streaming = True
                    if self._ended.is_set():
                        return
                    self._loop.call_soon_threadsafe(self._wake.set)
        except (NotDone, NotKnown, Gone):
            pass  # begun again after the next look that succeeds
        except RuntimeError:
            pass  # the loop is closed: nobody waits any more
        finally:
            streamed, self._streaming = self._streaming, False
            if streamed and not self._ended.wait(_AFTER_STREAM):
                with contextlib.suppress(RuntimeError):  # as above
                    self._loop.call_soon_threadsafe(self._wake.set)
