"""Why a sign-in failed, or came to its end: each fault has its sentence and its way out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sceau.errors import NotAllowed, TryLater
from sceau.phrases import Phrase, phrase


class SignInFault(StrEnum):
    """Everything that can be wrong. ``needed``: nobody signed in yet. ``expired``: too long ago.
    ``withdrawn``: the consent was taken back, or the password changed. ``admin``: the
    establishment must approve. ``person``: they must prove again who they are. ``refused``: the
    person said no. ``late``: nobody came. ``registration``: the provider does not know Sceau by
    this identifier. ``scope``: the provider gave less than was asked. ``not-accepted``: the mail
    server refuses a fresh token. Each names its sentence ``error.sign-in-<fault>``, and
    ``outbox.sign-in-<fault>`` with ``.next`` for a mail that was to be sent."""

    NEEDED = "needed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ADMIN = "admin"
    PERSON = "person"
    REFUSED = "refused"
    LATE = "late"
    REGISTRATION = "registration"
    SCOPE = "scope"
    NOT_ACCEPTED = "not-accepted"


class SignInFailed(NotAllowed):
    """A person must do something before a token is given again."""

    def __init__(self, fault: SignInFault, host: str = "") -> None:
        super().__init__(f"sign-in-{fault}", host=host)
        self.fault = fault

    @property
    def next(self) -> Phrase | None:
        """The sentence has the way out."""
        return None


class SignInNotReached(TryLater):
    """The provider does not answer, or not now: what was kept of the sign-in still holds."""

    def __init__(self, host: str) -> None:
        super().__init__("sign-in-not-reached", host=host)


class SignInCancelled(NotAllowed):
    """The person no longer waits for it."""

    def __init__(self) -> None:
        super().__init__("sign-in-cancelled")

    @property
    def told(self) -> Phrase:
        """What is said where nothing failed."""
        return phrase("error.sign-in-cancelled")


# RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core section 3.1.2.6, and what Google adds
_CODES = {
    "access_denied": SignInFault.REFUSED,
    "admin_policy_enforced": SignInFault.ADMIN,
    "org_internal": SignInFault.ADMIN,
    "consent_required": SignInFault.ADMIN,
    "disallowed_useragent": SignInFault.REGISTRATION,
    "deleted_client": SignInFault.REGISTRATION,
    "invalid_client": SignInFault.REGISTRATION,
    "invalid_scope": SignInFault.REGISTRATION,
    "redirect_uri_mismatch": SignInFault.REGISTRATION,
    "unauthorized_client": SignInFault.REGISTRATION,
    "unsupported_response_type": SignInFault.REGISTRATION,
    "interaction_required": SignInFault.PERSON,
    "login_required": SignInFault.PERSON,
    "account_selection_required": SignInFault.PERSON,
    "expired_token": SignInFault.LATE,
    "invalid_grant": SignInFault.WITHDRAWN,
}
# Microsoft Entra's AADSTS numbers, which its answers carry as ``error_codes``
_NUMBERS = {
    50053: SignInFault.PERSON,  # locked for now
    50055: SignInFault.PERSON,  # the password has run out
    50058: SignInFault.PERSON,
    50072: SignInFault.PERSON,  # a second factor is to be set up
    50074: SignInFault.PERSON,  # a second factor
    50076: SignInFault.PERSON,
    50079: SignInFault.PERSON,
    50105: SignInFault.ADMIN,  # not assigned to the application
    50173: SignInFault.WITHDRAWN,  # the password was changed
    53000: SignInFault.ADMIN,  # the device does not meet the establishment's rules
    53003: SignInFault.ADMIN,  # conditional access
    65001: SignInFault.ADMIN,  # nobody consented
    65004: SignInFault.REFUSED,
    70000: SignInFault.WITHDRAWN,
    70008: SignInFault.EXPIRED,
    70043: SignInFault.EXPIRED,
    90094: SignInFault.ADMIN,  # an administrator must consent
    90095: SignInFault.ADMIN,
    700016: SignInFault.REGISTRATION,
    700082: SignInFault.EXPIRED,  # not used for too long
    700084: SignInFault.EXPIRED,
    7000218: SignInFault.REGISTRATION,
}


def why(code: str, numbers: Iterable[object] = (), text: str = "") -> SignInFault:
    """Say what an OAuth error means: its ``error``, Microsoft's ``error_codes``, and for Google,
    which has one code for both, the ``error_description``."""
    for one in numbers:
        if isinstance(one, int) and one in _NUMBERS:
            return _NUMBERS[one]
    if code == "invalid_grant" and "expired" in text.lower() and "revoked" not in text.lower():
        return SignInFault.EXPIRED
    return _CODES.get(code, SignInFault.WITHDRAWN)
