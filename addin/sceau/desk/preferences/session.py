"""The settings window at work: each change is written to the user's file as it is made."""

from __future__ import annotations

import asyncio

from sceau.desk.preferences.preferences import Preferences, Values
from sceau.desk.preferences.view import Change
from sceau.desk.window import SettingsWindow
from sceau.errors import SceauError
from sceau.phrases import Language, system_language
from sceau.settings import places
from sceau.settings.load import Loaded, load
from sceau.settings.save import change


async def show_settings(window: SettingsWindow, asked: Language | None = None) -> SceauError | None:
    """Show the settings in ``window`` until the person closes it; give why the window was lost,
    where it was. ``asked`` is the language to speak until another is chosen.

    Raises :class:`SceauError` where the settings cannot be read.
    """
    loaded = await asyncio.to_thread(load)
    while True:
        language = asked or _language(loaded)
        preferences = Preferences(loaded, language, file=str(places.user_settings_file()))
        async with window.session(preferences.view()) as session:
            async for act in session.acts():
                if not isinstance(act, Change):
                    return session.lost
                loaded = await _changed(preferences, act, loaded)
                asked = None if act.name == "language" else asked
                if (asked or _language(loaded)) != language:
                    break  # the page has the catalogue it was shown with
                session.update(preferences.view())
            else:
                return session.lost


async def _changed(preferences: Preferences, act: Change, loaded: Loaded) -> Loaded:
    values: Values | None = preferences.values(act.name, act.value)
    if values is None:
        return loaded
    try:
        loaded = await asyncio.to_thread(change, values)
    except SceauError as told:
        preferences.refused(act.name, told)
    else:
        preferences.saved(loaded)
    return loaded


def _language(loaded: Loaded) -> Language:
    chosen = loaded.settings.language
    return system_language() if chosen == "auto" else chosen
