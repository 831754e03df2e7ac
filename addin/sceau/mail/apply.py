"""Making Edits in a message's bytes.

Every byte outside the header fields and parts that an Edit names stays as it was: Message-ID,
threading, line ends, spelling, broken as it may be. A message is refused where an Edit would break
it:

- what a signature or an encryption covers is not changed (RFC 1847, RFC 8551). The header of a
  signed message is not covered, so its recipients can be changed, unless the signed part repeats
  them (RFC 9788): there they would still be read. Of an encrypted message recipients can only be
  removed: it was encrypted to those it names, and names them inside.
- where Python's ``email`` sees another structure (``unusual-structure``), nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sceau.errors import EditRefused
from sceau.mail.added_files import with_files
from sceau.mail.agreement import header_agrees, structure_agrees
from sceau.mail.body_edits import SealedLetter, body_splices
from sceau.mail.cuts import Cuts, cuts_of
from sceau.mail.edits import (
    LETTER,
    AddAttachment,
    Edit,
    OneMailPerRecipient,
    RemoveAttachment,
    RemoveRecipient,
    SealBody,
)
from sceau.mail.envelope import is_resent, read_envelope
from sceau.mail.header_edits import alone_splices, recipient_splices
from sceau.mail.message import Message
from sceau.mail.model import Protection, Recipient
from sceau.mail.part_edits import SealedFile, part_splices
from sceau.mail.preview import edit_attachments
from sceau.mail.protection import covering
from sceau.mail.recipient_edits import (
    changes_recipients,
    edit_recipients,
    message_id_for,
    one_each,
)
from sceau.mail.splices import Splice, spliced
from sceau.mail.structure import Structure, scan
from sceau.mail.subject_edits import changes_subject, edit_subject, subject_splices
from sceau.mail.text_edits import pictures_only_there, text_splices, without_cuts

__all__ = ["SealedFile", "SealedLetter", "apply", "check"]


def apply(
    message: Message, edits: Sequence[Edit], sealed: Mapping[str, SealedFile]
) -> tuple[bytes, ...]:
    """Give the bytes of ``message`` with ``edits`` made: one message, several only for
    OneMailPerRecipient, in the order of :func:`~sceau.mail.preview.preview`.

    ``sealed`` holds, by section number, what takes the place of each attachment to be sealed or
    cleaned, each file that is added as it leaves, and under :data:`~sceau.mail.edits.LETTER` the
    :class:`SealedLetter`.
    Raises EditRefused with its own reason where an Edit cannot be made: see :func:`check`, and
    ``sealed-file-missing``, ``unusual-addresses``. Then nothing was made.
    """
    check(message, edits)
    new = {one.attachment for one in edits if isinstance(one, AddAttachment)}
    if not new:
        return _made(message, edits, sealed)
    of_message = [one for one in edits if getattr(one, "attachment", None) not in new]
    files = _files(message, edits, new, sealed)
    return tuple(with_files(one, files) for one in _made(message, of_message, sealed))


def _files(
    message: Message, edits: Sequence[Edit], new: set[str], sealed: Mapping[str, SealedFile]
) -> tuple[SealedFile, ...]:
    """Give the files that are added, as they leave."""
    files = []
    for one in edit_attachments(message.mail, edits):
        if one.id in new:
            if one.id not in sealed:
                raise EditRefused("sealed-file-missing")
            files.append(sealed[one.id])
    return tuple(files)


def _made(
    message: Message, edits: Sequence[Edit], sealed: Mapping[str, SealedFile]
) -> tuple[bytes, ...]:
    """Make the Edits of what is in the message already."""
    raw, root = message.raw, message.structure.root
    common = _content_splices(message, edits, sealed)
    common += _subject(message, edits)
    if not changes_recipients(edits):
        return (spliced(raw, common) if common else raw,)
    envelope = read_envelope(raw, root)
    places = edit_recipients(message.mail.recipients, edits)
    if not any(isinstance(one, OneMailPerRecipient) for one in edits) or not places:
        splices = recipient_splices(raw, root, envelope, places)
        _check_header(message, splices, [one.recipient for one in places])
        return (spliced(raw, [*common, *splices]),)
    alone = one_each(places)
    made: list[bytes] = []
    for index, (place, splices) in enumerate(
        zip(alone, alone_splices(raw, root, envelope, alone), strict=True)
    ):
        splices += _identity(message, index, place.recipient.address)
        _check_header(message, splices, [place.recipient])
        made.append(spliced(raw, [*common, *splices]))
    return tuple(made)


def check(message: Message, edits: Sequence[Edit]) -> None:
    """Say whether ``edits`` can be made, without making them.

    Raises EditRefused: ``no-such-attachment``, ``no-such-recipient``, ``malformed-replacement``,
    ``empty-name``, ``empty-subject``, ``no-body-text``, ``no-history``, ``no-such-passage``,
    ``signed-mail``,
    ``encrypted-mail``, ``signed-recipients``, ``signed-subject``, ``resent-mail``,
    ``unusual-structure``.
    """
    if not edits:
        return
    sealing_body = any(isinstance(one, SealBody) for one in edits)
    cuts = cuts_of(message.mail, edits)
    if sealing_body and not message.mail.text.strip():
        raise EditRefused("no-body-text")
    if cuts is not None and not sealing_body:
        without_cuts(message.mail, cuts)
    edit_recipients(message.mail.recipients, edits)
    edit_attachments(message.mail, edits)
    edit_subject(message.mail.subject, edits)
    raw, structure = message.raw, message.structure
    touched = {
        attachment for one in edits if (attachment := getattr(one, "attachment", None)) is not None
    }
    for leaf in structure.root.leaves():
        if leaf.section in touched or sealing_body or cuts is not None:
            _check_covering(covering(raw, leaf))
    if any(isinstance(one, AddAttachment) for one in edits):
        _check_covering(message.mail.protection)
    if changes_recipients(edits):
        _check_recipients(message, edits)
    if changes_subject(edits):
        _check_subject(message)
    parts = touched or sealing_body or cuts is not None
    agrees = structure_agrees(raw, structure) if parts else header_agrees(raw, structure)
    if not agrees:
        raise EditRefused("unusual-structure")


def _content_splices(
    message: Message, edits: Sequence[Edit], sealed: Mapping[str, SealedFile]
) -> list[Splice]:
    """Give the changes of parts, and of the text where it goes into a letter."""
    raw, structure = message.raw, message.structure
    if not any(isinstance(one, SealBody) for one in edits):
        cuts = cuts_of(message.mail, edits)
        cut, gone = ([], ()) if cuts is None else _cut_text(message, cuts)
        return [*cut, *part_splices(raw, structure, (*edits, *gone), sealed)]
    letter = sealed.get(LETTER)
    if not isinstance(letter, SealedLetter):
        raise EditRefused("sealed-file-missing")
    files = edit_attachments(message.mail, edits)
    kept = {one.id for one in files if not one.inline}
    on_parts = [
        one
        for one in edits
        if not isinstance(one, RemoveAttachment) and getattr(one, "attachment", None) in kept
    ]
    text = body_splices(message, kept, letter)
    edited = spliced(raw, text)
    found = Message.read(edited).mail
    if found.text.split() != letter.cover.split() or len(found.attachments) != len(kept) + 1:
        raise EditRefused("unusual-structure")
    return [*part_splices(raw, structure, on_parts, sealed), *text]


def _cut_text(message: Message, cuts: Cuts) -> tuple[list[Splice], tuple[RemoveAttachment, ...]]:
    """Give the changes that make ``cuts``, and the Edits that take out the pictures that stood only
    there; the text is read again as it will be."""
    wanted = without_cuts(message.mail, cuts)
    splices = text_splices(message, cuts)
    gone = tuple(RemoveAttachment(one.id) for one in pictures_only_there(message.mail, wanted.html))
    made = spliced(message.raw, [*splices, *part_splices(message.raw, message.structure, gone, {})])
    found = Message.read(made).mail
    same = (
        found.text.split() == wanted.text.split()
        and found.html.split() == wanted.html.split()
        and len(found.inline_images) == len(wanted.inline_images)
        and len(found.attachments) == len(wanted.attachments)
    )
    if not same:
        raise EditRefused("unusual-structure")
    return splices, gone


def _check_covering(protection: Protection) -> None:
    if protection is not Protection.NONE:
        raise EditRefused(f"{protection}-mail")


def _check_recipients(message: Message, edits: Sequence[Edit]) -> None:
    root = message.structure.root
    if message.mail.protection is Protection.ENCRYPTED and any(
        changes_recipients((one,)) and not isinstance(one, RemoveRecipient) for one in edits
    ):
        raise EditRefused("encrypted-mail")
    if _repeats(message.structure, "to", "cc", "bcc"):
        raise EditRefused("signed-recipients")
    if is_resent(root) and any(isinstance(one, OneMailPerRecipient) for one in edits):
        # The first sending's To and Cc stand in it too, and are nobody's to change.
        raise EditRefused("resent-mail")


def _check_subject(message: Message) -> None:
    if message.mail.protection is Protection.ENCRYPTED:
        raise EditRefused("encrypted-mail")  # the subject stands inside too (RFC 9788 section 4)
    if _repeats(message.structure, "subject"):
        raise EditRefused("signed-subject")


def _subject(message: Message, edits: Sequence[Edit]) -> list[Splice]:
    """Give the changes to the subject, read again as it will be."""
    if not changes_subject(edits):
        return []
    wanted = edit_subject(message.mail.subject, edits)
    splices = subject_splices(message.raw, message.structure.root, wanted)
    edited = spliced(message.raw[: message.structure.root.body_start], splices)
    if read_envelope(edited, scan(edited).root).subject != wanted:
        raise EditRefused("unusual-structure")
    return splices


def _repeats(structure: Structure, *names: str) -> bool:
    """Whether what is signed holds these header fields itself: in its own header (RFC 9788), or as
    a whole message in the signature (RFC 8551 section 3.1)."""
    return any(
        covered.media_type == "message/rfc822" or any(covered.has(name) for name in names)
        for top in (structure.root, *structure.root.children)
        if top.media_type == "multipart/signed"
        for covered in top.children[:1]
    )


def _check_header(message: Message, splices: Sequence[Splice], wanted: Sequence[Recipient]) -> None:
    """Read the header as it will be, and see that it goes to ``wanted`` and to nobody else."""
    head = message.raw[: message.structure.root.body_start]
    edited = spliced(head, splices)
    root, before = scan(edited).root, message.structure.root
    if root.body_start - root.header_end != before.body_start - before.header_end:
        # a line end written before a lone line feed took the blank line with it
        raise EditRefused("unusual-structure")
    found = read_envelope(edited, root).recipients
    if [(one.field, one.address, one.name) for one in found] != [
        (one.field, one.address, one.name) for one in wanted
    ]:
        raise EditRefused("unusual-addresses")


def _identity(message: Message, place: int, address: str) -> list[Splice]:
    """Give the second mail and those after it a Message-ID of their own."""
    field = message.structure.root.field("message-id")
    wanted = message_id_for(message.mail.message_id, place, address)
    if field is None or wanted == message.mail.message_id:
        return []
    value = message.raw[field.value_start : field.end]
    end = value[len(value.rstrip(b"\r\n")) :]
    return [Splice(field.value_start, field.end, b" " + wanted.encode("latin-1") + end)]
