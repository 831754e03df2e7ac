"""The IMAP hook of an account, from its settings."""

from __future__ import annotations

from sceau.hooks.imap.connect import Server
from sceau.hooks.imap.hook import ImapDrafts
from sceau.settings.keys import AccountSecret
from sceau.settings.schema import AccountSettings
from sceau.sign_in.accounts import tokens_of

_LONGEST = 30.0  # seconds for each answer of the server


def imap_drafts(
    name: str, account: AccountSettings, device: str, secret: AccountSecret
) -> ImapDrafts:
    """Give the hook of the account ``name``; what its drafts' settings leave out is as for
    sending."""
    drafts = account.drafts
    server = Server(
        host=drafts.host or account.host,
        port=drafts.port,
        security=drafts.security,
        user=drafts.user or account.user,
        secret=secret,
        ca_file=drafts.ca_file or account.ca_file,
        timeout=min(account.timeout, _LONGEST),
        tokens=tokens_of(account, secret),
    )
    return ImapDrafts(
        name,
        server,
        device,
        by="folder" if drafts.mark == "folder" else "keyword",
        folder=drafts.folder,
        keyword=drafts.keyword,
        files=drafts.sent,
    )
