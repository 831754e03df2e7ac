"""A password and a link are taken out of a text in Thunderbird, and the rest of it leaves."""

from __future__ import annotations

import pytest

from sceau.mail.letters import letters
from sceau.seal.pdf import seal_pdf
from support.repository import ROOT
from support.station import Station

pytestmark = pytest.mark.e2e

PASSWORD = "7kf3-9xpa-mnq8-tzu2"
LINK = "https://we.tl/t-AbCdEf123"
PLAIN = f"Bonjour,\n\nmdp : {PASSWORD}\nImages : {LINK}\n\nCordialement"
HTML = (
    f'<p>Bonjour,</p><p>mdp&nbsp;: <b>{PASSWORD}</b></p><p><a href="{LINK}">Images</a></p>'
    "<p>Cordialement</p>"
)


@pytest.mark.parametrize(
    ("html", "body"), [(False, PLAIN), (True, HTML)], ids=["plain text", "HTML"]
)
def test_the_mail_leaves_without_them(place: Station, html: bool, body: str) -> None:
    report = (ROOT / "tests/review/reading/samples/consultation.pdf").read_bytes()
    locked = place.file("dossier.pdf", seal_pdf(report, PASSWORD).content)
    mail = place.write(html=html, body=body, attachments=[locked])
    mail.send()
    place.shown()
    place.examined()
    place.press("Take the password out of the message")
    place.press("Take the link out")
    place.press("Send")
    (received,) = place.delivered(1)
    place.gone()
    for kind in ("plain", "html") if html else ("plain",):
        part = received.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert letters(PASSWORD) not in letters(text) and letters(LINK) not in letters(text)
        assert "Bonjour" in text and "Images" in text and "Cordialement" in text
