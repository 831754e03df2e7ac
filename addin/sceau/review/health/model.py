"""Says whether a text speaks of health, of whose, and which of its words show it.

A text is looked at in windows of 120 words. Each concept found there weighs more the more of its
words are there, half for the first, a quarter for the second…; no word weighs against. The window
that weighs most decides, against a bar that rises with the length of the text: among a hundred
pages some window looks like anything.

Two different things are told, never mixed: that the text is about *somebody's* health (a person is
named, addressed or described, there are doses, results and measures as a patient's file has them,
or nothing says otherwise), and that it *speaks of* health in general, about nobody.

Nothing leaves the process; texts are not kept.
"""

from __future__ import annotations

import bisect
import functools
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from sceau.review.health.everyday import FACTS, FOR_ALL, OFFICE
from sceau.review.health.patterns import (
    ADDRESSED,
    GENERAL,
    LAW,
    NAMED,
    NOTE,
    OFFICIAL,
    ONE_PERSON,
    PATTERNS,
    PERSON,
    POSSESSIVE,
    RULE,
    SHE,
)
from sceau.review.health.scan import Hit, Scan, scan
from sceau.review.own_words import folded

LONGEST = 400_000
"""Characters of a text that are looked through: two hundred pages."""

WINDOW, STEP = 120, 60
"""Words of a window, and from one to the next."""

_BARS = {"person": -1.7, "note": -1.3, "file": -0.6, "somebody": 0.6, "nobody": 1.0}
_BAR_OF_LONG = 3.0
_LONG = 9  # windows: 600 words
_FILE = frozenset({"dose", "posology", "result", "vital", "measure", "stage", "heading",
                   "abbreviation", "code"})  # fmt: skip
_WEAK = frozenset({"age", "anatomy", "normal", "patient", "size", "care", "complaint", "heading"})
_ANYBODYS = frozenset({"age", "patient", "size", "normal"})  # by themselves they say nothing
_BY_FORM = frozenset(concept for concept, _ in PATTERNS)
_ONES_OWN = frozenset({"disease", "illness", "mental", "symptom", "analyte", "result", "drug",
                       "pregnancy", "addiction", "allergy", "measure", "vital"})  # fmt: skip
_OF_A_LINE = frozenset(
    {
        "disease",
        "illness",
        "mental",
        "symptom",
        "drug",
        "pregnancy",
        "addiction",
        "procedure",
        "treatment",
    }
)
_OF_A_KIND = re.compile(r"(?:\b[ld]'|\b(?:la|le|les|des|du|au|aux|contre|the|of) )$")
_ADJECTIVE = re.compile(r"(?:iques?|aires?|el(?:le)?s?)$")  # of an illness: *psychologique*
_TAIL = re.compile(r" (?:est|a|à|de|of|on|retrouve|montre|shows)$")  # of what is shown to people
_TOLD = _ONES_OWN | {"procedure", "treatment", "exam", "dose", "stage"}
_SAID_BY_A_NAME = frozenset({"disease", "illness", "mental", "addiction"})
_GREETING = re.compile(r"(?:bonjour|bonsoir|cher|chere|dear|hello)[ ,]*$")
_NEAR = 120
_SHORT = 40  # words of a note
_LEAST, _LINE = 3, 20  # words of a line
_RULES = 2  # words of law that make a rule of a text
_FEW = 3
_SHOWN = 3


class Health(msgspec.Struct, frozen=True):
    """What a text says of health: about a ``person`` or about ``nobody``; up to three ``words`` of
    it that show it, as they are written; how far it is above its bar (``score``)."""

    concerns: Literal["person", "nobody"]
    words: tuple[str, ...]
    score: float

    def __repr__(self) -> str:
        return f"Health({self.concerns}, {self.score:.1f})"


class _Weights(msgspec.Struct):
    base: float
    concepts: dict[str, float]


@functools.cache
def _weights() -> _Weights:
    raw = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return msgspec.convert(raw, _Weights)


def health_of(text: str) -> Health | None:
    """Give what ``text`` (in NFC) says of health; none where it says nothing of it."""
    text = text[:LONGEST]
    plain = folded(text)
    found = scan(plain)
    if not found.hits:
        return None
    seen = list(windows(found))
    best = max(seen, key=lambda one: _weigh(plain, one))
    if {one.concept for one in best} <= _ANYBODYS:
        return None
    weight = _weigh(plain, best)
    concerns = _concerns(text, plain, best, found.tokens)
    bar = _bar(_BARS[concerns], len(seen))
    if weight < bar:
        return None
    return Health(
        "nobody" if concerns == "nobody" else "person",
        _shown(text, plain, best),
        round(weight - bar, 2),
    )


def named_illness(name: str) -> str:
    """Give the word of a file's ``name`` that says an illness; empty where none does, or where the
    file is said to be about it in general."""
    plain = folded(name)
    if GENERAL.search(plain):
        return ""
    for one in scan(plain).hits:
        if one.concept in _SAID_BY_A_NAME:
            return name[one.start : one.end]
    return ""


def windows(found: Scan) -> Iterable[list[Hit]]:
    """Give the hits of each window of a text."""
    starts = [one.token for one in found.hits]
    for at in range(0, max(found.tokens - STEP, 1), STEP):
        first, last = bisect.bisect_left(starts, at), bisect.bisect_left(starts, at + WINDOW)
        yield found.hits[first:last]


