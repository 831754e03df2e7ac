"""The settings window at work: each change is written to the user's file as it is made."""

from __future__ import annotations

import asyncio

from sceau.desk.preferences.preferences import Preferences, Values
from sceau.desk.preferences.view import (
    AccountAct,
    AddAccount,
    Change,
    RemoveAccount,
    SettingsAct,
    SettingsView,
    TryAccount,
)
from sceau.desk.window import PageSession, SettingsWindow
from sceau.errors import SceauError
from sceau.phrases import Language, Phrase, phrase, system_language
from sceau.settings import places
from sceau.settings.load import Loaded, load
from sceau.settings.save import change


async def show_settings(window: SettingsWindow, asked: Language | None = None) -> SceauError | None:
    """Show the settings in ``window`` until the person closes it; give why the window was lost,
    where it was. ``asked`` is the language to speak until another is chosen.

    Raises :class:`SceauError` where the settings cannot be read.
    """
    loaded = await asyncio.to_thread(load)
    working: set[asyncio.Task[None]] = set()  # the loop itself would let them go
    while True:
        language = asked or _language(loaded)
        preferences = Preferences(loaded, language, file=str(places.user_settings_file()))
        async with window.session(preferences.view()) as session:
            async for act in session.acts():
                if isinstance(act, AccountAct):
                    if not preferences.busy:
                        asking = asyncio.create_task(_asked(preferences, act, session))
                        working.add(asking)
                        asking.add_done_callback(working.discard)
                    continue
                if preferences.busy and isinstance(act, Change):
                    continue  # what is found for an account is written as well
                if not isinstance(act, Change):
                    return session.lost
                loaded = await _changed(preferences, act, preferences.loaded)
                asked = None if act.name == "language" else asked
                if (asked or _language(loaded)) != language:
                    break  # the page has the catalogue it was shown with
                session.update(preferences.view())
            else:
                return session.lost


async def _asked(
    preferences: Preferences,
    act: AccountAct,
    session: PageSession[SettingsView, SettingsAct],
) -> None:
    """Do what is asked of an account in a thread, and show each step as it comes."""
    from sceau.way import adding  # takes a while, and most only look

    loop = asyncio.get_running_loop()

    def show(told: Phrase) -> None:
        preferences.step(told)
        session.update(preferences.view())

    def told(step: Phrase) -> None:
        loop.call_soon_threadsafe(show, step)

    preferences.began()
    session.update(preferences.view())
    try:
        match act:
            case AddAccount():
                await asyncio.to_thread(adding.add_found, act.address, act.password, told)
                done = phrase("cli.account-added", name=act.address.strip())
            case TryAccount():
                await asyncio.to_thread(adding.try_out, act.name, told)
                done = phrase("cli.account-works", name=act.name)
            case RemoveAccount():
                await asyncio.to_thread(adding.remove, act.name)
                done = phrase("cli.account-removed", name=act.name)
        preferences.ended(await asyncio.to_thread(load), done)
    except SceauError as failed:
        preferences.failed(failed)
    except Exception as fault:  # noqa: BLE001 - untold, the window would stay busy for good
        preferences.failed(SceauError("own-fault", kind=type(fault).__name__))
    session.update(preferences.view())


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
