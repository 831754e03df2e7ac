"""Passwords that open sealed files: made here, or typed and weighed.

A sealed file is attacked offline, as fast as the attacker's machines go. The CNIL asks for 80 bits
where a password is all there is (deliberation 2022-100 of 21 July 2022): never fewer here. What
says something about the person is refused however long it is, for it is what is tried first.
"""

from __future__ import annotations

import functools
import math
import re
import secrets
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from typing import Literal

from sceau.errors import PasswordRefused
from sceau.phrases import phrase, say
from sceau.seal import personal

CNIL_BITS = 80
"""Deliberation 2022-100, 21 July 2022, 'recommandation relative aux mots de passe'."""

ZIP_BITS = 100
"""For a ZIP archive: its key comes of the password by 1,000 rounds alone, some 8 million guesses a
second on one graphics card, 400 times those on a Word file (8.6 bits), with room to grow."""

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 symbols, 5 bits each. Lower case and digits, typed on a phone without changing keyboard but
once a group; without l, 1, o, 0, so that i stands alone."""

GROUP = 4
_FEWEST_CHARACTERS = 16
_MOST_BYTES = 127
_MOST_BITS = 400
_SEPARATORS = re.compile(r"[-\s]+")
_CHARACTERS = re.compile(rf"[{ALPHABET}]{{{GROUP}}}(?:-[{ALPHABET}]{{{GROUP}}})+")
# what a phone or a word processor puts in the place of the plain character
_PLAIN = (
    {ord(c): "-" for c in "‐‑‒–—―−"} | {ord(c): "'" for c in "‘’ʼ"} | {ord(c): '"' for c in "“”«»"}
)
# mapped to nothing by SASLprep (RFC 4013, 2.1; RFC 3454, table B.1)
_NOTHING = dict.fromkeys(map(ord, "\u00ad\u034f\u1806\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"))
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_COMMON = (
    "motdepasse", "password", "passw0rd", "bonjour", "secret", "azerty", "qwerty", "soleil",
    "docteur", "patient", "hopital", "clinique", "cabinet", "medecin", "sante", "compterendu",
    "resultat", "doudou", "jetaime", "loulou", "chouchou", "welcome", "letmein", "admin",
)  # fmt: skip


def generate(
    kind: Literal["characters", "words"] = "characters",
    bits: int = CNIL_BITS,
    names: Iterable[str] = (),
) -> str:
    """Make a password of at least ``bits`` bits (never under 80) from the system's randomness.

    ``characters``: at least 16 of :data:`ALPHABET` in groups of four, ``-`` between, 80 bits;
    ``words``: French words of 4 to 8 letters, ``-`` between, 12.9 bits each, 7 for 80 bits. The
    separators count for nothing. One that would say something about a person of ``names``, or
    that :func:`accept` would refuse, is drawn again: it happens to fewer than one in a thousand,
    which costs under 0.002 bit.

    Raises ``ValueError`` for more bits than a password of 127 bytes may hold.
    """
    wanted = max(bits, CNIL_BITS)
    if wanted > _MOST_BITS:
        raise ValueError(f"at most {_MOST_BITS} bits")
    known = tuple(names)
    while True:
        made = _words(wanted) if kind == "words" else _characters(wanted)
        if len(made) <= _MOST_BYTES and _objection(made, known, wanted) is None:
            return made


def _characters(bits: int) -> str:
    each = math.log2(len(ALPHABET))
    count = max(_FEWEST_CHARACTERS, math.ceil(bits / each / GROUP) * GROUP)
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(count))
    return "-".join(drawn[at : at + GROUP] for at in range(0, count, GROUP))


def _words(bits: int) -> str:
    count = math.ceil(bits / math.log2(len(word_list())))
    return "-".join(secrets.choice(word_list()) for _ in range(count))


@functools.cache
def word_list() -> tuple[str, ...]:
    """Give the 7,775 French words (``seal/words/README.md`` says where they are from)."""
    return tuple(files("sceau.seal").joinpath("words/fr.txt").read_text("ascii").split())


@functools.cache
def _word_set() -> frozenset[str]:
    return frozenset(word_list())


def strength(password: str) -> float:
    """Give the bits of a password, as they are counted for the CNIL's 80.

    Groups of :data:`ALPHABET`: 5 bits a symbol. Several words: 12.9 bits each (a list of 7,775),
    a word that is in no list 17 at most. Else each character counts for the classes used
    (26, 26, 10, 33), but not one that repeats or continues the one before it (``aaa``, ``abc``,
    ``azerty``, ``321``), nor those of a common password. An upper bound for what a person
    thought of: no formula knows a birthday in disguise.
    """
    tokens = _tokens(password)
    listed = all(token.lower() in _word_set() for token in tokens)
    if _CHARACTERS.fullmatch(password) and not listed:
        symbols = "".join(tokens)
        fresh = _fresh(symbols)
        # neighbours come by chance too: only where most are, somebody's finger ran along
        return math.log2(len(ALPHABET)) * (len(symbols) if fresh > 0.4 * len(symbols) else fresh)
    if _are_words(tokens):
        word = math.log2(len(word_list()))
        return sum(
            word if token in _word_set() else min(17.0, _by_character(token))
            for token in dict.fromkeys(token.lower() for token in tokens)
        )
    between = {character for character in password if not character.isalnum()}
    # one sign used throughout separates, it is not drawn among 33
    return _by_character(password if len(between) > 1 else "".join(tokens))


def _tokens(password: str) -> list[str]:
    return [token for token in re.split(r"[^A-Za-z0-9]+", password) if token]


def _are_words(tokens: list[str]) -> bool:
    return len(tokens) > 1 and all(token.isalpha() for token in tokens)


def _by_character(text: str) -> float:
    size = (
        26 * any(c.islower() for c in text)
        + 26 * any(c.isupper() for c in text)
        + 10 * any(c.isdigit() for c in text)
        + 33 * any(not c.isalnum() for c in text)
    )
    return _fresh(text) * math.log2(size) if size else 0.0


def _fresh(text: str) -> int:
    """How many characters are not foretold by the one before, or by a common password."""
    lower = text.lower()
    for common in _COMMON:
        lower = lower.replace(common, common[0])
    return sum(
        at == 0 or not _follows(lower[at - 1], character) for at, character in enumerate(lower)
    )


def _follows(one: str, other: str) -> bool:
    return one == other or any(one + other in run or other + one in run for run in _RUNS)


def normalise(typed: str) -> str:
    """Give what is typed in its one plain form: NFKC, as SASLprep (RFC 4013) has it, spaces around
    dropped, invisible characters dropped, a phone's dashes and quotes made plain."""
    return unicodedata.normalize("NFKC", typed.translate(_NOTHING).translate(_PLAIN)).strip()


