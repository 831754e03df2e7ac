"""The workers: whatever a file does to one, the helper gets an answer and the next file is read."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar

import pytest

from sceau.errors import PasswordRefused, SceauError, SealRefused, ServiceRefused
from sceau.phrases import catalogue
from sceau.review.reading.model import FileReading, Opening
from sceau.seal.pdf import opens_with
from sceau.workers import sandbox
from sceau.workers.limits import Limits
from sceau.workers.pool import Workers, limits_in_force
from support import pdfs

PASSWORD = "abcd-2345-wxyz-6789"
TESTS = Path(__file__).resolve().parent.parent
T = TypeVar("T")
QUICK = Limits(read_seconds=3, seal_seconds=3)


def hostile(limits: Limits = QUICK) -> Workers:
    """Workers that do what the file tells them."""
    return Workers(limits, module="support.hostile_worker", paths=(TESTS,))


def run(job: Callable[[], Coroutine[object, object, T]]) -> T:
    """Run a test's coroutine."""
    return asyncio.run(job())


async def _read(workers: Workers, content: bytes) -> FileReading:
    return await workers.read(content, "bilan.pdf", "application/pdf")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _descendants(int(child)))]


async def _until_gone(pids: list[int]) -> bool:
    for _ in range(200):
        if not any(_alive(pid) for pid in pids):
            return True
        await asyncio.sleep(0.02)
    return False


def test_read_seal_and_unseal() -> None:
    async def job() -> None:
        source = pdfs.report()
        async with Workers() as workers:
            reading = await _read(workers, source)
            assert (reading.kind, reading.opening, reading.pages) == ("pdf", Opening.ANYONE, 3)
            sealed = await workers.seal(source, "bilan.pdf", PASSWORD)
            assert opens_with(sealed.content, PASSWORD)
            assert not opens_with(sealed.content, "")
            assert sealed.verified
            assert (await _read(workers, sealed.content)).opening is Opening.PASSWORD
            assert opens_with((await workers.unseal(sealed.content, PASSWORD)).content, "")

    run(job)


@pytest.mark.parametrize(
    ("make", "password", "kind", "reason"),
    [
        (lambda: pdfs.encrypted(6), PASSWORD, SealRefused, "already-protected"),
        (lambda: b"", PASSWORD, SealRefused, "empty-file"),
        (pdfs.report, "é", PasswordRefused, "password-not-ascii"),
    ],
    ids=["a protected file", "an empty file", "a password with an accent"],
)
def test_a_refusal_comes_through_as_it_is(
    make: Callable[[], bytes], password: str, kind: type[SceauError], reason: str
) -> None:
    async def job() -> None:
        async with Workers() as workers:
            with pytest.raises(kind) as refusal:
                await workers.seal(make(), "bilan.pdf", password)
            assert refusal.value.reason == reason

    run(job)


def test_a_wrong_password_comes_through() -> None:
    async def job() -> None:
        async with Workers() as workers:
            with pytest.raises(PasswordRefused) as refusal:
                await workers.unseal(pdfs.encrypted(6), "autre")
            assert refusal.value.reason == "wrong-password"

    run(job)


ACTS = {
    "it aborts": (b"ABORT", "crashed", "seal-crashed"),
    "it ends": (b"EXIT", "crashed", "seal-crashed"),
    "it raises": (b"RAISE", "crashed", "seal-crashed"),
    "it calls itself for ever": (b"RECURSE", "crashed", "seal-crashed"),
    "it sleeps": (b"HANG", "too-slow", "seal-too-slow"),
    "it spins": (b"SPIN", "too-slow", "seal-too-slow"),
    "it hoards memory": (b"MEMORY", "memory", "seal-memory"),
}


