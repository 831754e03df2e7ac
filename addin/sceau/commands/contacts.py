"""``sceau contacts``: the people this user writes to, as Sceau remembers them; imported and
forgotten when asked."""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sceau.cli import language_of
from sceau.errors import DONE, MissingInput, NotAllowed, WrongUse
from sceau.mail.names import shown
from sceau.memory.importing import imported
from sceau.memory.store import MemoryStore, today
from sceau.phrases import phrase, say
from sceau.review.memory import Known, Record
from sceau.review.people import person
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder


def run(args: argparse.Namespace) -> int:
    """List, import or forget; 0 where it was done, 66 where there is nobody of that address."""
    if (args.do == "list") == bool(args.what or args.all):
        raise WrongUse("contacts-use")
    with opened_memory() as store:
        match args.do:
            case "list":
                return _list(store, args)
            case "import":
                return _import(store, args)
        return _forget(store, args)


@contextmanager
def opened_memory() -> Iterator[MemoryStore]:
    """Give this user's memory of correspondents; raises :class:`NotAllowed` ``contacts-off`` where
    there is to be none."""
    settings, folder = load().settings, state_folder()
    if not settings.memory.enabled:
        raise NotAllowed("contacts-off")
    store = MemoryStore(folder, Keys(folder).master_key, settings.memory.months)
    try:
        yield store
    finally:
        store.close()


def _list(store: MemoryStore, args: argparse.Namespace) -> int:
    people = sorted(store.memory(), key=lambda one: (-one.count, one.key))
    if args.json:
        rows = [
            {
                "address": one.address,
                "names": list(one.names),
                "mails": one.count,
                "last": _date(one.last) if one.count else "",
                "about": len(one.about),
            }
            for one in people
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return DONE
    language = language_of(args)
    if not people:
        print(say(phrase("contacts.none"), language))
    for one in people:
        told = phrase("contacts.mails", count=one.count) if one.count else phrase("contacts.book")
        name = f"{shown(one.names[-1])} " if one.names else ""
        last = f", {_date(one.last)}" if one.count else ""
        print(f"{name}<{shown(one.address)}>: {say(told, language)}{last}")
    return DONE


def _date(day: int) -> str:
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def _import(store: MemoryStore, args: argparse.Namespace) -> int:
    if not args.what:
        raise WrongUse("contacts-use")
    memory = store.memory()
    before = len(memory)
    found = imported(memory, map(Path, args.what), today())
    store.keep(found.records)
    people = sum(isinstance(one, Known) for one in found.records)
    new = len(store.memory()) - before
    if args.json:
        told = {"people": people, "new": new, "mails": found.mails, "unread": found.unread}
        print(json.dumps(told))
        return DONE
    language = language_of(args)
    print(say(phrase("contacts.imported", count=people, new=new), language))
    if found.unread:
        print(say(phrase("contacts.unread", count=found.unread), language))
    return DONE


def _forget(store: MemoryStore, args: argparse.Namespace) -> int:
    if args.all:
        store.forget_all()
        count = 0
    else:
        records = [one for each in args.what for one in _of(store, each)]
        if not records:
            raise MissingInput("contacts-nobody")
        store.forget(records)
        count = len({one.key for one in records if isinstance(one, Known)})
    if args.json:
        print(json.dumps({"forgotten": "all" if args.all else count}))
    else:
        told = "contacts.forgotten-all" if args.all else "contacts.forgotten"
        print(say(phrase(told, count=count), language_of(args)))
    return DONE


def _of(store: MemoryStore, address: str) -> Iterator[Record]:
    """Give everything that is known of one person: what was confirmed for them as well."""
    key = person(address)
    for one in store.memory().records():
        people = getattr(one, "people", ())
        if one.key == key or key in people or key in one.key.split("\n"):
            yield one
