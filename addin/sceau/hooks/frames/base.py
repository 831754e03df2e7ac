"""What all frames have in common: the number of the protocol, its limits, and their form."""

from __future__ import annotations

from typing import Annotated

import msgspec

PROTOCOL = 4
"""The number of this protocol. Add-on and helper work together where it is the same."""

LARGEST_FRAME = 768 * 1024
"""In bytes. Thunderbird cuts the port at a frame over 1 MiB from its host, and writes frames to
it in a time that grows with the square of their length."""

LARGEST_CHUNK = 384 * 1024
"""Bytes of a file in one :class:`Chunk`, before base64: 512 KiB in the frame."""

IN_FLIGHT = 4
"""Chunks of one file that may be on their way without a :class:`Got`."""

LARGEST_FILE = 200 * 1024 * 1024
"""In bytes: a larger attachment is announced by :class:`Attached` and its content is not sent."""

NOT_LISTED = 2**40
"""From this number on, a number names no attachment of Thunderbird's, but what has no place in its
list: :data:`LETTER_NUMBER`, :data:`TEXT_NUMBER`, files that the person adds in Sceau's window, from
:data:`~sceau.mail.edits.FIRST_ADDED` on, and, from :data:`PICTURES` on, the pictures in the
text."""

LETTER_NUMBER = NOT_LISTED
"""The letter that the text of the mail goes into, before it is an attachment."""

TEXT_NUMBER = NOT_LISTED + 1
"""The text as Thunderbird holds it (HTML, or plain), in UTF-8."""

PICTURES = NOT_LISTED + 1024
"""The first picture in the text."""

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Number = Annotated[int, msgspec.Meta(ge=0)]


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="op", rename="camel"):
    """What all frames have in common."""


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What stands inside a frame."""
