"""An establishment's policy in Windows' registry, as our own file for it writes it there."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from sceau.settings.policy.export import registry_file
from support.wine import Wine

pytestmark = pytest.mark.e2e

POLICY = {
    "window": "always",
    "internal_domains": ["chu-exemple.fr", "hôpital-exemple.fr"],
    "rules": {"visible-recipients": {"level": "block"}, "mssante": {"enabled": False}},
    "password": {"bits": 100},
    "memory": {"enabled": True},
}


@pytest.fixture
def imposed(windows: Wine) -> Iterator[Wine]:
    """Give a station with the policy for its machine, and another theme for its person."""
    file = windows.home / "policy.reg"
    file.write_bytes(registry_file.written(POLICY))
    assert windows.run("reg", "import", windows.path(file)).returncode == 0
    person = r"HKCU\Software\Policies\Sceau"
    for name, value in (("theme", "dark"), ("window", "when-needed")):
        windows.run("reg", "add", person, "/v", name, "/d", value, "/f")
    yield windows
    for key in (person, r"HKLM\Software\Policies\Sceau"):
        windows.run("reg", "delete", key, "/f")


def test_the_registry_is_read_the_machine_over_the_person(imposed: Wine) -> None:
    told = imposed.python("-m", "sceau.cli", "policy", "show", "--json")
    assert told.returncode == 0, told.stderr
    read = json.loads(told.stdout)
    assert {name: (one["value"], one["from"]) for name, one in read.items()} == {
        "theme": ("dark", "registry-user"),
        "window": ("always", "registry-machine"),
        "internal_domains": (POLICY["internal_domains"], "registry-machine"),
        "rules.visible-recipients.level": ("block", "registry-machine"),
        "rules.mssante.enabled": (False, "registry-machine"),
        "password.bits": (100, "registry-machine"),
        "memory.enabled": (True, "registry-machine"),
    }


def test_a_change_counts_from_then_on(imposed: Wine) -> None:
    program = r"""
import subprocess
from sceau.settings.live import LiveSettings
from sceau.settings.load import load
live = LiveSettings(load().settings)
print(live.now.password.bits)
key = r"HKLM\Software\Policies\Sceau\password"
subprocess.run(["reg", "add", key, "/v", "bits", "/t", "REG_DWORD", "/d", "120", "/f"], check=True)
print(live.now.password.bits)
"""
    told = imposed.python("-c", program)
    assert [line for line in told.stdout.split() if line.isdigit()] == [b"100", b"120"], told.stderr
