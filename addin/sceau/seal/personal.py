"""What in a password says something about the person: a date, a French social security number
(NIR), a name. It is what somebody who has the file tries first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from sceau.mail.letters import unaccented

_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_MONTH_NUMBER = {name: at for at, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_GAP = r"[\s./_,-]{0,3}"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)?{_GAP}({_MONTH}){_GAP}(\d{{4}}|\d{{2}})(?!\d)"
)
_MONTH_FIRST = re.compile(
    rf"({_MONTH}){_GAP}(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(\d{{4}}|\d{{2}})(?!\d)"
)
_SEPARATED = re.compile(
    r"(?<!\d)(\d{4}|\d{1,2})[\s./_-]{1,3}(\d{1,2})[\s./_-]{1,3}(\d{4}|\d{1,2})(?!\d)"
)
_EIGHT = re.compile(r"(?=(\d{8}))")
_SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")

# INSEE: sex, year, month (or 20 to 99 where it is not known), department (2A, 2B), commune, order
_APART = r"[\s./_-]{0,2}"
_NIR = re.compile(
    r"(?<!\d)"
    + _APART.join(
        (
            "[123478]",
            r"\d",
            r"\d",
            r"(?:0[1-9]|1[0-2]|[2-9]\d)",
            rf"(?:\d{_APART}\d|2[ab])",
            *[r"\d"] * 6,
        )
    )
    + rf"(?:{_APART}\d{_APART}\d)?(?!\d)"
)

_LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
_SHORT_PART = 3


def has_nir(password: str) -> bool:
    """Tell whether a NIR stands in it, 13 digits or 15 with the key, however they are spaced.

    The key is not asked to be right: a number with a slip in it says as much about its owner.
    """
    return _NIR.search(unaccented(password)) is not None


def has_date(password: str) -> bool:
    """Tell whether a date from 1900 to 2099 stands in it: eight digits in any order, six alone,
    with separators, or with the month's name in French or English."""
    text = unaccented(password)
    return (
        any(_eight(found[1]) for found in _EIGHT.finditer(text))
        or any(
            _three(found[0][:2], found[0][2:4], found[0][4:])
            or _three(found[0][4:], found[0][2:4], found[0][:2])
            for found in _SIX.finditer(text)
        )
        or any(_three(*found.groups()) for found in _SEPARATED.finditer(text))
        or any(
            _real(_year(found[3]), _MONTH_NUMBER[found[2]], int(found[1]))
            for found in _DAY_FIRST.finditer(text)
        )
        or any(
            _real(_year(found[3]), _MONTH_NUMBER[found[1]], int(found[2]))
            for found in _MONTH_FIRST.finditer(text)
        )
    )


def _eight(digits: str) -> bool:
    return (
        _three(digits[:2], digits[2:4], digits[4:])
        or _three(digits[:4], digits[4:6], digits[6:])
        or _real(int(digits[:4]), int(digits[6:]), int(digits[4:6]))
    )


def _three(first: str, second: str, third: str) -> bool:
    """Day and month in either order, the year at either end."""
    if len(first) == 4:
        return len(third) < 3 and _real(int(first), int(second), int(third))
    year = _year(third)
    return _real(year, int(second), int(first)) or _real(year, int(first), int(second))


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _real(year: int, month: int, day: int) -> bool:
    if not 1900 <= year <= 2099:
        return False
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def has_name(password: str, names: Iterable[str]) -> bool:
    """Tell whether part of a name or address stands in it.

    Parts of four letters and more are found anywhere, also with digits for letters (``m4rtin``);
    three-letter ones as a word of their own; digits of an address from four on.
    """
    text = unaccented(password)
    texts = {text, text.translate(_LOOKALIKES), re.sub(r"[\W_]+", "", text)}
    words = {word for one in texts for word in re.findall(r"[a-z]+", one)}
    parts = {part for name in names for part in re.findall(r"[a-z]+|\d{4,}", unaccented(name))}
    for part in parts:
        if len(part) > _SHORT_PART and any(part in one for one in texts):
            return True
        if len(part) == _SHORT_PART and part not in _EVERYWHERE and part in words:
            return True
    return False


_EVERYWHERE = frozenset({"com", "net", "org", "www", "des", "les", "von", "van", "mme", "dr"})
"""Three-letter parts of addresses and titles that say nothing about the person."""
