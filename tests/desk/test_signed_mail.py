"""In a signed mail, each finding that nothing can be done about here says how to go on."""

from __future__ import annotations

import functools
from pathlib import Path

from msgspec.structs import replace

from sceau.desk.rows import RowMaker
from sceau.desk.view import FindingRow
from sceau.mail.model import Protection
from sceau.phrases import phrase, say
from sceau.review.findings import Finding
from support.case_tables import cases
from support.repository import ROOT

TABLES: Path = ROOT / "tests/review/rules"
SIGN_AGAIN = {"fr": "signez", "en": "sign"}


@functools.cache
def once_signed() -> list[tuple[bool, Finding, FindingRow]]:
    """Give what is found in every mail of the tables, were it signed: whether it has a cure where
    the mail is not, what was found, and its row."""
    found = []
    for path in TABLES.glob("*.toml"):
        for case in cases(path):
            if case.mail.protection is Protection.ENCRYPTED:
                continue
            plain = case.review.with_mail(replace(case.mail, protection=Protection.NONE))
            cured = {one.id for one in plain.findings if one.cures}
            mail = replace(case.mail, protection=Protection.SIGNED)
            review = case.review.with_mail(mail)
            maker = RowMaker(mail, review, ())
            for finding in review.findings:
                rows = maker.findings([(finding, "open")], lambda _: phrase("confirm.cured"))
                found += [(finding.id in cured, finding, row) for row in sum(rows, ())]
    return found


def test_what_has_its_cure_in_a_mail_that_is_not_signed_says_how_to_go_on() -> None:
    told = set()
    for curable, finding, row in once_signed():
        if curable and not finding.cures:
            told.add(finding.rule)
            for language, word in SIGN_AGAIN.items():
                said = [say(one, language) for one in (row.evidence, row.way_on) if one is not None]
                assert word in " ".join(said), finding.evidence.key
    assert {
        "health-data",
        "hidden-data",
        "long-history",
        "unprotected-attachment",
        "identifier",
        "password-in-mail",
        "missing-attachment",
    } <= told


def test_nothing_is_asked_where_there_is_a_cure_or_nothing_to_do() -> None:
    quiet = {finding.evidence.key for _, finding, row in once_signed() if row.way_on is None}
    assert {"finding.health-data.body-nobody", "finding.health-data.file-nobody"} <= quiet
    assert not [row for _, finding, row in once_signed() if row.way_on and finding.cures]
