"""Trying what stands in a mail on a protected file: whether a password opens it is a fact, found
out and not guessed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sceau.review.reading.kinds import kind_of
from sceau.review.reading.pdf_password import pdf_opener
from sceau.review.reading.zip_password import zip_opener

SECONDS = 4.0
"""The longest trying goes on for: six thousand tries at a PDF or a ZIP, sixty times an ordinary
mail. It goes on in the background, while the window is open."""


def opening(content: bytes, candidates: Sequence[str], seconds: float = SECONDS) -> str:
    """Give the first of ``candidates`` that opens ``content``; empty where none does within
    ``seconds``, or where this kind of file cannot be tried.

    Raises nothing for what the file holds, except ``MemoryError``.
    """
    opens = _opener(content)
    if opens is None:
        return ""
    ends = time.monotonic() + seconds
    for one in candidates:
        if opens(one):
            return one
        if time.monotonic() > ends:
            break
    return ""


def _opener(content: bytes) -> Callable[[str], bool] | None:
    match kind_of(content):
        case "pdf":
            return pdf_opener(content)
        case "zip":
            return zip_opener(content)
    return None
