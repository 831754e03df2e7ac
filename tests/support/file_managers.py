"""Documents on a desktop with awkward names, to be chosen in a file manager."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from support.windows import Desktop

AWKWARD = ("Bilan d’été n° 1.txt", 'l\'avis "final" $(touch pwned) `y` 100 %.txt')
"""An accent, an apostrophe, quotes, and what a shell would run."""


@contextlib.contextmanager
def documents_named(desk: Desktop, names: Sequence[str]) -> Iterator[Path]:
    """Give a folder with files of these names. Nothing of a name may have been run as a command."""
    folder = desk.home / "Mes documents"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("x")
    yield folder
    assert not list(desk.home.rglob("pwned"))
