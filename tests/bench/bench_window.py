"""From the request to the window painted, warm and cold, and what the window process weighs:
against the barest GTK window with a web view that shows as much text, on the same screen.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.row import Row
from sceau.desk.window import ConfirmWindow
from support.views import RISKY
from support.windows import Desktop, children, desktop

_ROUNDS = 9
_COLD_ROUNDS = 3

_BARE = """
import os, sys, threading
if not any(name.startswith("renderD") for name in
           (os.listdir("/dev/dri") if os.path.isdir("/dev/dri") else [])):
    os.environ["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"
    os.environ["LIBGL_ALWAYS_SOFTWARE"] = "1"
import gi
gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2
manager = WebKit2.UserContentManager()
manager.register_script_message_handler("told")
manager.connect("script-message-received::told",
                lambda _, message: print(message.get_js_value().to_string(), flush=True))
view = WebKit2.WebView(user_content_manager=manager)
view.get_settings().set_property(
    "hardware-acceleration-policy", WebKit2.HardwareAccelerationPolicy.NEVER)
window = Gtk.Window(title="bare")
window.set_default_size(800, 780)
window.add(view)
view.show()
window.realize()
TELL = "requestAnimationFrame(() => requestAnimationFrame(() => told('painted')))"
def do(line):
    if line == "show":
        window.present()
        view.evaluate_javascript(TELL, -1, None, None, None, None)
    else:
        window.hide()
        print("hidden", flush=True)
    return False
def listen():
    for line in sys.stdin:
        GLib.idle_add(do, line.strip())
    GLib.idle_add(Gtk.main_quit)
threading.Thread(target=listen, daemon=True).start()
view.load_html("<script>const told = (text) =>"
    " webkit.messageHandlers.told.postMessage(text); addEventListener('load', () => told('ready'))"
    "</script>" + "<p>Votre bilan du 14 novembre, trois personnes, deux fichiers.</p>" * 20, "")
Gtk.main()
"""


class Bare:
    """The peer: a hidden GTK window with a web view and a page that never changes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, desk: Desktop) -> Bare:
        bare = cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _BARE,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=desk.environment,
            )
        )
        await bare._told("ready")
        return bare

    async def _told(self, word: str) -> None:
        assert self._process.stdout is not None
        told = (await self._process.stdout.readline()).decode().strip()
        if told != word:
            raise RuntimeError(f"the bare window said {told!r}, not {word!r}")

    async def show(self) -> None:
        await self._ask("show", "painted")

    async def hide(self) -> None:
        await self._ask("hide", "hidden")

    async def _ask(self, word: str, answer: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        await self._told(answer)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


def pss(pid: int) -> float:
    """Give the memory of a process and its children, in MiB: shared pages by their share."""
    kilobytes = 0
    for one in (pid, *children(pid)):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


async def _cold_ours(desk: Desktop) -> float:
    begin = time.perf_counter()
    window = ConfirmWindow(environment=desk.environment)
    async with window.session(RISKY) as session:
        if not await session.painted(1):
            raise RuntimeError("the window was lost")
        took = time.perf_counter() - begin
    await window.close()
    return took


async def _cold_bare(desk: Desktop) -> float:
    begin = time.perf_counter()
    bare = await Bare.start(desk)
    await bare.show()
    took = time.perf_counter() - begin
    await bare.close()
    return took


async def _measure(desk: Desktop) -> list[Row]:
    window = ConfirmWindow(environment=desk.environment)
    await window.start()
    bare = await Bare.start(desk)
    ours, peers = [], []
    for number in range(_ROUNDS + 2):
        view = msgspec.structs.replace(RISKY, subject=f"Votre bilan {number}")
        begin = time.perf_counter()
        async with window.session(view) as session:
            if not await session.painted(1):
                raise RuntimeError("the window was lost")
            ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        await bare.show()
        peers.append(time.perf_counter() - begin)
        await bare.hide()
    assert window.pid is not None
    weight, peer_weight = pss(window.pid), pss(bare.pid)
    await window.close()
    await bare.close()
    cold, peer_cold = [], []
    for _ in range(_COLD_ROUNDS):
        cold.append(await _cold_ours(desk))
        peer_cold.append(await _cold_bare(desk))
    return [
        # The first two shows of each make the window and its buffers.
        _times("confirmation window, warm: request → painted", ours[2:], peers[2:], "≤ 3"),
        _times("confirmation window, cold process: request → painted", cold, peer_cold, "≤ 2"),
        Row(
            "window process, hidden: memory (PSS)",
            f"{weight:.0f} MiB",
            f"bare GTK web view {peer_weight:.0f} MiB",
            weight / peer_weight,
            "≤ 1.5",
        ),
    ]


def _times(what: str, ours: list[float], peers: list[float], aim: str) -> Row:
    mine, theirs = statistics.median(ours), statistics.median(peers)
    return Row(
        what,
        f"{mine * 1000:.0f} ms",
        f"bare GTK web view {theirs * 1000:.0f} ms",
        mine / theirs,
        aim,
    )


def rows() -> Iterator[Row]:
    """Measure on a desktop of its own."""
    with desktop() as desk:
        yield from asyncio.run(_measure(desk))
