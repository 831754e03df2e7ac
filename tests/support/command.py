"""Running ``sceau`` as its users do: as a program of its own, in folders of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parents[2] / "addin"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything it printed."""
        return self.out + self.err


@dataclass(frozen=True)
class Desktop:
    """One user's folders: settings and state under ``home``, temporary files under ``tmp``."""

    root: Path

    @property
    def home(self) -> Path:
        """What ``SCEAU_HOME`` names."""
        return self.root / "home"

    @property
    def tmp(self) -> Path:
        """What ``TMPDIR`` names."""
        made = self.root / "tmp"
        made.mkdir(exist_ok=True)
        return made

    def environment(self, **more: str) -> dict[str, str]:
        """Give the environment of this user's programs: no screen unless ``more`` names one."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {
            **kept,
            "SCEAU_HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "PYTHONPATH": str(SOURCES),
            "LANG": "fr_FR.UTF-8",
            "PYTHONUTF8": "1",
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            **more,
        }

    def sceau(self, *arguments: str, typed: str = "", seconds: float = 60, **more: str) -> Ran:
        """Run ``sceau`` with these arguments, ``typed`` on its standard input."""
        ran = subprocess.run(
            [sys.executable, "-m", "sceau.cli", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            timeout=seconds,
            env=self.environment(**more),
            cwd=self.root,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def holding(self, clear: bytes) -> list[Path]:
        """Give the files of this user's Sceau and temporary folders in which ``clear`` stands."""
        return [
            path
            for folder in (self.home, self.tmp)
            for path in folder.rglob("*")
            if path.is_file() and clear in path.read_bytes()
        ]
