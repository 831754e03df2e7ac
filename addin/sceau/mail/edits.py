"""The Edits: one change each to a Mail. A cure is a list of them.

Every hook can carry out every Edit, or says which it cannot. Here they are data, and
:func:`preview` says what a Mail will be once they are made; making them in a message's bytes is
:mod:`sceau.mail.apply`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sceau.mail.model import Attachment, Mail, Recipient


class MoveToBcc(msgspec.Struct, frozen=True, tag="move-to-bcc", tag_field="edit"):
    """Put these addresses into Bcc, wherever they stand in To or Cc."""

    addresses: tuple[str, ...]


class RemoveRecipient(msgspec.Struct, frozen=True, tag="remove-recipient", tag_field="edit"):
    """Take this address out of To, Cc and Bcc."""

    address: str


class ReplaceRecipient(msgspec.Struct, frozen=True, tag="replace-recipient", tag_field="edit"):
    """Put ``by`` (an addr-spec) and ``name`` where ``address`` stands."""

    address: str
    by: str
    name: str = ""


class SealAttachment(msgspec.Struct, frozen=True, tag="seal-attachment", tag_field="edit"):
    """Put a sealed file in the place of this attachment (``attachment`` is its section number)."""

    attachment: str


class RenameAttachment(msgspec.Struct, frozen=True, tag="rename-attachment", tag_field="edit"):
    """Give this attachment another file name."""

    attachment: str
    name: str


class RemoveAttachment(msgspec.Struct, frozen=True, tag="remove-attachment", tag_field="edit"):
    """Take this attachment out of the mail."""

    attachment: str


class OneMailPerRecipient(
    msgspec.Struct, frozen=True, tag="one-mail-per-recipient", tag_field="edit"
):
    """Send each recipient a mail of their own, in which nobody else is named."""


Edit = (
    MoveToBcc
    | RemoveRecipient
    | ReplaceRecipient
    | SealAttachment
    | RenameAttachment
    | RemoveAttachment
    | OneMailPerRecipient
)
