"""Files of a mail that is too large for one request: each by itself, large ones in pieces.

Limits as Graph publishes them: 4 MB for a request, so 3 MB for a file in one; beyond that an upload
session, 150 MB at most, in pieces of less than 4 MB whose length is a multiple of 320 KiB.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

from sceau.errors import EditRefused
from sceau.hooks.graph.requests import Requests
from sceau.mail.edits import RemoveAttachment
from sceau.mail.message import Message
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import NotDone

MOST_IN_ONE = 3_000_000
"""Bytes of MIME; in base64 it is under the 4 MB a request may have."""
MOST_OF_A_FILE = 2_900_000
LARGEST = 150_000_000
PIECE = 327_680 * 11


class Attached(NamedTuple):
    """A file on its own."""

    name: str
    media_type: str
    content: bytes
    content_id: str
    inline: bool


def in_one(mime: bytes) -> bool:
    """Whether a message fits into one request."""
    return len(mime) <= MOST_IN_ONE


def without_files(mime: bytes) -> tuple[bytes, tuple[Attached, ...]]:
    """Give a message without its files, and the files.

    Raises NotDone (``too-large``) where that would break it (signed, of an unusual structure), or
    where a file is beyond what Graph takes.
    """
    message = Message.read(mime)
    everything = (*message.mail.attachments, *message.mail.inline_images)
    files = tuple(
        Attached(
            one.name or "fichier",
            one.media_type,
            message.content(one.id),
            one.content_id.strip("<>"),
            one.inline,
        )
        for one in everything
    )
    too_large = NotDone(Submission(result=Result.TOO_LARGE, limit=LARGEST))
    if any(len(one.content) > LARGEST for one in files):
        raise too_large
    try:
        (rest,) = message.apply([RemoveAttachment(one.id) for one in everything])
    except EditRefused:
        raise too_large from None
    if not in_one(rest):
        raise too_large
    return rest, files


def attach(requests: Requests, draft: str, file: Attached) -> None:
    """Add a file to the draft at the path ``draft``."""
    described = {
        "name": file.name,
        "contentType": file.media_type,
        "isInline": file.inline,
        **({"contentId": file.content_id} if file.content_id else {}),
    }
    if len(file.content) <= MOST_OF_A_FILE:
        content = base64.b64encode(file.content).decode()
        kind = "#microsoft.graph.fileAttachment"
        requests.call(
            "POST",
            f"{draft}/attachments",
            json={"@odata.type": kind, **described, "contentBytes": content},
        )
        return
    item = {"attachmentType": "file", "size": len(file.content), **described}
    session = requests.call(
        "POST", f"{draft}/attachments/createUploadSession", json={"AttachmentItem": item}
    )
    place = str(session.json()["uploadUrl"])
    for start in range(0, len(file.content), PIECE):
        piece = file.content[start : start + PIECE]
        span = f"bytes {start}-{start + len(piece) - 1}/{len(file.content)}"
        requests.call("PUT", place, content=piece, headers={"Content-Range": span}, signed=False)
