"""How to reach a mailbox on an Exchange server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Access:
    """How to reach a mailbox. ``url`` is the address of its web services; ``token`` gives an access
    token, where ``auth`` is ``oauth``."""

    url: str
    address: str
    user: str
    auth: str = "auto"
    ca_file: str = ""
    marked: str = "À vérifier"
    token: Callable[[], str] | None = None

    def __repr__(self) -> str:
        return "Access(…)"

    @property
    def host(self) -> str:
        """The server's name, for sentences."""
        return self.url.split("/")[2].rpartition(":")[0] or self.url.split("/")[2]
