"""What a hand or an eye takes for something else: slips of the finger, and letters that look alike.

A slip is one letter left out (not the first), two letters swapped, one doubled, or a neighbour on
the keyboard (AZERTY or QWERTY) hit instead or as well.
"""

from __future__ import annotations

import functools
import unicodedata

from sceau.mail.letters import unaccented

_KEYBOARDS = (
    ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
)
_LOOKS_LIKE = str.maketrans(
    dict(
        zip(
            "абвгԁеёһіјкӏмнопрсѕтухѵѡαβεηικνορτυχωıł0135",
            "abbrdeehijkimhonpcstyxvwabenikvoptuxwiloles",
            strict=True,
        )
    )
)
"""Letters of other alphabets (Unicode TR 39, confusables) and digits, by the Latin one they pass
for. Those the list gives as ``1`` or ``l`` are folded together below."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))


def is_slip(meant: str, typed: str) -> bool:
    """Say whether ``typed`` is ``meant`` but for one slip."""
    if meant == typed or abs(len(meant) - len(typed)) > 1:
        return False
    at = next(
        (
            place
            for place, (one, other) in enumerate(zip(meant, typed, strict=False))
            if one != other
        ),
        min(len(meant), len(typed)),
    )
    if len(typed) < len(meant):
        return at > 0 and meant[at + 1 :] == typed[at:]
    if len(typed) > len(meant):
        return meant[at:] == typed[at + 1 :] and _beside(typed[at], typed[at - 1 : at + 2 : 2])
    if meant[at + 1 :] == typed[at + 1 :]:
        return typed[at] in _neighbours(meant[at])
    swapped = meant[at : at + 2][::-1] == typed[at : at + 2]
    return swapped and meant[at + 2 :] == typed[at + 2 :]


def is_misspelt(meant: str, typed: str) -> bool:
    """Say whether ``typed`` is ``meant`` with one letter written as any other."""
    return len(meant) == len(typed) and sum(map(str.__ne__, meant, typed)) == 1


def _beside(letter: str, others: str) -> bool:
    return any(letter == one or letter in _neighbours(one) for one in others)


@functools.cache
def _neighbours(letter: str) -> frozenset[str]:
    found: set[str] = set()
    for rows in _KEYBOARDS:
        for number, row in enumerate(rows):
            at = row.find(letter)
            if at < 0:
                continue
            found |= {row[place] for place in (at - 1, at + 1) if 0 <= place < len(row)}
            for other, shift in ((number + 1, (-1, 0)), (number - 1, (0, 1))):
                if 0 <= other < len(rows):
                    found |= {
                        rows[other][at + step]
                        for step in shift
                        if 0 <= at + step < len(rows[other])
                    }
    return frozenset(found)


@functools.lru_cache(maxsize=4096)
def looks(text: str) -> str:
    """Give what ``text`` looks like: small Latin letters without accents, ``l`` for all that is a
    stroke. Two texts that give the same are taken for one another."""
    plain = unaccented(text).translate(_LOOKS_LIKE)
    for pair, letter in _PAIRS:
        plain = plain.replace(pair, letter)
    return plain.replace("i", "l")


def scripts(text: str) -> frozenset[str]:
    """Give the alphabets ``text`` is written in (``LATIN``, ``CYRILLIC``…)."""
    return frozenset(
        unicodedata.name(letter, "?").partition(" ")[0] for letter in text if letter.isalpha()
    )
