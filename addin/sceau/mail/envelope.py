"""What the header of a message says: from whom, to whom, about what, in answer to what."""

from __future__ import annotations

import re

import msgspec

from sceau.mail.address_lists import AddressList, read_addresses
from sceau.mail.model import Field, Recipient, Relation
from sceau.mail.names import decoded
from sceau.mail.structure import HeaderField, Part

_FIELDS: dict[str, Field] = {"to": "to", "cc": "cc", "bcc": "bcc"}
_RESENT_FIELDS: dict[str, Field] = {"resent-to": "to", "resent-cc": "cc", "resent-bcc": "bcc"}
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")

# What clients write before the subject, in the languages around France.
_REPLY = "re|ré|rép|aw|antw|antwort|sv|rif|res|odp"
_FORWARD = "fwd|fw|tr|wg|rv|enc|vb|pd"
_PREFIX = re.compile(
    rf"\s*(?:({_REPLY})|({_FORWARD}))(?:\[\d+\]|\(\d+\))?\s*[:\uff1a]", re.IGNORECASE
)


class AddressField(msgspec.Struct, kw_only=True):
    """An address field of the message, read: ``raw[header.value_start:header.end]`` is its text."""

    header: HeaderField
    field: Field
    list: AddressList


class Envelope(msgspec.Struct, kw_only=True):
    """The header as read; see :class:`~sceau.mail.model.Mail` for the fields."""

    sender: Recipient | None
    fields: list[AddressField]
    subject: str
    relation: Relation
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: str
    resent: bool
    defects: list[str]

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everyone the message goes to: To, then Cc, then Bcc."""
        return tuple(
            one
            for field in ("to", "cc", "bcc")
            for place in self.fields
            if place.field == field
            for one in place.list.recipients(place.field)
        )


def is_resent(root: Part) -> bool:
    """Whether the message is on its way a second time (RFC 5322 section 3.6.6).

    Only with recipients of its own: servers that redirect write Resent-From without any.
    """
    return any(one.name in _RESENT_FIELDS for one in root.fields)


def recipient_fields(root: Part) -> list[tuple[HeaderField, Field]]:
    """Give the fields that say where the message goes: To, Cc, Bcc, each as often as it stands.

    Of a resent message the newest block counts, which stands first: Resent-To, Resent-Cc and
    Resent-Bcc once each.
    """
    if not is_resent(root):
        return [(one, _FIELDS[one.name]) for one in root.fields if one.name in _FIELDS]
    found: dict[str, HeaderField] = {}
    begun = False
    for one in root.fields:
        if one.name.startswith("resent-"):
            if one.name in found:
                break
            begun = True
            found[one.name] = one
        elif begun and any(name in found for name in _RESENT_FIELDS):
            break
    return [(one, _RESENT_FIELDS[name]) for name, one in found.items() if name in _RESENT_FIELDS]


def field_text(raw: bytes, field: HeaderField) -> str:
    """Give the value of ``field`` with its folds, one character for each byte (Latin-1)."""
    return raw[field.value_start : field.end].decode("latin-1")


def read_envelope(raw: bytes, root: Part) -> Envelope:
    """Read the header of the message whose root part is ``root``."""
    fields = [
        AddressField(header=header, field=field, list=read_addresses(field_text(raw, header)))
        for header, field in recipient_fields(root)
    ]
    resent = is_resent(root)
    defects: dict[str, None] = {}
    for one in fields:
        defects.update(dict.fromkeys(one.list.defects))
    names = [one.header.name for one in fields]
    if len(names) != len(set(names)):
        defects["repeated-field"] = None
    subject = _line(decoded(root.value(raw, "subject")))
    references = tuple(_MESSAGE_ID.findall(root.value(raw, "references")))
    in_reply_to = next(iter(_MESSAGE_ID.findall(root.value(raw, "in-reply-to"))), "")
    return Envelope(
        sender=_sender(raw, root, resent=resent),
        fields=fields,
        subject=subject,
        relation=_relation(root, subject, answers=bool(in_reply_to or references)),
        message_id=root.value(raw, "message-id"),
        in_reply_to=in_reply_to,
        references=references,
        date=_line(decoded(root.value(raw, "date"))),
        resent=resent,
        defects=list(defects),
    )


def _line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").strip()


def _sender(raw: bytes, root: Part, *, resent: bool) -> Recipient | None:
    """Give the author: the first mailbox of From (Resent-From where resent), else of Sender."""
    names = ("resent-from", "resent-sender") if resent else ("from", "sender")
    for name in names:
        for field in root.fields:
            if field.name == name:
                found = read_addresses(field_text(raw, field)).recipients("to")
                if found:
                    return found[0]
    return None


def _relation(root: Part, subject: str, *, answers: bool) -> Relation:
    """Say whether this is new, a reply or a forward: the outermost prefix of the subject first,
    then what the client noted (X-Forwarded-Message-Id, In-Reply-To, References)."""
    prefix = _PREFIX.match(subject)
    if prefix is not None:
        return "reply" if prefix[1] else "forward"
    if root.has("x-forwarded-message-id"):
        return "forward"
    return "reply" if answers else "new"
