"""One line of the benchmarks: what was measured, against which peer, in the same run."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """``ours`` and ``peer`` are medians as text with their unit; ``ratio`` is ours over the peer's;
    ``aim`` is the ratio aimed at, or empty. Where the aim is no ratio, ``held`` says whether it was
    reached."""

    what: str
    ours: str
    peer: str
    ratio: float
    aim: str = ""
    held: bool | None = None
