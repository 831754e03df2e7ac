"""What goes to the server: the envelope, and the message without what only a draft has."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from sceau.errors import UnreadableInput
from sceau.mail.address_lists import read_addresses
from sceau.mail.addresses import key
from sceau.mail.content import encoding_of
from sceau.mail.envelope import field_text, is_resent, recipient_fields
from sceau.mail.model import Recipient
from sceau.mail.splices import Splice, spliced
from sceau.mail.structure import HeaderField, Part, scan

MAX_LINE = 998
"""Octets of a line without its CRLF (RFC 5322 section 2.1.1)."""

DRAFT_FIELDS = frozenset(
    (
        "bcc",
        "fcc",
        "keywords",
        "status",
        "x-account-key",
        "x-draft-info",
        "x-identity-key",
        "x-k9mail-identity",
        "x-keywords",
        "x-mozilla-draft-info",
        "x-mozilla-keys",
        "x-status",
        "x-uniform-type-identifier",
        "x-universally-unique-identifier",
        "x-unsent",
    )
)
"""What clients note in their drafts for themselves: Thunderbird, Apple Mail, Outlook (X-Unsent),
Roundcube (X-Draft-Info), K-9, mbox folders, and Keywords, where Outlook's categories end up."""

DRAFT_PREFIXES = (
    "x-apple-",
    "x-claws-",
    "x-evolution-",
    "x-kmail-",
    "x-mozilla-status",
    "x-mutt-",
    "x-sceau-",
)

_MAILBOXES = frozenset(
    prefix + name for prefix in ("", "resent-") for name in ("from", "sender", "reply-to")
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message ready to be submitted (RFC 6409).

    ``sender`` and ``recipients`` are the envelope (RFC 5321), addresses as they are written, each
    recipient once; ``content`` the message with CRLF line ends. ``needs_8bitmime`` where it holds
    octets over 127 (RFC 6152); ``needs_smtputf8`` where an address of the envelope or of the header
    does (RFC 6531);
    ``long_lines`` where a line is longer than 998 octets, which servers fold or refuse. ``hidden``
    are the recipients named in Bcc alone: the message itself no longer names them.
    """

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    message_id: str
    needs_8bitmime: bool = False
    needs_smtputf8: bool = False
    long_lines: bool = False
    hidden: tuple[str, ...] = ()

    @property
    def sender_copy(self) -> bytes:
        """The message as the sender's own Sent folder keeps it: with its Bcc (RFC 5322 section
        3.6.3), so that the sender still sees who got it."""
        if not self.hidden:
            return self.content
        return b"Bcc: " + ",\r\n ".join(self.hidden).encode() + b"\r\n" + self.content

    def __repr__(self) -> str:
        return f"Outgoing({len(self.recipients)} recipients, {len(self.content)} bytes)"


def outgoing(raw: bytes, *, now: datetime, domain: str = "", unique: str = "") -> Outgoing:
    """Make the message ``raw`` ready to be submitted.

    The sender is the first mailbox of Sender, else of From; of a resent message (RFC 5322 section
    3.6.6) those of its newest Resent- block, and so the recipients. Bcc and the fields of drafts
    (:data:`DRAFT_FIELDS`, :data:`DRAFT_PREFIXES`) are taken out; Date (``now``, which knows its
    zone) and Message-ID are added where they are missing. ``domain`` is the right side of a new
    Message-ID (that of the sender where empty), ``unique`` its left side (random where empty).

    Raises UnreadableInput: ``no-sender``, ``malformed-sender``, ``no-recipient``,
    ``malformed-recipient``, ``binary-part``; ValueError for a ``now`` without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    root = scan(raw).root
    resent = is_resent(root)
    sender = _sender(raw, root, resent=resent)
    recipients = _recipients(raw, root)
    prefix = "Resent-" if resent else ""
    hidden = {header.start for header, field in recipient_fields(root) if field == "bcc"}
    splices = [Splice(0, _first(root))]
    splices += (
        Splice(one.start, one.end)
        for one in root.fields
        if one.start in hidden or _is_draft_field(one)
    )
    missing = [
        name
        for name in (f"{prefix}Date", f"{prefix}Message-ID")
        if not root.value(raw, name.lower())
    ]
    splices += (
        Splice(one.start, one.end)
        for one in root.fields
        if one.name in (name.lower() for name in missing)
    )
    message_id = root.value(raw, f"{prefix}message-id".lower())
    if not message_id:
        moment = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        unique = unique or secrets.token_hex(16)
        message_id = f"<{moment}.{unique}@{_in_ascii(domain or sender.domain)}>"
    values = {f"{prefix}Date": _date(now), f"{prefix}Message-ID": message_id}
    head = "".join(f"{name}: {values[name]}\r\n" for name in missing).encode("utf-8")
    if _has_binary_part(raw, root):
        raise UnreadableInput("binary-part")
    content = head + with_crlf(spliced(raw, splices))
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    addresses = (sender.address, *recipients, *_named(raw, root))
    return Outgoing(
        sender=sender.address,
        recipients=recipients,
        content=content,
        message_id=message_id,
        needs_8bitmime=not content.isascii(),
        needs_smtputf8=not all(one.isascii() for one in addresses),
        long_lines=has_long_line(content),
        hidden=() if resent else _hidden(raw, root),
    )


