"""The mailbox of an account, by its settings. A new kind of server is one line here."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from sceau.errors import WrongSettings
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.hooks.mailboxes.mailbox import Mailbox
from sceau.settings.keys import AccountSecret
from sceau.settings.schema import AccountSettings

if TYPE_CHECKING:
    from sceau.hooks.graph.sign_in import SignIn

GRAPH = "https://graph.microsoft.com/v1.0/"

MAILBOXES = frozenset({"exchange", "graph"})
"""The kinds of accounts whose server sends what was saved with it."""


def mailbox_drafts(
    name: str, account: AccountSettings, device: str, secret: AccountSecret
) -> MailboxDrafts:
    """Give the drafts, and the way out, of one account of these kinds."""
    drafts = account.drafts
    category = drafts.category if drafts.mark == "category" else ""
    return MailboxDrafts(name, mailbox_of(account, secret), device, category=category)


def mailbox_of(account: AccountSettings, secret: AccountSecret) -> Mailbox:
    """Give the mailbox of an account. Raises WrongSettings where its address is missing."""
    # imported late: exchangelib takes 300 ms, and most have one kind of account
    if account.kind == "exchange":
        from sceau.hooks.exchange.access import Access
        from sceau.hooks.exchange.server import ExchangeServer

        if not account.url.startswith("https://"):
            raise WrongSettings("account-url-missing")
        return ExchangeServer(
            Access(
                url=account.url,
                address=account.address,
                user=account.user,
                auth=account.auth,
                ca_file=account.ca_file,
                marked=account.drafts.folder,
                token=sign_in_of(account, secret).token if account.auth == "oauth" else None,
            ),
            secret,
        )
    from sceau.hooks.graph.requests import Requests
    from sceau.hooks.graph.server import GraphServer

    sign_in = sign_in_of(account, secret)
    requests = Requests(account.url or GRAPH, sign_in.token, context_of(account))
    return GraphServer(requests, account.address, account.drafts.folder)


def sign_in_of(account: AccountSettings, secret: AccountSecret) -> SignIn:
    """Give the sign-in of an account that has one; ``host`` names another sign-in server than
    Microsoft's public one (national clouds). Raises WrongSettings where the registration is
    missing."""
    from sceau.hooks.graph.sign_in import AUTHORITY, SignIn

    place = f"https://{account.host}" if account.host else AUTHORITY
    if account.host and account.port:
        place += f":{account.port}"
    return SignIn(
        account.client,
        account.tenant,
        secret,
        scopes=scopes_of(account),
        authority=place,
        context=context_of(account),
    )


def scopes_of(account: AccountSettings) -> tuple[str, ...]:
    """Give what an account asks to be allowed: its own mailbox's mail, and others' where it is
    for a shared one; on premises, EWS as the person (hybrid modern authentication)."""
    if account.kind == "exchange":
        host = account.url.removeprefix("https://").partition("/")[0]
        return (f"https://{host}/EWS.AccessAsUser.All",)
    own = ("Mail.ReadWrite", "Mail.Send")
    return (*own, "Mail.ReadWrite.Shared", "Mail.Send.Shared") if account.address else own


def signs_in(account: AccountSettings) -> bool:
    """Whether a person signs in to an account in a browser."""
    return account.kind == "graph" or (account.kind == "exchange" and account.auth == "oauth")


def context_of(account: AccountSettings) -> ssl.SSLContext:
    """Give what verifies the servers of an account: the system's authorities, and its own.

    Raises WrongSettings where its own cannot be read.
    """
    context = ssl.create_default_context()
    if account.ca_file:
        try:
            context.load_verify_locations(account.ca_file)
        except (OSError, ssl.SSLError) as problem:
            raise WrongSettings("account-authority-unreadable") from problem
    return context
