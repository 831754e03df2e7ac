"""The worker program by itself: frames in, frames out, nothing else, and no longer than asked."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.workers import frames, sandbox
from sceau.workers.frames import Allowance, Failed, Ping, Read, ReadJob, Ready, SealJob, UnsealJob
from support import pdfs

ROOM = Allowance(4 * 2**30, 60)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        sandbox.python("-m", "sceau.workers.process"),
        env=sandbox.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _frame(job: frames.Job, body: bytes = b"") -> bytes:
    return frames.start_of(job, body) + body


def _answers(out: bytes) -> list[tuple[frames.Answer, bytes]]:
    stream, answers = io.BytesIO(out), []
    while prefix := stream.read(frames.LENGTHS.size):
        header, body = frames.lengths_of(prefix)
        answers.append((frames.answer_of(stream.read(header)), stream.read(body)))
    return answers


def test_it_answers_each_frame_and_leaves_at_the_end() -> None:
    asked = _frame(Ping()) + _frame(ReadJob(ROOM, "a.pdf", ""), pdfs.report())
    with _started() as worker:
        out, err = worker.communicate(asked, timeout=30)
    assert worker.returncode == 0
    assert err == b""
    ready, read = [answer for answer, _ in _answers(out)]
    assert isinstance(ready, Ready)
    assert isinstance(read, Read)
    assert read.reading.pages == 3


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (b"", 0),
        (_frame(ReadJob(ROOM, "a.pdf", ""), pdfs.report())[:-10], 0),
        (frames.LENGTHS.pack(2**31, 0), 1),
        (frames.LENGTHS.pack(3, 0) + b"\xc1\xc1\xc1", 1),
        (b"Bonjour, voici une trame", 1),
    ],
    ids=["nothing", "a frame cut off", "an absurd length", "no MessagePack", "text"],
)
def test_what_is_no_frame_ends_it_without_a_word(asked: bytes, code: int) -> None:
    with _started() as worker:
        out, err = worker.communicate(asked, timeout=30)
    assert (worker.returncode, out, err) == (code, b"", b"")


_PARENT = """
import subprocess, sys, time
from sceau.workers import sandbox, frames
worker = subprocess.Popen(
    sandbox.python("-m", "sceau.workers.process"), env=sandbox.environment(),
    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
)
worker.stdin.write(frames.start_of(frames.Ping(), b"")); worker.stdin.flush()
worker.stdout.read(1)
print(worker.pid, flush=True)
time.sleep(60)
"""


def test_it_dies_with_its_parent() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], env=sandbox.environment(), stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        if state == "Z":
            break
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{pid}").exists()


def test_the_password_is_in_no_argument_nor_in_the_environment() -> None:
    password = "k7wd-x3pm-9qvt-b5hz"
    with _started() as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(_frame(SealJob(ROOM, "bilan.pdf", password), pdfs.report()))
        worker.stdin.flush()
        assert worker.stdout.read(1)
        arguments = Path(f"/proc/{worker.pid}/cmdline").read_bytes()
        worker.kill()
    assert password.encode() not in arguments
    assert not any(password in value for value in sandbox.environment().values())
    assert password not in repr(SealJob(ROOM, "bilan.pdf", password)) + repr(
        UnsealJob(ROOM, password)
    )


def test_after_a_failure_nobody_foresaw_it_leaves() -> None:
    code = "from sceau.workers.process import main\ndef fails(j, b): raise KeyError('Jeanne')\n"
    with subprocess.Popen(
        [sys.executable, "-c", code + "main(fails)"],
        env=sandbox.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as worker:
        out, err = worker.communicate(_frame(Ping()) * 3, timeout=30)
    assert _answers(out) == [(Failed("fault"), b"")]
    assert err == b""


@given(
    name=st.text(max_size=50),
    media_type=st.text(max_size=50),
    body=st.binary(max_size=2000),
)
def test_a_job_comes_through_its_frame(name: str, media_type: str, body: bytes) -> None:
    job = ReadJob(ROOM, name, media_type)
    assert frames.take_job(io.BytesIO(_frame(job, body))) == (job, body)
    for cut in (1, len(_frame(job, body)) // 2):
        assert frames.take_job(io.BytesIO(_frame(job, body)[:-cut])) is None
