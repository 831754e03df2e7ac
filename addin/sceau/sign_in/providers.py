"""Who can be signed in to: Google and Microsoft as they describe themselves, and any other that
the settings describe. Sceau brings no identifier of its own: the establishment registers it.

Sources: *OAuth 2.0 for iOS & Desktop Apps* and *IMAP, POP, and SMTP using OAuth 2.0* (Google);
*Authenticate an IMAP, POP or SMTP connection using OAuth* (Microsoft).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec.structs import replace

from sceau.errors import WrongSettings
from sceau.settings.schema import AccountSettings, SignInSettings

GOOGLE, MICROSOFT = "google", "microsoft"


class Provider(NamedTuple):
    """Where a provider's authorization and token endpoints are, which mail servers are its own,
    what is asked to be allowed, what else goes with the first request, and by which name of this
    machine the browser comes back."""

    authorization: str
    token: str
    hosts: tuple[str, ...]
    scopes: tuple[str, ...]
    more: Mapping[str, str]
    comes_back_to: str = "127.0.0.1"


_GOOGLE = Provider(
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
    ("gmail.com", "googlemail.com"),
    ("https://mail.google.com/",),
    # without these a second sign-in gives no refresh token
    {"access_type": "offline", "prompt": "consent"},
)
_MICROSOFT = Provider(
    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    ("office365.com", "outlook.com", "office.com"),
    (
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
        "offline_access",
    ),
    {"prompt": "select_account"},
    "localhost",  # the one address for which Entra lets every port pass
)
_KNOWN = {GOOGLE: _GOOGLE, MICROSOFT: _MICROSOFT}


def provider_of(registration: SignInSettings) -> Provider:
    """Give the provider of a registration; what it says itself stands over what is known.

    Raises WrongSettings where the identifier, or an address, is missing, or not HTTPS.
    """
    known = _KNOWN.get(registration.provider, Provider("", "", (), (), {}))
    if not registration.client:
        raise WrongSettings("sign-in-client-missing")
    given = Provider(
        (registration.authorization or known.authorization).replace(
            "{tenant}", registration.tenant
        ),
        (registration.token or known.token).replace("{tenant}", registration.tenant),
        (*registration.hosts, *known.hosts),
        registration.scopes or known.scopes,
        known.more,
        known.comes_back_to,
    )
    for address in (given.authorization, given.token):
        if not address.startswith("https://"):
            raise WrongSettings("sign-in-address-missing")
    return given


def registration_for(
    host: str, registrations: Mapping[str, SignInSettings], name: str = ""
) -> SignInSettings | None:
    """Give the registration by which a mail server is signed in to: the one called ``name``, else
    the one whose hosts are above ``host``; none where the settings have none."""
    if name:
        found = registrations.get(name)
        if found is None and name in _KNOWN:
            found = SignInSettings()
        return _named(name, found) if found is not None else None
    for each, one in registrations.items():
        known = _KNOWN.get(each)
        hosts = (*one.hosts, *(known.hosts if known is not None else ()))
        if any(_is_within(host.lower(), above.lower()) for above in hosts):
            return _named(each, one)
    return None


def signs_in(account: AccountSettings) -> bool:
    """Whether an account for SMTP and IMAP is signed in to in a browser."""
    return account.kind == "smtp" and account.auth == "oauth"


def _named(name: str, one: SignInSettings) -> SignInSettings:
    return replace(one, provider=one.provider or name)


def _is_within(host: str, above: str) -> bool:
    return host == above or host.endswith(f".{above}")
