"""The settings window's dialogue: what is shown of the settings, and what a change writes.

Pure: no window, no disk. :mod:`.session` reads and writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from sceau.desk.preferences import knobs
from sceau.desk.preferences.view import (
    AccountRow,
    Accounts,
    Group,
    Setting,
    SettingsView,
    SignIn,
)
from sceau.errors import SceauError
from sceau.phrases import Language, Phrase, phrase, say
from sceau.settings.load import Loaded
from sceau.settings.schema import AccountSettings

Values = tuple[tuple[tuple[str, ...], object], ...]
"""What :func:`sceau.settings.save.change` takes."""

_IN_WORDS = {
    "user-settings-public-domain": "public-domain",
    "user-settings-wrong-value": "wrong-value",
}
"""Errors about the settings file, as they are told to who does not see that file."""


class Preferences:
    """The settings as they apply, and how they are told in ``language``; ``file`` is where the
    user's own are kept."""

    def __init__(self, loaded: Loaded, language: Language, file: str = "") -> None:
        self._loaded = loaded
        self._language: Language = language
        self._file = file
        self._revision = 1
        self._problem: tuple[str, Phrase] | None = None
        self._news: Phrase | None = None
        self._accounts = Accounts()

    @property
    def loaded(self) -> Loaded:
        """The settings as they apply."""
        return self._loaded

    @property
    def language(self) -> Language:
        """The language of the window."""
        return self._language

    @property
    def theme(self) -> Literal["auto", "light", "dark"]:
        """The theme of the window."""
        return self._loaded.settings.theme

    def values(self, name: str, value: str) -> Values | None:
        """Give what giving the setting ``name`` the ``value`` writes; none where there is no such
        setting, or it is the establishment's, or has no such value."""
        knob = knobs.find(self._loaded.settings, name)
        if knob is None or self._is_locked(knob):
            return None
        return knob.written(value)

    def saved(self, loaded: Loaded) -> None:
        """A change is saved; these are the settings now."""
        self._loaded = loaded
        self._problem, self._news = None, phrase("settings.saved")
        self._revision += 1

    def refused(self, name: str, told: SceauError) -> None:
        """A change was not saved, and why; the setting is as it was."""
        problem = _IN_WORDS.get(told.reason)
        why = phrase(f"settings.problem.{problem}") if problem else told.sentence
        self._problem, self._news = (name, why), why
        self._revision += 1

    @property
    def busy(self) -> bool:
        """Whether something asked of an account is under way."""
        return self._accounts.busy

    def began(self) -> None:
        """Something was asked of an account."""
        self._accounts = Accounts(busy=True)
        self._problem, self._news = None, phrase("settings.accounts.busy")
        self._revision += 1

    def step(self, told: Phrase) -> None:
        """It found something."""
        steps = (*self._accounts.steps, told)
        self._accounts = replace(self._accounts, steps=steps, sign_in=None)
        self._news = told
        self._revision += 1

    def signing(self, begun: SignIn) -> None:
        """The person must sign in there."""
        self._accounts = replace(self._accounts, sign_in=begun)
        key = "settings.accounts.sign-in-code" if begun.code else "settings.accounts.sign-in"
        self._news = phrase(key, code=begun.code) if begun.code else phrase(key)
        self._revision += 1

    def giving_up(self) -> None:
        """The person gave it up; what is under way ends at its next step."""
        self._accounts = replace(self._accounts, giving_up=True, sign_in=None)
        self._news = phrase("settings.accounts.giving-up")
        self._revision += 1

    def given_up(self) -> None:
        """The person gave it up."""
        given_up = phrase("settings.accounts.given-up")
        self._accounts = Accounts(done=given_up)
        self._news = given_up
        self._revision += 1

    def ended(self, loaded: Loaded, done: Phrase) -> None:
        """It is done; these are the settings now."""
        self._loaded = loaded
        self._accounts = replace(self._accounts, busy=False, sign_in=None, done=done)
        self._news = done
        self._revision += 1

    def failed(self, told: SceauError) -> None:
        """It failed, and why."""
        next_: Phrase | None = getattr(told, "next", None)
        self._accounts = replace(
            self._accounts, busy=False, sign_in=None, problem=told.sentence, next=next_
        )
        self._news = told.sentence
        self._revision += 1

    def view(self) -> SettingsView:
        """Give what is to be shown now."""
        settings = self._loaded.settings
        return SettingsView(
            revision=self._revision,
            phase="review",
            language=self._language,
            theme=settings.theme,
            title=phrase("settings.window-title"),
            headline=phrase("settings.headline"),
            groups=tuple(
                Group(
                    name=name,
                    label=phrase(f"settings.group.{name}"),
                    hint=phrase(f"settings.group.{name}.hint") if name in knobs.HINTED else None,
                    settings=tuple(self._shown(one) for one in group),
                )
                for name, group in knobs.groups(settings)
            ),
            accounts=replace(self._accounts, rows=tuple(self._rows())),
            notice=self._notice(),
            news=self._news,
            saved=self._news == phrase("settings.saved") and self._problem is None,
            file=self._file,
        )

    def _notice(self) -> Phrase | None:
        fault = self._loaded.fault
        if fault is None:
            return None
        return phrase("settings.policy-fault", why=say(fault.sentence, self._language))

    def _rows(self) -> Iterator[AccountRow]:
        for name, one in sorted(self._loaded.settings.accounts.items()):
            host = one.host or one.url.removeprefix("https://").partition("/")[0]
            kind = phrase(f"settings.accounts.kind.{one.kind}", host=host)
            yield AccountRow(name=name, about=kind, signs_in=signs_in(one))

    def _shown(self, knob: knobs.Knob) -> Setting:
        problem = self._problem
        return Setting(
            name=knob.name,
            label=knob.label,
            kind=knob.kind,
            value=knob.value,
            options=knob.options,
            hint=knob.hint,
            locked=self._is_locked(knob),
            problem=problem[1] if problem is not None and problem[0] == knob.name else None,
        )

    def _is_locked(self, knob: knobs.Knob) -> bool:
        name = knob.name
        return any(one == name or one.startswith(f"{name}.") for one in self._loaded.locked)


def signs_in(account: AccountSettings) -> bool:
    """Whether a person signs in to an account in a browser."""
    return account.kind == "graph" or account.auth == "oauth"
