"""The settings window at work: each change is written to the user's file as it is made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

import msgspec

from sceau.call import tell_of_accounts
from sceau.desk.preferences.preferences import Preferences, Values
from sceau.desk.preferences.view import (
    AccountAct,
    AddAccount,
    Change,
    GiveUp,
    LoginAccount,
    RemoveAccount,
    SettingsAct,
    SettingsView,
    SignIn,
    TryAccount,
)
from sceau.desk.window import PageSession, SettingsWindow
from sceau.errors import SceauError
from sceau.phrases import Language, Phrase, phrase, system_language
from sceau.settings import places
from sceau.settings.load import Loaded, load
from sceau.settings.save import change
from sceau.sign_in.begun import Begun
from sceau.sign_in.faults import SignInCancelled
from sceau.way.signing_in import open_browser

Shown = TypeVar("Shown")


async def show_settings(window: SettingsWindow, asked: Language | None = None) -> SceauError | None:
    """Show the settings in ``window`` until the person closes it; give why the window was lost,
    where it was. ``asked`` is the language to speak until another is chosen.

    Raises :class:`SceauError` where the settings cannot be read.
    """
    loaded = await asyncio.to_thread(load)
    asking: _Asking | None = None
    while True:
        language = asked or _language(loaded)
        preferences = Preferences(loaded, language, file=str(places.user_settings_file()))
        async with window.session(preferences.view()) as session:
            async for act in session.acts():
                if isinstance(act, AccountAct):
                    if not preferences.busy:
                        asking = _Asking(preferences, act, session)
                    continue
                if isinstance(act, GiveUp):
                    if asking is not None and preferences.busy:
                        asking.give_up()
                    continue
                if preferences.busy and isinstance(act, Change):
                    continue  # what is found for an account is written as well
                if not isinstance(act, Change):
                    await _leave(asking)
                    return session.lost
                loaded = await _changed(preferences, act, preferences.loaded)
                asked = None if act.name == "language" else asked
                if (asked or _language(loaded)) != language:
                    break  # the page has the catalogue it was shown with
                session.update(preferences.view())
            else:
                await _leave(asking)
                return session.lost


async def _leave(asking: _Asking | None) -> None:
    if asking is not None:
        asking.leave()
        await asyncio.gather(asking.task, return_exceptions=True)


class _Asking:
    """What is asked of an account: done in a thread, each step shown as it comes."""

    def __init__(
        self,
        preferences: Preferences,
        act: AccountAct,
        session: PageSession[SettingsView, SettingsAct],
    ) -> None:
        from sceau.way import adding  # takes a while, and most only look

        self._adding = adding
        self._preferences = preferences
        self._act = act
        self._session = session
        self._stop = adding.Stop()
        self._loop = asyncio.get_running_loop()
        self._preferences.began()
        self._show()
        self.task = asyncio.create_task(self._run())

    def give_up(self) -> None:
        """Have it stop at its next step; nothing of it is kept."""
        self._stop.now()
        self._preferences.giving_up()
        self._show()

    def leave(self) -> None:
        """The window is closed: nobody waits any more."""
        self._stop.now()

    async def _run(self) -> None:
        preferences = self._preferences
        try:
            done = await asyncio.to_thread(self._do)
            await tell_of_accounts()
            preferences.ended(await asyncio.to_thread(load), done)
        except SignInCancelled:
            preferences.given_up()
        except SceauError as failed:
            preferences.failed(failed)
        except Exception as fault:  # noqa: BLE001 - untold, the window would stay busy for good
            preferences.failed(SceauError("own-fault", kind=type(fault).__name__))
        self._show()

    def _do(self) -> Phrase:
        adding, act = self._adding, self._act
        match act:
            case AddAccount():
                wanted = adding.Wanted(**msgspec.structs.asdict(act))
                adding.add(wanted, self._told, self._signing, self._stop, self._language)
                return phrase("cli.account-added", name=act.address.strip())
            case LoginAccount():
                adding.sign_in_again(act.name, self._signing, self._stop, self._language)
                return phrase("cli.account-logged-in", name=act.name)
            case TryAccount():
                adding.try_out(act.name, self._told, self._stop)
                return phrase("cli.account-works", name=act.name)
            case RemoveAccount():
                adding.remove(act.name)
        return phrase("cli.account-removed", name=act.name)

    @property
    def _language(self) -> Language:
        return self._preferences.language

    def _told(self, step: Phrase) -> None:
        self._soon(self._preferences.step, step)

    def _signing(self, begun: Begun) -> None:
        self._soon(self._preferences.signing, SignIn(begun.place, begun.code))
        open_browser(begun, with_code=True)

    def _soon(self, change: Callable[[Shown], None], what: Shown) -> None:
        def show() -> None:
            change(what)
            self._show()

        self._loop.call_soon_threadsafe(show)

    def _show(self) -> None:
        self._session.update(self._preferences.view())


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
