"""Many runs, several at a time, against one server."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, TypeVar

from faults.plan import Kill, Plan
from faults.process import PASSWORD, USER, draft_of, run
from faults.tally import Tally, count, message_id
from sceau.outbox.mailbox import Mailbox
from support.faults import Proxy
from support.smtp_server import Accepted, Rules, Server, running_loop

_What = TypeVar("_What")
_AT_ONCE = 4
_PROCESSES = 12  # a run that needs more never ends
_LONGEST = 60  # seconds for one process


class Runner:
    """Runs plans; made by :func:`runner`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, server: Server, folder: Path) -> None:
        self._loop = loop
        self._server = server
        self._folder = folder
        self._context = fork_server()
        # starting a process also collects those that ended, which two threads must not do at once
        self._children = threading.Lock()

    def run_all(
        self, plans: Iterable[Plan], shown: Callable[[Tally], None] = lambda _: None
    ) -> Tally:
        """Run every plan and give the sum; ``shown`` is told it as it grows."""
        total = Tally()

        def add(one: Tally) -> None:
            total.add(one)
            shown(total)

        self.each(self.run, plans, add)
        return total

    def each(
        self,
        run: Callable[[_What], Tally],
        plans: Iterable[_What],
        heard: Callable[[Tally], None],
    ) -> None:
        """Run several at a time; ``heard`` is told each one's count, in their order."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in pool.map(run, plans):
                heard(one)

    def steps(self) -> dict[int, int]:
        """Count the steps of a whole way, for one and for three transmissions."""
        found = {}
        for transmissions in (1, 3):
            plan = Plan(-transmissions, transmissions=transmissions)
            with self._place(plan) as (folder, proxy):
                passed = self._process(plan, folder, proxy, Kill(), first=True, tally=Tally())
                assert passed is not None
                found[transmissions] = passed
        return found

    def run(self, plan: Plan) -> Tally:
        """Run one plan to its end and count what came of it."""
        seen = Tally()
        with self._place(plan) as (folder, proxy):
            for number in range(_PROCESSES):
                kill = plan.kills[number] if number < len(plan.kills) else Kill()
                ended = self._process(plan, folder, proxy, kill, first=number == 0, tally=seen)
                if ended is not None and number > 0:
                    break
            self.wait_for(proxy.settle())
            tally = count(plan, folder, self.accepted_of(plan))
            tally.asked, tally.killed, tally.struck = seen.asked, seen.killed, int(proxy.struck)
            return tally

    @contextlib.contextmanager
    def _place(self, plan: Plan) -> Iterator[tuple[Path, Proxy]]:
        proxy = Proxy(self._server.port, plan.fault)
        self.wait_for(proxy.start())
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            folder = Path(name)
            if plan.source == "file":
                (folder / "mail.eml").write_bytes(draft_of(plan))
            else:
                Mailbox(folder / "mailbox").add_draft(draft_of(plan))
            try:
                yield folder, proxy
            finally:
                self.wait_for(proxy.close())

    def _process(
        self, plan: Plan, folder: Path, proxy: Proxy, kill: Kill, *, first: bool, tally: Tally
    ) -> int | None:
        """Run one process of a plan; see :meth:`process`."""
        words = (plan, str(folder), proxy.port, kill, first)
        return self.process(run, words, kill, proxy, tally)

    def process(
        self,
        target: Callable[..., None],
        words: tuple[Any, ...],
        kill: Kill,
        proxy: Proxy,
        tally: Tally,
        longest: float = _LONGEST,
    ) -> int | None:
        """Run ``target`` with ``words`` and a connection to here in a process of its own; give how
        many steps it passed, or None where it was killed.

        Raises AssertionError where it ended otherwise: then the harness itself is wrong.
        """
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=target, args=(*words, theirs), daemon=True)
        with self._children:
            process.start()
        theirs.close()
        passed: int | None = None
        try:
            while passed is None:
                assert ours.poll(longest), f"a process stands still in {words[0]}"
                told = ours.recv()
                if isinstance(told, int):
                    passed = told
                else:
                    tally.asked += 1
                    ours.send(self._arrived(told, proxy))
        except (EOFError, ConnectionResetError, BrokenPipeError):
            passed = None
        finally:
            ours.close()
        wait([process.sentinel], longest)
        with self._children:
            process.join(0)
            code = process.exitcode
        killed = kill != Kill() and code == -9
        assert killed or code == 0, f"a process ended with {code} in {words[0]}"
        tally.killed += killed
        return None if killed else passed

    def _arrived(self, wanted: str, proxy: Proxy) -> bool:
        """What the person finds out: the server's own record, once nothing is under way."""
        self.wait_for(proxy.settle())
        return any(message_id(one.content) == wanted for one in self._server.accepted)

    @property
    def smtp_port(self) -> int:
        """Where the server listens, with no proxy before it."""
        return self._server.port

    def accepted_of(self, plan: Plan) -> list[Accepted]:
        """Give what the server accepted of one run."""
        return [one for one in self._server.accepted if _is_of(plan, one.content)]

    def wait_for(self, what: Any) -> None:
        """Do something in the loop of the servers, to its end."""
        asyncio.run_coroutine_threadsafe(what, self._loop).result(30)


@contextlib.contextmanager
def runner() -> Iterator[Runner]:
    """Give a runner, its server listening until the block ends."""
    with running_loop() as loop, tempfile.TemporaryDirectory(prefix="sceau-faults-") as folder:
        server = Server(Rules(users={USER: PASSWORD}), loop)
        listening = asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
        try:
            yield Runner(loop, server, Path(folder))
        finally:
            loop.call_soon_threadsafe(listening.close)


def numbered(plans: Iterable[Plan], start: int) -> list[Plan]:
    """Give plans other numbers, so that several series can share a server."""
    return [replace(one, number=start + index) for index, one in enumerate(plans)]


def _is_of(plan: Plan, content: bytes) -> bool:
    return message_id(content).startswith(f"<run-{plan.number}.")


def fork_server(module: str = "faults.process") -> ForkServerContext:
    """Give a fork server that has loaded ``module`` once: a process takes milliseconds to start.
    There is one for this process; what it loaded first stays."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module, "faults.imap_process"])
    before = os.environ.get("PYTHONPATH")
    # what it loads before it forks, it looks for where its environment says
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        multiprocessing.forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context
