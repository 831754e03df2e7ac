"""Whatever is given to ``sceau seal``: what becomes of it, exactly, and nothing else is left."""

from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import py7zr
import pytest
import pyzipper

from sceau.demo.report import report
from sceau.seal.office import seal_office
from sceau.seal.pdf import seal_pdf
from support import pdfs
from support.command import Desktop
from support.office_files import office
from support.pictures import picture

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"


def bomb_png() -> bytes:
    """Give a picture of 30,000 by 30,000 pixels in a few hundred KB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(30_000 * (30_000 // 8 + 1)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_zip() -> bytes:
    out = io.BytesIO()
    with pyzipper.ZipFile(out, "w", pyzipper.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.bin", bytes(10 * 2**20))
    return out.getvalue()


def locked_zip() -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w") as archive:
        archive.setpassword(b"autre mot de passe")
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        archive.writestr("a.txt", b"Bilan")
    return out.getvalue()


def locked_7z(*, header: bool) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="autre", header_encryption=header) as archive:
        archive.writestr(b"Bilan", "a.txt")
    return out.getvalue()


SEALED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PDF cut short": ("a.pdf", pdfs.truncated, "envelope"),
    "a PDF called a picture": ("a.jpg", report, "pdf"),
    "a picture called a PDF": ("a.pdf", lambda: picture("PNG"), "pdf"),
    "a text called a Word file": ("a.docx", lambda: b"Observations", "envelope"),
    "a Word file cut short": ("a.docx", lambda: office("docx")[:300], "envelope"),
    "a picture cut short": ("a.jpg", lambda: picture("JPEG")[:700], "envelope"),
    "a signed PDF": ("a.pdf", pdfs.signed, "envelope"),
    "an XFA form": ("a.pdf", pdfs.with_xfa, "pdf"),
    "a PDF of 10,000 pages": ("a.pdf", lambda: pdfs.report(10_000), "pdf"),
    "a PDF whose stream inflates": ("a.pdf", lambda: pdfs.inflating(100), "pdf"),
    "a picture of a billion pixels": ("a.png", bomb_png, "envelope"),
    "a ZIP that inflates": ("a.zip", bomb_zip, "envelope"),
    "an archive cut short": ("a.7z", lambda: locked_7z(header=False)[:40], "envelope"),
    "an owner password alone": ("a.pdf", pdfs.owner_only, "pdf"),
    "a kind nobody knows": ("a.xyz", lambda: bytes(range(256)) * 3, "envelope"),
    "one byte": ("a", lambda: b"x", "envelope"),
    "a reserved name": ("CON.txt", lambda: b"x", "envelope"),
    "a name of 255 bytes": ("é" * 125 + ".txt", lambda: b"x", "envelope"),
    "a name that is an option": ("-rf.txt", lambda: b"x", "envelope"),
}


@pytest.mark.parametrize(("name", "make", "format"), SEALED.values(), ids=SEALED)
def test_sealed_all_the_same(
    tmp_path: Path, name: str, make: Callable[[], bytes], format: str
) -> None:
    desktop = Desktop(tmp_path)
    folder = tmp_path / "dossier"
    folder.mkdir()
    source = folder / name
    source.write_bytes(make())
    line = ("seal", "--password-stdin", "--json", "--", str(source))
    ran = desktop.sceau(*line, typed=f"{PASSWORD}\n", seconds=150)
    assert ran.code == 0, ran.said
    (told,) = ran.json
    assert told["format"] == format
    made = Path(told["sealed"])
    assert sorted(folder.iterdir()) == sorted([source, made])
    assert desktop.sceau("unseal", "--json", str(made), typed=f"{PASSWORD}\n").code == 0


REFUSED: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "nothing in it": (lambda path: path.write_bytes(b""), "empty-file", 65),
    "2 GB": (lambda path: path.open("wb").truncate(2**31), "too-large", 65),
    "sealed by us": (
        lambda path: path.write_bytes(seal_pdf(report(), PASSWORD).content),
        "already-protected",
        65,
    ),
    "a PDF sealed by others": (
        lambda path: path.write_bytes(pdfs.encrypted(4)),
        "already-protected",
        65,
    ),
    "an Office file with a password": (
        lambda path: path.write_bytes(seal_office(office("docx"), "a.docx", PASSWORD).content),
        "already-protected",
        65,
    ),
    "a ZIP with a password": (
        lambda path: path.write_bytes(locked_zip()),
        "already-protected",
        65,
    ),
    "a 7z with a password": (
        lambda path: path.write_bytes(locked_7z(header=False)),
        "already-protected",
        65,
    ),
    "a 7z with hidden names": (
        lambda path: path.write_bytes(locked_7z(header=True)),
        "already-protected",
        65,
    ),
    "a folder": (Path.mkdir, "is-a-folder", 65),
    "a pipe": (os.mkfifo, "not-a-file", 65),
    "a socket": (
        lambda path: socket.socket(socket.AF_UNIX).bind(os.path.relpath(path)),
        "not-a-file",
        65,
    ),
    "a link to nothing": (lambda path: path.symlink_to("nulle-part"), "no-such-file", 66),
    "a link to itself": (lambda path: path.symlink_to(path), "no-such-file", 66),
}


@pytest.mark.parametrize(("make", "reason", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_and_nothing_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], object],
    reason: str,
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "dossier"
    folder.mkdir()
    make(folder / "a")
    ran = Desktop(tmp_path).sceau("seal", "--json", str(folder / "a"))
    assert (ran.code, ran.json[0]["error"]) == (code, reason)
    assert ran.json[0]["sentence"]
    assert [one.name for one in folder.iterdir()] == ["a"]


@pytest.mark.parametrize("asked", ["zip", "7z"])
def test_a_disk_that_fills_half_way_leaves_nothing(tmp_path: Path, asked: str) -> None:
    """A limit on how large a file may grow stands for the disk: the system refuses the same way."""
    source = tmp_path / "grand.bin"
    source.write_bytes(os.urandom(3 * 2**20))
    ran = subprocess.run(
        [
            *("sh", "-c", 'ulimit -f 2048; trap "" XFSZ; exec "$@"', "-"),
            *(sys.executable, "-m", "sceau.cli", "seal", "--as", asked, "--json", str(source)),
        ],
        env=Desktop(tmp_path).environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 73, ran.stdout + ran.stderr
    assert "disk-full" in ran.stdout
    assert {one.name for one in tmp_path.iterdir()} - {"home", "tmp"} == {"grand.bin"}


def test_a_link_to_a_file_is_the_file(tmp_path: Path) -> None:
    (tmp_path / "Bilan.pdf").write_bytes(report())
    (tmp_path / "lien.pdf").symlink_to("Bilan.pdf")
    ran = Desktop(tmp_path).sceau("seal", "--json", str(tmp_path / "lien.pdf"))
    assert ran.code == 0
    assert Path(ran.json[0]["sealed"]).name == "lien (chiffré).pdf"
