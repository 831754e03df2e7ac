"""The Edits: one change each to a Mail. A cure is a list of them.

Every hook can carry out every Edit, or says which it cannot. Here they are data;
:func:`~sceau.mail.preview.preview` says what a Mail will be once they are made, and
:func:`~sceau.mail.apply.apply` makes them in a message's bytes.

Edits are made in their order. Addresses are the same whatever their case. Section numbers are those
of the mail as it was read, however many attachments are removed before.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sceau.mail.model import Field


class MoveToBcc(msgspec.Struct, frozen=True, tag="move-to-bcc", tag_field="edit"):
    """Put these addresses into Bcc, wherever they stand in To or Cc.

    Each is there once, however often it stood; names are kept, groups are left. A To that becomes
    empty is written ``undisclosed-recipients:;`` (RFC 5322 appendix A.1.3).
    """

    addresses: tuple[str, ...]


class RemoveRecipient(msgspec.Struct, frozen=True, tag="remove-recipient", tag_field="edit"):
    """Take this address out of To, Cc and Bcc."""

    address: str


class ReplaceRecipient(msgspec.Struct, frozen=True, tag="replace-recipient", tag_field="edit"):
    """Put ``by`` (an addr-spec) and ``name`` where ``address`` stands first.

    Where it stands again it is taken out; where ``by`` is a recipient already, it is kept there
    and ``address`` is only taken out.
    """

    address: str
    by: str
    name: str = ""


class AddRecipient(msgspec.Struct, frozen=True, tag="add-recipient", tag_field="edit"):
    """Send it to this address (an addr-spec) too, behind those there are in its field; where it is
    a recipient already, nothing changes. In a cure it is empty: only the sender knows it."""

    address: str
    field: Field = "to"
    name: str = ""


class SealAttachment(msgspec.Struct, frozen=True, tag="seal-attachment", tag_field="edit"):
    """Put a sealed file in the place of this attachment (``attachment`` is its section number)."""

    attachment: str


class CleanAttachment(msgspec.Struct, frozen=True, tag="clean-attachment", tag_field="edit"):
    """Take what is hidden out of this attachment: place and camera, authors, comments, changes
    kept (:mod:`sceau.seal.cleaning` says what, kind by kind). The rest of it stays as it is.
    Together with :class:`SealAttachment`, what is sealed is the clean file.
    """

    attachment: str


class SealBody(msgspec.Struct, frozen=True, tag="seal-body", tag_field="edit"):
    """Put the text of the mail into a sealed letter, attached; a short sentence that says so stands
    in its place.

    The letter holds the whole text, what is quoted included, and the pictures in it. It is an
    attachment called :data:`LETTER` in the preview.
    """


class CutHistory(msgspec.Struct, frozen=True, tag="cut-history", tag_field="edit"):
    """Take out of the text what it quotes of earlier messages, in its plain and its HTML form alike
    (:mod:`sceau.mail.history`), and the pictures that stood only there.

    Nothing is put in its place: whoever is answered wrote it, or has it. Together with
    :class:`SealBody` it changes nothing: the letter holds the whole text.
    """


class CutPassages(msgspec.Struct, frozen=True, tag="cut-passages", tag_field="edit"):
    """Take these passages out of the text, in its plain and its HTML form alike, wherever they
    stand, and what leads to these links.

    A passage is a range of the characters of the Mail's text: what it says is not said again.
    ``links`` are targets as :func:`~sceau.mail.passages.target` gives them. Together with
    :class:`SealBody` it changes nothing: the letter holds the whole text.
    """

    passages: tuple[tuple[int, int], ...] = ()
    links: tuple[str, ...] = ()


CUTTING = (CutHistory, CutPassages)
"""The Edits that take something out of the text."""


LETTER = "letter"
"""The place, among sealed files and previewed attachments, of the letter SealBody makes: it has no
section number yet."""


class RenameAttachment(msgspec.Struct, frozen=True, tag="rename-attachment", tag_field="edit"):
    """Give this attachment another file name."""

    attachment: str
    name: str


class RemoveAttachment(msgspec.Struct, frozen=True, tag="remove-attachment", tag_field="edit"):
    """Take this attachment out of the mail."""

    attachment: str


class AddAttachment(msgspec.Struct, frozen=True, tag="add-attachment", tag_field="edit"):
    """Put this file behind the attachments there are; other Edits may then name it.

    ``attachment`` is a number from :data:`FIRST_ADDED` on, which no part of a message has; ``size``
    is in bytes. The content is kept beside the Edits, as that of sealed files is. In a cure all but
    the number is empty: only the sender has the file.
    """

    attachment: str
    name: str = ""
    media_type: str = ""
    size: int = 0


FIRST_ADDED = 2**40 + 512
"""The number of the first file that is added: beyond every section, and behind every attachment."""


class ReplaceSubject(msgspec.Struct, frozen=True, tag="replace-subject", tag_field="edit"):
    """Put ``subject`` in the place of the mail's subject: one line, without control characters.

    The subject travels and is listed in clear, whatever is sealed (RFC 5322 section 3.6.5).
    """

    subject: str


class OneMailPerRecipient(
    msgspec.Struct, frozen=True, tag="one-mail-per-recipient", tag_field="edit"
):
    """Send each recipient a mail of their own, in which nobody else is named.

    Made after all other Edits. Each is in To of their mail; there is no Cc or Bcc. The first mail
    keeps the Message-ID; the others get their own, made of it and of the recipient, always the
    same: a Message-ID names one version of one message (RFC 5322 section 3.6.4).
    """


Edit = (
    MoveToBcc
    | RemoveRecipient
    | ReplaceRecipient
    | AddRecipient
    | SealAttachment
    | SealBody
    | CutHistory
    | CutPassages
    | CleanAttachment
    | RenameAttachment
    | RemoveAttachment
    | AddAttachment
    | ReplaceSubject
    | OneMailPerRecipient
)


def name_after(edits: Iterable[Edit], attachment: str, name: str) -> str:
    """Give the name this attachment, called ``name``, has after ``edits``: the last one given."""
    for edit in edits:
        if isinstance(edit, RenameAttachment) and edit.attachment == attachment:
            name = edit.name
    return name


SEALING = (SealAttachment, SealBody)
"""The Edits that need a password."""
