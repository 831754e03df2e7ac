"""Writing header fields: display names, encoded words, file names (RFC 5322, 2047, 2231)."""

from __future__ import annotations

import binascii
import re

_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PLAIN_VALUE = re.compile(r"[ !#-\[\]-~]+")
_PLAIN_IN_PERCENT = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`{|}~"
)
_WORD_BYTES = 42
"""An encoded word has 75 characters at most (RFC 2047 section 2): 42 bytes of base64 fit."""

_MAX_PLAIN = 60
_SEGMENT = 50


def clean_name(name: str) -> str:
    """Give a display name as it can be written: on one line, single blanks, no control characters.

    What is left of line ends and controls is a blank, so that no name can start a header field.
    """
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())


def mailbox(name: str, address: str, line_end: str = "\r\n") -> str:
    """Write a mailbox: ``address`` alone, or the name (see :func:`clean_name`) before ``<…>``."""
    name = clean_name(name)
    if not name:
        return address
    return f"{phrase_text(name, line_end)} <{address}>"


def phrase_text(name: str, line_end: str = "\r\n") -> str:
    """Write a display name: as atoms, in quotes, or in encoded words where it is not ASCII."""
    if name.isascii() and "=?" not in name and len(name) < 200:
        if _PHRASE.fullmatch(name):
            return name
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return encoded_words(name, line_end)


def encoded_words(text: str, line_end: str = "\r\n") -> str:
    """Write ``text`` in encoded words of UTF-8 base64, none cutting a character, one a line."""
    words: list[str] = []
    waiting = b""
    for character in text:
        content = character.encode("utf-8", "replace")
        if len(waiting) + len(content) > _WORD_BYTES:
            words.append(_word(waiting))
            waiting = b""
        waiting += content
    words.append(_word(waiting))
    return f"{line_end} ".join(words)


def _word(content: bytes) -> str:
    return f"=?UTF-8?B?{binascii.b2a_base64(content, newline=False).decode('ascii')}?="


def parameter(name: str, value: str) -> list[str]:
    """Write a parameter as ``name="value"`` where it is short plain ASCII, else after RFC 2231
    in UTF-8, in as many continuations as it takes; one text for each line."""
    if len(value) <= _MAX_PLAIN and "=?" not in value and _PLAIN_VALUE.fullmatch(value):
        return [f'{name}="{value}"']
    written = "".join(
        chr(code) if code in _PLAIN_IN_PERCENT else f"%{code:02X}"
        for code in value.encode("utf-8", "replace")
    )
    pieces: list[str] = []
    at = 0
    while at < len(written):
        end = min(at + _SEGMENT, len(written))
        # A %XX is not cut in two.
        end -= next((back for back in (1, 2) if written[end - back : end - back + 1] == "%"), 0)
        pieces.append(written[at:end])
        at = end
    if len(pieces) == 1:
        return [f"{name}*=UTF-8''{pieces[0]}"]
    pieces[0] = "UTF-8''" + pieces[0]
    return [f"{name}*{number}*={piece}" for number, piece in enumerate(pieces)]


def type_name(value: str, line_end: str = "\r\n") -> str:
    """Write the ``name`` of Content-Type: plain where it can be, else in encoded words in quotes.

    RFC 2047 forbids the latter; it is what older Outlooks read, and every client writes it beside
    the RFC 2231 file name of Content-Disposition.
    """
    if len(value) <= _MAX_PLAIN and "=?" not in value and _PLAIN_VALUE.fullmatch(value):
        return f'name="{value}"'
    return f'name="{encoded_words(value, line_end)}"'


def header_field(name: str, value: str, values: list[str], line_end: str) -> bytes:
    """Write a whole header field: the value, then each parameter on a line of its own."""
    return (f";{line_end}\t".join((f"{name}: {value}", *values)) + line_end).encode("utf-8")
