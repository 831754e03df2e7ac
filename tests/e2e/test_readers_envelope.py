"""The envelope's file, taken out by readers that are not ours."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sceau.seal.envelope import seal_in_envelope
from support.attachments import EXTRACTORS, Extractor
from support.readers import READERS, Reader

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt"
NAME = "Compte rendu d’été.docx"
CONTENT = bytes(range(256)) * 700 + b"Bilan de Jeanne Exemple"


@pytest.fixture(scope="module")
def envelope(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("envelope") / "enveloppe.pdf"
    path.write_bytes(seal_in_envelope(CONTENT, NAME, PASSWORD).content)
    return path


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_reader_shows_the_page(read: Reader, envelope: Path) -> None:
    text = read(envelope, PASSWORD)
    assert text is not None
    assert "Votre document est joint" in text
    assert "Your document is attached" in text
    assert "été.docx" in text
    assert read(envelope, None) is None
    assert read(envelope, PASSWORD[:-1]) is None


@pytest.mark.parametrize("extract", EXTRACTORS.values(), ids=EXTRACTORS)
def test_the_file_comes_out_as_it_went_in(extract: Extractor, envelope: Path) -> None:
    assert extract(envelope, PASSWORD) == {NAME: CONTENT}


@pytest.mark.parametrize("extract", EXTRACTORS.values(), ids=EXTRACTORS)
def test_it_does_not_come_out_with_another_password(extract: Extractor, envelope: Path) -> None:
    assert extract(envelope, PASSWORD[:-1]) is None
    assert extract(envelope, "") is None


def test_it_holds_for_a_checker_of_the_format(envelope: Path) -> None:
    done = subprocess.run(
        ["qpdf", "--check", f"--password={PASSWORD}", str(envelope)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "R = 6" in done.stdout
