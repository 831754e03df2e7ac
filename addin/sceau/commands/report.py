"""Saying what became of mails, for a person or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

from sceau.mail.names import shown
from sceau.phrases import phrase, say
from sceau.way.report import Report


def tell(reports: Sequence[Report], language: str, *, as_json: bool) -> None:
    """Print what became of each mail; the password of sealed files goes to the person who asked,
    and nowhere else."""
    if as_json:
        rows = [as_row(one, language) for one in reports]
        print(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=2))
        return
    for one in reports:
        for sentence in filter(None, (one.sentence, *one.details, one.next)):
            print(shown(say(sentence, language)))
        for rule in one.open:
            print(say(phrase("cli.left-open", rule=rule.partition(":")[0]), language))
        if one.password:
            print(say(phrase("cli.password", password=one.password), language))


def as_row(report: Report, language: str) -> dict[str, object]:
    """Give a report as it stands in JSON: ``ending``, ``sentence``, ``next``, ``details``,
    ``held``, ``mails``, ``edits``, ``sealed`` (names), ``password`` (empty where nothing was
    sealed or the mail did not leave), ``open`` (ids of Findings left open)."""
    return {
        "ending": report.ending,
        "sentence": say(report.sentence, language),
        "next": say(report.next, language) if report.next else "",
        "details": [say(one, language) for one in report.details],
        "held": report.held,
        "mails": report.mails,
        "edits": msgspec.to_builtins(report.edits),
        "sealed": list(report.sealed),
        "password": report.password,
        "open": list(report.open),
    }