def _in_ascii(domain: str) -> str:
    """Give a domain as DNS has it (RFC 5890): a Message-ID in ASCII is found on every server."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return "localhost"


def _named(raw: bytes, root: Part) -> Iterator[str]:
    """Give the addresses in the fields that name a mailbox and stay in the message."""
    for one in root.fields:
        if one.name in _MAILBOXES:
            for found in read_addresses(field_text(raw, one)).recipients("to"):
                yield found.address


def _first(root: Part) -> int:
    """Give where the header fields start, behind a byte order mark or an mbox ``From`` line."""
    return root.fields[0].start if root.fields else root.start


def _is_draft_field(field: HeaderField) -> bool:
    return field.name in DRAFT_FIELDS or field.name.startswith(DRAFT_PREFIXES)


def _sender(raw: bytes, root: Part, *, resent: bool) -> Recipient:
    names = ("resent-sender", "resent-from") if resent else ("sender", "from")
    for name in names:
        field = root.field(name)
        found = () if field is None else read_addresses(field_text(raw, field)).recipients("to")
        if found:
            if found[0].defect:
                raise UnreadableInput("malformed-sender")
            return found[0]
    raise UnreadableInput("no-sender")


def _recipients(raw: bytes, root: Part) -> tuple[str, ...]:
    found: dict[str, str] = {}
    malformed = 0
    for header, field in recipient_fields(root):
        for one in read_addresses(field_text(raw, header)).recipients(field):
            malformed += bool(one.defect)
            found.setdefault(key(one.address), one.address)
    if malformed:
        raise UnreadableInput("malformed-recipient", count=malformed)
    if not found:
        raise UnreadableInput("no-recipient")
    return tuple(found.values())


def _hidden(raw: bytes, root: Part) -> tuple[str, ...]:
    """Give the addresses that stand in Bcc and in no other field."""
    named: dict[str, set[str]] = {"to": set(), "cc": set(), "bcc": set()}
    written: dict[str, str] = {}
    for header, field in recipient_fields(root):
        for one in read_addresses(field_text(raw, header)).recipients(field):
            named[field].add(key(one.address))
            written.setdefault(key(one.address), one.address)
    seen = named["to"] | named["cc"]
    return tuple(address for one, address in written.items() if one not in seen)


def _date(moment: datetime) -> str:
    """Write a date as RFC 5322 section 3.3 has it, in English whatever the locale."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment:%Y %H:%M:%S %z}"


def _has_binary_part(raw: bytes, root: Part) -> bool:
    """Whether a file stands in the message as it is (*binary*, RFC 2045 section 6.2) with line
    ends of its own, which no server without BINARYMIME (RFC 3030) would leave as they are."""
    return any(
        encoding_of(raw, leaf) == "binary"
        and not leaf.media_type.startswith("text/")
        and with_crlf(body := raw[leaf.body_start : leaf.body_end]) != body
        for leaf in root.leaves()
    )


def with_crlf(content: bytes) -> bytes:
    """End every line in CRLF, the only line end there is in SMTP (RFC 5321 section 2.3.8)."""
    breaks = content.count(b"\r\n")
    if content.count(b"\n") == breaks == content.count(b"\r"):
        return content
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return lines.replace(b"\n", b"\r\n")


def has_utf8_header(content: bytes) -> bool:
    """Whether a header field of the message or of one of its parts holds UTF-8 beyond ASCII (RFC
    6532)."""
    if content.isascii():
        return False
    parts = [scan(content).root]
    for part in parts:
        parts += part.children
        header = content[part.start : part.header_end]
        if not header.isascii():
            with contextlib.suppress(UnicodeDecodeError):
                header.decode("utf-8")
                return True
    return False


def has_long_line(content: bytes) -> bool:
    """Whether a line is longer than :data:`MAX_LINE`."""
    at = 0
    while len(content) - at > MAX_LINE + 2:
        end = content.rfind(b"\n", at, at + MAX_LINE + 2)
        if end < 0:
            return True
        at = end + 1
    return False
