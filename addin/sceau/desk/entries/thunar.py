"""Thunar's own file of actions, which holds the person's too: ours is put in and taken out, and
every other byte stays. Pure.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from sceau.desk.entries.texts import THUNAR_ID
from sceau.errors import CannotWrite

EMPTY = b'<?xml version="1.0" encoding="UTF-8"?>\n<actions>\n</actions>\n'

_ACTION = re.compile(rb"[ \t]*<action>(?:(?!</action>).)*?</action>[ \t]*\n?", re.DOTALL)
_OURS = re.compile(rb"<unique-id>\s*" + THUNAR_ID.encode() + rb"\s*</unique-id>")
_END = b"</actions>"


def merged(before: bytes, action: str) -> bytes:
    """Give the file with our ``action`` in it, once, in the place of an older one of ours.

    Raises :class:`CannotWrite` ``thunar-actions`` where ``before`` is no such file: nobody's work
    is written over.
    """
    _require(before)
    rest = without(before)
    at = rest.rfind(_END)
    made = rest[:at] + action.encode() + rest[at:]
    _require(made)
    return made


def without(before: bytes) -> bytes:
    """Give the file without our action; as it is where that is not in it."""
    return _ACTION.sub(lambda one: b"" if _OURS.search(one[0]) else one[0], before)


def holds_ours(content: bytes) -> bool:
    """Say whether our action is in it."""
    return _OURS.search(content) is not None


def _require(content: bytes) -> None:
    parser = expat.ParserCreate()
    roots: list[str] = []
    depth = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth == 0:
            roots.append(name)
        depth += 1

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise CannotWrite("thunar-actions") from None
    if roots != ["actions"] or _END not in content:
        raise CannotWrite("thunar-actions")
