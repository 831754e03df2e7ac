"""``sceau install thunderbird``, ``uninstall``, and what ``sceau doctor`` says in between."""

from __future__ import annotations

import asyncio
import io
import json
import os
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sceau.errors import CannotWrite, NotAllowed
from sceau.hooks.thunderbird import installing
from support.add_on_stand_in import add_on
from support.command import Desktop

MANIFEST = Path(".mozilla/native-messaging-hosts/sceau.json")


@pytest.fixture
def user(tmp_path: Path) -> Iterator[Desktop]:
    one = Desktop(tmp_path)
    yield one
    one.sceau("helper", "stop")


def run(user: Desktop, *words: str) -> Any:
    ran = user.sceau(*words, "--json", HOME=str(user.root))
    assert ran.code in (0, 69), ran.said
    return ran.json


def doctor(user: Desktop) -> dict[str, str]:
    told = run(user, "doctor")
    return {one["check"]: one["state"] for one in told if one["check"].startswith("thunderbird")}


def tree(folder: Path) -> list[str]:
    return sorted(
        str(one.relative_to(folder)) for one in folder.rglob("*") if one.name != "__pycache__"
    )


def test_it_is_installed_proved_and_taken_away_without_a_trace(user: Desktop) -> None:
    assert doctor(user) == {}
    before = tree(user.root / ".mozilla")
    told = run(user, "install", "thunderbird")
    manifest = json.loads((user.root / MANIFEST).read_bytes())
    assert manifest["name"] == "sceau"
    assert os.access(manifest["path"], os.X_OK)
    assert zipfile.ZipFile(told["written"][1]).testzip() is None
    assert doctor(user) == {
        "thunderbird": "good",
        "thunderbird-chain": "good",
        "thunderbird-add-on": "warn",
    }
    asyncio.run(hello(user, Path(manifest["path"])))
    assert doctor(user)["thunderbird-add-on"] == "good"
    gone = run(user, "uninstall", "thunderbird")
    assert gone["removed"] == told["written"]
    assert tree(user.root / ".mozilla") == before
    assert not [one for one in tree(user.home) if "add-on" in one or "xpi" in one]
    assert doctor(user) == {}
    assert run(user, "uninstall", "thunderbird")["removed"] == []


async def hello(user: Desktop, host: Path) -> None:
    async with add_on(user.environment(), host) as one:
        await one.ping()


def test_a_dry_run_writes_nothing(user: Desktop) -> None:
    told = run(user, "install", "thunderbird", "--dry-run")
    assert told["dry_run"]
    assert not (user.root / ".mozilla").exists()
    run(user, "install", "thunderbird")
    run(user, "uninstall", "thunderbird", "--dry-run")
    assert (user.root / MANIFEST).is_file()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        pytest.param({"path": "/nowhere/sceau-host"}, "bad", id="a program that is not there"),
        pytest.param({"allowed_extensions": ["other@x.example"]}, "bad", id="another add-on"),
        pytest.param({"path": "/bin/true"}, "good", id="a program that is not ours"),
    ],
)
def test_doctor_sees_what_is_wrong(user: Desktop, broken: dict[str, Any], says: str) -> None:
    run(user, "install", "thunderbird")
    path = user.root / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **broken}))
    found = doctor(user)
    assert found["thunderbird"] == says
    if "path" in broken:
        assert found["thunderbird-chain"] == "bad"


def test_for_the_machine_everything_is_where_thunderbird_looks(tmp_path: Path) -> None:
    where = installing.places(system=True, root=tmp_path)
    installing.install(where, Path("/usr/bin/sceau-host"))
    assert tree(tmp_path / "usr") == [
        "lib",
        "lib/mozilla",
        "lib/mozilla/native-messaging-hosts",
        "lib/mozilla/native-messaging-hosts/sceau.json",
        "lib/thunderbird",
        "lib/thunderbird/extensions",
        "lib/thunderbird/extensions/sceau@sceau.invalid.xpi",
    ]
    for path in (where.manifest, where.add_on):
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_the_add_on_is_the_one_that_may_ask() -> None:
    with zipfile.ZipFile(io.BytesIO(installing.build())) as xpi:
        told = json.loads(xpi.read("manifest.json"))
    assert told["browser_specific_settings"]["gecko"]["id"] == installing.ADD_ON


def test_a_host_only_one_user_can_start_is_not_for_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    for name in ("python", "sceau-host"):
        (closed / name).write_text("#!/bin/sh\n")
        (closed / name).chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(closed / "python"))
    with pytest.raises(NotAllowed, match="host-for-one-user"):
        installing.host_program(system=True)
    assert installing.host_program(system=False) == closed / "sceau-host"


def test_where_it_may_not_write_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "usr").write_text("a file where a folder should be")
    with pytest.raises(CannotWrite, match="install-refused"):
        installing.install(installing.places(system=True, root=tmp_path), Path("/bin/true"))
