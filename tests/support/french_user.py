"""A French user at a desktop of the tests, who has Sceau and types its commands."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from support.command import SOURCES
from support.windows import Desktop


def environment(desk: Desktop) -> dict[str, str]:
    """Give the environment of what this user starts."""
    return {
        **desk.environment,
        "SCEAU_HOME": str(desk.home / "sceau"),
        "PYTHONPATH": str(SOURCES),
        "LANG": "fr_FR.UTF-8",
        "PYTHONUTF8": "1",
    }


def sceau(desk: Desktop, *words: str, typed: str = "") -> Any:
    """Type a command; give what it says in JSON, nothing where it says nothing."""
    ran = subprocess.run(
        [sys.executable, "-m", "sceau.cli", *words, *(("--json",) if words else ())],
        env=environment(desk),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    return json.loads(ran.stdout) if words and ran.stdout.strip() else {}
