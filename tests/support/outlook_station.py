"""Classic Outlook, the fake one, on a Windows station under Wine: the shim is registered as an
installer registers it, COM starts the door, and a real helper of this machine is at its other
end."""

from __future__ import annotations

import asyncio
import base64
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from sceau.hooks import frames
from sceau.hooks.thunderbird.connection import Connection, Surroundings
from sceau.link import read_frame
from sceau.seal.pdf import opens_with
from sceau.settings.live import LiveSettings
from sceau.way.parts import open_parts
from support.repository import ROOT
from support.thunderbird_desk import Desk
from support.wine import Wine

CLASSIC = ROOT / "addin" / "outlook" / "classic"
FAKE = ROOT / "tests" / "support" / "fake_outlook"
REGISTRY: dict[str, Any] = json.loads((CLASSIC / "registry.json").read_text(encoding="utf-8"))
SECONDS = 60.0


class Ended(msgspec.Struct, frozen=True):
    """What came of one Outlook: see ``office_process.py``."""

    problem: str
    asked: int
    told: list[str]
    times: list[float]
    loaded: float
    sinks: int
    submitted: list[dict[str, Any]]


class Station:
    """One Windows with the shim in ``dlls``; ``port`` is where the helper is."""

    def __init__(self, wine: Wine, dlls: Path) -> None:
        self.wine = wine
        self._dlls = dlls
        self.python = wine.runtime / "python" / "python.exe"

    def register(self, port: int, *, door: bool = True) -> None:
        """Write what an installer for the machine writes: Wine 8 does not look for classes among
        the user's own. Whatever ran in this Windows ends first."""
        self.wine.end()
        script = self.wine.path(FAKE / "door_process.py")
        command = f'"{self.wine.path(self.python)}" -X utf8 "{script}" {port}'
        places = {"{folder}": self.wine.path(self._dlls), "{door}": command}
        lines = ["Windows Registry Editor Version 5.00", ""]
        for one in REGISTRY["values"]:
            if one.get("scope") == "user":
                continue
            lines.append(f"[HKEY_LOCAL_MACHINE\\{one['key']}]")
            data, name = one["data"], f'"{one["name"]}"' if one["name"] else "@"
            for place, there in places.items():
                data = data.replace(place, there) if isinstance(data, str) else data
            lines += [f"{name}={_written(data)}", ""]
        if not door:
            lines += [f"[-HKEY_LOCAL_MACHINE\\Software\\Classes\\CLSID\\{REGISTRY['door']}]", ""]
        self._write(lines)

    def unregister(self) -> None:
        """Have no shim in Outlook. Whatever ran in this Windows ends first."""
        self.wine.end()
        add_ins = {one["key"] for one in REGISTRY["values"] if "Outlook\\Addins" in one["key"]}
        lines = [line for key in sorted(add_ins) for line in (f"[-HKEY_LOCAL_MACHINE\\{key}]", "")]
        self._write(["Windows Registry Editor Version 5.00", "", *lines])

    def _write(self, lines: list[str]) -> None:
        file = self.wine.home / "shim.reg"
        file.write_text("\r\n".join(lines), encoding="utf-16")
        told = self.wine.run("regedit", "/S", self.wine.path(file))
        assert told.returncode == 0, told.stderr

    def open(self, home: Path, *steps: Any, addin: bool = True, **environment: str) -> Office:
        """Start an Outlook that does these steps."""
        return Office(self, home, steps, addin=addin, environment=environment)

    def sink(self, home: Path, port: int, **environment: str) -> Any:
        """Start the sink."""
        return self.wine.start(
            self.python,
            "-X",
            "utf8",
            self.wine.path(FAKE / "door_process.py"),
            str(port),
            "--sink",
            environment={"SCEAU_HOME": self.wine.path(home), **environment},
        )


class Office:
    """One Outlook that runs."""

    def __init__(
        self, station: Station, home: Path, steps: Any, *, addin: bool, environment: dict[str, str]
    ) -> None:
        name = uuid.uuid4().hex
        self._ready = station.wine.home / f"{name}.ready"
        steps = [*steps[:1], ["wait_for", station.wine.path(self._ready)], *steps[1:]]
        self._result = station.wine.home / f"{name}.result.json"
        scenario = station.wine.home / f"{name}.json"
        scenario.write_text(
            json.dumps({"addin": REGISTRY["shim"] if addin else "", "steps": steps}),
            encoding="utf-8",
        )
        self.process = station.wine.start(
            station.python,
            "-X",
            "utf8",
            station.wine.path(FAKE / "office_process.py"),
            station.wine.path(scenario),
            station.wine.path(self._result),
            environment={"SCEAU_HOME": station.wine.path(home), **environment},
        )

    def go_on(self) -> None:
        """The add-in is loaded and the door is warm: the person begins."""
        self._ready.touch()

    async def ended(self) -> Ended:
        """Wait for its end; give what came of it."""
        code = await asyncio.to_thread(self.process.wait, SECONDS)
        assert code == 0, self.process.stderr.read().decode(errors="replace")[-2000:]
        return msgspec.json.decode(self._result.read_bytes(), type=Ended)


def assert_left_sealed(
    ended: Ended, people: list[str], desk: Desk, home: Path, clear: bytes
) -> None:
    """One mail left with ``Bilan.pdf`` sealed, its people in Bcc; nothing clear stays anywhere."""
    (mail,) = ended.submitted
    assert mail["people"] == [[3, one] for one in people]
    ((name, content),) = mail["files"]
    assert name == "Bilan (chiffré).pdf"
    assert desk.last.password is not None
    assert opens_with(base64.b64decode(content), desk.last.password.password)
    assert not [one for one in home.rglob("*") if one.is_file() and clear in one.read_bytes()]


@asynccontextmanager
async def helper_at(desk: Desk) -> AsyncIterator[tuple[int, list[asyncio.StreamWriter]]]:
    """Run a helper's end of the line; give its port, and the connections it has."""
    lines: list[asyncio.StreamWriter] = []
    async with open_parts() as parts:
        busy: set[asyncio.Task[Any]] = set()
        around = Surroundings(
            live=LiveSettings(parts.settings),
            workers=parts.workers,
            desk=desk,
            busy=busy,
            waiting=lambda: 0,
            journal=parts.journal,
            recall=parts.recall,
        )

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            lines.append(writer)
            hello = await read_frame(reader, frames.Hello)
            if hello is not None:
                await Connection(hello, around, reader, writer).serve()

        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1], lines
        finally:
            server.close()
            for one in lines:
                one.close()
            for task in tuple(busy):
                task.cancel()


def _written(data: Any) -> str:
    if isinstance(data, int):
        return f"dword:{data:08x}"
    escaped = data.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
