"""The shim in Outlook, under Wine: how soon it is loaded, and how long a click on Send holds
Outlook, against a handler that does nothing but refuse."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.row import Row
from sceau.desk.answers import Answers
from support.outlook_station import CLASSIC, Ended, Station, helper_at
from support.thunderbird_desk import Desk
from support.wine import wine_station

CLICKS = 30


def _steps() -> list[Any]:
    """One mail a click: each click is a mail of its own."""
    steps: list[Any] = []
    for number in range(CLICKS):
        name = str(number)
        steps.append(["write", name, ["marie.durand@orange.example"], {}, {"Subject": name}])
        steps += [["click", name], ["rest", 0.2]]
    return [*steps, ["quit"]]


async def _clicked(station: Station, home: Path, first: str) -> Ended:
    async with helper_at(Desk(Answers(verdict="keep"))) as (port, lines):
        station.register(port)
        office = station.open(home, [first], *_steps(), addin=first == "load")
        while not lines and first == "load":
            await asyncio.sleep(0.05)
        office.go_on()
        ended = await office.ended()
        assert not ended.problem, ended.problem
        return ended


def rows() -> Iterator[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder, wine_station() as wine:
        os.environ["SCEAU_HOME"] = folder
        dlls, home = Path(folder) / "dll", Path(folder) / "home"
        home.mkdir()
        subprocess.run([sys.executable, str(CLASSIC / "build.py"), str(dlls)], check=True)
        station = Station(wine, dlls)
        peer = asyncio.run(_clicked(station, home, "empty"))
        ours = asyncio.run(_clicked(station, home, "load"))
    mine, theirs = statistics.median(ours.times), statistics.median(peer.times)
    yield Row(
        f"Outlook: a click on Send held by the shim, {CLICKS} of them, against an empty handler",
        f"{mine:.1f} ms",
        f"{theirs:.1f} ms",
        mine / theirs,
    )
    yield Row(
        "Outlook: the shim loaded and connected, against one empty click",
        f"{ours.loaded:.1f} ms",
        f"{theirs:.1f} ms",
        ours.loaded / theirs,
    )
