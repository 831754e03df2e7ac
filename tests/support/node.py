"""What runs in Node from here: tests written for its own runner, and scripts."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from support.repository import ROOT

NODE = ROOT / ".venv" / "bin" / "node"


def node_tests(*files: Path, seconds: float = 60) -> int:
    """Run them; give how many there were. Fails with what Node says where one fails."""
    ran = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", *map(str, files)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    failed = re.findall(r"^ *not ok .*", ran.stdout, re.MULTILINE)
    assert ran.returncode == 0, "\n".join(failed) + ran.stderr + ran.stdout[-3000:]
    counted = re.search(r"^# tests (\d+)", ran.stdout, re.MULTILINE)
    assert counted, ran.stdout[-2000:]
    return int(counted[1])


def told_by(script: str, given: object, folder: Path) -> Any:
    """Run a module in ``folder`` with ``given`` as JSON on its standard input; give what it prints
    as JSON."""
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        input=json.dumps(given),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(ran.stdout)
