"""What the Outlook add-in finds names by: the patterns of :mod:`sceau.review.persons`, the names of
:mod:`sceau.review.common_names`, and the small words that are none.

Those patterns are put to text as written, as capitals tell a name; JavaScript of 2016 has no
lookbehind and no ``\\b`` that knows accents, so that both are said otherwise here. What stands in
front of a name gets a group of its own, by which the name's place is known.
"""

from __future__ import annotations

import re

from sceau.hooks.officejs.patterns import Translated, Untranslatable, translated
from sceau.review import common_names, names, persons, shapes
from sceau.review.rules import wrong_person

_NO_PART_BEFORE = r"(?<![\w'’-])"
_NAME = "(?P<name>"
_CASELESS = "(?i:"


def person_data() -> dict[str, object]:
    """Give everything as plain data for JSON."""
    return {
        "patterns": [[sure, _pattern(one)] for sure, one in persons._PATTERNS],
        "family": _pattern(persons._FAMILY),
        "given": _pattern(persons._GIVEN),
        "greeting": [_pattern(persons._GREETING), _pattern(persons._TITLED)],
        "near": _pattern(persons._NEAR),
        "professional_before": translated(persons._PROFESSIONAL),
        "no_name": sorted(persons._NO_NAME),
        "to_many": sorted(persons._TO_MANY),
        "months": persons._MONTHS,
        "longest": persons.LONGEST,
        "most": persons.MOST,
        "apart": persons._APART,
        "born_within": persons._BORN_WITHIN,
        "most_forms": persons._MOST_FORMS,
        "titles": sorted(names.TITLES),
        "particles": sorted(names.PARTICLES),
        "long_enough": names._LONG_ENOUGH,
        "given_names": sorted(common_names.GIVEN_NAMES),
        "family_names": sorted(common_names.FAMILY_NAMES),
        "begins": sorted(shapes._BEGINS),
        "ends": sorted(shapes._ENDS),
        "consonants": shapes._CONSONANTS,
        "with_initial": shapes._SHORTEST,
        "at_home": shapes._ENDINGS,
        "longest_file": wrong_person._LONGEST,
    }


def _pattern(pattern: re.Pattern[str]) -> dict[str, object]:
    """Give a pattern and the numbers of its groups by their names; raises
    :class:`Untranslatable`."""
    source = _without_case(pattern.pattern)
    behind = "".join(re.findall(r"\(\?<![^()]*\)", source[: _leading(source)]))
    rest = source[_leading(source) :]
    if rest.startswith(r"\b"):
        behind, rest = r"(?<!\w)", rest[2:]
    elif behind:
        behind += _NO_PART_BEFORE  # a title may be left out, and then the name begins it
    rest = rest.replace(_NO_PART_BEFORE, "").replace(r"(?:\b", "(?:").replace(r"\b", r"(?!\w)")
    before, name, after = rest.partition(_NAME)
    if name:
        rest = f"(?P<before>{before}){name}{after}"
    made = re.compile(behind + rest, pattern.flags)
    found: Translated = translated(made, letters=True)
    if len(found) != 1:
        raise Untranslatable(pattern.pattern)
    return {"pattern": found, "groups": dict(made.groupindex)}


def _leading(source: str) -> int:
    found = re.match(r"(?:\(\?<![^()]*\))*", source)
    return found.end() if found else 0


def _without_case(source: str) -> str:
    """Write ``(?i:…)`` out, letter by letter."""
    at = source.find(_CASELESS)
    if at < 0:
        return source
    start, depth, end = at + len(_CASELESS), 1, at + len(_CASELESS)
    while depth:
        depth += {"(": 1, ")": -1}.get(source[end], 0)
        end += 1
    inside = re.sub(
        r"\[[^\]]*\]|\(\?:|[^\W\d_]", lambda one: _both_cases(one[0]), source[start : end - 1]
    )
    return f"{source[:at]}(?:{inside}){_without_case(source[end:])}"


def _both_cases(one: str) -> str:
    if one == "(?:":
        return one
    letters = one[1:-1] if one[0] == "[" else one
    return f"[{letters.lower()}{letters.upper()}]" if letters.upper() != letters.lower() else one
