"""The helper's COM local server, which the shim in Outlook calls. Windows only.

    pythonw -P -m sceau.hooks.outlook.door          COM starts it so, on demand
    pythonw -P -m sceau.hooks.outlook.door --sink   where no shim may be installed

It is a process of its own, beside the helper: an Outlook that hangs in a call hangs nothing else.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sceau.hooks.outlook.apartment import Apartment
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.host import Host
from sceau.hooks.outlook.line import Reach
from sceau.link import connect
from sceau.phrases import system_language
from sceau.settings.places import cache_folder

assert sys.platform == "win32"

import pythoncom as _pythoncom  # noqa: E402 - it is there on Windows only
import pywintypes  # noqa: E402
import win32com.server.policy  # noqa: E402
import win32com.server.util  # noqa: E402

from sceau.hooks.outlook.late import Late  # noqa: E402
from sceau.hooks.outlook.pump import ComPump  # noqa: E402
from sceau.hooks.outlook.sink import LOOK_EVERY, Sink  # noqa: E402
from sceau.windows.outlook import keep_on  # noqa: E402

# What is known of their types is less than what they do.
pythoncom: Any = _pythoncom
policy: Any = win32com.server.policy

DOOR = pywintypes.IID("{6F0C5D0E-3A57-4D0B-9A61-5C2E7B1D4012}")
"""The class of the object the shim calls."""

PROTOCOL = 1
"""The number of what shim and door say to each other. A shim refuses a door that is older."""

LINGER = 3.0
"""Seconds after Outlook quit in which it may start again."""


class Door:
    """The object itself. Numbers as in ``addin/outlook/classic/shim.h``."""

    _public_methods_: tuple[str, ...] = ()
    _dispid_to_func_ = {1: "protocol", 2: "ask", 3: "warm", 4: "quit"}  # noqa: RUF012

    def __init__(self, service: Service) -> None:
        self._service = service

    def protocol(self) -> int:
        """Say which protocol this is."""
        return PROTOCOL

    def ask(self, item: Any, window: int = 0) -> int:
        """Say whether this item may go now: 1, or 0."""
        with suppress(AttributeError, OSError):
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        with Late(item).hurried() as thing:
            return 0 if self._service.host.gate.cancels(thing, window) else 1

    def warm(self) -> int:
        """Outlook has started."""
        self._service.soon(self._service.begin)
        return 0

    def quit(self) -> int:
        """Outlook is closing."""
        self._service.soon(self._service.outlook_quit)
        return 0


class Service:
    """The door, or the sink, with everything behind it, until Outlook is gone."""

    def __init__(self, reach: Reach, *, sink: bool, **more: Any) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._ending: asyncio.TimerHandle | None = None
        self._parting: asyncio.Task[None] | None = None
        self._token = 0
        self._sink: Sink | None = None
        self.host: Host
        every = None
        if sink:
            gone = self._outlook_gone
            self._sink = Sink(lambda item, **more: self.host.gate.cancels(item, **more), gone)
            every = (LOOK_EVERY, self._sink.look)
        self._folder = PrivateFolder(cache_folder())
        self._apartment = Apartment(ComPump(self._enter, self._leave, every))
        self.host = Host(
            self._apartment,
            self._folder,
            reach=reach,
            tell=tell,
            language=system_language(),
            **more,
        )

    def soon(self, what: Callable[[], Any]) -> None:
        """Have the loop do something; called from Outlook's thread."""
        self._loop.call_soon_threadsafe(what)

    async def run(self) -> None:
        """Serve until Outlook is gone."""
        self._apartment.start()
        if self._sink is not None:
            await self._apartment.do(self._sink.look)
            self.begin()
        try:
            await self._over.wait()
        finally:
            await self.host.close()
            self._apartment.stop()
            self._folder.close()

    def begin(self) -> None:
        """Outlook is there."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        if self._parting is not None:
            self._parting.cancel()
            self._parting = None
        if self._sink is None:
            with suppress(OSError):
                keep_on()
        self._warming = self._loop.create_task(self.host.warm())

    def outlook_quit(self) -> None:
        """Outlook is closing: nothing of it is sent any more; it may start again."""
        if self._ending is None:
            self._ending = self._loop.call_later(LINGER, self._end)

    def _end(self) -> None:
        self._ending = None
        self._parting = self._loop.create_task(self._part())

    async def _part(self) -> None:
        """End, unless an Outlook still waits for us: there may be another."""
        await self.host.drop_dead()
        self._parting = None
        if self.host.busy:
            self.outlook_quit()
        else:
            self._over.set()

    def _outlook_gone(self) -> None:
        """The sink stays: the next Outlook is found."""
        self.soon(lambda: self._loop.create_task(self.host.drop()))

    def _enter(self) -> None:
        if self._sink is None:
            # pywin32's class factory asks its policy for the object, which looks for one in the
            # registry: here there is one object, and it is ours.
            policy.CreateInstance = self._door
            self._token = pythoncom.CoRegisterClassObject(
                DOOR,
                pythoncom.MakePyFactory(DOOR),
                pythoncom.CLSCTX_LOCAL_SERVER,
                pythoncom.REGCLS_MULTIPLEUSE,
            )

    def _door(self, _class: Any, iid: Any) -> Any:
        return win32com.server.util.wrap(Door(self), iid)

    def _leave(self) -> None:
        if self._sink is not None:
            self._sink.detach()
        else:
            pythoncom.CoRevokeClassObject(self._token)


def tell(sentence: str, window: int) -> None:
    """Show a sentence over Outlook's window; returns at once."""
    looks = 0x00000030 | 0x00010000 | 0x00040000  # a warning, in front, on top

    def show() -> None:
        ctypes.windll.user32.MessageBoxW(window, sentence, "Sceau", looks)

    threading.Thread(target=show, daemon=True).start()


async def serve(reach: Reach, *, sink: bool = False, **more: Any) -> None:
    """Run the door, or the sink, with a helper found by ``reach``."""
    await Service(reach, sink=sink, **more).run()


def main() -> int:
    """Serve Outlook until it is gone; COM's own ``-Embedding`` says nothing new."""
    asyncio.run(serve(connect, sink="--sink" in sys.argv))
    return 0


if __name__ == "__main__":
    sys.exit(main())
