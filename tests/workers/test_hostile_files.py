"""Files made to exhaust their reader: it is stopped at its limit, the file is told as not examined,
the next one is read, and the helper does not grow."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

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
            made.writestr(name.replace("_", "."), content)
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


HOSTILE: dict[str, Callable[[], bytes]] = {
    "text that does not end": lambda: b"mot " * (20 * 2**20),
    "an archive of archives of archives": archive_of_archives,
    "a workbook that inflates": sheet_of_zeros,
    "a document that inflates": lambda: packed(
        **{"[Content_Types]_xml": b"", "word/document_xml": b"<w>" + b"a" * 200 * 2**20}
    ),
    "pages without end": lambda: pdfs.report(10_000),
    "contents that inflate": lambda: pdfs.inflating(64),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_it_is_read_to_a_limit_or_told_and_the_next_file_is_read(
    make: Callable[[], bytes],
) -> None:
    content = make()

    async def job() -> int:
        async with Workers(QUICK) as workers:
            before = resident()
            found = await workers.read(content, "fichier", "")
            grown = resident() - before
            assert found.problem is not None or found.unread is not None or found.text
            then = await workers.read(pdfs.report(), "bilan.pdf", "application/pdf")
            assert "Bilan de Jeanne Exemple" in then.text
            return grown

    assert asyncio.run(job()) < _GROWTH
