"""Samples of every kind with bytes changed, read as the helper reads them, by its workers: each is
answered within the limit, nothing takes the helper down or makes it grow. ``SCEAU_FUZZ`` sets how
many, for a long run, and ``SCEAU_FUZZ_SEED`` other changes than the usual ones."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from random import Random

import pytest

from sceau.review.reading.model import LONGEST_TEXT, FileReading
from sceau.workers.limits import Limits
from sceau.workers.pool import Workers
from support import pdfs
from support.compound_files import old_slides, outlook_message
from support.office_files import office

FILES = int(os.environ.get("SCEAU_FUZZ", "120"))
SEED = int(os.environ.get("SCEAU_FUZZ_SEED", "20261125"))
LIMITS = Limits(read_seconds=10, readers=2)
_GROWTH = 64 * 2**20
_SAMPLES = Path(__file__).parents[1] / "review" / "reading" / "samples"


def samples() -> list[bytes]:
    """One file of each kind."""
    kept = [one.read_bytes() for one in sorted(_SAMPLES.iterdir())]
    made = [office("pptx"), outlook_message("Votre bilan", "Voici.", {"a.txt": b"x" * 4096}),
            old_slides("Bilan de Jeanne Exemple"), pdfs.report(3)]  # fmt: skip
    return kept + made


def mutated(content: bytes, random: Random) -> bytes:
    """Change, take out, double or cut off some bytes."""
    changed = bytearray(content)
    for _ in range(random.randrange(1, 20)):
        at = random.randrange(len(changed))
        size = random.randrange(1, 200)
        match random.randrange(5):
            case 0:
                changed[at] = random.randrange(256)
            case 1:
                changed[at : at + size] = random.randbytes(len(changed[at : at + size]))
            case 2:
                changed[at:at] = changed[at : at + size]
            case 3:
                del changed[at : at + size]
            case _:
                changed[at : at + 4] = random.choice((b"\xff" * 4, bytes(4), b"\x7f" * 4))
        if not changed:
            return b"x"
    return bytes(changed)


def resident() -> int:
    """Bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.timeout(180 + FILES // 100)
def test_each_is_answered_within_the_limit_and_the_next_is_read() -> None:
    async def job() -> tuple[int, float]:
        random = Random(SEED)
        known = samples()
        slowest = 0.0
        async with Workers(LIMITS) as workers:
            await workers.warm()
            before = resident()
            for number in range(FILES):
                content = mutated(known[number % len(known)], random)
                began = time.monotonic()
                found = await workers.read(content, "fichier", "")
                slowest = max(slowest, time.monotonic() - began)
                assert isinstance(found, FileReading)
                assert len(found.text) <= LONGEST_TEXT
            grown = resident() - before
            then = await workers.read(pdfs.report(), "bilan.pdf", "application/pdf")
            assert "Bilan de Jeanne Exemple" in then.text
            return grown, slowest

    grown, slowest = asyncio.run(job())
    assert grown < _GROWTH
    assert slowest < LIMITS.read_seconds + 10
