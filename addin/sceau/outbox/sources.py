"""Where held mails come from: what every source does, and the plainest of them, a user's file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sceau.errors import MissingInput, WrongSettings
from sceau.outbox.records import Origin
from sceau.phrases import Phrase


class Standing(StrEnum):
    """How a claimed mail stands where its sender left it: ``as-shown``, ``changed`` (edited since
    it was claimed), or ``gone`` (deleted, moved away, no longer marked, or sent from elsewhere)."""

    AS_SHOWN = "as-shown"
    CHANGED = "changed"
    GONE = "gone"


class Source(Protocol):
    """One mail where its sender left it. Every method but ``claim`` may be called again.

    The methods may wait for a server: they are called in threads of their own, one at a time for
    one source. Each raises SceauError where it could not be done now, and may then be called
    again later, from another process too.
    """

    @property
    def origin(self) -> Origin:
        """What :meth:`Hook.reopen` needs to find this source again after a crash."""
        ...

    def claim(self, held: str) -> bytes:
        """Make the mail ours under the id ``held``, and give its bytes.

        Of several who claim at once exactly one succeeds. Raises MissingInput where it is gone.
        """
        ...

    def standing(self, held: str) -> Standing:
        """Say whether the claimed mail still is what was shown; asked right before it is sent."""
        ...

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Make sure that what will be put back is there: ``content``, where the claimed mail has
        vanished, or where it ``changed``.

        Where a claimed mail stays in its sender's reach, one that vanished was taken away by them:
        then nothing is made anew, unless it ``changed`` here.
        """
        ...

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """Give the claimed mail back to its sender, where there is one: as it was, where it was
        before it was marked, and not noticed again before it is marked again.

        ``note`` says why, for sources that can keep a note beside the mail. Nothing happens to a
        mail that ``held`` did not claim.
        """
        ...

    def remove(self, held: str) -> None:
        """Remove the claimed mail: it left."""
        ...


class Hook(Protocol):
    """A kind of source, as the outbox needs it after a crash."""

    @property
    def kind(self) -> str:
        """The ``kind`` of the origins it made."""
        ...

    def reopen(self, place: str, content: bytes = b"") -> Source:
        """Give the source of an origin; ``content`` is what was claimed of it, where it was."""
        ...


class SourceFile:
    """A ``.eml`` of the user's: read, never changed, moved or removed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __repr__(self) -> str:
        return "SourceFile(…)"

    @property
    def origin(self) -> Origin:
        """The file's path."""
        return Origin("file", str(self._path.absolute()))

    def claim(self, held: str) -> bytes:
        """Read the file.

        Raises:
            MissingInput: there is no such file, or it may not be read.
        """
        try:
            return self._path.read_bytes()
        except OSError as problem:
            raise MissingInput("mail-not-there") from problem

    def standing(self, held: str) -> Standing:
        """The file was read once, and what was read is what counts."""
        return Standing.AS_SHOWN

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """The file was never taken."""

    def put_back(self, held: str, note: Phrase | None = None) -> None:
        """The file was never taken."""

    def remove(self, held: str) -> None:
        """The file is its user's."""


class Files:
    """The hook of :class:`SourceFile`."""

    kind = "file"

    def reopen(self, place: str, content: bytes = b"") -> Source:
        """Give the file at ``place``."""
        return SourceFile(Path(place))


class Hooks:
    """The hooks by the kind of their origins; files are always among them."""

    def __init__(self, *hooks: Hook) -> None:
        self._hooks: dict[str, Hook] = {one.kind: one for one in (Files(), *hooks)}

    def reopen(self, origin: Origin, content: bytes = b"") -> Source:
        """Give the source of ``origin``, of which ``content`` was claimed.

        Raises:
            WrongSettings: no hook of this kind is set up here.
        """
        hook = self._hooks.get(origin.kind)
        if hook is None:
            raise WrongSettings("outbox-unknown-source")
        return hook.reopen(origin.place, content)
