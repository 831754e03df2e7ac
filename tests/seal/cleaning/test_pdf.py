"""PDFs: attached files and authors go, the pages stay as they are."""

from __future__ import annotations

import contextlib
import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import AttachedFileSpec, Dictionary, Name

from sceau.demo.report import report
from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from sceau.seal.envelope import seal_in_envelope
from sceau.seal.pdf import unseal_pdf
from support import pdfs


def with_file(name: str = "brouillon.txt", *, on_page: bool = False) -> bytes:
    out = io.BytesIO()
    with contextlib.closing(pikepdf.open(io.BytesIO(report()))) as pdf:
        spec = AttachedFileSpec(pdf, b"SECRET " * 99, filename=name)
        if on_page:
            note = Dictionary(
                Type=Name.Annot, Subtype=Name.FileAttachment, FS=spec.obj, Rect=[0] * 4
            )
            link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0] * 4)
            pdf.pages[0].obj.Annots = pikepdf.Array(
                [pdf.make_indirect(note), pdf.make_indirect(link)]
            )
        else:
            pdf.attachments[name] = spec
        with pdf.open_metadata() as told:
            told["dc:creator"] = ["Jeanne Secrète"]
        pdf.docinfo["/Author"] = "Jeanne Secrète"
        pdf.docinfo["/Title"] = "Bilan"
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def pictures(content: bytes) -> list[bytes]:
    with contextlib.closing(pypdfium2.PdfDocument(content)) as document:
        return [bytes(page.render(scale=0.5).buffer) for page in document]


@pytest.mark.parametrize("on_page", [False, True], ids=["to the document", "to a page"])
def test_attached_files_and_authors_go(on_page: bool) -> None:
    content = with_file(on_page=on_page)
    found = examined(content, "", "")
    assert (found.hidden, found.removable) == (("attached-files",), True)
    made = clean(content)
    assert made.removed == ("attached-files",)
    with contextlib.closing(pikepdf.open(io.BytesIO(made.content))) as pdf:
        assert not list(pdf.attachments)
        assert "/Author" not in pdf.docinfo
        assert str(pdf.docinfo["/Title"]) == "Bilan"
        assert "Secr" not in str(pdf.open_metadata())
        if on_page:
            assert [str(one.Subtype) for one in pdf.pages[0].obj.Annots] == ["/Link"]
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                assert b"SECRET" not in one.read_bytes()
    assert pictures(made.content) == pictures(content)


def test_an_invoice_keeps_what_it_is_for() -> None:
    assert examined(with_file("factur-x.xml"), "", "").hidden == ()


def test_an_envelope_of_ours_is_meant() -> None:
    sealed = seal_in_envelope(b"Bilan", "bilan.txt", "abcd-2345-wxyz-6789").content
    assert examined(unseal_pdf(sealed, "abcd-2345-wxyz-6789"), "", "").hidden == ()


def test_one_with_nothing_attached_is_given_back() -> None:
    assert clean(report()).content == report()


def test_what_is_signed_or_locked_is_not_touched() -> None:
    assert examined(pdfs.signed(), "", "").removable is False
    with pytest.raises(SealRefused, match="empty-file"):
        clean(b"")
