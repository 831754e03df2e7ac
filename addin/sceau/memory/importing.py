"""Taking correspondents over from what is there already: address books and folders of sent mails.

Only when asked. A vCard file (RFC 2426, RFC 6350), a Thunderbird address book
(``abook.sqlite``), a CSV export, a Maildir folder, an mbox file, or single ``.eml`` files; of mails
only the headers are read. Nothing is counted twice however often it is imported.
"""

from __future__ import annotations

import csv
import email.utils
import quopri
import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from sceau.errors import MissingInput, SceauError, UnreadableInput
from sceau.mail.addresses import defect_of
from sceau.mail.message import Message
from sceau.mail.model import Mail
from sceau.memory.learning import learnt, with_name
from sceau.review.memory import MOST_COMPANIONS, Known, Memory, Thread
from sceau.review.people import person

MOST_BYTES = 64 * 1024
"""Bytes of a mail's head that are read: its headers."""

MOST_MAILS = 200_000
"""Mails of one folder that are looked at."""

_MOST_CARDS = 64 * 1024 * 1024  # bytes of an address book
_SQLITE = b"SQLite format 3\0"
_SECONDS_A_DAY = 86_400


class Card(msgspec.Struct, frozen=True):
    """An entry of an address book."""

    address: str
    name: str = ""


class Imported(msgspec.Struct, frozen=True):
    """What was found: ``records`` to keep, how many mails were read and how many could not be."""

    records: tuple[Known | Thread, ...]
    mails: int
    unread: int


def imported(memory: Memory, paths: Iterable[Path], today: int) -> Imported:
    """Give what the files and folders of ``paths`` add to ``memory``.

    Raises :class:`MissingInput` ``contacts-missing`` and :class:`UnreadableInput`
    ``contacts-unknown`` for what is none of the kinds known.
    """
    fresh = Memory()
    mails = unread = 0
    for path in paths:
        for one in _read(path):
            if isinstance(one, Card):
                _add_card(fresh, one)
            elif isinstance(one, Mail):
                mails += 1
                _add_mail(fresh, one, today)
            else:
                unread += 1
    records = [
        _merged(memory.known(one.address), one) if isinstance(one, Known) else one
        for one in fresh.records()
        if isinstance(one, Known | Thread)
    ]
    return Imported(tuple(records), mails, unread)


def _add_card(fresh: Memory, card: Card) -> None:
    before = fresh.known(card.address) or Known(address=card.address)
    fresh.put(replace(before, names=with_name(before.names, card.name)))


def _add_mail(fresh: Memory, mail: Mail, today: int) -> None:
    day = min(_day(mail.date), today)
    messages = (mail.message_id,) if mail.message_id else ()
    for record in tuple(learnt(fresh, mail, readings={}, messages=messages, day=day)):
        fresh.put(record)


