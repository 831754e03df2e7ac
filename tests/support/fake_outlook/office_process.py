"""A process that is the fake Outlook: it does what a scenario says, and tells what came of it.

    python office_process.py SCENARIO.json RESULT.json

The scenario: ``addin`` (the shim's class, or none for the sink), ``steps`` as in :class:`Person`.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pythoncom
import win32com.server.util

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[3] / "addin")]

from support.fake_outlook.application import Application  # noqa: E402 - found by the lines above
from support.fake_outlook.busy import Filter  # noqa: E402
from support.fake_outlook.com import OUTLOOK, AddIn, Container, exposed  # noqa: E402

PROG_ID = "Sceau.Outlook"


class Empty:
    """A handler that refuses and does nothing else."""

    _public_methods_: tuple[str, ...] = ()
    _dispid_to_func_ = {61442: "item_send"}  # noqa: RUF012 - as pywin32 wants it

    def item_send(self, _item: Any, _cancel: bool) -> tuple[bool, bool]:
        """ItemSend."""
        return True, True


class Person:
    """What a person does. ``told`` is what message boxes said, ``times`` how long each click held
    Outlook, in milliseconds."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        self.application = Application()
        self.container = self.application.container = Container(self.application)  # type: ignore[attr-defined]
        self.application.handlers.append(self.container.cancels)
        self.items: dict[str, Any] = {}
        self.addin: AddIn | None = None
        self.told: list[str] = []
        self.times: list[float] = []
        self.loaded = 0.0
        self._clsid = scenario.get("addin", "")
        self._known: Any = None
        self._filter: Filter | None = None
        self._token = pythoncom.RegisterActiveObject(exposed(self.application), OUTLOOK, 0)

    def load(self) -> None:
        """Load the add-in, as Outlook does when it starts."""
        if self._known is None:
            self._known = self.application.get("COMAddIns").know(PROG_ID, self._clsid)
        before = time.perf_counter()
        self.addin = AddIn(self._clsid)
        assert self.addin.connect(exposed(self.application)) == 0
        self.loaded = (time.perf_counter() - before) * 1000
        self._known.put("Connect", True)
        self.addin.started()

    def unload(self) -> None:
        """Tick the add-in off, in the list that Outlook shows."""
        assert self.addin is not None
        assert self._known is not None
        self.addin.disconnect()
        self.addin = None
        self._known.put("Connect", False)

    def busy(self, seconds: float, answer: int) -> None:
        """Show a dialog of Outlook's own for a while."""
        self._filter = self._filter or Filter()
        self._filter.refuse(seconds, answer)

    def was_busy(self) -> None:
        """See that calls were refused."""
        assert self._filter is not None
        assert self._filter.refused

    def answer_in_pane(self, name: str) -> None:
        """Have an answer written in the reading pane."""
        self.application.answer_in_pane(self.items[name])

    def empty(self) -> None:
        """Have a handler that only refuses: what the shim is measured against."""
        self.container.Advise(win32com.server.util.wrap(Empty()))

    def attached(self, sinks: int = 1) -> None:
        """Wait for a sink out of this process, with the add-in the second."""
        self._until(lambda: len(self.container.sinks) >= sinks, 30)

    def write(self, name: str, to: list[str], files: dict[str, str], **values: Any) -> None:
        """Write a mail."""
        item = self.items[name] = self.application.mail(**values)
        for address in to:
            item.to(address)
        for file, content in files.items():
            item._Attachments.put_in(file, base64.b64decode(content))

    def click(self, name: str) -> None:
        """Click Send."""
        before = time.perf_counter()
        assert not self.items[name].click_send(), "it left before anybody was asked"
        self.times.append((time.perf_counter() - before) * 1000)

    def left(self, count: int, within: float = 30) -> None:
        """Wait until that many mails left."""
        self._until(lambda: len(self.application.submitted) >= count, within)

    def rest(self, seconds: float) -> None:
        """Do nothing."""
        until = time.monotonic() + seconds
        self._until(lambda: time.monotonic() > until, seconds + 1)

    def read_box(self, within: float = 30) -> None:
        """Read a message box, and close it."""
        user = ctypes.windll.user32  # type: ignore[attr-defined]
        user.FindWindowW.restype = user.GetDlgItem.restype = ctypes.c_void_p
        self._until(lambda: user.FindWindowW("#32770", "Sceau"), within)
        box = ctypes.c_void_p(user.FindWindowW("#32770", "Sceau"))
        text = ctypes.create_unicode_buffer(2000)
        user.GetWindowTextW(ctypes.c_void_p(user.GetDlgItem(box, 0xFFFF)), text, 2000)
        self.told.append(text.value)
        user.PostMessageW(box, 0x0010, 0, 0)
        self._until(lambda: not user.FindWindowW("#32770", "Sceau"), 10)

    def quit(self) -> None:
        """Close Outlook."""
        pythoncom.RevokeActiveObject(self._token)
        if self.addin is not None:
            self.addin.closing()
            self.addin.disconnect()
            self.addin = None
        self.container.quit()

    def die(self) -> None:
        """Outlook is killed."""
        os._exit(9)

    def signal(self, path: str) -> None:
        """Tell the test that we are here."""
        Path(path).touch()

    def wait_for(self, path: str) -> None:
        """Wait until the test says so."""
        self._until(Path(path).exists, 30)

    def _until(self, true: Any, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not true():
            if time.monotonic() > until:
                raise TimeoutError(f"not within {seconds} s")
            pythoncom.PumpWaitingMessages()
            time.sleep(0.002)


def main() -> int:
    scenario = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    person, problem = Person(scenario), ""
    try:
        for name, *given in scenario["steps"]:
            more = given.pop() if given and isinstance(given[-1], dict) else {}
            getattr(person, name)(*given, **more)
    except Exception as told:  # noqa: BLE001 - the test is told
        problem = repr(told)
    result = {
        "problem": problem,
        "asked": person.application.asked,
        "told": person.told,
        "times": person.times,
        "loaded": person.loaded,
        "sinks": len(person.container.sinks),
        "submitted": [
            {
                **mail,
                "files": [
                    (name, base64.b64encode(content).decode()) for name, content in mail["files"]
                ],
            }
            for mail in person.application.submitted
        ],
    }
    passing = Path(f"{sys.argv[2]}.new")
    passing.write_text(json.dumps(result), encoding="utf-8")
    passing.replace(sys.argv[2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
