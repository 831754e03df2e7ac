"""As much as an establishment's server takes."""

from __future__ import annotations

import pytest

from support.station import Station, attached
from support.windows import wait_for

pytestmark = pytest.mark.e2e


def test_seventy_five_megabytes_leave_whole(place: Station) -> None:
    contents = {f"releve-{number}.txt": b"%d " % number * 12_500_000 for number in (1, 2, 3)}
    mail = place.write(attachments=[place.file(*one) for one in contents.items()])
    mail.send()
    place.shown()
    place.examined()
    place.acknowledge()
    place.press("Send")
    place.gone()
    wait_for("the compose window closes", lambda: not mail.is_open, 120)
    (received,) = place.delivered(1)
    assert attached(received) == contents
