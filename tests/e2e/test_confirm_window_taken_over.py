"""A page that was taken over can act, and nothing else; and what a window leaves behind."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest

from sceau.desk.view import Act, Keep
from sceau.desk.window import ConfirmWindow
from support.sessions import settled
from support.views import (
    CLEAN,
    HOSTILE,
    SEALED,
    later,
)
from support.windows import Desktop

pytestmark = pytest.mark.e2e


TAKEN_OVER = """<!doctype html><script>
const call = (text) => webkit.messageHandlers.jsBridge.postMessage(text);
const post = (message) => call(JSON.stringify({ funcName: "post", params: message, id: "" }));
globalThis.sceau = {
  show({ view }) {
    post({ act: "painted", revision: view.revision });
    ATTACK;
    setTimeout(() => post({ act: "keep" }), 600);
    return { ground: "white", height: 500 };
  },
  update() {},
  reset() { post({ act: "cleared" }); },
  ping(number) { post({ act: "pong", number }); },
};
post({ act: "ready" });
</script>"""

ELSEWHERE = (
    "data:text/html,<script>webkit.messageHandlers.jsBridge.postMessage("
    'JSON.stringify({funcName:"post",params:{act:"seal-all"},id:""}))<\\/script>'
)


@pytest.mark.parametrize(
    "attack",
    [
        f"location.href = '{ELSEWHERE}'",
        f"window.open('{ELSEWHERE}')",
        "location.reload()",
        "location.href = 'about:blank'",
        "location.href = 'file:///etc/hostname'",
        'call(\'{"funcName": "_pywebviewAlert", "params": "x", "id": "1"}\')',
        'call(\'{"funcName": "seal-all", "params": {"act": "seal-all"}, "id": "1"}\')',
        "call('not JSON'); call('[]'); call('7'); call('['.repeat(100000))",
        "if (globalThis.pywebview) post({ act: 'seal-all' })",
        "alert('x'); confirm('x')",
    ],
    ids=[
        "goes to another page",
        "opens another window",
        "loads itself again",
        "goes to an empty page",
        "goes to a file",
        "asks for pywebview's own dialogue",
        "calls another function",
        "says what is no call",
        "looks for pywebview's own bridge",
        "opens dialogues",
    ],
)
def test_a_page_that_was_taken_over_can_only_act(
    runner: asyncio.Runner, desk: Desktop, tmp_path: Path, attack: str
) -> None:
    page = tmp_path / "page.html"
    page.write_text(TAKEN_OVER.replace("ATTACK", attack), encoding="utf-8")
    hostile = (
        "import pathlib, sys; from sceau.desk import window_process;"
        "window_process.page = lambda name: pathlib.Path(sys.argv[1]).read_text();"
        "window_process.main()"
    )

    async def attacked() -> list[Act]:
        window = ConfirmWindow(
            environment=desk.environment,
            command=(sys.executable, "-P", "-c", hostile, str(page)),
            patience=4,
        )
        acts: list[Act] = []
        async with window.session(CLEAN) as session:
            async with asyncio.timeout(15):
                async for act in session.acts():
                    acts.append(act)
                    if act == Keep():
                        break
            assert session.lost is None
        await window.close()
        return acts

    assert runner.run(attacked()) == [Keep()]


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
