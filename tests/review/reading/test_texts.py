"""What is written in files is read whatever their kind, and what could not be read is told.

The samples were made by LibreOffice from one text; nobody in it exists.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import py7zr
import pytest

from sceau.phrases import LANGUAGES, catalogue
from sceau.review.reading.model import LONGEST_TEXT, FileReading
from sceau.review.reading.readers import read_file
from support import pdfs
from support.compound_files import old_slides, outlook_message
from support.office_files import office

SAID = "Bilan de Jeanne Exemple"
SAMPLES = Path(__file__).parent / "samples"


def archive(**files: bytes) -> bytes:
    """A ZIP archive of these files (``a_txt`` for ``a.txt``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("_", "."), content)
    return out.getvalue()


def seven_zip(**files: bytes) -> bytes:
    """A 7z archive of these files."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(content, name.replace("_", "."))
    return out.getvalue()


def form(text: str) -> bytes:
    """A PDF whose form has a field in which this was written."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        field = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="reponse",
                V=text,
                Rect=[0, 0, 100, 20],
            )
        )
        made.pages[0].obj.Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        made.save(out)
    return out.getvalue()


def with_file(content: bytes) -> bytes:
    """A PDF with a file attached."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["note.txt"] = content
        made.save(out)
    return out.getvalue()


def mail(**files: bytes) -> bytes:
    """A mail as a file, with these files in it."""
    parts = "".join(
        "--x\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: 8bit\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{content.decode()}\r\n'
        for name, content in files.items()
    )
    return (
        "From: Cabinet <cabinet@example.org>\r\nTo: jeanne@example.org\r\nSubject: Votre bilan\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nVoici.\r\n{parts}--x--\r\n"
    ).encode()


CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Bilan de Jea\r\n nne Exemple\r\nEND:VCALENDAR"
)

FILES: dict[str, tuple[bytes, str]] = {
    "a PDF": (pdfs.report(), "bilan.pdf"),
    "a PDF whose owner password forbids copying": (pdfs.owner_only(), "bilan.pdf"),
    "a PDF behind a line of text": (b"X-Scanned: yes\r\n" + pdfs.report(), "bilan.pdf"),
    "a Word document": (office("docx"), "bilan.docx"),
    "a text in UTF-8": (SAID.encode(), "bilan.txt"),
    "a text in UTF-16, as Notepad writes it": (SAID.encode("utf-16"), "bilan.txt"),
    "a text that is called a PDF": (SAID.encode(), "bilan.pdf"),
    "a web page": (f"<!DOCTYPE html><p>{SAID}</p>".encode(), "bilan.html"),
    "a calendar, its lines folded": (CALENDAR.encode(), "rdv.ics"),
    "RTF": (rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Bilan de \b Jeanne\b0  Exemple\par}", "bilan.rtf"),
    "an old presentation": (old_slides(SAID), "bilan.ppt"),
    "an Outlook message": (outlook_message("Votre bilan", SAID), "bilan.msg"),
    "a file in an Outlook message": (
        outlook_message("Votre bilan", "Voici.", {"bilan.txt": SAID.encode().ljust(4096)}),
        "bilan.msg",
    ),
    "a mail": (mail().replace(b"Voici.", SAID.encode()), "bilan.eml"),
    "a file in a mail": (mail(bilan=SAID.encode()), "bilan.eml"),
    "a PDF in an archive": (archive(bilan_pdf=pdfs.report()), "bilan.zip"),
    "a file in a mail in an archive": (archive(bilan_eml=mail(a=SAID.encode())), "bilan.zip"),
    "a file in a 7z archive": (seven_zip(bilan_txt=SAID.encode()), "bilan.7z"),
    "a field of a form in a PDF": (form("Réponse : " + SAID), "formulaire.pdf"),
    "a file attached to a PDF": (with_file(SAID.encode()), "bilan.pdf"),
    "a name in an archive": (archive(**{"Bilan de Jeanne Exemple_txt": b"-"}), "bilan.zip"),
}  # fmt: skip


def read(content: bytes, name: str = "fichier") -> FileReading:
    return read_file(content, name, "application/octet-stream")


def missing(found: FileReading) -> str:
    return found.unread.key.removeprefix("reading.unread.") if found.unread else ""


@pytest.mark.parametrize(("content", "name"), FILES.values(), ids=FILES)
def test_what_is_written_in_it_is_read(content: bytes, name: str) -> None:
    found = read(content, name)
    assert SAID in found.text
    assert missing(found) == ""


@pytest.mark.parametrize("ending", ["doc", "docx", "rtf", "odt", "pdf"])
def test_a_document_says_the_same_in_every_format(ending: str) -> None:
    found = read((SAMPLES / f"consultation.{ending}").read_bytes())
    assert "Jeanne Exemple, née le 12/03/1950, NIR 2 50 03 75 123 001 64." in found.text
    assert "Hypothyroïdie substituée, œdème des chevilles." in found.text
    assert "HbA1c 7,2 %" in " ".join(found.text.split())
    assert missing(found) == ""


@pytest.mark.parametrize("ending", ["xls", "xlsx", "ods"])
def test_a_sheet_says_its_cells_and_a_long_number_as_it_is_seen(ending: str) -> None:
    found = read((SAMPLES / f"consultation.{ending}").read_bytes())
    assert {"Jeanne", "Exemple", "2500375123001", "Hypothyroïdie"} <= set(found.text.split())
    assert missing(found) == ""


def test_accents_are_read_in_every_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert "hypothyroïdie, œdème" in read("hypothyroïdie, œdème".encode(encoding)).text


def test_letters_made_of_two_signs_are_read_as_one() -> None:
    assert read("hypothyroi\u0308die".encode()).text == "hypothyroïdie"


def test_rtf_signs_and_hidden_groups() -> None:
    written = rb"{\rtf1\ansi\ansicpg1252{\*\generator X;}{\info{\author Y}}\'e9t\'e9 \u339?uvre\~:}"
    assert read(written).text == "été œuvre\u00a0:"


def test_a_protected_file_is_not_missed_for_what_nobody_else_can_read_either() -> None:
    found = read(pdfs.encrypted(6), "bilan.pdf")
    assert (found.text, found.unread) == ("", None)


def test_a_long_text_is_read_to_a_limit_and_said_to_be_cut() -> None:
    found = read(b"mot " * 1_000_000)
    assert len(found.text) == LONGEST_TEXT
    assert missing(found) == "cut"


def test_the_text_is_in_no_representation() -> None:
    found = read(SAID.encode())
    assert "Jeanne" not in repr(found)
    assert "Jeanne" not in str(found)
    assert "Jeanne" not in f"{[found]!r}"


def laughs() -> bytes:
    """A document that grows to 20 TB where its entities are expanded."""
    made = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    return office("docx", "&l11;", prolog=f"<!DOCTYPE d [{made}]>")


def nested(depth: int) -> bytes:
    """An archive in an archive in an archive…"""
    content = archive(a_txt=SAID.encode())
    for _ in range(depth):
        content = archive(a_zip=content)
    return content


UNREAD = {
    "a document that declares entities": (laughs(), "entities"),
    "an outside file declared in a document": (
        office("docx", "&e;", prolog='<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "entities",
    ),
    "an archive of zeros": (archive(a_txt=bytes(200 * 2**20)), "too-much"),
    "archives too deep": (nested(6), "members"),
    "too many files in an archive": (
        archive(**{f"a{n}_txt": b"x" for n in range(600)}), "too-much",
    ),
    "a picture in an archive": (archive(a_jpg=b"\xff\xd8\xff\xe0"), "members"),
    "a document of which half is missing": (office("docx", "Bilan </w:t"), "damaged"),
    "a compound file of no known kind": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "damaged",
    ),
    "a picture": (b"\xff\xd8\xff\xe0", "picture"),
    "an unknown kind": (b"\0\1\2\3", "kind"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "why"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_told(content: bytes, why: str) -> None:
    found = read(content)
    assert missing(found) == why or found.problem is not None
    for language in LANGUAGES:
        assert f"reading.unread.{why}" in catalogue(language)


def test_the_other_files_of_an_archive_are_read_all_the_same() -> None:
    found = read(archive(a_jpg=b"\xff\xd8\xff\xe0", b_txt=SAID.encode()))
    assert SAID in found.text
    assert missing(found) == "members"
