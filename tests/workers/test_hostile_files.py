"""Files made to exhaust their reader: it is stopped at its limit, the file is told as not examined,
the next one is read, and the helper does not grow."""

from __future__ import annotations

import asyncio
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.engine import begin
from sceau.review.reading.model import LONGEST_TEXT, FileReading
from sceau.workers.limits import Limits
from sceau.workers.pool import Workers
from support import pdfs
from support.office_files import office

QUICK = Limits(read_seconds=20, readers=1)
_GROWTH = 64 * 2**20


def resident() -> int:
    """Bytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(re.sub(r"_(\w+)$", r".\1", name), content)
    return out.getvalue()


def archive_of_archives() -> bytes:
    """Ten archives of ten archives of 10 MB each: a gigabyte in a few KB."""
    small = packed(a_txt=b"a" * 10 * 2**20)
    middle = packed(**{f"b{n}_zip": small for n in range(10)})
    return packed(**{f"c{n}_zip": middle for n in range(10)})


def sheet_of_zeros() -> bytes:
    """A workbook whose only sheet is 200 MB of zeros."""
    content = office("xlsx")
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", bytes(200 * 2**20))
    return out.getvalue()


def gigabyte_of_text() -> bytes:
    """An archive of one text of 1 GB, in 4 MB: a megabyte of it packed once, and repeated."""
    piece = b"Bonjour, " * 116_508 + b"oui "
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    packed_text = once * 1_024 + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    name, size = b"texte.txt", len(piece) * 1_024
    common = struct.pack(
        "<HHHHHIIIHH", 20, 0, 8, 0, 0x21, 0, len(packed_text), size, len(name), 0
    )  # the check sum is wrong: nobody gets that far
    local = b"PK\x03\x04" + common + name
    central = b"PK\x01\x02\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    where = len(local) + len(packed_text)
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), where, 0)
    return local + packed_text + central + b"PK\x05\x06" + end


def laughs(name: str) -> bytes:
    """A document whose entities are a billion times « rire » (CWE-776)."""
    entities = "".join(
        f'<!ENTITY r{n} "{f"&r{n - 1};" * 10}">' for n in range(1, 10)
    )  # fmt: skip
    text = f'<!DOCTYPE w [<!ENTITY r0 "rire ">{entities}]><w:t>&r9;</w:t>'.encode()
    first = {"[Content_Types]_xml": b"<Types/>"}
    if name == "content_xml":
        first = {"mimetype": b"application/vnd.oasis.opendocument.text"}
    return packed(**first, **{name: text})


def pages_in_a_ring() -> bytes:
    """A PDF whose tree of pages has itself as its child, and whose outline does not end."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 3 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</First 4 0 R/Last 4 0 R/Count 9>>endobj\n"
        b"4 0 obj<</Title(x)/Next 4 0 R/Parent 3 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 0>>\n"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "text that does not end": lambda: b"mot " * (20 * 2**20),
    "an archive of archives of archives": archive_of_archives,
    "a workbook that inflates": sheet_of_zeros,
    "a document that inflates": lambda: packed(
        **{"[Content_Types]_xml": b"", "word/document_xml": b"<w>" + b"a" * 200 * 2**20}
    ),
    "a gigabyte of text": gigabyte_of_text,
    "a billion laughs in a Word file": lambda: laughs("word/document_xml"),
    "a billion laughs in an OpenDocument file": lambda: laughs("content_xml"),
    "pages in a ring": pages_in_a_ring,
    "pages without end": lambda: pdfs.report(10_000),
    "contents that inflate": lambda: pdfs.inflating(64),
}


WHOLE = frozenset({"pages without end", "contents that inflate"})
"""What a reader may be quick enough for: the text of all pages is there, or it is told."""

SMALL: dict[str, Callable[[], bytes]] = {
    "a billion laughs in a Word file": lambda: laughs("word/document_xml"),
    "a billion laughs in an OpenDocument file": lambda: laughs("content_xml"),
    "pages in a ring": lambda: pages_in_a_ring(),
    "half a PDF": lambda: pdfs.truncated(0.9),
    "groups that do not end": lambda: b"{\\rtf1 " + b"{" * 9_000,
}
_ROUNDS = 60
_LEAK = 24 * 2**20


def is_told(found: FileReading) -> bool:
    """Whether the window says that the file was not, or not wholly, examined."""
    to = Recipient(field="to", address="jeanne@orange.fr")
    file = Attachment(id="2", name="fichier", media_type="", size=1)
    review = begin(Mail(recipients=(to,), attachments=(file,))).with_reading("2", found)
    return any(one.rule == "not-examined" for one in review.findings)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_to_a_limit_or_told_and_the_next_file_is_read(name: str) -> None:
    content = HOSTILE[name]()

    async def job() -> int:
        async with Workers(QUICK) as workers:
            before = resident()
            found = await workers.read(content, "fichier", "")
            grown = resident() - before
            assert found.problem is not None or found.unread is not None or found.text
            assert len(found.text) <= LONGEST_TEXT
            assert is_told(found) or name in WHOLE
            then = await workers.read(pdfs.report(), "bilan.pdf", "application/pdf")
            assert "Bilan de Jeanne Exemple" in then.text
            return grown

    assert asyncio.run(job()) < _GROWTH


def test_the_helper_does_not_grow_over_some_hundred_hostile_files() -> None:
    """What one file left behind would be there three hundred times."""
    files = [make() for make in SMALL.values()]

    async def job() -> tuple[int, int]:
        told = 0
        async with Workers(Limits(read_seconds=20, readers=2)) as workers:
            for content in files:  # what is loaded once, and kept
                await workers.read(content, "fichier", "")
            before = resident()
            for number in range(_ROUNDS * len(files)):
                # another file each time: what was read once is not read again
                content = files[number % len(files)] + b"\n%d" % number
                told += is_told(await workers.read(content, "fichier", ""))
            return resident() - before, told

    grown, told = asyncio.run(job())
    assert grown < _LEAK
    assert told == _ROUNDS * len(files)
