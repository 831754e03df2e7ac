"""The settings, one schema for the user's file and the establishment's policy.

A value the policy gives stands over the user's. What is not set has the default here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.review.findings import Level


class RuleSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: on or off, and the level of its Findings (the rule's own where not set)."""

    enabled: bool = True
    level: Level | None = None


class PasswordSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How passwords are made: characters in groups, or French words; never under ``bits``."""

    kind: Literal["characters", "words"] = "characters"
    bits: int = 80


class AccountSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One way out. ``local`` files mails in the embedded mailbox's Sent folder and goes no
    further; ``smtp`` submits them (RFC 6409).

    ``security`` is ``tls`` (implicit, RFC 8314), ``starttls`` (RFC 3207), or ``none``, which is
    refused unless ``host`` is this machine. The password is in the system's keyring, never here.
    ``ca_file`` names a private certificate authority (PEM). ``timeout`` is in seconds.
    """

    kind: Literal["local", "smtp"] = "local"
    host: str = ""
    port: int = 0
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    ca_file: str = ""
    timeout: float = 60.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a user or an establishment may choose.

    ``internal_domains`` are the establishment's own, without ``@``: ``chu-exemple.fr`` also means
    its sub-domains. ``window`` is ``always``, or ``when-needed``: no window where nothing was
    found.
    """

    language: Literal["auto", "fr", "en"] = "auto"
    theme: Literal["auto", "light", "dark"] = "auto"
    window: Literal["always", "when-needed"] = "always"
    internal_domains: tuple[str, ...] = ()
    rules: dict[str, RuleSettings] = {}
    password: PasswordSettings = PasswordSettings()
    accounts: dict[str, AccountSettings] = {}
    account: str = "local"
