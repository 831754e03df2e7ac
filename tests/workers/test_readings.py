"""What was read lately is not read again, and does not stay for ever."""

from __future__ import annotations

import asyncio
import os
import signal

from sceau.review.reading.model import FileReading
from sceau.workers.pool import Workers
from sceau.workers.readings import Readings


async def _keep(readings: Readings, content: bytes, text: str = "texte") -> None:
    key = await readings.key(content, "a.txt", "text/plain")
    readings.keep(key, FileReading(kind="text", text=text))


async def _knows(readings: Readings, content: bytes, name: str = "a.txt") -> bool:
    return readings.known(await readings.key(content, name, "text/plain")) is not None


def test_a_file_is_known_by_its_content_whatever_its_name() -> None:
    async def job() -> None:
        readings = Readings()
        await _keep(readings, b"un")
        assert await _knows(readings, b"un", "autre.txt")
        assert not await _knows(readings, b"deux")
        assert not await _knows(readings, b"un", "un.pdf")  # that it is no PDF is to be said
        readings.clear()

    asyncio.run(job())


def test_the_oldest_leave_for_the_newest() -> None:
    async def job() -> None:
        readings = Readings(most_files=2)
        for content in (b"1", b"2"):
            await _keep(readings, content)
        assert await _knows(readings, b"1")
        await _keep(readings, b"3")
        assert [await _knows(readings, one) for one in (b"1", b"2", b"3")] == [True, False, True]
        readings.clear()

    asyncio.run(job())


def test_no_more_text_is_kept_than_allowed() -> None:
    async def job() -> None:
        readings = Readings(most_characters=100)
        for content in (b"1", b"2", b"3"):
            await _keep(readings, content, "x" * 40)
        assert len(readings) == 2
        await _keep(readings, b"4", "x" * 101)
        assert not await _knows(readings, b"4")
        readings.clear()

    asyncio.run(job())


def test_nothing_is_kept_longer_than_its_time() -> None:
    async def job() -> None:
        readings = Readings(seconds=0.01)
        await _keep(readings, b"un")
        async with asyncio.timeout(60):
            while len(readings):
                await asyncio.sleep(0.01)

    asyncio.run(job())


def test_a_file_read_once_needs_no_worker_any_more() -> None:
    async def job() -> None:
        async with Workers() as workers:
            first = await workers.read(b"Bilan de Jeanne Exemple", "a.txt", "text/plain")
            for pid in workers.pids:
                os.killpg(pid, signal.SIGSTOP)
            async with asyncio.timeout(60):
                assert await workers.read(b"Bilan de Jeanne Exemple", "b.txt", "") == first
            assert "Jeanne" in first.text

    asyncio.run(job())
