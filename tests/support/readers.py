"""PDF readers we did not write: poppler, MuPDF, PDFium, pdf.js, Ghostscript."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).resolve().parents[2]
PDFJS = ROOT / "ui/node_modules/pdfjs-dist/legacy/build/pdf.mjs"

Reader = Callable[[Path, str | None], "str | None"]
"""Gives the text of the first page, or none where the password does not open the file."""


def poppler(path: Path, password: str | None) -> str | None:
    given = [] if password is None else ["-upw", password]
    done = _run("pdftotext", *given, "-l", "1", str(path), "-")
    return done.stdout if done.returncode == 0 else None


def mupdf(path: Path, password: str | None) -> str | None:
    given = [] if password is None else ["-p", password]
    done = _run("mutool", "draw", *given, "-F", "txt", "-o", "-", str(path), "1")
    return done.stdout if done.returncode == 0 else None


def pdfium(path: Path, password: str | None) -> str | None:
    try:
        with pypdfium2.PdfDocument(path, password=password) as document:
            return document[0].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return None


_PDFJS_READS = """
import { readFileSync } from "node:fs";
const { getDocument } = await import(process.env.PDFJS);
const { path, password } = JSON.parse(readFileSync(0, "utf8"));
const asked = { data: new Uint8Array(readFileSync(path)), verbosity: 0 };
if (password !== null) asked.password = password;
try {
  const document = await getDocument(asked).promise;
  const page = await document.getPage(1);
  const text = await page.getTextContent();
  console.log(JSON.stringify({ text: text.items.map((item) => item.str).join("") }));
} catch (refusal) {
  console.log(JSON.stringify({ refusal: refusal.name }));
}
"""


def pdfjs(path: Path, password: str | None) -> str | None:
    node = ROOT / ".venv/bin/node"
    done = subprocess.run(
        [
            str(node) if node.exists() else "node",
            "--input-type=module",
            "--eval",
            _PDFJS_READS,
        ],
        input=json.dumps({"path": str(path), "password": password}),
        env={"PDFJS": PDFJS.as_uri(), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stdout)
    assert "text" in told or told["refusal"] == "PasswordException", told
    return told.get("text")


def ghostscript(path: Path, password: str | None) -> str | None:
    """It ends with 0 whatever the password: what counts is that it painted a page."""
    given = [] if password is None else [f"-sPDFPassword={password}"]
    line = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dLastPage=1", "-sDEVICE=txtwrite"]
    done = _run(*line, *given, "-sOutputFile=-", str(path))
    refused = "requires a password" in done.stderr or "Password did not work" in done.stderr
    return None if refused or done.returncode else done.stdout


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


READERS: dict[str, Reader] = {
    "poppler": poppler,
    "MuPDF": mupdf,
    "PDFium": pdfium,
    "pdf.js": pdfjs,
    "Ghostscript": ghostscript,
}
