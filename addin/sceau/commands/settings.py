"""``sceau settings``: the settings window; where there is no screen, what they are."""

from __future__ import annotations

import argparse
import asyncio
import json

from sceau.cli import language_of
from sceau.desk.preferences.preferences import Preferences
from sceau.desk.preferences.view import Setting
from sceau.desk.screen import screen_available
from sceau.errors import DONE, SceauError
from sceau.filelock import FileLock
from sceau.phrases import Language, phrase, say
from sceau.settings.load import load
from sceau.settings.places import state_folder, user_settings_file


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed; with ``--json``, or without a screen, print the settings
    that apply. Raises :class:`SceauError` where they cannot be read, or the window was lost."""
    if args.json or not screen_available():
        _tell(language_of(args), as_json=args.json)
        return DONE
    alone = FileLock(state_folder() / "settings.lock")
    if not alone.take():
        print(say(phrase("settings.open-already"), language_of(args)))
        return DONE
    try:
        lost = asyncio.run(_shown(args.language))
    finally:
        alone.discard()
    if lost is not None:
        raise lost
    return DONE


async def _shown(language: Language | None) -> SceauError | None:
    from sceau.desk.preferences.session import show_settings
    from sceau.desk.window import SettingsWindow

    window = SettingsWindow()
    try:
        return await show_settings(window, language)
    finally:
        await window.close()


def _tell(language: Language, *, as_json: bool) -> None:
    view = Preferences(load(), language, str(user_settings_file())).view()
    every = [one for group in view.groups for one in group.settings]
    if as_json:
        told = {one.name: {"value": one.value, "locked": one.locked} for one in every}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for group in view.groups:
        print(say(group.label, language))
        for one in group.settings:
            key = "settings.line-locked" if one.locked else "settings.line"
            label = say(one.label, language)
            print(f"  {say(phrase(key, label=label, value=_answer(one, language)), language)}")


def _answer(setting: Setting, language: Language) -> str:
    chosen = next((one for one in setting.options if one.value == setting.value), None)
    if chosen is not None:
        return say(chosen.label, language) if chosen.label is not None else chosen.text
    if setting.kind == "switch":
        return say(phrase(f"settings.{setting.value}"), language)
    return setting.value or "–"
