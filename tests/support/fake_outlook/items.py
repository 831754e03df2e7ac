"""Items: mails and invitations, and the windows they are written in."""

from __future__ import annotations

import copy
import hashlib
import html
from typing import Any, ClassVar

from sceau.hooks.outlook.objects import Refused
from sceau.mail.html_text import text_of_html
from support.fake_outlook.attachments import Attachment, Attachments
from support.fake_outlook.base import ABORTED, DELETED, FAILED, INVALID, Fake
from support.fake_outlook.people import PropertyAccessor, Recipient, Recipients

NO_RECIPIENTS = 0x80040119
NOT_INLINE = 0x80004001


class Conversation(Fake):
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"GetParent": (object,)}

    def __init__(self, world: Any, parent: Any) -> None:
        super().__init__(world)
        self.parent = parent

    def _do_GetParent(self, item: Any) -> Any:  # noqa: N802
        return self.parent


class Inspector(Fake):
    """A window of its own."""

    readable = frozenset({"CurrentItem", "Caption"})
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {"Activate": (), "Close": (int,)}

    def __init__(self, world: Any, item: Any) -> None:
        super().__init__(world)
        self._CurrentItem, self._Caption = item, "Message (HTML)"

    def _do_Activate(self) -> None:  # noqa: N802
        """Nothing is seen of it here."""


class Item(Fake):
    """What mails and invitations have in common. ``inline`` is one that is written in the reading
    pane: a program cannot send, copy, close or delete it there (Explorer.ActiveInlineResponse).
    Shown, it gets a window of its own; where ``moves`` is set it is another object there, and this
    one is of no use any more."""

    readable = frozenset(
        {
            "Application",
            "Attachments",
            "EntryID",
            "PropertyAccessor",
            "Recipients",
            "Saved",
            "Sent",
            "Session",
        }
    )
    writable: ClassVar[dict[str, Any]] = {"Subject": str, "Body": str, "SendUsingAccount": object}
    methods: ClassVar[dict[str, tuple[Any, ...]]] = {
        "Send": (),
        "Save": (),
        "Copy": (),
        "Delete": (),
        "Close": (int,),
        "Display": (None, bool),
        "GetConversation": (),
    }

    def __init__(self, application: Any, **values: Any) -> None:
        super().__init__(application.world)
        self.application = application
        self._Recipients = Recipients(self.world, application.book)
        self._Attachments = Attachments(self.world)
        self._Attachments.changed = self._unsaved
        self._Session = application.session
        self._EntryID, self._Sent, self._Saved = "", False, False
        self._Subject, self._Body = "", ""
        self._SendUsingAccount: Any = None
        self.tags: dict[str, Any] = {}
        self.parent: Any = None
        self.inline = self.moves = False
        self.inspector: Any = None
        self.saves = 0
        for name, value in values.items():
            setattr(self, f"_{name}", value)

    def put(self, name: str, value: Any) -> None:
        super().put(name, value)
        self._unsaved()

    def _unsaved(self) -> None:
        self._Saved = False

    def _get_PropertyAccessor(self) -> PropertyAccessor:  # noqa: N802
        return PropertyAccessor(self.world, self.tags)

    # -- a person's hand -------------------------------------------------------------------

    def to(self, entry: Any, kind: int = 1, *, tagged: bool = True) -> Recipient:
        """Address it to an entry of the address book, or to an address that is typed."""
        found = self.application.book.find(entry) if isinstance(entry, str) else entry
        name = entry if isinstance(entry, str) else entry._Name
        one = Recipient(self.world, name, found, self.application.book, tagged)
        one._Type = kind
        self._Recipients.list.append(one)
        return one

    def click_send(self) -> bool:
        """Click Send; give whether it left."""
        return self.application.submits(self)

    # -- methods ---------------------------------------------------------------------------

    def _do_Save(self) -> None:  # noqa: N802
        self.saves += 1
        self._Saved = True
        if not self._EntryID:
            number = str(self.application.next_number()).encode()
            self._EntryID = hashlib.sha256(number).hexdigest().upper()

    def _do_Send(self) -> None:  # noqa: N802
        if self.inline:
            raise Refused(NOT_INLINE)
        if not self.application.submits(self):
            raise Refused(ABORTED)
        if self.application.dies_after_sending:
            self.application.world.gone = True
            self.world.answers()

    def _do_Copy(self) -> Any:  # noqa: N802
        if self.inline:
            raise Refused(NOT_INLINE)
        other = type(self)(self.application)
        for name in self.carried:
            setattr(other, f"_{name}", getattr(self, f"_{name}"))
        other.tags = dict(self.tags)
        for one in self._Recipients.list:
            other.to(one.entry, one._Type)
        for one in self._Attachments.list:
            other._Attachments.put_in(one._FileName, one.content, kind=one._Type, tags=one.tags)
        other._do_Save()
        self.application.drafts.append(other)
        return other

    def _do_Delete(self) -> None:  # noqa: N802
        if self.inline:
            raise Refused(NOT_INLINE)
        if self in self.application.drafts:
            self.application.drafts.remove(self)
        self.kills()

    def _do_Close(self, how: int) -> None:  # noqa: N802
        if self.inline:
            raise Refused(NOT_INLINE)
        if how not in (0, 1, 2):
            raise Refused(INVALID)

    def _do_Display(self, modal: bool = False) -> None:  # noqa: N802
        there = self
        if self.inline and self.moves:
            there = copy.copy(self)
            there.__dict__.pop("_wrapped", None)  # another object of COM's too
            there._Attachments.changed = there._unsaved
            self.kills(DELETED)
        there.inline = False
        self.application.inspector = there.inspector = Inspector(self.world, there)

    def _get_Application(self) -> Any:  # noqa: N802
        return self.application

    def _do_GetConversation(self) -> Any:  # noqa: N802
        if not self._EntryID:
            raise Refused(FAILED)  # only what was saved is part of one
        return Conversation(self.world, self.parent) if self.parent is not None else None

    def leaves(self) -> dict[str, Any]:
        """What goes to the server."""
        return {
            "subject": self._Subject,
            "body": self._Body,
            "markup": getattr(self, "_HTMLBody", ""),
            "people": sorted(
                (one._Type, one.entry.smtp or one.entry._Address) for one in self._Recipients.list
            ),
            "files": [(one._FileName, one.content) for one in self._Attachments.list],
        }

    def sent(self) -> None:
        """It is in the outbox: this object is of no use any more."""
        self._Sent = True
        self.kills(DELETED)

    def check(self) -> None:
        """Refuse what cannot be sent."""
        if not self._Recipients.list:
            raise Refused(NO_RECIPIENTS)
        if not all(one._do_Resolve() for one in self._Recipients.list):
            raise Refused(FAILED)

    carried: ClassVar[tuple[str, ...]] = ("Subject", "Body", "SendUsingAccount")


