"""``python -m faults.races [RACES] [SEED]``: two helpers on one mailbox, RACES times as they are
and RACES times with both killed at random moments; over IMAP, on Exchange and on Graph. Each draft
must leave exactly once.

The last line is the count. Exits 1 unless every race ended so.
"""

from __future__ import annotations

import sys
import time

from faults.imap_runs import imap_runner, race_of
from faults.mailbox_plan import BOTH
from faults.mailbox_plan import race_of as mailbox_race_of
from faults.mailboxes import mailbox_runner
from faults.plan import SEED
from faults.runs import runner
from faults.tally import Tally

KILLED = ("as they are", "both killed")


def main(arguments: list[str]) -> int:
    """Race, and give the exit code."""
    races = int(arguments[0]) if arguments else 100
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    total = Tally()

    def told(where: str, tally: Tally, began: float) -> None:
        total.add(tally)
        for wrong in tally.wrong:
            print(wrong)
        print(
            f"{where}: {tally.ends['sent']} of {tally.runs} sent once, {tally.killed} kills, "
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )

    with runner() as running, imap_runner(running) as over_imap:
        for kills, name in zip((0, 2), KILLED, strict=True):
            tally, began = Tally(), time.monotonic()
            both = [race_of(kills * races + n, kills, seed) for n in range(races)]
            running.each(lambda one: over_imap.race(*one), both, tally.add)
            told(f"IMAP, {name}", tally, began)
    with mailbox_runner() as mailboxes:
        for kind in BOTH:
            for kills, name in zip((0, 1), KILLED, strict=True):
                began = time.monotonic()
                plans = [mailbox_race_of(n, kind, kills, seed) for n in range(races)]
                told(f"{kind.capitalize()}, {name}", mailboxes.race_all(plans), began)
    print(total.line.replace("runs", "races"))
    return 0 if total.clean and total.ends["sent"] == 6 * races else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
