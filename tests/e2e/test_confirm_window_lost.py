"""Whatever becomes of the window, or where there can be none, the verdict is *keep*."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from sceau.desk.screen import screen_available
from sceau.desk.view import Act, Keep
from sceau.desk.window import ConfirmWindow, WindowLost
from support.sessions import in_thread, settled, shows_again
from support.views import (
    CLEAN,
    SEALED,
)
from support.windows import Desktop, alive, children, wait_for

pytestmark = pytest.mark.e2e


async def killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


async def frozen(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


async def page_killed(pid: int) -> None:
    os.kill(_page_process(pid), signal.SIGKILL)


async def page_frozen(pid: int) -> None:
    os.kill(_page_process(pid), signal.SIGSTOP)


def _page_process(pid: int) -> int:
    for child in children(pid):
        if "WebKitWebProces" in Path(f"/proc/{child}/comm").read_text():
            return child
    raise AssertionError("no page process")


@pytest.mark.parametrize(
    ("mishap", "reason"),
    [
        (killed, "window-lost"),
        (frozen, "window-frozen"),
        (page_killed, "window-lost"),
        (page_frozen, "window-frozen"),
    ],
    ids=["is killed", "freezes", "loses its page", "has a page that freezes"],
)
def test_a_window_that_goes_wrong_ends_in_keep(
    runner: asyncio.Runner, desk: Desktop, mishap: Callable[[int], Awaitable[None]], reason: str
) -> None:
    async def go() -> tuple[list[Act], str]:
        window = ConfirmWindow(environment=desk.environment, patience=2)
        await window.start()
        pid = window.pid
        assert pid is not None
        family = [pid, *children(pid)]
        async with window.session(SEALED) as session:
            await settled(session)
            await mishap(pid)
            async with asyncio.timeout(15):
                acts = [act async for act in session.acts()]
            assert session.lost is not None
            told = session.lost.reason
        assert await shows_again(window), "the next mail has a new window"
        await window.close()
        for one in family:
            await in_thread(wait_for, f"process {one} is gone", lambda one=one: not alive(one))
        return acts, told

    assert runner.run(go()) == ([Keep()], reason)


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_of_a_click_given_up_while_its_window_stands_still_no_process_stays(
    runner: asyncio.Runner, desk: Desktop, times: int
) -> None:
    async def go() -> None:
        window = ConfirmWindow(environment=desk.environment, patience=60)
        await window.start()
        pid = window.pid
        assert pid is not None
        family = [pid, *children(pid)]
        shown = asyncio.Event()

        async def click() -> None:
            async with window.session(SEALED) as session:
                await settled(session)
                shown.set()
                await asyncio.Event().wait()

        clicked = asyncio.create_task(click())
        await shown.wait()
        await frozen(pid)
        for _ in range(times):
            clicked.cancel()
            await asyncio.sleep(0.1)
        await asyncio.gather(clicked, return_exceptions=True)
        await window.close()
        for one in family:
            await in_thread(wait_for, f"process {one} is gone", lambda one=one: not alive(one))

    runner.run(go())


def test_the_window_goes_with_the_helper(runner: asyncio.Runner, desk: Desktop) -> None:
    async def helper_killed() -> list[int]:
        script = (
            "import asyncio\nfrom sceau.desk.window import ConfirmWindow\n"
            "async def main():\n window = ConfirmWindow()\n await window.start()\n"
            " print(window.pid, flush=True)\n await asyncio.sleep(60)\nasyncio.run(main())\n"
        )
        environment = {**desk.environment, "PYTHONPATH": "addin"}
        helper = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, env=environment
        )
        assert helper.stdout is not None
        pid = int(await helper.stdout.readline())
        family = [pid, *children(pid)]
        helper.kill()
        await helper.wait()
        return family

    for one in runner.run(helper_killed()):
        wait_for(f"process {one} is gone", lambda one=one: not alive(one))


def test_an_idle_window_leaves_and_comes_back(runner: asyncio.Runner, desk: Desktop) -> None:
    async def go() -> None:
        window = ConfirmWindow(environment=desk.environment, idle=0.5)
        await window.start()
        pid = window.pid
        assert pid is not None
        await in_thread(wait_for, "it leaves", lambda: not alive(pid))
        assert window.pid is None
        assert await shows_again(window)
        await window.close()

    runner.run(go())


async def _acts_without(window: ConfirmWindow) -> tuple[list[Act], str]:
    async with window.session(CLEAN) as session:
        acts = [act async for act in session.acts()]
        assert session.lost is not None
        return acts, session.lost.reason


def _programs(**programs: str) -> dict[str, tuple[str, ...]]:
    return {name: (sys.executable, "-c", text) for name, text in programs.items()}


FALSE_WINDOWS = _programs(
    ends_at_once="raise SystemExit(3)",
    talks_nonsense="print('Gtk-WARNING: cannot open display', flush=True); input()",
    speaks_another_protocol='print(\'{"frame": "ready", "protocol": 99}\', flush=True); input()',
) | {"is not there": ("/nonexistent/program",)}


@pytest.mark.parametrize("command", FALSE_WINDOWS.values(), ids=FALSE_WINDOWS)
def test_a_window_program_that_does_not_work_ends_in_keep(
    runner: asyncio.Runner, command: tuple[str, ...]
) -> None:
    acts, reason = runner.run(_acts_without(ConfirmWindow(command=command)))
    assert acts == [Keep()]
    assert reason in ("window-not-started", "window-lost")


@pytest.mark.parametrize(
    "display", ["", ":99999", "nowhere.invalid:0"], ids=["none", "dead", "elsewhere"]
)
def test_without_a_screen_it_ends_in_keep(
    runner: asyncio.Runner, desk: Desktop, display: str
) -> None:
    environment = {**desk.environment, "DISPLAY": display}
    acts, reason = runner.run(_acts_without(ConfirmWindow(environment=environment)))
    assert (acts, reason) == ([Keep()], "window-no-screen")
    with pytest.raises(WindowLost):
        runner.run(ConfirmWindow(environment=environment).start())


@pytest.mark.parametrize(
    ("environment", "available"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":99999"}, False),
        ({"DISPLAY": "terminal-server:10.0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nonexistent"}, False),
    ],
    ids=["nothing named", "an empty name", "a dead display", "another machine's", "dead Wayland"],
)
def test_a_screen_is_there_or_not(environment: dict[str, str], available: bool) -> None:
    assert screen_available(environment) is available


def test_the_desktops_own_screen_is_there(desk: Desktop) -> None:
    assert screen_available(desk.environment)
