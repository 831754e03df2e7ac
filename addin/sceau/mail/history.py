"""Where the history stands in the text of a mail: what an answer quotes below, or above, the
sender's own words.

In plain text: the lines marked by ``>`` and the line above them, and everything behind the line
that begins another message (:mod:`sceau.mail.quoting`). In HTML: the elements clients put around
what they quote (Thunderbird's and Apple Mail's ``blockquote type=cite``, Gmail's, and the line
above it; Yahoo's and Proton's blocks), and everything behind what begins the history in Outlook
(``divRplyFwdMsg``, the block under a line with *De :*), Zimbra and older clients (*-----Message
d'origine-----*). No standard names any of this; the tests hold what the clients
write.

Everything gives ranges of the text it is given, so that nothing else need change; each is linear in
its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from sceau.mail.html_text import text_of_html
from sceau.mail.html_tokens import Token, attribute, tokens
from sceau.mail.quoting import LONGEST_LINE, begins_another, folded, quotes_below
from sceau.mail.ranges import Range, merged

_Kind = Literal["", "quote", "introducing"]

_MARKED = re.compile(r" {0,3}>")
_QUOTES = frozenset(("yahoo_quoted", "protonmail_quote", "tutanota_quote"))
_INTRODUCING = frozenset(("gmail_attr", "moz-cite-prefix"))
_BLOCKS = frozenset(("gmail_quote",))
_INTRODUCTIONS = frozenset(("reply-intro",))
_BEGINNINGS = frozenset(("divrplyfwdmsg", "appendonsend", "zwchr"))
_INTRODUCED = re.compile(r".{1,200}\b(?:a ecrit|wrote)\ ?:\s*")
_ORIGINAL = re.compile(
    r"\s*-{3,}\ ?(?:message d'origine|message original|original message|courriel d'origine)"
    r"\ ?-{3,}\s*"
)
_HEADER = re.compile(r"\s*(?:de|from|von|da)\ ?:")
_ATTRIBUTION = re.compile(
    r"\s*(?:le|on|am|il)\b.{6,300}(?:a ecrit|wrote|schrieb|ha scritto)\ ?:\s*"
)
_LOOK = 2_000  # characters behind a block in which its header must begin


def history_in_text(text: str) -> list[Range]:
    """Give the ranges of a plain text that are history: whole lines, in order."""
    lines = text.splitlines(keepends=True)
    plain = [folded(_nfc(line[:LONGEST_LINE]).rstrip("\r\n")) for line in lines]
    above = quotes_below(plain)
    marked = [False] * len(lines)
    place = 0
    while place < len(lines):
        size = 1
        if _MARKED.match(plain[place]):
            marked[place] = True
            if place and not marked[place - 1] and _INTRODUCED.fullmatch(plain[place - 1]):
                marked[place - 1] = True
        elif size := begins_another(plain, place):
            if not above[place]:
                marked[place:] = [True] * (len(lines) - place)
                break
            marked[place : place + size] = [True] * size
        place += max(size, 1)
    _join_over_blanks(plain, marked)
    return _ranges(lines, marked)


def history_in_html(source: str) -> list[Range]:
    """Give the ranges of an HTML text that are history: whole elements, and what stands between
    the tags that must stay for the rest to be well formed."""
    return _Html(source).find()


def _nfc(line: str) -> str:
    """Compose a line; where that changes its length nothing is lost, as only whole lines count."""
    return unicodedata.normalize("NFC", line)


def _join_over_blanks(plain: Sequence[str], marked: list[bool]) -> None:
    """Count blank lines between two lines of history as history too."""
    last = -1
    for place, line in enumerate(plain):
        if marked[place]:
            if 0 <= last < place - 1:
                marked[last + 1 : place] = [True] * (place - last - 1)
            last = place
        elif line.strip():
            last = -1


def _ranges(lines: Sequence[str], marked: Sequence[bool]) -> list[Range]:
    found: list[Range] = []
    at = 0
    for line, is_history in zip(lines, marked, strict=True):
        if is_history:
            if found and found[-1][1] == at:
                found[-1] = (found[-1][0], at + len(line))
            else:
                found.append((at, at + len(line)))
        at += len(line)
    return found


class _Html:
    """One pass over the tags of a text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._open: list[tuple[str, int, _Kind]] = []  # name, where it begins, what it is
        self._names: Counter[str] = Counter()
        self._inside = 0
        self._found: list[Range] = []
        self._ending: tuple[int, int] | None = None  # where the history goes on, how deep
        self._line: list[Token] = []  # the texts since the last break
        self._before: list[Token] = []  # those of the last line with anything on it
        self._introducing = False  # whether the last line stood where whose words follow is said
        self._rule = (-1, 0)  # a horizontal rule with nothing behind it: where, and how deep

    def find(self) -> list[Range]:
        for token in tokens(self._source):
            match token.kind:
                case "text":
                    self._text(token)
                case "open":
                    self._opened(token)
                case "close":
                    self._closed(token)
        if self._ending is not None:
            self._found.append((self._ending[0], len(self._source)))
        unclosed = [start for _, start, kind in self._open if kind == "quote"]
        self._found += [(start, len(self._source)) for start in unclosed[:1]]
        return merged(one for one in self._found if self._source[one[0] : one[1]].strip())

    # -- tokens ----------------------------------------------------------------------------

    def _text(self, token: Token) -> None:
        text = self._source[token.start : token.end]
        if not text.strip():
            return
        free = self._ending is None and not self._inside
        if free and "--" in text and _ORIGINAL.fullmatch(_folded(text)):
            self._begin(token.start)
        self._line.append(token)
        self._introducing = any(kind == "introducing" for _, _, kind in self._open[-4:])
        self._rule = (-1, 0)

    def _opened(self, token: Token) -> None:
        if token.breaks:
            self._break()
        if token.name == "hr" and self._rule[0] < 0:
            self._rule = (token.start, len(self._open))
        if self._ending is None and not self._inside:
            if self._is_beginning(token):
                above, depth = self._rule
                self._begin(above if above >= 0 and depth == len(self._open) else token.start)
            elif self._is_quote(token):
                self._introduced()
                self._push(token, "quote")
                return
        self._push(token, "introducing" if self._has_class(token, _INTRODUCING) else "")

    def _push(self, token: Token, kind: _Kind) -> None:
        if not token.is_void:
            self._open.append((token.name, token.start, kind))
            self._names[token.name] += 1
            self._inside += kind == "quote"

    def _closed(self, token: Token) -> None:
        if token.breaks:
            self._break()
        if not self._names[token.name]:
            return
        while True:
            name, start, kind = self._open.pop()
            self._names[name] -= 1
            is_own = name == token.name
            if kind == "quote":
                self._inside -= 1
                self._found.append((start, token.end if is_own else token.start))
            if self._ending is not None and len(self._open) < self._ending[1]:
                # it was open before the history began: what closes it stays
                going_on = token.end if is_own else token.start
                self._found.append((self._ending[0], token.start))
                self._ending = (going_on, len(self._open))
            if len(self._open) < self._rule[1]:
                self._rule = (-1, 0)
            if is_own:
                return

    def _break(self) -> None:
        if self._line:
            self._before = self._line
            self._line = []

    # -- what it is ------------------------------------------------------------------------

    def _is_quote(self, token: Token) -> bool:
        tag = self._source[token.start : token.end]
        if token.name == "blockquote" and (
            attribute(tag, "type").lower() == "cite" or self._has_class(token, _BLOCKS)
        ):
            return True
        if attribute(tag, "id").lower() in _INTRODUCTIONS:
            return True
        return self._has_class(token, _QUOTES)

    def _has_class(self, token: Token, names: frozenset[str]) -> bool:
        tag = self._source[token.start : token.end]
        return not names.isdisjoint(attribute(tag, "class").lower().split())

    def _is_beginning(self, token: Token) -> bool:
        tag = self._source[token.start : token.end]
        if attribute(tag, "id").lower() in _BEGINNINGS:
            return True
        if token.name != "div" or "border-top" not in attribute(tag, "style").lower():
            return False
        following = text_of_html(self._source[token.end : token.end + _LOOK])
        return _HEADER.match(_folded(following)) is not None

    def _begin(self, start: int) -> None:
        self._ending = (start, len(self._open))

    def _introduced(self) -> None:
        """Take along the line above a quotation that says whose words follow."""
        line = self._line or self._before
        if not line or not (self._introducing or self._is_attribution(line)):
            return
        start, end = line[0].start, line[-1].end
        between = self._source[start:end]
        tags = Counter(
            one.name for one in tokens(between) if one.kind == "open" and not one.is_void
        )
        tags.subtract(one.name for one in tokens(between) if one.kind == "close")
        if any(tags.values()):
            self._found += [(one.start, one.end) for one in line]
        else:
            self._found.append((start, end))

    def _is_attribution(self, line: Sequence[Token]) -> bool:
        if line[-1].end - line[0].start > _LOOK:
            return False
        text = text_of_html(self._source[line[0].start : line[-1].end]).replace("\n", " ")
        return _ATTRIBUTION.fullmatch(_folded(text)) is not None


def _folded(text: str) -> str:
    return folded(unicodedata.normalize("NFC", " ".join(text_of_html(text).split())))
