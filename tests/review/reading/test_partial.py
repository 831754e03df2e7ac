"""A reader that stops half-way says so, and the window says *not examined*: a table of what each
kind of file looks like when it is cut, or holds what is not looked into."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import py7zr
import pytest

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.engine import begin
from sceau.review.reading.readers import read_file
from support import pdfs
from support.compound_files import compound, old_slides, outlook_message
from support.office_files import office

SAMPLES = Path(__file__).parent / "samples"
SAID = "Bilan de Jeanne Exemple"
UNKNOWN = b"\0\1\2\3" * 2_000


def packed(*files: tuple[str, bytes]) -> bytes:
    """A ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def seven_zip(name: str, content: bytes) -> bytes:
    """A 7z archive of one file."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as made:
        made.writestr(content, name)
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """The package with one part more."""
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def cut_part(package: bytes, name: str) -> bytes:
    """The package with one part ended in the middle."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as read, zipfile.ZipFile(out, "w") as made:
        for one in read.namelist():
            content = read.read(one)
            made.writestr(one, content[: len(content) // 2] if one == name else content)
    return out.getvalue()


def sample(ending: str) -> bytes:
    return (SAMPLES / f"consultation.{ending}").read_bytes()


def notes(count: int) -> bytes:
    """A PDF with so many notes on its page."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.report())) as made:
        note = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Text, "Rect": [0, 0, 9, 9]}
        several = [
            made.make_indirect(pikepdf.Dictionary(**note, Contents=f"note {number}"))
            for number in range(count)
        ]
        made.pages[0].obj.Annots = pikepdf.Array(several)
        made.save(out)
    return out.getvalue()


def with_file(name: str, content: bytes) -> bytes:
    """A PDF with a file attached."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.report())) as made:
        made.attachments[name] = content
        made.save(out)
    return out.getvalue()


def nested_mail(depth: int) -> bytes:
    """A mail in whose parts parts stand, so deep."""
    inside = b"Content-Type: text/plain\r\n\r\n" + SAID.encode()
    for level in range(depth):
        mark = b"b%d" % level
        inside = (
            b"Content-Type: multipart/mixed; boundary=" + mark + b"\r\n\r\n--" + mark + b"\r\n"
            + inside + b"\r\n--" + mark + b"--\r\n"
        )  # fmt: skip
    return b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n" + inside


def protected_member() -> bytes:
    """An archive whose second file says that it asks for a password."""
    content = bytearray(packed(("a.txt", SAID.encode()), ("b.txt", b"secret")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark, content.find(mark) + 1)
        content[place + at] |= 1
    return bytes(content)


PARTIAL: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text longer than a thousand pages": (lambda: b"mot " * 600_000, "cut"),
    "a web page of 17 MB": (
        lambda: b"<html><p>" + SAID.encode() + b"<!-- x -->" * 1_800_000, "cut",
    ),
    "a calendar of folds without end": (
        lambda: b"BEGIN:VCALENDAR\r\nSUMMARY:x" + b"\r\n " * 6_000_000 + b"END", "cut",
    ),
    "RTF that ends in the middle": (lambda: sample("rtf")[: len(sample("rtf")) // 2], "damaged"),
    "RTF with a file put into it": (
        lambda: rb"{\rtf1 Bilan {\object{\*\objdata 0105}} fin}", "members",
    ),
    "RTF with bytes in it": (lambda: rb"{\rtf1 Bilan \bin4 abcd fin}", "members"),
    "a PDF that ends in the middle": (lambda: pdfs.truncated(0.9), "damaged"),
    "a PDF with more notes than are read": (lambda: notes(1_001), "cut"),
    "a PDF with a file of an unknown kind": (lambda: with_file("x.bin", UNKNOWN), "members"),
    "a Word document whose text ends in the middle": (
        lambda: cut_part(sample("docx"), "word/document.xml"), "damaged",
    ),
    "a Word document with a file of an unknown kind": (
        lambda: with_part(office("docx"), "word/embeddings/oleObject1.bin", UNKNOWN), "members",
    ),
    "a Word document with another document inside that ends in the middle": (
        lambda: with_part(office("docx"), "word/afchunk.docx", office("docx", "Bilan </w:t")),
        "damaged",
    ),
    "a workbook whose sheet ends in the middle": (
        lambda: cut_part(sample("xlsx"), "xl/worksheets/sheet1.xml"), "damaged",
    ),
    "a workbook whose comments end in the middle": (
        lambda: with_part(sample("xlsx"), "xl/comments1.xml", b"<comments><text><t>Bil"), "damaged",
    ),
    "an OpenDocument text that ends in the middle": (
        lambda: cut_part(sample("odt"), "content.xml"), "damaged",
    ),
    "an old Word document that ends in the middle": (
        lambda: sample("doc")[: len(sample("doc")) // 3], "damaged",
    ),
    "an old workbook that ends in the middle": (
        lambda: sample("xls")[: len(sample("xls")) // 2], "damaged",
    ),
    "an old presentation that ends in the middle of an atom": (
        lambda: compound({"PowerPoint Document": struct.pack("<HHI", 0, 0x0FA0, 9_000) + b"B\0"}),
        "damaged",
    ),
    "an Outlook message with a file that is kept elsewhere": (
        lambda: outlook_message("Votre bilan", SAID, {"a.txt": b""}), "members",
    ),
    "an Outlook message with a file of an unknown kind": (
        lambda: outlook_message("Votre bilan", SAID, {"a.bin": UNKNOWN}), "members",
    ),
    "an Outlook message whose text is there as RTF alone": (
        lambda: compound({"__properties_version1.0": b"x", "__substg1.0_10090102": b"rtf"}),
        "members",
    ),
    "a mail whose parts stand too deep": (lambda: nested_mail(120), "members"),
    "a mail with winmail.dat": (
        lambda: b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nBilan\r\n--m\r\n"
        b'Content-Type: application/ms-tnef; name="winmail.dat"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\neJ8+IgAA\r\n--m--\r\n",
        "members",
    ),
    "an archive of which one file asks for a password": (protected_member, "protected"),
    "an archive with a file of an unknown kind": (
        lambda: packed(("a.txt", SAID.encode()), ("b.bin", UNKNOWN)), "members",
    ),
    "an archive with a file that is called a folder": (
        lambda: packed(("a.txt", SAID.encode()), ("b/", UNKNOWN)), "members",
    ),
    "an archive with a document inside that ends in the middle": (
        lambda: packed(("a.docx", cut_part(sample("docx"), "word/document.xml"))), "damaged",
    ),
    "a 7z archive with a file of an unknown kind": (lambda: seven_zip("a.bin", UNKNOWN), "members"),
    "a 7z archive that ends in the middle": (
        lambda: seven_zip("a.txt", SAID.encode())[:-20], "damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "why"), PARTIAL.values(), ids=PARTIAL)
def test_what_was_not_wholly_read_is_told(make: Callable[[], bytes], why: str) -> None:
    found = read_file(make(), "fichier", "application/octet-stream")
    told = found.unread or found.problem
    assert told is not None, f"{len(found.text)} characters, and not a word that it is not all"
    assert found.problem is not None or told.key == f"reading.unread.{why}"
    to = Recipient(field="to", address="jeanne@orange.fr")
    file = Attachment(id="2", name="fichier", media_type="", size=1)
    review = begin(Mail(recipients=(to,), attachments=(file,))).with_reading("2", found)
    assert any(one.rule == "not-examined" for one in review.findings)
    assert [one.attachment for one in review.not_examined] == ["2"]


WHOLE: dict[str, Callable[[], bytes]] = {
    **{f"the sample in {one.suffix}": one.read_bytes for one in sorted(SAMPLES.iterdir())},
    "an old presentation": lambda: old_slides(SAID),
    "an Outlook message": lambda: outlook_message("Votre bilan", SAID),
    "a thousand notes on a page": lambda: notes(1_000),
    "an archive with an empty folder": lambda: packed(("a/", b""), ("a/b.txt", SAID.encode())),
    "a mail in a mail": lambda: nested_mail(3),
}


@pytest.mark.parametrize("make", WHOLE.values(), ids=WHOLE)
def test_what_was_wholly_read_is_not_doubted(make: Callable[[], bytes]) -> None:
    found = read_file(make(), "fichier", "application/octet-stream")
    assert found.text
    assert found.unread is None
