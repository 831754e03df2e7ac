"""When the add-on was last here: what ``sceau doctor`` tells without Thunderbird running."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sceau.hooks.frames import Hello

_NAME = "seen-add-on.json"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """``at`` is the last moment the add-on said hello; ``version`` its own, ``client`` that of
    Thunderbird, ``protocol`` the number both go by."""

    at: datetime
    version: str
    client: str
    protocol: int


def remember(folder: Path, hello: Hello) -> None:
    """Write into ``folder`` that the add-on is here now."""
    seen = Seen(
        at=datetime.now(UTC), version=hello.version, client=hello.client, protocol=hello.protocol
    )
    passing = folder / f"{_NAME}.new"
    passing.write_bytes(msgspec.json.encode(seen))
    passing.replace(folder / _NAME)


def last_seen(folder: Path) -> Seen | None:
    """Give when it was; none where it never was, or nobody can tell."""
    try:
        return msgspec.json.decode((folder / _NAME).read_bytes(), type=Seen)
    except (OSError, msgspec.DecodeError):
        return None


def forget(folder: Path) -> None:
    """Take away what :func:`remember` wrote."""
    (folder / _NAME).unlink(missing_ok=True)
