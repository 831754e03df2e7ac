"""An Outlook (the fake one), the hook in it, and a real helper: all in this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sceau.hooks.outlook.apartment import Apartment
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.host import Host
from sceau.link import socket_path
from support.fake_outlook.application import Application
from support.thunderbird_desk import Desk, helper

MARIE, PAUL = "marie.durand@orange.example", "paul.lefevre@free.example"


class QuietPump:
    """Waits until there is something to do: nobody calls from another process."""

    def __init__(self) -> None:
        self._something = threading.Event()

    def begin(self) -> None:
        """Nothing is needed."""

    def wait(self) -> None:
        self._something.wait()
        self._something.clear()

    def wake(self) -> None:
        self._something.set()

    def end(self) -> None:
        """Nothing is held."""


class Office:
    """One person's Outlook. ``told`` is what they were told outside Sceau's window."""

    def __init__(self, application: Application, apartment: Apartment, host: Host) -> None:
        self.outlook = application
        self.apartment = apartment
        self.host = host
        self.told: list[str] = []

    async def click(self, item: Any) -> bool:
        """Click Send; give whether Outlook let it go at once."""
        return await self.apartment.do(item.click_send)

    async def send(self, item: Any) -> None:
        """Click Send, and wait until all that follows is over."""
        assert not await self.click(item), "it left before anybody was asked"
        await self.over()

    async def over(self) -> None:
        """Wait until no click is under way."""
        await asyncio.sleep(0)
        async with asyncio.timeout(30):
            while self.host.busy:
                await asyncio.sleep(0.005)


@asynccontextmanager
async def office(
    home: Path, desk: Desk, *, with_helper: bool = True, **more: Any
) -> AsyncIterator[Office]:
    """Open Outlook with Sceau in it, and, unless it is said otherwise, the helper."""

    async def reach() -> Any:
        return await asyncio.open_unix_connection(str(socket_path()))

    application, apartment = Application(), Apartment(QuietPump())
    told: list[str] = []
    folder = PrivateFolder(home / "cache")
    host = Host(
        apartment,
        folder,
        reach=more.pop("reach", reach),
        tell=lambda sentence, _window: told.append(sentence),
        language="fr",
        **more,
    )
    apartment.start()
    application.handlers.append(host.gate.cancels)
    one = Office(application, apartment, host)
    one.told = told
    try:
        if with_helper:
            async with helper(home, desk):
                try:
                    yield one
                finally:
                    await host.close()
        else:
            yield one
            await host.close()
    finally:
        apartment.stop()
        folder.close()
        left = [file for file in (home / "cache").rglob("*") if file.is_file()]
        assert not left, "files were left behind"


Story = Callable[[Office], Coroutine[Any, Any, None]]


def play(home: Path, desk: Desk, story: Story, **more: Any) -> None:
    """Do what ``story`` tells in an :func:`office`."""

    async def all_of_it() -> None:
        async with office(home, desk, **more) as one:
            await story(one)

    asyncio.run(asyncio.wait_for(all_of_it(), 60))


def letter(one: Office, *to: str, **values: Any) -> Any:
    """Write a small mail, to Marie where nobody is named; ``values`` are the item's properties."""
    item = one.outlook.mail(**{"Subject": "Votre bilan", "Body": "Bonjour.", **values})
    for address in to or (MARIE,):
        item.to(address)
    return item
