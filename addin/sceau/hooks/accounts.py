"""The hooks of the accounts that are set up, and the drafts of them that the outbox may hold."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sceau.errors import CannotWrite, WrongSettings
from sceau.hooks.drafts import KIND, DraftsHook, OutOfReach, Place
from sceau.hooks.folder.hook import FolderDrafts
from sceau.hooks.imap.accounts import imap_drafts
from sceau.hooks.mailboxes.accounts import MAILBOXES, mailbox_drafts
from sceau.hooks.mailboxes.hook import MailboxDrafts
from sceau.outbox.sources import Source
from sceau.settings.keys import AccountSecret, Keys
from sceau.settings.schema import AccountSettings

_DEVICE_FILE = "device"


def device_of(folder: Path) -> str:
    """Give the name under which this state folder claims drafts that others may claim too: eight
    hexadecimal digits, made once, that say nothing of the machine."""
    path = folder / _DEVICE_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = path.with_name(f"{_DEVICE_FILE}.{secrets.token_hex(8)}")
            fresh.write_text(secrets.token_hex(4), encoding="ascii")
            try:
                fresh.chmod(0o600)
                path.hardlink_to(fresh)
            except FileExistsError:
                pass  # another process made it first: that is the one
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise CannotWrite("state-not-writable") from problem


def drafts_hook(
    name: str, account: AccountSettings, device: str, secret: AccountSecret
) -> DraftsHook | None:
    """Give the hook of one account, or none where it watches no drafts. A new kind of drafts is
    one line here. ``secret`` gives the account's password, when it is needed."""
    drafts = account.drafts
    match drafts.kind:
        case "folder":
            return FolderDrafts(name, Path(drafts.path))
        case "imap":
            return imap_drafts(name, account, device, secret)
        case "mailbox" if account.kind in MAILBOXES:
            return mailbox_drafts(name, account, device, secret)
        case _:
            return None


class AccountHooks:
    """The hook, as the outbox needs it, of all accounts' drafts."""

    kind = KIND

    def __init__(self, accounts: Mapping[str, AccountSettings], folder: Path, keys: Keys) -> None:
        self._accounts = accounts
        self._folder = folder
        self._keys = keys
        self._made: dict[str, DraftsHook] = {}
        self._mailboxes: dict[str, MailboxDrafts] = {}

    def mailbox(self, name: str) -> MailboxDrafts | None:
        """Give the mailbox through which the account ``name`` sends, the same each time, whether
        its drafts are watched or not; none where it sends by something else."""
        account = self._accounts.get(name)
        if account is None or account.kind not in MAILBOXES:
            return None
        if name not in self._mailboxes:
            hook = self.of(name)
            if not isinstance(hook, MailboxDrafts):
                secret = AccountSecret(self._keys, name)
                hook = mailbox_drafts(name, account, device_of(self._folder), secret)
            self._mailboxes[name] = hook
        return self._mailboxes[name]

    def of(self, name: str) -> DraftsHook | None:
        """Give the hook of the account ``name``, the same each time; none where it watches no
        drafts, or is not set up."""
        if name not in self._made:
            account = self._accounts.get(name)
            if account is None:
                return None
            secret = AccountSecret(self._keys, name)
            made = drafts_hook(name, account, device_of(self._folder), secret)
            if made is None:
                return None
            self._made[name] = made
        return self._made[name]

    def set_up(self, accounts: Mapping[str, AccountSettings]) -> None:
        """Take on other settings; the connections made by those before are let go."""
        self.close()
        self._accounts = accounts
        self._made.clear()
        self._mailboxes.clear()

    def all(self) -> list[DraftsHook]:
        """Give the hooks of every account that watches drafts."""
        return [hook for name in self._accounts if (hook := self.of(name)) is not None]

    def reopen(self, place: str, content: bytes = b"") -> Source:
        """Give the draft at ``place``. One whose account is not set up any more can be neither
        sent nor given back until it is."""
        found = msgspec.json.decode(place, type=Place)
        hook = self.of(found.account)
        if hook is None:
            return OutOfReach(place, lambda: WrongSettings("account-unknown", name=found.account))
        return hook.reopen(found.draft, content)

    def close(self) -> None:
        """Let every connection go."""
        for hook in (*self._made.values(), *self._mailboxes.values()):
            hook.close()
