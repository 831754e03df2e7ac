"""What Sceau seals, opened by readers we did not write: poppler, MuPDF, PDFium, pdf.js."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from sceau.seal import passwords
from sceau.seal.pdf import seal_pdf
from support import pdfs

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
PDFJS = ROOT / "ui/node_modules/pdfjs-dist/legacy/build/pdf.mjs"

Reader = Callable[[Path, str | None], "str | None"]
"""Gives the text of the first page, or none where the password does not open the file."""

SOURCES: dict[str, Callable[[], bytes]] = {
    "a report": pdfs.report,
    "object streams": pdfs.with_object_streams,
    "a form": pdfs.with_form,
    "tags": pdfs.with_tags,
    "metadata": pdfs.with_metadata,
    "an attachment": pdfs.with_attachment,
    "an owner password alone": pdfs.owner_only,
}


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


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


READERS: dict[str, Reader] = {
    "poppler": poppler,
    "MuPDF": mupdf,
    "PDFium": pdfium,
    "pdf.js": pdfjs,
}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Each source, sealed with a password of its own."""
    folder = tmp_path_factory.mktemp("sealed")
    made = {}
    for number, (name, make) in enumerate(SOURCES.items()):
        password = passwords.generate("characters")
        path = folder / f"{number}.pdf"
        path.write_bytes(seal_pdf(make(), password).content)
        made[name] = path, password
    return made


def test_the_readers_are_there() -> None:
    assert shutil.which("pdftotext"), "poppler-utils is needed"
    assert shutil.which("mutool"), "mupdf-tools is needed"
    assert PDFJS.exists(), "pdfjs-dist is needed in ui/node_modules"


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("source", SOURCES)
def test_it_opens_with_the_password(
    source: str, read: Reader, sealed: dict[str, tuple[Path, str]]
) -> None:
    path, password = sealed[source]
    text = read(path, password)
    assert text is not None
    assert pdfs.CLEAR_TEXT in text


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("source", SOURCES)
def test_it_opens_neither_without_nor_with_another(
    source: str, read: Reader, sealed: dict[str, tuple[Path, str]]
) -> None:
    path, password = sealed[source]
    for wrong in (None, password[:-1], password.upper()):
        assert read(path, wrong) is None


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_file_that_is_open_is_read_by_all(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "clear.pdf"
    path.write_bytes(pdfs.report())
    text = read(path, None)
    assert text is not None
    assert pdfs.CLEAR_TEXT in text


WORDS = "porte-garant-joyaux"
"""Within the 32 characters poppler's command line keeps of a password."""


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_words_open_it_too(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "words.pdf"
    path.write_bytes(seal_pdf(pdfs.report(), WORDS).content)
    assert pdfs.CLEAR_TEXT in (read(path, WORDS) or "")
    assert read(path, "porte-garant") is None


@pytest.mark.parametrize("name", ["MuPDF", "PDFium", "pdf.js"])
def test_the_longest_password_opens_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    password = "a2-" * 42 + "z"
    path.write_bytes(seal_pdf(pdfs.report(), password).content)
    assert pdfs.CLEAR_TEXT in (READERS[name](path, password) or "")
    assert READERS[name](path, password[:-1]) is None
