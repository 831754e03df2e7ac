"""The helper's local socket: where it is, who may speak, and in which frames.

A frame is its length in four bytes (native byte order, as native messaging has it) and that many
bytes of JSON; ``bytes`` fields travel as base64. The socket is a Unix socket of mode 0600 in a
folder of mode 0700, and the other end must be a process of the same user.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
import struct
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from sceau.errors import ServiceRefused
from sceau.settings.places import state_folder
from sceau.socket_place import LONGEST, NAME

LARGEST_FRAME = 256 * 1024 * 1024
"""In bytes: a mail of 150 MB in base64 and its envelope."""

_LENGTH = struct.Struct("=I")


def socket_path() -> Path:
    """Give the path of this user's socket; the folder is made, and is theirs alone."""
    path = state_folder() / NAME
    if len(os.fsencode(path)) <= LONGEST:
        return path
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"sceau-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ServiceRefused("socket-folder")
    return folder / NAME


def same_user(connected: socket.socket) -> bool:
    """Whether the process at the other end of this Unix socket belongs to this user."""
    if hasattr(socket, "SO_PEERCRED"):
        raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        _pid, uid, _gid = struct.unpack("3i", raw)
        return bool(uid == os.getuid())
    return True  # elsewhere the folder's mode 0700 keeps others out


async def write_frame(writer: asyncio.StreamWriter, message: Any) -> None:
    """Send one frame; waits while the other end is slow."""
    body = msgspec.json.encode(message)
    writer.write(_LENGTH.pack(len(body)) + body)
    await writer.drain()


async def read_frame(reader: asyncio.StreamReader, kind: Any) -> Any:
    """Receive one frame as ``kind`` (a type msgspec knows); none at the end of the stream.

    Raises :class:`ServiceRefused` for a frame that is too large, cut short or not of that kind.
    """
    try:
        head = await reader.readexactly(_LENGTH.size)
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_FRAME:
        raise ServiceRefused("frame-too-large")
    try:
        body = await reader.readexactly(length)
        return msgspec.json.decode(body, type=kind)
    except (asyncio.IncompleteReadError, ConnectionResetError, msgspec.DecodeError) as broken:
        raise ServiceRefused("frame-broken") from broken
