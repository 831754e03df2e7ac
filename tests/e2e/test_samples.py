"""Files of many producers, and public ones: sealed in the form that suits them, proven, and seen by
others as they were before."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pydicom
import pytest
from PIL import Image, ImageChops, ImageStat

from sceau.errors import PasswordRefused
from sceau.seal.sealing import seal, unseal
from support.attachments import pdfdetach
from support.flat_documents import letter, sheet, slides
from support.producers import (
    AS_PAGES,
    AS_THEY_ARE,
    DICOM,
    OFFICE,
    PDFS,
    PUBLIC,
    TEXT,
    Made,
    dicom,
    raster,
    run,
)

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt"


def painted(pdf: bytes, folder: Path, password: str = "") -> list[bytes]:
    """Give the pages as poppler paints them."""
    path, out = folder / "seen.pdf", folder / "pages"
    out.mkdir()
    path.write_bytes(pdf)
    given = ["-upw", password] if password else []
    subprocess.run(
        ["pdftoppm", "-r", "40", *given, path, out / "p"],
        capture_output=True,
        timeout=60,
        check=True,
    )
    pages = [one.read_bytes() for one in sorted(out.iterdir())]
    for one in (path, *out.iterdir()):
        one.unlink()
    out.rmdir()
    return pages


def sealed(content: bytes, name: str, form: str) -> bytes:
    """Seal it, and see that it is in this form and opens with the password alone."""
    made = seal(content, name, PASSWORD)
    assert made.format == form
    assert made.verified
    with pytest.raises(PasswordRefused):
        unseal(made.content, PASSWORD[:-1])
    return made.content


def comes_out(content: bytes, name: str, made: bytes, folder: Path) -> None:
    """See that poppler takes the very file out of an envelope, and nothing without the password."""
    path = folder / "enveloppe.pdf"
    path.write_bytes(made)
    assert pdfdetach(path, PASSWORD) == {name: content}
    assert pdfdetach(path, PASSWORD[:-1]) is None


@pytest.mark.parametrize("made", PDFS.values(), ids=[f"{p.by}: {s}" for s, p in PDFS.items()])
def test_a_pdf_shows_the_same_pages(made: Made, tmp_path: Path) -> None:
    content = made.make(tmp_path)
    before = painted(content, tmp_path)
    after = painted(sealed(content, "Bilan.pdf", "pdf"), tmp_path, PASSWORD)
    assert before
    assert after == before


@pytest.mark.parametrize("form", AS_PAGES)
def test_a_picture_becomes_a_page_that_shows_it(form: str, tmp_path: Path) -> None:
    content = raster(form, tmp_path)
    pages = painted(sealed(content, f"photo.{form.lower()}", "pdf"), tmp_path, PASSWORD)
    with Image.open(io.BytesIO(pages[0])) as page:
        seen = page.convert("RGB")
    seen = seen.crop(ImageChops.invert(seen).getbbox())
    run(
        "convert",
        f"{tmp_path / 'made'}[0]",
        "-background",
        "white",
        "-flatten",
        "PNG24:meant.png",
        folder=tmp_path,
    )
    with Image.open(tmp_path / "meant.png") as source:
        meant = source.convert("RGB")
    assert abs(seen.width / seen.height - meant.width / meant.height) < 0.05
    small = [one.resize((16, 16), Image.Resampling.BOX) for one in (seen, meant)]
    assert max(ImageStat.Stat(ImageChops.difference(*small)).mean) < 12


@pytest.mark.parametrize("form", AS_THEY_ARE)
def test_a_picture_no_page_can_hold_travels_as_it_is(form: str, tmp_path: Path) -> None:
    content, name = raster(form, tmp_path), f"photo.{form.lower()}"
    comes_out(content, name, sealed(content, name, "envelope"), tmp_path)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What LibreOffice writes, by its form."""
    folder = tmp_path_factory.mktemp("documents")
    makers = {"fodt": letter, "fods": sheet, "fodp": slides}
    for flat, make in makers.items():
        (folder / f"bilan.{flat}").write_text(make(False), encoding="utf-8")
    made = {}
    for form, (flat, _) in OFFICE.items():
        run(
            *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", form, folder / f"bilan.{flat}"),
            folder=folder,
        )
        made[form] = (folder / f"bilan.{form}").read_bytes()
    return made


@pytest.mark.parametrize("form", OFFICE)
def test_what_libreoffice_writes(form: str, documents: dict[str, bytes], tmp_path: Path) -> None:
    content, name = documents[form], f"Bilan.{form}"
    made = sealed(content, name, OFFICE[form][1])
    if OFFICE[form][1] == "envelope":
        comes_out(content, name, made, tmp_path)
    elif form == "pdf":
        assert painted(made, tmp_path, PASSWORD) == painted(content, tmp_path)
    else:
        assert unseal(made, PASSWORD).content == content


@pytest.mark.parametrize(
    ("path", "form"),
    [(path, form) for _, path, form in PUBLIC.values()],
    ids=[f"{by}: {what}" for what, (by, _, _) in PUBLIC.items()],
)
def test_what_debian_brings(path: Path, form: str, tmp_path: Path) -> None:
    if path.parts[3] == "doc" and not path.exists():
        pytest.skip(f"this Debian was told to leave documentation out: {path.name}")
    content = path.read_bytes()
    made = sealed(content, path.name, form)
    if form == "envelope":
        comes_out(content, path.name, made, tmp_path)
    elif path.suffix == ".pdf":
        assert painted(made, tmp_path, PASSWORD) == painted(content, tmp_path)
    else:
        assert len(painted(made, tmp_path, PASSWORD)) == 1


@pytest.mark.filterwarnings("ignore::UserWarning")  # of what these break
@pytest.mark.parametrize("name", DICOM.values(), ids=[f"pydicom: {one}" for one in DICOM])
def test_a_dicom_travels_as_it_is(name: str, tmp_path: Path) -> None:
    content = dicom(name)
    made = sealed(content, name, "envelope")
    comes_out(content, name, made, tmp_path)
    read = pydicom.dcmread(io.BytesIO(unseal(made, PASSWORD).content), force=True)
    assert read == pydicom.dcmread(io.BytesIO(content), force=True)


def test_the_samples_say_what_they_are_made_of(tmp_path: Path) -> None:
    """The base of most PDFs has its text, so that equal pages are not equal blank ones."""
    (tmp_path / "a.pdf").write_bytes(PDFS["PostScript printed"].make(tmp_path))
    told = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert told.count(TEXT) == 3
