"""The icon in Windows' notification area, as Wine's shell has it: clicked with a mouse, chosen from
by keys, with a helper that runs. Wine shows it in a window of its own."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from support.repository import ROOT
from support.wine import Wine

pytestmark = pytest.mark.e2e

HANDS = ROOT / "tests" / "support" / "wine_hands.py"

LINES = ["R&&D", "—", "Comptes ▸"]

BEGIN = """
import asyncio, faulthandler, json, sys, threading, time
faulthandler.dump_traceback_later(100, exit=True)
sys.path.insert(0, r"C:\\hands")
import wine_hands as hands
import win32con, win32gui
told = {}

def on_the_icon(right=False):
    hands.click(*hands.tray_icon(), right=right)
    return hands.wait_for("the menu is open", hands.menus)[0]

def light(wanted):
    def lit():
        hands.press(win32con.VK_DOWN)
        return hands.lit() == wanted
    hands.wait_for(f"« {wanted} » is lit", lit, 10)

def no_menu():
    for _ in hands.menus():
        hands.press(win32con.VK_ESCAPE)
    hands.wait_for("the menu is gone", lambda: not hands.menus())
"""


def told_on(windows: Wine, program: str, language: str = "fr") -> dict[str, Any]:
    hands, home = windows.drive / "hands", windows.drive / "tray"
    hands.mkdir(exist_ok=True)
    shutil.copy(HANDS, hands)
    shutil.rmtree(home, ignore_errors=True)
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text(f'language = "{language}"\n')
    (hands / "program.py").write_text(BEGIN + program + "\nprint(json.dumps(told))")
    done = windows.python("C:\\hands\\program.py", environment={"SCEAU_HOME": "C:\\tray"})
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_icon_says_what_is_so_and_does_what_is_chosen(windows: Wine) -> None:
    told = told_on(
        windows,
        """
from sceau.desk.tray import process
from sceau.desk.tray.process import Tray
from sceau.call import Helper
from sceau.helper_words import Status, State, Stop
from sceau.launch import launch

process.EVERY = 0.3  # seconds between two looks: two are long for a test

async def there():
    try:
        async with Helper(start=False) as helper:
            await helper.ask(Status(), State)
        return True
    except Exception:
        return False

def line(wanted):
    def look():
        lines = on_the_icon()
        no_menu()
        return lines if wanted in lines[0] else None
    return hands.wait_for(wanted, look)

def drive():
    told["inactive"] = line("arrêté")
    on_the_icon(right=True)
    light("Remettre Sceau en marche")
    hands.press(win32con.VK_RETURN)
    told["active"] = line("actif")
    on_the_icon()
    light("Faire une pause")
    hands.press(win32con.VK_RIGHT)
    hands.wait_for("its lines are open", lambda: len(hands.menus()) > 1)
    told["pause"] = hands.menus()[1]
    light("15 minutes")
    hands.press(win32con.VK_RETURN)
    told["paused"] = line("en pause")
    on_the_icon()
    light("Quitter Sceau")
    hands.press(win32con.VK_RETURN)

async def main():
    driving = asyncio.create_task(asyncio.to_thread(drive))
    running = asyncio.create_task(Tray().run())
    done, _ = await asyncio.wait({driving, running}, return_when=asyncio.FIRST_COMPLETED)
    await driving
    await asyncio.wait_for(running, 20)
    told["helper_after"] = await there()

asyncio.run(main())

# an update needs the program's files: the icon in its own process leaves with the helper
import subprocess
icon = launch("sceau.desk.tray.process")
launch()
hands.wait_for("the icon is there", hands.tray_there)
hands.wait_for("the helper is there", lambda: asyncio.run(there()))
stop = [sys.executable, "-X", "utf8", "-m", "sceau.cli", "helper", "stop", "--icon"]
told["stopped"] = subprocess.run(stop).returncode
told["icon_process"] = icon.poll()
hands.wait_for("the icon is gone", lambda: not hands.tray_there())
""",
    )
    assert told["inactive"][:4] == [
        "(Sceau est arrêté\u00a0: vos mails ne sont pas vérifiés)",
        "—",
        "Remettre Sceau en marche",
        "Chiffrer des fichiers…",
    ]
    assert told["active"][0] == "(Sceau est actif\u00a0: vos mails sont vérifiés avant l’envoi)"
    assert "Mots de passe donnés ▸" in told["active"]
    assert told["pause"][1:] == ["15 minutes", "Une heure"]
    assert "Reprendre maintenant" in told["paused"]
    assert told["helper_after"] is False
    assert (told["stopped"], told["icon_process"]) == (0, 0)


def test_it_comes_back_with_explorer_and_its_notifications_can_be_clicked(windows: Wine) -> None:
    told = told_on(
        windows,
        """
from sceau.desk.tray.picture import picture
from sceau.windows.notification_area import CLASS, Line, NotificationIcon, icon_of

chosen, opened, ended, clicked = [], [], threading.Event(), threading.Event()
lines = [Line(7, "R&D", True), Line(8), Line(9, "Comptes", below=(Line(90, "Un instant…"),))]
icon = NotificationIcon(lambda: tuple(lines), chosen.append, lambda: opened.append(1), ended.set)
icon.show(lambda size: icon_of(picture("active", size), size), "Sceau")
told["first"] = on_the_icon()
# what a part of the menu holds may come after the menu was opened
lines[2] = Line(9, "Comptes", below=(Line(91, "Docteur"), Line(92, "Accueil", True)))
hands.press(win32con.VK_UP, win32con.VK_RIGHT)
hands.wait_for("the part is open", lambda: len(hands.menus()) > 1)
told["part"] = hands.menus()[1]
no_menu()
icon.tell("Le compte a besoin de vous", "Un texte.", clicked.set)
hands.wait_for("the balloon is there", lambda: hands.windows("tooltips_class32"))
# Wine 8 tells nobody that its balloon was clicked: this is what Windows says then
(ours,) = hands.windows(None, CLASS, seen=False)
win32gui.PostMessage(ours, win32con.WM_APP + 1, 0, (win32con.WM_USER + 5) | 1 << 16)
told["clicked"] = clicked.wait(20)
told["gone"] = icon.told(20)
# what a restart of Explorer is to an icon: it is forgotten, then all windows are told
win32gui.Shell_NotifyIcon(win32gui.NIM_DELETE, (ours, 1))
hands.wait_for("Explorer knows no icon", lambda: not hands.tray_there())
again = win32gui.RegisterWindowMessage("TaskbarCreated")
win32gui.SendMessageTimeout(win32con.HWND_BROADCAST, again, 0, 0, win32con.SMTO_ABORTIFHUNG, 5000)
told["again"] = on_the_icon()
light("R&&D")
hands.press(win32con.VK_RETURN)
hands.wait_for("it was chosen", lambda: chosen)
told["chosen"], told["opened"] = chosen, len(opened)
icon.close()
told["ended"] = ended.is_set()
hands.wait_for("the icon is gone", lambda: not hands.tray_there())
""",
    )
    assert told == {
        "first": LINES,
        "part": ["(Docteur)", "Accueil"],
        "clicked": True,
        "gone": True,
        "again": LINES,
        "chosen": [7],
        "opened": 2,
        "ended": True,
    }
