"""Names in a mail: reading them (RFC 2047, RFC 2231), showing them, making files of them.

Values come as Latin-1 text, one character for each byte of the message, so that places in the text
are places in the message. Nothing here raises for any input.
"""

from __future__ import annotations

import binascii
import codecs
import functools
import re
import unicodedata

_ENCODED_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*)\?=", re.ASCII)
# Never str.strip() alone: of Latin-1 text it would eat the byte 0xA0, the end of a UTF-8 « à ».
_ASCII_BLANKS = " \t\r\n\v\f"
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_SEPARATORS = re.compile(r"[\s;]*", re.ASCII)
_PARAMETER_NAME = re.compile(r"([^\s=;\"]++)\s*+=\s*+", re.ASCII)
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\\?$)', re.DOTALL)
_CONTINUED = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?", re.DOTALL)

# Codecs that Python lists with the charsets but which are none, or which are not linear in time.
_NOT_CHARSETS = frozenset(
    ("unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem")
)
_MISTAKEN = {"unknown-8bit", "x-unknown", "unknown", "default", "ascii", "us-ascii"}


@functools.lru_cache(maxsize=64)
def _codec(charset: str) -> str:
    """Give Python's name for ``charset``, or an empty text where it is no charset."""
    try:
        found = codecs.lookup(charset.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(found, "_is_text_encoding", False)
    return found.name if is_text and found.name.replace("_", "-") not in _NOT_CHARSETS else ""


def text_of(content: bytes, charset: str = "") -> str:
    """Decode ``content`` in the declared ``charset``; where that is wrong, as UTF-8, else as
    Windows-1252, the usual truth behind a false charset. Never raises."""
    return text_and_codec(content, charset)[0]


def text_and_codec(content: bytes, charset: str = "") -> tuple[str, str]:
    """Decode ``content`` as :func:`text_of` does; give Python's name of the charset it is in too,
    empty where signs were lost."""
    declared = "" if charset.lower() in _MISTAKEN else _codec(charset)
    if declared == "iso8859-1":
        declared = "cp1252"  # what the label means in practice (WHATWG Encoding, section 4.2)
    for name in (declared, "utf-8", "cp1252"):
        if name:
            try:
                return content.decode(name), name
            except (UnicodeError, ValueError):
                continue
    return content.decode(declared or "utf-8", "replace"), ""


def natural(value: str) -> str:
    """Decode raw 8-bit text of a header (RFC 6532, or no rule at all) from its Latin-1 view."""
    return value if value.isascii() else text_of(value.encode("latin-1", "replace"))


def decoded(value: str) -> str:
    """Decode a header's text: encoded words (RFC 2047) and raw 8-bit bytes.

    Blanks between encoded words vanish, and a character cut in two by them is put together again,
    as most readers do. Encoded words are also read where RFC 2047 forbids them (inside quotes,
    against a letter): clients write them there.
    """
    if "=?" not in value:
        return natural(value)
    pieces: list[str] = []
    charset, run = "", b""
    at = 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[at : match.start()]
        if not at or between.strip(_ASCII_BLANKS):
            pieces += (text_of(run, charset), natural(between))
            run = b""
        elif charset != match[1].lower():
            pieces.append(text_of(run, charset))
            run = b""
        charset = match[1].lower()
        run += _word(match[2], match[3])
        at = match.end()
    pieces += (text_of(run, charset), natural(value[at:]))
    return "".join(pieces)


def _word(encoding: str, text: str) -> bytes:
    written = text.encode("latin-1", "replace")
    if encoding in "qQ":
        return _HEX.sub(lambda m: bytes((int(m[1], 16),)), written.replace(b"_", b" "))
    return lenient_base64(written)


def lenient_base64(written: bytes) -> bytes:
    """Decode base64 as far as it goes: strangers skipped, missing padding and a cut end borne."""
    try:
        return binascii.a2b_base64(written)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", written)
        kept = kept[: len(kept) - 1] if len(kept) % 4 == 1 else kept
        return binascii.a2b_base64(kept + b"==")


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """Take apart ``main; name=value; …`` (RFC 2045 section 5.1, RFC 2231) of a header field.

    Gives the text before the first semicolon and the parameters by lower-case name, decoded,
    continuations put together; an extended value (``name*``) wins over a plain one, else the first.
    """
    main, found = parameter_pieces(value)
    plain: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, written, _ in found:
        parts = _CONTINUED.fullmatch(name)
        if parts is None or (parts[2] is None and parts[3] is None):
            plain.setdefault(name, written)
        else:
            segments = extended.setdefault(parts[1], {})
            segments.setdefault(int(parts[2] or 0), (parts[3] is not None, written))
    values = {name: decoded(written) for name, written in plain.items()}
    values.update((name, _joined(segments)) for name, segments in extended.items())
    return main, values


def parameter_pieces(value: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Give the text before the first semicolon, and each parameter: its name in lower case (with
    any ``*``), its value without quotes, and the whole of it as it stands."""
    main, semicolon, rest = value.partition(";")
    found: list[tuple[str, str, str]] = []
    at = 0
    while semicolon and at < len(rest):
        separators = _SEPARATORS.match(rest, at)
        at = start = separators.end() if separators else at
        match = _PARAMETER_NAME.match(rest, at)
        quoted = None if match is None else _QUOTED.match(rest, match.end())
        following = rest.find(";", at if quoted is None else quoted.end())
        at = len(rest) if following < 0 else following + 1
        if match is None:
            continue
        end = len(rest) if following < 0 else following
        if quoted is None:
            written = _without_comment(rest[match.end() : end])
        else:
            written = quoted[1].replace("\\\\", "\\").replace('\\"', '"')
        found.append((match[1].lower(), written, rest[start:end].strip(_ASCII_BLANKS)))
    return _without_comment(main), found


def _without_comment(value: str) -> str:
    """Take a comment off the end of an unquoted value (RFC 2045 section 5.1)."""
    value = value.strip(_ASCII_BLANKS)
    if value.endswith(")") and "(" in value:
        value = value[: value.index("(")].rstrip(_ASCII_BLANKS)
    return value


def _joined(segments: dict[int, tuple[bool, str]]) -> str:
    """Put the continuations of one parameter together (RFC 2231 sections 3 and 4)."""
    charset = ""
    any_encoded = False
    content: list[bytes] = []
    for expected, (place, (encoded, written)) in enumerate(sorted(segments.items())):
        if place != expected and expected:
            break
        text = written
        if encoded:
            if not any_encoded and text.count("'") >= 2:
                charset, _, text = text.split("'", 2)
            any_encoded = True
            raw = text.encode("latin-1", "replace")
            content.append(_PERCENT.sub(lambda m: bytes((int(m[1], 16),)), raw))
        else:
            content.append(text.encode("latin-1", "replace"))
    whole = b"".join(content)
    return text_of(whole, charset) if any_encoded else decoded(whole.decode("latin-1"))


_BLANKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_DECEIVERS = frozenset(
    chr(code)
    for code in (
        *range(0x200E, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        0x00AD,
        0x061C,
        0x180E,
        0x200B,
        0xFEFF,
    )
)


def _shown(character: str) -> str:
    if character in _BLANKS:
        return " "
    code = ord(character)
    if character in _DECEIVERS or code < 0x20 or 0x7F <= code < 0xA0:
        return "\ufffd"
    if 0xD800 <= code < 0xE000 or 0xE0000 <= code < 0xE1000:
        return "\ufffd"
    return character


def shown(name: str) -> str:
    """Give ``name`` as it may be shown on one line.

    Line ends and tabs become blanks; control characters, NUL, bidirectional controls (which would
    turn ``fdp.exe`` into ``exe.pdf``), invisible and unpaired characters become U+FFFD. Joiners
    (U+200C, U+200D), which scripts and emoji need, stay.
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(map(_shown, name))


_NOT_ON_DISK = frozenset('<>:"/\\|?*')
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ .]*", re.IGNORECASE
)
MAX_FILE_NAME = 255
"""Bytes of UTF-8 that Linux' file systems allow; Windows and macOS allow 255 UTF-16 units."""


def safe_file_name(name: str, otherwise: str = "file") -> str:
    """Give a file name made of ``name`` that Windows, macOS and Linux can all write.

    No separators or control characters (each becomes ``_``), no blank or dot at either end, no
    reserved name of Windows (*Naming Files, Paths, and Namespaces*), at most 255 bytes of UTF-8
    with the extension kept. ``otherwise`` stands where nothing is left. Text that reads the same
    composed and decomposed is composed (NFC).
    """
    composed = unicodedata.normalize("NFC", "".join(map(_shown, name)))
    text = "".join("_" if one in _NOT_ON_DISK or one == "\ufffd" else one for one in composed)
    text = text.strip(" .\u00a0\u3000")
    if not text.strip("_"):
        return otherwise
    stem, dot, extension = text.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, extension = text, ""
    if _RESERVED.fullmatch(text.partition(".")[0]):
        stem = "_" + stem
    tail = dot + extension if extension else ""
    room = MAX_FILE_NAME - len(tail.encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return stem + tail