@pytest.mark.parametrize(("act", "problem", "reason"), ACTS.values(), ids=ACTS)
def test_a_file_that_takes_its_worker_down_is_told_and_the_next_is_read(
    act: bytes, problem: str, reason: str
) -> None:
    async def job() -> None:
        async with hostile(Limits(read_seconds=1.5, seal_seconds=1.0, memory=2**30)) as workers:
            reading = await _read(workers, act)
            assert reading.problem is not None
            assert reading.problem.key == f"reading.problem.{problem}"
            assert reading.opening is Opening.UNKNOWN
            assert (await _read(workers, pdfs.report())).pages == 3
            with pytest.raises(SealRefused) as refusal:
                await workers.seal(act, "bilan.pdf", PASSWORD)
            assert refusal.value.reason == reason
            assert f"error.{reason}" in catalogue("fr")
            assert (await workers.seal(pdfs.report(), "bilan.pdf", PASSWORD)).pages == 3

    run(job)


def test_processor_time_runs_out_before_the_clock() -> None:
    class Patient(Limits, frozen=True):
        def reading(self, size: int) -> float:
            return 60

        def allowance(self, size: int, seconds: float):  # type: ignore[no-untyped-def]
            return super().allowance(size, 0)

    async def job() -> None:
        async with hostile(Patient()) as workers:
            begun = time.monotonic()
            reading = await _read(workers, b"SPIN")
            assert reading.problem is not None
            assert reading.problem.key == "reading.problem.too-slow"
            assert time.monotonic() - begun < 20

    run(job)


def test_what_a_library_prints_goes_nowhere() -> None:
    async def job() -> None:
        async with hostile() as workers:
            reading = await _read(workers, b"PRINT")
            assert reading.problem is not None
            assert reading.problem.values["text"] == "printed"

    run(job)


def test_kill_9_in_the_middle_is_told_and_the_worker_replaced() -> None:
    async def job() -> None:
        async with hostile(Limits()) as workers:
            await workers.warm()
            before = set(workers.pids)
            reading = asyncio.create_task(_read(workers, b"HANG"))
            await asyncio.sleep(0.3)
            for pid in before:
                os.kill(pid, signal.SIGKILL)
            told = await asyncio.wait_for(reading, 5)
            assert told.problem is not None
            assert told.problem.key == "reading.problem.crashed"
            assert (await _read(workers, pdfs.report())).pages == 3
            assert not before & set(workers.pids)

    run(job)


def test_a_worker_killed_while_idle_is_replaced_without_a_word() -> None:
    async def job() -> None:
        async with Workers() as workers:
            await workers.warm()
            for pid in workers.pids:
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.3)
            assert (await _read(workers, pdfs.report())).problem is None

    run(job)


def test_cancelling_kills_the_worker_and_all_under_it() -> None:
    async def job() -> None:
        async with hostile(Limits()) as workers:
            await workers.warm()
            reading = asyncio.create_task(_read(workers, b"SPIN"))
            await asyncio.sleep(0.3)
            busy = [one for pid in workers.pids for one in _descendants(pid)]
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            left = [one for pid in workers.pids for one in _descendants(pid)]
            gone = [pid for pid in busy if pid not in left]
            assert gone
            assert await _until_gone(gone)

    run(job)


def test_leaving_ends_every_process() -> None:
    async def job() -> None:
        async with Workers() as workers:
            await workers.warm()
            pids = [one for pid in workers.pids for one in _descendants(pid)]
            assert len(pids) >= 2
        assert await _until_gone(pids)

    run(job)


def test_an_idle_worker_leaves_and_comes_back_when_needed() -> None:
    async def job() -> None:
        async with Workers(Limits(idle_seconds=0.3)) as workers:
            assert (await _read(workers, pdfs.report())).pages == 3
            pids = list(workers.pids)
            assert len(pids) == 1
            assert await _until_gone(pids)
            assert workers.pids == ()
            assert (await _read(workers, pdfs.report())).pages == 3

    run(job)


def test_twenty_files_at_once_each_get_their_own_answer() -> None:
    async def job() -> None:
        async with Workers() as workers:
            readings = await asyncio.gather(
                *(_read(workers, pdfs.report(pages)) for pages in range(1, 21))
            )
            assert [one.pages for one in readings] == list(range(1, 21))
            assert len(workers.pids) <= 2

    run(job)


