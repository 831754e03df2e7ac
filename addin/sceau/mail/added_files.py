"""Adding files to a message's bytes (RFC 2045, 2046, 2183).

A multipart/mixed gets them before its closing delimiter. Anything else becomes the first part of
one, byte for byte as it was. They are added once all else is made: sections keep their numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from sceau.errors import EditRefused
from sceau.mail.agreement import structure_agrees
from sceau.mail.body_edits import attached, mixed_header
from sceau.mail.content import encoding_of
from sceau.mail.message import Message
from sceau.mail.part_edits import SealedFile
from sceau.mail.splices import Splice, spliced
from sceau.mail.structure import Part, line_end_style, scan
from sceau.mail.writing import header_field

_WIDE = frozenset(("8bit", "binary"))
"""What a part is encoded in, the multipart around it says too (RFC 2045 section 6.4)."""


def with_files(raw: bytes, files: Sequence[SealedFile]) -> bytes:
    """Give the message ``raw`` with ``files`` behind its attachments; nothing to add changes
    nothing.

    Raises EditRefused ``unusual-structure`` where what is read then is not the same message with
    these files.
    """
    if not files:
        return raw
    root = scan(raw).root
    line_end = line_end_style(raw, root)
    parts = [attached(one, line_end) for one in files]
    boundary = root.type_parameters.get("boundary", "").rstrip()
    closed = bool(root.children) and root.children[-1].limit < len(raw)
    if root.media_type == "multipart/mixed" and boundary.isascii() and closed:
        place = root.children[-1].limit
        delimiter = b"--" + boundary.encode("ascii") + line_end
        splices = [Splice(place, place, b"".join(delimiter + one + line_end for one in parts))]
    else:
        splices = _wrapping(raw, root, parts, line_end)
    made = spliced(raw, splices)
    _require_same(Message.read(raw), Message.read(made), files)
    return made


def _wrapping(raw: bytes, root: Part, parts: Sequence[bytes], line_end: bytes) -> list[Splice]:
    if root.body_start == root.header_end:
        raise EditRefused("unusual-structure")
    header, boundary = mixed_header(raw, root, line_end)
    encoding = encoding_of(raw, root)
    if encoding in _WIDE:
        end = line_end.decode("ascii")
        field = header_field("Content-Transfer-Encoding", encoding, [], end)
        header.append(Splice(root.header_end, root.header_end, field))
    fields = [one for one in root.fields if one.name.startswith("content-")]
    head = b"".join(raw[one.start : one.end] for one in fields)
    delimiter = b"--" + boundary + line_end
    first = delimiter + head + line_end
    rest = b"".join(line_end + delimiter + one for one in parts)
    last = rest + line_end + b"--" + boundary + b"--" + line_end
    return [
        *header,
        Splice(root.body_start, root.body_start, first),
        Splice(len(raw), len(raw), last),
    ]


def _require_same(was: Message, found: Message, files: Sequence[SealedFile]) -> None:
    """See that the message says what it said, and that the files are its last attachments."""
    new = found.mail.attachments[-len(files) :]
    kept = found.mail.attachments[: -len(files)]
    same = (
        found.mail.text.split() == was.mail.text.split()
        and found.mail.recipients == was.mail.recipients
        and [one.size for one in kept] == [one.size for one in was.mail.attachments]
        and len(found.mail.inline_images) == len(was.mail.inline_images)
        and structure_agrees(found.raw, found.structure)
        and [found.content(one.id) for one in new] == [one.content for one in files]
    )
    if not same:
        raise EditRefused("unusual-structure")