class MailItem(Item):
    class_number = 43
    readable = Item.readable | {"GetInspector", "SenderEmailAddress"}
    writable: ClassVar[dict[str, Any]] = {
        **Item.writable,
        "HTMLBody": str,
        "BodyFormat": int,
        "SentOnBehalfOfName": str,
        "To": str,
        "CC": str,
        "BCC": str,
    }
    carried: ClassVar[tuple[str, ...]] = (
        *Item.carried,
        "HTMLBody",
        "BodyFormat",
        "SentOnBehalfOfName",
    )

    def __init__(self, application: Any, **values: Any) -> None:
        self._HTMLBody, self._BodyFormat, self._SentOnBehalfOfName = "", 1, ""
        self._SenderEmailAddress = ""
        super().__init__(application, **values)

    def _get_GetInspector(self) -> Inspector:  # noqa: N802
        return self.inspector or Inspector(self.world, self)

    def _put_HTMLBody(self, value: str) -> None:  # noqa: N802
        self._HTMLBody, self._Body, self._BodyFormat = value, text_of_html(value), 2

    def _put_Body(self, value: str) -> None:  # noqa: N802
        self._Body = value
        if self._BodyFormat == 2:
            self._HTMLBody = f"<html><body>{html.escape(value)}</body></html>"

    def _put_BodyFormat(self, value: int) -> None:  # noqa: N802
        if value not in (1, 2, 3):
            raise Refused(INVALID)
        self._BodyFormat = value


class MeetingItem(Item):
    """An invitation: no HTML, and a Bcc that is a room."""

    class_number = 53


__all__ = ["Attachment", "Inspector", "Item", "MailItem", "MeetingItem"]
