"""What goes between the helper and a worker: a frame is a header and a body.

A frame is the header's length (4 bytes, big-endian), the body's length (8 bytes), the header
(MessagePack, one of the structs here), the body (a file's bytes, as they are, so that 100 MB are
not copied into an encoding). A worker is asked one thing at a time and gives one frame back.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from sceau.phrases import Phrase
from sceau.review.reading.model import FileReading
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.sealed import Asked, Format

LENGTHS = struct.Struct("!IQ")
LARGEST_HEADER = 2**20
LARGEST_BODY = 4 * LARGEST_FILE
"""A sealed file may be larger than its source (16 to 31 bytes a string), never four times."""


class Allowance(msgspec.Struct, frozen=True):
    """What a job may use: memory in bytes of address space, processor time in seconds."""

    memory: int
    seconds: int


class ReadJob(msgspec.Struct, frozen=True, tag="read", tag_field="job"):
    """Examine the file in the body."""

    allowance: Allowance
    name: str
    media_type: str


class RecogniseJob(msgspec.Struct, frozen=True, tag="recognise", tag_field="job"):
    """Read what is written in the pictures of the file in the body, which is of this kind."""

    allowance: Allowance
    kind: str


class TryJob(msgspec.Struct, frozen=True, tag="try", tag_field="job"):
    """Try these passwords on the file in the body, in their order."""

    allowance: Allowance
    passwords: tuple[str, ...]

    def __repr__(self) -> str:
        return "TryJob()"


class SealJob(msgspec.Struct, frozen=True, tag="seal", tag_field="job"):
    """Seal the file in the body, in this format."""

    allowance: Allowance
    name: str
    password: str
    asked: Asked = "auto"
    compress: bool = True

    def __repr__(self) -> str:
        return "SealJob()"


class TogetherJob(msgspec.Struct, frozen=True, tag="together", tag_field="job"):
    """Seal several files as one. The body is one behind the other: ``sizes`` are their lengths in
    bytes, ``names`` what they are called."""

    allowance: Allowance
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    password: str
    asked: Asked = "auto"

    def __repr__(self) -> str:
        return "TogetherJob()"


class UnsealJob(msgspec.Struct, frozen=True, tag="unseal", tag_field="job"):
    """Open the sealed file in the body."""

    allowance: Allowance
    password: str

    def __repr__(self) -> str:
        return "UnsealJob()"


class LetterJob(msgspec.Struct, frozen=True, tag="letter", tag_field="job"):
    """Put a text into a sealed letter. The body is the text in UTF-8, then the pictures behind it:
    ``sizes`` are their lengths in bytes, the text's first."""

    allowance: Allowance
    password: str
    sizes: tuple[int, ...]
    title: str = ""

    def __repr__(self) -> str:
        return "LetterJob()"


class CleanJob(msgspec.Struct, frozen=True, tag="clean", tag_field="job"):
    """Take what is hidden out of the file in the body."""

    allowance: Allowance


class Ping(msgspec.Struct, frozen=True, tag="ping", tag_field="job"):
    """Answer that you are there, your imports done."""


class Read(msgspec.Struct, frozen=True, tag="read", tag_field="answer"):
    """What was found in the file; its text is in the body (UTF-8)."""

    reading: FileReading


class Tried(msgspec.Struct, frozen=True, tag="tried", tag_field="answer"):
    """The password that opens the file; empty where none of them does."""

    password: str

    def __repr__(self) -> str:
        return "Tried()"


class Sealed(msgspec.Struct, frozen=True, tag="sealed", tag_field="answer"):
    """The sealed file is in the body, verified."""

    format: Format
    algorithm: str
    ending: str
    media_type: str
    pages: int
    why: Phrase | None
    notes: tuple[Phrase, ...]


class Unsealed(msgspec.Struct, frozen=True, tag="unsealed", tag_field="answer"):
    """The opened files are in the body, one behind the other: ``sizes`` are their lengths in bytes,
    ``names`` what they were called inside."""

    names: tuple[str, ...]
    sizes: tuple[int, ...]

    def __repr__(self) -> str:
        return "Unsealed()"


class Cleaned(msgspec.Struct, frozen=True, tag="cleaned", tag_field="answer"):
    """The clean file is in the body; ``removed`` says what is no longer in it."""

    removed: tuple[str, ...]


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="answer"):
    """The answer to :class:`Ping`: which limits this process could put on itself."""

    limits: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, tag="refused", tag_field="answer"):
    """The file, or the password, was refused: a reason of :mod:`sceau.errors`."""

    what: str
    reason: str
    values: dict[str, str | int]


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="answer"):
    """The job failed by itself: ``memory``, or ``fault`` for what nobody foresaw."""

    why: str


Job = (
    ReadJob
    | RecogniseJob
    | TryJob
    | SealJob
    | TogetherJob
    | UnsealJob
    | LetterJob
    | CleanJob
    | Ping
)
Answer = Read | Tried | Sealed | Unsealed | Cleaned | Ready | Refused | Failed

_encoder = msgspec.msgpack.Encoder()
_jobs = msgspec.msgpack.Decoder(Job)
_answers = msgspec.msgpack.Decoder(Answer)


def parts_of(body: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Cut a body into the pieces of these lengths that it is made of; raises ``ValueError`` where
    they are not its own."""
    if any(size < 0 for size in sizes) or sum(sizes) != len(body):
        raise ValueError("not the lengths of this body")
    ends = list(itertools.accumulate(sizes))
    return [body[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def start_of(header: Job | Answer, body: bytes) -> bytes:
    """Give the bytes of a frame up to its body, which follows as it is."""
    encoded = _encoder.encode(header)
    return LENGTHS.pack(len(encoded), len(body)) + encoded


def lengths_of(prefix: bytes) -> tuple[int, int]:
    """Give the length of the header and of the body; raises ``ValueError`` where one is absurd."""
    header, body = LENGTHS.unpack(prefix)
    if header > LARGEST_HEADER or body > LARGEST_BODY:
        raise ValueError("a frame larger than any there is")
    return header, body


def answer_of(header: bytes) -> Answer:
    """Decode the header of a worker's answer; raises ``msgspec.DecodeError``."""
    answer: Answer = _answers.decode(header)
    return answer


def take_job(stream: BinaryIO) -> tuple[Job, bytes] | None:
    """Read the next frame a worker is asked; none at the end of the stream, or where it breaks
    off. Raises ``ValueError`` or ``msgspec.DecodeError`` for what is no frame."""
    prefix = stream.read(LENGTHS.size)
    if len(prefix) < LENGTHS.size:
        return None
    header_length, body_length = lengths_of(prefix)
    header = stream.read(header_length)
    body = stream.read(body_length)
    if len(header) < header_length or len(body) < body_length:
        return None
    return _jobs.decode(header), body
