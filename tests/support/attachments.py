"""Taking the files out of a PDF with programs we did not write."""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw

from support.readers import PDFJS, ROOT

Extractor = Callable[[Path, str], "dict[str, bytes] | None"]
"""Gives the attached files by their names, or none where the password does not open the PDF."""


def pdfdetach(path: Path, password: str) -> dict[str, bytes] | None:
    given = ["-upw", password] if password else []
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["pdfdetach", *given, "-saveall", "-o", folder, str(path)],
            capture_output=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            return None
        return {one.name: one.read_bytes() for one in Path(folder).iterdir()}


def pdfium(path: Path, password: str) -> dict[str, bytes] | None:
    try:
        with pypdfium2.PdfDocument(path, password=password) as document:
            count = document.count_attachments()
            found = [document.get_attachment(index) for index in range(count)]
            return {one.get_name(): bytes(one.get_data()) for one in found}
    except pypdfium2.PdfiumError:
        return None


_PDFJS_EXTRACTS = """
import { readFileSync } from "node:fs";
const { getDocument } = await import(process.env.PDFJS);
const { path, password } = JSON.parse(readFileSync(0, "utf8"));
try {
  const document = await getDocument({
    data: new Uint8Array(readFileSync(path)), password, verbosity: 0,
  }).promise;
  const files = Object.values(await document.getAttachments() ?? {});
  console.log(JSON.stringify(files.map((one) => [
    one.filename, Buffer.from(one.content).toString("base64"),
  ])));
} catch (refusal) {
  console.log(JSON.stringify({ refusal: refusal.name }));
}
"""


def pdfjs(path: Path, password: str) -> dict[str, bytes] | None:
    done = subprocess.run(
        [str(ROOT / ".venv/bin/node"), "--input-type=module", "--eval", _PDFJS_EXTRACTS],
        input=json.dumps({"path": str(path), "password": password}),
        env={"PDFJS": PDFJS.as_uri(), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stdout)
    if isinstance(told, dict):
        assert told["refusal"] == "PasswordException", told
        return None
    return {name: base64.b64decode(content) for name, content in told}


EXTRACTORS: dict[str, Extractor] = {
    "poppler": pdfdetach,
    "PDFium": pdfium,
    "pdf.js": pdfjs,
}
