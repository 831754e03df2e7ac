"""``python -m faults [RUNS] [SEED]``: kill at every step, cut, delay and repeat at every line, and
count what arrived.

Of a hundred runs 64 are over SMTP alone, 20 over IMAP, 8 on a mailbox of Exchange and 8 on one of
Graph. One in five of those over IMAP, and nearly one in three of those on mailboxes, let two
helpers loose on one mailbox.

The last line is the count. Exits 1 unless nothing was lost, nothing arrived twice, and nothing
arrived that was not confirmed.
"""

from __future__ import annotations

import sys
import time

from faults.imap_runs import imap_plan_of, imap_runner, race_of
from faults.mailbox_plan import BOTH
from faults.mailbox_plan import plan_of as mailbox_plan_of
from faults.mailboxes import mailbox_runner
from faults.plan import SEED, plan_of
from faults.runs import runner
from faults.tally import Tally


def main(arguments: list[str]) -> int:
    """Run, say how it goes on the error output, and give the exit code."""
    runs = int(arguments[0]) if arguments else 5000
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    began = time.monotonic()
    total = Tally()
    parts: dict[str, int] = {}

    def add_to(part: str, tally: Tally) -> None:
        total.add(tally)
        parts[part] = parts.get(part, 0) + tally.runs
        if total.runs % 100 == 0:
            print(f"{total.line}, {time.monotonic() - began:.0f} s", file=sys.stderr)

    imap = runs // 5
    races = imap // 5
    each = 2 * runs // 25
    with runner() as running:
        steps = running.steps()
        plans = [plan_of(n, steps, seed=seed) for n in range(runs - imap - 2 * each)]
        running.each(running.run, plans, lambda one: add_to("SMTP", one))
        with imap_runner(running) as over_imap:
            way = over_imap.measure()
            imap_plans = [imap_plan_of(n, *way, seed=seed) for n in range(imap - races)]
            running.each(over_imap.run, imap_plans, lambda one: add_to("IMAP", one))
            both = [race_of(n, 2 * (n % 2), seed) for n in range(races)]
            running.each(
                lambda one: over_imap.race(*one), both, lambda one: add_to("IMAP races", one)
            )
    with mailbox_runner() as mailboxes:
        for kind in BOTH:
            mailboxes.each(
                mailboxes.run,
                [mailbox_plan_of(n, kind, seed) for n in range(each)],
                lambda one, kind=kind: add_to(kind.capitalize(), one),  # type: ignore[misc]
            )
    for wrong in total.wrong:
        print(wrong)
    shares = ", ".join(f"{part} {number}" for part, number in parts.items())
    print(
        f"seed {seed}: {shares}; {total.killed} kills, {total.struck} faults on the line, "
        f"{total.asked} questions, ends: {dict(total.ends)}, {time.monotonic() - began:.0f} s"
    )
    print(total.line)
    return 0 if total.clean and total.runs == runs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
