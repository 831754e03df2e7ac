"""Sealed Office documents, opened by LibreOffice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sceau.errors import SealRefused
from sceau.review.reading.model import Opening
from sceau.review.reading.readers import examined
from sceau.seal.office import seal_office
from sceau.seal.sealing import seal
from support.flat_documents import slides
from support.libreoffice import protect, text_of
from support.office_files import office

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt"
SAID = "Bilan de Jeanne Exemple"


def made_by_libreoffice(folder: Path, kind: str) -> bytes:
    """Give a document as a real program writes it: many parts, some longer than a block."""
    source = folder / {"xlsx": "a.csv", "pptx": "a.fodp"}.get(kind, "a.txt")
    told = f"{SAID}\n" * 3000
    source.write_text(slides(False, SAID) if kind == "pptx" else told, encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / "out"),
            str(source),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return (folder / "out" / f"a.{kind}").read_bytes()


@pytest.mark.parametrize(
    ("kind", "small"),
    [("docx", True), ("docx", False), ("xlsx", False), ("pptx", False)],
    ids=["a Word file of 800 bytes", "a Word file", "an Excel file", "a PowerPoint file"],
)
def test_libreoffice_opens_it_with_the_password_alone(
    kind: str, small: bool, tmp_path: Path
) -> None:
    source = office(kind, SAID) if small else made_by_libreoffice(tmp_path, kind)
    path = tmp_path / f"scellé.{kind}"
    path.write_bytes(seal_office(source, path.name, PASSWORD).content)
    assert SAID in (text_of(path, PASSWORD) or "")
    assert text_of(path, PASSWORD[:-1]) is None


def test_a_document_that_libreoffice_protected_is_known_as_such(tmp_path: Path) -> None:
    source, locked = tmp_path / "a.odt", tmp_path / "b.odt"
    source.write_bytes(made_by_libreoffice(tmp_path, "odt"))
    assert examined(source.read_bytes(), "", "").opening is Opening.ANYONE
    protect(source, locked, PASSWORD)
    found = examined(locked.read_bytes(), "", "")
    assert (found.kind, found.opening, found.hidden) == ("odf", Opening.PASSWORD, ())
    with pytest.raises(SealRefused, match="already-protected"):
        seal(locked.read_bytes(), locked.name, PASSWORD)
