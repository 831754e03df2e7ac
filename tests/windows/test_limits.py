"""What a worker may use on Windows, and that none outlives the helper."""

from __future__ import annotations

import json

import pytest

from support.wine import Wine

pytestmark = pytest.mark.e2e


def test_windows_is_asked_to_hold_its_memory_and_its_time(windows: Wine) -> None:
    # Wine 8 takes these limits and keeps neither: docs/admin/checklist-windows.md has that line
    done = windows.python(
        "-c",
        """
import json, win32job
from sceau.windows import jobs
real, asked = win32job.SetInformationJobObject, []
def noting(job, kind, told):
    asked.append(told)
    real(job, kind, told)
win32job.SetInformationJobObject = noting
jobs.confine()
jobs.allow(512 * 2**20, 7)
last = asked[-1]
print(json.dumps([last["ProcessMemoryLimit"], last["BasicLimitInformation"]]))
""",
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    memory, basic = json.loads(done.stdout)
    process_time, process_memory, no_dialogue = 0x2, 0x100, 0x400
    assert basic["LimitFlags"] == process_time | process_memory | no_dialogue
    assert memory == 512 * 2**20
    assert 8 * 10_000_000 <= basic["PerProcessUserTimeLimit"] < 60 * 10_000_000


def test_a_worker_ends_with_the_helper_however_that_ends(windows: Wine) -> None:
    done = windows.python(
        "-c",
        """
import os, subprocess, sys
from sceau.windows import jobs
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
jobs.end_with_us(child.pid)
print(child.pid, flush=True)
os._exit(3)
""",
    )
    assert done.returncode == 3, done.stderr.decode(errors="replace")
    pid = int(done.stdout)
    look = f"""
import ctypes, time
from ctypes import wintypes
for _ in range(100):
    handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, {pid})
    code = wintypes.DWORD()
    if not handle or (ctypes.windll.kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
                      and code.value != 259):
        raise SystemExit(0)
    ctypes.windll.kernel32.CloseHandle(handle)
    time.sleep(0.1)
raise SystemExit(9)
"""
    assert windows.python("-c", look).returncode == 0
