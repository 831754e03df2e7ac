"""Reading what is written in files, and what it says, against ``pdftotext`` on the same file."""

from __future__ import annotations

import asyncio
import io
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pikepdf

from bench.row import Row
from sceau.demo.report import report
from sceau.mail.message import Message
from sceau.review.engine import begin
from sceau.review.reading.model import FileReading
from sceau.review.reading.readers import with_text
from sceau.review.reading.texts.text_of import text_of
from sceau.way.examine import examine
from sceau.workers.pool import Workers

_ROUNDS = 11


def rows() -> Iterator[Row]:
    """Give the reading of reports, of a sheet and of a mail, what the model costs, and what others
    need for the same text, where ``SCEAU_BENCH_EDSNLP`` and ``SCEAU_BENCH_PRESIDIO`` name a Python
    that has them."""
    yield from asyncio.run(_files())
    yield _model()
    written = text_of(_report(10), "pdf").text
    for name, variable in (
        ("eds-nlp", "SCEAU_BENCH_EDSNLP"),
        ("presidio", "SCEAU_BENCH_PRESIDIO"),
    ):
        yield from _against(name, os.environ.get(variable, ""), written)


def _against(name: str, python: str, text: str) -> Iterator[Row]:
    """Give the text of the report of 10 pages, and the start, beside another reader's."""
    ours = _timed(lambda: with_text(FileReading(kind="pdf"), text))
    what = f"{len(text.split()):,} words: health and numbers, against {name}"
    if not python:
        yield Row(what, f"{ours:.0f} ms", "not measured", math.nan)
        return
    ran = subprocess.run(
        [python, str(Path(__file__).with_name("other_readers.py")), name],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    peer = json.loads(ran.stdout.splitlines()[-1])
    who = f"{name} {peer['version']}"
    yield Row(
        what, f"{ours:.0f} ms", f"{who} {1000 * peer['read']:.0f} ms",
        round(ours / (1000 * peer["read"]), 3),
    )  # fmt: skip
    start = _model()
    yield Row(
        f"ready for the first text, against {name}",
        start.ours,
        f"{peer['load']:.1f} s, {peer['held'] / 2**20:.0f} MB held",
        round(float(start.ours.split()[0]) / (1000 * peer["load"]), 4),
    )


async def _files() -> list[Row]:
    ten, hundred = _report(10), _report(100)
    made: list[Row] = []
    async with Workers() as workers:
        await workers.warm()
        for pages, content in ((10, ten), (100, hundred)):
            peer = _pdftotext(content)
            ours = await _median(lambda content=content: _read(workers, content))
            what = f"{pages}-page report read in a warm worker: text, health, numbers"
            made.append(_row(what, ours, "pdftotext", peer))
            written = text_of(content, "pdf").text
            beyond = _timed(lambda written=written: with_text(FileReading(kind="pdf"), written))
            what = f"of which, beyond its text: {len(written.split()):,} words of {pages} pages"
            made.append(_row(what, beyond, "pdftotext", peer))
        sheet = _sheet()
        ours = await _median(lambda: _read(workers, sheet))
        made.append(_row("sheet of 5,000 rows", ours, "pdftotext of 100 pages", peer))
        mail = Message.read(_mail(hundred, 25 * 2**20))
        ours = await _median(lambda: _review(mail, workers), rounds=3)
        made.append(_row("mail of 25 MB to its full review", ours, "pdftotext of its PDF", peer))
        held = sum(map(_held, workers.pids)) / 2**20
        made.append(
            Row(f"memory of {len(workers.pids)} idle workers", f"{held:.0f} MB", "150 MB",
                round(held / 150, 2), "1")
        )  # fmt: skip
    return made


def _row(what: str, ours: float, name: str, peer: float) -> Row:
    return Row(what, f"{ours:.0f} ms", f"{name} {peer:.0f} ms", round(ours / peer, 2), "")


async def _read(workers: Workers, content: bytes) -> None:
    workers._readings.clear()
    await workers.read(content, "fichier", "")


async def _review(mail: Message, workers: Workers) -> None:
    workers._readings.clear()
    review = begin(mail.mail)
    async for attachment, found in examine(mail, review.pending, workers):
        review = review.with_reading(attachment, found)
    assert review.findings


async def _median(job: Callable[[], Awaitable[None]], rounds: int = _ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        await job()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def _timed(job: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        job()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def _pdftotext(content: bytes) -> float:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return _timed(
            lambda: subprocess.run(["pdftotext", file.name, "-"], capture_output=True, check=True)
        )


def _report(pages: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report())) as one, pikepdf.new() as made:
        for number in range(pages):
            made.pages.append(one.pages[number % len(one.pages)])
        made.save(out)
    return out.getvalue()


def _sheet() -> bytes:
    row = (
        '<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Durand {n}</t></is></c><c r="B{n}"><v>{n}'
        '</v></c><c r="C{n}" t="inlineStr"><is><t>12/03/1950</t></is></c><c r="D{n}" '
        't="inlineStr"><is><t>Consultation de suivi</t></is></c></row>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{relations}"><sheets><sheet '
        'name="Suivi" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>'
        + "".join(row.format(n=number) for number in range(1, 5001))
        + "</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def _mail(pdf: bytes, size: int) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "secretariat@clinique-exemple.fr", "marie.durand@orange.fr"
    mail["Subject"] = "Votre dossier"
    mail.set_content("Bonjour, voici votre dossier en pièces jointes.\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename="dossier.pdf")
    rest = size * 3 // 4 - len(pdf)
    mail.add_attachment(bytes(range(256)) * (rest // 256), maintype="application",
                        subtype="octet-stream", filename="images.bin")  # fmt: skip
    return mail.as_bytes()


def _model() -> Row:
    script = (
        "import time; from sceau.review.health import model\n"
        "def held(): return int(open('/proc/self/statm').read().split()[1]) * 4096\n"
        "before, started = held(), time.perf_counter()\n"
        "model.health_of('Votre TSH est à 6,4 mUI/L.')\n"
        "print(time.perf_counter() - started, held() - before)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, memory = map(float, ran.stdout.split())
    bare = _timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    return Row(
        f"the words of health, loaded and asked once: {memory / 2**20:.1f} MB",
        f"{1000 * seconds:.0f} ms",
        f"a bare Python {bare:.0f} ms",
        round(1000 * seconds / bare, 2),
    )


def _held(pid: int) -> int:
    """Give the bytes that are a process's and its children's own share (PSS)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    roll = Path(f"/proc/{pid}/smaps_rollup").read_text()
    pss = next(line for line in roll.splitlines() if line.startswith("Pss:"))
    return int(pss.split()[1]) * 1024 + sum(_held(int(child)) for child in children)
