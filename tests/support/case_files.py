"""Real files of which reading tells what a table says of them, for the tables to be tried whole."""

from __future__ import annotations

import email.policy
import io
import re
import warnings
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pyzipper
from PIL import Image

from support import hidden, pdfs
from support.pictures import picture

_WORKBOOK = Path(__file__).parents[1] / "review/reading/samples/consultation.xlsx"
_SECRET = "qzrk-7wvn-m4xp"
_LARGEST = 20_000_000  # bytes that are worth writing for a test


def can_be_made(told: str) -> bool:
    """Whether there can be a file that reads as ``told`` (``pdf password weak=rc4``)."""
    return _kind(told) in _MADE and _size(told) <= _LARGEST


def content(told: str, text: str, password: str) -> bytes:
    """Give a file that reads as ``told``, in which ``text`` is written, and that ``password``
    opens where it is locked."""
    made = _MADE[_kind(told)](text, password or _SECRET)
    return made.ljust(_size(told), b"%")


def _kind(told: str) -> str:
    words = told.split()
    return " ".join(one for one in words if not one.startswith(("size=", "type=", "digest=")))


def _size(told: str) -> int:
    return next((int(one[5:]) for one in told.split() if one.startswith("size=")), 0)


def _pdf(text: str) -> bytes:
    lines = [
        b"(%s) Tj T*" % re.sub(rb"([\\()])", rb"\\\1", line.replace("\t", " ").encode("cp1252"))
        for line in text.splitlines() or ["Page"]
    ]
    high, wide = 60 + 14 * len(lines), 80 + 8 * max(map(len, lines))
    page = b"BT /F1 10 Tf 14 TL 40 %d Td\n%s\nET" % (high - 40, b"\n".join(lines))
    return pdfs.raw(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 5 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (wide, high),
            pdfs.stream(page),
        ]
    )


def _locked(revision: int) -> Callable[[str, str], bytes]:
    def make(text: str, password: str) -> bytes:
        out = io.BytesIO()
        lock = pikepdf.Encryption(
            user=password, owner=_SECRET, R=revision, aes=revision >= 4, metadata=revision >= 4
        )
        with pikepdf.open(io.BytesIO(_pdf(text))) as whole, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # revision 5: such files exist
            whole.save(out, encryption=lock)
        return out.getvalue()

    return make


def _docx(text: str) -> bytes:
    lines = text.splitlines() or ["Bonjour"]
    return hidden.docx("".join(f"<w:p>{hidden.run(escape(one))}</w:p>" for one in lines))


def _xlsx(text: str) -> bytes:
    rows = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t>{escape(one)}</t></is></c>' for one in line.split("\t"))
        + "</row>"
        for line in text.splitlines() or ["Nom"]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(_WORKBOOK) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                before, _, rest = part.partition(b"<sheetData")
                part = b"%s<sheetData>%s</sheetData>%s" % (
                    before,
                    rows.encode(),
                    rest.partition(b"</sheetData>")[2],
                )
            new.writestr(name, part)
    return out.getvalue()


def _camera() -> Image.Exif:
    told = Image.Exif()
    told[271] = "Appareil de Jeanne"
    return told


def _zip(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("lisez-moi.txt", text or "Bonjour")
    return out.getvalue()


def _locked_zip(text: str, password: str) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as made:
        made.setpassword(password.encode())
        made.writestr("lisez-moi.txt", text or "Bonjour")
    return out.getvalue()


def _message(text: str) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@exemple.example", "b@exemple.example", "Suite"
    mail.set_content(text or "Bonjour")
    return mail.as_bytes()


def _open(make: Callable[[str], bytes]) -> Callable[[str, str], bytes]:
    return lambda text, _password: make(text)


def _fixed(made: bytes) -> Callable[[str, str], bytes]:
    return lambda _text, _password: made


_MADE: dict[str, Callable[[str, str], bytes]] = {
    "pdf": _open(_pdf),
    "pdf anyone": _open(_pdf),
    "pdf password": _locked(6),
    "pdf password weak=rc4": _locked(3),
    "pdf password weak=aes-128": _locked(4),
    "pdf password weak=revision-5": _locked(5),
    "pdf owner-only": _fixed(pdfs.owner_only()),
    "pdf anyone signed": _fixed(pdfs.signed()),
    "pdf anyone damaged": _fixed(pdfs.missing_contents()),
    "pdf anyone hidden=attached-files": _fixed(pdfs.with_attachment()),
    "docx anyone": _open(_docx),
    "docx anyone hidden=changes": _fixed(hidden.CHANGED),
    "docx anyone hidden=comments": _fixed(hidden.COMMENTED),
    "docx anyone hidden=author": _fixed(hidden.AUTHORED),
    "docx anyone hidden=hidden-text stuck": _fixed(hidden.VANISHED),
    "pptx anyone hidden=notes": _fixed(hidden.pptx(notes="SECRET")),
    "xlsx anyone": _open(_xlsx),
    "xlsx anyone hidden=hidden-sheets": _fixed(
        hidden.workbook(
            ("A", hidden.row(1, hidden.cell("A1", "1")), ""),
            ("B", hidden.row(1, hidden.cell("A1", "2")), "hidden"),
        )
    ),
    "zip": _open(_zip),
    "zip anyone": _open(_zip),
    "zip password": _locked_zip,
    "text anyone": _open(lambda text: (text or "Bonjour").encode()),
    "text anyone message": _open(_message),
    "message": _open(_message),
    "jpeg": _fixed(picture("jpeg")),
    "jpeg anyone hidden=place,camera": _fixed(picture("jpeg", orientation=1)),
    "jpeg anyone hidden=camera": _fixed(picture("jpeg", exif=_camera())),
    "unknown": _fixed(b"\x01\x02\x03\x04" * 8),
    "tnef": _fixed(b"\x78\x9f\x3e\x22" + b"\x00" * 40),
    "external": _fixed(b""),
    "empty": _fixed(b""),
}
"""What the files of the tables are, by what reading them tells. Not here: what only an Edit or a
client makes of a file (``sealed``, ``cleaned``, ``inline``), and what only a reader that failed
says of it (``problem``)."""
