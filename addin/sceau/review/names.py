"""Names of people as they are compared: accents, case, hyphens, titles and order left out.

« Mme Marie-Claude DE LA TOUR née Petit » is the words ``marie``, ``claude``, ``tour``, ``petit``.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from sceau.review.own_words import folded
from sceau.review.slips import is_misspelt, is_slip

TITLES = frozenset(
    {
        "m", "mr", "mme", "mlle", "mm", "mmes", "monsieur", "madame", "mademoiselle", "mrs", "ms",
        "miss", "dr", "docteur", "doctor", "pr", "prof", "professeur", "professor", "me", "maitre",
        "enfant", "bebe", "patient", "patiente",
    }
)  # fmt: skip
"""Words in front of a name that are no part of it."""

PROFESSIONAL_TITLES = frozenset(
    {"dr", "docteur", "doctor", "pr", "prof", "professeur", "professor", "me", "maitre"}
)

PARTICLES = frozenset(
    {
        "de", "du", "des", "la", "le", "les", "d", "l", "von", "van", "der", "den", "ben", "el",
        "al", "da", "dos", "di", "nee", "ne", "epouse", "epoux", "ep", "veuve", "vve", "born",
        "et", "and", "ou", "dit", "dite",
    }
)  # fmt: skip
"""Small words of names that tell nobody from anybody."""

_WORD = re.compile(r"[^\W\d_]+")
_LONG_ENOUGH = 5  # letters from which a word may be misspelt by one and still be the same


@functools.lru_cache(maxsize=32_768)
def name_words(name: str) -> tuple[str, ...]:
    """Give the words of ``name`` that tell people apart, in their order; empty for an address."""
    if "@" in name:
        return ()
    plain = folded(unicodedata.normalize("NFC", name))
    found = (one for one in _WORD.findall(plain) if one not in TITLES and one not in PARTICLES)
    return tuple(dict.fromkeys(found))


@functools.lru_cache(maxsize=8192)
def is_professional_name(name: str) -> bool:
    """Whether ``name`` begins with the title of a doctor, a professor or a lawyer."""
    first = _WORD.search(folded(unicodedata.normalize("NFC", name)))
    return first is not None and first[0] in PROFESSIONAL_TITLES


@functools.lru_cache(maxsize=32_768)
def local_words(address: str) -> tuple[str, ...]:
    """Give the words in front of the ``@``: ``marie.durand62@…`` is ``marie``, ``durand``."""
    local = address.rpartition("@")[0].partition("+")[0]
    plain = local.lower() if local.isascii() else folded(unicodedata.normalize("NFC", local))
    return tuple(dict.fromkeys([one for one in _WORD.findall(plain) if one not in PARTICLES]))


def letters(address: str) -> str:
    """Give the letters in front of the ``@``, without what parts them."""
    return "".join(local_words(address))


def same_word(one: str, other: str) -> bool:
    """Whether two words of names are the same, one an initial of the other or misspelt by one."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long[0] == short
    return len(short) >= _LONG_ENOUGH and (is_slip(one, other) or is_misspelt(one, other))


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: every word of the shorter is in the longer, in any
    order, and one of them is more than an initial. A second family or given name may be missing."""
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    left = list(long)
    whole = 0
    for word in sorted(short, key=len, reverse=True):
        found = next((there for there in left if same_word(word, there)), None)
        if found is None:
            return "".join(sorted(one)) == "".join(sorted(other)) or _joined(short, long)
        left.remove(found)
        whole += len(word) > 1 and len(found) > 1
    return whole > 0


def _joined(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether they are the same once what hyphens part is put together (``jeanpierre``)."""
    return "".join(short) == "".join(long)


def spells(local: str, words: tuple[str, ...]) -> bool:
    """Whether ``local`` (the letters in front of an ``@``) is made of these words of a name:
    ``mariedurand``, ``durandmarie``, ``mdurand``, ``durandm``, ``jpdurand`` or ``durand`` alone."""
    for place, family in enumerate(words):
        if len(family) < 3 or family not in local:
            continue
        others = words[:place] + words[place + 1 :]
        rest = local.replace(family, "", 1)
        if not rest:
            return True
        initials = "".join(one[0] for one in others)
        if rest in (initials, initials[::-1]) or rest == initials[:1]:
            return True
        if any(len(one) > 2 and one in rest for one in others):
            return True
    return False
