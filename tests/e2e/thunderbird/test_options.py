"""The add-on's page of options: it says whether mails are checked, and leads to the settings."""

from __future__ import annotations

import pytest

from support.station import station
from support.windows import wait_for

pytestmark = pytest.mark.e2e

ACTIVE = "Sceau is active: every message is checked before it leaves."
SETTINGS = "Réglages de Sceau"
"""In the language of the session, which is none of Thunderbird's business."""


def test_it_says_the_state_and_opens_the_settings_window() -> None:
    with station() as place:
        place.begin()
        place.thunderbird.press_addon()
        opens = "Open Sceau’s settings"
        wait_for("the page is there", lambda: place.client.has("push button", opens))
        wait_for("the state is said", lambda: ACTIVE in place.client.reader("texts", "status bar"))

        def opened() -> bool:
            # Thunderbird drops what is pressed within a page's first moments
            if not place.desk.windows(SETTINGS):
                place.client.press("push button", opens)
            return bool(place.desk.windows(SETTINGS))

        wait_for("the settings are shown", opened)
        wait_for("they are read out", lambda: place.window.has("push button", "Fermer"))
        place.window.press("push button", "Fermer")
        wait_for("they are gone", lambda: not place.desk.windows(SETTINGS))
