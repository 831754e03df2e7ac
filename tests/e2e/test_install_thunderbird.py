"""A fresh profile: ``sceau install thunderbird``, Thunderbird starts, ``sceau doctor`` sees the
whole chain; ``sceau uninstall thunderbird``, and nothing is left."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.command import SOURCES
from support.thunderbird import Account, thunderbird
from support.windows import Desktop, desktop, wait_for

pytestmark = pytest.mark.e2e


def sceau(desk: Desktop, environment: dict[str, str], *words: str) -> Any:
    ran = subprocess.run(
        [sys.executable, "-m", "sceau.cli", *words, "--json"],
        env=desk.environment | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stdout, ran.stderr
    return json.loads(ran.stdout)


def test_installed_it_answers_and_uninstalled_it_is_gone() -> None:
    with desktop() as desk:
        environment = {
            "SCEAU_HOME": str(desk.home / "sceau"),
            "PYTHONPATH": str(SOURCES),
            "LANG": "en_GB.UTF-8",
        }

        def states() -> dict[str, str]:
            told = sceau(desk, environment, "doctor")
            return {
                one["check"]: one["state"] for one in told if one["check"].startswith("thunder")
            }

        try:
            before = {str(one) for one in desk.home.glob(".mozilla/**/*")}
            written = sceau(desk, environment, "install", "thunderbird")["written"]
            # What the person does next: they open the file in Thunderbird.
            with thunderbird(
                desk,
                Account("camille@ghe-valmont.example", "-", 1, 1),
                addon=Path(written[1]),
                environment=environment,
            ):
                wait_for("the add-on says hello", lambda: "warn" not in states().values())
            assert states() == {
                "thunderbird": "good",
                "thunderbird-chain": "good",
                "thunderbird-add-on": "good",
            }
            assert sceau(desk, environment, "uninstall", "thunderbird")["removed"] == written
            assert {str(one) for one in desk.home.glob(".mozilla/**/*")} <= before
            assert list((desk.home / "sceau").rglob("*add-on*")) == []
            assert list((desk.home / "sceau").rglob("*.xpi")) == []
            assert states() == {}
        finally:
            subprocess.run(
                [sys.executable, "-m", "sceau.cli", "helper", "stop"],
                env=desk.environment | environment,
                capture_output=True,
                timeout=60,
                check=False,
            )
