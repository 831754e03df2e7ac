"""What is taken out of a text in Outlook, and given back where Outlook does not send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sceau.desk.answers import Answers
from sceau.mail.letters import letters
from sceau.seal.pdf import seal_pdf
from support.outlook_desk import Office, letter, play
from support.pdfs import report
from support.pictures import picture
from support.thunderbird_desk import Desk

PASSWORD = "7kf3-9xpa-mnq8-tzr2"
HTML = (
    f'<p>Bonjour, 😀</p><p>mdp&nbsp;: <b>{PASSWORD}</b></p><img src="cid:logo@1"><p>À bientôt</p>'
)
TAKE_OUT = Answers(verdict="send", cures={"password-in-mail": "password-out"}, acknowledge="all")


@pytest.mark.parametrize(
    "values",
    [{"Body": f"Bonjour,\r\nmdp : {PASSWORD}\r\nÀ bientôt"}, {"BodyFormat": 2, "HTMLBody": HTML}],
    ids=["plain text", "HTML with a picture"],
)
def test_a_password_is_taken_out_and_the_rest_of_the_text_leaves(
    home: Path, values: dict[str, Any]
) -> None:
    async def story(one: Office) -> None:
        item = letter(one)
        for name, value in values.items():
            item.put(name, value)
        item._Attachments.put_in("Bilan.pdf", seal_pdf(report(), PASSWORD).content)
        item._Attachments.put_in("logo.png", picture("PNG"), tags={"0x3712001F": "Logo@1"})
        await one.send(item)
        (mail,) = one.outlook.submitted
        assert letters(PASSWORD) not in letters(mail["body"] + mail["markup"])
        assert "Bonjour" in mail["body"] and "À bientôt" in mail["body"]
        if "HTMLBody" in values:
            assert mail["markup"] == HTML.replace(PASSWORD, "")
        assert [name for name, _ in mail["files"]] == ["Bilan.pdf", "logo.png"]

    play(home, Desk(TAKE_OUT), story)


def test_a_text_that_was_cut_is_there_again_where_outlook_does_not_send(home: Path) -> None:
    async def story(one: Office) -> None:
        item = letter(one)
        item.put("HTMLBody", HTML)
        item._Attachments.put_in("Bilan.pdf", seal_pdf(report(), PASSWORD).content)
        one.outlook.handlers.append(lambda _: True)  # another add-in refuses
        await one.send(item)
        assert not one.outlook.submitted
        assert item.get("HTMLBody") == HTML

    play(home, Desk(TAKE_OUT), story)
