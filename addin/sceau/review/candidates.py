"""What in a mail might be a password: pieces of its subject, its text and its files' names.

The likeliest come first: what stands behind « mdp : », then between quotation marks, then what
mixes letters and digits, then lines and words. Each is what was written, or the same without what
a person puts between groups (``7kf3 9xpa``, ``7kf3-9xpa``, ``1 2 0 3``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import msgspec

from sceau.mail.letters import letters
from sceau.mail.model import Mail
from sceau.review.own_words import folded

Place = Literal["subject", "body", "name"]

MOST = 2_000
"""Candidates of one mail; an ordinary one has some seventy."""

_MOST_TEXT = 60_000
_LONGEST = 127  # bytes of a PDF 2.0 password (ISO 32000-2, 7.6.4.3.3)
_SHORTEST = 3
_MOST_GROUPS = 10
_MOST_EDGES = 6
_CUE = re.compile(
    r"\b(?:m\.?d\.?p\.?|mots?\ de\ passe?|mot\ pass|pass\ ?-?(?:words?|code|phrase)|pwd|psw|code"
    r"|cle|key|phrase\ secrete|secret)\b[^:=\n]{0,60}?(?:[:=]|\ (?:est|sera|is|suivant)\b)\s*:?",
    re.VERBOSE,
)
_BARE_CUE = re.compile(
    r"\b(?:m\.?d\.?p\.?|mots? de passe?|passwords?|pwd|code"
    r"|tapez|saisissez|entrez|utilisez|type|enter|use)\b"
)
_QUOTED = re.compile(
    r"«\s*([^«»\n]{3,127}?)\s*»|[\"“”„]\s*([^\"“”„\n]{3,127}?)\s*[\"“”]"
    r"|(?<!\w)['‘’`]([^'‘’`\n]{3,127}?)['‘’`](?!\w)|[(\[{<]\s*([^()\[\]{}<>\n]{3,127}?)\s*[)\]}>]"
)
_EDGES = " \t\u00a0\u202f.,;:!?…«»\"'“”„‘’`()[]{}<>*_=|/\\"
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—._/·•,;:|]+")
_MONTHS = {
    name: f"{number:02d}"
    for number, names in enumerate(
        (
            ("janvier", "january"), ("fevrier", "february"), ("mars", "march"),
            ("avril", "april"), ("mai", "may"), ("juin", "june"), ("juillet", "july"),
            ("aout", "august"), ("septembre", "september"), ("octobre", "october"),
            ("novembre", "november"), ("decembre", "december"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_DATE = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})\b")


class Candidate(msgspec.Struct, frozen=True):
    """One piece of text to be tried, and where it stands. Its text is never shown or logged."""

    text: str
    place: Place

    def __repr__(self) -> str:
        return f"Candidate(place={self.place!r})"


def candidates(mail: Mail) -> tuple[Candidate, ...]:
    """Give what might be a password in ``mail``, the likeliest first, each once, at most
    :data:`MOST`."""
    ranked: dict[str, tuple[int, int, Place]] = {}
    for place, text in _texts(mail):
        for rank, written in _of_text(text):
            if len(written) >= _SHORTEST and len(written.encode("utf-8", "replace")) <= _LONGEST:
                known = ranked.get(written)
                if known is None or rank < known[0]:
                    ranked[written] = (rank, len(ranked), place)
    ordered = sorted(ranked.items(), key=lambda one: one[1][:2])
    return tuple(Candidate(text, place) for text, (_, _, place) in ordered[:MOST])


def stands_in(password: str, mail: Mail) -> Place | None:
    """Say where in ``mail`` this known password stands, whatever was put between its letters and
    whatever their case; none where it does not."""
    wanted = letters(password)
    if not wanted:
        return None
    return next((place for place, text in _texts(mail) if wanted in letters(text)), None)


def dates(text: str, password: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of ``text`` where ``password`` is written as a date in words."""
    if unicodedata.is_normalized("NFC", text):
        for found in _DATE.finditer(folded(text)):
            if _in_digits(*found.groups()) == password:
                yield found.span()


