"""What makes a release passes on what the installers ask for; it runs on other systems."""

from __future__ import annotations

import re

from support.repository import ROOT

WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")


def test_every_word_the_windows_installers_listen_to_is_passed_on() -> None:
    asked = {
        name
        for file in (ROOT / "installer" / "windows").glob("*.py")
        for name in re.findall(r"environ(?:\.get\(|\[)\"(SCEAU_\w+)\"", file.read_text("utf-8"))
    }
    assert {"SCEAU_SIGN", "SCEAU_SIGN_WITH", "SCEAU_PYTHON"} <= asked
    given = set(re.findall(r"\b(SCEAU_\w+)[:=]", WORKFLOW))
    assert asked <= given


def test_it_says_that_it_was_not_run() -> None:
    assert WORKFLOW.startswith("# NOT RUN")


def test_no_secret_stands_in_a_command() -> None:
    """A command line is logged and seen by every program: secrets come by the environment."""
    for line in WORKFLOW.splitlines():
        if "secrets." in line:
            assert re.fullmatch(r"\s+[A-Z][A-Z0-9_]+: \$\{\{ secrets\.\w+ \}\}", line), line
