"""Views of the settings window, as its own logic makes them."""

from __future__ import annotations

import msgspec

from sceau.desk.preferences.preferences import Preferences
from sceau.desk.preferences.view import SettingsView, SignIn
from sceau.errors import ServiceRefused, WrongSettings
from sceau.phrases import phrase
from sceau.review.findings import Level
from sceau.settings.load import Loaded
from sceau.settings.schema import AccountSettings, RuleSettings, Settings
from support.views import Language, Theme

USUAL = Loaded(Settings())
CHOSEN = Loaded(
    Settings(
        internal_domains=("ghe-valmont.example", "labo.example"),
        window="when-needed",
        rules={
            "mssante": RuleSettings(enabled=False),
            "visible-recipients": RuleSettings(level=Level.BLOCK),
        },
        accounts={
            "valmont": AccountSettings(kind="smtp", host="smtp.ghe-valmont.example"),
            "microsoft": AccountSettings(kind="graph", user="camille.roy@ghe-valmont.example"),
        },
        account="valmont",
    ),
    locked=frozenset({"window", "internal_domains", "rules.visible-recipients.level"}),
)

UNDER_A_BROKEN_POLICY = Loaded(
    Settings(window="always"),
    locked=frozenset({"window", "internal_domains", "rules", "password", "memory", "check"}),
    fault=WrongSettings("policy-settings-wrong-value", name="rules.mssante.level"),
)


def settings_view(
    loaded: Loaded = USUAL,
    language: Language = "fr",
    theme: Theme = "auto",
    *,
    refused: bool = False,
) -> SettingsView:
    """Give the view of these settings; ``refused`` after a value that was not taken."""
    preferences = Preferences(loaded, language, "/home/camille/.config/sceau/settings.toml")
    if refused:
        wrong = WrongSettings("user-settings-public-domain", name="internal_domains")
        preferences.refused("internal_domains", wrong)
    return msgspec.structs.replace(preferences.view(), theme=theme)


def asked_of_an_account(*, failed: bool, language: Language = "fr") -> SettingsView:
    """Give the view while an account is tried, or after it failed."""
    preferences = Preferences(CHOSEN, language)
    preferences.began()
    preferences.step(phrase("discovery.found.list", name="Orange"))
    preferences.step(phrase("account.tried.smtp", host="smtp.orange.fr"))
    if failed:
        wrong = ServiceRefused("account-not-reached")
        wrong.next = phrase("outbox.auth-refused.next", host="smtp.orange.fr")  # type: ignore[attr-defined]
        preferences.failed(wrong)
    return preferences.view()


def signing_in(*, code: str = "", language: Language = "fr") -> SettingsView:
    """Give the view while a person must sign in in their browser."""
    preferences = Preferences(CHOSEN, language)
    preferences.began()
    preferences.step(phrase("discovery.found.mx", name="Microsoft 365"))
    place = "https://connexion.example/authorize?" + "code_challenge=" + 80 * "x"
    preferences.signing(SignIn(place, code))
    return preferences.view()


SETTINGS_VIEWS = {
    "a person must sign in": signing_in(),
    "a person must type a code": signing_in(code="ABCD-EFGH"),
    "an account is tried": asked_of_an_account(failed=False),
    "an account failed": asked_of_an_account(failed=True),
    "as they come": settings_view(),
    "some chosen, some locked": settings_view(CHOSEN),
    "a value refused": settings_view(refused=True),
    "a policy that is not understood": settings_view(UNDER_A_BROKEN_POLICY),
}
