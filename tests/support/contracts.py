"""Cases that the review in Python and the one in JavaScript must both fulfil, out of the rules'
own tables: mail in, Findings out.

``python -m support.contracts`` writes them anew. A case that needs a memory of correspondents is
left out, as the add-in has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from sceau.hooks.officejs.rule_data import NOT_SAID, THERE
from sceau.mail.edits import AddAttachment, AddRecipient
from sceau.review.engine import Review
from sceau.review.findings import Finding
from support.case_tables import Case, cases
from support.repository import ROOT

FILE = ROOT / "tests" / "contracts" / "review.json"
_TABLES = (
    *sorted((ROOT / "tests" / "review" / "rules").glob("*.toml")),
    ROOT / "tests" / "review" / "ordinary-mails.toml",
)


def contracts() -> list[dict[str, Any]]:
    """Give every case as plain data."""
    return [_contract(table, case) for table in _TABLES for case in _cases(table)]


def written(found: list[dict[str, Any]]) -> str:
    """Write the cases, one a line."""
    lines = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in found)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _cases(table: Path) -> Iterator[Case]:
    for case in cases(table):
        context = case.context
        told = case.readings.values()
        if context.memory is not None or context.given:
            continue
        if any(one.unread for one in told):
            continue
        yield case


def _contract(table: Path, case: Case) -> dict[str, Any]:
    settings = msgspec.structs.replace(case.context.settings, language="fr")
    review = Review(
        case.mail,
        replace(case.context, settings=settings, unable=(AddAttachment, AddRecipient)),
    )
    for attachment, found in case.readings.items():
        review = review.with_reading(attachment, found)
    review = review.skip(*case.skipped)
    return {
        "table": table.stem,
        "sentence": case.sentence,
        "mail": msgspec.to_builtins(case.mail),
        "domains": list(settings.internal_domains),
        "password": case.context.password,
        "skipped": list(case.skipped),
        "readings": {
            attachment: {
                "kind": one.kind,
                "opening": str(one.opening),
                "signed": one.signed,
                "damaged": one.damaged,
                "weakness": one.weakness,
                "text": one.text,
                "opened_by": one.opened_by,
                "problem": msgspec.to_builtins(one.problem),
            }
            for attachment, one in case.readings.items()
        },
        "finds": [
            _found(one)
            for one in review.findings
            if one.rule in THERE and one.about[0].id not in NOT_SAID
        ],
    }


def _found(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "level": str(one.level),
        "about": msgspec.to_builtins(one.about),
        "evidence": msgspec.to_builtins(one.evidence),
        "cures": msgspec.to_builtins(one.cures),
    }


if __name__ == "__main__":
    FILE.write_text(written(contracts()), encoding="utf-8")
