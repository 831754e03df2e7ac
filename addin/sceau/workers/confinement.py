"""The limits a worker puts on itself: memory, processor time, no core dump, no longer than its
parent.

On Windows a job of the process's own holds it (:mod:`sceau.windows.jobs`), and another of the
helper's ends it with the helper.
"""

from __future__ import annotations

import ctypes
import signal
import sys

from sceau.workers.frames import Allowance

_OPEN_FILES = 64
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4


def expected() -> tuple[str, ...]:
    """Name the limits a worker puts on itself on this system, without putting any on."""
    if sys.platform == "win32":
        return ("core", "memory", "processor")
    if sys.platform == "darwin":
        return ("core", "files", "processor")
    return ("core", "files", "processor", "memory", "parent", "hidden")


def confine() -> tuple[str, ...]:
    """Put on the limits that hold for the life of the process; gives the names of those in force:
    ``core``, ``files``, ``memory``, ``processor``, ``parent``, ``hidden``."""
    if sys.platform == "win32":
        from sceau.windows import jobs

        jobs.confine()
        return expected()
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)
    limits = ["core", "files", "processor"]
    if sys.platform != "darwin":
        # macOS takes RLIMIT_AS and does not hold it
        limits.append("memory")
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0:
            limits.append("parent")
        # a password is in this process's memory: others of the same user may not look into it
        if libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0:
            limits.append("hidden")
    return tuple(limits)


def allow(allowance: Allowance) -> None:
    """Let the next job use this much, counted from what the process has used."""
    if sys.platform == "win32":
        from sceau.windows import jobs

        jobs.allow(allowance.memory, allowance.seconds)
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    _lower(resource.RLIMIT_CPU, spent + allowance.seconds)
    if sys.platform != "darwin":
        _lower(resource.RLIMIT_AS, allowance.memory)


def give_back() -> None:
    """Give the memory that is not used any more back to the system, where the C library can."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def _lower(which: int, wanted: int) -> None:
    """Set the soft limit to ``wanted``, within the hard one that was there."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(which)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (soft, hard))
