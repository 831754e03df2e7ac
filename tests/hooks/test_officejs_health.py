"""What a text says of health, and of whose, is the same in JavaScript and in Python."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from sceau.hooks.officejs.data_files import write_data
from sceau.review.health.model import health_of
from support.node import told_by
from support.repository import ROOT

_SETS = ROOT / "tests" / "detection" / "sets"
_WEB = ROOT / "addin" / "outlook" / "web"
_SCRIPT = """
import { readFileSync } from "node:fs";
import { healthOf } from "./review/health.js";
const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => healthOf(text))));
"""


def texts() -> list[str]:
    """Give the lines of every set, and each set as a whole: short and long texts."""
    sets = [one.read_text(encoding="utf-8") for one in sorted(_SETS.glob("*.txt"))]
    lines = [line for one in sets for line in one.splitlines() if line]
    return [unicodedata.normalize("NFC", one) for one in (*lines, *sets)]


def test_every_text_says_the_same() -> None:
    write_data(Path(_WEB / "built"))
    written = texts()
    told = told_by(_SCRIPT, written, _WEB)
    theirs = [one and (one["concerns"], tuple(one["words"])) for one in told]
    ours = [(one.concerns, one.words) if one else None for one in map(health_of, written)]
    different = [
        (text[:60], one, other)
        for text, one, other in zip(written, ours, theirs, strict=True)
        if one != other
    ]
    assert not different[:5]
    assert len(written) > 700
    assert {one and one[0] for one in ours} == {"person", "nobody", None}
