"""What the sender wrote, apart from what the mail quotes, forwards or signs with.

Everything here keeps the length of the text, so that a place in the folded text is the same place
in what was written.
"""

from __future__ import annotations

import unicodedata

from sceau.mail.quoting import LONGEST_LINE, QUOTED, begins_another, folded, quotes_below

__all__ = ["folded", "own_words"]

_LONGEST = 50_000  # characters; nobody writes more by hand in one mail


def own_words(text: str) -> str:
    """Give what the sender wrote of ``text``, in NFC.

    Left out are lines quoted with ``>``, everything behind the line that begins a quoted or
    forwarded message, and the signature behind ``-- `` (RFC 3676 section 4.3). A reply written
    below its quotation is kept.
    """
    lines = [line[:LONGEST_LINE] for line in text[:_LONGEST].splitlines()]
    lines = unicodedata.normalize("NFC", "\n".join(lines)).split("\n")
    plain = [folded(line) for line in lines]
    above_quotes = quotes_below(plain)
    kept: list[str] = []
    place = 0
    while place < len(lines):
        if QUOTED.match(plain[place]):
            kept.append("")
        elif lines[place].rstrip("\r") in ("-- ", "--"):
            break
        elif size := begins_another(plain, place):
            if not above_quotes[place]:
                break
            kept += [""] * size
            place += size - 1
        else:
            kept.append(lines[place])
        place += 1
    return "\n".join(kept)
