"""Starting, and staying: the command's first answer, and the memory of the idle helper."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.row import Row
from sceau.demo.sample import clean_mail

ROUNDS = 15
SCEAU = Path(sys.executable).with_name("sceau")
MIB = 2**20


def _environment(home: Path) -> dict[str, str]:
    """A user of its own, so that no settings and no helper of the real one are met."""
    return {
        **os.environ,
        "SCEAU_HOME": str(home),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "PYTHONPATH": "",
    }


def _seconds(command: Sequence[str], environment: dict[str, str], answer: bytes) -> float:
    """Give how long the command takes to say what it is asked for, beginning to end."""
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - start
    if not done.stdout.startswith(answer):
        raise RuntimeError(f"{command[0]} answered {done.returncode}: {done.stderr[-400:]!r}")
    return taken


def _against_bare_python(
    what: str, command: Sequence[str], environment: dict[str, str], answer: bytes
) -> Row:
    bare = [sys.executable, "-c", "pass"]
    for warm_up in (command, bare):
        subprocess.run(warm_up, env=environment, capture_output=True, check=False)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds(command, environment, answer))
        peer.append(_seconds(bare, environment, b""))
    mine, theirs = statistics.median(ours), statistics.median(peer)
    peers = f"{theirs * 1000:.0f} ms, python -c pass"
    return Row(what, f"{mine * 1000:.0f} ms", peers, mine / theirs)


def _family(pid: int) -> list[int]:
    """Give the process and everything it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> int:
    """Give the proportional set size of a process, in bytes (proc(5), smaps_rollup)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    if not found:
        raise RuntimeError("the kernel does not say how much memory the process has")
    return int(found[1]) * 1024


def _idle_helper(home: Path) -> Row:
    bare = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    helper = subprocess.Popen(
        [sys.executable, "-m", "sceau.helper"],
        env=_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 20
        while not any(home.rglob("helper.sock")):
            if helper.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the helper did not come up: {helper.poll()}")
            time.sleep(0.05)
        time.sleep(1.5)
        mine = sum(_pss(pid) for pid in _family(helper.pid))
        theirs = _pss(bare.pid)
    finally:
        helper.terminate()
        helper.wait(timeout=20)
        bare.communicate(b"\n")
    return Row(
        "memory of the idle helper, with its children (PSS)",
        f"{mine / MIB:.0f} MiB",
        f"{theirs / MIB:.0f} MiB, python waiting for a line",
        mine / theirs,
    )


def rows() -> Iterator[Row]:
    """Give each row as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        mail = home / "mail.eml"
        mail.write_bytes(clean_mail())
        environment = _environment(home)
        yield _against_bare_python(
            "`sceau --version`", [str(SCEAU), "--version"], environment, b"sceau "
        )
        yield _against_bare_python(
            "`sceau check` of a small mail",
            [str(SCEAU), "check", str(mail), "--json"],
            environment,
            b"{",
        )
        yield _idle_helper(home)
