"""The resident program: one per user session, it wires the parts and answers at the local socket.

It holds no web engine: windows are another process. At its start it takes up what an interrupted
run left in the outbox.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from sceau import __version__
from sceau.desk.screen import screen_available
from sceau.desk.window import ConfirmWindow
from sceau.errors import DONE, NotAllowed, SceauError, ServiceRefused
from sceau.filelock import FileLock
from sceau.helper_words import (
    Answer,
    AskGiven,
    Failed,
    Given,
    Hello,
    Pause,
    Reload,
    Reported,
    Request,
    SendMail,
    State,
    Stop,
)
from sceau.hooks import frames as thunderbird
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.hooks.thunderbird.connection import Connection, Surroundings
from sceau.link import (
    answers,
    forget,
    listen,
    read_frame,
    same_user,
    socket_path,
    write_frame,
)
from sceau.memory.passwords_given import passwords_given
from sceau.outbox.sources import SourceFile
from sceau.outbox.states import ASKING
from sceau.settings.live import LiveSettings
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.socket_place import LOCK
from sceau.way.parts import Parts, open_parts
from sceau.way.pause import may_pause
from sceau.way.report import Report
from sceau.way.send import send
from sceau.way.take_up import take_up_all
from sceau.way.watchers import Watchers, watch_alone

_HANDOVER = 10.0
"""Seconds a helper that was asked to stop is waited for by the one that comes after it."""

_ENDS_WITHIN = 9.0
"""Seconds a helper that was asked to stop has to end by itself, less than it is waited for. What is
cut off then is taken up at the next start, as after any other end."""


class Helper:
    """The helper of one user session."""

    def __init__(self, parts: Parts, window: ConfirmWindow) -> None:
        self._parts = parts
        self._live = LiveSettings(parts.settings)
        self._window = window
        self._busy: set[asyncio.Task[Any]] = set()
        self._talks: set[asyncio.StreamWriter] = set()
        self._stop = asyncio.Event()
        self._clients: Counter[str] = Counter()
        self._watchers = Watchers(parts, window)
        self._watching: asyncio.Task[None] | None = None

    async def serve(self, path: Path) -> None:
        """Answer at the socket ``path`` until asked to stop; ends what is being sent first."""
        server = await listen(path, self._talk)
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # there it is asked at its pipe, or ended outright
            for one in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(one, self._stop.set)
        try:
            taking_up = asyncio.create_task(self._take_up())
            remembering = asyncio.create_task(self._parts.recall.make_ready())
            self._watch()
            await self._stop.wait()
            _end_by_force_after(_ENDS_WITHIN)
            taking_up.cancel()
            remembering.cancel()
        finally:
            await self._watch_no_more()
            server.close()
            forget(path)
            for task in self._busy:
                task.cancel()
            await asyncio.gather(*self._busy, return_exceptions=True)
            for writer in self._talks:
                writer.close()

    async def _take_up(self) -> None:
        """Go on with what an interrupted run left. Without a screen nobody could be told how it
        ended, nor a password: then it waits for ``sceau outbox``."""
        if not screen_available():
            return
        try:
            await take_up_all(self._parts, self._window)
        except SceauError:
            return  # the outbox cannot be read now: every sending will say so, and so does doctor

    def _watch(self) -> None:
        """Watch the drafts of every account. Without a screen no draft could be shown."""
        if screen_available():
            self._watching = asyncio.create_task(watch_alone(self._watchers, wait=True))

    async def _watch_no_more(self) -> None:
        """A draft that is being confirmed is kept."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
            self._watching = None

    async def _reload(self) -> None:
        """Take on the settings as they are now. Where they cannot be read those before stand: who
        changed them was told."""
        with contextlib.suppress(SceauError):
            settings = load().settings
            await self._watch_no_more()
            self._parts.accounts.set_up(settings.accounts)
            self._parts = dataclasses.replace(self._parts, settings=settings)
            self._watchers = Watchers(self._parts, self._window)
            self._watch()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._stop.is_set():  # it was let in while we were closing
            writer.close()
            return
        self._talks.add(writer)
        try:
            if same_user(writer.get_extra_info("socket")):
                await self._greet(reader, writer)
        except (ConnectionError, ServiceRefused):
            pass  # the other end is gone or speaks something else: there is nobody to tell
        finally:
            self._talks.discard(writer)
            writer.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello: Hello | thunderbird.Hello | None = await read_frame(
            reader, Hello | thunderbird.Hello
        )
        if hello is None:
            return
        if isinstance(hello, thunderbird.Hello):
            hook = hello.hook if hello.client else ""
            self._clients[hook] += 1
            try:
                await Connection(hello, self._around(), reader, writer).serve()
            finally:
                self._clients[hook] -= 1
            return
        await write_frame(writer, Hello(__version__))
        if hello.version != __version__:
            return
        while (request := await read_frame(reader, Request)) is not None:
            await write_frame(writer, await self._answer(request, reader))

    async def _answer(self, request: Request, reader: asyncio.StreamReader) -> Answer:
        match request:
            case SendMail():
                return await self._send(request, reader)
            case Reload():
                await self._reload()
            case Pause(minutes=minutes):
                if minutes and not self._policy()[0]:
                    told = NotAllowed("pause-forbidden")
                    return Failed(told.reason, told.sentence, told.exit_code)
                self._parts.pause.begin(minutes)
            case AskGiven():
                return await asyncio.to_thread(self._given)
            case Stop():
                self._stop.set()
        may_pause, policy_broken = self._policy()
        return State(
            version=__version__,
            pid=os.getpid(),
            busy=len(self._busy) + self._watchers.busy,
            waiting=self._waiting(),
            thunderbirds=self._clients["thunderbird"],
            outlooks=self._clients["outlook"],
            policy_broken=policy_broken,
            accounts=tuple(self._watchers.states.values()),
            paused_until=self._parts.pause.shown_until,
            may_pause=may_pause,
        )

    def _policy(self) -> tuple[bool, bool]:
        """Say whether there may be a pause, and whether the policy is broken. A policy that comes
        while there is a pause ends it."""
        try:
            loaded = load()
            allowed, broken = may_pause(loaded), loaded.fault is not None
        except SceauError:
            allowed, broken = False, False
        if not allowed:
            self._parts.pause.begin(0)
        return allowed, broken

    def _given(self) -> Given:
        memory = self._parts.recall.memory()
        if memory is None or memory.lost:
            return Given(lost=memory is not None)
        return Given(passwords_given(memory))

    def _waiting(self) -> int:
        return sum(one.state in ASKING for one in self._parts.outbox.waiting())

    def _around(self) -> Surroundings:
        return Surroundings(
            live=self._live,
            workers=self._parts.workers,
            desk=self._window,
            busy=self._busy,
            waiting=self._waiting,
            journal=self._parts.journal,
            recall=self._parts.recall,
            pause=self._parts.pause,
        )

    async def _send(self, request: SendMail, reader: asyncio.StreamReader) -> Answer:
        """Send, unless whoever asked goes away first: then the mail is kept."""
        task = asyncio.create_task(self._way(request))
        gone = asyncio.create_task(reader.read(1))
        self._busy.add(task)
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                task.cancel()
            return Reported(await task)
        except SceauError as told:
            return Failed(told.reason, told.sentence, told.exit_code)
        finally:
            self._busy.discard(task)
            gone.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await gone

    async def _way(self, request: SendMail) -> Report:
        drafts = EmbeddedDrafts(self._parts.mailbox)
        source = drafts.reopen(request.draft) if request.draft else SourceFile(Path(request.file))
        return await send(
            source,
            replace(self._parts, settings=self._live.now),
            self._window,
            account=request.account,
            password=request.password,
            language=request.language or None,
        )


async def _run() -> int:
    lock = FileLock(state_folder() / LOCK)
    if not await _alone(lock):
        return DONE
    window = ConfirmWindow()
    try:
        async with open_parts() as parts:
            await Helper(parts, window).serve(socket_path())
    finally:
        await window.close()
        lock.release()
    return DONE


async def _alone(lock: FileLock) -> bool:
    """Take the lock; no, where another helper of this user answers. One that is on its way out
    still holds it without answering: it is waited for, or whoever asked for us would be left
    without any."""
    until = time.monotonic() + _HANDOVER
    while not lock.take():
        if answers(socket_path()) or time.monotonic() > until:
            return False
        await asyncio.sleep(0.02)
    return True


def _end_by_force_after(seconds: float) -> None:
    """See to it that this process is gone in ``seconds``, whatever holds it up: one that answers
    at no socket, but still talks with whoever was connected, could be neither asked nor stopped."""
    ending = threading.Timer(seconds, os._exit, [SceauError.exit_code])
    ending.daemon = True
    ending.start()


def main() -> int:
    """Run the helper until it is asked to stop; at once where one is running already."""
    os.umask(0o077)
    return asyncio.run(_run())


if __name__ == "__main__":
    sys.exit(main())
