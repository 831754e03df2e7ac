"""What Sceau seals, opened by five readers that are not ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.seal import passwords
from sceau.seal.pdf import seal_pdf
from support import pdfs
from support.readers import PDFJS, READERS, Reader

pytestmark = pytest.mark.e2e

SOURCES: dict[str, Callable[[], bytes]] = {
    "a report": pdfs.report,
    "object streams": pdfs.with_object_streams,
    "a form": pdfs.with_form,
    "tags": pdfs.with_tags,
    "metadata": pdfs.with_metadata,
    "an attachment": pdfs.with_attachment,
    "an owner password alone": pdfs.owner_only,
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
    assert shutil.which("gs"), "ghostscript is needed"
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


@pytest.mark.parametrize("name", ["MuPDF", "PDFium", "pdf.js", "Ghostscript"])
def test_the_longest_password_opens_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    password = "a2-" * 42 + "z"
    path.write_bytes(seal_pdf(pdfs.report(), password).content)
    assert pdfs.CLEAR_TEXT in (READERS[name](path, password) or "")
    assert READERS[name](path, password[:-1]) is None
