"""Sealing against the ``qpdf --encrypt`` command: processor time, user and system, as the kernel
counts it (``os.wait4``).

Ours is a warm worker process: its start is measured apart, with a run that only starts, and taken
off. Sealing is measured as it is done, proof included, and encryption alone, as qpdf does it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row
from sceau.workers import frames, sandbox
from support import pdfs

_ROUNDS = 5
_PASSWORD = "k7wd-x3pm-9qvt-b5hz"
_ROOM = frames.Allowance(8 * 2**30, 600)

_WORKER = "from sceau.workers.process import main; main()"
_ENCRYPTING_WORKER = """
import contextlib
from sceau.seal import pdf
from sceau.workers import frames, process

def encrypt(job, body):
    if isinstance(job, frames.Ping):
        return process.handle(job, body)
    state, opened = pdf._open_sealable(body)
    with contextlib.closing(opened):
        compress = job.compress and b"/ObjStm" in body
        return frames.Unsealed((), ()), pdf._encrypt(
            body, opened, state, job.password, compress=compress
        )

process.main(encrypt)
"""


def rows() -> Iterator[Row]:
    """Seal 10 MB of dense text and 100 MB of images, and count."""
    sources = {
        "10 MB of text objects": (pdfs.dense_text(390, 150), "0.6"),
        "100 MB of images": (pdfs.with_images(25, 4_000_000), "1.5"),
    }
    for name, (source, aim) in sources.items():
        yield from _against_qpdf(name, source, aim)


def _against_qpdf(name: str, source: bytes, aim: str) -> Iterator[Row]:
    peers, encryptions, seals = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source.pdf")
        path.write_bytes(source)
        for _ in range(_ROUNDS):
            peers.append(_qpdf(path))
            encryptions.append(_job(_ENCRYPTING_WORKER, source))
            seals.append(_job(_WORKER, source))
    peer = statistics.median(peers)
    for what, times, wanted in (("encrypt", encryptions, aim), ("encrypt and prove", seals, "")):
        ours = statistics.median(times)
        yield Row(
            f"{what} {name}: processor time against qpdf --encrypt",
            f"{ours:.2f} s",
            f"{peer:.2f} s",
            ours / peer,
            f"≤ {wanted}" if wanted else "",
        )


def _qpdf(path: Path) -> float:
    out = path.with_name("sealed.pdf")
    line = ["qpdf", "--encrypt", _PASSWORD, "owner", "256", "--", str(path), str(out)]
    return _cost(subprocess.Popen(line))


def _job(program: str, source: bytes) -> float:
    """Give what one job costs a worker that is up: the whole run, less a run that only starts."""
    job = frames.SealJob(_ROOM, "source.pdf", _PASSWORD, "pdf")
    return _run(program, [(frames.Ping(), b""), (job, source)]) - _run(
        program, [(frames.Ping(), b"")]
    )


def _run(program: str, jobs: list[tuple[frames.Job, bytes]]) -> float:
    worker = subprocess.Popen(
        [sys.executable, "-P", "-s", "-c", program],
        env=sandbox.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    for job, body in jobs:
        worker.stdin.write(frames.start_of(job, body))
        worker.stdin.write(body)
        worker.stdin.flush()
        header, result = frames.lengths_of(worker.stdout.read(frames.LENGTHS.size))
        answer = frames.answer_of(worker.stdout.read(header))
        if isinstance(answer, frames.Failed | frames.Refused):
            raise RuntimeError("the worker did not do its job")
        worker.stdout.read(result)
    worker.stdin.close()
    worker.stdout.close()
    return _cost(worker)


def _cost(process: subprocess.Popen[bytes]) -> float:
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.ours} / {row.peer} = {row.ratio:.2f} {row.aim}")
