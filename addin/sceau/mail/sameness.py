"""Whether two messages say the same, whatever their bytes: for servers that write mails anew.

Exchange and Microsoft 365 keep a mail as properties and write it as MIME each time it is asked for,
with other boundaries, other encodings and other HTML. What a person would see must be the same all
the same: who gets it, from whom, the subject, the words, and every byte of every file.
"""

from __future__ import annotations

import hashlib

import msgspec

from sceau.errors import SceauError
from sceau.mail.addresses import key
from sceau.mail.html_text import text_of_html
from sceau.mail.message import Message


class Said(msgspec.Struct, frozen=True):
    """What a message says. ``to``, ``cc`` and ``bcc`` are addresses in order of the alphabet,
    ``words`` a digest of the readable text without its blanks, ``files`` the digests of all
    attached and inline files, ``names`` those of the attached ones with their names."""

    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    subject: str
    words: str
    files: tuple[str, ...]
    names: tuple[str, ...]

    def __repr__(self) -> str:
        return "Said(…)"


def said(message: Message, hidden: tuple[str, ...] | None = None) -> Said:
    """Give what ``message`` says; ``hidden`` are its Bcc addresses where they are known from
    elsewhere. Raises UnreadableInput where a file cannot be decoded."""
    mail = message.mail
    people: dict[str, set[str]] = {"to": set(), "cc": set(), "bcc": set()}
    for one in mail.recipients:
        people[one.field].add(key(one.address))
    if hidden is not None:
        people["bcc"] = {key(one) for one in hidden}
    words = "".join((text_of_html(mail.html) if mail.html else mail.text).split())
    everything = (*mail.attachments, *mail.inline_images)
    # a message within a message is written anew as well: its bytes say nothing
    digests = {
        one.id: _digest(message.content(one.id)) if one.kind != "message" else "message"
        for one in everything
    }
    return Said(
        sender=key(mail.sender.address) if mail.sender else "",
        to=tuple(sorted(people["to"])),
        cc=tuple(sorted(people["cc"])),
        bcc=tuple(sorted(people["bcc"])),
        subject=" ".join(mail.subject.split()),
        words=_digest(words.encode()),
        files=tuple(sorted(digests.values())),
        names=tuple(sorted(f"{digests[one.id]} {one.name}" for one in mail.attachments)),
    )


def says_the_same(raw: bytes, other: bytes, hidden: tuple[str, ...] | None = None) -> bool:
    """Whether ``other``, with ``hidden`` as its Bcc where given, says what ``raw`` says. What
    cannot be read says nothing."""
    try:
        return said(Message.read(raw)) == said(Message.read(other), hidden)
    except SceauError:
        return raw == other


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
