"""``sceau-host``: carries frames between Thunderbird (native messaging, on standard input and
output) and the helper's socket, and starts the helper where it is not there.

It reads nothing of what it carries: both sides frame in the same way. It ends as soon as either
end does, so that both know at once. Standard library only, to be there within 15 ms.
"""

from __future__ import annotations

import os
import sys
import time

if sys.platform == "win32":
    from sceau.windows.relay import Relay, reach_helper
else:
    from sceau.relay import Relay, reach_helper

STARTING = 13.0
"""Seconds for a helper to start: on a cold disk, or behind one just ending, it takes some. The
add-on waits for two more."""

PATIENCE = 3.0
"""Seconds for the first answer of a helper that is there, and for a reader that is to take the last
bytes. Thunderbird ends a host that lingers for longer. One that was just started has what is left
of :data:`STARTING` besides."""


def main() -> int:
    """Carry frames until either end is gone; 0 then, 69 where there is no helper to reach."""
    until = time.monotonic() + STARTING
    started = None
    while (link := reach_helper()) is None:
        if started is None:
            from sceau.launch import launch

            started = launch()
        if started.poll() or time.monotonic() > until:
            _refuse("helper-not-started")
            return 69
        time.sleep(0.01)
    starting = 0.0 if started is None else max(0.0, until - time.monotonic())
    return Relay(link, PATIENCE, starting, lambda: _refuse("helper-silent")).run()


def _refuse(reason: str) -> None:
    """Say to the add-on that there is no helper: ``Refused`` of
    :mod:`sceau.hooks.frames`."""
    body = f'{{"op":"refused","reason":"{reason}"}}'.encode()
    os.write(1, len(body).to_bytes(4, sys.byteorder) + body)


if __name__ == "__main__":
    sys.exit(main())
