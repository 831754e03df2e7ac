"""Outlook's objects as this hook uses them: a property is read, one is written, a method is called.

Nothing is guessed from a type library: whoever reads this code sees what is asked of Outlook. On
Windows :mod:`.late` makes such objects of COM ones; the tests have strict ones of their own.

The names, numbers and properties are those of the published object model ("Outlook VBA reference")
and of MS-OXPROPS and MS-OXCMSG.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any, Protocol


class OutlookError(Exception):
    """Outlook did not do what was asked. ``code`` is the HRESULT, as an unsigned number; never a
    text of Outlook's, which may name people."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"0x{code & 0xFFFFFFFF:08X}")
        self.code = code & 0xFFFFFFFF

    @property
    def aborted(self) -> bool:
        """Whether it is what Outlook says where a handler refused to let an item go (E_ABORT)."""
        return self.code == 0x80004004


class Refused(OutlookError):
    """Outlook answered that it does not do this, or knows no such thing."""


class Busy(OutlookError):
    """Outlook took no call for as long as it was asked: a dialog of its own is open. Nothing was
    done."""


class Gone(OutlookError):
    """Outlook, or this object, is not there any more. What was being done may have been done."""


class Thing(Protocol):
    """One object of Outlook's. Each method raises :class:`OutlookError`."""

    def get(self, name: str) -> Any:
        """Read a property: a plain value, a :class:`Thing`, or none."""

    def put(self, name: str, value: Any) -> None:
        """Write a property."""

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a method."""

    def same(self, other: Thing) -> bool:
        """Whether both are one object of Outlook's."""


class Kind(IntEnum):
    """``Class`` of an item (OlObjectClass)."""

    APPOINTMENT = 26
    MAIL = 43
    MEETING_REQUEST = 53
    MEETING_CANCELLATION = 54
    MEETING_DECLINED = 55
    MEETING_ACCEPTED = 56
    MEETING_TENTATIVE = 57


MEETINGS = frozenset(range(Kind.MEETING_REQUEST, Kind.MEETING_TENTATIVE + 1)) | {Kind.APPOINTMENT}

TO, CC, BCC = 1, 2, 3
"""``Type`` of a recipient (OlMailRecipientType); of a meeting: required, optional, resource."""

BY_VALUE, BY_REFERENCE, EMBEDDED, OLE, WEB_REFERENCE = 1, 4, 5, 6, 7
"""``Type`` of an attachment (OlAttachmentType)."""

PLAIN, HTML, RICH = 1, 2, 3
"""``BodyFormat`` (OlBodyFormat)."""

DISCARD = 1
"""``Close`` without saving (OlInspectorClose)."""

SMTP_ADDRESS = "0x39FE001E"
REPRESENTING_SMTP = "0x5D02001F"
CONTENT_ID = "0x3712001F"
ATTACH_METHOD = "0x37050003"
ATTACH_MIME = "0x370E001F"
HIDDEN = "0x7FFE000B"
CONVERSATION_INDEX = "0x00710102"
IN_REPLY_TO = "0x1042001F"
"""Property tags (MS-OXPROPS), for :func:`tagged`."""

_SCHEMA = "http://schemas.microsoft.com/mapi/proptag/"


def each(collection: Thing) -> Iterator[Thing]:
    """Give the members of a collection, which count from 1."""
    for number in range(1, int(collection.get("Count")) + 1):
        yield collection.call("Item", number)


def tagged(thing: Thing, tag: str) -> Any:
    """Read a MAPI property by its tag; none where the object has it not."""
    try:
        return thing.get("PropertyAccessor").call("GetProperty", _SCHEMA + tag)
    except Refused:
        return None


def tag(thing: Thing, name: str, value: Any) -> None:
    """Write a MAPI property by its tag."""
    thing.get("PropertyAccessor").call("SetProperty", _SCHEMA + name, value)


def maybe(thing: Thing, name: str) -> Any:
    """Read a property that not every kind of object has; none there."""
    try:
        return thing.get(name)
    except Refused:
        return None


def called(thing: Thing, name: str, *arguments: Any) -> Any:
    """Call a method that may be refused; none then."""
    try:
        return thing.call(name, *arguments)
    except Refused:
        return None


def text(value: Any) -> str:
    """Give a property that should be a text as one."""
    return value if isinstance(value, str) else ""
