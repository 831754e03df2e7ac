"""7z archives: the contents come back, and without the password not even a name is told."""

from __future__ import annotations

import io
import secrets

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.errors import PasswordRefused, SealRefused
from sceau.seal.entries import in_memory, neutral_names, own_names, shrinks
from sceau.seal.sealing import seal, seal_together, unseal
from sceau.seal.seven_zip import seal_files_7z, unseal_7z, write_7z
from support.pictures import picture

PASSWORD = "abcd-2345-wxyz-6789"


@given(st.lists(st.binary(min_size=1, max_size=30_000), min_size=1, max_size=4))
@settings(max_examples=5, deadline=None)
def test_the_contents_come_back(contents: list[bytes]) -> None:
    files = [(f"été {place}.bin", content) for place, content in enumerate(contents)]
    sealed = seal_files_7z(files, PASSWORD)
    opened = unseal_7z(sealed.content, PASSWORD)
    assert [(one.name, one.content) for one in opened.files] == files
    with pytest.raises(PasswordRefused, match="wrong-password"):
        unseal_7z(sealed.content, PASSWORD + "x")


def test_without_the_password_there_is_nothing_to_see() -> None:
    sealed = seal(b"Bilan" * 900, "Jeanne Exemple.csv", PASSWORD, "7z")
    assert (sealed.format, sealed.ending) == ("7z", ".7z")
    for clear in (b"Jeanne", "Jeanne".encode("utf-16-le"), b"BilanBilan"):
        assert clear not in sealed.content
    with pytest.raises(py7zr.exceptions.PasswordRequired):
        py7zr.SevenZipFile(io.BytesIO(sealed.content)).getnames()
    assert unseal(sealed.content, PASSWORD).name == "Jeanne Exemple.csv"


def _open_archive() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(b"Bilan", "bilan.txt")
    return out.getvalue()


def test_an_archive_open_to_all_is_told() -> None:
    with pytest.raises(SealRefused, match="not-sealed"):
        unseal_7z(_open_archive(), PASSWORD)


def test_a_damaged_one_does_not_open() -> None:
    sealed = seal_files_7z([("a", b"Bilan" * 99)], PASSWORD).content
    for broken in (sealed[:60], sealed[:-20], sealed[:40] + b"x" + sealed[41:]):
        with pytest.raises((PasswordRefused, SealRefused)):
            unseal_7z(broken, PASSWORD)


def test_a_writer_that_is_stopped_raises() -> None:
    def stops(_size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_7z([in_memory("a", b"Bilan")], io.BytesIO(), PASSWORD, stops)


def test_what_shrinks_is_compressed_and_what_does_not_is_stored() -> None:
    photo = picture("JPEG") * 30
    assert shrinks(in_memory("a", b"Bilan" * 9000))
    assert len(seal_files_7z([("a", b"Bilan" * 9000)], PASSWORD).content) < 5000
    assert len(seal_files_7z([("photo.jpg", photo)], PASSWORD).content) < len(photo) + 1000


GRAIN = secrets.token_bytes(2**18)
SHRINKING = {
    "a text": (b"Bilan de Jeanne\n" * 50_000, True),
    "a photo's grain": (GRAIN * 4, False),
    "the same grain far apart": (GRAIN * 16, False),
    "a text behind a picture": (GRAIN + b"Bilan de Jeanne\n" * 50_000, True),
    "a picture behind a little text": (b"Bilan de Jeanne\n" * 99 + GRAIN * 4, False),
    "one byte": (b"x", False),
}


@pytest.mark.parametrize(("content", "does"), SHRINKING.values(), ids=SHRINKING)
def test_what_is_worth_compressing(content: bytes, does: bool) -> None:
    assert shrinks(in_memory("a", content)) is does


@pytest.mark.parametrize(
    ("names", "neutral", "own"),
    [
        (["Jeanne.pdf"], ["document.pdf"], ["Jeanne.pdf"]),
        (
            ["a/Bilan.pdf", "b/bilan.PDF", "c"],
            ["document-1.pdf", "document-2.PDF", "document-3"],
            ["Bilan.pdf", "bilan (2).PDF", "c"],
        ),
        (["..\\..\\x.txt", ""], ["document-1.txt", "document-2"], ["x.txt", "document"]),
    ],
    ids=["one", "two alike", "paths and nothing"],
)
def test_the_names_inside(names: list[str], neutral: list[str], own: list[str]) -> None:
    assert neutral_names(names) == neutral
    assert own_names(names) == own


FILES = [("Bilan.csv", b"date;poids\n"), ("Photo.jpg", picture("JPEG")), ("bilan.csv", b"autre")]


@pytest.mark.parametrize("asked", ["auto", "envelope", "zip", "7z"])
def test_several_files_come_back_from_every_form(asked: str) -> None:
    password = "qzrk-7wvn-m4xp-h8dt-b3gs"
    sealed = seal_together(FILES, password, asked)  # type: ignore[arg-type]
    assert sealed.format == ("envelope" if asked == "auto" else asked)
    opened = unseal(sealed.content, password)
    assert [one.content for one in opened.files] == [content for _, content in FILES]
    if asked != "zip":
        assert [one.name for one in opened.files] == ["Bilan.csv", "Photo.jpg", "bilan (2).csv"]


def test_pictures_together_are_pages() -> None:
    sealed = seal_together([("a.jpg", picture("JPEG")), ("b.png", picture("PNG"))], PASSWORD)
    assert (sealed.format, sealed.pages) == ("pdf", 2)
    animation = picture("GIF", save_all=True, append_images=[])
    sealed = seal_together([("a.jpg", picture("JPEG")), ("b.gif", animation)], PASSWORD)
    assert sealed.pages == 2


def test_a_form_for_one_document_takes_no_several() -> None:
    for asked in ("office", "pdf"):
        with pytest.raises(SealRefused, match="not-together"):
            seal_together(FILES, PASSWORD, asked)  # type: ignore[arg-type]
    with pytest.raises(SealRefused, match="empty-file"):
        seal_together([*FILES, ("vide", b"")], PASSWORD)
