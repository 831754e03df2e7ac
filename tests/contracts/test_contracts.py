"""The review in JavaScript finds what the one in Python finds."""

from __future__ import annotations

from sceau.hooks.officejs.data_files import write_data
from support.contracts import FILE, contracts, written
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
