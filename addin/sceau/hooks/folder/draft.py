"""One ``.eml`` of a watched folder: claimed by a move, given back beside a note, removed at the
end."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from sceau.errors import CannotWrite, MissingInput, TryLater, UnreadableInput
from sceau.hooks.drafts import origin_of
from sceau.outbox.records import Origin
from sceau.outbox.sources import Standing
from sceau.phrases import Language, Phrase, phrase, say

CLAIMED = ".sceau"
"""The folder, inside the watched one, of the files that are held."""
LARGEST = 200 * 2**20
"""In bytes; no mail server takes a message beyond it."""

_BUSY = {errno.EACCES, errno.EPERM, errno.EBUSY}


class FolderDraft:
    """The file ``name`` of the watched folder ``root``."""

    def __init__(
        self, account: str, root: Path, name: str, language: Language, content: bytes = b""
    ) -> None:
        self._account = account
        self._root = root
        self._name = name
        self._language = language
        self._content = content

    def __repr__(self) -> str:
        return "FolderDraft(…)"

    @property
    def origin(self) -> Origin:
        """The account and the file's name."""
        return origin_of(self._account, self._name)

    def claim(self, held: str) -> bytes:
        """Move the file out of sight (one ``rename``: of several exactly one succeeds) and read it.

        Raises:
            MissingInput: it is gone, or another claimed it first.
            TryLater: another program still holds it (Windows).
            UnreadableInput: it is larger than any mail.
        """
        file = self._root / self._name
        try:
            if file.is_symlink() or not file.is_file():
                raise MissingInput("draft-not-there")
            if file.stat().st_size > LARGEST:
                self._keep_aside(file, phrase("error.mail-too-large"))
                raise UnreadableInput("mail-too-large")
            (self._root / CLAIMED).mkdir(mode=0o700, exist_ok=True)
            file.rename(self._claimed(held))
            self._content = self._claimed(held).read_bytes()
        except FileNotFoundError as gone:
            raise MissingInput("draft-not-there") from gone
        except OSError as refused:
            if refused.errno in _BUSY and os.name == "nt":
                raise TryLater("draft-in-use") from refused
            raise CannotWrite("drafts-folder-refused") from refused
        return self._content

    def standing(self, held: str) -> Standing:
        """Say whether the file is still what was read: its writer may not have been done."""
        with _told():
            try:
                same = self._claimed(held).read_bytes() == self._content
            except FileNotFoundError:
                return Standing.GONE
        return Standing.AS_SHOWN if same else Standing.CHANGED

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Write ``content`` where the file changed or vanished."""
        claimed = self._claimed(held)
        with _told():
            if changed or not claimed.exists():
                fresh = claimed.with_suffix(".part")
                fresh.write_bytes(content)
                with fresh.open("rb") as written:
                    os.fsync(written.fileno())
                fresh.replace(claimed)

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Move the file into the folder of those to be taken up again, with a note beside it."""
        with _told():
            claimed = self._claimed(held)
            if claimed.exists():
                self._keep_aside(claimed, note)

    def remove(self, held: str) -> None:
        """Remove the file."""
        with _told():
            self._claimed(held).unlink(missing_ok=True)

    def _claimed(self, held: str) -> Path:
        return self._root / CLAIMED / f"{held}.eml"

    def _keep_aside(self, file: Path, note: Phrase | None) -> None:
        aside = self._root / say(phrase("drafts.folder.kept"), self._language)
        aside.mkdir(exist_ok=True)
        place = _free(aside / self._name)
        if note is not None:
            place.with_suffix(".txt").write_text(
                say(note, self._language) + "\n", encoding="utf-8-sig"
            )
        file.rename(place)


def _free(place: Path) -> Path:
    """Give ``place``, or the first like it that is not taken."""
    number, free = 1, place
    while free.exists():
        number += 1
        free = place.with_stem(f"{place.stem} ({number})")
    return free


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as refused:
        raise CannotWrite("drafts-folder-refused") from refused
