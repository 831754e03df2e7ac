"""Numbers that name one person or one account, found by their structure and their key.

NIR, the number of social security, which is the national health identifier (INS) as well: 13 signs
and a key of two (INSEE; key: 97 less the number modulo 97, Corsica's ``2A`` and ``2B`` counted as
19 and 18). IBAN: ISO 13616, modulo 97 (ISO 7064).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from sceau.review.own_words import folded

LONGEST = 200_000
"""Characters of a text that are looked through."""

_PARTS = (
    r"([1-478])",  # sex; 3, 4, 7 and 8 while it is being established
    r"(\d{2})",  # year
    r"(0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d)",  # month, or a stand-in where it is not known
    r"(0[1-9]|[1-8]\d|9[0-9]|2[ab])",  # département; 96 to 99 overseas and abroad
    r"(00[1-9]|0[1-9]\d|[1-8]\d\d|9[0-8]\d|990)",  # commune or country
    r"(00[1-9]|0[1-9]\d|[1-9]\d\d)",  # order
)
_KEY = r"(0[1-9]|[1-8]\d|9[0-7])"
_EDGE, _END = r"(?<![\w.,/+-])(?<!\d[ ])", r"(?![\w/]|[-.,]\d|[ ]\d)"
_GROUPED = re.compile(
    rf"{_EDGE}{_PARTS[0]}(?P<apart>[ .-])" + r"(?P=apart)".join((*_PARTS[1:], _KEY)) + _END
)
_UNBROKEN = re.compile(_EDGE + "".join(_PARTS) + r"[ .-]?" + _KEY + _END)
_LOOSE = re.compile(
    _EDGE + "[ .-]?".join(_PARTS) + rf"(?:[ .:/(-]{{0,3}}(?:cle)?[ .:/-]{{0,3}}{_KEY})?" + _END
)

_LABEL = re.compile(
    r"\b(?:n\.?i\.?r|ins|insi|matricule|immatriculation|securite sociale|secu|assure(?:e|s)?"
    r"|n ?[°o] ?s\.?s|num(?:ero)? (?:de )?s\.?s|carte vitale|ssn|social security)\b"
)
_OTHER_LABEL = re.compile(
    r"\b(?:imei|suivi|colis|commande|facture|devis|reference|ref|ticket|serie|lot|siret|siren"
    r"|compte|carte bancaire|tracking|order|invoice|serial)\b"
)
_LABEL_WITHIN = 60
_OTHER_WITHIN = 30
_AT_MSSANTE = "@patient.mssante.fr"

_IBAN = re.compile(r"\b([a-z]{2}\d{2}(?:[ .-]?[a-z0-9]{4}){2,7}(?:[ .-]?[a-z0-9]{1,4})?)(?![\w])")
_IBAN_LENGTHS = {
    "at": 20, "be": 16, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20, "es": 24,
    "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "it": 27, "lt": 20,
    "lu": 20, "lv": 21, "ma": 28, "mc": 27, "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25,
    "ro": 24, "se": 24, "si": 19, "sk": 24, "tn": 24,
}  # fmt: skip
"""ISO 13616 registry; French overseas territories write ``FR``."""

_CORSICA = {"2a": "19", "2b": "18"}

Kind = Literal["nir", "nir-unsure", "iban"]


class Identifier(msgspec.Struct, frozen=True):
    """One number found: its ``kind``, the first signs of it (``masked``), which do not give it
    away, where it stands, and its ``digits``, never shown."""

    kind: Kind
    masked: str
    start: int
    digits: str

    def __repr__(self) -> str:
        return f"Identifier({self.kind})"


def identifiers(text: str) -> tuple[Identifier, ...]:
    """Give the numbers in ``text``, each once, in their order.

    A NIR with its right key is one where it is written as such, or unbroken with nothing near that
    calls it otherwise; with a wrong key or none, only beside its name, and then *unsure*.
    """
    plain = folded(text[:LONGEST])
    once: dict[str, Identifier] = {}
    for one in sorted((*_nirs(plain), *_ibans(plain)), key=lambda one: (one.start, one.kind)):
        known = once.get(one.digits)
        if known is None or known.kind == "nir-unsure":
            once[one.digits] = one
    return tuple(once.values())


def _nirs(plain: str) -> Iterator[Identifier]:
    for pattern in (_GROUPED, _UNBROKEN, _LOOSE):
        for found in pattern.finditer(plain):
            groups = [one or "" for one in found.groups()]
            key = groups[-1]
            number = "".join(one for one in groups[:-1] if one and one not in " .-")
            labelled = _is_labelled(plain, found)
            right = bool(key) and int(key) == nir_key(number)
            if not right and not (labelled and _is_plain_month(number)):
                continue
            if right and not labelled and not _stands_alone(pattern, plain, found):
                continue
            kind: Kind = "nir" if right else "nir-unsure"
            yield Identifier(kind, f"{number[:3]}…", found.start(), number)


def nir_key(number: str) -> int:
    """Give the key of the 13 signs of a NIR."""
    department = _CORSICA.get(number[5:7].lower(), number[5:7])
    return 97 - int(number[:5] + department + number[7:]) % 97


def _is_plain_month(number: str) -> bool:
    return "01" <= number[3:5] <= "12"


def _is_labelled(plain: str, found: re.Match[str]) -> bool:
    before = plain[max(0, found.start() - _LABEL_WITHIN) : found.start()]
    near = before.rpartition("\n\n")[2]
    return _LABEL.search(near) is not None or plain.startswith(_AT_MSSANTE, found.end())


def _stands_alone(pattern: re.Pattern[str], plain: str, found: re.Match[str]) -> bool:
    """Whether its form says what it is: a man's or a woman's, grouped as on the card, or unbroken
    with no other name for it before."""
    if pattern is _LOOSE or found[1] not in "12":
        return False
    if pattern is _GROUPED:
        return True
    before = plain[max(0, found.start() - _OTHER_WITHIN) : found.start()]
    return _OTHER_LABEL.search(before) is None


def _ibans(plain: str) -> Iterator[Identifier]:
    for found in _IBAN.finditer(plain):
        signs = re.sub(r"[ .-]", "", found[1])
        length = _IBAN_LENGTHS.get(signs[:2], 0)
        if length and len(signs) >= length and is_iban(signs[:length]):
            yield Identifier("iban", f"{signs[:4].upper()}…", found.start(), signs[:length])


def is_iban(signs: str) -> bool:
    """Say whether the check digits of an IBAN (without spaces) are right."""
    moved = signs[4:] + signs[:4]
    return int("".join(str(int(one, 36)) for one in moved)) % 97 == 1
