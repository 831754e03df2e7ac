"""Reading what an item holds, as the helper is asked about it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

import msgspec

from sceau.hooks.frames import PICTURES, Details, Written
from sceau.hooks.outlook.files import Attachments, Held
from sceau.hooks.outlook.objects import (
    CONVERSATION_INDEX,
    HTML,
    IN_REPLY_TO,
    MEETINGS,
    PLAIN,
    RICH,
    SMTP_ADDRESS,
    OutlookError,
    Thing,
    called,
    each,
    maybe,
    tagged,
    text,
)
from sceau.hooks.outlook.people import people_of, sender_of
from sceau.mail.html_text import text_of_html
from sceau.mail.model import Field

Relation = Literal["new", "reply", "forward"]

_OF_TEXT = ("seal-body", "cut-history", "cut-passages")
_FORWARDED = re.compile(r"\s*(?:tr|fw|fwd|wg|rv|i)\s*:", re.IGNORECASE)
"""What Outlook writes before the subject of a mail passed on, in its languages."""

_REFERENCE = re.compile(r"(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)

_FIRST_INDEX = 22
"""Bytes of PidTagConversationIndex of a mail that answers none (MS-OXOMSG 2.2.1.3)."""

_MOST_PEOPLE = 200


@dataclass(frozen=True)
class Read:
    """What an item held when it was read: ``details`` for the helper, and the files' contents."""

    details: Details
    held: tuple[Held, ...]
    source: str = ""

    def file(self, number: int) -> Held | None:
        """Give the attachment of this number, or the picture in the text."""
        bare = number - PICTURES if number >= PICTURES else number
        return next((one for one in self.held if one.number == bare), None)


def read(item: Thing, attachments: Attachments) -> Read:
    """Read an item whole. Raises :class:`OutlookError`."""
    markup = text(maybe(item, "HTMLBody")) if maybe(item, "BodyFormat") == HTML else ""
    words = "\n".join(line.rstrip() for line in text(maybe(item, "Body")).splitlines()).strip()
    held = attachments.read(markup)
    fields: dict[Field, list[Written]] = {"to": [], "cc": [], "bcc": []}
    for one in people_of(item):
        fields[one.field].append(one.entry)
    subject = text(item.get("Subject"))
    relation = _relation(item, subject)
    details = Details(
        sender=sender_of(item),
        to=tuple(fields["to"]),
        cc=tuple(fields["cc"]),
        bcc=tuple(fields["bcc"]),
        subject=subject,
        text=words,
        body=_fingerprint(markup or words, held, is_html=bool(markup)),
        is_plain=maybe(item, "BodyFormat") == PLAIN,
        relation=relation,
        related=text(tagged(item, IN_REPLY_TO)).strip().strip("<>"),
        original=_original(item) if relation != "new" else (),
        files=tuple(one.file() for one in held if not one.inline),
        pictures=tuple(
            msgspec.structs.replace(one.file(), attachment=PICTURES + one.number)
            for one in held
            if one.inline
        ),
    )
    return Read(details, held, markup or text(maybe(item, "Body")))


def glance(item: Thing) -> str:
    """Give a text that is the same as long as the item would leave the same: people, subject,
    body, sender, and the names and sizes of its files. Quick: no file is read."""
    files = [
        (text(maybe(one, "FileName")), int(one.get("Size")), int(one.get("Type")))
        for one in each(item.get("Attachments"))
    ]
    people = [(one.field, one.entry.text) for one in people_of(item)]
    markup = maybe(item, "HTMLBody") if maybe(item, "BodyFormat") == HTML else None
    seen = (
        sender_of(item),
        people,
        text(item.get("Subject")),
        text_of_html(text(markup)) if markup else text(maybe(item, "Body")).split(),
        files,
    )
    return hashlib.sha256(repr(seen).encode("utf-8", "replace")).hexdigest()


def cannot(item: Thing) -> tuple[str, ...]:
    """Name the Edits that are not made on this item: an invitation has rooms for Bcc, and one list
    of people; the text of one, and rich text, cannot be given back as it was."""
    if int(item.get("Class")) in MEETINGS:
        return ("move-to-bcc", "one-mail-per-recipient", *_OF_TEXT)
    return _OF_TEXT if maybe(item, "BodyFormat") == RICH else ()


def _fingerprint(source: str, held: tuple[Held, ...], *, is_html: bool) -> str:
    """Give a text that changes with the words, the links and the pictures, and not with how
    Outlook writes its HTML, which it does anew whenever it saves."""
    words = text_of_html(source).split() if is_html else source.split()
    links = sorted(_REFERENCE.findall(source)) if is_html else []
    pictures = sorted(one.stamp for one in held if one.inline)
    seen = repr((words, links, pictures)).encode("utf-8", "replace")
    return hashlib.sha256(seen).hexdigest()


def _relation(item: Thing, subject: str) -> Relation:
    index = tagged(item, CONVERSATION_INDEX)
    later = isinstance(index, bytes | bytearray | memoryview) and len(index) > _FIRST_INDEX
    if not later and not tagged(item, IN_REPLY_TO):
        return "new"
    return "forward" if _FORWARDED.match(subject) else "reply"


def _original(item: Thing) -> tuple[str, ...]:
    """Give who wrote and who got the mail that is answered, where Outlook finds it."""
    try:
        talk = called(item, "GetConversation")
        parent = called(talk, "GetParent", item) if talk is not None else None
        if parent is None:
            return ()
        wrote = text(tagged(parent, "0x5D01001F")) or text(maybe(parent, "SenderEmailAddress"))
        got = [
            text(tagged(one, SMTP_ADDRESS)) or text(one.get("Address"))
            for one in each(parent.get("Recipients"))
        ]
    except OutlookError:
        return ()
    return tuple(one for one in (wrote, *got) if "@" in one)[:_MOST_PEOPLE]
