"""A small client of Marionette, the protocol Firefox and Thunderbird are driven by.

A packet is its length in ASCII digits, a colon, and that many bytes of JSON. A command is
``[0, id, name, parameters]``, its answer ``[1, id, error, result]``.
"""

from __future__ import annotations

import json
import socket
from types import TracebackType
from typing import Any

ANSWER_WITHIN = 60.0
"""Seconds a script may take on a loaded machine."""


class MarionetteError(Exception):
    """The program answered a command with an error."""


class Marionette:
    """A session with a program whose Marionette listens at ``port`` of this machine.

    Scripts run in the program's own (*chrome*) context.
    """

    def __init__(self, port: int) -> None:
        self._line = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_WITHIN)
        self._read = self._line.makefile("rb")
        self._last = 0
        self._packet()
        self._ask("WebDriver:NewSession", {"capabilities": {}})
        self._ask("WebDriver:SetTimeouts", {"script": int(ANSWER_WITHIN * 900)})
        self._ask("Marionette:SetContext", {"value": "chrome"})

    def __enter__(self) -> Marionette:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._read.close()
        self._line.close()

    def run(self, script: str, *values: object) -> Any:
        """Run the body of an async function on ``values``, its ``args``; give what it returns.

        Raises :class:`MarionetteError` with what it threw.
        """
        body = (
            "const done = arguments[arguments.length - 1];"
            "const args = [...arguments].slice(0, -1);"
            f"(async () => {{{script}}})().then("
            " result => done({result: result ?? null}),"
            " error => done({error: `${error}\\n${error?.stack ?? ''}`}));"
        )
        answer = self._ask(
            "WebDriver:ExecuteAsyncScript",
            {"script": body, "args": list(values), "newSandbox": True, "sandbox": "system"},
        )["value"]
        if "error" in answer:
            raise MarionetteError(answer["error"])
        return answer["result"]

    def install(self, path: str) -> str:
        """Install an add-on, for as long as the program runs; give its id."""
        id: str = self._ask("Addon:Install", {"path": path, "temporary": True})["value"]
        return id

    def uninstall(self, id: str) -> None:
        """Remove an add-on."""
        self._ask("Addon:Uninstall", {"id": id})

    def _ask(self, name: str, parameters: dict[str, Any]) -> Any:
        self._last += 1
        packet = json.dumps([0, self._last, name, parameters]).encode()
        self._line.sendall(str(len(packet)).encode() + b":" + packet)
        while True:
            kind, id, error, result = self._packet()
            if kind == 1 and id == self._last:
                break
        if error:
            raise MarionetteError(f"{name}: {error.get('error')}: {error.get('message')}")
        return result

    def _packet(self) -> Any:
        digits = b""
        while (one := self._read.read(1)) != b":":
            if not one:
                raise ConnectionError("Marionette went away")
            digits += one
        return json.loads(self._read.read(int(digits)))
