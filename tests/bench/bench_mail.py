"""Reading and editing a mail of 25 MB, and reading many addresses, against Python's ``email``."""

from __future__ import annotations

import email
import email.utils
import os
import statistics
import time
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage

from bench.row import Row
from sceau.mail.address_lists import read_addresses
from sceau.mail.apply import SealedFile
from sceau.mail.edits import MoveToBcc, SealAttachment
from sceau.mail.message import Message

_ROUNDS = 5
_FILE = 18_300_000
"""Bytes of the attached file: in base64, with its line ends, a message of 25 MB."""

_PEOPLE = ("a@example.org", "b@example.org")


def rows() -> Iterator[Row]:
    """Give a 25 MB mail read, edited and sealed, and 500 recipients read."""
    raw = _large_mail()
    sealed = SealedFile("bilan.pdf", "application/pdf", os.urandom(_FILE))
    size = f"{len(raw) / 1e6:.0f} MB mail"
    yield _row(
        f"{size}: read, seal its file, To to Bcc",
        lambda: Message.read(raw).apply([SealAttachment("2"), MoveToBcc(_PEOPLE)], {"2": sealed}),
        lambda: _peer_seals(raw, sealed),
        "0.1",
    )
    yield _row(
        f"{size}: read, To to Bcc (the peer: parse and write)",
        lambda: Message.read(raw).apply([MoveToBcc(_PEOPLE)]),
        lambda: _peer_moves(raw),
        "0.1",
    )
    yield _row(
        f"{size}: read (the peer: parse)",
        lambda: Message.read(raw).mail,
        lambda: email.message_from_bytes(raw, policy=policy.SMTP),
        "0.1",
    )
    names = ("Jeanne Moreau", '"Moreau, Jeanne"', "=?utf-8?q?Zo=C3=A9?= Moreau", "")
    field = ", ".join(f"{names[n % 4]} <patient{n}@example.org>" for n in range(500))
    yield _row(
        "500 recipients read (the peer: getaddresses)",
        lambda: read_addresses(field),
        lambda: email.utils.getaddresses([field]),
        "2",
    )


def _large_mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "secretariat@example.org", ", ".join(_PEOPLE)
    mail["Subject"], mail["Message-ID"] = "Bilan", "<un@example.org>"
    mail.set_content("Bonjour,\n")
    mail.add_attachment(
        os.urandom(_FILE), maintype="application", subtype="pdf", filename="bilan.pdf"
    )
    return mail.as_bytes(policy=policy.SMTP)


def _peer_moves(raw: bytes) -> bytes:
    mail = email.message_from_bytes(raw, policy=policy.SMTP)
    people = mail["To"]
    mail.replace_header("To", "undisclosed-recipients:;")
    mail["Bcc"] = str(people)
    return mail.as_bytes(policy=policy.SMTP)


def _peer_seals(raw: bytes, sealed: SealedFile) -> bytes:
    mail = email.message_from_bytes(raw, policy=policy.SMTP)
    people = mail["To"]
    mail.replace_header("To", "undisclosed-recipients:;")
    mail["Bcc"] = str(people)
    part = mail.get_payload()[1]  # type: ignore[index]
    part.set_content(  # type: ignore[union-attr]
        sealed.content, maintype="application", subtype="pdf", filename=sealed.name
    )
    return mail.as_bytes(policy=policy.SMTP)


def _row(what: str, ours: Callable[[], object], peer: Callable[[], object], aim: str) -> Row:
    mine, theirs = [], []
    for _ in range(_ROUNDS):
        for work, times in ((ours, mine), (peer, theirs)):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
    one, other = statistics.median(mine), statistics.median(theirs)
    return Row(what, _ms(one), _ms(other), one / other, aim)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
