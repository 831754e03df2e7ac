"""Hidden data as LibreOffice writes it: found, taken out, and LibreOffice opens what is left."""

from __future__ import annotations

import asyncio
import io
import subprocess
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.message import Message
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from sceau.way.parts import open_parts
from sceau.way.report import Report
from sceau.way.send import send
from support.libreoffice import text_of
from support.passages import StrictWayOut, parts_with

pytestmark = pytest.mark.e2e

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_WHO = "<dc:creator>Jeanne Secrète</dc:creator><dc:date>2026-11-24T10:00:00</dc:date>"

LETTER = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} {_DC} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1" xml:id="c1"><text:deletion>
<office:change-info>{_WHO}</office:change-info><text:p>SECRET-supprimé</text:p></text:deletion>
</text:changed-region><text:changed-region text:id="c2" xml:id="c2"><text:insertion>
<office:change-info>{_WHO}</office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>
<text:p>Bonjour <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>Madame\
<text:change-end text:change-id="c2"/>,<office:annotation>{_WHO}<text:p>SECRET-commentaire</text:p>\
</office:annotation> merci.</text:p>
</office:text></office:body></office:document>"""
SHEET = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} {_DC} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>
<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/>
</style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">
<office:annotation>{_WHO}<text:p>SECRET-note</text:p></office:annotation><text:p>Bilan</text:p>
</table:table-cell></table:table-row></table:table>{{hidden}}
</office:spreadsheet></office:body></office:document>"""
HIDDEN = (
    '<table:table table:name="B" table:style-name="h"><table:table-row><table:table-cell '
    'office:value-type="string"><text:p>caché</text:p></table:table-cell></table:table-row>'
    "</table:table>"
)


def converted(folder: Path, name: str, content: str, form: str) -> bytes:
    source = folder / name
    source.write_text(content, encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", form, "--outdir", str(folder), str(source)),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=True,
    )
    return (folder / f"{source.stem}.{form}").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def letter(folder: Path) -> bytes:
    return converted(folder, "lettre.fodt", LETTER, "docx")


def test_changes_and_comments_of_a_letter_go(letter: bytes, tmp_path: Path) -> None:
    assert examined(letter, "", "").hidden[:2] == ("changes", "comments")
    made = clean(letter)
    path = tmp_path / "lettre.docx"
    path.write_bytes(made.content)
    assert text_of(path, "") == "Bonjour Madame, merci."
    assert not examined(made.content, "", "").hidden


def test_comments_of_a_sheet_go(folder: Path, tmp_path: Path) -> None:
    content = converted(folder, "suivi.fods", SHEET.format(hidden=""), "xlsx")
    assert "comments" in examined(content, "", "").hidden
    made = clean(content)
    path = tmp_path / "suivi.xlsx"
    path.write_bytes(made.content)
    assert text_of(path, "") == "Bilan"


def test_a_hidden_sheet_is_found(folder: Path) -> None:
    content = converted(folder, "cache.fods", SHEET.format(hidden=HIDDEN), "xlsx")
    assert examined(content, "", "").hidden[0] == "comments"
    assert "hidden-sheets" in examined(content, "", "").hidden
    made = clean(content)
    assert "hidden-sheets" in made.removed
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        everything = b"".join(package.read(one) for one in package.namelist())
    assert "caché".encode() not in everything


@pytest.mark.parametrize(
    ("name", "cure"), [("Lettre.docx", "clean"), ("Suivi.xlsx", "clean-values")]
)
def test_one_click_and_the_mail_leaves_without_them(
    name: str, cure: str, letter: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = letter
    if name == "Suivi.xlsx":
        content = converted(tmp_path, "suivi.fods", SHEET.format(hidden=HIDDEN), "xlsx")
    monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
    way_out = StrictWayOut()
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["To"] = "marie.durand@orange.example"
    mail["Subject"] = "Votre courrier"
    mail.set_content("Bonjour, voici.")
    mail.add_attachment(content, "application", "octet-stream", filename=name)

    async def go() -> Report:
        async with open_parts() as parts:
            parts.mailbox.add_draft(mail.as_bytes())
            (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
            answers = Answers(verdict="send", cures={"hidden-data": cure}, acknowledge="all")
            return await send(draft, parts_with(parts, way_out), AnswersDesk(answers))

    report = asyncio.run(go())
    assert (report.ending, report.sealed, report.password) == ("sent", (), "")
    (left,) = way_out.taken
    message = Message.read(left.content)
    (one,) = message.mail.attachments
    assert one.name == name
    assert message.content(one.id) == clean(content).content
    assert not examined(message.content(one.id), "", "").hidden
