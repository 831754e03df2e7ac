"""The real window, on a desktop of its own: what is done in it arrives, and whatever becomes of it
the verdict is *keep*.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from sceau.desk import gtk_window
from sceau.desk.screen import screen_available
from sceau.desk.view import Act, Close, ConfirmView, Keep, Remove, Seal, Send, TakeCure
from sceau.desk.window import ConfirmWindow, WindowLost, WindowSession
from support.views import (
    CLEAN,
    CROWD,
    ENDED,
    HOSTILE,
    PASSWORD,
    RISKY,
    SEALED,
    VISIBLE,
    WORKING,
    dressed,
    later,
)
from support.windows import Desktop, alive, children, desktop, wait_for

pytestmark = pytest.mark.e2e

TITLE = "Vérification avant envoi"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def window(desk: Desktop, runner: asyncio.Runner) -> Iterator[ConfirmWindow]:
    """One window for the whole module, as a helper keeps it."""
    one = ConfirmWindow(environment=desk.environment)
    runner.run(one.start())
    yield one
    runner.run(one.close())


async def next_act(session: WindowSession, seconds: float = 20) -> Act:
    """Give the next act of the person."""
    acts = session.acts()
    async with asyncio.timeout(seconds):
        return await anext(acts)


async def in_thread(call: Callable[..., object], *values: object) -> None:
    """Do something on the desktop while the helper's loop goes on."""
    await asyncio.to_thread(call, *values)


async def settled(session: WindowSession, revision: int = 1) -> None:
    """Wait until the window is on the screen and would take an Enter."""
    assert await session.painted(revision)
    await asyncio.sleep(0.7)


# -- what a person does -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "role", "name", "act"),
    [
        (RISKY, "toggle button", "Chiffrer Bilan diététique.pdf", Seal("2", True)),
        (RISKY, "push button", "Passer en Cci", TakeCure(VISIBLE.id, 0)),
        (RISKY, "push button", "Retirer Marc Petit", Remove("m.petit@courrier.example")),
        (SEALED, "push button", "Chiffrer, passer en Cci et envoyer", Send(1)),
        (CLEAN, "push button", "Envoyer", Send(1)),
        (RISKY, "push button", "Revenir au message Échap", Keep()),
        (ENDED, "push button", "Terminer", Close()),
    ],
    ids=[
        "turns a switch",
        "moves to hidden copy",
        "removes somebody",
        "seals and sends",
        "sends",
        "goes back",
        "has read how it ended",
    ],
)
def test_what_a_screen_reader_presses_arrives(
    runner: asyncio.Runner,
    desk: Desktop,
    window: ConfirmWindow,
    view: ConfirmView,
    role: str,
    name: str,
    act: Act,
) -> None:
    async def press() -> Act:
        shown = msgspec.structs.replace(view, revision=1)
        async with window.session(shown) as session:
            await settled(session)
            wanted = name if role != "push button" or "Échap" not in name else "Revenir au message"
            await in_thread(desk.press, role, wanted)
            return await next_act(session)

    assert runner.run(press()) == act


@pytest.mark.parametrize(
    ("view", "keys", "act"),
    [
        (RISKY, ("Escape",), Keep()),
        (CLEAN, ("Return",), Send(1)),
        (WORKING, ("Escape",), Keep()),
        (ENDED, ("Escape",), Close()),
    ],
    ids=["Esc goes back", "Enter sends what is clean", "Esc cancels", "Esc closes what has ended"],
)
def test_keys_reach_the_window_that_has_just_come_up(
    runner: asyncio.Runner,
    desk: Desktop,
    window: ConfirmWindow,
    view: ConfirmView,
    keys: tuple[str, ...],
    act: Act,
) -> None:
    async def press() -> Act:
        async with window.session(msgspec.structs.replace(view, revision=1)) as session:
            await settled(session)
            await in_thread(desk.key, *keys)
            return await next_act(session)

    assert runner.run(press()) == act


