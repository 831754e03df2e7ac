"""The watched folder keeps the contract of every hook of drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.hooks.folder.draft import CLAIMED
from sceau.hooks.folder.hook import FolderDrafts
from sceau.phrases import phrase, say, system_language
from support.drafts_contract import Bench, DraftsContract, until
from support.drafts_lacking import LackingContract
from support.drafts_meanwhile import MeanwhileContract


class FolderBench(Bench):
    """A program that writes ``.eml`` files, and helpers that watch the same folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._written = 0

    @property
    def aside(self) -> Path:
        """Where the files are that were given back."""
        return self.root / say(phrase("drafts.folder.kept"), system_language())

    def hook(self, helper: str = "one") -> FolderDrafts:
        return FolderDrafts("logiciel", self.root, every=0.05, settled=0.1)

    def write(self, content: bytes) -> None:
        self._written += 1
        (self.root / f"lettre-{self._written}.eml").write_bytes(content)

    def marked(self) -> list[bytes]:
        return _contents(self.root)

    def returned(self) -> list[bytes]:
        return _contents(self.aside)

    def anywhere(self) -> list[bytes]:
        return [*self.marked(), *_contents(self.root / CLAIMED), *self.returned()]

    def edit(self, content: bytes) -> None:
        self._one().write_bytes(content)

    def delete(self) -> None:
        self._one().unlink()

    def move_away(self) -> None:
        self._away.mkdir(exist_ok=True)
        self._one().rename(self._away / "lettre.eml")

    def moved_away(self) -> list[bytes]:
        return _contents(self._away)

    def send_elsewhere(self) -> None:
        self.delete()

    def mark_again(self) -> None:
        (file,) = self.aside.glob("*.eml")
        file.rename(self.root / file.name)

    def sent(self) -> list[bytes]:
        return []

    @property
    def _away(self) -> Path:
        return self.root.with_name(f"{self.root.name}-archives")

    def _one(self) -> Path:
        (file,) = self.root.rglob("*.eml")
        return file


def _contents(folder: Path) -> list[bytes]:
    files = sorted(folder.glob("*.eml"), key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [file.read_bytes() for file in files]


class TestFolder(DraftsContract, MeanwhileContract, LackingContract):
    @pytest.fixture
    def bench(self, tmp_path: Path) -> FolderBench:
        return FolderBench(tmp_path)


def test_the_stand_in_sees_what_it_wrote(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    bench.write(b"one")
    assert until("it is there", bench.marked) == [b"one"]
