"""The parts a mail meets on its way, put together once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from sceau.aftercare.journal.journal import Journal
from sceau.errors import WrongSettings
from sceau.hooks.accounts import AccountHooks
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.edits import RemoveRecipient
from sceau.mail.message import Message
from sceau.memory.recall import Recall
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outbox import Outbox
from sceau.outbox.store import Store
from sceau.outbox.ways_out.local import LocalWayOut
from sceau.outbox.ways_out.smtp import SmtpWayOut
from sceau.outbox.ways_out.way import OnStep, WayOut
from sceau.settings.keys import AccountSecret, Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.schema import Settings
from sceau.sign_in.accounts import tokens_of
from sceau.sign_in.providers import signs_in
from sceau.way.pause import Pause
from sceau.workers.pool import Workers

LOCAL = "local"
"""The account that is always there: the embedded mailbox, which goes no further."""


@dataclass(frozen=True)
class Parts:
    """What a mail meets: the settings, the outbox, the embedded mailbox, the workers, the keys, the
    accounts' drafts, the memory of correspondents, and the pause there may be."""

    settings: Settings
    outbox: Outbox
    mailbox: Mailbox
    workers: Workers
    keys: Keys
    accounts: AccountHooks
    recall: Recall = field(default_factory=Recall)
    pause: Pause = field(default_factory=Pause)

    @property
    def journal(self) -> Journal:
        """This user's journal."""
        return Journal(state_folder(), self.keys.master_key)

    def way_out(self, account: str = "") -> WayOut:
        """Give the way out of ``account``, the default one where it is empty.

        Raises :class:`WrongSettings` ``account-unknown`` where there is none of that name.
        """
        name = account or self.settings.account
        if name == LOCAL:
            return LocalWayOut()
        found = self.settings.accounts.get(name)
        if found is None:
            raise WrongSettings("account-unknown", name=name)
        if found.kind == LOCAL:
            return LocalWayOut()
        mailbox = self.accounts.mailbox(name)
        if mailbox is not None:
            return mailbox.way_out
        hook = self.accounts.of(name)
        return SmtpWayOut(
            found,
            self.keys.get_secret(name) if found.user and not signs_in(found) else None,
            sent=hook.sent if hook is not None else None,
            tokens=tokens_of(found, AccountSecret(self.keys, name)),
        )


class Opened(NamedTuple):
    """What is kept of this user's mails, and the keys to it."""

    outbox: Outbox
    mailbox: Mailbox
    keys: Keys
    accounts: AccountHooks


@contextmanager
def open_outbox(settings: Settings, on_step: OnStep | None = None) -> Iterator[Opened]:
    """Open this user's outbox, embedded mailbox and keys; leaving closes the database and the
    connections of the accounts of ``settings``."""
    folder = state_folder()
    keys = Keys(folder)
    mailbox = Mailbox(folder / "mailbox")
    accounts = AccountHooks(settings.accounts, folder, keys)
    store = Store(folder, keys.master_key())
    try:
        hooks = (EmbeddedDrafts(mailbox), accounts)
        outbox = Outbox(folder, store, mailbox, hooks, on_step=on_step, without=_without)
        yield Opened(outbox, mailbox, keys, accounts)
    finally:
        accounts.close()
        store.close()


@asynccontextmanager
async def open_parts(on_step: OnStep | None = None) -> AsyncIterator[Parts]:
    """Put the parts together from this user's settings and folders; leaving ends the workers.

    Raises :class:`SceauError` where the settings, the keys or the outbox cannot be used.
    """
    settings = load().settings
    with open_outbox(settings, on_step) as opened:
        async with Workers() as workers:
            master = opened.keys.master_key
            with closing(Recall.of(settings, state_folder(), master)) as recall:
                yield Parts(
                    settings,
                    opened.outbox,
                    opened.mailbox,
                    workers,
                    opened.keys,
                    opened.accounts,
                    recall,
                )


def _without(raw: bytes, addresses: tuple[str, ...]) -> bytes:
    """Take out of a draft the people who got the mail already."""
    message = Message.read(raw)
    gone = {address.lower() for address in addresses}
    named = {one.address for one in message.mail.recipients if one.address.lower() in gone}
    return message.apply([RemoveRecipient(address) for address in sorted(named)], {})[0]
