"""``python -m faults.lines``: the conversation with Exchange and with Graph spoilt at every single
line of the sending of a mail, in every way, both ways.

Exits 1 where what was said of a mail is not so, or a draft stays behind.
"""

from __future__ import annotations

import sys
import time

from support.spoilt_lines import BOTH, FAULTS, wired


def main() -> int:
    """Spoil each line in each way, say how many there were, and give the exit code."""
    began, total = time.monotonic(), 0
    for server in BOTH:
        for name, fault in FAULTS.items():
            with wired(server, patience=1.0) as wire:
                try:
                    struck = wire.spoil(fault, wire.lines())
                except AssertionError as wrong:
                    print(f"{server}, {name}: {wrong}")
                    return 1
            total += struck
            print(f"{server}, {name}: {struck} lines", flush=True)
    print(f"{total} mails spoilt at a line: each left as said, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
