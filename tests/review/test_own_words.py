"""What the sender wrote, apart from what the mail quotes, forwards or signs with."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sceau.review.announcement import announced
from sceau.review.announcement_words import HINTS, words
from sceau.review.own_words import folded, own_words
from support.case_tables import cases

CASES = [
    ("a plain text is kept whole", "Bonjour,\n\nÀ lundi.", "Bonjour,\n\nÀ lundi."),
    ("quoted lines are left out", "Oui.\n> Venez-vous ?\nÀ lundi.", "Oui.\n\nÀ lundi."),
    ("the signature is left out", "Oui.\n-- \nSecrétariat", "Oui."),
    ("two hyphens inside a line are no signature", "Oui -- non\nfin", "Oui -- non\nfin"),
    ("a French attribution ends it", "Oui.\n\nLe 3 mars 2026, X a écrit :\nVenez.", "Oui.\n"),
    ("an English attribution ends it", "Yes.\n\nOn Tue, X wrote:\nCome.", "Yes.\n"),
    (
        "an attribution before quoted lines does not end it",
        "Le 3 mars 2026, X a écrit :\n> Venez ?\nOui.",
        "\n\nOui.",
    ),
    ("« le … » in ordinary prose ends nothing", "Le 3 mars vous venez.", "Le 3 mars vous venez."),
    (
        "« a écrit » in ordinary prose ends nothing",
        "Le Dr Martin a écrit au laboratoire.\nÀ lundi.",
        "Le Dr Martin a écrit au laboratoire.\nÀ lundi.",
    ),
    ("Outlook's header ends it", "Oui.\nDe : X\nEnvoyé : lundi\nVenez.", "Oui."),
    ("Outlook's English header ends it", "Yes.\nFrom: X\nSent: Monday\nCome.", "Yes."),
    ("« De : » alone ends nothing", "De : 8 h\nà 9 h", "De : 8 h\nà 9 h"),
    ("a forwarded message ends it", "FYI\n---------- Forwarded message ---------\nX", "FYI"),
    ("a row of hyphens in a table ends nothing", "a\n-----\nb", "a\n-----\nb"),
    ("carriage returns are line ends", "Oui.\r\n> Non ?\r\nFin.", "Oui.\n\nFin."),
]


@pytest.mark.parametrize(("text", "own"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_own_words(text: str, own: str) -> None:
    assert own_words(text) == own


def test_folding() -> None:
    assert folded("É ’«\u00a0Çà\u202f»—Œ") == 'e \'" ca "-Œ'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ci-joint " * 200_000, id="two megabytes of announcements"),
        pytest.param("trouverez " * 100_000, id="a megabyte that begins announcements"),
        pytest.param("vous trouverez " + "a" * 1_000_000, id="a megabyte on one line"),
        pytest.param("\n" * 500_000, id="half a million empty lines"),
        pytest.param("Le " + "a " * 500_000 + "a ecrit", id="an attribution without end"),
        pytest.param("De : x\n" * 100_000, id="a header without end"),
        pytest.param("merci de " * 100_000 + "pièce jointe", id="requests without end"),
        pytest.param("document " * 100_000 + "ci-joint", id="documents without end"),
        pytest.param("https://x.fr/" + "a/" * 400_000 + " ci-joint", id="an address without end"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    announced(own_words(text))
    assert time.process_time() - began < 1.0


def test_every_announcement_holds_a_hint() -> None:
    """The closer look is only taken at texts with a hint: it must find nothing without one."""
    announcing = [
        case
        for case in cases(Path(__file__).parent / "rules" / "missing-attachment.toml")
        if case.finds
    ]
    assert len(announcing) > 30
    for case in announcing:
        text = folded(f"{case.mail.text} {case.mail.subject}")
        for found in words().announces.finditer(text):
            assert any(hint in found[0] for hint in HINTS), case.sentence