def concepts(plain: str, hits: Sequence[Hit]) -> dict[str, float]:
    """Say how much of each concept there is: a half for the first of its words, a quarter for the
    second…"""
    words: dict[str, set[str]] = {}
    for one in hits:
        words.setdefault(one.concept, set()).add(plain[one.start : one.end].rstrip("s"))
    return {concept: 1 - 0.5 ** len(known) for concept, known in words.items()}


def _weigh(plain: str, hits: Sequence[Hit]) -> float:
    known = _weights()
    weights = known.concepts
    return known.base + sum(
        weights.get(concept, 0.0) * much for concept, much in concepts(plain, hits).items()
    )


def _bar(of_short: float, count: int) -> float:
    return of_short + (_BAR_OF_LONG - of_short) * min(1.0, (count - 1) / (_LONG - 1))


def _concerns(
    text: str, plain: str, best: list[Hit], tokens: int
) -> Literal["person", "note", "file", "somebody", "nobody"]:
    strong = [one for one in best if one.concept not in _WEAK]
    if _is_a_rule(text, plain, best):
        return "nobody"
    if _is_someones(plain, best) or _is_spoken_of(plain, best) or _is_named(text, plain, strong):
        return "person"
    if tokens > _FEW * STEP + STEP and (
        PERSON.search(plain) or SHE.search(plain) or NAMED.search(text)
    ):
        return "person"
    start, end = _reach(best, len(plain))
    if _several(RULE, plain, start, end):
        return "nobody"
    if SHE.search(plain, start, end):
        return "person"
    if GENERAL.search(plain, start, end):
        return "nobody"
    if tokens <= _SHORT and _is_a_note(plain, best):
        return "note"
    if _LEAST <= tokens <= _LINE and _is_a_line(plain, best):
        return "note"
    if tokens <= _LINE and (OFFICE.search(plain) or FACTS.search(plain)):
        return "nobody"
    return "file" if any(one.concept in _FILE for one in best) else "somebody"


def _is_a_note(plain: str, hits: Sequence[Hit]) -> bool:
    """Whether something that happens to one person is told, and not what holds for everybody."""
    if not any(one.concept in _TOLD for one in hits) or not NOTE.search(plain):
        return False
    return not _several(FOR_ALL, plain, 0, len(plain))


def _is_a_line(plain: str, hits: Sequence[Hit]) -> bool:
    """Whether it is a line of somebody's file: something one has, and nothing of an establishment's
    work or of what anybody may have."""
    if not any(one.concept in _OF_A_LINE and not _is_a_kind(plain, one) for one in hits):
        return False
    return not any(said.search(plain) for said in (OFFICE, FACTS, FOR_ALL, RULE, LAW))


def _is_a_kind(plain: str, hit: Hit) -> bool:
    """Whether it names a kind (*l'asthme*, *the flu*, *psychologique*) rather than what one has."""
    if hit.concept in ("symptom", "drug"):
        return False
    if hit.concept == "illness" and _ADJECTIVE.search(plain[hit.start : hit.end]):
        return True
    return _OF_A_KIND.search(plain[max(0, hit.start - 12) : hit.start]) is not None


def _is_a_rule(text: str, plain: str, hits: Sequence[Hit]) -> bool:
    """Whether the law speaks there: of the employer, the insured, an article, and to nobody."""
    start, end = _reach(hits, len(plain))
    if not _several(LAW, plain, start, end) and (
        not _several(OFFICIAL, plain, start, end) or ONE_PERSON.search(plain, start, end)
    ):
        return False
    return ADDRESSED.search(plain, start, end) is None and NAMED.search(text, start, end) is None


def _several(pattern: re.Pattern[str], plain: str, start: int, end: int) -> bool:
    return len({one.group() for one in pattern.finditer(plain, start, end)}) >= _RULES


def _is_someones(plain: str, hits: Sequence[Hit]) -> bool:
    """Whether one of the words stands behind *votre*, *mon*, *her*…"""
    return any(
        POSSESSIVE.search(before)
        for one in hits
        if one.concept in _ONES_OWN
        for before in (plain[max(0, one.start - 12) : one.start].rstrip(),)
    )


def _is_spoken_of(plain: str, hits: Sequence[Hit]) -> bool:
    start, end = _reach(hits, len(plain))
    return PERSON.search(plain, start, end) is not None


def _is_named(text: str, plain: str, hits: Sequence[Hit]) -> bool:
    """Whether a person is named near one of the words, and not only greeted."""
    for one in hits:
        start = max(0, one.start - _NEAR)
        for name in NAMED.finditer(text, start, one.end + _NEAR // 2):
            if not _GREETING.search(plain[max(0, name.start() - 12) : name.start()]):
                return True
    return False


def _rank(concept: str) -> int:
    """Words before numbers, which say less to who reads them; what any text may have comes last."""
    return 2 if concept in _WEAK else 1 if concept in _BY_FORM else 0


def _reach(hits: Sequence[Hit], length: int) -> tuple[int, int]:
    return max(0, hits[0].start - _NEAR), min(length, max(one.end for one in hits) + _NEAR)


def _shown(text: str, plain: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    weights = _weights().concepts
    ranked = sorted(
        hits, key=lambda one: (_rank(one.concept), -weights.get(one.concept, 0.0), one.start)
    )
    once: dict[str, str] = {}
    for one in (one for one in ranked if _rank(one.concept) == _rank(ranked[0].concept)):
        word = _TAIL.sub("", " ".join(text[one.start : one.end].split()))
        known = plain[one.start : one.end].rstrip("s")
        if not any(known in other or other in known for other in once):
            once[known] = word
        if len(once) == _SHOWN:
            break
    return tuple(once.values())
