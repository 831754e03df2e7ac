"""Office documents of any age as sealed PDFs, by the real LibreOffice, where the person asked."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from sceau.errors import SealRefused
from sceau.workers import libreoffice
from support.command import Desktop
from support.readers import READERS

pytestmark = pytest.mark.e2e

TEXT = "Bilan de Jeanne Exemple, été"
PASSWORD = "qzrk-7wvn-m4xp-h8dt"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One text as LibreOffice itself writes it, in the forms of several decades."""
    folder = tmp_path_factory.mktemp("documents")
    source = folder / "source.txt"
    source.write_text(TEXT)
    for form in ("odt", "doc", "docx", "rtf"):
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--convert-to", form, "--outdir", str(folder), str(source)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=True,
        )
    return folder


def test_each_becomes_a_sealed_pdf(documents: Path, tmp_path: Path) -> None:
    desktop = Desktop(tmp_path)
    files = [str(documents / f"source.{form}") for form in ("odt", "doc", "docx", "rtf")]
    for file in files:
        out = tmp_path / Path(file).suffix[1:]
        out.mkdir()
        line = ("seal", file, "--as", "pdf", "-o", str(out), "--password-stdin", "--json")
        ran = desktop.sceau(*line, typed=f"{PASSWORD}\n", seconds=150)
        assert ran.code == 0, ran.said
        (told,) = ran.json
        assert told["format"] == "pdf"
        assert "LibreOffice" in told["notes"][0]
        for read in READERS.values():
            shown = read(Path(told["sealed"]), PASSWORD)
            assert shown is not None
            assert TEXT in shown
            assert read(Path(told["sealed"]), PASSWORD[:-1]) is None
    assert not list(Path("/dev/shm").glob("sceau-*"))


def test_nothing_is_converted_unasked(documents: Path, tmp_path: Path) -> None:
    line = ("seal", str(documents / "source.odt"), "-o", str(tmp_path), "--json")
    ran = Desktop(tmp_path).sceau(*line)
    assert ran.json[0]["format"] == "envelope"


def with_link(odt: Path, made: Path, url: str) -> Path:
    """Give the document with a picture that stands elsewhere."""
    with zipfile.ZipFile(odt) as source, zipfile.ZipFile(made, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "content.xml":
                picture = (
                    '<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="paragraph">'
                    f'<draw:image xlink:href="{url}" xlink:type="simple"/></draw:frame></text:p>'
                )
                content = content.replace(b"</text:p>", picture.encode(), 1)
            out.writestr(name, content)
    return made


def test_nothing_is_fetched(documents: Path, tmp_path: Path) -> None:
    async def go() -> list[bytes]:
        asked: list[bytes] = []

        async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readline())
            writer.close()

        server = await asyncio.start_server(served, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        path = with_link(
            documents / "source.odt", tmp_path / "lien.odt", f"http://127.0.0.1:{port}/espion.png"
        )
        async with server:
            pdf = await libreoffice.to_pdf(path.read_bytes(), path.name)
        assert pdf.startswith(b"%PDF-")
        return asked

    assert asyncio.run(go()) == []


def offices_in(folder: str) -> list[str]:
    """Give the processes that name this folder on their command line."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                line = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if folder.encode() in line:
                found.append(place.name)
    return found


def test_one_that_takes_too_long_is_ended_with_all_it_started(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.setattr(libreoffice, "_place", lambda: str(place))
    content = (documents / "source.odt").read_bytes()
    with pytest.raises(SealRefused, match="convert-too-slow"):
        asyncio.run(libreoffice.to_pdf(content, "source.odt", seconds=0.3))
    until = time.monotonic() + 60
    while offices_in(str(place)):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert os.listdir(place) == []


def test_what_is_no_document_is_told() -> None:
    content = b"{\\rtf1 " + os.urandom(2000)
    assert libreoffice.needs_converting(content)
    assert not libreoffice.needs_converting(b"%PDF-1.7")
    assert not libreoffice.needs_converting(b"")
