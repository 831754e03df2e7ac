"""The rules' regular expressions as JavaScript of 2016 can read them.

That JavaScript has no lookbehind, no named groups and no verbose form, and its ``\\w`` and ``\\b``
know ASCII alone. So a pattern becomes its alternatives, each with what may not stand before it, and
the add-in matches against text in which every other letter is written ``_``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Translated = list[dict[str, object]]
"""Alternatives in their order: ``source``, ``flags``, and ``behind``: pairs of whether it must not
stand right before, and what."""


class Untranslatable(ValueError):
    """A pattern uses what JavaScript of 2016 cannot say; it must be written otherwise."""


_NAMED = re.compile(r"\(\?P<(\w+)>")
_BEHIND = re.compile(r"\(\?<([!=])")
_POSSESSIVE = re.compile(r"([*+?}])\+")


_LETTERS = r"\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff"
"""Of the letters outside ASCII those of the alphabets of Europe and of its neighbours."""


def translated(pattern: re.Pattern[str], *, letters: bool = False) -> Translated:
    """Give ``pattern`` as JavaScript; with ``letters`` for text as written, which was not folded.
    Raises :class:`Untranslatable`."""
    source = pattern.pattern
    if pattern.flags & re.VERBOSE:
        source = _terse(source)
    source = _numbered(source, pattern)
    if letters:
        source = _with_letters(source)
    dotall, lines = bool(pattern.flags & re.DOTALL), bool(pattern.flags & re.MULTILINE)
    flags = ("i" if pattern.flags & re.IGNORECASE else "") + ("m" if lines else "")
    found: Translated = []
    for one in _alternatives(source):
        behind, rest = _without_behind(one)
        found.append(
            {
                "source": _dialect(rest, dotall=dotall, lines=lines),
                "behind": [[no, _dialect(what)] for no, what in behind],
                "flags": flags,
            }
        )
    return found


def _with_letters(source: str) -> str:
    r"""Write ``\w`` out. Raises :class:`Untranslatable` for a ``\b``."""
    kept, inside, at = [], False, 0
    while at < len(source):
        sign, escaped = source[at], source[at : at + 2]
        at += 2 if sign == "\\" else 1
        if escaped == r"\b":
            raise Untranslatable(source)
        if escaped == r"\w":
            kept.append(rf"\w{_LETTERS}" if inside else rf"[\w{_LETTERS}]")
            continue
        if sign in "[]":
            inside = sign == "["
        kept.append(escaped if sign == "\\" else sign)
    return "".join(kept)


def _terse(source: str) -> str:
    """Leave out the blanks and remarks of the verbose form."""
    kept, inside, at = [], False, 0
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            kept.append(source[at + 1] if source[at + 1] == " " else source[at : at + 2])
            at += 2
            continue
        if inside:
            inside = sign != "]"
        elif sign == "[":
            inside = True
        elif sign.isspace():
            at += 1
            continue
        elif sign == "#":
            end = source.find("\n", at)
            at = len(source) if end < 0 else end
            continue
        kept.append(sign)
        at += 1
    return "".join(kept)


def _numbered(source: str, pattern: re.Pattern[str]) -> str:
    for name, number in pattern.groupindex.items():
        source = source.replace(f"(?P={name})", f"\\{number}")
    return _NAMED.sub("(", source)


def _alternatives(source: str) -> list[str]:
    """Cut at the bars outside every group."""
    cuts, depth = [0], 0
    for at, sign in _signs(source):
        if sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and depth == 0:
            cuts.append(at + 1)
    ends = [*(cut - 1 for cut in cuts[1:]), len(source)]
    return [source[start:end] for start, end in zip(cuts, ends, strict=True)]


def _without_behind(source: str) -> tuple[list[tuple[bool, str]], str]:
    behind = []
    while found := _BEHIND.match(source):
        end = _closing(source, 0)
        behind.append((found[1] == "!", source[found.end() : end]))
        source = source[end + 1 :]
    if _BEHIND.search(source):
        raise Untranslatable(source)
    return behind, source


def _closing(source: str, opening: int) -> int:
    depth = 0
    for at, sign in _signs(source, opening):
        if sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return at
    raise Untranslatable(source)


def _signs(source: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Give each sign that may have a meaning, and where: none that is escaped or in a class."""
    inside, at = False, start
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            at += 1
        elif inside:
            inside = sign != "]"
        elif sign == "[":
            inside = True
        else:
            yield at, sign
        at += 1


def _dialect(source: str, *, dotall: bool = False, lines: bool = False) -> str:
    """Say the dot, the end and possessive repeats as JavaScript does."""
    source = _POSSESSIVE.sub(r"\1", source)
    kept, inside, at = [], False, 0
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            kept.append(source[at : at + 2])
            at += 2
            continue
        if inside:
            inside = sign != "]"
            if sign == "[":
                sign = "\\["
        elif sign == "[":
            inside = True
            if source[at + 1 : at + 2] == "]":
                sign, at = "[\\]", at + 1
        elif sign == ".":
            sign = "[\\s\\S]" if dotall else "[^\\n]"
        elif sign == "$" and not lines:
            sign = "(?=\\n?$)"
        kept.append(sign)
        at += 1
    return "".join(kept)
