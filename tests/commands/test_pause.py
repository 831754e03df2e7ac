"""``sceau pause`` and ``sceau passwords``: what a person does without a tray."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.command import Desktop

GIVEN = """
from msgspec.structs import replace
from sceau.memory.store import MemoryStore, today
from sceau.review.given import record
from sceau.review.memory import Known
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder

store = MemoryStore(state_folder(), Keys(state_folder()).master_key)
known = Known(address="marie.durand@orange.example", names=("Marie Durand",), count=1, last=today())
given = record("mK7R-p3Xf-vT9w", store.memory().salt)
other = record("Qr5T-p3Xf-vT9w", store.memory().salt)
people = (known.key, "paul.petit@free.example")
store.keep((known, replace(given, people=(known.key,), last=today())))
store.keep((replace(other, people=people[::-1], last=today() - 1),))
store.close()
"""


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    place = Desktop(tmp_path)
    yield place
    place.sceau("helper", "stop")


def test_a_pause_is_begun_seen_and_ended(desktop: Desktop) -> None:
    begun = desktop.sceau("pause", "30", "--json")
    assert begun.code == 0
    assert begun.json["paused"]
    assert 29 * 60 <= begun.json["until"] - time.time() <= 30 * 60
    state = desktop.sceau("helper", "status", "--json").json
    assert state["paused_until"] == begun.json["until"]
    looked = desktop.sceau("doctor", "--json").json
    assert {one["check"]: one["state"] for one in looked}["pause"] == "warn"
    assert desktop.sceau("pause", "end", "--json").json == {"paused": False, "until": 0}
    assert desktop.sceau("helper", "status", "--json").json["paused_until"] == 0


def test_without_a_helper_there_is_no_pause_to_end(desktop: Desktop) -> None:
    ended = desktop.sceau("pause", "end")
    assert (ended.code, ended.out) == (0, "Sceau n’est pas en pause.\n")


@pytest.mark.parametrize("typed", ["0", "241", "-5", "une heure", "١٥"])
def test_only_minutes_of_half_a_day_are_taken(desktop: Desktop, typed: str) -> None:
    assert desktop.sceau("pause", "--", typed).code == 64


def test_where_it_is_forbidden_it_is_refused(desktop: Desktop) -> None:
    settings = desktop.home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("pause = false\n")
    refused = desktop.sceau("pause")
    assert refused.code == 77
    assert "ne permettent pas" in refused.said


def test_to_whom_passwords_were_given_is_listed_and_never_the_passwords(desktop: Desktop) -> None:
    assert desktop.sceau("passwords").out == "Aucun mot de passe donné ces six derniers mois\n"
    subprocess.run(
        [sys.executable, "-c", GIVEN], env=desktop.environment(), check=True, capture_output=True
    )
    listed = desktop.sceau("passwords", "--json")
    assert [(one["who"], one["others"]) for one in listed.json] == [
        ("Marie Durand", 0),
        ("Marie Durand", 1),
    ]
    said = desktop.sceau("passwords").out
    assert "Marie Durand et une autre personne" in said
    assert "chiffrez de nouveau" in said
    for clear in ("mK7R", "Qr5T", "p3Xf"):
        assert clear not in said + listed.out
    assert desktop.holding(b"Marie Durand") == []