def test_twenty_files_at_once_of_which_half_are_hostile() -> None:
    async def job() -> None:
        async with hostile() as workers:
            contents = [pdfs.report(n) if n % 2 else b"ABORT" for n in range(1, 21)]
            readings = await asyncio.gather(*(_read(workers, one) for one in contents))
            assert [one.pages for one in readings] == [n if n % 2 else None for n in range(1, 21)]

    run(job)


def test_sealing_does_not_hold_up_a_review() -> None:
    async def job() -> None:
        async with hostile(Limits()) as workers:
            await workers.warm()
            sealing = asyncio.create_task(workers.seal(b"HANG", "bilan.pdf", PASSWORD))
            await asyncio.sleep(0.1)
            await asyncio.wait_for(_read(workers, pdfs.report()), 2)
            assert not sealing.done()
            sealing.cancel()
            await asyncio.gather(sealing, return_exceptions=True)

    run(job)


def test_a_file_over_the_limit_never_reaches_a_worker() -> None:
    async def job() -> None:
        async with Workers(Limits(largest=100)) as workers:
            reading = await _read(workers, pdfs.report())
            assert (reading.kind, reading.problem and reading.problem.key) == (
                "pdf",
                "reading.problem.too-large",
            )
            for refused in (
                workers.seal(pdfs.report(), "bilan.pdf", PASSWORD),
                workers.unseal(pdfs.report(), PASSWORD),
            ):
                with pytest.raises(SealRefused) as refusal:
                    await refused
                assert refusal.value.reason == "too-large"
            assert workers.pids == ()

    run(job)


def test_a_worker_that_does_not_start_is_told() -> None:
    async def job() -> None:
        async with Workers(module="sceau.workers.nowhere") as workers:
            reading = await _read(workers, pdfs.report())
            assert reading.problem is not None
            assert reading.problem.key == "reading.problem.no-worker"
            with pytest.raises(ServiceRefused) as refusal:
                await workers.seal(pdfs.report(), "bilan.pdf", PASSWORD)
            assert refusal.value.reason == "no-worker"
            with pytest.raises(ServiceRefused):
                await workers.warm()

    run(job)


def test_a_file_that_inflates_is_sealed_all_the_same() -> None:
    async def job() -> None:
        async with Workers(Limits(seal_seconds=1.5, seal_seconds_per_mb=0)) as workers:
            await workers.warm()
            source = pdfs.inflating(600)
            sealed = await workers.seal(source, "bilan.pdf", PASSWORD)
            assert len(sealed.content) < 2 * len(source)

    run(job)


def test_a_broken_sandbox_does_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    sandbox.works.cache_clear()

    async def job() -> None:
        async with Workers() as workers:
            assert (await _read(workers, pdfs.report())).pages == 3
            sealed = await workers.seal(pdfs.report(), "bilan.pdf", PASSWORD)
            assert opens_with(sealed.content, PASSWORD)

    try:
        assert not limits_in_force().sandbox
        run(job)
    finally:
        sandbox.works.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")
def test_the_sandbox_shows_neither_files_nor_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits_in_force().sandbox, "bubblewrap is needed here"
    monkeypatch.setenv("SCEAU_TEST_SECRET", "s")
    secret = Path.home() / f".sceau-test-{os.getpid()}"
    secret.write_text("x")

    async def job(port: int) -> str:
        async with hostile() as workers:
            place = f"REACH {port}|{secret}|{tmp_path}".encode()
            reading = await _read(workers, place)
            assert reading.problem is not None
            return str(reading.problem.values["text"])

    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            assert run(lambda: job(server.getsockname()[1])) == ""
    finally:
        secret.unlink()


def test_all_limits_are_in_force_on_linux() -> None:
    async def job() -> None:
        async with Workers() as workers:
            await workers.warm()
            (worker, _), *_ = workers._readers._idle
            for name in ("core", "files", "processor", "memory", "parent", "hidden"):
                assert name in worker.limits

    limits = limits_in_force()
    assert limits.memory
    assert limits.processor
    assert limits.core
    assert limits.parent
    run(job)
