"""The application: accounts, address book, and the event before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sceau.hooks.outlook.objects import Refused
from support.fake_outlook.base import INVALID, Collection, Fake, World
from support.fake_outlook.items import MailItem, MeetingItem
from support.fake_outlook.people import AddressEntry, Recipient


class Account(Fake):
    readable = frozenset({"SmtpAddress", "UserName", "DisplayName"})

    def __init__(self, world: World, name: str, address: str) -> None:
        super().__init__(world)
        self._UserName, self._SmtpAddress, self._DisplayName = name, address, address


class Accounts(Collection):
    def __init__(self, world: World, accounts: list[Account]) -> None:
        super().__init__(world)
        self.list = accounts

    def members(self) -> list[Account]:
        return self.list


class Session(Fake):
    readable = frozenset({"Accounts"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"CreateRecipient": (str,)}

    def __init__(self, world: World, book: Book, accounts: Accounts) -> None:
        super().__init__(world)
        self._Accounts, self._book = accounts, book

    def _do_CreateRecipient(self, name: str) -> Recipient:  # noqa: N802
        return Recipient(self.world, name, None, self._book, tagged=True)


class AddIn(Fake):
    """A COM add-in that Outlook knows since it started, as Office describes it."""

    readable = frozenset({"ProgId", "Guid"})
    writable: ClassVar[dict[str, Any]] = {"Connect": bool, "Description": str, "Object": object}

    def __init__(self, world: World, prog_id: str, guid: str) -> None:
        super().__init__(world)
        self._ProgId, self._Guid, self._Description = prog_id, guid, prog_id
        self._Connect, self._Object = False, None


class AddIns(Collection):
    """By number, or by the programmatic name (Office: COMAddIns.Item)."""

    methods: ClassVar[dict[str, tuple[Any, ...]]] = {**Collection.methods, "Update": ()}

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.list: list[AddIn] = []

    def members(self) -> list[AddIn]:
        return self.list

    def know(self, prog_id: str, guid: str) -> AddIn:
        """Find it registered, as Outlook does when it starts."""
        one = AddIn(self.world, prog_id, guid)
        self.list.append(one)
        return one

    def _do_Item(self, number: int | str) -> Any:  # noqa: N802
        if isinstance(number, int):
            return super()._do_Item(number)
        for one in self.list:
            if one._ProgId.lower() == number.lower():
                return one
        raise Refused(INVALID)

    def _do_Update(self) -> None:  # noqa: N802
        """Nothing was registered meanwhile."""


class Explorer(Fake):
    """The window with the folders and the reading pane. ``response`` is the answer that is written
    there; none once it has a window of its own, or was sent."""

    class_number = 34
    readable = frozenset({"ActiveInlineResponse", "Caption"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"Activate": ()}

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._Caption = "Inbox"
        self.response: Any = None

    def _get_ActiveInlineResponse(self) -> Any:  # noqa: N802
        there = self.response is not None and self.response.inline and not self.response.dead
        return self.response if there else None

    def _do_Activate(self) -> None:  # noqa: N802
        """Nothing is seen of it here."""


class Book:
    """The address book. An address that is typed is an entry of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.entries: list[AddressEntry] = []

    def add(self, name: str, address: str, **more: Any) -> AddressEntry:
        entry = AddressEntry(self.world, name, address, **more)
        self.entries.append(entry)
        return entry

    def find(self, written: str) -> AddressEntry | None:
        name, _, rest = written.rpartition("<")
        address = rest.rstrip("> ") if rest else written
        for one in self.entries:
            if written == one._Name or address.lower() in (one._Address.lower(), one.smtp.lower()):
                return one
        if "@" not in address or " " in address.strip():
            return None
        return AddressEntry(self.world, name.strip(' "') or address, address.strip())


class Application(Fake):
    """``submitted`` is what left. ``handlers`` are asked before anything does, one after the
    other: each gives whether to cancel. ``dies_after_sending`` kills Outlook once a program's Send
    went through, before it answers."""

    class_number = 0
    readable = frozenset({"Session", "Name", "Version", "COMAddIns"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        "CreateItem": (int,),
        "ActiveExplorer": (),
        "ActiveInspector": (),
    }

    def __init__(self) -> None:
        super().__init__(World())
        self.book = Book(self.world)
        self.accounts = Accounts(
            self.world,
            [Account(self.world, "Camille Rousseau", "camille.rousseau@ghe-valmont.example")],
        )
        self.session = Session(self.world, self.book, self.accounts)
        self.handlers: list[Callable[[Any], bool]] = []
        self.submitted: list[dict[str, Any]] = []
        self.drafts: list[Any] = []
        self.asked = 0
        self.dies_after_sending = False
        self._number = 0
        self._COMAddIns = AddIns(self.world)
        self.explorer: Explorer | None = Explorer(self.world)
        self.inspector: Any = None
        self._Name, self._Version = "Outlook", "16.0.0.17928"

    def _get_Session(self) -> Session:  # noqa: N802
        return self.session

    def _do_ActiveExplorer(self) -> Any:  # noqa: N802
        return self.explorer

    def _do_ActiveInspector(self) -> Any:  # noqa: N802
        return self.inspector

    def answer_in_pane(self, item: Any) -> None:
        """Write an answer in the reading pane."""
        assert self.explorer is not None
        item.inline, self.explorer.response = True, item

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def _do_CreateItem(self, kind: int) -> MailItem:  # noqa: N802
        if kind != 0:
            raise Refused(INVALID)
        return MailItem(self)

    def mail(self, **values: Any) -> MailItem:
        """Open a new mail."""
        return MailItem(self, **values)

    def meeting(self, **values: Any) -> MeetingItem:
        """Open an invitation."""
        return MeetingItem(self, **values)

    def submits(self, item: Any) -> bool:
        """Ask the handlers, and let it go unless one cancels."""
        item.check()
        self.asked += 1
        answers = [handler(item) for handler in self.handlers]  # all are asked
        if any(answers):
            return False
        self.submitted.append(item.leaves())
        if item in self.drafts:
            self.drafts.remove(item)
        item.sent()
        return True