def _day(date: str) -> int:
    try:
        return int(email.utils.parsedate_to_datetime(date).timestamp() // _SECONDS_A_DAY)
    except (ValueError, TypeError, OverflowError):
        return 0


def _merged(before: Known | None, one: Known) -> Known:
    if before is None:
        return one
    names = before.names
    for name in one.names:
        names = names if name in names else with_name(names, name)
    companions = tuple(dict.fromkeys((*before.companions, *one.companions)))[:MOST_COMPANIONS]
    return replace(
        before,
        names=names,
        count=max(before.count, one.count),
        last=max(before.last, one.last),
        companions=companions,
    )


# -- what a path holds ---------------------------------------------------------------------


def _read(path: Path) -> Iterator[Card | Mail | None]:
    """Give the cards or mails of ``path``; none for a mail that could not be read."""
    if not path.exists():
        raise MissingInput("contacts-missing")
    try:
        if path.is_dir():
            yield from _folder(path)
        else:
            yield from _file(path)
    except (OSError, sqlite3.Error, csv.Error) as problem:
        raise UnreadableInput("contacts-unknown") from problem


def _file(path: Path) -> Iterator[Card | Mail | None]:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_SQLITE):
        yield from _address_book(path)
    elif head.startswith(b"From "):
        yield from map(_mail, _mbox(path))
    elif re.match(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCARD", head, re.IGNORECASE):
        yield from vcards(_text(path))
    elif path.suffix.lower() == ".csv":
        yield from table(_text(path))
    elif re.match(rb"[\x21-\x39\x3b-\x7e]+:", head):
        yield _mail(head + _rest(path))
    else:
        raise UnreadableInput("contacts-unknown")


def _rest(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)[4096:]


def _text(path: Path) -> str:
    with path.open("rb") as file:
        raw = file.read(_MOST_CARDS)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _folder(path: Path) -> Iterator[Mail | None]:
    """Read a Maildir (``cur``, ``new``) or a folder of ``.eml`` files."""
    parts = [path / name for name in ("cur", "new") if (path / name).is_dir()]
    files = (
        (one for part in parts for one in sorted(part.iterdir()) if one.is_file())
        if parts
        else iter(sorted(path.glob("*.eml")))
    )
    found = False
    for number, one in enumerate(files):
        if number >= MOST_MAILS:
            return
        found = True
        with one.open("rb") as file:
            yield _mail(file.read(MOST_BYTES))
    if not found and not parts:
        raise UnreadableInput("contacts-unknown")


def _mbox(path: Path) -> Iterator[bytes]:
    """Give the heads of the mails of an mbox file, one line after the other."""
    head: list[bytes] = []
    size = count = 0
    in_head = False
    before = b"\n"
    with path.open("rb") as file:
        for line in file:
            if line.startswith(b"From ") and not before.strip():
                if head:
                    yield b"".join(head)
                    count += 1
                if count >= MOST_MAILS:
                    return
                head, size, in_head = [], 0, True
            elif in_head:
                in_head = bool(line.strip()) and size < MOST_BYTES
                head.append(line)
                size += len(line)
            before = line
    if head:
        yield b"".join(head)


def _mail(head: bytes) -> Mail | None:
    end = re.search(rb"\r?\n\r?\n", head)
    headers = head[: end.end()] if end else head + b"\n\n"
    try:
        return Message.read(headers + b"\n").mail
    except SceauError:
        return None


# -- address books -------------------------------------------------------------------------


def vcards(text: str) -> Iterator[Card]:
    """Give the entries of a vCard file that have an address."""
    unfolded = re.sub(r"\r?\n[ \t]|=\r?\n(?=\S)", "", text)
    name, given, addresses = "", "", list[str]()
    for line in unfolded.splitlines():
        head, _, value = line.partition(":")
        kind, *parameters = head.upper().split(";")
        kind = kind.rpartition(".")[2]
        if any("QUOTED-PRINTABLE" in one for one in parameters):
            value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
        value = re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", " ")).strip()
        if kind == "BEGIN":
            name, given, addresses = "", "", []
        elif kind == "FN":
            name = value
        elif kind == "N":
            given = " ".join(reversed([one for one in value.split(";")[:2] if one]))
        elif kind == "EMAIL":
            addresses.append(value)
        elif kind == "END":
            yield from _cards(addresses, name or given)


_WHOLE_NAMES = ("nom complet", "display name", "nom à afficher", "name")


def table(text: str) -> Iterator[Card]:
    """Give the entries of a CSV export: the columns are known by their French or English names."""
    separator = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    rows = csv.DictReader(text.splitlines(), delimiter=separator)
    for row in rows:
        cells = {(key or "").strip().lower(): (value or "") for key, value in row.items() if key}
        addresses = [value for key, value in cells.items() if re.search(r"mail|courriel", key)]
        name = next(
            (
                cells[key]
                for key in ("nom complet", "display name", "nom à afficher")
                if cells.get(key)
            ),
            "",
        )
        parts = (
            cells.get("prénom") or cells.get("first name") or cells.get("given name") or "",
            cells.get("nom") or cells.get("last name") or cells.get("family name") or "",
        )
        yield from _cards(addresses, name or " ".join(filter(None, parts)))


def _address_book(path: Path) -> Iterator[Card]:
    """Read Thunderbird's ``abook.sqlite``: one row for each property of a card. Opened so that
    neither it nor a running Thunderbird is disturbed."""
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        rows = database.execute(
            "SELECT card, name, value FROM properties WHERE name IN"
            " ('PrimaryEmail', 'SecondEmail', 'DisplayName', 'FirstName', 'LastName')"
        )
        cards: dict[str, dict[str, str]] = {}
        for card, name, value in rows:
            cards.setdefault(str(card), {})[str(name)] = str(value)
    finally:
        database.close()
    for one in cards.values():
        addresses = [one.get("PrimaryEmail", ""), one.get("SecondEmail", "")]
        parts = filter(None, (one.get("FirstName"), one.get("LastName")))
        yield from _cards(addresses, one.get("DisplayName") or " ".join(parts))


def _cards(addresses: Iterable[str], name: str) -> Iterator[Card]:
    told: set[str] = set()
    for one in addresses:
        address = one.strip().removeprefix("mailto:")
        if address and not defect_of(address) and person(address) not in told:
            told.add(person(address))
            yield Card(address, name.strip())
