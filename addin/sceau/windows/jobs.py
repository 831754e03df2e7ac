"""Jobs: how Windows limits processes and ends them together (``CreateJobObject``)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import contextlib
import functools
from typing import Any

import win32api
import win32con
import win32job
import win32process

_SECOND = 10_000_000
"""In the 100 ns that Windows counts."""

TIME_IS_UP = 1816
"""The exit code of a process that its job ended for the time it took (``ERROR_NOT_ENOUGH_QUOTA``).
"""


@functools.cache
def _own() -> Any:
    """The job this process has put itself into."""
    job: Any = win32job.CreateJobObject(None, "")  # type: ignore[func-returns-value]
    limit = win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    _set(job, LimitFlags=limit)
    win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
    return job


@functools.cache
def _ending_with_us() -> Any:
    """A job whose processes end when its last handle closes: when this process does."""
    job: Any = win32job.CreateJobObject(None, "")  # type: ignore[func-returns-value]
    _set(job, LimitFlags=win32job.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE)
    return job


def confine() -> None:
    """Have this process end without a dialogue when it crashes.

    Raises ``win32job.error`` where Windows refuses.
    """
    _own()


def allow(memory: int, seconds: int) -> None:
    """Let this process use ``memory`` bytes, and ``seconds`` of processor time more than it has.

    Raises ``win32job.error`` where Windows refuses.
    """
    times = win32process.GetProcessTimes(win32api.GetCurrentProcess())
    spent = times["UserTime"]
    _set(
        _own(),
        LimitFlags=win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
        | win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | win32job.JOB_OBJECT_LIMIT_PROCESS_TIME,
        ProcessMemoryLimit=memory,
        PerProcessUserTimeLimit=spent + (seconds + 1) * _SECOND,
    )


def end_with_us(pid: int) -> None:
    """Have the process ``pid`` end when this one does, whatever the way it ends. One that has
    ended already is no fault."""
    with contextlib.suppress(win32job.error):
        access = win32con.PROCESS_SET_QUOTA | win32con.PROCESS_TERMINATE
        process: Any = win32api.OpenProcess(access, False, pid)
        try:
            win32job.AssignProcessToJobObject(_ending_with_us(), process)
        finally:
            process.Close()


def _set(job: Any, **wanted: int) -> None:
    kind = win32job.JobObjectExtendedLimitInformation
    told = win32job.QueryInformationJobObject(job, kind)
    for name, value in wanted.items():
        place = told["BasicLimitInformation"] if name in told["BasicLimitInformation"] else told
        place[name] = value
    win32job.SetInformationJobObject(job, kind, told)
