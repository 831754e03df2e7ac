"""Whom a text is about, and whom it greets, is in JavaScript what it is in Python."""

from __future__ import annotations

import json
import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from sceau.hooks.officejs.data_files import write_data
from sceau.review.persons import greeted, persons
from support.contracts import FILE
from support.node import NODE
from support.repository import ROOT

_SCRIPT = """
import { readFileSync } from "node:fs";
import { greeted, persons } from "./review/persons.js";
const told = ({ words, written, born }) => [words, written, born];
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const greeting = greeted(text);
  return [persons(text).map((one) => [...told(one), one.sure]), greeting && told(greeting)];
})));
"""
_TABLES = sorted((ROOT / "tests" / "review").rglob("*.toml"))
_PIECE = 2_000
_PARTS = st.sampled_from(
    (
        "Patient : ", "Nom : ", "Prénom : ", "Nom et prénoms : ", "DURAND ", "Zoé ",
        "Marie-Claude ", "D’Almeida ", "de La Tour ", "née Petit ",
        "né le 12/03/1950", "née le 1er avril 1962", " ",
        "Mme ", "M. ", "Dr ", "votre patiente ", "Concerne ", "a été hospitalisée", ", 54 ans",
        "\n", "Bonjour ", "Chère ", "Madame ", "Éloïse ", "LEFÈVRE ", "Æsa ", "Жанна ", ", ",
        "\n\n", "élu ", "NOM DE NAISSANCE : ", "Date ", "(", ")", "l’enfant ", "Bilan de ", "x",
        "\u00a0", "- ",
    )
)  # fmt: skip


def in_javascript(texts: list[str]) -> list[object]:
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", _SCRIPT],
        cwd=ROOT / "addin" / "outlook" / "web",
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: list[object] = json.loads(ran.stdout)
    return found


def in_python(text: str) -> object:
    greeting = greeted(text)
    return [
        [[list(one.words), one.written, one.born, one.sure] for one in persons(text)],
        greeting and [list(greeting.words), greeting.written, greeting.born],
    ]


def test_in_every_text_of_the_rules_tables() -> None:
    write_data()
    written = [table.read_text(encoding="utf-8") for table in _TABLES]
    pieces = [text[at : at + _PIECE] for text in written for at in range(0, len(text), _PIECE)]
    cases = json.loads(FILE.read_text(encoding="utf-8"))
    pieces += sorted({one["mail"]["text"] for one in cases})
    pieces += sorted({read["text"] for one in cases for read in one["readings"].values()})
    found = in_javascript(pieces)
    assert [one for one, text in zip(found, pieces, strict=True) if one != in_python(text)] == []
    assert sum(len(one[0]) for one in found) > 100  # type: ignore[index]


@settings(max_examples=4, deadline=None)
@given(st.lists(st.lists(_PARTS, max_size=14).map("".join), min_size=150, max_size=150))
def test_in_texts_put_together_of_what_names_are_written_with(texts: list[str]) -> None:
    found = in_javascript(texts)
    wrong = [(text, one) for one, text in zip(found, texts, strict=True) if one != in_python(text)]
    assert wrong == []
