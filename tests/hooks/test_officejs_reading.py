"""What the Outlook add-in reads of a file is what the helper reads of it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pyzipper

from sceau.hooks.officejs.data_files import write_data
from sceau.mail.model import Mail
from sceau.review.candidates import candidates
from sceau.review.reading.readers import read_file
from support import pdfs
from support.contracts import FILE
from support.node import NODE
from support.repository import ROOT

_SAMPLES = ROOT / "tests" / "review" / "reading" / "samples"
_SCRIPT = """
import { readFileSync } from "node:fs";
import { read } from "./reading/read.js";
import { fromBase64, toBase64 } from "./reading/bytes.js";
import { mayOpen, opens } from "./reading/lock.js";
const passwords = JSON.parse(process.env.PASSWORDS);
console.log(JSON.stringify(process.argv.slice(1).map((path) => {
  const content = new Uint8Array(readFileSync(path));
  const text = Buffer.from(content).toString("base64");
  const same = toBase64(content) === text
    && Buffer.from(fromBase64(text)).equals(Buffer.from(content));
  const found = read(content);
  const { lock } = found;
  const tried = lock && passwords.map((one) => mayOpen(lock, one) && opens(lock, content, one));
  return { same, tried, ...found };
})));
"""
_CANDIDATES = """
import { readFileSync } from "node:fs";
import { candidates } from "./review/candidates.js";
const mails = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(mails.map((mail) =>
  candidates(mail).map(({ text, place }) => [text, place]))));
