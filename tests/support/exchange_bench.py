"""A person's client on the strict Exchange server."""

from __future__ import annotations

from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.server import ExchangeServer
from support.mailbox_bench import MARKED, MailboxBench
from support.strict_exchange.server import StrictExchange

AUTH = {"negotiate": "kerberos"}


class ExchangeBench(MailboxBench):
    """One mailbox of the server: the first, where ``box`` names no other."""

    held = "set:PublicStrings:sceau-held:String"

    def __init__(self, exchange: StrictExchange, category: str = "", box: str = "") -> None:
        super().__init__(exchange.boxes[box] if box else exchange.box, category)
        self.exchange = exchange

    def server(self, address: str = "") -> ExchangeServer:
        access = Access(
            url=self.exchange.url,
            address=address or self.box.address,
            user=next(iter(self.exchange.users)),
            auth=AUTH.get(self.exchange.auth, self.exchange.auth),
            token=(lambda: "good") if self.exchange.auth == "oauth" else None,
            ca_file=self.exchange.ca_file,
            marked=MARKED,
        )
        return ExchangeServer(access, lambda: next(iter(self.exchange.users.values())))
