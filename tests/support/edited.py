"""Comparing a message before and after Edits, with nothing of the code that makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import asdict, replace

from sceau.mail.edits import (
    Edit,
    OneMailPerRecipient,
    RemoveAttachment,
    RenameAttachment,
    ReplaceSubject,
    SealAttachment,
)
from sceau.mail.model import Mail

_ADDRESS_FIELDS = re.compile(rb"(?:resent-)?(?:to|cc|bcc)[ \t]*:", re.IGNORECASE)
_IDENTITY = re.compile(rb"message-id[ \t]*:", re.IGNORECASE)
_SUBJECT = re.compile(rb"subject[ \t]*:", re.IGNORECASE)
_PART_FIELDS = re.compile(rb"(?:content-[a-z-]+|mime-version)[ \t]*:", re.IGNORECASE)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


def assert_reads_as(found: Mail, previewed: Mail, *, renumbered: bool = True) -> None:
    """Assert that what was read back is what the preview said.

    Left out are sizes, what the reader found broken, the name and type of what is sealed, and,
    where ``renumbered``, the section numbers.
    """
    assert _told(found) == _told(previewed)
    for mine, theirs in (
        (found.attachments, previewed.attachments),
        (found.inline_images, previewed.inline_images),
    ):
        assert len(mine) == len(theirs)
        for one, other in zip(mine, theirs, strict=True):
            assert not one.sealed
            alike = replace(
                other,
                size=one.size,
                sealed=False,
                id=one.id if renumbered else other.id,
                name=one.name if other.sealed else other.name,
                media_type=one.media_type if other.sealed else other.media_type,
            )
            assert one == alike


def _told(mail: Mail) -> dict[str, object]:
    return asdict(replace(mail, size=0, defects=(), unread=(), attachments=(), inline_images=()))


def fields_and_rest(raw: bytes) -> tuple[list[bytes], bytes]:
    """Cut the message's own header into fields, each with its folds and line end; give the rest."""
    fields: list[bytes] = []
    at = 0
    while at < len(raw):
        match = _LINE.match(raw, at)
        assert match is not None
        line = match[0]
        if not line.strip(b"\r\n"):
            break
        if fields and line[:1] in b" \t":
            fields[-1] += line
        elif not re.match(rb"[\x21-\x39\x3b-\x7e]*[ \t]*:|From |\xef\xbb\xbf|[ \t]", line):
            break
        else:
            fields.append(line)
        at = match.end()
    return fields, raw[at:]


def _bare(field: bytes) -> bytes:
    return field.removeprefix(b"\xef\xbb\xbf")


def assert_only_these_changed(before: bytes, after: bytes, edits: Sequence[Edit]) -> None:
    """Assert that every byte is the same but those of the header fields and parts edited.

    Of the header: all fields that no Edit concerns, in their order. Of the body: where no
    attachment was edited, every byte; else the common head and tail must reach up to one stretch.
    """
    parts = any(
        isinstance(one, SealAttachment | RenameAttachment | RemoveAttachment) for one in edits
    )
    patterns = [_ADDRESS_FIELDS]
    if any(isinstance(one, OneMailPerRecipient) for one in edits):
        patterns.append(_IDENTITY)
    if any(isinstance(one, ReplaceSubject) for one in edits):
        patterns.append(_SUBJECT)
    if parts:
        patterns.append(_PART_FIELDS)
    old_fields, old_rest = fields_and_rest(before)
    new_fields, new_rest = fields_and_rest(after)

    def kept(fields: list[bytes]) -> list[bytes]:
        return [one for one in fields if not any(p.match(_bare(one)) for p in patterns)]

    assert kept(old_fields) == kept(new_fields)
    if not parts:
        assert old_rest == new_rest
