"""What tests of the installers share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.small_program import build, footprint
from support.wine import Wine


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the installers of a small program, in two versions (``1``, ``2``)."""
    work = tmp_path_factory.mktemp("installers")
    build(work)
    return work


@pytest.fixture
def clean(windows: Wine) -> Iterator[Wine]:
    """A station on which nothing is installed and nothing of the person's is kept, before and
    after: tests of the helper run there too."""
    shutil.rmtree(windows.local_data / "sceau", ignore_errors=True)
    before = footprint(windows)
    yield windows
    assert footprint(windows) - before == set()
