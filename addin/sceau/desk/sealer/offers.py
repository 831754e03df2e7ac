"""What a file can become: the formats it can be sealed in, the name of the result, and why."""

from __future__ import annotations

from typing import get_args

from sceau.desk.sealer.view import FormatChoice
from sceau.phrases import Phrase, phrase
from sceau.review.reading.model import FileReading
from sceau.seal.files import sealed_name
from sceau.seal.formats import format_for, why_for
from sceau.seal.sealed import Format

_OF_A_KIND: tuple[Format, ...] = ("pdf", "office")
"""Formats that hold files of one kind only; the others hold any file."""

_ANY: tuple[Format, ...] = tuple(one for one in get_args(Format) if one not in _OF_A_KIND)

_READERS: dict[Format, str] = {
    "zip": "seal.note.zip",
    "7z": "seal.note.7z",
    "envelope": "seal.note.envelope",
}
"""What a person should know who takes a format that Sceau would not have taken."""


def best(found: FileReading) -> Format:
    """Give the format Sceau takes by itself. A signed PDF stays as it is, in an envelope."""
    return "envelope" if found.signed else format_for(found.kind) or "envelope"


def offered(found: FileReading) -> tuple[FormatChoice, ...]:
    """Give the formats this file can be sealed in, the best first."""
    first = best(found)
    formats = (first, *(one for one in _ANY if one != first))
    return tuple(FormatChoice(one, phrase(f"sealer.format.{one}")) for one in formats)


def why(found: FileReading, format: Format) -> Phrase | None:
    """Say why this format, or who opens it."""
    if format != best(found):
        return phrase(_READERS[format]) if format in _READERS else None
    return phrase("seal.why.signed") if found.signed else why_for(found.kind)


def result_name(name: str, found: FileReading, format: Format, language: str) -> str:
    """Give what the result will be called, where nothing else has that name."""
    endings: dict[Format, str] = {
        "pdf": ".pdf",
        "envelope": ".pdf",
        "office": f".{found.kind}",
    }
    return sealed_name(name, endings.get(format, f".{format}"), language)


def hidden_in(found: FileReading, format: Format | None) -> tuple[Phrase, ...]:
    """Name what the result would hold that is not seen. A picture that becomes a page of a PDF
    leaves it behind anyway."""
    if format == "pdf" and found.kind != "pdf":
        return ()
    return tuple(phrase(f"trace.{one}") for one in found.hidden)


def cleanable(found: FileReading | None, format: Format | None) -> bool:
    """Say whether what is hidden can be taken out, and there is any."""
    return found is not None and found.removable and bool(hidden_in(found, format))


def badge(name: str) -> str:
    """Give two to four letters that say what the file is, from its name."""
    ending = name.rpartition(".")[2] if "." in name else ""
    if ending.isascii() and ending.isalnum() and 2 <= len(ending) <= 4:
        return ending.upper()
    return "?"
