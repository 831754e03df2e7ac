"""Whose window the confirmation window is: that of the message, where somebody says which it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sceau.desk import view
from sceau.hooks.thunderbird.owned_desk import OwnedDesk
from support.outlook_desk import office
from support.thunderbird_desk import Desk, Dialogue
from support.views import CLEAN


class Owning(Desk):
    """A desk that notes whose window each dialogue is."""

    def __init__(self) -> None:
        super().__init__()
        self.owners: list[int] = []

    @asynccontextmanager
    async def session(  # type: ignore[override]
        self, first: view.ConfirmView, owner: int = 0
    ) -> AsyncIterator[Dialogue]:
        self.owners.append(owner)
        async with super().session(first) as dialogue:
            yield dialogue


@pytest.mark.parametrize(
    ("what", "said", "in_front", "owner"),
    [
        ("the client says which window it is", 7, 0, 7),
        ("the client says it, and another is in front by now", 7, 9, 7),
        ("the client cannot know, and a mail program is in front", 0, 9, 9),
        ("nobody knows", 0, 0, 0),
    ],
)
def test_the_window_belongs_to_the_message(what: str, said: int, in_front: int, owner: int) -> None:
    desk = Owning()

    async def open_one(first: view.ConfirmView) -> None:
        async with OwnedDesk(desk, said, lambda: in_front).session(first):
            pass

    asyncio.run(open_one(CLEAN))
    assert desk.owners == [owner], what


def test_outlooks_window_is_handed_over_with_the_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    desk = Owning()

    async def story() -> None:
        async with office(tmp_path, desk) as one:

            def shim(item: Any) -> bool:
                return one.host.gate.cancels(item, 0x1D0042)

            one.outlook.handlers[:] = [shim]
            item = one.outlook.mail(Subject="Votre bilan", Body="Bonjour.")
            item.to("marie.durand@orange.example")
            await one.send(item)
            assert len(one.outlook.submitted) == 1

    asyncio.run(asyncio.wait_for(story(), 60))
    assert desk.owners == [0x1D0042]
