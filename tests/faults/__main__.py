"""``python -m faults [RUNS] [SEED]``: kill at every step, cut at every line, count what arrived.

The last line is the count. Exits 1 unless nothing was lost, nothing arrived twice, and nothing
arrived that was not confirmed.
"""

from __future__ import annotations

import sys
import time

from faults.plan import SEED, plan_of
from faults.runs import runner
from faults.tally import Tally


def main(arguments: list[str]) -> int:
    """Run, say how it goes on the error output, and give the exit code."""
    runs = int(arguments[0]) if arguments else 1000
    seed = int(arguments[1]) if len(arguments) > 1 else SEED
    began = time.monotonic()

    def shown(tally: Tally) -> None:
        if tally.runs % 100 == 0:
            print(f"{tally.line}, {time.monotonic() - began:.0f} s", file=sys.stderr)

    with runner() as running:
        steps = running.steps()
        total = running.run_all([plan_of(n, steps, seed=seed) for n in range(runs)], shown)
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
