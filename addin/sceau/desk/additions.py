"""What a person adds to the mail while they confirm it: files, whose contents are in memory only.

Pure: whoever drives the confirmation reads the files.
"""

from __future__ import annotations

import mimetypes

from sceau.mail.edits import FIRST_ADDED, AddAttachment, Edit

_TYPES = mimetypes.MimeTypes()
"""The types Python itself knows: those of a machine's own tables would tell one from another."""


class Additions:
    """The files added so far. A number is never used twice: choices about a file go with it."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[AddAttachment, bytes]] = {}
        self._numbered = FIRST_ADDED

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The Edits that add them."""
        return tuple(edit for edit, _ in self._files.values())

    def attach(self, name: str, content: bytes) -> str:
        """Add a file; give its number."""
        id = str(self._numbered)
        self._numbered += 1
        media_type = _TYPES.guess_type(name)[0] or "application/octet-stream"
        self._files[id] = (AddAttachment(id, name, media_type, len(content)), content)
        return id

    def content(self, attachment: str) -> bytes | None:
        """Give the content of a file that was added; none of any other."""
        return self._files[attachment][1] if attachment in self._files else None

    def take_out_files(self) -> None:
        """Add none of them."""
        self._files.clear()