def _in_digits(day: str, month: str, year: str) -> str:
    return f"{int(day):02d}{_MONTHS[month]}{year}"


def _texts(mail: Mail) -> Iterator[tuple[Place, str]]:
    yield "subject", mail.subject
    yield "body", mail.text[:_MOST_TEXT]
    for one in (*mail.attachments, *mail.inline_images):
        yield "name", one.name.rpartition(".")[0] or one.name


def _of_text(text: str) -> Iterator[tuple[int, str]]:
    """Give the candidates of a text with their rank, 0 the likeliest."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    for place, line in enumerate(lines):
        following = next((one for one in lines[place + 1 : place + 3] if one.strip()), "")
        yield from ((0, one) for one in _behind_cue(line, following))
        for found in _QUOTED.finditer(line):
            inside = next(filter(None, found.groups()), "")
            yield from ((1, one) for one in _forms(inside))
        for day, month, year in _DATE.findall(folded(line)):
            yield 2, _in_digits(day, month, year)
        tokens = line.lstrip("> |").split()
        yield from _of_tokens(tokens)
        behind = line.partition(":")[2].split()
        if 0 < len(behind) <= _MOST_GROUPS:
            yield from ((3, one) for one in _forms(" ".join(behind)))
        if 2 <= len(tokens) <= _MOST_GROUPS:
            yield from ((3, one) for one in _forms(" ".join(tokens)))


def _behind_cue(line: str, following: str) -> Iterator[str]:
    plain = folded(line)
    ends = [found.end() for found in _CUE.finditer(plain)]
    ends += [found.end() for found in _BARE_CUE.finditer(plain)]
    for end in dict.fromkeys(ends):
        rest = line[end:].strip()
        for shown in (rest.split(), following.split() if not rest.strip(_EDGES) else []):
            for count in range(1, min(len(shown), _MOST_GROUPS) + 1):
                yield from _forms(" ".join(shown[:count]))


def _of_tokens(tokens: list[str]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        rank = 2 if _is_mixed(token) else 4
        yield from ((rank, one) for one in _forms(token))
    groups: list[str] = []
    for token in (*tokens, ""):
        bare = token.strip(_EDGES + "-–—")
        if _is_group(bare):
            groups.append(bare)
            continue
        for start in range(len(groups)):
            for end in range(start + 2, min(len(groups), start + 2 * _MOST_GROUPS) + 1):
                yield from ((2, one) for one in _joined(groups[start:end]))
        groups = []


def _is_mixed(token: str) -> bool:
    return any(one.isdigit() for one in token) or any(one.isupper() for one in token[1:])


def _is_group(bare: str) -> bool:
    """Whether it may be one of several groups a password was parted into: a letter, or up to
    eight signs with a digit or all in capitals."""
    return len(bare) == 1 or (0 < len(bare) <= 8 and (_has_digit(bare) or bare.isupper()))


def _has_digit(text: str) -> bool:
    return any(one.isdigit() for one in text)


def _joined(groups: list[str]) -> Iterator[str]:
    for between in ("", "-", " "):
        yield between.join(groups)


def _forms(written: str) -> Iterator[str]:
    """Give ``written`` without what surrounds it, sign by sign, and without what parts it."""
    whole = written.strip()
    inside = whole.strip(_EDGES)
    parts = [part for part in _SEPARATORS.split(inside) if part]
    several = tuple(_joined(parts)) if len(parts) > 1 else ()
    begun = whole.lstrip(_EDGES)
    ends = range(max(len(begun) - _MOST_EDGES, len(begun.rstrip(_EDGES))), len(begun) + 1)
    for one in dict.fromkeys((inside, whole, *(begun[:end] for end in ends), *several)):
        yield one
        if one[:1].isupper():
            yield one[:1].lower() + one[1:]  # a phone puts a capital at the start of a line
