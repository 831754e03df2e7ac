"""The real door, or the sink, with a helper that is at a port of this machine: the named pipe is
tested elsewhere.

    python door_process.py PORT [--sink]
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[3] / "addin")]

from sceau.hooks.outlook import door, gate, late  # noqa: E402 - found by the lines above


def main() -> None:
    port = int(sys.argv[1])

    async def reach() -> Any:
        return await asyncio.open_connection("127.0.0.1", port)

    def cannot_start() -> Any:
        raise FileNotFoundError

    if older := os.environ.get("SCEAU_TEST_OLDER_DOOR"):
        door.PROTOCOL = int(older)
    if patience := os.environ.get("SCEAU_TEST_PATIENCE"):
        late.PATIENCE = late.IN_TURN = float(patience)
    if "SCEAU_TEST_BROKEN_DOOR" in os.environ:
        door.Door.ask = lambda *_: 1 / 0  # type: ignore[assignment, method-assign]
        gate.Gate.cancels = lambda *_: 1 / 0  # type: ignore[assignment, method-assign]
    if "SCEAU_TEST_SILENT_DOOR" in os.environ:
        door.Door.ask = lambda *_: time.sleep(60)  # type: ignore[assignment, method-assign]
    asyncio.run(door.serve(reach, sink="--sink" in sys.argv, start=cannot_start))


if __name__ == "__main__":
    main()
