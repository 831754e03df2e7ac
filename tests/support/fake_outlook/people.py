"""Address books and recipients."""

from __future__ import annotations

from typing import Any, ClassVar

from sceau.hooks.outlook.objects import Refused
from support.fake_outlook.base import FAILED, INVALID, NOT_FOUND, Collection, Fake, World

SCHEMA = "http://schemas.microsoft.com/mapi/proptag/"
SMTP = "0x39FE001E"


class PropertyAccessor(Fake):
    """Gives MAPI properties by their tag; one that is not there is refused."""

    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        "GetProperty": (str,),
        "SetProperty": (str, object),
    }

    def __init__(self, world: World, values: dict[str, Any]) -> None:
        super().__init__(world)
        self.values = values

    def _do_GetProperty(self, name: str) -> Any:  # noqa: N802
        if not name.startswith(SCHEMA):
            raise Refused(INVALID)
        if name.removeprefix(SCHEMA) not in self.values:
            raise Refused(NOT_FOUND)
        return self.values[name.removeprefix(SCHEMA)]

    def _do_SetProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if not name.startswith(SCHEMA):
            raise Refused(INVALID)
        self.values[name.removeprefix(SCHEMA)] = value


class ExchangeUser(Fake):
    readable = frozenset({"PrimarySmtpAddress", "Name"})

    def __init__(self, world: World, name: str, address: str) -> None:
        super().__init__(world)
        self._Name, self._PrimarySmtpAddress = name, address


class ExchangeList(Fake):
    readable = frozenset({"PrimarySmtpAddress", "Name"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"GetExchangeDistributionListMembers": ()}

    def __init__(self, world: World, entry: AddressEntry) -> None:
        super().__init__(world)
        self._Name, self._PrimarySmtpAddress = entry._Name, entry.smtp
        self._entry = entry

    def _do_GetExchangeDistributionListMembers(self) -> Any:  # noqa: N802
        if self._entry.members is None:
            raise Refused(FAILED)  # the directory does not answer
        return AddressEntries(self.world, self._entry.members)


class AddressEntries(Collection):
    def __init__(self, world: World, entries: list[AddressEntry]) -> None:
        super().__init__(world)
        self._entries = entries

    def members(self) -> list[AddressEntry]:
        return self._entries


class AddressEntry(Fake):
    """Somebody, or a list, of an address book. ``kind`` is ``SMTP`` or ``EX``; ``smtp`` the
    address that Exchange knows, empty where it does not tell."""

    readable = frozenset({"Name", "Address", "Type", "DisplayType", "PropertyAccessor", "Members"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        "GetExchangeUser": (),
        "GetExchangeDistributionList": (),
    }

    def __init__(
        self,
        world: World,
        name: str,
        address: str,
        *,
        kind: str = "SMTP",
        display: int = 0,
        smtp: str = "",
        members: list[AddressEntry] | None = None,
    ) -> None:
        super().__init__(world)
        self._Name, self._Address, self._Type, self._DisplayType = name, address, kind, display
        self.smtp = smtp or (address if kind == "SMTP" else "")
        self.members = members
        self._PropertyAccessor = PropertyAccessor(world, {})

    def _get_Members(self) -> Any:  # noqa: N802
        # Only a list of the user's own contacts has them here.
        if self._DisplayType != 5 or self.members is None:
            return None
        return AddressEntries(self.world, self.members)

    def _do_GetExchangeUser(self) -> Any:  # noqa: N802
        if self._Type != "EX" or self._DisplayType or not self.smtp:
            return None
        return ExchangeUser(self.world, self._Name, self.smtp)

    def _do_GetExchangeDistributionList(self) -> Any:  # noqa: N802
        return ExchangeList(self.world, self) if self._DisplayType == 1 else None


class Recipient(Fake):
    """One recipient of ``people``; resolved once its entry is known."""

    readable = frozenset({"Name", "Address", "AddressEntry", "Resolved", "PropertyAccessor"})
    writable: ClassVar[dict[str, Any]] = {"Type": int}
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"Resolve": (), "Delete": ()}

    def __init__(
        self, world: World, name: str, entry: AddressEntry | None, book: Any, tagged: bool
    ) -> None:
        super().__init__(world)
        self._Name, self._Type, self._book = name, 1, book
        self.entry = entry
        self._tagged = tagged

    def _get_Resolved(self) -> bool:  # noqa: N802
        return self.entry is not None

    def _get_Name(self) -> str:  # noqa: N802
        return self.entry._Name if self.entry is not None else self._Name

    def _get_Address(self) -> str:  # noqa: N802
        return self.entry._Address if self.entry is not None else ""

    def _get_AddressEntry(self) -> AddressEntry:  # noqa: N802
        if self.entry is None:
            raise Refused(FAILED)
        return self.entry

    def _get_PropertyAccessor(self) -> PropertyAccessor:  # noqa: N802
        known = self.entry.smtp if self.entry is not None and self._tagged else ""
        return PropertyAccessor(self.world, {SMTP: known} if known else {})

    def _put_Type(self, value: int) -> None:  # noqa: N802
        if value not in (1, 2, 3):
            raise Refused(INVALID)
        self._Type = value

    def _do_Resolve(self) -> bool:  # noqa: N802
        if self.entry is None:
            self.entry = self._book.find(self._Name)
        return self.entry is not None


class Recipients(Collection):
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        **Collection.methods,
        "Add": (str,),
        "Remove": (int,),
        "ResolveAll": (),
    }

    def __init__(self, world: World, book: Any) -> None:
        super().__init__(world)
        self.list: list[Recipient] = []
        self._book = book

    def members(self) -> list[Recipient]:
        return self.list

    def _do_Add(self, name: str) -> Recipient:  # noqa: N802
        if not name.strip():
            raise Refused(INVALID)
        one = Recipient(self.world, name, None, self._book, tagged=True)
        self.list.append(one)
        return one

    def _do_Remove(self, number: int) -> None:  # noqa: N802
        if not 1 <= number <= len(self.list):
            raise Refused(INVALID)
        self.list.pop(number - 1).kills()

    def _do_ResolveAll(self) -> bool:  # noqa: N802
        found = [one._do_Resolve() for one in self.list]
        return all(found)
