"""``python -m faults [RUNS] [SEED]``: kill at every step, cut at every line, count what arrived.

One run in five is over IMAP; of those, one in five lets two helpers loose on one mailbox, half of
them killed on the way. One run in twenty is on an Exchange mailbox, some with two helpers too.

The last line is the count. Exits 1 unless nothing was lost, nothing arrived twice, and nothing
arrived that was not confirmed.
"""

from __future__ import annotations

import sys
import time

from faults.imap_runs import imap_plan_of, imap_runner, race_of
from faults.mailbox_process import plan_of as mailbox_plan_of
from faults.mailboxes import MailboxRunner
from faults.plan import SEED, plan_of
from faults.runs import runner
from faults.tally import Tally


def main(arguments: list[str]) -> int:
    """Run, say how it goes on the error output, and give the exit code."""
    runs = int(arguments[0]) if arguments else 5000
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    began = time.monotonic()

    on_exchange = MailboxRunner()
    total = Tally()

    def shown(_: Tally) -> None:
        if total.runs % 100 == 0:
            print(f"{total.line}, {time.monotonic() - began:.0f} s", file=sys.stderr)

    def add(tally: Tally) -> None:
        total.add(tally)
        shown(total)

    imap = runs // 5
    races = imap // 5
    exchange = runs // 20
    with runner() as running:
        steps = running.steps()
        plans = [plan_of(n, steps, seed=seed) for n in range(runs - imap - exchange)]
        running.each(running.run, plans, add)
        with imap_runner(running) as mailboxes:
            way = mailboxes.measure()
            over_imap = [imap_plan_of(n, *way, seed=seed) for n in range(imap - races)]
            running.each(mailboxes.run, over_imap, add)
            both = [race_of(n, 2 * (n % 2), seed) for n in range(races)]
            running.each(lambda one: mailboxes.race(*one), both, add)
    for plan in (mailbox_plan_of(n, seed) for n in range(exchange)):
        add(on_exchange.run(plan))
    for wrong in total.wrong:
        print(wrong)
    print(
        f"seed {seed}, {total.killed} kills, {total.struck} faults on the line, "
        f"{total.asked} questions, ends: {dict(total.ends)}, {time.monotonic() - began:.0f} s"
    )
    print(total.line)
    return 0 if total.clean and total.runs == runs else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
