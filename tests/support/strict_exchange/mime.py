"""Between items and MIME: as the server writes a draft, and what it makes of one it is given."""

from __future__ import annotations

import uuid
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from support.strict_exchange.mailbox import File, Item, Person, Refused

MESSAGE_ID = "tag:0x1035:String"
"""PR_INTERNET_MESSAGE_ID, in which Exchange keeps the Message-ID of a message."""


def mime(item: Item, *, with_bcc: bool = False) -> bytes:
    """Write an item as MIME, anew each time: other boundaries, no Message-ID of a draft's own."""
    if item.raw:
        return item.raw
    made = EmailMessage(policy=SMTP)
    if item.sender:
        made["From"] = formataddr((item.sender.name or item.sender.address, item.sender.address))
    for name, people in (("To", item.to), ("Cc", item.cc), ("Bcc", item.bcc if with_bcc else ())):
        if people:
            made[name] = ", ".join(
                formataddr((one.name or one.address, one.address)) for one in people
            )
    made["Subject"] = item.subject
    made["Date"] = format_datetime(item.created)
    made["Thread-Topic"] = item.subject
    message_id = item.property(MESSAGE_ID)
    if message_id:
        made["Message-ID"] = message_id
    if item.in_reply_to:
        made["In-Reply-To"] = item.in_reply_to
    if item.references:
        made["References"] = item.references
    if item.categories:
        made["Keywords"] = ", ".join(item.categories)
    subtype = "html" if item.body_type == "HTML" else "plain"
    made.set_content(item.body, subtype=subtype, cte="quoted-printable")
    for one in item.files:
        kind, _, sub = (one.media_type or "application/octet-stream").partition("/")
        made.add_attachment(
            one.content,
            maintype=kind,
            subtype=sub or "octet-stream",
            filename=one.name,
            disposition="inline" if one.inline else "attachment",
            cid=f"<{one.content_id}>" if one.content_id else None,
        )
    return made.as_bytes()


def from_mime(raw: bytes) -> dict[str, Any]:
    """Give the fields of the item that MIME becomes. Bcc is not taken from it: it has to be set."""
    read = message_from_bytes(raw, policy=SMTP)
    assert isinstance(read, EmailMessage)
    if "from" not in read and "to" not in read:
        raise Refused("ErrorMimeContentInvalid")
    body = read.get_body(("html", "plain"))
    fields: dict[str, Any] = {
        "subject": str(read.get("subject", "")),
        "body": body.get_content() if body is not None else "",
        "body_type": "HTML" if body and body.get_content_subtype() == "html" else "Text",
        "to": _people(read, "to"),
        "cc": _people(read, "cc"),
        "in_reply_to": str(read.get("in-reply-to", "")),
        "references": str(read.get("references", "")),
        "files": tuple(_files(read)),
    }
    if read.get_content_type() == "multipart/signed":
        fields["raw"] = raw
    if read["message-id"]:
        fields["extended"] = ((MESSAGE_ID, str(read["message-id"]).strip()),)
    sender = _people(read, "from")
    if sender:
        fields["sender"] = sender[0]
    return fields


def _people(read: EmailMessage, name: str) -> tuple[Person, ...]:
    fields = read.get_all(name, [])
    return tuple(
        Person(one.addr_spec, one.display_name)
        for field in fields
        for one in field.addresses
        if one.addr_spec
    )


def _files(read: EmailMessage) -> list[File]:
    body = read.get_body(("html", "plain"))
    found = []
    for part in read.walk():
        if (
            part.is_multipart()
            or part is body
            or (
                part.get_content_maintype() == "text"
                and (part.get_content_disposition() is None and part.get_filename() is None)
            )
        ):
            continue
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found.append(
            File(
                f"atch{uuid.uuid4().hex}",
                part.get_filename() or "",
                part.get_content_type(),
                content,
                content_id=(part.get("content-id", "") or "").strip().strip("<>"),
                inline=part.get_content_disposition() == "inline",
            )
        )
    return found
