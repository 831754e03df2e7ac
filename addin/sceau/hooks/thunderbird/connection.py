"""One Thunderbird profile at the helper's socket: its compose windows, and their clicks on Send."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from sceau import __version__
from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.noting import note_unchecked
from sceau.errors import SceauError
from sceau.hooks.frames import (
    PROTOCOL,
    After,
    Attached,
    Chunk,
    Closed,
    FromAddOn,
    FromHelper,
    Got,
    Hello,
    Keep,
    Made,
    Noted,
    Opened,
    OpenSettings,
    Ping,
    Pong,
    Refused,
    Removed,
    Send,
    Speak,
    Unchecked,
    Welcome,
    Withdraw,
)
from sceau.hooks.thunderbird.client_words import of_client
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.owned_desk import CanOwn, OwnedDesk
from sceau.hooks.thunderbird.passage import Passage
from sceau.hooks.thunderbird.preferences import speak
from sceau.hooks.thunderbird.seal_click import SealClick
from sceau.hooks.thunderbird.sealed_files import Sealed
from sceau.hooks.thunderbird.seen import remember
from sceau.launch import launch
from sceau.link import read_frame, write_frame
from sceau.memory.recall import Recall
from sceau.phrases import Language, say
from sceau.settings.live import LiveSettings
from sceau.settings.places import state_folder
from sceau.way.pause import Pause
from sceau.workers.pool import Workers


class WarmDesk(CanOwn, Protocol):
    """A desk that can have a window ready before it is needed."""

    async def start(self) -> None:
        """Have a hidden window ready."""


@dataclass(frozen=True)
class Surroundings:
    """What a connection meets in the helper. ``busy`` holds the clicks under way, of all
    connections; ``waiting`` counts the mails in Sceau's own outbox that wait for an answer."""

    live: LiveSettings
    workers: Workers
    desk: WarmDesk
    busy: set[asyncio.Task[Any]]
    waiting: Callable[[], int]
    journal: Journal
    recall: Recall = field(default_factory=Recall)
    pause: Pause = field(default_factory=Pause)


@dataclass
class _Compose:
    """One compose window."""

    files: Files
    sealed: Sealed = field(default_factory=Sealed)
    click: Passage | SealClick | None = None
    task: asyncio.Task[None] | None = None


