"""The helper's local socket: where it is, who may speak, and in which frames. The system is chosen
here: on Windows it is a named pipe (:mod:`sceau.windows.pipe`).

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
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from sceau.errors import ServiceRefused
from sceau.settings.places import state_folder
from sceau.socket_place import LONGEST, NAME, quick_place

LARGEST_FRAME = 256 * 1024 * 1024
"""In bytes: a mail of 150 MB in base64 and its envelope."""

_LENGTH = struct.Struct("=I")


def socket_path() -> Path:
    """Give the path of this user's socket; the folder is made, and is theirs alone."""
    if sys.platform == "win32":
        return Path(quick_place())
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


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Listening(Protocol):
    """What answers at the socket."""

    def close(self) -> None:
        """Take no further clients."""


async def listen(path: Path, talk: Talk) -> Listening:
    """Answer at the socket ``path``, one ``talk`` a client of this user.

    Raises ``OSError`` where it cannot be made, or is somebody else's.
    """
    if sys.platform == "win32":
        from sceau.windows.pipe_streams import PipeServer

        return PipeServer(str(path), talk)

    path.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(talk, path=path)
    path.chmod(0o600)
    return server


def forget(path: Path) -> None:
    """Remove what a server that is gone leaves at ``path``: a pipe leaves nothing."""
    if sys.platform != "win32":
        path.unlink(missing_ok=True)


async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to this user's helper. Raises ``OSError`` where nobody answers."""
    if sys.platform == "win32":
        from sceau.windows.foreground import let_others_come_forward
        from sceau.windows.pipe_streams import connect as connect_pipe

        let_others_come_forward()
        return await connect_pipe(str(socket_path()))
    return await asyncio.open_unix_connection(str(socket_path()))


def answers(path: Path) -> bool:
    """Whether somebody answers at the socket ``path``."""
    if sys.platform == "win32":
        import _winapi

        from sceau.windows.pipe import reach

        try:
            _winapi.CloseHandle(reach(str(path), patience=2.0))
        except OSError:
            return False
        return True
    with socket.socket(socket.AF_UNIX) as link:
        return link.connect_ex(str(path)) == 0


def same_user(connected: Any) -> bool:
    """Whether the process at the other end of this Unix socket belongs to this user. A pipe on
    Windows lets nobody else in."""
    if sys.platform == "win32":
        return True
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
