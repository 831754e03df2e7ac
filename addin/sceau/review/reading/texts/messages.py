"""A mail kept as a file (RFC 5322): its text, and the files in it."""

from __future__ import annotations

from collections.abc import Iterator

from sceau.errors import SceauError
from sceau.mail.message import Message
from sceau.review.reading.texts.gathering import Room, Unreadable

_NOT_TAKEN_APART = frozenset({"too-deep", "too-many-parts"})


def mail_text(content: bytes, room: Room) -> Iterator[str]:
    """Give what the mail says, and what its files say."""
    try:
        message = Message.read(content)
    except SceauError:
        raise Unreadable("damaged") from None
    mail = message.mail
    people = [mail.sender, *mail.recipients]
    yield "\n".join([mail.subject, *(f"{one.name} {one.address}" for one in people if one), ""])
    yield mail.text + "\n"
    if mail.unread:
        room.miss("damaged")
    if not _NOT_TAKEN_APART.isdisjoint(mail.defects):
        room.miss("members")
    for one in mail.attachments:
        yield one.name + "\n"
        if one.kind in ("tnef", "external"):
            room.miss("members")
            continue
        try:
            inside = message.content(one.id)
        except SceauError:
            room.miss("members")
            continue
        room.unpack(len(inside))
        yield from room.within(inside, one.name)
