"""The Outlook add-in's review and sealing in JavaScript, against the helper's in Python."""

from __future__ import annotations

import functools
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from bench.row import Row
from sceau.hooks.officejs.data_files import write_data
from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review import health
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.seal.pdf import seal_pdf
from sceau.seal.zip import seal_zip
from support import pdfs
from support.node import NODE

_ROUNDS = 7
_PASSWORD = "rivage-cobalt-melon-azur-tulipe-canot-figue-orage"
_SCRIPT = Path(__file__).with_name("outlook_web.mjs")
_TEXT = (
    "Bonjour,\n\nVous trouverez ci-joint le compte rendu de votre consultation du 12 mars.\n"
    "Le prochain rendez-vous est prévu à 9 h, merci d’apporter vos ordonnances.\n\nCordialement"
)


def rows() -> Iterator[Row]:
    """Give the review of 100 recipients, and 10 MB sealed as a PDF and as a ZIP."""
    write_data()
    mail = Mail(
        sender=Recipient(field="to", address="secretariat@clinique-exemple.fr"),
        recipients=tuple(
            Recipient(field="to", address=f"patient.{one}@exemple-{one}.fr", name=f"Patient {one}")
            for one in range(100)
        ),
        subject="Votre consultation",
        text=_TEXT,
        attachments=(
            Attachment(id="2", name="bilan.pdf", media_type="application/pdf", size=9_000),
        ),
    )
    pdf, noise = pdfs.with_images(5, 2_000_000), os.urandom(10_000_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "mail.json").write_bytes(msgspec.json.encode(mail))
        (folder / "source.pdf").write_bytes(pdf)
        (folder / "source.bin").write_bytes(noise)
        ran = subprocess.run(
            [NODE, _SCRIPT, folder, _PASSWORD, str(_ROUNDS)],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
    ours = json.loads(ran.stdout)
    for what, key, peer in (
        ("Outlook add-in: review of 100 recipients in JavaScript, against Python", "review",
         functools.partial(_review, mail)),
        ("Outlook add-in: 10 MB PDF sealed and proven in WebAssembly, against the helper", "pdf",
         functools.partial(seal_pdf, pdf, _PASSWORD)),
        ("Outlook add-in: 10 MB sealed as a ZIP and proven, against the helper", "zip",
         functools.partial(seal_zip, noise, "photo.jpg", _PASSWORD)),
    ):  # fmt: skip
        seconds = _median(peer)
        yield Row(
            what, f"{ours[key]:.1f} ms", f"{seconds * 1000:.1f} ms", ours[key] / 1000 / seconds
        )


def _review(mail: Mail) -> None:
    assert begin(mail, Context()).findings


def _median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(_ROUNDS):
        health.known._known.cache_clear()
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
