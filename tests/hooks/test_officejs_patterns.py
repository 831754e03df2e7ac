"""The rules' regular expressions find the same in JavaScript as in Python, place by place."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from sceau.hooks.officejs.data_files import write_data
from sceau.hooks.officejs.patterns import Untranslatable, translated
from sceau.mail import quoting
from sceau.mail.quoting import folded
from sceau.review import announcement, announcement_words, identifiers
from sceau.review.health import model, patterns
from sceau.review.rules import (
    consumer_sharing_link,
    forwarded_health_data,
    identifier,
    missing_attachment,
)
from support.contracts import FILE
from support.node import NODE
from support.repository import ROOT

_MODULES = (
    quoting,
    announcement,
    identifiers,
    patterns,
    model,
    identifier,
    missing_attachment,
    forwarded_health_data,
)
_MORE = ("déjà", "Œdème, µg : 5 mg/l", "12,5 mg", "pièces jointes", "5 mg5 mg", "œ5 mg", "")
_SCRIPT = """
import { readFileSync } from "node:fs";
import { folded } from "./review/characters.js";
import { every } from "./review/matcher.js";
const { patterns, texts } = JSON.parse(readFileSync(0, "utf8"));
const plain = texts.map((text) => folded(text));
console.log(JSON.stringify(patterns.map((pattern) => plain.map((text) =>
  every(pattern, text).map((one) => [one.index, one.index + one[0].length])))));
"""


def every_pattern() -> dict[str, re.Pattern[str]]:
    """Give the patterns that are put to folded text."""
    found = {
        f"{module.__name__}.{name}": one
        for module in _MODULES
        for name, one in vars(module).items()
        if isinstance(one, re.Pattern) and name != "NAMED"
    }
    known = announcement_words.words()
    found |= {f"words.{name}": one for name, one in known._asdict().items()}
    found |= {f"health.{concept}": one for concept, one in patterns.PATTERNS}
    return found | {f"links.{place}": one for place, (_, one) in _numbered_links()}


def _numbered_links() -> list[tuple[int, tuple[str, re.Pattern[str]]]]:
    return list(enumerate(consumer_sharing_link._LINKS))


def texts() -> list[str]:
    """Give what is written in the shared cases: without what folding writes otherwise there."""
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    found = {text for one in cases for text in (one["mail"]["text"], one["mail"]["subject"])}
    every = (unicodedata.normalize("NFC", one) for one in (*sorted(found), *_MORE))
    return [one for one in every if len(one) < 4_000]


def test_every_pattern_finds_the_same_places() -> None:
    write_data(Path(ROOT / "addin" / "outlook" / "web" / "built"))
    known, written = every_pattern(), texts()
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", _SCRIPT],
        input=json.dumps(
            {"patterns": [translated(one) for one in known.values()], "texts": written}
        ),
        cwd=ROOT / "addin" / "outlook" / "web",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    different = [
        (name, text)
        for (name, pattern), places in zip(known.items(), json.loads(ran.stdout), strict=True)
        for text, spans in zip(written, places, strict=True)
        if spans != [list(one.span()) for one in pattern.finditer(folded(text))]
    ]
    assert not different[:5]
    assert len(known) > 40 and len(written) > 300


REFUSED = (r"a(?<!b)c", r"(?:(?<=x)y|z)w", r"a|b(?<!c)")


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_lookbehind_inside_a_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        translated(re.compile(pattern))


TRANSLATED = (
    ("a.b", 0, "a[^\\n]b"),
    ("a.b", re.DOTALL, "a[\\s\\S]b"),
    ("[.$]x$", 0, "[.$]x(?=\\n?$)"),
    (r"\.a \# b # rest", re.VERBOSE, r"\.a\#b"),
    ("(?P<n>a)(?P=n)", 0, r"(a)\1"),
    ("a++", 0, "a+"),
)


@pytest.mark.parametrize(("pattern", "flags", "source"), TRANSLATED)
def test_what_is_said_otherwise_in_javascript(pattern: str, flags: int, source: str) -> None:
    (one,) = translated(re.compile(pattern, flags))
    assert one["source"] == source


def test_what_stands_before_is_kept_apart() -> None:
    (one, other) = translated(re.compile(r"(?<!x)(?<=y)a|(?:b|c)", re.IGNORECASE))
    assert one == {"source": "a", "behind": [[True, "x"], [False, "y"]], "flags": "i"}
    assert other == {"source": "(?:b|c)", "behind": [], "flags": "i"}
