"""One click on Send in Outlook: Outlook has refused to send already; here the helper is asked, its
Edits are made on the item and read back, and what it releases is sent.

It says and hears the frames of :mod:`sceau.hooks.frames`, as the Thunderbird add-on
does. Whatever fails before the release leaves the item where it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from sceau.hooks.frames import (
    LARGEST_CHUNK,
    TEXT_NUMBER,
    After,
    Attached,
    Chunk,
    Edits,
    FromHelper,
    Got,
    Keep,
    Made,
    Release,
    Replaced,
    SealedFile,
    Send,
    Shown,
    Want,
)
from sceau.hooks.outlook.editing import NotMade, address, carry_out, undo
from sceau.hooks.outlook.files import Attachments
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.gate import Gate, SendFailed
from sceau.hooks.outlook.objects import DISCARD, OutlookError, Refused, Thing, called, maybe
from sceau.hooks.outlook.pane import in_pane, window_of_its_own
from sceau.hooks.outlook.reading import Read, cannot, glance, read


class Does(Protocol):
    """Has Outlook's thread do something: :class:`.apartment.Apartment`."""

    async def do(self, work: Callable[[], Any]) -> Any:
        """Do it there."""


class Around:
    """What a click needs: Outlook's thread, the gate, the folder for files, and how to ``say`` a
    frame to the helper."""

    def __init__(
        self,
        outlook: Does,
        gate: Gate,
        folder: PrivateFolder,
        say: Callable[[Any], Awaitable[None]],
    ) -> None:
        self.outlook = outlook
        self.gate = gate
        self.folder = folder
        self.say = say