class Connection:
    """The conversation with one add-on that said ``hello``, by ``reader`` and ``writer``."""

    def __init__(
        self,
        hello: Hello,
        around: Surroundings,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._hello = hello
        self._around = around
        self._reader = reader
        self._writer = writer
        self._one_at_a_time = asyncio.Lock()
        self._composes: dict[str, _Compose] = {}
        self._warming: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Answer the add-on until it goes. What was not released by then is kept.

        Raises :class:`ServiceRefused` where it says what is no frame.
        """
        if self._hello.protocol != PROTOCOL:
            await self._say(self._refusal())
            return
        await self._say(Welcome(protocol=PROTOCOL, version=__version__))
        with suppress(OSError, SceauError):  # only doctor would miss it
            if self._hello.client and self._hello.hook == "thunderbird":
                await asyncio.to_thread(remember, state_folder(), self._hello)
        try:
            while (frame := await read_frame(self._reader, FromAddOn)) is not None:
                await self._hear(frame)
        finally:
            for compose in self._composes.values():
                self._leave(compose)
            self._composes.clear()

    def _refusal(self) -> Refused:
        newer = self._hello.protocol > PROTOCOL
        told = of_client(self._hello.hook, "renew-sceau" if newer else "renew-add-on")
        return Refused(
            reason="other-version", sentence=say(told, self._language), version=__version__
        )

    async def _say(self, frame: FromHelper) -> None:
        """Send a frame; to an add-on that is gone, nothing."""
        async with self._one_at_a_time:
            with suppress(ConnectionError):
                await write_frame(self._writer, frame)

    async def _hear(self, frame: FromAddOn) -> None:
        match frame:
            case Ping():
                await self._say(self._pong(frame))
            case Opened():
                self._compose(frame.compose)
                self._warm()
            case Attached():
                self._compose(frame.compose).files.attached(frame)
            case Chunk():
                await self._say(self._compose(frame.compose).files.chunk(frame))
            case Removed():
                self._compose(frame.compose).files.removed(frame.attachment)
            case Closed():
                await self._closed(frame)
            case Send():
                await self._send(frame)
            case Withdraw():
                self._withdraw(frame)
            case Got() | Made() | After():
                await self._pass_on(frame)
            case Unchecked():
                await self._note(frame)
            case Speak():
                await self._say(await asyncio.to_thread(speak, frame, self._language))
            case OpenSettings():
                with suppress(OSError):  # the person sees that no window comes
                    launch("sceau.cli", "settings")

    def _pong(self, ping: Ping) -> Pong:
        return Pong(
            number=ping.number,
            version=__version__,
            busy=len(self._around.busy),
            waiting=self._around.waiting(),
        )

    async def _note(self, told: Unchecked) -> None:
        """Take into the journal what left without us; what could not be written is told again."""
        count = await note_unchecked(
            self._around.journal,
            self._hello.hook,
            ((one.at, one.recipients, one.files) for one in told.mails),
        )
        await self._say(Noted(count=count))

    def _compose(self, name: str) -> _Compose:
        compose = self._composes.get(name)
        if compose is None:
            compose = self._composes[name] = _Compose(Files(self._around.workers.read))
        return compose

    # -- making ready ----------------------------------------------------------------------

    def _warm(self) -> None:
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._make_ready())

    async def _make_ready(self) -> None:
        for making in (self._around.desk.start, self._around.workers.warm):
            with suppress(SceauError):  # what cannot be made ready is told at the click
                await making()
        await asyncio.to_thread(self._around.recall.memory)

    # -- clicks on Send --------------------------------------------------------------------

    async def _send(self, frame: Send) -> None:
        compose = self._compose(frame.compose)
        if compose.click is not None:
            await compose.click.keep()
            self._stop(compose)
        try:
            click = self._click(frame, compose)
        except Exception as fault:  # noqa: BLE001 - a Send without an answer locks its window
            told = say(_own_fault(fault).sentence, self._language)
            await self._say(Keep(compose=frame.compose, request=frame.request, sentence=told))
            return
        compose.click = click
        compose.task = asyncio.create_task(self._run(compose, click))
        self._around.busy.add(compose.task)
        compose.task.add_done_callback(self._around.busy.discard)

    def _click(self, frame: Send, compose: _Compose) -> Passage | SealClick:
        around = self._around
        shared = (frame, compose.files, compose.sealed)
        desk = OwnedDesk(around.desk, frame.window)
        if frame.purpose == "seal":
            return SealClick(
                *shared,
                settings=around.live.now,
                workers=around.workers,
                desk=desk,
                journal=around.journal,
                say=self._say,
                language=self._language,
            )
        return Passage(
            *shared,
            settings=around.live.now,
            workers=around.workers,
            desk=desk,
            journal=around.journal,
            recall=around.recall,
            quiet=around.pause.on,
            say=self._say,
            language=self._language,
            hook=self._hello.hook,
        )

    @property
    def _language(self) -> Language:
        """The language of the settings; Thunderbird's where they leave it open."""
        chosen = self._around.live.now.language
        return self._hello.language if chosen == "auto" else chosen

    async def _run(self, compose: _Compose, click: Passage | SealClick) -> None:
        try:
            await click.run()
        except SceauError as told:
            await click.keep(told)
        except Exception as fault:  # noqa: BLE001 - a Send without an answer locks its window
            await click.keep(_own_fault(fault))
        finally:
            if compose.click is click:
                compose.click = compose.task = None

    async def _pass_on(self, frame: Got | Made | After) -> None:
        compose = self._composes.get(frame.compose)
        click = compose.click if compose is not None else None
        if click is not None and isinstance(frame, Got):
            await click.hear(frame)
        elif click is not None and not isinstance(frame, Got):
            if click.request == frame.request:
                await click.hear(frame)
            elif isinstance(frame, Made):
                await self._say(Keep(compose=frame.compose, request=frame.request))
        elif isinstance(frame, Made):  # of a click that is over: it must not wait for an answer
            await self._say(Keep(compose=frame.compose, request=frame.request))

    def _withdraw(self, frame: Withdraw) -> None:
        compose = self._composes.get(frame.compose)
        click = compose.click if compose is not None else None
        if compose is None or click is None or click.request != frame.request:
            return
        if click.can_cancel:
            self._stop(compose)

    async def _closed(self, frame: Closed) -> None:
        compose = self._composes.pop(frame.compose, None)
        if compose is None:
            return
        if compose.click is None or compose.click.can_cancel:
            self._stop(compose)
        else:
            await compose.click.hear(frame)
        compose.files.close()

    def _leave(self, compose: _Compose) -> None:
        """The add-on is gone, or gave up: what was released goes on to its end in the window."""
        if compose.click is None or compose.click.can_cancel:
            self._stop(compose)
        else:
            compose.click.gone()
        compose.files.close()

    def _stop(self, compose: _Compose) -> None:
        if compose.click is not None:
            compose.click.gone()
        if compose.task is not None:
            compose.task.cancel()
        compose.click = compose.task = None


def _own_fault(fault: Exception) -> SceauError:
    return SceauError("own-fault", kind=type(fault).__name__)
