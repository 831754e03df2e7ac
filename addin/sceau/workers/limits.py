"""What a worker may use, by the size of the file, and how many there are."""

from __future__ import annotations

import msgspec

from sceau.seal.limits import LARGEST_FILE
from sceau.workers.frames import Allowance

_MB = 2**20
_GB = 2**30


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers, with their reasons.

    Reading takes 2 to 220 ms (the slowest of a thousand difficult PDFs): 10 s, and 0.2 s for each
    MiB, is a file that hangs its reader, on a machine that is busy. Recognising print takes two
    seconds a page, and goes on behind the open window: 60 s in all. Sealing 100 MB of
    scans takes 2 s, 50 MB of nothing but small objects 17 s, proof included: 30 s, and 1 s for each
    MiB. At its height it
    holds 4 times a scan and 23 times a file of nothing but small objects, measured: 1 GiB of
    address space, and 28 times the file. A worker with nothing to do for 5 minutes leaves; the
    next one is up in 0.3 s.
    """

    readers: int = 2
    sealers: int = 1
    largest: int = LARGEST_FILE
    read_seconds: float = 10.0
    read_seconds_per_mb: float = 0.2
    recognise_seconds: float = 60.0
    seal_seconds: float = 30.0
    seal_seconds_per_mb: float = 1.0
    memory: int = _GB
    memory_per_byte: int = 28
    start_seconds: float = 30.0
    idle_seconds: float = 300.0

    def reading(self, size: int) -> float:
        """Seconds a file of ``size`` bytes may be read for."""
        return self.read_seconds + self.read_seconds_per_mb * size / _MB

    def sealing(self, size: int) -> float:
        """Seconds a file of ``size`` bytes may be sealed, or opened, for."""
        return self.seal_seconds + self.seal_seconds_per_mb * size / _MB

    def allowance(self, size: int, seconds: float) -> Allowance:
        """Give what a job on ``size`` bytes may use; never more processor time than time."""
        return Allowance(self.memory + self.memory_per_byte * size, int(seconds) + 1)
