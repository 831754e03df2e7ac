"""What the tests of classic Outlook share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which all of Sceau's is kept."""
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path))
    return tmp_path
