"""``make bench``: run every ``bench_*.py`` and write what was measured to ``docs/benchmarks.md``.

With names (``python -m bench start seal``) only those are run, and nothing is written.
"""

from __future__ import annotations

import datetime
import importlib
import math
import os
import platform
import re
import sys
from pathlib import Path

from bench.row import Row

HERE = Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "docs" / "benchmarks.md"
METHOD = """\
# Benchmarks

Written by `make bench`; numbers of one run on one machine. Each line puts Sceau beside a peer that
does the same work **in the same run**, the two taking turns, and gives the medians of both. The
machine may be busy, so that only the ratio means something: *ratio* is Sceau's figure over the
peer's, lower is better, *aim* is the ratio we want to stay under. Nothing here is a test: `make
test` does not fail on a slow day.
"""


def is_held(row: Row) -> str:
    """Say whether the aim is held; the first number of ``aim`` is the largest ratio allowed."""
    if row.held is not None:
        return "yes" if row.held else "**no**"
    limit = re.search(r"\d+(?:[.,]\d+)?", row.aim)
    if not limit:
        return "–"
    return "yes" if row.ratio <= float(limit[0].replace(",", ".")) else "**no**"


def machine() -> str:
    """Say what the numbers were measured on, and when."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{datetime.datetime.now(datetime.UTC).date()}, {cpu[1] if cpu else platform.machine()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"
    )


def table(rows: list[Row]) -> str:
    """Give the rows as a Markdown table."""
    lines = ["| what | Sceau | peer | ratio | aim | held |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "–" if math.isnan(row.ratio) else f"{row.ratio:.2f}"
        cells = (row.what, row.ours, row.peer, ratio, row.aim or "–", is_held(row))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Run the benchmarks; give 1 when one of them could not be run."""
    topics = names or sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))
    parts, failed = [METHOD, machine()], []
    for topic in topics:
        module = importlib.import_module(f"bench.bench_{topic}")
        told = " ".join((module.__doc__ or topic).split("\n\n")[0].split()).replace("``", "`")
        title = re.split(r"[:.](?:\s|$)", told)[0]
        print(f"\n{title}", flush=True)
        rows = []
        try:
            for row in module.rows():
                rows.append(row)
                print(
                    f"  {row.what}: {row.ours} against {row.peer}, ratio {row.ratio:.2f}"
                    f" (aim {row.aim or 'none'}: {is_held(row).strip('*')})",
                    flush=True,
                )
        except Exception as failure:  # noqa: BLE001 - one that fails must not hide the others
            failed.append(topic)
            print(f"  could not be measured: {failure!r}", file=sys.stderr)
        parts.append(f"## {title}\n\n{told}\n\n{table(rows)}")
    if failed:
        print(f"\nnothing written; not measured: {', '.join(failed)}", file=sys.stderr)
        return 1
    if not names:
        REPORT.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
        print(f"\nwritten: {REPORT.relative_to(HERE.parents[1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
