"""The settings as far as the add-on's own page of options shows and changes them."""

from __future__ import annotations

from sceau.errors import SceauError
from sceau.hooks.frames import Speak, Speaks
from sceau.phrases import Language, say
from sceau.settings.load import load
from sceau.settings.save import change


def speak(asked: Speak, language: Language) -> Speaks:
    """Choose the language of Sceau's windows where one is asked for, and give which it is now.
    What hinders is told in ``language``. Raises nothing."""
    problem = ""
    if asked.language:
        try:
            change([(("language",), asked.language)])
        except SceauError as told:
            problem = say(told.sentence, language)
    try:
        loaded = load()
    except SceauError as told:
        return Speaks(language="auto", locked=True, problem=say(told.sentence, language))
    locked = "language" in loaded.locked
    return Speaks(language=loaded.settings.language, locked=locked, problem=problem)
