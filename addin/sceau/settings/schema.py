"""The settings, one schema for the user's file and the establishment's policy.

A value the policy gives stands over the user's. What is not set has the default here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.review.findings import Level


class RuleSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: on or off, the level of its Findings, and for rules that count, the number from
    which they speak (the rule's own where not set)."""

    enabled: bool = True
    level: Level | None = None
    threshold: int | None = None


class PasswordSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How passwords are made: characters in groups, or French words; never under ``bits``."""

    kind: Literal["characters", "words"] = "characters"
    bits: int = 80


class DraftsSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where an account's marked drafts are noticed; see :mod:`sceau.hooks.drafts`.

    ``imap``: on the server ``host`` (``port``, ``security``, ``user`` and ``ca_file`` as for an
    account; those left empty are the account's own). A draft is marked by moving it to ``folder``,
    or, with ``mark`` ``keyword``, by the keyword ``keyword`` in Drafts. ``sent`` says who puts the
    copy into Sent: ``sceau``, the ``server``, or ``auto`` where that can be told from the server.

    ``folder``: ``.eml`` files in the folder ``path`` of this machine.

    ``mailbox``: in the mailbox of an ``exchange`` or ``graph`` account; with ``mark`` ``category``
    a draft is marked by the category ``category`` in Drafts.
    """

    kind: Literal["none", "imap", "folder", "mailbox"] = "none"
    host: str = ""
    port: int = 0
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    ca_file: str = ""
    folder: str = "À vérifier"
    mark: Literal["folder", "keyword", "category"] = "folder"
    keyword: str = "envoyer_avec_sceau"
    category: str = "Envoyer avec Sceau"
    sent: Literal["auto", "sceau", "server"] = "auto"
    path: str = ""


class MemorySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether correspondents are remembered, and for how many ``months`` after the last mail."""

    enabled: bool = True
    months: int = 24


class SignInSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """By which registration a mail provider is signed in to in a browser (OAuth 2.0, RFC 8252).

    ``provider`` is ``google`` or ``microsoft``, whose addresses are known, or another name:
    then ``authorization`` and ``token`` (HTTPS addresses of its endpoints) and ``scopes`` describe
    it. ``hosts`` are the domains of the mail servers it is for. ``client`` is the identifier the
    establishment was given for Sceau; ``client_secret`` what Google gives programs with it and
    does not treat as a secret; ``tenant`` the establishment's own name at Microsoft.
    """

    provider: str = ""
    client: str = ""
    client_secret: str = ""
    tenant: str = "organizations"
    authorization: str = ""
    token: str = ""
    scopes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"SignInSettings({self.provider!r})"


class AccountSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way out. ``local`` files mails in the embedded mailbox's Sent folder and goes no
    further; ``smtp`` submits them (RFC 6409); ``exchange`` and ``graph`` save them as drafts in
    the mailbox of Exchange or Microsoft 365, and have them sent there.

    For those two ``address`` names the mailbox where it is not ``user``'s own (shared or
    delegated). ``exchange``: ``url`` is that of its web services, ``auth`` how to log in
    (``kerberos``: as the person logged in to this computer; ``oauth``: by ``client``, as below).
    ``graph``: ``tenant`` and ``client`` name the establishment and Sceau's registration in it.
    ``smtp`` with ``auth`` ``oauth`` is signed in to by ``sign_in``, for SMTP and IMAP alike.

    ``security`` is ``tls`` (implicit, RFC 8314), ``starttls`` (RFC 3207), or ``none``, which is
    refused unless ``host`` is this machine. The password is in the system's keyring, never here.
    ``ca_file`` names a private certificate authority (PEM). ``timeout`` is in seconds. ``drafts``
    are the drafts to be watched that leave by this account.
    """

    kind: Literal["local", "smtp", "exchange", "graph"] = "local"
    host: str = ""
    port: int = 0
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    ca_file: str = ""
    timeout: float = 60.0
    url: str = ""
    address: str = ""
    auth: Literal["auto", "basic", "ntlm", "kerberos", "oauth"] = "auto"
    tenant: str = "organizations"
    client: str = ""
    sign_in: SignInSettings = SignInSettings()
    drafts: DraftsSettings = DraftsSettings()


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a user or an establishment may choose.

    ``internal_domains`` are the establishment's own, without ``@``: ``chu-exemple.fr`` also means
    its sub-domains. ``window`` is ``when-needed``: none where nothing was found and nobody is new;
    or ``always``; ``pause`` says whether it may be paused (:mod:`sceau.way.pause`). ``sign_in`` has
    the establishment's registrations at mail providers, by name; an account takes its own along
    when it is added.

    ``check`` is for the policy alone: whether every mail is checked (``required``: without Sceau
    none leaves), may be sent without where Sceau does not answer, or none is (``off``). The mail
    client has to know it while Sceau is not there, so it is told by its own policies.
    """

    check: Literal["required", "may-send-without-check", "off"] = "required"

    language: Literal["auto", "fr", "en"] = "auto"
    theme: Literal["auto", "light", "dark"] = "auto"
    window: Literal["always", "when-needed"] = "when-needed"
    pause: bool = True
    internal_domains: tuple[str, ...] = ()
    rules: dict[str, RuleSettings] = {}
    password: PasswordSettings = PasswordSettings()
    memory: MemorySettings = MemorySettings()
    accounts: dict[str, AccountSettings] = {}
    sign_in: dict[str, SignInSettings] = {}
    account: str = "local"
