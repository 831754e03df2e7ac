"""Large streams encrypted apart: the same document, and no result rather than a doubtful one."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest

from sceau.seal import pdf_large_streams
from sceau.seal.pdf import opens_with, seal_pdf
from support import pdfs

PASSWORD = "abcd-2345-wxyz-6789"
NOISE = random.Random(3).randbytes(1_500_000)


def _with_stream(keys: bytes, data: bytes = NOISE) -> bytes:
    return pdfs.report(2, catalogue=b"/Piece 8 0 R", more=[pdfs.stream(data, keys)])


SOURCES: dict[str, tuple[Callable[[], bytes], bool]] = {
    "scanned pages": (lambda: pdfs.with_images(8, 300_000), True),
    "a stream without a filter": (lambda: _with_stream(b""), True),
    "a filter with its settings": (
        lambda: _with_stream(
            b"/Filter/FlateDecode/DecodeParms<</Predictor 1>>", zlib.compress(NOISE)
        ),
        True,
    ),
    "a length in an object of its own": (
        lambda: (
            pdfs.report(2, catalogue=b"/Piece 8 0 R", more=[
                pdfs.stream(NOISE).replace(b"/Length 1500000", b"/Length 9 0 R"), b"1500000",
            ])
        ),
        True,
    ),
    "a stream that ends with a line end": (lambda: _with_stream(b"", NOISE + b"\n"), True),
    "a stream of whole blocks": (lambda: _with_stream(b"", NOISE[: 1_400_000 // 16 * 16]), True),
    "a string that looks like a stream": (
        lambda: _with_stream(b"/Trap(/Length 48 >>\nstream\n endstream\nendobj)"),
        True,
    ),
    "several filters": (
        lambda: _with_stream(
            b"/Filter[/ASCIIHexDecode/FlateDecode]",
            zlib.compress(NOISE[:900_000]).hex().encode() + b">",
        ),
        False,
    ),
    "an owner password alone": (
        lambda: _owner_only(pdfs.with_images(8, 300_000)),
        True,
    ),
    "many small objects": (lambda: pdfs.dense_text(60, 150), False),
    "a small file": (pdfs.report, False),
}  # fmt: skip


def _owner_only(source: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(source)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="maison", user="", R=6))
    return out.getvalue()


@pytest.mark.parametrize(("make", "apart"), SOURCES.values(), ids=SOURCES)
def test_the_document_is_the_same_whichever_way(
    make: Callable[[], bytes], apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make()
    results = []
    encrypt = pdf_large_streams.encrypt

    def watched(*arguments: object) -> bytes | None:
        results.append(encrypt(*arguments))  # type: ignore[arg-type]
        return results[-1]

    monkeypatch.setattr(pdf_large_streams, "encrypt", watched)
    sealed = seal_pdf(source, PASSWORD).content
    assert [result is not None for result in results] == [apart]
    assert not opens_with(sealed, "")
    assert NOISE[5000:5100] not in sealed
    with (
        pikepdf.open(io.BytesIO(source)) as before,
        pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as after,
    ):
        assert _large(after) == _large(before)
        assert after.get_warnings() == []
        if apart:
            assert _large(before)
    with pypdfium2.PdfDocument(sealed, password=PASSWORD) as document:
        assert document[0].get_textpage().count_chars() >= 0


def _large(pdf: pikepdf.Pdf) -> list[bytes]:
    streams = (one for one in pdf.objects if isinstance(one, pikepdf.Stream))
    raws = (one.read_raw_bytes() for one in streams)
    return sorted(raw for raw in raws if len(raw) >= pdf_large_streams.LARGE)


def test_the_file_is_laid_out_as_its_table_says() -> None:
    sealed = seal_pdf(pdfs.with_images(8, 300_000), PASSWORD).content
    offsets, table = pdf_large_streams._cross_references(sealed)
    assert sealed[table:].startswith(b"xref\n")
    assert len(offsets) > 20
    for number, offset in enumerate(offsets[1:], 1):
        assert sealed[offset:].startswith(b"%d 0 obj\n" % number)


def test_two_streams_alike_are_not_encrypted_alike() -> None:
    same = [pdfs.stream(NOISE), pdfs.stream(NOISE)]
    source = pdfs.report(1, catalogue=b"/Piece[6 0 R 7 0 R]", more=same)
    sealed = seal_pdf(source, PASSWORD).content
    at = [m for m in range(len(sealed)) if sealed.startswith(b"/Length 1500032 >>\nstream\n", m)]
    assert len(at) == 2
    one, other = (sealed[start : start + 200] for start in at)
    assert one[26:] != other[26:]


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "no table": lambda made: made.replace(b"\nxref\n", b"\nxrev\n"),
    "something after the end": lambda made: made + b"\nmore",
    "a length written otherwise": lambda made: made.replace(b"/Length 48 >>", b"/Length 48  >>"),
    "nothing": lambda made: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("spoil", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_nobody_expects_gives_no_result_and_the_file_is_sealed_all_the_same(
    spoil: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypt = pdf_large_streams.encrypt
    results: list[object] = []

    def spoilt(
        content: bytes, password: str, encrypt_all: Callable[[pikepdf.Pdf], bytes]
    ) -> bytes | None:
        results.append(None)
        results.append(encrypt(content, password, lambda pdf: spoil(encrypt_all(pdf))))
        return results[-1]  # type: ignore[return-value]

    monkeypatch.setattr(pdf_large_streams, "encrypt", spoilt)
    sealed = seal_pdf(pdfs.with_images(8, 300_000), PASSWORD)
    assert set(results) == {None}
    assert opens_with(sealed.content, PASSWORD)
