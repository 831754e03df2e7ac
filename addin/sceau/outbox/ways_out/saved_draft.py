"""The way out of servers that send what was saved with them: Exchange, Microsoft 365.

The final bytes are saved as a draft of Sceau's own in the account's mailbox, read back and compared
with what was confirmed, and then sent by the draft's id and change key, once. Sending takes the
draft away, so that no second call can send it again; deleting it, when an answer was lost, makes
sure that a first call which is still on its way can send no more. ``docs/exactly-once.md`` has the
whole argument.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from sceau.errors import SceauError, TryLater
from sceau.mail.sameness import says_the_same
from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent, Step

_PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before looking once more where an answer was lost."""


class NotDone(Exception):
    """The server certainly did not do it, or was never reached."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(submission.result)
        self.submission = submission


class NotKnown(Exception):
    """Nobody knows whether the server did it: no answer came, or none that says."""


class Gone(Exception):
    """What was named is not there any more."""


class Conflict(Exception):
    """What was named was changed since it was read: its change key is no longer the current one."""


class Saved(NamedTuple):
    """A saved draft: its id and its change key."""

    id: str
    key: str


class Content(NamedTuple):
    """A saved draft as the server gives it back, with its current key and its Bcc."""

    key: str
    mime: bytes
    hidden: tuple[str, ...]


class DraftServer(Protocol):
    """What a server can do with drafts of Sceau's own, known by their operation: a name that stays
    with a mail from the draft to Sent. Every method may wait, and raises :class:`NotDone`,
    :class:`NotKnown`, and where an id is named :class:`Gone` and :class:`Conflict`."""

    def saved(self, operation: str) -> Sequence[Saved]:
        """Give the drafts of this operation that were not sent."""
        ...

    def save(self, outgoing: Outgoing, operation: str) -> Saved:
        """Save ``outgoing`` as a draft, its hidden recipients as Bcc."""
        ...

    def read(self, saved: Saved) -> Content:
        """Give a draft as it is now."""
        ...

    def discard(self, saved: Saved) -> None:
        """Delete a draft for good."""
        ...

    def send(self, id: str, key: str) -> None:
        """Send a draft, if ``key`` still is its change key; the server files its copy. Asked once:
        never repeated by whatever carries it."""
        ...

    def left(self, operation: str) -> bool:
        """Whether the mail of this operation is in Sent, or on its way there."""
        ...


class SavedDraftWayOut:
    """Submits through a :class:`DraftServer`. ``operation`` makes the name of a transmission out
    of its Message-ID."""

    goes_out = True

    def __init__(
        self,
        server: DraftServer,
        operation: Callable[[str], str],
        *,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._server = server
        self._operation = operation
        self._pause = pause

    @property
    def sent(self) -> Sent:
        """The account's Sent folder, which the server fills."""
        return _KeptByServer(self._server, self._operation)

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        """Submit ``outgoing``; see :class:`~.way.WayOut`."""
        job = _Job(self._server, outgoing, self._operation(outgoing.message_id), on_step)
        running = asyncio.ensure_future(asyncio.to_thread(job.run, self._pause))
        while True:
            try:
                done = await asyncio.shield(running)
            except asyncio.CancelledError:
                if running.cancelled():
                    raise
                job.stop()
                continue
            if done is None:
                raise asyncio.CancelledError
            return done

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        """Delete the draft, if it is still there: then it certainly was not sent, and never will
        be; unless it lay there twice, and the other is in Sent. Raises TryLater where the server
        cannot be asked."""
        operation = self._operation(outgoing.message_id)
        try:
            taken = await asyncio.to_thread(take_back, self._server, operation)
            left = taken and await asyncio.to_thread(self._server.left, operation)
        except (NotDone, NotKnown) as problem:
            raise TryLater("account-not-reached") from problem
        if left:
            return Evidence.LEFT
        return Evidence.NOT_LEFT if taken else Evidence.UNKNOWN


def take_back(server: DraftServer, operation: str) -> bool:
    """Delete the drafts of an operation; give whether there was one, which now can never leave."""
    taken = False
    for one in server.saved(operation):
        with contextlib.suppress(Gone):
            server.discard(one)
            taken = True
    return taken


