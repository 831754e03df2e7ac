"""The review of the envelope, against reading the addresses it is about."""

from __future__ import annotations

import contextlib
import email.utils
import io
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pikepdf
from msgspec.structs import replace

from bench.row import Row
from sceau.mail.addresses import defect_of
from sceau.mail.model import Attachment, Mail, Recipient
from sceau.memory.store import FILE, MemoryStore, today
from sceau.outbox.cipher import Cipher
from sceau.review.candidates import candidates
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.review.identifiers import identifiers
from sceau.review.memory import Memory
from sceau.review.people import ascii_domain
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.trying import opening
from sceau.review.rules import lookalike_address
from support.correspondents import Somebody, many

_ROUNDS = 21
_KEY = bytes(range(32))
_CONTEXT = Context()
_SENDER = Recipient(field="to", address="secretariat@clinique-exemple.fr")
_REPORT = Attachment(id="2", name="compte-rendu.pdf", media_type="application/pdf", size=90_000)
_TEXT = (
    "Bonjour Madame,\n\nVous trouverez ci-joint le compte rendu de votre consultation.\n"
    "Le prochain rendez-vous est prévu le 12 mars à 9 h.\n\nBien cordialement,\n-- \nLe secrétariat"
)


def rows() -> Iterator[Row]:
    """Give the review of 500 recipients, after one click, and of a small mail."""
    people = [f"patient.{one}@exemple-{one % 400}.fr" for one in range(500)]
    header = ", ".join(f"Patient {one} <{address}>" for one, address in enumerate(people))
    large = _mail(people)
    started = begin(large, _CONTEXT)
    clicked = _mail(people[1:])

    ours, peer = _alternating(
        lambda: _first(large),
        lambda: email.utils.getaddresses([header]),
    )
    yield _row("review of 500 recipients, envelope and text", ours, peer, "3")
    ours, peer = _alternating(
        lambda: started.with_mail(clicked).findings,
        lambda: email.utils.getaddresses([header]),
    )
    yield _row("review again after a click, 500 recipients", ours, peer, "3")

    small = _mail(people[:2], _REPORT)
    few = ", ".join(people[:2])
    report = FileReading(kind="pdf", opening=Opening.ANYONE)
    ours, peer = _alternating(
        lambda: begin(small, _CONTEXT).with_reading("2", report).findings,
        lambda: email.utils.getaddresses([few]),
    )
    yield _row("review of a small mail with one file read", ours, peer, "")

    yield from _against_memory(header)
    yield from _secrets()


def _against_memory(header: str) -> Iterator[Row]:
    """Give how long 20,000 known correspondents take to be read, against reading and decrypting
    their records alone; and the envelope rules for 500 recipients, half of them new, with them:
    the median, and the 99th percentile of both."""
    known = [replace(one, last=today()) for one in many(20_000)]
    with tempfile.TemporaryDirectory() as folder:
        kept = MemoryStore(Path(folder), lambda: _KEY)
        kept.keep(known)
        kept.close()
        store = MemoryStore(Path(folder), lambda: _KEY)
        ours, peer = _alternating(lambda: _read(store), lambda: _decrypted(folder), rounds=5)
        what = "20,000 correspondents read"
        yield Row(what, f"{ours:.0f} ms", f"decrypted {peer:.0f} ms", round(ours / peer, 2), "")
        memory = store.memory()
        ours, peer = _alternating(
            lambda: Memory(known).make_ready(), lambda: _decrypted(folder), rounds=5
        )
        what = "the ways to look into them laid, behind the scenes"
        yield Row(what, f"{ours:.0f} ms", f"decrypted {peer:.0f} ms", round(ours / peer, 2), "")
        memory.make_ready()
        store.close()
    context = Context(memory=memory)
    random = Random(2)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(100):
        old = [one.address for one in random.sample(known, 250)]
        people = [*old, *(Somebody(random).address for _ in range(250))]
        mail = _mail(people)
        for run, into in (
            (lambda mail=mail: begin(mail, context).findings, times[0]),
            (lambda: email.utils.getaddresses([header]), times[1]),
        ):
            began = time.process_time()
            run()
            into.append((time.process_time() - began) * 1000)
    ours, peer = (statistics.median(one) for one in times)
    yield _row("500 recipients against 20,000 correspondents", ours, peer, "3")
    ours, peer = (sorted(one)[-2] for one in times)
    yield _row("the same, 99th percentile", ours, peer, "3")


def _read(store: MemoryStore) -> Memory:
    store.close()
    return store.memory()


def _decrypted(folder: str) -> list[bytes]:
    cipher = Cipher(_KEY, "memory")
    with contextlib.closing(sqlite3.connect(Path(folder) / FILE)) as database:
        rows = database.execute("SELECT mark, closed FROM record").fetchall()
    return [cipher.open(closed, mark.hex()) for mark, closed in rows]


def _secrets() -> Iterator[Row]:
    """Give the search for the password of a protected report, against opening it each time, and
    the search for numbers in a long text, against reading that text once with ``str.split``."""
    written = [one.text for one in candidates(_mail(["marie.durand@exemple.fr"], _REPORT))]
    sealed = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(sealed, encryption=pikepdf.Encryption(owner="proprietaire", user="lecteur", R=6))
    content = sealed.getvalue()
    ours, peer = _alternating(
        lambda: opening(content, written),
        lambda: [_opens(content, one) for one in written],
        rounds=5,
    )
    what = f"{len(written)} candidates tried on a protected PDF"
    yield Row(what, f"{ours:.0f} ms", f"pikepdf {peer:.0f} ms", round(ours / peer, 2), "1")

    text = _TEXT * 700
    ours, peer = _alternating(lambda: identifiers(text), lambda: text.split())
    what = f"numbers of persons in {len(text) // 1000} kB of text"
    yield Row(what, f"{ours:.2f} ms", f"str.split {peer:.2f} ms", round(ours / peer, 2), "")


def _opens(content: bytes, password: str) -> bool:
    try:
        with pikepdf.open(io.BytesIO(content), password=password):
            return True
    except pikepdf.PasswordError:
        return False


def _first(mail: Mail) -> object:
    lookalike_address.meant.cache_clear()
    ascii_domain.cache_clear()  # as in a helper that has not met these domains yet
    return begin(mail, _CONTEXT).findings


def _mail(people: list[str], *files: Attachment) -> Mail:
    return Mail(
        sender=_SENDER,
        recipients=tuple(
            Recipient(field="to", address=one, defect=defect_of(one)) for one in people
        ),
        subject="Compte rendu",
        text=_TEXT,
        attachments=files,
    )


def _alternating(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int = _ROUNDS
) -> tuple[float, float]:
    """Give the median CPU time of each, in milliseconds, run in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for run, into in ((ours, times[0]), (peer, times[1])):
            began = time.process_time()
            run()
            into.append((time.process_time() - began) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def _row(what: str, ours: float, peer: float, aim: str) -> Row:
    return Row(what, f"{ours:.2f} ms", f"getaddresses {peer:.2f} ms", round(ours / peer, 2), aim)
