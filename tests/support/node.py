"""Tests written for Node's own runner, run from here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

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
