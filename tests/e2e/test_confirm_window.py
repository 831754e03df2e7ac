"""The real window, on a desktop of its own: what is done in it arrives, and nothing else."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import msgspec
import pytest

from sceau.desk import gtk_window
from sceau.desk.view import Act, AddFiles, Close, ConfirmView, Keep, Remove, Seal, Send, TakeCure
from sceau.desk.window import ConfirmWindow
from support.sessions import in_thread, next_act, settled, shows_again
from support.view_rows import MISSING, PASSWORD, VISIBLE
from support.views import (
    ANNOUNCED,
    CLEAN,
    CROWD,
    ENDED,
    HOSTILE,
    RISKY,
    SEALED,
    WORKING,
    dressed,
    later,
)
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

TITLE = "Vérification avant envoi"


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
    before = window.pid
    assert runner.run(shows_again(window))
    assert window.pid == before, "the same process shows the next mail"


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
        "gtk_window.CLIPBOARD_SECONDS = 4; window_process.main()"
    )

    async def copy() -> str:
        window = ConfirmWindow(
            environment=desk.environment, command=(sys.executable, "-P", "-c", hasty)
        )
        async with window.session(SEALED) as session:
            await settled(session)
            await in_thread(desk.press, "push button", "Copier")
            await in_thread(wait_for, "it is copied", lambda: _pasted(desk) == PASSWORD)
            copied = time.monotonic()
            other = desk.copying(copied_since) if copied_since else None
            await in_thread(wait_for, "it is gone", lambda: _pasted(desk) != PASSWORD)
            await asyncio.sleep(max(0.0, copied + 5 - time.monotonic()))
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


CHOOSER = "Joindre un fichier"


def test_a_file_is_chosen_past_the_page(
    runner: asyncio.Runner, desk: Desktop, window: ConfirmWindow, tmp_path: Path
) -> None:
    chosen = tmp_path / "Bilan é.pdf"
    chosen.write_bytes(b"%PDF-")

    def chooser() -> None:
        desk.press("push button", "Joindre un fichier…")
        wait_for("the chooser is there", lambda: desk.windows(CHOOSER))

    def leave() -> None:
        chooser()
        desk.escape(CHOOSER)

    def choose() -> None:
        chooser()
        desk.choose_file(CHOOSER, chosen, "Joindre")

    async def press() -> Act:
        async with window.session(msgspec.structs.replace(ANNOUNCED, revision=1)) as session:
            await settled(session)
            await in_thread(leave)
            await in_thread(choose)
            return await next_act(session)

    assert runner.run(press()) == AddFiles(MISSING.id, (chosen.as_uri(),))
