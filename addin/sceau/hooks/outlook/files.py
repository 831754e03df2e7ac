"""The attachments of an item: what there is, what is in them, and putting others in their place."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from sceau.hooks.frames import LARGEST_FILE, File
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.objects import (
    ATTACH_METHOD,
    ATTACH_MIME,
    BY_REFERENCE,
    BY_VALUE,
    CONTENT_ID,
    EMBEDDED,
    WEB_REFERENCE,
    OutlookError,
    Thing,
    each,
    maybe,
    tag,
    tagged,
    text,
)
from sceau.mail.names import safe_file_name

_MESSAGE = "application/vnd.ms-outlook"


@dataclass(frozen=True)
class Held:
    """One attachment as an item holds it. ``number`` is ours and stays the same while others come
    and go; ``content`` is none where it cannot be had, with the ``problem``."""

    number: int
    name: str
    media_type: str
    size: int
    stamp: str
    content: bytes | None = None
    problem: Literal["", "unreadable", "too-large"] = ""
    cloud: bool = False
    inline: bool = False
    content_id: str = ""
    embedded: bool = False

    def file(self) -> File:
        """Give it as the helper is told of it."""
        return File(
            attachment=self.number,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            stamp=self.stamp,
            cloud=self.cloud,
        )


class Attachments:
    """The attachments of ``item``, which go in and out through ``folder``."""

    def __init__(self, item: Thing, folder: PrivateFolder) -> None:
        self._item = item
        self._folder = folder
        self._numbers: list[int] = []
        self._next = 1

    def now_of(self, item: Thing) -> None:
        """The same item is another object of Outlook's now."""
        self._item = item

    def read(self, markup: str) -> tuple[Held, ...]:
        """Read them all, in Outlook's order. Pictures that ``markup`` shows are ``inline``.

        Those beyond what is known are new, and get the next numbers.
        """
        found = list(each(self._item.get("Attachments")))
        while len(self._numbers) < len(found):
            self._numbers.append(self._next)
            self._next += 1
        del self._numbers[len(found) :]
        return tuple(
            self._held(number, one, markup)
            for number, one in zip(self._numbers, found, strict=True)
        )

    def replace(self, was: int, name: str, content: bytes) -> int:
        """Put a file in the place of the attachment ``was``; give its number.

        The new one is there before the old one goes. Raises :class:`OutlookError`, OSError, and
        ValueError where there is no such attachment.
        """
        place = self._numbers.index(was)
        now = self.add(name, content)
        self._take_out(place)
        return now

    def add(self, name: str, content: bytes, content_id: str = "") -> int:
        """Attach a file, as a picture of the text where it has a ``content_id``; give its number.
        Raises as :meth:`replace` does."""
        with self._folder.place(safe_file_name(name)) as path:
            path.write_bytes(content)
            added = self._item.get("Attachments").call("Add", str(path), BY_VALUE)
        if content_id:
            tag(added, CONTENT_ID, content_id)
        now, self._next = self._next, self._next + 1
        self._numbers.append(now)
        return now

    def rename(self, number: int, name: str, content: bytes) -> None:
        """Give an attachment another name: Outlook does that only by taking the file in again."""
        now = self.replace(number, name, content)
        self._numbers[self._numbers.index(now)] = number

    def remove(self, number: int) -> None:
        """Take an attachment out. Raises as :meth:`replace` does."""
        self._take_out(self._numbers.index(number))

    def _take_out(self, place: int) -> None:
        self._item.get("Attachments").call("Item", place + 1).call("Delete")
        del self._numbers[place]

    def _held(self, number: int, one: Thing, markup: str) -> Held:
        kind = int(one.get("Type"))
        name = text(maybe(one, "FileName")) or text(maybe(one, "DisplayName"))
        media_type = text(tagged(one, ATTACH_MIME))
        size = int(one.get("Size"))
        id = text(tagged(one, CONTENT_ID))
        seen = Held(number, name, media_type, size, stamp=f"{kind}:{size}", content_id=id)
        method = tagged(one, ATTACH_METHOD)
        if kind in (BY_REFERENCE, WEB_REFERENCE) or method == WEB_REFERENCE:
            where = text(maybe(one, "PathName"))
            return replace(seen, stamp=_digest(f"{name}\n{where}".encode()), cloud=True)
        inline = is_shown(id, markup)
        if size > LARGEST_FILE:
            return replace(seen, problem="too-large", inline=inline)
        content = self._content(one)
        if content is None:
            return replace(seen, problem="unreadable", inline=inline)
        if kind == EMBEDDED:
            # Outlook writes an item as .msg anew each time, with the time in it
            shown = text(maybe(one, "DisplayName")) or name
            called = shown if shown.lower().endswith(".msg") else f"{shown}.msg"
            return replace(seen, name=called, media_type=_MESSAGE, content=content, embedded=True)
        return replace(
            seen, size=len(content), stamp=_digest(content), content=content, inline=inline
        )

    def _content(self, one: Thing) -> bytes | None:
        """Read the content; none where Outlook does not give it, or another program holds it."""
        with suppress(OutlookError, OSError), self._folder.place("attachment") as path:
            one.call("SaveAsFile", str(path))
            return path.read_bytes()
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def is_shown(content_id: str, markup: str) -> bool:
    """Whether a text shows the picture of this Content-ID."""
    return bool(content_id) and f"cid:{content_id}".casefold() in markup.casefold()
