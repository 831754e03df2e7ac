"""The mails of the tables as files, and the user they are sent by: what a command can be run on."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from email.header import Header
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec

from sceau.memory.store import MemoryStore, today
from sceau.review.given import record
from sceau.review.memory import Given, Record
from sceau.review.people import person
from sceau.settings.keys import Keys
from support.case_files import can_be_made, content
from support.case_tables import SENDER, memory
from support.case_tables import mail as mail_of

_USERS = ("domains", "known", "settled", "sent", "threads", "given")
_ONLY_TOLD = {
    "lists": "only a client says what is a list",
    "original": "only a client says who got the mail that is answered",
    "skipped": "the command waits for every file",
    "defects": "made by hand in tests/corpus",
    "unread": "made by hand in tests/corpus",
    "resent": "made by hand in tests/corpus",
}
_READ_BEFORE = frozenset({"mixed-patients", "wrong-person"})
"""Whose tables take a locked file as read before it was locked, to hear of its text alone."""

_KIND_TYPES = {
    "message": "message/rfc822",
    "tnef": "application/ms-tnef",
    "external": "message/external-body; access-type=local-file",
}


class File(NamedTuple):
    """A file of a row: its name, what reading it tells, and what it holds."""

    name: str
    told: str
    content: bytes


@dataclass(frozen=True)
class Written:
    """One row of a table as a mail; ``unfit`` says why there cannot be one."""

    rule: str
    row: Mapping[str, Any]

    @property
    def unfit(self) -> str:
        """Why no file holds what the row says; empty where one does."""
        why = next((why for one, why in _ONLY_TOLD.items() if self.row.get(one)), "")
        if self.row.get("relation") == "new":
            why = "only a client says that an answer is none"
        missing = [one for one in self._told.values() if not can_be_made(one)]
        return why or (f"no such file: {missing[0] or 'not read yet'}" if missing else "")

    @property
    def user(self) -> str:
        """What tells the user who sends it from others."""
        return json.dumps([self.row.get(one) for one in _USERS] + [sorted(self.digests.items())])

    @property
    def raw(self) -> bytes:
        """The bytes of the mail."""
        return _mail(self.row, self.files)

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of the files that the row speaks of by a short name."""
        return {
            word[7:]: hashlib.sha256(one.content).hexdigest()
            for one in self.files
            for word in one.told.split()
            if word.startswith("digest=")
        }

    @functools.cached_property
    def files(self) -> tuple[File, ...]:
        """What is attached."""
        texts, password = self.row.get("texts", {}), self.row.get("password", "")
        return tuple(
            File(name, told, content(told, texts.get(name, ""), password))
            for name, told in self._told.items()
        )

    @property
    def _told(self) -> dict[str, str]:
        split = (one.rpartition(":") for one in self.row.get("files", ()))
        told = {name: flags.strip() for name, _, flags in split}
        if self.rule in _READ_BEFORE:
            for name in self.row.get("texts", {}):
                told[name] = told[name].replace("pdf password", "pdf anyone")
        return told


def written(table: Path) -> Iterator[Written]:
    """Give every row of a table."""
    told = tomllib.loads(table.read_text(encoding="utf-8"))
    for case in told["case"]:
        yield Written(table.stem, {**told.get("usual", {}), **case})


def make_user(home: Path, one: Written) -> None:
    """Give the user who sends ``one`` a home (``SCEAU_HOME``): settings, and a memory if any."""
    row = one.row
    home.mkdir(parents=True)
    if "domains" in row:
        listed = ", ".join(f'"{domain}"' for domain in row["domains"])
        (home / "config").mkdir()
        (home / "config" / "settings.toml").write_text(
            f"internal_domains = [{listed}]\n", encoding="utf-8"
        )
    if "known" not in row and not row.get("given"):
        return
    state = home / "state"
    state.mkdir()
    with closing(MemoryStore(state, Keys(state).master_key)) as store:
        known = memory({**row, "sent": _sent(one)}) if "known" in row else None
        records = [msgspec.structs.replace(each, last=today()) for each in _records(known)]
        store.keep([*records, *_given(row, store.memory().salt)])


def _records(known: Any) -> list[Record]:
    return list(known.records()) if known is not None else []


def _sent(one: Written) -> dict[str, Any]:
    return {one.digests.get(name, name): to for name, to in one.row.get("sent", {}).items()}


def _given(row: Mapping[str, Any], salt: bytes) -> Iterator[Given]:
    for password, addresses in row.get("given", {}).items():
        made = record(password, salt)
        assert made is not None
        yield msgspec.structs.replace(made, people=tuple(map(person, addresses)), last=today())


def _mail(row: Mapping[str, Any], files: Sequence[File]) -> bytes:
    head = _head(row)
    text = _leaf("text/plain; charset=utf-8", row.get("text", "").encode())
    if row.get("html"):
        html = _leaf("text/html; charset=utf-8", row["html"].encode())
        text = html if not row.get("text") else _parts("alternative", [text, html])
    if files:
        text = _parts("mixed", [text, *(_file(*one) for one in files)])
    match row.get("protection", "none"):
        case "signed":
            proof = _leaf("application/pkcs7-signature; name=smime.p7s", os.urandom(60))
            text = _parts("signed; protocol=application/pkcs7-signature", [text, proof])
        case "encrypted":
            closed = _leaf("application/octet-stream", b"-----BEGIN PGP MESSAGE-----\r\n")
            version = _leaf("application/pgp-encrypted", b"Version: 1\r\n")
            text = _parts("encrypted; protocol=application/pgp-encrypted", [version, closed])
    return head + b"MIME-Version: 1.0\r\n" + text


def _head(row: Mapping[str, Any]) -> bytes:
    lines = [f"From: {row.get('from', SENDER)}"] if row.get("from", SENDER) else []
    lines += [f"{one.title()}: {row[one]}" for one in ("to", "cc", "bcc") if row.get(one)]
    if row.get("subject"):
        subject = row["subject"]
        plain = subject.isascii() and subject.isprintable()
        lines.append(f"Subject: {subject if plain else Header(subject, 'utf-8').encode()}")
    read = mail_of(dict(row))
    answers = read.in_reply_to or ("<a@b.example>" if read.relation == "reply" else "")
    if answers and read.relation != "forward":
        lines.append(f"In-Reply-To: {answers}")
    if read.references:
        lines.append(f"References: {' '.join(read.references)}")
    if read.relation == "forward":
        lines.append("X-Forwarded-Message-Id: <a@b.example>")
    return "".join(f"{one.replace(chr(10), chr(13) + chr(10))}\r\n" for one in lines).encode()


def _leaf(type: str, content: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {type}\r\n{more}Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _parts(subtype: str, parts: list[bytes]) -> bytes:
    edge = hashlib.sha256(b"".join(parts)).hexdigest()[:24]
    head = f'Content-Type: multipart/{subtype}; boundary="{edge}"\r\n\r\n'
    between = f"--{edge}\r\n".encode()
    return (
        head.encode()
        + between
        + between.join(f + b"\r\n" for f in parts)
        + (f"--{edge}--\r\n".encode())
    )


def _file(name: str, flags: str, content: bytes) -> bytes:
    words = flags.split()
    kind = next((one for one in words if one in _KIND_TYPES), "")
    type = next((one[5:] for one in words if one.startswith("type=")), _KIND_TYPES.get(kind, ""))
    more = f"Content-Disposition: attachment; filename*=utf-8''{quote(name)}\r\n" if name else ""
    if kind in ("message", "external"):
        return f"Content-Type: {type}\r\n{more}\r\n".encode() + content
    return _leaf(type or "application/octet-stream", content, more)
