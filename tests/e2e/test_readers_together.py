"""Archives, envelopes of several files and letters, opened by programs we did not write."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sceau.seal.instructions import instructions
from sceau.seal.letter import seal_letter
from sceau.seal.sealing import seal_together
from support.attachments import EXTRACTORS, Extractor
from support.pictures import heic, picture
from support.readers import READERS, Reader

pytestmark = pytest.mark.e2e

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"
FILES = [
    ("Bilan d’été.csv", b"poids;71,5\n" * 4000),
    ("Photo.jpg", picture("JPEG") * 20),
    ("vide presque", b"x"),
]
LETTER = "Madame,\n\nVotre glycémie à jeun est de 1,05 g/l : c’est normal.\n"


def seven_zip(*words: str | Path, password: str) -> subprocess.CompletedProcess[bytes]:
    line = ["7zz", words[0], f"-p{password}", *words[1:]]
    return subprocess.run(line, capture_output=True, timeout=60, check=False)


def bsdtar(*words: str | Path, password: str) -> subprocess.CompletedProcess[bytes]:
    line = ["bsdtar", "--passphrase", password, *words]
    return subprocess.run(line, capture_output=True, timeout=60, check=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "documents.7z"
    path.write_bytes(seal_together(FILES, PASSWORD, "7z").content)
    return path


def test_seven_zip_opens_a_7z_with_the_password_alone(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert seven_zip("x", f"-o{out}", archive, password=PASSWORD).returncode == 0
    assert {one.name: one.read_bytes() for one in out.iterdir()} == dict(FILES)
    assert seven_zip("t", archive, password=PASSWORD[:-1]).returncode != 0
    listed = seven_zip("l", archive, password="")
    assert listed.returncode != 0
    assert b"Bilan" not in listed.stdout
    assert b"7zAES" in seven_zip("l", "-slt", archive, password=PASSWORD).stdout


def test_libarchive_gives_nothing_of_a_7z_without_the_password(archive: Path) -> None:
    """It knows no encrypted 7z at all: what matters is that it tells nothing."""
    done = bsdtar("-tf", archive, password=PASSWORD[:-1])
    assert done.returncode != 0
    assert b"Bilan" not in done.stdout


def test_a_7z_of_seven_zip_opens_here(tmp_path: Path) -> None:
    from sceau.seal.sealing import unseal

    source = tmp_path / "Bilan.csv"
    source.write_bytes(FILES[0][1])
    made = tmp_path / "theirs.7z"
    assert seven_zip("a", "-mhe=on", made, source, password=PASSWORD).returncode == 0
    opened = unseal(made.read_bytes(), PASSWORD)
    assert (opened.name, opened.content) == ("Bilan.csv", FILES[0][1])


@pytest.mark.parametrize("open_it", [seven_zip, bsdtar], ids=["7-Zip", "libarchive"])
def test_a_zip_of_several_opens_with_the_password_alone(open_it: object, tmp_path: Path) -> None:
    path = tmp_path / "documents.zip"
    path.write_bytes(seal_together(FILES, PASSWORD, "zip").content)
    out = tmp_path / "out"
    out.mkdir()
    words = ("x", f"-o{out}", path) if open_it is seven_zip else ("-xf", path, "-C", out)
    assert open_it(*words, password=PASSWORD).returncode == 0  # type: ignore[operator]
    assert {one.name: one.read_bytes() for one in out.iterdir()} == {
        "document-1.csv": FILES[0][1],
        "document-2.jpg": FILES[1][1],
        "document-3": b"x",
    }
    for one in out.iterdir():
        one.unlink()
    refused = open_it(*words, password=PASSWORD[:-1])  # type: ignore[operator]
    assert refused.returncode != 0
    assert not [one for one in out.iterdir() if one.read_bytes() in dict(FILES).values()]


_PYTHON = {
    "py7zr": """
import sys, py7zr
from py7zr.exceptions import ArchiveError
with py7zr.SevenZipFile(sys.argv[1], password=sys.argv[2]) as archive:
    archive.extractall(sys.argv[3])
""",
    "pyzipper": """
import sys, pyzipper
with pyzipper.AESZipFile(sys.argv[1]) as archive:
    archive.extractall(sys.argv[3], pwd=sys.argv[2].encode())
""",
    "zipfile": """
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    archive.extractall(sys.argv[3], pwd=sys.argv[2].encode())
""",
}


@pytest.mark.parametrize(
    ("library", "form", "opens"),
    [("py7zr", "7z", True), ("pyzipper", "zip", True), ("zipfile", "zip", False)],
)
def test_python_opens_it_with_the_password_alone(
    library: str, form: str, opens: bool, tmp_path: Path
) -> None:
    """The libraries as they are, without Sceau. Python's own module knows no AES."""
    path = tmp_path / f"documents.{form}"
    path.write_bytes(seal_together(FILES, PASSWORD, form).content)  # type: ignore[arg-type]
    for given, may in ((PASSWORD[:-1], False), (PASSWORD, opens)):
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        line = [sys.executable, "-I", "-c", _PYTHON[library], path, given, out]
        done = subprocess.run(line, capture_output=True, timeout=60, check=False)
        assert (done.returncode == 0) is may
        found = {one.read_bytes() for one in out.iterdir()}
        assert (set(dict(FILES).values()) <= found) is may


@pytest.mark.parametrize("extract", EXTRACTORS.values(), ids=EXTRACTORS)
def test_every_file_of_an_envelope_comes_out(extract: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "enveloppe.pdf"
    path.write_bytes(seal_together(FILES, PASSWORD).content)
    assert extract(path, PASSWORD) == dict(FILES)
    assert extract(path, PASSWORD[:-1]) is None


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_reader_shows_a_letter_and_refuses_it_without(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "lettre.pdf"
    sealed = seal_letter(LETTER, PASSWORD, title="Résultats", pictures=[heic()])
    path.write_bytes(sealed.content)
    shown = read(path, PASSWORD)
    assert shown is not None
    assert "glycémie à jeun est de 1,05" in shown.replace("\xa0", " ")
    assert read(path, None) is None
    assert read(path, PASSWORD[:-1]) is None


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_reader_shows_the_page_of_instructions(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "comment ouvrir.pdf"
    path.write_bytes(instructions({"pdf", "envelope", "7z"}))
    shown = read(path, None)
    assert shown is not None
    assert "Comment ouvrir vos documents" in shown
    assert "How to open your documents" in shown