"""


def archive(password: bytes | None = None, *, some: bool = False) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w") as made:
        if some:
            made.writestr("a.txt", "ouvert")
        if password is not None:
            made.setencryption(pyzipper.WZ_AES, nbits=256)
            made.setpassword(password)
        made.writestr("b.txt", "contenu")
    return out.getvalue()


def files() -> dict[str, bytes]:
    """Give files of many kinds by a name."""
    office = io.BytesIO()
    with zipfile.ZipFile(office, "w") as made:
        made.writestr("[Content_Types].xml", "<x/>")
        made.writestr("word/document.xml", "<x/>")
    return {
        **{path.name: path.read_bytes() for path in sorted(_SAMPLES.iterdir()) if path.is_file()},
        "report": pdfs.report(),
        "signed": pdfs.signed(),
        "owner": pdfs.owner_only(),
        **{f"revision {one}": pdfs.encrypted(one) for one in (2, 3, 4, 6)},
        "attachment": pdfs.with_attachment(),
        "zip": archive(),
        "aes": archive(b"secret"),
        "some": archive(b"secret", some=True),
        "docx": office.getvalue(),
        "cut zip": archive()[:-30],
        "empty": b"",
        "photo": b"\xff\xd8\xff\xe0" + bytes(40),
        "words": "déjà vu".encode(),
        **letters(),
    }


def letters() -> dict[str, bytes]:
    """Give files of letters, in the encodings and forms they come in."""
    said = "Nom;Résultat\r\nDurand Zoé;TSH 6,4 mUI/L – l’œdème : 12 €\r\n"
    page = (
        "<!DOCTYPE html><html><head><title>Bilan</title><style>p{color:red}</style></head><body>"
        "<h1>Compte&nbsp;rendu</h1><!-- caché --><p>Glyc&eacute;mie &lt; 1,1&#160;g/l &#x20AC;</p>"
        "<script>var a = '<p>';</script><table><tr><td>a</td><td>b</td></tr></table>3 < 4</body>"
    )
    return {
        "utf-8": said.encode(),
        "utf-8 with its mark": said.encode("utf-8-sig"),
        "windows": said.encode("cp1252"),
        "utf-16": said.encode("utf-16"),
        "utf-16 the other way": b"\xfe\xff" + said.encode("utf-16-be"),
        "page": page.encode(),
        "page in windows": page.replace("cach", "é").encode("cp1252"),
        "calendar": "BEGIN:VCALENDAR\r\nSUMMARY:Rendez-vous de\r\n  Zoé\\, à 9 h\r\n".encode(),
        "letters a mail begins with": b"to be or not to be\nSubject matters\n",
        "decomposed": "de\u0301ja\u0300".encode(),
        "no letters": b"caf\xe9 \x81\x8d",
    }


def test_the_same_kind_opening_and_weakness(tmp_path: Path) -> None:
    """But that an encrypted PDF does not tell, without qpdf, whether it asks for its password."""
    made = files()
    wrong = []
    for (name, content), found in zip(made.items(), read_in_node(tmp_path, made), strict=True):
        python = read_file(content, "x", "application/octet-stream")
        assert found["same"], name
        ours = (found["kind"], found["opening"], found["signed"], found["weakness"])
        theirs = (python.kind, str(python.opening), python.signed, python.weakness)
        locked = python.kind == "pdf" and theirs[1] in ("password", "owner-only")
        if found["opening"] == "unknown" and (locked or python.kind not in ("pdf", "zip")):
            weak = slice(2, 3 if theirs[1] == "owner-only" else 4)
            ours, theirs = (ours[0], *ours[weak]), (theirs[0], *theirs[weak])
        if ours != theirs or (found["problem"] is None) != (python.problem is None):
            wrong.append((name, ours, theirs))
        if python.kind == "text" and found["text"] != unicodedata.normalize("NFC", python.text):
            wrong.append((name, found["text"], python.text))
    assert not wrong


def test_a_mail_among_the_files_and_what_is_not_read_are_told(tmp_path: Path) -> None:
    for name, content in (
        ("mail", b"From: a@example.org\r\nTo: b@example.org\r\n\r\nBonjour"),
        ("utf-32", "Bonjour".encode("utf-32")),
        ("long", b"mot " * 2_000_000),
        ("office", files()["docx"]),
    ):
        (found,) = read_in_node(tmp_path, {name: content})
        assert (found["text"], found["unread"]["key"]) == ("", "outlook.unread")


def read_in_node(folder: Path, made: dict[str, bytes], *passwords: str) -> list[dict[str, Any]]:
    write_data()
    paths = []
    for place, content in enumerate(made.values()):
        paths.append(folder / str(place))
        paths[-1].write_bytes(content)
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", _SCRIPT, *paths],
        cwd=ROOT / "addin" / "outlook" / "web",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PASSWORDS": json.dumps(passwords)},
    )
    told: list[dict[str, Any]] = json.loads(ran.stdout)
    return told


@pytest.mark.parametrize("bits", [128, 192, 256])
@pytest.mark.parametrize("password", ["secret", "7kf3-9xpa", "été à Nîmes €", "x" * 100])
def test_an_archives_password_is_found_by_trying(tmp_path: Path, bits: int, password: str) -> None:
    """On archives of two programs that are not ours."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as made:
        made.setencryption(pyzipper.WZ_AES, nbits=bits)
        made.setpassword(password.encode())
        made.writestr("grand.txt", "contenu" * 1000)
        made.writestr("petit.txt", "contenu")
    wrong = ["", "Secret", f"{password}x", password[:-1]]
    made_by = {"pyzipper": out.getvalue()}
    if password.isascii() and len(password) < 100:  # 7zz takes others from the locale, none longer
        made_by["7zz"] = of_7zz(tmp_path, password, bits)
    for found in read_in_node(tmp_path, made_by, *wrong, password):
        assert found["tried"] == [False] * len(wrong) + [True]


def of_7zz(folder: Path, password: str, bits: int) -> bytes:
    (folder / "a.txt").write_text("contenu", encoding="utf-8")
    made = folder / "seven.zip"
    said = [f"-mem=AES{bits}", f"-p{password}", str(made), str(folder / "a.txt")]
    subprocess.run(["7zz", "a", "-tzip", *said], check=True, capture_output=True)
    return made.read_bytes()


def test_a_passwords_candidates_are_the_helpers() -> None:
    """In every mail of the shared cases, and in what they are written about in."""
    cases = [one["mail"] for one in json.loads(FILE.read_text(encoding="utf-8"))]
    mails = {json.dumps(one): one for one in cases if len(one["text"]) < 3_000}
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", _CANDIDATES],
        cwd=ROOT / "addin" / "outlook" / "web",
        input=json.dumps(list(mails.values())),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    count = 0
    for mail, found in zip(mails.values(), json.loads(ran.stdout), strict=True):
        theirs = [[one.text, one.place] for one in candidates(msgspec.convert(mail, Mail))]
        assert found == theirs, mail
        count += len(found)
    assert count > 5_000
