"""The settings of a program that stays: read again once one of their files changed."""

from __future__ import annotations

from sceau.errors import SceauError
from sceau.settings import places
from sceau.settings.load import load
from sceau.settings.policy import sources
from sceau.settings.schema import Settings


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
                loaded = load()
            except SceauError:
                return self._settings
            if loaded.fault is None:
                self._settings = loaded.settings
        return self._settings


def _stamps() -> tuple[object, ...]:
    return (sources.file_stamp(places.user_settings_file()), *sources.stamp())
