"""Words that a cure puts into a mail, in the language the window speaks."""

from __future__ import annotations

import re

from sceau.phrases import Phrase, say, system_language
from sceau.review.context import Context

PREFIX = re.compile(r"\s*(?:(?:re|tr|fw|fwd|rép|réf)\s*:\s*)*", re.IGNORECASE)
"""What clients put before the subject of an answer."""


def neutral_subject(subject: str, context: Context) -> str:
    """Give a subject that says nothing, behind the *Re:* of the one that does."""
    prefix = PREFIX.match(subject)
    return (prefix[0] if prefix else "") + _said("review.neutral-subject", context)


def neutral_name(name: str, context: Context) -> str:
    """Give a file name that says nothing, with the ending of the one that does."""
    _, dot, ending = name.rpartition(".")
    return _said("review.neutral-name", context) + (dot + ending if dot else "")


def _said(key: str, context: Context) -> str:
    chosen = context.settings.language
    return say(Phrase(key), system_language() if chosen == "auto" else chosen)
