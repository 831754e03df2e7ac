"""Tables of mails and what is found in them, as people can read them (TOML).

A case has a ``sentence``; ``to``, ``cc``, ``bcc`` and ``from`` as they would stand in a header
(``lists`` names the addresses that are lists nobody can expand); ``subject`` and ``text``;
``files``, each a name with what reading it told (``"bilan.pdf: pdf anyone"``); ``texts``, what is
written in them, by their names; ``password``, what opens the protected ones, and what others are
sealed with; ``domains``, the establishment's own; and ``finds``: the sentences found by the rule,
in French, in order.

``known`` are the correspondents this user has, where any are remembered: ``"Marie Durand
<marie@example.fr>: 12 mails with paul@example.fr about Léo Durand"``; ``settled`` the keys of what
was confirmed before; ``given`` the passwords given before, each with the addresses it went to.
"""

from __future__ import annotations

import mimetypes
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sceau.mail.address_lists import read_addresses
from sceau.mail.model import Attachment, Field, Mail, Protection, Recipient
from sceau.phrases import phrase, say
from sceau.review.candidates import candidates
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.findings import Finding, Level
from sceau.review.given import LONGEST, GivenAgain, GivenSearch, record
from sceau.review.memory import (
    Bound,
    Known,
    Memory,
    Record,
    SentFile,
    Settled,
    Thread,
)
from sceau.review.names import name_words
from sceau.review.people import person
from sceau.review.reading.model import FileReading, Opening
from sceau.review.reading.readers import with_text
from sceau.settings.schema import Settings

SENDER = "Secrétariat <secretariat@clinique-exemple.fr>"


@dataclass(frozen=True)
class Case:
    """One row of a table."""

    sentence: str
    mail: Mail
    context: Context
    readings: dict[str, FileReading]
    skipped: tuple[str, ...]
    finds: tuple[str, ...]
    level: Level | None
    cures: tuple[tuple[str, ...], ...] | None

    @property
    def review(self) -> Review:
        """The review of the mail, with every reading the case gives."""
        review = begin(self.mail, self.context)
        for attachment, found in self.readings.items():
            review = review.with_reading(attachment, found)
        return review.skip(*self.skipped)


def cases(table: Path) -> list[Case]:
    """Read a table; what stands under ``[usual]`` counts for every case that does not say
    otherwise."""
    content = tomllib.loads(table.read_text(encoding="utf-8"))
    usual = content.get("usual", {})
    return [_case({**usual, **row}) for row in content["case"]]


def mail(row: dict[str, Any]) -> Mail:
    """Give the mail that a row describes."""
    files = [_file(str(place), one) for place, one in enumerate(row.get("files", ()), 2)]
    recipients = [
        one
        for field in ("to", "cc", "bcc")
        for one in people(row.get(field, ""), field)  # type: ignore[arg-type]
    ]
    lists = row.get("lists", ())
    sender = people(row.get("from", SENDER), "to")
    return Mail(
        sender=sender[0] if sender else None,
        recipients=tuple(
            msgspec.structs.replace(one, kind="list") if one.address in lists else one
            for one in recipients
        ),
        subject=row.get("subject", ""),
        text=row.get("text", ""),
        html=row.get("html", ""),
        attachments=tuple(one for one, _ in files if not one.inline),
        inline_images=tuple(one for one, _ in files if one.inline),
        relation=row.get("relation", "new"),
        in_reply_to=row.get("in_reply_to", ""),
        references=tuple(row.get("references", ())),
        original=tuple(row.get("original", ())),
        protection=Protection(row.get("protection", "none")),
        unread=tuple(row.get("unread", ())),
        defects=tuple(row.get("defects", ())),
    )


def people(written: str, field: Field) -> tuple[Recipient, ...]:
    """Give the recipients of a header written so."""
    return read_addresses(written.encode().decode("latin-1")).recipients(field)


def plain(text: str) -> str:
    """Give ``text`` with plain spaces, so that tables need no no-break ones."""
    return text.replace("\u00a0", " ")


def told(finding: Finding, language: str = "fr") -> str:
    """Give the evidence of a Finding with plain spaces."""
    return plain(say(finding.evidence, language))


def _case(row: dict[str, Any]) -> Case:
    written = mail(row)
    files = [_file(str(place), one) for place, one in enumerate(row.get("files", ()), 2)]
    level = row.get("level")
    password = row.get("password", "")
    return Case(
        sentence=row["sentence"],
        mail=written,
        context=Context(
            Settings(internal_domains=tuple(row.get("domains", ()))),
            password,
            memory=memory(row),
            given=given(written, row.get("given", {})),
        ),
        readings={
            one.id: _with_text(tried(written, found, password), row.get("texts", {}).get(one.name))
            for one, found in files
            if found
        },
        skipped=tuple(row.get("skipped", ())),
        finds=tuple(row["finds"]),
        level=Level(level) if level else None,
        cures=tuple(map(tuple, row["cures"])) if "cures" in row else None,
    )