def test_enter_does_nothing_where_there_is_a_risk(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def press() -> Act:
        async with window.session(RISKY) as session:
            await settled(session)
            await in_thread(desk.key, "Return", "space", "Return", "Escape")
            return await next_act(session)

    assert runner.run(press()) == Keep()


@pytest.mark.parametrize(
    ("view", "act"), [(RISKY, Keep()), (ENDED, Close())], ids=["deciding", "ended"]
)
def test_the_x_keeps_the_mail(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow, view: ConfirmView, act: Act
) -> None:
    async def press() -> tuple[Act, int | None]:
        async with window.session(msgspec.structs.replace(view, revision=1)) as session:
            await settled(session)
            await in_thread(desk.press_x, TITLE)
            return await next_act(session), session.lost

    assert runner.run(press()) == (act, None)
    assert runner.run(_shows_again(window)), "the same process shows the next mail"


async def _shows_again(window: ConfirmWindow) -> bool:
    before = window.pid
    async with window.session(CLEAN) as session:
        painted = await session.painted(1)
    return painted and before is not None and window.pid == before


def test_the_window_follows_the_views_it_is_given(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def follow() -> None:
        async with window.session(RISKY) as session:
            await settled(session)
            assert not desk.has("push button", "Copier")
            session.update(later(SEALED, RISKY))
            assert await session.painted(2)
            await in_thread(wait_for, "the password", lambda: desk.has("push button", "Copier"))
            session.update(dressed(ENDED))
            assert await session.painted(ENDED.revision)
            await in_thread(wait_for, "the end", lambda: desk.has("push button", "Terminer"))

    runner.run(follow())


def test_nothing_of_a_mail_is_left_when_its_window_goes(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def one_after_the_other() -> None:
        async with window.session(SEALED) as session:
            await settled(session)
            assert desk.windows(TITLE)
        assert not desk.windows(TITLE), "it is hidden when the session ends"
        async with window.session(dressed(CLEAN, "en")) as session:
            await settled(session)
            assert desk.windows("Check before sending")
            assert desk.names("toggle button") == []
            assert "Copier" not in desk.names("push button")

    runner.run(one_after_the_other())


def test_a_late_act_does_not_count_for_the_next_mail(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def race() -> list[Act]:
        async with window.session(CLEAN) as session:
            await settled(session)
            pressing = asyncio.create_task(in_thread(desk.key, *["Return"] * 12))
            await next_act(session)
        heard = []
        async with window.session(CLEAN) as session:
            await session.painted(1)
            await pressing
            while True:
                try:
                    heard.append(await next_act(session, 0.5))
                except TimeoutError:
                    return heard

    assert runner.run(race()) == []


def test_the_password_is_copied_natively(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def copy() -> str:
        async with window.session(SEALED) as session:
            await settled(session)
            await in_thread(desk.press, "push button", "Copier")
            await asyncio.sleep(0.3)
            return await asyncio.to_thread(_pasted, desk)

    assert runner.run(copy()) == PASSWORD


def _pasted(desk: Desktop) -> str:
    script = (
        "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk, Gdk;"
        "Gtk.init([]);"
        "print(Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).wait_for_text() or '', end='')"
    )
    return desk.run(sys.executable, "-c", script)


@pytest.mark.parametrize(
    ("copied_since", "left"),
    [("", ""), ("Bonjour", "Bonjour")],
    ids=["it is cleared", "what was copied since is left alone"],
)
def test_the_password_does_not_stay_on_the_clipboard(
    runner: asyncio.Runner, desk: Desktop, copied_since: str, left: str
) -> None:
    assert gtk_window.CLIPBOARD_SECONDS == 60
    hasty = (
        "from sceau.desk import gtk_window, window_process;"
        "gtk_window.CLIPBOARD_SECONDS = 1.5; window_process.main()"
    )

    async def copy() -> str:
        window = ConfirmWindow(
            environment=desk.environment, command=(sys.executable, "-P", "-c", hasty)
        )
        async with window.session(SEALED) as session:
            await settled(session)
            await in_thread(desk.press, "push button", "Copier")
            await asyncio.sleep(0.5)
            assert await asyncio.to_thread(_pasted, desk) == PASSWORD
            other = desk.copying(copied_since) if copied_since else None
            await asyncio.sleep(2)
            found = await asyncio.to_thread(_pasted, desk)
            if other is not None:
                other.kill()
                other.wait()
        await window.close()
        return found

    assert runner.run(copy()) == left


def test_hostile_names_are_text_in_webkit_too(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def look() -> list[str]:
        async with window.session(HOSTILE) as session:
            await settled(session)
            return await asyncio.to_thread(desk.names, "push button")

    names = runner.run(look())
    assert "Retirer <img src=x onerror=globalThis.taken=1>" in names


def test_text_that_is_no_unicode_does_not_stop_the_window(
    runner: asyncio.Runner, window: ConfirmWindow
) -> None:
    async def look() -> bool:
        async with window.session(msgspec.structs.replace(RISKY, subject="a\udce9b")) as session:
            return await session.painted(1)

    assert runner.run(look())


def test_two_thousand_recipients_are_shown_in_time(
    runner: asyncio.Runner, window: ConfirmWindow
) -> None:
    async def look() -> bool:
        async with window.session(CROWD) as session, asyncio.timeout(8):
            return await session.painted(1)

    assert runner.run(look())


def test_two_mails_at_once_each_have_a_window(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow
) -> None:
    async def both() -> None:
        async with window.session(RISKY) as first, window.session(CLEAN) as second:
            assert await first.painted(1)
            assert await second.painted(1)
            await in_thread(
                wait_for, "two windows are there", lambda: len(desk.windows(TITLE)) == 2
            )

    runner.run(both())
    wait_for("both are gone", lambda: not desk.windows(TITLE))


# -- what may become of the window ------------------------------------------------------------


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
        assert await _shows_again_anew(window), "the next mail has a new window"
        await window.close()
        for one in family:
            await in_thread(wait_for, f"process {one} is gone", lambda one=one: not alive(one))
        return acts, told

    assert runner.run(go()) == ([Keep()], reason)


async def _shows_again_anew(window: ConfirmWindow) -> bool:
    async with window.session(CLEAN) as session:
        return await session.painted(1)


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
        assert await _shows_again_anew(window)
        await window.close()

    runner.run(go())


# -- where there is no window -----------------------------------------------------------------


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


# -- what others may see ----------------------------------------------------------------------


def test_nothing_of_the_mail_is_printed_or_left_on_disk(
    runner: asyncio.Runner, desk: Desktop, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    command = (
        "/bin/sh",
        "-c",
        f'exec "{sys.executable}" -P -m sceau.desk.window_process 2>"{said}"',
    )

    async def show() -> None:
        window = ConfirmWindow(environment=desk.environment, command=command)
        async with window.session(SEALED) as session:
            await settled(session)
            session.update(later(HOSTILE, SEALED))
            assert await session.painted(2)
        await window.close()

    runner.run(show())
    secret = re.compile(rb"Dubois|Bilan|mK7R|onerror|courrier\.example")
    files = [said, *(one for one in desk.home.rglob("*") if one.is_file())]
    assert [one for one in files if secret.search(one.read_bytes())] == []


@pytest.fixture(autouse=True)
def _nothing_pending(runner: asyncio.Runner) -> Iterator[None]:
    yield
    runner.run(asyncio.sleep(0))