def accept(typed: str, names: Iterable[str] = (), bits: int = CNIL_BITS) -> str:
    """Give the password to use for what a person typed, or say why not.

    ``names`` are the recipients' names and addresses. Raises :class:`PasswordRefused`:
    ``password-empty``, ``password-not-ascii`` (accents and symbols that readers turn into
    different bytes), ``password-too-long`` (127 bytes), ``password-is-date``,
    ``password-is-nir``, ``password-has-name``, ``password-sequence``, ``password-too-weak``.
    """
    password = normalise(typed)
    reason = _objection(password, tuple(names), max(bits, CNIL_BITS))
    if reason:
        raise PasswordRefused(reason, bits=max(bits, CNIL_BITS))
    return password


def _objection(password: str, names: tuple[str, ...], bits: int = CNIL_BITS) -> str | None:
    if reason := _bytes_objection(password):
        return reason
    if personal.has_nir(password):
        return "password-is-nir"
    if personal.has_date(password):
        return "password-is-date"
    if personal.has_name(password, names):
        return "password-has-name"
    if strength(password) >= bits:
        return None
    # it would do, were it not for what follows by itself
    words = _are_words(_tokens(password)) and not _CHARACTERS.fullmatch(password)
    foretold = not words and _fresh(password) <= len(password) * 0.6
    return "password-sequence" if foretold else "password-too-weak"


def check_bytes(password: str) -> None:
    """Refuse what readers would not take, or take differently: raises :class:`PasswordRefused`
    ``password-empty``, ``password-not-ascii``, ``password-too-long``.

    Over 127 bytes a PDF opens for nobody (ISO 32000-2, 7.6.4.3.3); beyond printable ASCII readers
    disagree on how the characters become bytes.
    """
    if reason := _bytes_objection(password):
        raise PasswordRefused(reason)


def _bytes_objection(password: str) -> str | None:
    if not password:
        return "password-empty"
    if not (password.isascii() and password.isprintable()):
        return "password-not-ascii"
    return "password-too-long" if len(password) > _MOST_BYTES else None


def groups(password: str) -> tuple[str, ...]:
    """Give the password in the parts it is read aloud in: at its dashes and spaces, else by four.

    What separates them is part of the password.
    """
    parts = [part for part in _SEPARATORS.split(password) if part]
    if len(parts) > 1:
        return tuple(parts)
    return tuple(password[at : at + GROUP] for at in range(0, len(password), GROUP))


def spelling(password: str, language: str) -> tuple[str, ...]:
    """Give one line a group to read on the telephone: « A comme Anatole, 2 (deux) ».

    Letters in French as the telephone service had them, in English as ICAO and NATO have them.
    A known word stands whole, then letter by letter.
    """
    return tuple(_line(group, language) for group in groups(password))


def _line(group: str, language: str) -> str:
    if len(group) > GROUP and group in _word_set():
        letters = ", ".join(group.upper())
        return say(phrase("seal.spell.word", word=group, letters=letters), language)
    return ", ".join(_spelt(character, language) for character in group)


def _spelt(character: str, language: str) -> str:
    if not character.isalnum():
        return say(phrase(f"seal.spell.symbol-{ord(character):02x}"), language)
    said = say(phrase(f"seal.spell.{character.lower()}"), language)
    return say(phrase("seal.spell.capital", said=said), language) if character.isupper() else said
