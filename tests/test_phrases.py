"""The language a person is spoken to in, where nothing was chosen."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SESSIONS = {
    "a French session": ({"LANG": "fr_FR.UTF-8"}, "fr"),
    "an English session": ({"LANG": "en_GB.UTF-8"}, "en"),
    "a session in another language": ({"LANG": "de_DE.UTF-8"}, "fr"),
    "the messages' language before the session's": (
        {"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"},
        "en",
    ),
    "a session without a language": ({"LANG": "C.UTF-8"}, "fr"),
    "a bare session": ({}, "fr"),
}


@pytest.mark.parametrize(("session", "language"), SESSIONS.values(), ids=SESSIONS)
def test_the_session_s_language_is_spoken_else_french(
    session: dict[str, str], language: str
) -> None:
    names = ("LANG", "LANGUAGE")
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in names and not name.startswith("LC_")
    }
    told = subprocess.run(
        [sys.executable, "-c", "from sceau.phrases import system_language as s; print(s())"],
        env={**bare, **session},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == language
