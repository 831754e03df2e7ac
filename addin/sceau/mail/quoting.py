"""The lines of a plain text that are quoted, or begin a quoted or forwarded message.

Clients mark what they quote by ``>`` (RFC 3676 section 4.5) and by a line above it, which no
standard names: *Le 3 mars …, X a écrit :*, *-----Message d'origine-----*, a *De :* followed by
*Envoyé :*.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_LINE = 2_000
"""Characters of a line that are looked at."""


def _folding() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(0x41, 0x5B)}
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if base.isascii():
            table[code] = base
    table |= dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\t"), " ")
    table |= dict.fromkeys(map(ord, "’‘ʼ´`"), "'")
    table |= dict.fromkeys(map(ord, "‐‑‒–—"), "-")
    table |= dict.fromkeys(map(ord, "«»“”„"), '"')
    return table


_FOLDING = _folding()

QUOTED = re.compile(r" {0,3}[>|]")

# The line a client puts above the mail it quotes or forwards, in folded text.
_BEGINS_ANOTHER = re.compile(
    r"""
    \s*(?:
      -{2,}\ ?(?:message\ d'origine|message\ original|original\ message|courriel\ d'origine
        |message\ transfere|forwarded\ message|forwarded\ by|message\ reenvoye).*
    | -{5,}\ ?(?:message|courriel|mail)\b.*
    | (?:debut\ du\ message\ (?:transfere|reexpedie)|begin\ forwarded\ message)\ ?:?
    | le\ .{6,200}\ (?:a\ ecrit|wrote)\ ?:?
    | on\ .{6,200}\ wrote\ ?:?
    | _{20,}
    )\s*
    """,
    re.VERBOSE,
)
_FROM_LINE = re.compile(r"\s*\*?(?:de|from)\ ?:\*? ?\S")
_SENT_LINE = re.compile(
    r"\s*\*?(?:envoye|sent|date|a|to|cc|objet|subject|repondre a|reply-to)(?: le)?\ ?:"
)
_ATTRIBUTION_ENDS = re.compile(r".{0,200}\b(?:a ecrit|wrote) ?:\s*")
_ATTRIBUTION_BEGINS = re.compile(r"\s*(?:le|on) .{6,200}")


def folded(text: str) -> str:
    """Give ``text`` in small letters without accents, with plain spaces, apostrophes, hyphens and
    quotation marks; as long as it was. ``text`` is in NFC."""
    return text.translate(_FOLDING)


def quotes_below(lines: list[str]) -> list[bool]:
    """Say of each line whether the next line with anything on it, below it and its header, is
    quoted with ``>``: then the quotation ends by itself."""
    below = [False] * (len(lines) + 1)
    for place in range(len(lines) - 1, -1, -1):
        following = place + 1
        quoted = False
        while following < len(lines) and following <= place + 3:
            if lines[following].strip():
                quoted = QUOTED.match(lines[following]) is not None
                if quoted:
                    break
            following += 1
        below[place] = quoted
    return below[:-1]


def begins_another(lines: list[str], place: int) -> int:
    """Give how many lines, from ``place`` on, begin another message; 0 where none does."""
    line = lines[place]
    if _BEGINS_ANOTHER.fullmatch(line):
        return 1
    following = lines[place + 1 : place + 4]
    if (
        following
        and _ATTRIBUTION_BEGINS.fullmatch(line)
        and _ATTRIBUTION_ENDS.fullmatch(following[0])
    ):
        return 2
    if _FROM_LINE.match(line) and any(map(_SENT_LINE.match, following)):
        return 1
    return 0
