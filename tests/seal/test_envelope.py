"""The envelope: any file comes out as it went in, and only with the password."""

from __future__ import annotations

import contextlib
import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.errors import PasswordRefused, SealRefused
from sceau.seal.envelope import open_envelope, seal_in_envelope
from sceau.seal.pdf import opens_with, seal_pdf
from support import pdfs

PASSWORD = "abcd-2345-wxyz-6789"

CONTENTS = {
    "one byte": b"x",
    "text": "Œdème, traité — 37,5 °C\n".encode() * 1000,
    "every byte": bytes(range(256)) * 40,
    "zeros that shrink a thousandfold": bytes(2**21),
    "a PDF": pdfs.report(),
    "what looks like the end of a stream": b"endstream\nendobj\n%%EOF\n" * 20,
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_the_file_comes_out_as_it_went_in(content: bytes) -> None:
    sealed = seal_in_envelope(content, "Compte rendu.dat", PASSWORD)
    assert (sealed.format, sealed.ending, sealed.pages) == ("envelope", ".pdf", 1)
    opened = open_envelope(sealed.content, PASSWORD)
    assert opened is not None
    assert (opened.content, opened.name) == (content, "Compte rendu.dat")
    assert not opens_with(sealed.content, "")
    with pytest.raises(PasswordRefused, match="wrong-password"):
        open_envelope(sealed.content, PASSWORD + "x")


@given(st.binary(min_size=1, max_size=4000), st.text(st.characters(exclude_categories=("Cs",))))
@settings(max_examples=15, deadline=None)
def test_whatever_the_content_and_its_name(content: bytes, name: str) -> None:
    sealed = seal_in_envelope(content, name, PASSWORD)
    opened = open_envelope(sealed.content, PASSWORD)
    assert opened is not None
    assert opened.content == content


def test_neither_content_nor_name_can_be_read_in_the_file() -> None:
    sealed = seal_in_envelope(b"Bilan de Jeanne Exemple", "Jeanne Exemple.txt", PASSWORD).content
    for clear in (b"Jeanne", "Jeanne".encode("utf-16-be"), b"Exemple"):
        assert clear not in sealed


def test_the_page_tells_how_in_both_languages_and_has_room_for_a_long_name() -> None:
    name = "Compte rendu d’hospitalisation du service de cardiologie " * 4 + ".docx"
    sealed = seal_in_envelope(b"x", name, PASSWORD).content
    with contextlib.closing(pypdfium2.PdfDocument(sealed, password=PASSWORD)) as document:
        page = document[0]
        text = page.get_textpage().get_text_bounded()
        boxes = [one.get_bounds() for one in page.get_objects()]
    assert "Votre document est joint" in text
    assert "Your document is attached" in text
    assert "cardiologie" in text
    assert all(left > 0 and right < 595 and low > 0 for left, low, right, _ in boxes)


@pytest.mark.parametrize("name", ["Examens.zip", "photo.EXE", "script.js"])
def test_what_acrobat_would_not_open_is_said(name: str) -> None:
    keys = [one.key for one in seal_in_envelope(b"x", name, PASSWORD).notes]
    assert keys == ["seal.note.envelope", "seal.note.envelope-blocked"]


def test_a_sealed_pdf_with_an_attachment_of_its_own_is_no_envelope() -> None:
    assert open_envelope(seal_pdf(pdfs.with_attachment(), PASSWORD).content, PASSWORD) is None


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(SealRefused, match="empty-file"):
        seal_in_envelope(b"", "vide.txt", PASSWORD)


def test_it_is_aes_256() -> None:
    sealed = seal_in_envelope(b"x", "x.txt", PASSWORD).content
    with contextlib.closing(pikepdf.open(io.BytesIO(sealed), password=PASSWORD)) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.file_method == pikepdf.models.EncryptionMethod.aesv3
