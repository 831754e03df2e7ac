"""Where held mails come from: what every source does, and the plainest of them, a user's file."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sceau.errors import MissingInput, WrongSettings
from sceau.outbox.records import Origin


class Source(Protocol):
    """One mail where its sender left it. Every method but ``claim`` may be called again."""

    @property
    def origin(self) -> Origin:
        """What :meth:`Hook.reopen` needs to find this source again after a crash."""
        ...

    def claim(self, held: str) -> bytes:
        """Make the mail ours under the id ``held``, and give its bytes.

        Of several who claim at once exactly one succeeds. Raises MissingInput where it is gone.
        """
        ...

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """Make sure that what will be put back is there: ``content``, where the claimed mail has
        vanished, or where it ``changed``."""
        ...

    def put_back(self, held: str) -> None:
        """Give the claimed mail back to its sender, where there is one."""
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

    def reopen(self, place: str) -> Source:
        """Give the source of an origin."""
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

    def restore(self, held: str, content: bytes, *, changed: bool) -> None:
        """The file was never taken."""

    def put_back(self, held: str) -> None:
        """The file was never taken."""

    def remove(self, held: str) -> None:
        """The file is its user's."""


class Files:
    """The hook of :class:`SourceFile`."""

    kind = "file"

    def reopen(self, place: str) -> Source:
        """Give the file at ``place``."""
        return SourceFile(Path(place))


class Hooks:
    """The hooks by the kind of their origins; files are always among them."""

    def __init__(self, *hooks: Hook) -> None:
        self._hooks: dict[str, Hook] = {one.kind: one for one in (Files(), *hooks)}

    def reopen(self, origin: Origin) -> Source:
        """Give the source of ``origin``.

        Raises:
            WrongSettings: no hook of this kind is set up here.
        """
        hook = self._hooks.get(origin.kind)
        if hook is None:
            raise WrongSettings("outbox-unknown-source")
        return hook.reopen(origin.place)
