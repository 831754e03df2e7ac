"""Office documents: encrypted as Office does, the package inside as it was."""

from __future__ import annotations

import io
import zipfile

import msoffcrypto
import pytest

from sceau.errors import PasswordRefused, SealRefused
from sceau.review.reading.model import Opening
from sceau.review.reading.ole import read_ole
from sceau.seal.office import seal_office, unseal_office
from support import pdfs
from support.office_files import office

PASSWORD = "abcd-2345-wxyz-6789"
LONG = "".join(f"{number * 7919 % 99991} " for number in range(30_000))


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
@pytest.mark.parametrize("text", ["court", LONG], ids=["a short one", "a long one"])
def test_the_package_comes_back(kind: str, text: str) -> None:
    source = office(kind, text)
    sealed = seal_office(source, f"Bilan.{kind}", PASSWORD)
    assert (sealed.format, sealed.ending) == ("office", f".{kind}")
    assert read_ole(sealed.content).opening is Opening.PASSWORD
    opened = unseal_office(sealed.content, PASSWORD).content
    if len(source) >= 4200:
        assert opened == source
    assert parts(opened) == parts(source)


@pytest.mark.parametrize("length", [4080, 4087, 4088, 4095, 4096, 4199, 4200, 4201])
def test_packages_about_4096_bytes_long_survive(length: int) -> None:
    """The library loses those that are shorter."""
    short = office("docx")
    source = office("docx", comment=bytes(length - len(short)))
    assert len(source) == length
    sealed = seal_office(source, "a.docx", PASSWORD)
    opened = unseal_office(sealed.content, PASSWORD).content
    assert (opened == source) == (length >= 4200)
    assert len(opened) >= 4200
    assert parts(opened) == parts(source)


@pytest.mark.parametrize("wrong", ["", PASSWORD[:-1], PASSWORD.upper()])
def test_it_does_not_open_with_another_password(wrong: str) -> None:
    sealed = seal_office(office("docx"), "a.docx", PASSWORD)
    with pytest.raises(PasswordRefused, match="wrong-password"):
        unseal_office(sealed.content, wrong)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("suivi.docm", ".docm"),
        ("SUIVI.DOCX", ".docx"),
        ("suivi.pdf", ".docx"),
        ("suivi", ".docx"),
    ],
    ids=["with macros", "in capitals", "wrongly named", "without an ending"],
)
def test_the_ending_is_one_office_opens(name: str, ending: str) -> None:
    sealed = seal_office(office("docx"), name, PASSWORD)
    assert sealed.ending == ending
    assert "word" in sealed.media_type


def test_it_is_aes_256_with_sha_512() -> None:
    sealed = seal_office(office("docx"), "a.docx", PASSWORD).content
    told = msoffcrypto.OfficeFile(io.BytesIO(sealed)).info
    assert (told["keyDataHashAlgorithm"], told["passwordHashAlgorithm"]) == ("SHA512", "SHA512")
    assert told["spinValue"] == 100_000
    assert b'keyBits="256"' in sealed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Bilan", "not-office"),
        (pdfs.report(), "not-office"),
        (seal_office(office("docx"), "a.docx", PASSWORD).content, "already-protected"),
        (office("docx")[:-30], "not-office"),
        (office("docx") + b"trailing", "damaged-office"),
    ],
    ids=["a text", "a PDF", "one that is sealed", "one cut short", "one with bytes after its end"],
)
def test_what_is_no_open_document_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(SealRefused, match=reason):
        seal_office(content, "a.docx", PASSWORD)


def test_a_changed_byte_is_found() -> None:
    sealed = bytearray(seal_office(office("docx", LONG), "a.docx", PASSWORD).content)
    sealed[-20_000] ^= 1
    with pytest.raises(SealRefused, match="damaged-office"):
        unseal_office(bytes(sealed), PASSWORD)


def test_a_damaged_container_is_told() -> None:
    sealed = seal_office(office("docx", LONG), "a.docx", PASSWORD).content
    with pytest.raises((SealRefused, PasswordRefused)):
        unseal_office(sealed[: len(sealed) // 2], PASSWORD)
