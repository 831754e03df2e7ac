"""A worker that does what the file tells it: it stands for a reader a hostile file has taken
over. Run as a worker program by the tests alone."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

from sceau.phrases import phrase
from sceau.review.reading.model import FileReading
from sceau.workers import process
from sceau.workers.frames import Answer, Job, Read


def misbehave(job: Job, body: bytes) -> tuple[Answer, bytes]:
    """Carry out the act the file names; anything else is done as a worker does it."""
    act, _, argument = body.partition(b" ")
    match act:
        case b"ABORT":
            os.abort()
        case b"EXIT":
            os._exit(3)
        case b"HANG":
            time.sleep(600)
        case b"SPIN":
            while True:
                pass
        case b"MEMORY":
            hoard = bytearray(2**30)
            while True:
                hoard += bytes(2**28)
        case b"RECURSE":
            return misbehave(job, body)
        case b"RAISE":
            raise RuntimeError("patient: Jeanne Exemple")
        case b"PRINT":
            print("no frame at all" * 1000, flush=True)
            os.write(1, b"nor this")
            return _found("printed")
        case b"PID":
            return _found(str(os.getpid()))
        case b"REACH":
            return _found(",".join(_within_reach(argument.decode())))
    return process.handle(job, body)


def _found(text: str) -> tuple[Answer, bytes]:
    return Read(FileReading(kind="text", problem=phrase("found", text=text))), b""


def _within_reach(private: str) -> list[str]:
    """Name what this process can get at and should not."""
    port, secret, folder = private.split("|")
    reached = []
    if Path(secret).exists():
        reached.append("home")
    try:
        Path(folder, "written").write_text("x")
        reached.append("write")
    except OSError:
        pass
    for place in (Path(__file__).with_name("written.txt"), Path(sys.prefix, "written.txt")):
        try:
            place.write_text("x")
            place.unlink()
            reached.append(f"write beside {place.parent.name}")
        except OSError:
            pass
    try:
        socket.create_connection(("127.0.0.1", int(port)), 2).close()
        reached.append("network")
    except OSError:
        pass
    if "SCEAU_TEST_SECRET" in os.environ:
        reached.append("environment")
    return reached


if __name__ == "__main__":
    process.main(misbehave)
