"""Sealing a PDF: what comes out opens with the password alone, and is the document."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import ObjectStreamMode

from sceau.errors import PasswordRefused, SealRefused
from sceau.phrases import say
from sceau.seal import pdf as sealing
from sceau.seal.pdf import opens_with, seal_pdf, unseal_pdf
from sceau.seal.pdf_rendering import prove_readable
from support import pdfs

PASSWORD = "abcd-2345-wxyz-6789"

SEALABLE: dict[str, Callable[[], bytes]] = {
    "a plain report": pdfs.report,
    "a filled form": pdfs.with_form,
    "an XFA form": pdfs.with_xfa,
    "a file attached": pdfs.with_attachment,
    "tags": pdfs.with_tags,
    "metadata that name the patient": pdfs.with_metadata,
    "metadata that are no XML": pdfs.with_broken_metadata,
    "PDF/A": lambda: pdfs.with_metadata(archival=True),
    "object streams": pdfs.with_object_streams,
    "object streams and an old filter": pdfs.old_filters,
    "a blank back": lambda: pdfs.empty_page(ObjectStreamMode.disable),
    "a blank back, and object streams": lambda: pdfs.empty_page(ObjectStreamMode.generate),
    "linearized": pdfs.linearized,
    "scanned pages": lambda: pdfs.with_images(2, 40_000),
    "many small objects": lambda: pdfs.dense_text(5, 20),
    "1,000 pages": lambda: pdfs.report(1_000),
    "an owner password alone, RC4": lambda: pdfs.owner_only(3),
    "an owner password alone, AES-256": lambda: pdfs.owner_only(6),
    "a signature field nobody signed": pdfs.to_be_signed,
    "a wrong cross-reference table": pdfs.wrong_offsets,
    "a mail gateway's line before the header": lambda: b"X-Scanned: yes\r\n" + pdfs.report(),
    "version 1.3": lambda: pdfs.report().replace(b"%PDF-1.7", b"%PDF-1.3"),
}

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "empty-file"),
    "a photograph": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 2000, "not-a-pdf"),
    "plain text": (lambda: b"Bonjour, voici le bilan.", "not-a-pdf"),
    **{
        f"a user password, revision {revision}": (
            lambda revision=revision: pdfs.encrypted(revision),
            "already-protected",
        )
        for revision in (2, 3, 4, 5, 6)
    },
    "a certificate's holder alone": (pdfs.certificate_encrypted, "other-protection"),
    "a signature": (pdfs.signed, "signed-pdf"),
    "usage rights": (pdfs.certified, "signed-pdf"),
    "a file that says it may only be appended to": (pdfs.append_only, "signed-pdf"),
    "half of the bytes": (lambda: pdfs.truncated(0.5), "damaged-pdf"),
    "a tenth of the bytes": (lambda: pdfs.truncated(0.1), "damaged-pdf"),
    "all but the last bytes": (lambda: pdfs.truncated(0.97), "damaged-pdf"),
    "contents that are not in the file": (pdfs.missing_contents, "damaged-pdf"),
    "pages with nothing left on them": (pdfs.blank_pages, "damaged-pdf"),
    "no page": (pdfs.no_pages, "damaged-pdf"),
    "a page tree that contains itself": (pdfs.page_tree_loop, "damaged-pdf"),
    "a header and nothing else": (lambda: b"%PDF-1.7\n", "damaged-pdf"),
    "a header and noise": (lambda: b"%PDF-1.7\n" + secrets.token_bytes(5000), "damaged-pdf"),
}


@pytest.mark.parametrize("make", SEALABLE.values(), ids=SEALABLE)
def test_sealed_opens_with_the_password_alone(make: Callable[[], bytes]) -> None:
    source = make()
    sealed = seal_pdf(source, PASSWORD)
    assert opens_with(sealed.content, PASSWORD)
    assert not opens_with(sealed.content, "")
    assert not opens_with(sealed.content, PASSWORD.upper())
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(sealed.content)
    with (
        pypdfium2.PdfDocument(source) as before,
        pypdfium2.PdfDocument(sealed.content, password=PASSWORD) as after,
    ):
        assert len(before) == len(after) == sealed.pages
        for index in (0, len(before) - 1):
            assert _text(before, index) == _text(after, index)
    assert (sealed.format, sealed.algorithm, sealed.verified) == (
        "pdf",
        "AES-256 (PDF 2.0, R6)",
        True,
    )


def _text(document: pypdfium2.PdfDocument, index: int) -> str:
    return document[index].get_textpage().get_text_bounded()


@pytest.mark.parametrize(("make", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_sealed_is_refused_with_its_reason(
    make: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(SealRefused) as refusal:
        seal_pdf(make(), PASSWORD)
    assert refusal.value.reason == reason
    for language in ("fr", "en"):
        assert say(refusal.value.sentence, language) != refusal.value.sentence.key


def test_a_file_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST_FILE", 100)
    with pytest.raises(SealRefused) as refusal:
        seal_pdf(pdfs.report(), PASSWORD)
    assert refusal.value.reason == "too-large"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "password-empty"),
        ("x" * 128, "password-too-long"),
        ("élan-cœur-été", "password-not-ascii"),
        ("line\nbreak", "password-not-ascii"),
    ],
    ids=["none", "128 bytes", "accents", "a line break"],
)
def test_a_password_readers_would_not_take_is_refused(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused) as refusal:
        seal_pdf(pdfs.report(), password)
    assert refusal.value.reason == reason


def test_the_longest_password_opens() -> None:
    password = "a2-" * 42 + "z"
    assert len(password) == 127
    sealed = seal_pdf(pdfs.report(), password)
    assert len(pypdfium2.PdfDocument(sealed.content, password=password)) == 3


def test_nothing_readable_is_left_in_the_bytes() -> None:
    sealed = seal_pdf(pdfs.with_metadata(), PASSWORD).content
    for clear in (b"Jeanne", b"xmpmeta", b"Helvetica ("):
        assert clear not in sealed
    assert PASSWORD.encode() not in sealed


def test_the_restrictions_of_an_owner_password_are_kept() -> None:
    sealed = seal_pdf(pdfs.owner_only(), PASSWORD).content
    with pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as pdf:
        assert not pdf.allow.print_highres
        assert pdf.allow.extract
    assert not opens_with(sealed, "maison")


def test_pdf_a_is_sealed_and_noted() -> None:
    notes = seal_pdf(pdfs.with_metadata(archival=True), PASSWORD).notes
    assert [note.key for note in notes] == ["seal.note.pdf-a"]
    assert seal_pdf(pdfs.with_metadata(), PASSWORD).notes == ()


def test_metadata_come_out_as_they_went_in() -> None:
    for source in (pdfs.with_metadata(), pdfs.with_broken_metadata()):
        sealed = seal_pdf(source, PASSWORD).content
        with (
            pikepdf.open(io.BytesIO(source)) as before,
            pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as after,
        ):
            assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()


def test_two_seals_of_a_file_differ() -> None:
    source = pdfs.report()
    assert seal_pdf(source, PASSWORD).content != seal_pdf(source, PASSWORD).content


def test_a_file_that_inflates_is_sealed_without_inflating_it() -> None:
    source = pdfs.inflating(64)
    assert len(source) < 2**20
    sealed = seal_pdf(source, PASSWORD, compress=False)
    assert len(sealed.content) < 2 * len(source)


Sabotage = Callable[[bytes], bytes]


def _other_report(_sealed: bytes) -> bytes:
    return seal_pdf(pdfs.report(3).replace(b"Jeanne", b"Jehane"), PASSWORD).content


def _fewer_pages(_sealed: bytes) -> bytes:
    return seal_pdf(pdfs.report(2), PASSWORD).content


def _open(_sealed: bytes) -> bytes:
    return pdfs.report(3)


def _another_password(_sealed: bytes) -> bytes:
    return seal_pdf(pdfs.report(3), "wxyz-6789-abcd-2345").content


def _flipped_in_the_middle(sealed: bytes) -> bytes:
    at = sealed.index(b"stream") + 30
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def _cut_short(sealed: bytes) -> bytes:
    return sealed[: len(sealed) * 2 // 3]


def _weak_cipher(_sealed: bytes) -> bytes:
    return pdfs.encrypted(4, user=PASSWORD)


@pytest.mark.parametrize(
    "sabotage",
    [
        _other_report,
        _fewer_pages,
        _open,
        _another_password,
        _flipped_in_the_middle,
        _cut_short,
        _weak_cipher,
    ],
)
def test_a_wrong_result_never_counts_as_sealed(
    sabotage: Sabotage, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = sabotage(seal_pdf(pdfs.report(3), PASSWORD).content)
    monkeypatch.setattr(sealing, "_encrypt", lambda *_args, **_named: spoilt)
    with pytest.raises(SealRefused) as refusal:
        seal_pdf(pdfs.report(3), PASSWORD)
    assert refusal.value.reason in {"not-verified", "damaged-pdf"}


@pytest.mark.parametrize(
    ("sealed", "source"),
    [
        (lambda: pdfs.report(3), pdfs.report),
        (lambda: seal_pdf(pdfs.report(2), PASSWORD).content, pdfs.report),
        (lambda: seal_pdf(pdfs.report(3), "wxyz-6789-abcd-2345").content, pdfs.report),
        (
            lambda: seal_pdf(pdfs.report(3).replace(b"Jeanne", b"Jehane"), PASSWORD).content,
            pdfs.report,
        ),
    ],
    ids=["opens without", "a page less", "another password", "a page looks different"],
)
def test_the_second_reader_objects(
    sealed: Callable[[], bytes], source: Callable[[], bytes]
) -> None:
    with pytest.raises(SealRefused) as refusal:
        prove_readable(source(), sealed(), PASSWORD, every_page=True)
    assert refusal.value.reason == "not-verified"


def test_unseal_gives_an_open_copy() -> None:
    source = pdfs.report()
    opened = unseal_pdf(seal_pdf(source, PASSWORD).content, PASSWORD)
    assert opens_with(opened, "")
    with pypdfium2.PdfDocument(opened) as document:
        assert pdfs.CLEAR_TEXT in _text(document, 0)


@pytest.mark.parametrize(
    ("make", "password", "kind", "reason"),
    [
        (lambda: pdfs.encrypted(6), "autre", PasswordRefused, "wrong-password"),
        (lambda: pdfs.encrypted(6), "", PasswordRefused, "wrong-password"),
        (lambda: pdfs.encrypted(4), "é" * 200, PasswordRefused, "wrong-password"),
        (pdfs.report, "ouvre", SealRefused, "not-sealed"),
        (pdfs.owner_only, "maison", SealRefused, "not-sealed"),
        (pdfs.certificate_encrypted, "ouvre", SealRefused, "other-protection"),
        (lambda: b"", "ouvre", SealRefused, "empty-file"),
        (lambda: b"PK\3\4", "ouvre", SealRefused, "not-a-pdf"),
        (lambda: b"%PDF-1.7 cut", "ouvre", SealRefused, "damaged-pdf"),
    ],
    ids=[
        "another password",
        "no password",
        "a password no PDF has",
        "a file that is open",
        "an owner password alone",
        "a certificate",
        "an empty file",
        "an archive",
        "a damaged file",
    ],
)
def test_unseal_says_why_it_does_not_open(
    make: Callable[[], bytes], password: str, kind: type[SealRefused], reason: str
) -> None:
    with pytest.raises(kind) as refusal:
        unseal_pdf(make(), password)
    assert refusal.value.reason == reason


def test_the_owner_password_opens_too() -> None:
    assert opens_with(unseal_pdf(pdfs.encrypted(6), "maison"), "")


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_report_with_bytes_changed_is_sealed_whole_or_refused(data: st.DataObject) -> None:
    content = bytearray(pdfs.report())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(9, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        sealed = seal_pdf(bytes(content), PASSWORD)
    except SealRefused as refusal:
        assert refusal.reason in {reason for _, reason in REFUSED.values()} | {"not-verified"}
    else:
        assert opens_with(sealed.content, PASSWORD)
        assert not opens_with(sealed.content, "")


def test_a_sealed_file_is_not_shown_by_its_repr() -> None:
    sealed = seal_pdf(pdfs.report(), PASSWORD)
    assert repr(sealed) == f"Sealed(pdf, 3 pages, {len(sealed.content)} bytes)"
