"""Reading what a compose window holds as a Mail, the same plain data as for every client."""

from __future__ import annotations

import hashlib

import msgspec

from sceau.hooks.frames import Details, File, Written
from sceau.mail.address_lists import read_addresses
from sceau.mail.addresses import key
from sceau.mail.body import kind_of
from sceau.mail.model import Attachment, Field, Mail, Recipient


def mail_of(details: Details) -> Mail:
    """Give the Mail that ``details`` describes; an attachment's id is its number as text.

    A mailing list counts as its members where the add-on could expand it, and else as one
    recipient of the kind ``list``; so does a newsgroup. Someone who is named twice in a field is
    one recipient there.
    """
    return Mail(
        sender=_people(details.sender, "to")[0] if details.sender.strip() else None,
        recipients=(
            *_field(details.to, "to"),
            *_field(details.cc, "cc"),
            *_field(details.bcc, "bcc"),
            *(Recipient(field="to", address=one, kind="list") for one in details.newsgroups),
        ),
        subject=details.subject,
        text=details.text,
        attachments=tuple(_attachment(one) for one in details.files),
        relation=details.relation,
        in_reply_to=f"<{details.related}>" if details.related else "",
        original=tuple(one for text in details.original for one in addresses_of(text)),
        size=len(details.text) + sum(one.size for one in details.files),
    )


def digest_of(details: Details) -> str:
    """Give the SHA-256 (hex) of everything that was shown: it stands for the mail in a Verdict."""
    return hashlib.sha256(msgspec.json.encode(details)).hexdigest()


def addresses_of(text: str) -> tuple[str, ...]:
    """Give the addresses in ``text`` (``Name <address>``, or a list of them), in lower case."""
    return tuple(key(one.address) for one in _people(text, "to"))


def _field(entries: tuple[Written, ...], field: Field) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    for entry in entries:
        for one in _entry(entry, field):
            found.setdefault(key(one.address), one)
    return tuple(found.values())


def _entry(entry: Written, field: Field) -> tuple[Recipient, ...]:
    if not entry.is_list:
        return _people(entry.text, field)
    if entry.members:
        return tuple(one for member in entry.members for one in _people(member, field))
    return (Recipient(field=field, address=entry.text, kind="list"),)


def _people(text: str, field: Field) -> tuple[Recipient, ...]:
    """Read ``text``, which is Unicode here, by the parser of header fields, which takes bytes."""
    found = read_addresses(text.encode("utf-8", "replace").decode("latin-1")).recipients(field)
    if found or not text.strip():
        return found
    return (Recipient(field=field, address=text.strip(), defect="no-at"),)


def _attachment(file: File) -> Attachment:
    return Attachment(
        id=str(file.attachment),
        name=file.name,
        media_type=file.media_type.lower(),
        size=file.size,
        kind="external" if file.cloud else kind_of(file.media_type.lower(), file.name),
    )