class _KeptByServer:
    """Sent, where the server itself puts the copy with the very step that sends."""

    def __init__(self, server: DraftServer, operation: Callable[[str], str]) -> None:
        self._server = server
        self._operation = operation

    def file_sent(
        self, content: bytes, key: str, message_id: str = "", *, again: bool = False
    ) -> bool:
        """The server did it."""
        return False

    def sent_since(self, message_id: str, moment: float) -> bool:
        """Whether the mail is in Sent; looked for again for a while, as it may be on its way."""
        operation = self._operation(message_id)
        for pause in _PAUSES[:4]:
            time.sleep(pause)
            try:
                if self._server.left(operation):
                    return True
            except (NotDone, NotKnown) as problem:
                raise TryLater("account-not-reached") from problem
        return False


class _Stopped(Exception):
    """The person cancelled before the mail was sent."""


class _Job:
    """One transmission, in a thread of its own."""

    def __init__(
        self, server: DraftServer, outgoing: Outgoing, operation: str, on_step: OnStep
    ) -> None:
        self._server = server
        self._outgoing = outgoing
        self._operation = operation
        self._on_step = on_step
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Stop, where the mail was not sent yet."""
        self._stopped.set()

    def run(self, pause: Callable[[float], None]) -> Submission | None:
        """Save, read back, compare, send; none where it was stopped before."""
        try:
            saved = self._save()
            key = self._compared(saved)
            self._go_on("draft-send")
        except _Stopped:
            self._take_back()
            return None
        except NotDone as refused:
            self._take_back()
            return refused.submission
        except (NotKnown, Gone, Conflict):
            self._take_back()
            return Submission(result=Result.DROPPED)
        except SceauError:
            self._take_back()
            return Submission(result=Result.ALTERED)
        return self._send(saved.id, key, pause)

    def _save(self) -> Saved:
        self._go_on("draft-save")
        take_back(self._server, self._operation)
        found: list[Saved] = []
        with contextlib.suppress(NotKnown):
            found.append(self._server.save(self._outgoing, self._operation))
        found += self._server.saved(self._operation)
        if not found:
            raise NotKnown
        # a proxy that asks again has it saved twice: what stayed would be taken for not sent
        for one in found:
            if one.id != found[0].id:
                with contextlib.suppress(Gone):
                    self._server.discard(one)
        return found[0]

    def _compared(self, saved: Saved) -> str:
        """Give the change key of the draft that says what was confirmed."""
        self._go_on("draft-compare")
        content = self._server.read(saved)
        wanted = self._outgoing.sender_copy
        if not says_the_same(wanted, content.mime, content.hidden):
            raise NotDone(Submission(result=Result.ALTERED))
        return content.key

    def _send(self, id: str, key: str, pause: Callable[[float], None]) -> Submission:
        try:
            self._server.send(id, key)
        except NotDone as refused:
            if self._take_back():
                return refused.submission
        except (NotKnown, Gone, Conflict):
            pass
        else:
            return Submission(result=Result.ACCEPTED)
        self._on_step(Step("draft-look", "before"))
        return self._look(pause)

    def _look(self, pause: Callable[[float], None]) -> Submission:
        """Find out what became of it: in Sent it left; deleted here it never will."""
        for seconds in _PAUSES:
            pause(seconds)
            with contextlib.suppress(NotDone, NotKnown):
                taken = take_back(self._server, self._operation)
                if self._server.left(self._operation):
                    return Submission(result=Result.ACCEPTED)
                if taken:
                    return Submission(result=Result.DROPPED)
        return Submission(result=Result.UNSURE)

    def _take_back(self) -> bool:
        """Leave no draft behind; one that stays is never sent, and deleted before the next try.
        Give whether none can leave any more, as far as the server can be asked."""
        try:
            return take_back(self._server, self._operation)
        except (NotDone, NotKnown, Conflict):
            return True

    def _go_on(self, step: str) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self._on_step(Step(step, "before"))
