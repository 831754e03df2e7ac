"""The review in JavaScript finds what the one in Python finds."""

from __future__ import annotations

from operator import ne

from sceau.hooks.officejs.data_files import write_data
from support.contracts import FILE, contracts, written
from support.cut_contracts import FILE as CUTS
from support.cut_contracts import cut_contracts
from support.node import node_tests


def test_the_cases_are_those_of_the_rules_own_tables() -> None:
    """And what they say is found is what Python finds today: ``python -m support.contracts``
    writes them anew."""
    found = contracts()
    assert FILE.read_text(encoding="utf-8") == written(found)
    assert len(found) > 500


def test_javascript_finds_the_same_in_every_one() -> None:
    write_data()
    assert node_tests(FILE.parent / "review.test.mjs") == len(contracts())


def test_the_texts_to_cut_are_what_python_cuts_them_to() -> None:
    """``python -m support.cut_contracts`` writes them anew."""
    found = cut_contracts()
    assert CUTS.read_text(encoding="utf-8") == written(found)
    sources = [one.get("html", one.get("text")) for one in found if "left" in one]
    left = [one["left"] for one in found if "left" in one]
    assert sum(map(ne, left, sources)) > 300


def test_javascript_cuts_the_same_out_of_every_one() -> None:
    write_data()
    assert node_tests(CUTS.parent / "cuts.test.mjs") == len(cut_contracts())