def memory(row: dict[str, Any]) -> Memory | None:
    """Give the memory of correspondents that a row describes."""
    if "known" not in row:
        return None
    records: list[Record] = [known(one) for one in row["known"]]
    records += [Settled(key=one) for one in row.get("settled", ())]
    for digest, addresses in row.get("sent", {}).items():
        records.append(SentFile(digest=digest, people=tuple(map(person, addresses))))
    for message, addresses in row.get("threads", {}).items():
        records.append(Thread(message=message, people=tuple(map(person, addresses))))
    return Memory(records)


def given(mail: Mail, passwords: dict[str, list[str]]) -> tuple[GivenAgain, ...]:
    """Search ``mail`` for passwords that were given before, each to these addresses."""
    salt = b"salt of the table"
    kept = Memory(salt=salt)
    for password, addresses in passwords.items():
        one = record(password, salt)
        assert one is not None
        kept.put(msgspec.structs.replace(one, people=tuple(map(person, addresses))))
    search = GivenSearch(mail, kept)
    search.run(LONGEST)
    return search.found


def known(written: str) -> Known:
    """Read ``Name <address>: 12 mails with a, b about Name, Name born 1950-03-12``."""
    head, _, rest = written.rpartition(":")
    (one,) = people(head, "to")
    rest, _, about = rest.partition(" about ")
    count, _, company = rest.partition(" with ")
    return Known(
        address=one.address,
        names=(one.name,) if one.name else (),
        count=int("".join(filter(str.isdigit, count)) or 1),
        companions=tuple(person(each.strip()) for each in company.split(",") if each.strip()),
        about=tuple(
            Bound(name_words(each.partition(" born ")[0]), each.partition(" born ")[2].strip())
            for each in about.split(",")
            if each.strip()
        ),
    )


def tried(mail: Mail, found: FileReading, password: str) -> FileReading:
    """Try what stands in ``mail`` on a file that ``password`` opens."""
    written = {one.text for one in candidates(mail)}
    if found.opening is Opening.PASSWORD and password in written:
        return msgspec.structs.replace(found, opened_by=password)
    return found


def _with_text(found: FileReading, text: str | None) -> FileReading:
    return with_text(found, text) if text else found


def _file(id: str, written: str) -> tuple[Attachment, FileReading | None]:
    """Read ``name: kind opening flags``; nothing behind the colon is a file not read yet.

    Flags: ``signed``, ``damaged``, ``problem``, ``weak=…``, ``unread=…``, ``hidden=…,…`` (with
    ``stuck`` where it cannot be taken out); ``inline``, ``sealed``, ``cleaned``, ``type=…``;
    ``message``, ``tnef`` and ``external`` for what is no plain file.
    """
    name, _, rest = written.rpartition(":")
    words = rest.split()
    flags = {word for word in words if word in _FLAGS}
    declared = next((word[5:] for word in words if word.startswith("type=")), "")
    unread = next((word[7:] for word in words if word.startswith("unread=")), "")
    hidden = next((word[7:] for word in words if word.startswith("hidden=")), "")
    weakness = next((word[5:] for word in words if word.startswith("weak=")), "")
    digest = next((word[7:] for word in words if word.startswith("digest=")), "")
    size = next((int(word[5:]) for word in words if word.startswith("size=")), 1000)
    words = [word for word in words if word not in _FLAGS and "=" not in word]
    kind = next(iter(flags & {"message", "tnef", "external"}), "file")
    attachment = Attachment(
        id=id,
        name=name,
        media_type=declared or mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        kind=kind,  # type: ignore[arg-type]
        inline="inline" in flags,
        sealed="sealed" in flags,
        cleaned="cleaned" in flags,
    )
    if not words:
        return attachment, None
    problem = phrase("finding.not-examined.why.opening") if "problem" in flags else None
    return attachment, FileReading(
        kind=words[0],
        opening=Opening(words[1]) if len(words) > 1 else Opening.UNKNOWN,
        signed="signed" in flags,
        damaged="damaged" in flags,
        problem=problem,
        digest=digest,
        weakness=weakness,
        hidden=tuple(hidden.split(",")) if hidden else (),
        removable="stuck" not in flags,
        unread=phrase(f"reading.unread.{unread}") if unread else None,
    )


_FLAGS = frozenset(
    {"signed", "damaged", "problem", "inline", "sealed", "message", "tnef", "external"}
    | {"cleaned", "stuck"}
)
