"""The way out by SMTP submission: one conversation per mail, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading

from sceau.mail.submission import Outgoing
from sceau.outbox.ways_out.answer import Submission
from sceau.outbox.ways_out.smtp_talk import Talk
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent
from sceau.settings.schema import AccountSettings
from sceau.sign_in.accounts import Tokens

FINAL_TIMEOUT = 600.0
"""Seconds to wait for the reply after the final dot (RFC 5321 section 4.5.3.2.6)."""


class SmtpWayOut:
    """Submits through one account.

    ``password`` is the account's, or None where none is kept; ``tokens`` gives access tokens where
    it is signed in to in a browser; ``sent`` is the account's own Sent
    folder, where it has one. ``final_timeout`` is in seconds.
    """

    goes_out = True

    def __init__(
        self,
        account: AccountSettings,
        password: str | None = None,
        *,
        sent: Sent | None = None,
        tokens: Tokens | None = None,
        final_timeout: float = FINAL_TIMEOUT,
    ) -> None:
        self.sent = sent
        self._account = account
        self._password = password
        self._tokens = tokens
        self._final_timeout = final_timeout

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        """Submit ``outgoing`` in a thread of its own; see :class:`~.way.WayOut`."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[Submission] = loop.create_future()

        def settle(done: Submission | BaseException) -> None:
            if not result.done():
                if isinstance(done, BaseException):
                    result.set_exception(done)
                else:
                    result.set_result(done)

        def give(done: Submission | BaseException) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is gone: nobody waits any more
                loop.call_soon_threadsafe(settle, done)

        talk = self._talk(outgoing, on_step)
        threading.Thread(target=talk.run, args=(give,), daemon=True, name="smtp").start()
        while True:
            try:
                return await asyncio.shield(result)
            except asyncio.CancelledError:
                if result.cancelled() or talk.stop():
                    raise

    async def try_out(self) -> Submission | None:
        """Connect, secure the connection and log in, and submit nothing: give what refused, or
        none where the account works."""
        nothing = Outgoing(sender="", recipients=(), content=b"", message_id="")
        talk = self._talk(nothing, lambda _: None)
        return await asyncio.to_thread(talk.try_out)

    def _talk(self, outgoing: Outgoing, on_step: OnStep) -> Talk:
        return Talk(
            self._account, self._password, self._final_timeout, outgoing, on_step, self._tokens
        )

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        """An SMTP server cannot be asked what it took."""
        return Evidence.UNKNOWN
