"""``sceau journal``: what was decided and what left; and whether that was changed since."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from datetime import date

import msgspec

from sceau.aftercare.journal.entry import Entry
from sceau.aftercare.journal.journal import Journal
from sceau.cli import language_of
from sceau.errors import DONE, UnreadableInput, WrongUse
from sceau.phrases import phrase, say
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder

_COLUMNS = (
    "at", "event", "hook", "about", "recipients", "outside", "mails", "files", "sealed", "added",
    "rules", "edits",
)  # fmt: skip

_COUNTS = ("recipients", "outside", "mails", "files", "sealed", "added")


def run(args: argparse.Namespace) -> int:
    """Show the records, all or those about one address; or verify them: 0 where they hold, 65 where
    one was changed or is missing."""
    folder = state_folder()
    journal = Journal(folder, Keys(folder).master_key)
    if args.do == "verify":
        return _verify(journal, args)
    since = day(args.since)
    found = list(_chosen(journal, since, args.recipient))
    if args.json:
        print(json.dumps([msgspec.to_builtins(one) for one in found], indent=2))
    elif args.csv:
        _write_csv(found)
    else:
        _tell(found, args)
    return DONE


def day(given: str) -> date:
    """Give the day that was typed, the first of all where none was. Raises :class:`WrongUse`
    ``no-such-date``."""
    if not given:
        return date.min
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise WrongUse("no-such-date") from None


def _chosen(journal: Journal, since: date, recipient: str | None) -> Iterator[Entry]:
    """Give the records since then; with an address, all records of the mails that concern it."""
    entries = [one for one in journal.entries() if date.fromisoformat(one.at[:10]) >= since]
    if not recipient:
        yield from entries
        return
    mark = journal.keys.person(recipient)
    concerned = {one.about for one in entries if mark in one.people}
    yield from (one for one in entries if one.about in concerned)


def _verify(journal: Journal, args: argparse.Namespace) -> int:
    found = journal.verify()
    if args.json:
        print(json.dumps({"records": found.records, "fault": found.fault}))
    elif found.fault is None:
        print(say(phrase("journal.holds", count=found.records), language_of(args)))
    else:
        told = phrase(f"journal.fault.{found.fault}", number=found.records + 1)
        print(say(told, language_of(args)), file=sys.stderr)
    return DONE if found.fault is None else UnreadableInput.exit_code


def _write_csv(found: list[Entry]) -> None:
    table = csv.writer(sys.stdout)
    table.writerow(_COLUMNS)
    for entry in found:
        values = (getattr(entry, name) for name in _COLUMNS)
        table.writerow(
            " ".join(f"{key}={one}" for key, one in value.items())
            if isinstance(value, dict)
            else value
            for value in values
        )


def _tell(found: list[Entry], args: argparse.Namespace) -> None:
    language = language_of(args)
    if not found:
        print(say(phrase("journal.empty"), language))
    for entry in found:
        event = say(phrase(f"journal.event.{entry.event}"), language)
        numbers = ", ".join(
            say(phrase(f"journal.count.{name}", count=count), language)
            for name in _COUNTS
            if (count := getattr(entry, name))
        )
        print(f"{entry.at}  {event}  {numbers}".rstrip())
        for rule, fate in entry.rules.items():
            print(f"    {rule}: {say(phrase(f'journal.fate.{fate}'), language)}")
