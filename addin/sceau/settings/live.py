"""The settings of a program that stays: read again once one of their files changed."""

from __future__ import annotations

from pathlib import Path

from sceau.errors import SceauError
from sceau.settings import places
from sceau.settings.load import load
from sceau.settings.schema import Settings

_Stamp = tuple[int, int, int]


class LiveSettings:
    """The settings as they stand now, the user's and the policy's.

    A file that cannot be understood after a change leaves the settings as they were: nobody loses
    what protects them to a slip of the pen, and ``sceau doctor`` says what is wrong.
    """

    def __init__(self, first: Settings) -> None:
        self._settings = first
        self._stamps = _stamps()

    @property
    def now(self) -> Settings:
        """Give the settings; costs two glances at the disk where nothing changed."""
        stamps = _stamps()
        if stamps != self._stamps:
            self._stamps = stamps
            try:
                self._settings = load().settings
            except SceauError:
                return self._settings
        return self._settings


def _stamps() -> tuple[_Stamp | None, ...]:
    return tuple(_stamp(path) for path in (places.user_settings_file(), places.policy_file()))


def _stamp(path: Path) -> _Stamp | None:
    """Give what changes when a file does; it is replaced, never written in place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
