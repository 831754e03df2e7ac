"""A native messaging host that is Sceau's, and notes when which frame passed: a line for each in
the file its argument names, with the time in seconds and the frame's ``op``."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
import time
from typing import BinaryIO


def carry(source: BinaryIO, target: BinaryIO, notes: str) -> None:
    """Carry frames until the end of ``source``."""
    while len(head := source.read(4)) == 4:
        data = source.read(struct.unpack("=I", head)[0])
        now = time.time()
        target.write(head + data)
        target.flush()
        with open(notes, "a") as file:
            file.write(f"{now} {json.loads(data)['op']}\n")
    target.close()


def main(notes: str) -> None:
    """Run Sceau's host behind this one."""
    host = subprocess.Popen(
        [sys.executable, "-m", "sceau.host"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert host.stdin is not None and host.stdout is not None
    back = threading.Thread(target=carry, args=(host.stdout, sys.stdout.buffer, notes), daemon=True)
    back.start()
    carry(sys.stdin.buffer, host.stdin, notes)
    host.wait()


if __name__ == "__main__":
    main(sys.argv[1])
