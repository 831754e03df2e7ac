"""ZIP archives with AES-256: the content comes back, the name does not show."""

from __future__ import annotations

import io
import zipfile

import pytest
import pyzipper
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.errors import PasswordRefused, SealRefused
from sceau.seal import passwords
from sceau.seal.passwords import ZIP_BITS, strength
from sceau.seal.zip import seal_zip, unseal_zip

PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"


@given(st.binary(min_size=1, max_size=100_000))
@settings(max_examples=25, deadline=None)
def test_the_content_comes_back(content: bytes) -> None:
    sealed = seal_zip(content, "Bilan de Jeanne Exemple.csv", PASSWORD)
    assert (sealed.format, sealed.ending, sealed.media_type) == ("zip", ".zip", "application/zip")
    assert unseal_zip(sealed.content, PASSWORD).content == content
    with pytest.raises(PasswordRefused, match="wrong-password"):
        unseal_zip(sealed.content, PASSWORD + "x")


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("Bilan de Jeanne Exemple.csv", "document.csv"),
        ("Jeanne", "document"),
        ("note.Jeanne Exemple", "document"),
        ("../../etc/passwd.txt", "document.txt"),
        ("", "document"),
    ],
    ids=["a file", "no ending", "an ending with a name in it", "a path", "no name"],
)
def test_the_name_inside_names_nobody(name: str, inner: str) -> None:
    sealed = seal_zip(b"Bilan", name, PASSWORD).content
    assert zipfile.ZipFile(io.BytesIO(sealed)).namelist() == [inner]
    assert b"Jeanne" not in sealed


def test_no_checksum_of_the_content_can_be_read() -> None:
    sealed = seal_zip(b"Bilan de Jeanne Exemple" * 9, "a.txt", PASSWORD).content
    (entry,) = zipfile.ZipFile(io.BytesIO(sealed)).infolist()
    assert entry.CRC == 0
    assert entry.compress_type == 99


def test_a_password_that_would_do_for_a_pdf_is_too_weak() -> None:
    with pytest.raises(PasswordRefused, match="password-too-weak") as refusal:
        seal_zip(b"x", "x", "abcd-2345-wxyz-6789")
    assert refusal.value.sentence.values["bits"] == ZIP_BITS


@pytest.mark.parametrize("kind", ["characters", "words"])
def test_a_password_made_for_it_is_strong_enough(kind: str) -> None:
    for _ in range(60):
        made = passwords.generate(kind, ZIP_BITS)  # type: ignore[arg-type]
        assert strength(made) >= ZIP_BITS
    assert unseal_zip(seal_zip(b"x", "x", made).content, made).content == b"x"


def _archive(files: dict[str, bytes], *, encrypted: bool = True) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w") as archive:
        if encrypted:
            archive.setpassword(PASSWORD.encode())
            archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_archive({"a": b"1"}, encrypted=False), "not-sealed"),
        (_archive({"a": b"1" * 999})[:300], "damaged-archive"),
        (b"PK\x03\x04" + bytes(90), "damaged-archive"),
    ],
    ids=["an open archive", "one cut short", "zeros under its name"],
)
def test_what_cannot_be_opened_is_told(content: bytes, reason: str) -> None:
    with pytest.raises(SealRefused, match=reason):
        unseal_zip(content, PASSWORD)


def test_a_changed_byte_is_found() -> None:
    sealed = bytearray(seal_zip(bytes(range(256)) * 9, "a.bin", PASSWORD).content)
    sealed[len(sealed) // 3] ^= 1
    with pytest.raises(SealRefused, match="damaged-archive"):
        unseal_zip(bytes(sealed), PASSWORD)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(SealRefused, match="empty-file"):
        seal_zip(b"", "x", PASSWORD)
