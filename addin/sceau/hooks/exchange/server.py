"""One mailbox of an Exchange server: the few things Sceau does there, each one request.

Raises (every method): what :func:`~.transport.told_apart` raises. A shared or delegated mailbox is
named by ``address``, and opened with the user's own password.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import exchangelib
from exchangelib import services
from exchangelib.fields import FieldPath
from exchangelib.properties import ItemId
from exchangelib.protocol import Protocol
from exchangelib.restriction import Q, Restriction
from requests.auth import AuthBase

from sceau.hooks.exchange import logins
from sceau.hooks.exchange import properties as _properties  # noqa: F401  (registers them)
from sceau.hooks.exchange.access import Access
from sceau.hooks.exchange.transport import Busy, once, told_apart, trust
from sceau.hooks.exchange.waking import certain, wakings
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER, Changes, Listed, Mark, Role
from sceau.hooks.mailboxes.patience import Patience
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import Content, NotDone, NotKnown, Saved

_AUTH = {"auto": None, "basic": "basic", "ntlm": "NTLM"}
_OWN_LOGINS = ("kerberos", "oauth")
_AT_ONCE = 4  # requests; one is the open stream, and the others must not wait for it
_LISTED = ("categories", "sceau_held", "last_modified_time", "datetime_created")
_TIMEOUT = 300  # seconds


_GetItem = once(services.GetItem)
_CreateItem = once(services.CreateItem)
_UpdateItem = once(services.UpdateItem)
_MoveItem = once(services.MoveItem)
_DeleteItem = once(services.DeleteItem)
_SendItem = once(services.SendItem)
_FindItem = once(services.FindItem)
_FindFolder = once(services.FindFolder)
_CreateFolder = once(services.CreateFolder)
_Sync = once(services.SyncFolderItems)


class ExchangeServer:
    """One mailbox. ``secret`` gives the password, when it is needed."""

    def __init__(self, access: Access, secret: Callable[[], str | None]) -> None:
        self._access = access
        self._secret = secret
        self._account: Any = None
        self._folders: dict[Role, Any] = {}
        self._lock = threading.RLock()
        self._patience = Patience(access.host)

    def __repr__(self) -> str:
        return "ExchangeServer(…)"

    @property
    def host(self) -> str:
        """The server's name."""
        return self._access.host

    def operation(self, device: str, message_id: str) -> str:
        """Name a transmission by who sends it and its Message-ID: the same mail sent from
        elsewhere is another."""
        return hashlib.sha256(f"{device}\0{message_id}".encode()).hexdigest()[:32]

    # -- where things are ------------------------------------------------------------------

    def account(self) -> Any:
        """Connect, where that was not done yet."""
        with self._lock:
            if self._account is None:
                self._account = self._connect()
            return self._account

    def _connect(self) -> Any:
        access = self._access
        if access.ca_file:
            trust(access.url, access.ca_file)
        own = access.auth in _OWN_LOGINS
        password = None if access.auth == "oauth" else self._secret()
        if password is None and not own:
            raise NotDone(Submission(result=Result.PASSWORD_MISSING, host=self.host))
        with self._once():
            configuration = exchangelib.Configuration(
                service_endpoint=access.url,
                credentials=None if own else exchangelib.Credentials(access.user, password),
                auth_type="no authentication" if own else _AUTH[access.auth],
                retry_policy=exchangelib.FailFast(),
                max_connections=_AT_ONCE,
            )
            account = exchangelib.Account(
                access.address or access.user,
                config=configuration,
                autodiscover=False,
                access_type=exchangelib.DELEGATE,
                default_timezone=exchangelib.UTC,
            )
            # one of its own: exchangelib shares those of the same server and password
            account.protocol = type.__call__(Protocol, config=configuration)
            account.protocol.TIMEOUT = _TIMEOUT
            if own:
                logins.use(account.protocol, lambda: self._login(password))
            account.protocol.version  # noqa: B018  (asks the server)
            return account

    def _login(self, password: str | None) -> AuthBase:
        if self._access.token is not None:
            return logins.Bearer(self._access.token)
        named = self._access.user if password else ""
        return logins.Negotiate(named, password or "")

    def folder(self, role: Role) -> Any:
        """Give a folder; those of Sceau are made where they are missing."""
        with self._lock:
            if role not in self._folders:
                account = self.account()
                with self._once():
                    self._folders[role] = self._find_folder(account, role)
            return self._folders[role]

    def _find_folder(self, account: Any, role: Role) -> Any:
        if role in ("drafts", "sent", "outbox"):
            return getattr(account, role)
        name = WORK_FOLDER if role == "work" else self._access.marked
        top = account.msg_folder_root
        found = self._folder_named(account, top, name)
        if found is not None:
            return found
        fresh = exchangelib.Folder(root=account.root, name=name)
        made = list(_CreateFolder(account=account).call(parent_folder=top, folders=[fresh]))
        if len(made) == 1 and not isinstance(made[0], Exception):
            made[0].name = name
            return made[0]
        found = self._folder_named(account, top, name)  # another made it at the same moment
        if found is None:
            raise NotKnown
        return found

    def _folder_named(self, account: Any, top: Any, name: str) -> Any:
        fields = {FieldPath(field=exchangelib.Folder.get_field_by_fieldname("name"))}
        listed = _FindFolder(account=account).call(
            folders=[top],
            additional_fields=fields,
            restriction=None,
            shape="IdOnly",
            depth="Shallow",
            max_items=None,
            offset=0,
        )
        for one in listed:
            if isinstance(one, Exception):
                raise one
            if one.name == name:
                return one
        return None

    # -- reading ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def _once(self) -> Iterator[None]:
        """Make a request when the server wants one, and heed what it says of the next."""
        self._patience.wait()
        try:
            with told_apart(self.host):
                yield
        except Busy as busy:
            self._patience.heed(busy.seconds)
            raise
        except (NotDone, NotKnown) as problem:
            # a folder that is gone is made again, a password that was changed is asked for again
            self._folders.clear()
            refused = isinstance(problem, NotDone) and problem.submission.result
            if refused is Result.AUTH_REFUSED:
                self.close()
            raise

    def find(self, role: Role, mark: Mark, value: str) -> list[Saved]:
        """Give what lies in a folder under this mark."""
        folder, account = self.folder(role), self.account()
        with self._once():
            restriction = Restriction(
                Q(**{f"sceau_{mark}": value}), folders=[folder], applies_to=Restriction.ITEMS
            )
            found = _FindItem(account=account).call(
                folders=[folder],
                additional_fields=None,
                restriction=restriction,
                order_fields=None,
                shape="IdOnly",
                query_string=None,
                depth="Shallow",
                calendar_view=None,
                max_items=None,
                offset=0,
            )
            return [Saved(one[0], one[1]) for one in certain(found)]

    def changes(self, role: Role, state: str) -> Changes:
        """Give what is new or changed in a folder since ``state`` (all, where it is empty)."""
        folder, account = self.folder(role), self.account()
        with self._once():
            service = _Sync(account=account)
            found = service.call(
                folder=folder,
                shape="IdOnly",
                additional_fields=_paths(_LISTED),
                sync_state=state or None,
                ignore=None,
                max_changes_returned=100,
                sync_scope=None,
            )
            drafts = [
                _listed(item)
                for kind, item in certain(found)
                if kind in ("create", "update") and isinstance(item, exchangelib.Message)
            ]
            return Changes(drafts, str(service.sync_state))

    def listed(self, id: str) -> Listed:
        """Give one draft as a listing shows it."""
        return _listed(self._get(id, _LISTED))

    def content(self, id: str) -> Content:
        """Give one draft whole: as MIME, and its Bcc, which MIME may leave out."""
        item = self._get(id, ("mime_content", "bcc_recipients"))
        hidden = tuple(one.email_address for one in item.bcc_recipients or ())
        return Content(item.changekey, bytes(item.mime_content), hidden)

    def _get(self, id: str, fields: Sequence[str]) -> Any:
        account = self.account()
        with self._once():
            (item,) = certain(
                _GetItem(account=account).call(
                    items=[ItemId(id=id)], additional_fields=_paths(fields), shape="IdOnly"
                )
            )
            return item

    # -- changing --------------------------------------------------------------------------

    def create(
        self, role: Role, mime: bytes, hidden: tuple[str, ...], mark: Mark, value: str
    ) -> Saved:
        """Save a draft under a mark. Its Bcc are set by themselves: what MIME says of them is not
        heeded."""
        folder, account = self.folder(role), self.account()
        item = exchangelib.Message(
            account=account, folder=folder, mime_content=mime, **{f"sceau_{mark}": value}
        )
        with self._once():
            (made,) = certain(
                _CreateItem(account=account).call(
                    items=[item],
                    folder=folder,
                    message_disposition="SaveOnly",
                    send_meeting_invitations="SendToNone",
                )
            )
        saved = Saved(made.id, made.changekey)
        if not hidden:
            return saved
        people = [exchangelib.Mailbox(email_address=one) for one in hidden]
        return self._update(saved, bcc_recipients=people)

    def mark(self, saved: Saved, held: str, categories: tuple[str, ...] | None = None) -> Saved:
        """Write who claimed a draft, and its categories where given."""
        fields: dict[str, Any] = {"sceau_held": held or None}
        if categories is not None:
            fields["categories"] = list(categories) or None
        return self._update(saved, **fields)

    def _update(self, saved: Saved, **fields: Any) -> Saved:
        """Change fields of a draft (none takes one away), unless it was changed meanwhile."""
        account = self.account()
        item = exchangelib.Message(account=account, id=saved.id, changekey=saved.key, **fields)
        with self._once():
            ((id, key),) = certain(
                _UpdateItem(account=account).call(
                    items=[(item, tuple(fields))],
                    conflict_resolution="NeverOverwrite",
                    message_disposition="SaveOnly",
                    send_meeting_invitations_or_cancellations="SendToNone",
                    suppress_read_receipts=True,
                )
            )
            return Saved(id, key)

    def move(self, id: str, role: Role) -> Saved:
        """Move an item, which gives it another id."""
        folder, account = self.folder(role), self.account()
        with self._once():
            ((fresh, key),) = certain(
                _MoveItem(account=account).call(items=[ItemId(id=id)], to_folder=folder)
            )
            return Saved(fresh, key)

    def delete(self, id: str) -> None:
        """Delete an item for good."""
        account = self.account()
        with self._once():
            certain(
                _DeleteItem(account=account).call(
                    items=[ItemId(id=id)],
                    delete_type="HardDelete",
                    send_meeting_cancellations="SendToNone",
                    affected_task_occurrences="AllOccurrences",
                    suppress_read_receipts=True,
                )
            )

    def send(self, saved: Saved) -> None:
        """Send a saved draft by its id and change key, and let the server file it in Sent."""
        folder, account = self.folder("sent"), self.account()
        with self._once():
            certain(
                _SendItem(account=account).call(
                    items=[ItemId(id=saved.id, changekey=saved.key)], saved_item_folder=folder
                )
            )

    # -- being woken -----------------------------------------------------------------------

    def stream(self, role: Role) -> Iterator[None]:
        """Wake whoever asks at each change of a folder; ends after a minute, or when it is lost
        (then it raises). A wake-up is a hint: :meth:`changes` says what changed."""
        folder, account = self.folder(role), self.account()
        with self._once():
            yield from wakings(account, folder)

    def close(self) -> None:
        """Let the connections go."""
        with self._lock:
            if self._account is not None:
                self._account.protocol.close()
            self._account = None
            self._folders.clear()


def _paths(names: Sequence[str]) -> set[FieldPath]:
    return {FieldPath(field=exchangelib.Message.get_field_by_fieldname(one)) for one in names}


def _listed(item: Any) -> Listed:
    created, modified = item.datetime_created, item.last_modified_time
    return Listed(
        id=item.id,
        key=item.changekey,
        held=item.sceau_held or "",
        categories=tuple(item.categories or ()),
        created=created.timestamp() if created else 0.0,
        modified=modified.timestamp() if modified else 0.0,
    )
