"""Putting the text of a message into a sealed letter, in the message's bytes (RFC 2045, 2046).

The message becomes a multipart/mixed: a short sentence, the attachments that stay, byte for byte
as they were, and the letter. Nothing else of the body is left: no other form of the text, no
picture in it (the letter holds them), nothing before the first delimiter or behind the last.
"""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Collection

from sceau.errors import EditRefused
from sceau.mail.content import to_base64
from sceau.mail.message import Message
from sceau.mail.part_edits import SealedFile
from sceau.mail.splices import Splice
from sceau.mail.structure import Part, line_end_style
from sceau.mail.writing import header_field, parameter, type_name


class SealedLetter(SealedFile, frozen=True):
    """The letter that SealBody makes, and the ``cover``, the text that stands in its place."""

    cover: str


def body_splices(message: Message, kept: Collection[str], letter: SealedLetter) -> list[Splice]:
    """Give the changes that put ``letter`` in the place of the text; the attachments with the
    section numbers ``kept`` stay.

    Raises EditRefused ``unusual-structure`` where the text cannot be read, or has no place of its
    own.
    """
    raw, root = message.raw, message.structure.root
    staying = [leaf for leaf in root.leaves() if leaf.section in kept]
    if root.body_start == root.header_end or root in staying or not _is_read(message):
        raise EditRefused("unusual-structure")
    line_end = line_end_style(raw, root)
    header, boundary = _header(raw, root, line_end)
    delimiter = b"--" + boundary + line_end
    between = line_end + delimiter
    pieces = [delimiter + _text(letter.cover, line_end)]
    places = [root.body_start]
    for leaf in staying:
        pieces[-1] += between
        places += [leaf.start, leaf.body_end]
        pieces.append(b"")
    last = attached(letter, line_end)
    pieces[-1] += between + last + line_end + b"--" + boundary + b"--" + line_end
    places.append(len(raw))
    ranges = zip(places[::2], places[1::2], pieces, strict=True)
    return [*header, *(Splice(start, end, piece) for start, end, piece in ranges)]


def _is_read(message: Message) -> bool:
    """Whether all of the text was read, so that the letter holds all of it."""
    files = {one.id for one in (*message.mail.attachments, *message.mail.inline_images)}
    return "long-text" not in message.mail.defects and set(message.mail.unread) <= files


def _header(raw: bytes, root: Part, line_end: bytes) -> tuple[list[Splice], bytes]:
    """Give the changes of the message's header, and its boundary. A multipart/mixed keeps its
    own."""
    boundary = root.type_parameters.get("boundary", "").rstrip()
    if root.media_type == "multipart/mixed" and root.children and boundary.isascii():
        return [], boundary.encode("ascii")
    return mixed_header(raw, root, line_end)


def mixed_header(raw: bytes, root: Part, line_end: bytes) -> tuple[list[Splice], bytes]:
    """Give the changes that make a message's header that of a multipart/mixed, and its boundary."""
    made = f"=_sceau_{hashlib.sha256(raw).hexdigest()[:32]}"
    end = line_end.decode("ascii")
    fields = [one for one in root.fields if one.name.startswith("content-")]
    content = header_field("Content-Type", "multipart/mixed", [f'boundary="{made}"'], end)
    if not root.has("mime-version"):
        content = header_field("MIME-Version", "1.0", [], end) + content
    place = fields[0].start if fields else root.header_end
    splices = [Splice(place, place, content), *(Splice(one.start, one.end) for one in fields)]
    return splices, made.encode("ascii")


def _text(cover: str, line_end: bytes) -> bytes:
    end = line_end.decode("ascii")
    head = header_field("Content-Type", "text/plain", ["charset=utf-8"], end)
    head += header_field("Content-Transfer-Encoding", "quoted-printable", [], end)
    written = binascii.b2a_qp(cover.encode("utf-8"), istext=True)
    return head + line_end + written.replace(b"\n", line_end)


def attached(file: SealedFile, line_end: bytes) -> bytes:
    """Give a file as a part of a multipart, without a line end behind it."""
    end = line_end.decode("ascii")
    name = file.name
    head = header_field("Content-Type", file.media_type, [type_name(name, end)], end)
    head += header_field("Content-Disposition", "attachment", parameter("filename", name), end)
    head += header_field("Content-Transfer-Encoding", "base64", [], end)
    return head + line_end + to_base64(file.content, line_end)
