"""The attachments of one compose window: their bytes, in memory only, and what was read in them.

They arrive while the mail is written, and are examined as soon as they are whole, so that the
click on Send finds the answer there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from sceau.hooks.frames import (
    LARGEST_CHUNK,
    LARGEST_FILE,
    NOT_LISTED,
    Attached,
    Chunk,
    File,
    Got,
)
from sceau.phrases import Phrase, phrase
from sceau.review.reading.model import FileReading

MOST_HELD = 512 * 1024 * 1024
"""Bytes held for one compose window: what goes beyond is told as too large to be examined."""

Read = Callable[[bytes, str, str], Awaitable[FileReading]]
"""Examine content of this name and media type: :meth:`sceau.workers.pool.Workers.read`."""


class _Arriving:
    """One attachment: as it was announced, and what there is of it."""

    def __init__(self, announced: Attached) -> None:
        self.announced = announced
        self.content = bytearray()
        self.whole = False
        self.reading: asyncio.Future[FileReading] = asyncio.get_running_loop().create_future()
        self.examining: asyncio.Task[None] | None = None

    def tell(self, found: FileReading) -> None:
        if not self.reading.done():
            self.reading.set_result(found)

    def drop(self, why: Phrase) -> None:
        """Give up what is held; whoever waits for the reading learns why."""
        if self.examining is not None:
            self.examining.cancel()
        self.content = bytearray()
        self.whole = False
        self.tell(FileReading(kind="unknown", problem=why))


class Files:
    """The attachments of one compose window; ``read`` examines one."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._files: dict[int, _Arriving] = {}
        self._expected: dict[int, asyncio.Event] = {}
        self.given: tuple[tuple[str, bytes], ...] = ()
        """The names and contents of files attached in Sceau's own window, for a mail that did not
        leave: the client has taken them out again."""

    def attached(self, frame: Attached) -> None:
        """A file was attached, or comes again with other content."""
        self.removed(frame.attachment, phrase("reading.problem.changed"))
        arriving = self._files[frame.attachment] = _Arriving(frame)
        self._event(frame.attachment).set()
        if frame.problem == "unreadable":
            arriving.drop(phrase("reading.problem.not-there"))
        elif frame.problem == "too-large" or frame.size > LARGEST_FILE or self._is_full(frame):
            arriving.drop(phrase("reading.problem.too-large", limit=LARGEST_FILE // 2**20))

    def chunk(self, frame: Chunk) -> Got:
        """Take a piece. One that does not fit (another stamp, a gap, more than was announced)
        is answered all the same, and its file stays not examined."""
        arriving = self._files.get(frame.attachment)
        if arriving is not None and arriving.announced.stamp == frame.stamp:
            self._add(arriving, frame)
        end = frame.offset + len(frame.data)
        return Got(
            compose=frame.compose, attachment=frame.attachment, stamp=frame.stamp, offset=end
        )

    def removed(self, attachment: int, why: Phrase | None = None) -> None:
        """An attachment is gone from the compose window."""
        arriving = self._files.pop(attachment, None)
        if arriving is not None:
            arriving.drop(why or phrase("reading.problem.not-there"))

    def close(self) -> None:
        """Hold nothing any more."""
        self.given = ()
        for attachment in tuple(self._files):
            self.removed(attachment)

    def unlisted(self, files: Iterable[File]) -> bool:
        """Whether a file that was announced here, and not taken out since, is not among ``files``:
        then the list is not what the compose window holds."""
        listed = {one.attachment for one in files}
        return any(one not in listed and one < NOT_LISTED for one in self._files)

    def lacks(self, file: File) -> bool:
        """Whether this file, as the compose window lists it now, was never announced here."""
        arriving = self._files.get(file.attachment)
        return not file.cloud and (arriving is None or arriving.announced.stamp != file.stamp)

    def known(self, file: File) -> FileReading | None:
        """Give what was found in this file; none where that is not known yet."""
        arriving = self._files.get(file.attachment)
        if arriving is None or arriving.announced.stamp != file.stamp:
            return None
        return arriving.reading.result() if arriving.reading.done() else None

    async def reading(self, file: File) -> FileReading:
        """Give what was found in this file, once it is there and was examined."""
        while self.lacks(file):
            event = self._event(file.attachment)
            event.clear()
            await event.wait()
            if self.lacks(file):  # it came with other content than it had at the click
                return FileReading(kind="unknown", problem=phrase("reading.problem.changed"))
        return await asyncio.shield(self._files[file.attachment].reading)

    def content(self, file: File) -> bytes | None:
        """Give the bytes of this file; none where they are not here."""
        arriving = self._files.get(file.attachment)
        if arriving is None or not arriving.whole or arriving.announced.stamp != file.stamp:
            return None
        return bytes(arriving.content)

    def _add(self, arriving: _Arriving, frame: Chunk) -> None:
        if arriving.reading.done() or arriving.whole:
            return
        held = len(arriving.content)
        after = held + len(frame.data)
        size = arriving.announced.size
        wrong = frame.offset != held or len(frame.data) > LARGEST_CHUNK or after > size
        if wrong or (frame.last and after != size):
            arriving.drop(phrase("reading.problem.changed"))
            return
        arriving.content += frame.data
        if frame.last:
            arriving.whole = True
            if frame.attachment >= NOT_LISTED:
                arriving.tell(FileReading(kind="unknown"))  # a picture in the text: only carried
                return
            arriving.examining = asyncio.create_task(self._examine(arriving))

    async def _examine(self, arriving: _Arriving) -> None:
        announced = arriving.announced
        arriving.tell(
            await self._read(bytes(arriving.content), announced.name, announced.media_type)
        )

    def _is_full(self, frame: Attached) -> bool:
        held = sum(one.announced.size for one in self._files.values() if not one.reading.done())
        kept = sum(len(one.content) for one in self._files.values() if one.reading.done())
        return held + kept > MOST_HELD

    def _event(self, attachment: int) -> asyncio.Event:
        return self._expected.setdefault(attachment, asyncio.Event())
