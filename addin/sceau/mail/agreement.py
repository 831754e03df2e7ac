"""Whether Python's :mod:`email` sees the message as the scanner does.

Two readers that disagree mean that the recipient's reader may see something else again; such a
message is shown, but no byte of it is changed. The comparison is made on the message with the long
bodies of its leaves cut out, all but the lines that could be taken for a delimiter: these alone
decide on the structure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sceau.mail.structure import Part, Structure

if TYPE_CHECKING:
    from email.message import Message as EmailMessage

_KEPT = 1_000


def header_agrees(raw: bytes, structure: Structure) -> bool:
    """Whether both see the same header fields in the message itself."""
    from email.parser import BytesHeaderParser

    root = structure.root
    head = raw[root.start : min(len(raw), root.body_start + _KEPT)]
    return _same_fields(root, BytesHeaderParser().parsebytes(head))


def structure_agrees(raw: bytes, structure: Structure) -> bool:
    """Whether both see the same parts, with the same header fields, nested in the same way."""
    from email.parser import BytesParser

    try:
        theirs = BytesParser().parsebytes(_without_long_bodies(raw, structure.root))
    except (ValueError, LookupError, RecursionError):
        return False
    waiting: list[tuple[Part, EmailMessage]] = [(structure.root, theirs)]
    while waiting:
        part, other = waiting.pop()
        if not _same_fields(part, other):
            return False
        payload = other.get_payload()
        is_multipart = isinstance(payload, list) and other.get_content_maintype() == "multipart"
        if is_multipart != bool(part.children):
            return False
        if part.children and isinstance(payload, list):
            if len(payload) != len(part.children):
                return False
            children = (one for one in payload if not isinstance(one, str))
            waiting.extend(zip(part.children, children, strict=False))
    return True


def _same_fields(part: Part, other: EmailMessage) -> bool:
    return [one.name for one in part.fields] == [name.lower() for name in other.keys()]  # noqa: SIM118 - Message is no dict


def _without_long_bodies(raw: bytes, root: Part) -> bytes:
    pieces: list[bytes] = []
    at = root.start
    for leaf in root.leaves():
        start, stop = leaf.body_start + _KEPT, leaf.body_end - _KEPT
        if start >= stop:
            continue
        feed = raw.find(b"\n", start, stop)
        if feed < 0:
            continue
        pieces.append(raw[at : feed + 1])
        at = feed + 1
        hyphens = at - 1
        while (hyphens := raw.find(b"--", hyphens + 1, stop)) >= 0:
            if raw[hyphens - 1] in b"\r\n":
                end = raw.find(b"\n", hyphens, stop)
                end = stop if end < 0 else end + 1
                pieces.append(raw[hyphens:end])
                at = hyphens = end
        last = raw.rfind(b"\n", at, stop)
        at = max(at, last + 1)
    pieces.append(raw[at:])
    return b"".join(pieces)
