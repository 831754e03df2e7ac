"""What the Outlook add-in reads of a file is what the helper reads of it."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pyzipper

from sceau.hooks.officejs.data_files import write_data
from sceau.review.reading.readers import read_file
from support import pdfs
from support.node import NODE
from support.repository import ROOT

_SAMPLES = ROOT / "tests" / "review" / "reading" / "samples"
_SCRIPT = """
import { readFileSync } from "node:fs";
import { read } from "./reading/read.js";
import { fromBase64, toBase64 } from "./reading/bytes.js";
console.log(JSON.stringify(process.argv.slice(1).map((path) => {
  const content = new Uint8Array(readFileSync(path));
  const text = Buffer.from(content).toString("base64");
  const same = toBase64(content) === text
    && Buffer.from(fromBase64(text)).equals(Buffer.from(content));
  return { same, ...read(content) };
})));
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
    }


def test_the_same_kind_opening_and_weakness(tmp_path: Path) -> None:
    """But that an encrypted PDF does not tell, without qpdf, whether it asks for its password."""
    write_data()
    made = files()
    paths = []
    for place, content in enumerate(made.values()):
        paths.append(tmp_path / str(place))
        paths[-1].write_bytes(content)
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", _SCRIPT, *paths],
        cwd=ROOT / "addin" / "outlook" / "web",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    wrong = []
    for (name, content), found in zip(made.items(), json.loads(ran.stdout), strict=True):
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
    assert not wrong
