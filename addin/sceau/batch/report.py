"""The report of a batch: JSON, CSV or lines of text. It holds no password."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from sceau.batch.request import Done, Failed, Outcome, state_of
from sceau.errors import WrongUse
from sceau.mail.names import shown
from sceau.phrases import phrase, say

_COLUMNS = ("source", "state", "sealed", "format", "algorithm", "verified", "error", "sentence")
KINDS = (".json", ".csv", ".txt")


def report(outcomes: Sequence[Outcome], name: str, language: str) -> bytes:
    """Give the report of ``outcomes`` in the form the ending of ``name`` says, in UTF-8.

    Raises :class:`WrongUse` ``report-kind`` for another ending than :data:`KINDS`.
    """
    rows = [row for one in outcomes for row in _rows(one, language)]
    match PurePath(name).suffix.lower():
        case ".json":
            return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode(
                "utf-8", "replace"
            )
        case ".csv":
            return _csv(rows)
        case ".txt":
            return _text(rows, outcomes, language)
    raise WrongUse("report-kind")


def counted(outcomes: Sequence[Outcome], language: str) -> str:
    """Give in one sentence how many files were sealed, were so before, and were not."""
    states = [state_of(one) for one in outcomes for _ in one.sources]
    told = [
        say(phrase(f"batch.count.{state}", count=states.count(state)), language)
        for state in ("sealed", "already", "failed")
        if state == "sealed" or state in states
    ]
    return " · ".join(told)


def _rows(outcome: Outcome, language: str) -> list[dict[str, Any]]:
    told: dict[str, Any] = {"state": state_of(outcome)}
    match outcome:
        case Done(sealed=sealed, format=format, algorithm=algorithm):
            told |= {"sealed": str(sealed), "format": format, "algorithm": algorithm}
            told["verified"] = True
        case Failed(why=why):
            told |= {"error": why.reason, "sentence": say(why.sentence, language)}
    return [{"source": str(source), **told} for source in outcome.sources]


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    made = csv.DictWriter(out, _COLUMNS, delimiter=";", lineterminator="\r\n")
    made.writeheader()
    for row in rows:
        made.writerow({key: _no_formula(str(value)) for key, value in row.items()})
    # with its mark, spreadsheets read the accents
    return out.getvalue().encode("utf-8-sig", "replace")


def _no_formula(value: str) -> str:
    """A file's name must not become a formula of the spreadsheet that opens the report."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _text(rows: Sequence[dict[str, Any]], outcomes: Sequence[Outcome], language: str) -> bytes:
    lines = [counted(outcomes, language), ""]
    for row in rows:
        told = row.get("sealed") or row.get("sentence", "")
        lines.append(f"{shown(row['source'])} → {shown(str(told))}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")
