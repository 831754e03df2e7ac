"""Numbers that only their name beside them tells: of a patient in an establishment, of
professionals, of the insured of other countries; telephone numbers and dates of birth.

A checksum of one digit passes one number in ten: the label is asked for, then the checksum. Those
of other countries are checked by ``python-stdnum``, loaded when its label is met. A NIR is found
in :mod:`sceau.review.identifiers`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from sceau.review.own_words import folded

LONGEST = 200_000
"""Characters of a text that are looked through."""

LabelledKind = Literal["ipp", "rpps", "finess", "abroad", "birth-date", "phone"]

_GAP = r"[ \t]{0,3}(?:n[°o]\.?|num(?:ero)?\.?|number|no\.?)?[ \t]{0,3}[:=]?[ \t\n]{0,3}"
_DATE = (
    r"(?:0?[1-9]|[12]\d|3[01]) ?[/. -] ?(?:0?[1-9]|1[0-2]) ?[/. -] ?(?:19|20)\d\d"
    r"|(?:0?[1-9]|[12]\d|3[01])(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout"
    r"|septembre|octobre|novembre|decembre|january|february|march|april|may|june|july|august"
    r"|september|october|november|december) (?:19|20)\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d"
)


class Labelled(msgspec.Struct, frozen=True):
    """One number beside its name: its ``kind``, where it stands, its ``digits`` (signs without
    spaces), never shown; ``label`` is the English name of what it is, for other countries."""

    kind: LabelledKind
    start: int
    digits: str
    label: str = ""

    def __repr__(self) -> str:
        return f"Labelled({self.kind})"


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B: RPPS (ANS) and FINESS (DREES) carry its key."""
    doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def _stdnum(module: str) -> Callable[[str], bool]:
    def valid(digits: str) -> bool:
        found: Callable[[str], bool] = importlib.import_module(f"stdnum.{module}").is_valid
        return bool(found(digits))

    return valid


def _any(digits: str) -> bool:
    return True


_NUMBERS: tuple[tuple[LabelledKind, str, str, str, Callable[[str], bool]], ...] = (
    ("ipp", "", r"ipp|nip|nda|identifiant permanent|numero de patient|n° de patient|n° patient"
     r"|dossier patient|dossier medical n°|patient (?:id|identifier)|mrn"
     r"|medical record number", r"(?=[a-z]{0,3}\d)[a-z]{0,3}\d{5,12}(?!\d)", _any),
    ("rpps", "", r"rpps", r"(?:8\d{2})?1\d[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)", _luhn),
    ("finess", "", r"finess", r"(?:\d[ .]?|2[ab][ .]?){9}(?!\d)", _luhn),
    ("abroad", "gb.nhs", r"nhs|nhs number", r"\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", _stdnum("gb.nhs")),
    ("abroad", "be.nn", r"niss|insz|registre national|numero national|rijksregisternummer",
     r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}(?!\d)", _stdnum("be.nn")),
    ("abroad", "ch.ssn", r"avs|ahv|avs/ai|numero avs|ahv-nr",
     r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\d)", _stdnum("ch.ssn")),
    ("abroad", "it.codicefiscale", r"codice fiscale|tessera sanitaria",
     r"[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z](?!\w)", _stdnum("it.codicefiscale")),
    ("abroad", "es.dni", r"dni|nif", r"\d{8}[ -]?[a-z](?!\w)", _stdnum("es.dni")),
    ("abroad", "nl.bsn", r"bsn|burgerservicenummer", r"\d{9}(?!\d)", _stdnum("nl.bsn")),
    ("abroad", "pl.pesel", r"pesel", r"\d{11}(?!\d)", _stdnum("pl.pesel")),
    ("abroad", "ro.cnp", r"cnp|cod numeric personal", r"\d{13}(?!\d)", _stdnum("ro.cnp")),
    ("abroad", "ie.pps", r"pps|ppsn|pps number", r"\d{7}[a-w][abehiw]?(?!\w)", _stdnum("ie.pps")),
    ("abroad", "at.vnr", r"svnr|sozialversicherungsnummer", r"\d{4}[ -]?\d{6}(?!\d)",
     _stdnum("at.vnr")),
    ("birth-date", "", r"ne le|nee le|ne\(e\) le|date de naissance|naissance|ddn|d\.d\.n\.?|dob"
     r"|date of birth|born(?: on)?", _DATE, _any),
    ("phone", "", r"tel|telephone|tel\.|portable|mobile|phone|gsm",
     r"(?:\+33[ .]?\(?0?\)?|0033[ .]?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)", _any),
)  # fmt: skip

_PATTERNS = tuple(
    (
        kind,
        module,
        tuple({re.split(r"[^a-z/ .]", one)[0] for one in label.split("|")}),
        re.compile(rf"(?<![\w-])(?:{label})\b\.?{_GAP}({number})"),
        valid,
    )
    for kind, module, label, number, valid in _NUMBERS
)
"""The third is how the labels begin: most texts have none of them, which is seen at once."""


def labelled_numbers(text: str) -> Iterator[Labelled]:
    """Give the numbers of ``text`` (in NFC) that stand beside their name, kind by kind, each
    once."""
    plain = folded(text[:LONGEST])
    for kind, module, begins, pattern, valid in _PATTERNS:
        if not any(one in plain for one in begins):
            continue
        seen: set[str] = set()
        for found in pattern.finditer(plain):
            digits = re.sub(r"[ .-]", "", found[1]) if kind != "birth-date" else found[1]
            if digits not in seen and valid(digits):
                seen.add(digits)
                yield Labelled(kind, found.start(1), digits, module)
