"""Does a text say that a file comes with it? In French and in English."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from sceau.review.announcement_words import HINTS, words
from sceau.review.own_words import folded

_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)|\n[ \r]*\n|;(?=\s)|\n(?=\s*[-*•]\s)")
_ABBREVIATED = re.compile(r"\b(?:cf|dr|pr|m|mme|mlle|p|j|p\.j|n|st|mr|mrs|ms)$")

_LINK = re.compile(r"https?://[^\s<>\"]{4,}")
_FILE_LINK = re.compile(
    r"https?://[^\s<>\"]*?(?:/s/|/share|/dl?/|/download|drive\.google|docs\.google|1drv\.ms|onedrive"
    r"|sharepoint|dropbox|wetransfer|we\.tl|swisstransfer|grosfichiers|fromsmash|nextcloud|owncloud"
    r"|mega\.nz|filesender|bluefiles|\.pdf\b)"
)
_LINK_REACHES = 200  # characters behind the announcement: the same sentence or the next
_LONGEST_SENTENCE = 1_000


def announced(text: str) -> str:
    """Give the words of ``text`` that announce an attachment, as written; empty where none do.

    ``text`` is the sender's own (:func:`sceau.review.own_words.own_words`). A denial, a request,
    what somebody else sent or what will follow another day announces nothing. Nor does an
    announcement with a link right behind it, or where the text links to a file.
    """
    plain = folded(text)
    if not any(hint in plain for hint in HINTS):
        return ""
    for start, end in _sentences(plain):
        sentence = re.sub(r"\s", " ", plain[start:end])
        found = _announcing(sentence)
        if found is None:
            continue
        last = start + found.end()
        if _LINK.search(plain[last : last + _LINK_REACHES]) or _FILE_LINK.search(plain):
            return ""
        return " ".join(text[start + found.start() : last].split())
    return ""


def _announcing(sentence: str) -> re.Match[str] | None:
    """Find the announcement in one folded sentence."""
    known = words()
    found = known.announces.search(sentence)
    if found is None or known.denies.search(sentence):
        return None
    if known.anothers.search(sentence):
        every = known.announces.finditer(sentence)
        return next((one for one in every if known.this_mail.search(one[0])), None)
    return found


def _sentences(plain: str) -> Iterator[tuple[int, int]]:
    """Cut into sentences; a full stop behind an abbreviation ends none."""
    cuts = [0]
    for stop in _SENTENCE_ENDS.finditer(plain):
        if stop[0] == "." and _ABBREVIATED.search(plain[max(0, stop.start() - 6) : stop.start()]):
            continue
        cuts.append(stop.end())
    cuts.append(len(plain))
    for start, end in itertools.pairwise(cuts):
        yield from (
            (place, min(place + _LONGEST_SENTENCE, end))
            for place in range(start, end, _LONGEST_SENTENCE)
        )
