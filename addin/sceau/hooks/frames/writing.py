"""While the mail is written: compose windows, and the files in them."""

from __future__ import annotations

from typing import Literal

from sceau.hooks.frames.base import Frame, Id, Number


class Opened(Frame, frozen=True, kw_only=True, tag="opened"):
    """From the add-on: a compose window opened. The window and the workers are made ready."""

    compose: Id


class Closed(Frame, frozen=True, kw_only=True, tag="closed"):
    """From the add-on: the compose window is gone, and so is everything held for it. A mail that
    is being confirmed is kept (its window closes); one that was released is waited for."""

    compose: Id


class Attached(Frame, frozen=True, kw_only=True, tag="attached"):
    """From the add-on: a file was attached, or must be read again. Its content follows in Chunks.

    ``attachment`` is Thunderbird's number for it; ``size`` in bytes; ``stamp`` is any text that
    changes when the content does (size and time of last change). A second Attached of the same
    number puts the first aside. ``problem`` is ``unreadable`` (vanished, on a web page, a stub
    that was never fetched) or ``too-large`` (over :data:`LARGEST_FILE`): then no Chunk follows.
    """

    compose: Id
    attachment: Number
    name: str
    media_type: str = ""
    size: Number
    stamp: str
    problem: Literal["", "unreadable", "too-large"] = ""


class Removed(Frame, frozen=True, kw_only=True, tag="removed"):
    """From the add-on: an attachment was taken out of the compose window."""

    compose: Id
    attachment: Number


class Chunk(Frame, frozen=True, kw_only=True, tag="chunk"):
    """A piece of a file, in either direction: base64, at most :data:`LARGEST_CHUNK` bytes.

    ``offset`` is the place of its first byte: pieces come in order, without gaps. ``last`` is true
    for the last one; an empty file is one empty piece. ``stamp`` is that of the Attached, and
    empty from the helper.
    """

    compose: Id
    attachment: Number
    stamp: str = ""
    offset: Number
    data: bytes
    last: bool = False


class Got(Frame, frozen=True, kw_only=True, tag="got"):
    """The answer to each Chunk, in either direction: everything before ``offset`` arrived."""

    compose: Id
    attachment: Number
    stamp: str = ""
    offset: Number
