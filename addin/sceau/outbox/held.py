"""A mail one process holds, and the lease by which no other does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sceau.errors import CannotWrite, TryLater
from sceau.filelock import FileLock
from sceau.outbox.sources import Source
from sceau.outbox.states import WrongStep


class Leases:
    """The leases of all held mails: files of ``folder``, locked while their mail is held. The
    system gives a dead process's lease back; a live one's cannot be had.

    Raises (every method): CannotWrite.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise CannotWrite("outbox-not-writable") from problem

    def take(self, held: str) -> FileLock | None:
        """Give the lease of a held mail, or None where a live process has it."""
        lease = FileLock(self._folder / held)
        try:
            return lease if lease.take() else None
        except OSError as problem:
            raise CannotWrite("outbox-not-writable") from problem

    def new(self, held: str) -> FileLock:
        """Give the lease of a mail nobody can know of yet."""
        lease = self.take(held)
        if lease is None:
            raise TryLater("outbox-busy")
        return lease


class Held:
    """A mail this process holds: nobody else can take it up while this object is not released.

    ``id`` names its record; ``raw`` is what was claimed (empty where the claim never ended).
    """

    def __init__(self, id: str, source: Source, raw: bytes, lease: FileLock) -> None:
        self.id = id
        self.source = source
        self.raw = raw
        self._lease = lease

    def __repr__(self) -> str:
        return f"Held({self.id!r})"

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of the claimed bytes, which a Verdict must name."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def owned(self) -> bool:
        """Whether it is still ours."""
        return self._lease.held

    def require(self) -> None:
        """Raise WrongStep unless it is still ours."""
        if not self.owned:
            raise WrongStep

    def release(self, *, ended: bool = False) -> None:
        """Let another process take it up; with ``ended`` there is nothing left to take up."""
        if ended:
            self._lease.discard()
        else:
            self._lease.release()
