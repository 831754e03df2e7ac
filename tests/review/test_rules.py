"""Every rule on its table of cases, and every cure on the Finding it says it cures."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from sceau.mail.edits import AddAttachment, AddRecipient, Edit
from sceau.mail.model import Protection
from sceau.mail.preview import preview
from sceau.phrases import catalogue, phrase, say
from sceau.review.findings import Cure
from sceau.review.report import as_json
from sceau.review.rules import RULE_IDS
from support.case_tables import Case, cases, plain, told

TABLES = Path(__file__).parent / "rules"
ALL = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case.sentence}")
    for path in sorted(TABLES.glob("*.toml"))
    for case in cases(path)
]


def test_every_rule_has_its_table() -> None:
    assert {path.stem for path in TABLES.glob("*.toml")} == set(RULE_IDS)


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_finds(rule: str, case: Case) -> None:
    found = [one for one in case.review.findings if one.rule == rule]
    assert tuple(map(told, found)) == case.finds
    if case.level is not None:
        assert {one.level for one in found} == {case.level}
    if case.cures is not None:
        assert tuple(tuple(cure.name for cure in one.cures) for one in found) == case.cures


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_scripts_are_given_the_same(rule: str, case: Case) -> None:
    """What ``sceau check --json`` prints of the review."""
    given = [one for one in as_json(case.review, "fr")["findings"] if one["rule"] == rule]
    assert tuple(plain(one["evidence"]) for one in given) == case.finds
    for one in given:
        assert one["about"]
        assert all(cure["edits"] for cure in one["cures"])


def test_every_rule_has_a_cure_in_its_table() -> None:
    offered: dict[str, set[str]] = {rule: set() for rule in RULE_IDS}
    for path in TABLES.glob("*.toml"):
        for case in cases(path):
            for finding in case.review.findings:
                offered[finding.rule] |= {cure.name for cure in finding.cures}
    assert [rule for rule, cures in offered.items() if not cures] == []
    every = set().union(*offered.values())
    named = {key.removeprefix("cure.") for key in catalogue("fr") if key.startswith("cure.")}
    assert {one for one in named if "." not in one} == every


def completed(cure: Cure) -> tuple[Edit, ...]:
    """Give the Edits of a cure once the sender gave what it asks for."""
    return tuple(
        replace(one, name="Bilan.pdf", media_type="application/pdf", size=18_000)
        if isinstance(one, AddAttachment)
        else replace(one, address="marie.durand@orange.example")
        if isinstance(one, AddRecipient)
        else one
        for one in cure.edits
    )


NOTHING_TO_CLICK = {
    "health-data.body-nobody": "only said: nobody's health is in it",
    "health-data.file-nobody": "only said: nobody's health is in it",
    "not-examined.text": "what cannot be decoded can be put nowhere else, nor cut",
    "not-examined.structure": "bytes are not changed in what was not understood",
}
"""What is found without a way out in one click, and why: docs/detection.md."""
SIGNED = {"health-data.body-person", "hidden-data.changes", "long-history",
          "unprotected-attachment.signed-mail"}  # fmt: skip
"""What has its way out in a mail that is not signed: changing one breaks its signature."""


def test_every_finding_without_a_cure_has_its_reason() -> None:
    without = {
        (finding.evidence.key.removeprefix("finding."), case.mail.protection is Protection.SIGNED)
        for path in TABLES.glob("*.toml")
        for case in cases(path)
        for finding in case.review.findings
        if not finding.cures
    }
    assert {key for key, signed in without if not signed} == set(NOTHING_TO_CLICK)
    assert {key for key, signed in without if signed} == SIGNED


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_every_cure_makes_its_finding_go_away(rule: str, case: Case) -> None:
    for finding in case.review.findings:
        for cure in finding.cures:
            leaving = preview(case.mail, completed(cure))
            assert leaving
            for mail in leaving:
                left = case.review.with_mail(mail).findings
                assert finding.id not in {one.id for one in left}, cure.name
                others = {one.id for one in finding.about} | {""}
                assert not [
                    one for one in left if one.rule == rule == finding.rule and one.id in others
                ]


@pytest.mark.parametrize(("rule", "case"), ALL)
def test_every_finding_speaks_both_languages(rule: str, case: Case) -> None:
    for finding in case.review.findings:
        for language in ("fr", "en"):
            sentence = say(finding.evidence, language)
            assert sentence != finding.evidence.key
            for cure in finding.cures:
                assert f"cure.{cure.name}" in catalogue(language)
        assert say(finding.evidence, "fr") != say(finding.evidence, "en")
        assert say(phrase(f"review.level.{finding.level}"), "fr")
