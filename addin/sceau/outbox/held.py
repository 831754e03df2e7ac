"""A mail one process holds, and the lease by which no other does."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from sceau.errors import CannotWrite
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
        return self._lease(held, wait=False)

    def new(self, held: str) -> FileLock:
        """Give the lease of a mail nobody knows of yet (but :meth:`sweep`, for an instant)."""
        lease = self._lease(held, wait=True)
        assert lease is not None
        return lease

    def _lease(self, held: str, *, wait: bool) -> FileLock | None:
        lease = FileLock(self._folder / held)
        try:
            return lease if lease.take(wait=wait) else None
        except OSError as problem:
            raise CannotWrite("outbox-not-writable") from problem

    def sweep(self, known: Collection[str]) -> None:
        """Discard the leases of processes that died before they wrote down what they hold."""
        try:
            stray = [one.name for one in self._folder.iterdir() if one.name not in known]
        except OSError as problem:
            raise CannotWrite("outbox-not-writable") from problem
        for held in stray:
            lease = self.take(held)
            if lease is not None:
                lease.discard()


class Held:
    """A mail this process holds: nobody else can take it up while this object is not released.

    ``id`` names its record; ``account`` is the one it is to leave by; ``raw`` is what was claimed
    (empty where the claim never ended).
    """

    def __init__(self, id: str, source: Source, account: str, raw: bytes, lease: FileLock) -> None:
        self.id = id
        self.source = source
        self.account = account
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
