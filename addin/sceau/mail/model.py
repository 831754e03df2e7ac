"""What a Mail is: plain data, the same for every client."""

from __future__ import annotations

import functools
from enum import StrEnum
from typing import Literal

import msgspec

Field = Literal["to", "cc", "bcc"]
RecipientKind = Literal["person", "list"]
Relation = Literal["new", "reply", "forward"]


class Protection(StrEnum):
    """How the message itself is protected (RFC 1847, RFC 8551, RFC 3156)."""

    NONE = "none"
    SIGNED = "signed"
    ENCRYPTED = "encrypted"


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """One mailbox of an address list (RFC 5322 section 3.4).

    ``address`` is the addr-spec, or the text as written where it is none; ``name`` the decoded
    display name; ``group`` the display name of the group it stands in. ``defect`` is empty, or
    says in kebab-case why the address cannot be delivered to (``no-at``, ``no-domain``,
    ``no-local-part``, ``bad-domain``, ``bad-character``, ``too-long``, ``unclosed``).
    ``kind`` is ``list`` where the client says it is a distribution list it could not expand.
    """

    field: Field
    address: str
    name: str = ""
    group: str = ""
    defect: str = ""
    kind: RecipientKind = "person"

    @property
    def domain(self) -> str:
        """The part behind the last ``@``, in lower case; empty where there is none."""
        return _domain(self.address)


@functools.lru_cache(maxsize=8192)
def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower() if "@" in address else ""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """One leaf of the MIME tree that is not the text of the mail.

    ``id`` is its section number (RFC 9051 section 6.4.5, ``2`` or ``1.3``); ``name`` the decoded
    file name as the sender's client wrote it (hostile input: show as text, never use as a path);
    ``media_type`` the declared one in lower case; ``size`` that of the decoded content, in bytes.
    ``kind`` says what needs care: ``tnef`` (winmail.dat), ``message`` (message/rfc822),
    ``external`` (message/external-body), else ``file``. ``inline`` is true for a picture that the
    text refers to. ``sealed`` is set where an Edit will seal it, ``cleaned`` where one takes what
    is hidden out of it.
    """

    id: str
    name: str
    media_type: str
    size: int
    kind: Literal["file", "tnef", "message", "external"] = "file"
    content_id: str = ""
    inline: bool = False
    sealed: bool = False
    cleaned: bool = False


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to leave.

    ``text`` is the readable body without markup (of text/plain, else of text/html); ``text`` and
    ``html`` are decoded. ``inline_images`` are kept apart from ``attachments``. ``references`` and
    ``in_reply_to`` hold msg-ids with their brackets. ``original`` holds the addresses of who wrote
    or got the mail that is answered or forwarded, where the client tells. ``defects`` names in
    kebab-case what was broken and how it was read all the same; ``unread`` holds the section
    numbers of parts that could not be decoded.
    """

    sender: Recipient | None = None
    recipients: tuple[Recipient, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    inline_images: tuple[Attachment, ...] = ()
    relation: Relation = "new"
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    date: str = ""
    resent: bool = False
    protection: Protection = Protection.NONE
    defects: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    size: int = 0

    def attachment(self, id: str) -> Attachment | None:
        """Give the attachment or inline image whose section number is ``id``."""
        return next((one for one in (*self.attachments, *self.inline_images) if one.id == id), None)
