"""What is said to people: one catalogue per language, shared with the pages.

A :class:`Phrase` names a sentence of the catalogue and the values that fill it; it is turned into
text at the very edge (window, terminal, JSON). Nothing inside Sceau carries French or English.
"""

from __future__ import annotations

import functools
import json
import locale
import os
import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from sceau.resources import ui_file

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
_PLACE = re.compile(r"\{(\w+)\}")

Catalogue = Mapping[str, "str | Mapping[str, str]"]


class Phrase(msgspec.Struct, frozen=True):
    """A sentence of the catalogue, and the values that fill its ``{places}``.

    ``key`` is the catalogue's key; ``values`` holds text and numbers. The value ``count`` chooses
    the plural form where the catalogue gives several.
    """

    key: str
    values: dict[str, str | int] = {}


def phrase(key: str, **values: str | int) -> Phrase:
    """Name the sentence ``key`` of the catalogue, filled with ``values``."""
    return Phrase(key, values)


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Give every sentence of ``language`` (``fr`` or ``en``); other languages read English."""
    chosen = language if language in LANGUAGES else "en"
    loaded: dict[str, str | dict[str, str]] = json.loads(ui_file(f"locales/{chosen}.json"))
    return loaded


def say(sentence: Phrase, language: str) -> str:
    """Give ``sentence`` as text in ``language``.

    Values stand as they are: braces in a file name are not read again. Plural forms follow the
    CLDR: in French 0 and 1 are ``one``, in English only 1 is.
    """
    form = catalogue(language).get(sentence.key, sentence.key)
    if isinstance(form, Mapping):
        count = int(sentence.values.get("count", 0))
        single = abs(count) < 2 if language == "fr" else count == 1
        form = form["one" if single else "other"]
    return _PLACE.sub(lambda match: str(sentence.values.get(match[1], match[0])), form)


def system_language() -> Language:
    """Give the language of the session: ``en`` where it says English, else ``fr``."""
    named = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))),
        "",
    ) or locale.setlocale(locale.LC_CTYPE)  # getlocale() takes the bare "C" for American English
    return "en" if named.lower().startswith("en") else "fr"
