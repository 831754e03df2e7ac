"""``sceau review stats``: how often each rule spoke, and whether it was heeded."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date

from sceau.aftercare.journal.entry import Entry
from sceau.aftercare.journal.journal import Journal
from sceau.cli import language_of
from sceau.commands.journal import day
from sceau.errors import DONE
from sceau.phrases import phrase, say
from sceau.review.rules import RULE_IDS
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder

_COLUMNS = ("fired", "cured", "overridden", "said", "kept")
_OF_FATE = {"cured": "cured", "acknowledged": "overridden", "said": "said", "open": "kept"}


def run(args: argparse.Namespace) -> int:
    """Count over the journal: each rule's Findings, once a mail."""
    folder = state_folder()
    since = day(args.since)
    entries = Journal(folder, Keys(folder).master_key).entries()
    mails, counted = counts(one for one in entries if date.fromisoformat(one.at[:10]) >= since)
    if args.json:
        print(json.dumps({"mails": mails, "rules": counted}, indent=2))
        return DONE
    language = language_of(args)
    print(say(phrase("stats.mails", count=mails), language))
    if not counted:
        return DONE
    heads = [say(phrase(f"stats.{one}"), language) for one in _COLUMNS]
    wide = max(map(len, counted))
    print(" " * wide, *heads, sep="  ")
    for rule, row in counted.items():
        cells = (str(row[one]).rjust(len(head)) for one, head in zip(_COLUMNS, heads, strict=True))
        print(rule.ljust(wide), *cells, sep="  ")
    return DONE


def counts(entries: Iterable[Entry]) -> tuple[int, dict[str, dict[str, int]]]:
    """Give how many mails were decided on, and for each rule that spoke how often it ``fired``, was
    ``cured``, was ``overridden`` (let stand), was only ``said``, and in how many mails it stood
    when the person went back (``kept``)."""
    mails = 0
    found: dict[str, Counter[str]] = {}
    for one in entries:
        if one.event not in ("confirmed", "kept"):
            continue
        mails += 1
        for rule, fate in one.rules.items():
            row = found.setdefault(rule, Counter())
            row["fired"] += 1
            row["kept" if one.event == "kept" else _OF_FATE[fate]] += 1
    order = [rule for rule in RULE_IDS if rule in found]
    order += sorted(set(found) - set(order))  # of an older version
    return mails, {rule: {name: found[rule][name] for name in _COLUMNS} for rule in order}