class Click:
    """One click: the ``item`` in the compose window called ``compose``, whose native window is
    ``window``, where Outlook's is in front."""

    def __init__(
        self, around: Around, item: Thing, compose: str, request: str, window: int = 0
    ) -> None:
        self.compose = compose
        self.request = request
        self.item = item
        self.window = window
        self.shown = False
        self._around = around
        self._frames: asyncio.Queue[FromHelper | None] = asyncio.Queue()
        self._attachments = Attachments(item, around.folder)
        self._was: Read | None = None
        self._sealed: dict[int, tuple[SealedFile, bytearray]] = {}
        self._given: set[int] = set()
        self._undoing: list[Callable[[], object]] = []
        self._each: tuple[str, ...] = ()
        self._copies: list[Thing] = []
        self._glances: dict[int, str] = {}
        self._placed: dict[int, int] = {}
        self._left: set[int] = set()  # or may have left

    @property
    def left(self) -> bool:
        """Whether the item itself left, or may have."""
        return 0 in self._left

    @property
    def given(self) -> tuple[int, ...]:
        """The attachments whose content the helper has."""
        return tuple(self._given)

    def hear(self, frame: FromHelper | None) -> None:
        """Take a frame of this click; none where the helper is gone."""
        self._frames.put_nowait(frame)

    async def run(self) -> str:
        """Take it to its end; give what the person is to be told, nothing where the helper's
        window said it, or they chose it.

        Raises :class:`OutlookError` where the item cannot be read.
        """
        try:
            return await self._run()
        finally:
            await self._around.outlook.do(self._clear_up)

    async def _run(self) -> str:
        do, say = self._around.outlook.do, self._around.say
        was = self._was = await do(lambda: read(self.item, self._attachments))
        unable = await do(lambda: cannot(self.item))
        await say(
            Send(
                compose=self.compose,
                request=self.request,
                details=was.details,
                unable=unable,
                window=self.window,
            )
        )
        while True:
            frame = await self._frames.get()
            match frame:
                case None:
                    return "" if self._left else "outlook.helper-gone"
                case Shown():
                    self.shown = True
                case Want():
                    await self._give(frame.attachment)
                case SealedFile():
                    self._sealed[frame.attachment] = (frame, bytearray())
                case Chunk():
                    await self._take(frame)
                case Edits():
                    await self._make(frame)
                case Release():
                    await self._release(frame.copy)
                    if frame.copy == 0:
                        return ""
                case Keep():
                    if frame.remaining:
                        wanted = [("to", one) for one in frame.remaining]
                        await do(lambda: address(self.item, wanted))  # noqa: B023 - done at once
                    return frame.sentence
                case _:
                    continue

    # -- files -----------------------------------------------------------------------------

    async def _give(self, number: int) -> None:
        """Give the helper the content of an attachment, as it was read at the click."""
        if number == TEXT_NUMBER and self._was is not None:
            await self._give_text(self._was)
            return
        held = self._was.file(number) if self._was is not None else None
        if held is None:
            return
        self._given.add(number)
        await self._around.say(
            Attached(
                compose=self.compose,
                attachment=number,
                name=held.name,
                media_type=held.media_type,
                # Outlook counts some bytes of its own to an item that is attached
                size=held.size if held.content is None else len(held.content),
                stamp=held.stamp,
                problem=held.problem,
            )
        )
        if held.content is not None:
            await self._pieces(number, held.stamp, held.content)

    async def _give_text(self, was: Read) -> None:
        source = was.source.encode("utf-8", "replace")
        self._given.add(TEXT_NUMBER)
        await self._around.say(
            Attached(
                compose=self.compose,
                attachment=TEXT_NUMBER,
                name="",
                size=len(source),
                stamp=was.details.body,
            )
        )
        await self._pieces(TEXT_NUMBER, was.details.body, source)

    async def _pieces(self, number: int, stamp: str, content: bytes) -> None:
        for offset in range(0, len(content) or 1, LARGEST_CHUNK):
            piece = content[offset : offset + LARGEST_CHUNK]
            await self._around.say(
                Chunk(
                    compose=self.compose,
                    attachment=number,
                    stamp=stamp,
                    offset=offset,
                    data=piece,
                    last=offset + len(piece) == len(content),
                )
            )

    async def _take(self, frame: Chunk) -> None:
        announced, content = self._sealed[frame.attachment]
        if frame.offset != len(content):
            return
        content += frame.data
        if len(content) <= announced.size:
            got = Got(compose=self.compose, attachment=frame.attachment, offset=len(content))
            await self._around.say(got)

    # -- edits -----------------------------------------------------------------------------

    async def _make(self, edits: Edits) -> None:
        """Make the Edits, read the item back, and say what it holds now."""
        problem, placed = "", {}
        self._each = edits.each
        try:
            placed = await self._around.outlook.do(lambda: self._carry_out(edits))
        except (NotMade, OutlookError) as told:
            problem = str(told) or "unknown"
        await self._made(1 if len(self._each) > 1 else 0, placed, problem)

    def _carry_out(self, edits: Edits) -> dict[int, int]:
        assert self._was is not None
        sealed = {
            number: (announced, bytes(content))
            for number, (announced, content) in self._sealed.items()
        }
        if in_pane(self.item):  # first: what gives the text back must know the item it is in
            self._move_out(glance(self.item))
        placed = carry_out(self.item, edits, self._was, self._attachments, sealed, self._undoing)
        for one in self._each[1:]:
            copy = self.item.call("Copy")
            self._copies.append(copy)
            account = maybe(self.item, "SendUsingAccount")
            if account is not None:
                copy.put("SendUsingAccount", account)
            address(copy, [("to", one)])
            copy.call("Save")
        return placed

    async def _made(self, copy: int, placed: dict[int, int], problem: str = "") -> None:
        self._placed = placed
        found = await self._around.outlook.do(lambda: self._read_back(copy))
        replaced = tuple(
            Replaced(was=was, now=now, digest=held.stamp)
            for was, now in placed.items()
            if copy == 0 and (held := found.file(now)) is not None
        )
        await self._around.say(
            Made(
                compose=self.compose,
                request=self.request,
                copy=copy,
                details=found.details,
                replaced=replaced,
                problem=problem,
            )
        )

    def _read_back(self, copy: int) -> Read:
        """Read an item, and what it must still look like when it is sent."""
        item = self._copies[copy - 1] if copy else self.item
        attachments = Attachments(item, self._around.folder) if copy else self._attachments
        self._glances[copy] = glance(item)
        return read(item, attachments)

    # -- sending ---------------------------------------------------------------------------

    async def _release(self, copy: int) -> None:
        """Send what was read back, and say what became of it; where nobody knows, nothing."""
        try:
            await self._around.outlook.do(lambda: self._send(copy))
        except SendFailed as failed:
            if failed.used and not await self._around.outlook.do(lambda: self._stayed(copy)):
                self._left.add(copy)
                return  # it was let go, and nobody knows: the helper says so
            await self._after(copy, left=False, error=str(failed))
            return
        self._left.add(copy)
        await self._after(copy, left=True)
        if copy:
            await self._made((copy + 1) % len(self._each), self._placed)

    def _send(self, copy: int) -> None:
        item = self._copies[copy - 1] if copy else self.item
        seen = self._glances.pop(copy)
        try:
            self._around.gate.send(item, seen)
        except SendFailed as failed:
            if copy or failed.used or not isinstance(failed.why, Refused) or failed.why.aborted:
                raise
            # It may be one that is written in the reading pane.
            if not self._move_out(seen):
                raise
            self._around.gate.send(self.item, seen)

    def _move_out(self, seen: str) -> bool:
        """Give an answer that is written in the reading pane a window of its own; say whether it
        has one, and is still what was ``seen``."""
        own = window_of_its_own(self.item)
        if own is None or glance(own) != seen:
            return False
        self.item = own
        self._attachments.now_of(own)
        return True

    def _stayed(self, copy: int) -> bool:
        """Whether an item that was let go, and that Outlook says it did not send (another add-in
        refused it, the account did), is there still."""
        item = self._copies[copy - 1] if copy else self.item
        try:
            return item.get("Sent") is False
        except OutlookError:
            return False

    async def _after(self, copy: int, *, left: bool, error: str = "") -> None:
        await self._around.say(
            After(compose=self.compose, request=self.request, copy=copy, left=left, error=error)
        )

    def _clear_up(self) -> None:
        """Throw away the separate mails that did not leave, and give the person their text back
        where the item did not."""
        if not self.left:
            undo(self._undoing)
        for number, copy in enumerate(self._copies, 1):
            if number not in self._left:
                called(copy, "Close", DISCARD)
                called(copy, "Delete")
        self._copies.clear()
