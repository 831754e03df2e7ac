"""Trying passwords on files: the one that opens is given, and nothing else is."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zipfile

import pikepdf
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.pdf_password import _check_strings, pdf_opener
from sceau.review.reading.readers import read_file
from sceau.review.reading.trying import opening
from sceau.seal.pdf import seal_pdf
from support import pdfs


def aes_zip(password: str, *, strength: int = 3, content: bytes = b"bilan") -> bytes:
    """An archive with one entry as WinZip encrypts it (AE-2)."""
    salt = bytes(range(4 + 4 * strength))
    size = 8 + 8 * strength
    made = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * size + 2)
    blocks = b"".join(number.to_bytes(16, "little") for number in range(1, len(content) // 16 + 2))
    pad = Cipher(algorithms.AES(made[:size]), modes.ECB()).encryptor().update(blocks)
    encrypted = bytes(one ^ other for one, other in zip(content, pad, strict=False))
    code = hmac.new(made[size:-2], encrypted, hashlib.sha1).digest()[:10]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("bilan.txt")
        entry.extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", strength, 0)
        archive.writestr(entry, salt + made[-2:] + encrypted + code)
    flagged = bytearray(out.getvalue())
    for magic, flags, method in ((b"PK\3\4", 6, 8), (b"PK\1\2", 8, 10)):
        at = flagged.find(magic)
        flagged[at + flags] |= 1
        flagged[at + method : at + method + 2] = (99).to_bytes(2, "little")
    return bytes(flagged)


@pytest.mark.parametrize("revision", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("password", ["ouvre", "maison"], ids=["the user's", "the owner's"])
def test_a_pdf_of_every_revision(revision: int, password: str) -> None:
    content = pdfs.encrypted(revision)
    assert opening(content, ["bonjour", password, "autre"]) == password
    assert opening(content, ["bonjour", "Ouvre", "ouvre ", ""]) == ""


@pytest.mark.parametrize("password", ["7kf3-9xpa", "a(b)c\\d", "é😀", "x" * 127])
def test_a_sealed_pdf_with_signs_of_all_kinds(password: str) -> None:
    content = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.report())) as pdf:
        pdf.save(content, encryption=pikepdf.Encryption(owner="o", user=password, R=6))
    assert opening(content.getvalue(), ["x", password]) == password


def test_the_check_strings_of_what_sceau_seals_are_found_and_are_the_readers() -> None:
    for number in range(20):  # their bytes are random: brackets and backslashes among them
        content = seal_pdf(pdfs.report(1), f"7kf3-9xpa-mnq8-{number:04d}").content
        user, owner = _check_strings(content)
        assert len(user) == len(owner) == 48
        with pikepdf.open(io.BytesIO(content), password=f"7kf3-9xpa-mnq8-{number:04d}") as pdf:
            encrypt = pdf.trailer["/Encrypt"]
            assert (user, owner) == (bytes(encrypt["/U"])[:48], bytes(encrypt["/O"])[:48])


def test_a_pdf_with_two_encryption_dictionaries_is_opened_each_time() -> None:
    content = pdfs.encrypted(6) + b"\n% /Encrypt 99 0 R\n"
    assert _check_strings(content) == (b"", b"")
    assert opening(content, ["x", "ouvre"]) == "ouvre"


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_an_archive(strength: int) -> None:
    content = aes_zip("7kf3-9xpa", strength=strength)
    assert read_file(content, "a.zip", "application/zip").opening is Opening.PASSWORD
    assert opening(content, ["x", "7kf3-9xpa"]) == "7kf3-9xpa"
    assert opening(content, ["x", "7kf3-9xpb"]) == ""


def test_two_matching_bytes_are_no_proof() -> None:
    content = aes_zip("7kf3-9xpa")
    check = content[content.index(bytes(range(16))) + 16 :][:2]
    made = (f"{number:06d}" for number in range(200_000))
    salt = bytes(range(16))
    chance = next(
        one
        for one in made
        if hashlib.pbkdf2_hmac("sha1", one.encode(), salt, 1000, 66)[-2:-1] == check[:1]
    )
    assert opening(content, [chance]) == ""


def test_time_is_bounded() -> None:
    content = seal_pdf(pdfs.report(), "7kf3-9xpa-mnq8-aaaa").content
    assert opening(content, ["x", "7kf3-9xpa-mnq8-aaaa"], seconds=0) == ""


@pytest.mark.parametrize("content", [b"", b"PK\5\6" + bytes(18), b"texte", b"%PDF-1.7", b"PK\3\4"])
def test_what_is_no_protected_file_is_opened_by_nothing(content: bytes) -> None:
    assert opening(content, ["x"]) == ""


@given(st.integers(min_value=0), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_never_a_fault(at: int, noise: bytes) -> None:
    content = bytearray(_ENCRYPTED)
    place = at % len(content)
    content[place : place + len(noise)] = noise
    opens = pdf_opener(bytes(content))  # where its protection is lost it opens with anything
    assert opens("faux") is opens("autre")


def test_what_opened_a_file_is_never_shown() -> None:
    assert "7kf3" not in repr(FileReading(kind="pdf", opened_by="7kf3"))


_ENCRYPTED = pdfs.encrypted(6)
