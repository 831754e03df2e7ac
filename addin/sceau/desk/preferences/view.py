"""What the settings window shows, and what a person can do in it: the contract between
:mod:`sceau.desk.preferences.preferences`, which decides, and the pages of ``ui/settings``, which
only show."""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.view import Close, Keep
from sceau.phrases import Phrase


class Option(msgspec.Struct, frozen=True):
    """One answer of a *choice*. ``label`` is a sentence of the catalogue; ``text``, where there is
    none, what a person named themself."""

    value: str
    label: Phrase | None = None
    text: str = ""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting. ``name`` is its dotted name; ``value`` what it is now, ``on`` or ``off`` for a
    *switch*. ``locked``: the establishment has decided. ``problem`` says why the value last given
    was not taken."""

    name: str
    label: Phrase
    kind: Literal["choice", "switch", "text"]
    value: str
    options: tuple[Option, ...] = ()
    hint: Phrase | None = None
    locked: bool = False
    problem: Phrase | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that belong together."""

    name: str
    label: Phrase
    settings: tuple[Setting, ...]
    hint: Phrase | None = None


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """One account: its name, what kind it is, and whether one signs in to it in a browser."""

    name: str
    about: Phrase
    signs_in: bool = False

    def __repr__(self) -> str:
        return "AccountRow(…)"


class SignIn(msgspec.Struct, frozen=True):
    """Where a person is to sign in: the address, and what is to be typed there, if anything."""

    place: str
    code: str

    def __repr__(self) -> str:
        return "SignIn(…)"


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts, and how the last that was asked of them goes: its ``steps`` so far, where the
    person must ``sign_in`` meanwhile, whether they are
    ``giving_up``, ``done`` when it is, or the ``problem`` and the way out."""

    rows: tuple[AccountRow, ...] = ()
    steps: tuple[Phrase, ...] = ()
    busy: bool = False
    giving_up: bool = False
    sign_in: SignIn | None = None
    done: Phrase | None = None
    problem: Phrase | None = None
    next: Phrase | None = None


class SettingsView(msgspec.Struct, frozen=True, kw_only=True, tag="settings", tag_field="page"):
    """The whole settings window at one moment. ``notice`` is what has to be known before anything
    else. ``news`` is what a screen reader is told: that it is saved (``saved``), or why not.
    ``file`` is where the settings are kept, for who wants to read them."""

    revision: int
    phase: Literal["review"]
    language: Literal["fr", "en"]
    theme: Literal["auto", "light", "dark"]
    title: Phrase
    headline: Phrase
    groups: tuple[Group, ...]
    accounts: Accounts = Accounts()
    notice: Phrase | None = None
    news: Phrase | None = None
    saved: bool = False
    file: str = ""
    password: None = None


class Change(msgspec.Struct, frozen=True, tag="change", tag_field="act"):
    """Give a setting another value; it is saved at once."""

    name: str
    value: str


class AddAccount(msgspec.Struct, frozen=True, tag="add-account", tag_field="act"):
    """Add an account, if it works; see :class:`sceau.way.adding.Wanted`."""

    address: str
    password: str
    kind: Literal["auto", "exchange", "graph", "browser"] = "auto"
    url: str = ""
    mailbox: str = ""
    client: str = ""
    tenant: str = ""
    auth: Literal["auto", "kerberos", "oauth"] = "auto"

    def __repr__(self) -> str:
        return "AddAccount(…)"


class TryAccount(msgspec.Struct, frozen=True, tag="test-account", tag_field="act"):
    """Try an account."""

    name: str

    def __repr__(self) -> str:
        return "TryAccount(…)"


class LoginAccount(msgspec.Struct, frozen=True, tag="login-account", tag_field="act"):
    """Sign in to an account again."""

    name: str

    def __repr__(self) -> str:
        return "LoginAccount(…)"


class GiveUp(msgspec.Struct, frozen=True, tag="give-up", tag_field="act"):
    """Give up what is being done for an account."""


class RemoveAccount(msgspec.Struct, frozen=True, tag="remove-account", tag_field="act"):
    """Take an account out, and its password."""

    name: str

    def __repr__(self) -> str:
        return "RemoveAccount(…)"


AccountAct = AddAccount | TryAccount | LoginAccount | RemoveAccount

SettingsAct = Change | AccountAct | GiveUp | Keep | Close
"""What the page can say. :class:`Keep` and :class:`Close` both close the window: what was changed
is saved already."""
