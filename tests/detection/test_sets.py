"""The sets that are here: ordinary messages stay silent, most notes are found, lists are sound."""

from __future__ import annotations

import re

import pytest

from detection.fit import PRIOR, lines
from sceau.review.health.model import health_of
from sceau.review.health.patterns import PATTERNS
from sceau.review.health.words import words
from sceau.review.own_words import folded


@pytest.mark.parametrize("text", lines("mails-train") + lines("mails-tuning") + lines("mails-kept"))
def test_nothing_is_said_of_an_ordinary_message(text: str) -> None:
    assert health_of(text) is None


def test_most_notes_are_found() -> None:
    """What was looked at while words were chosen; how many of others is in docs/detection.md."""
    names = ("notes-train", "notes-tuning", "notes-tuning-2", "notes-tuning-3", "notes-tuning-4")
    notes = [text for name in names for text in lines(name)]
    found = [health_of(one) for one in notes]
    assert sum(one is not None and one.concerns == "person" for one in found) > 0.9 * len(notes)


def test_most_openings_of_cases_are_found() -> None:
    """What was looked at while forms were chosen."""
    openings = lines("openings-tuning")
    found = [health_of(one) for one in openings]
    assert sum(one is not None and one.concerns == "person" for one in found) > 0.9 * len(openings)


@pytest.mark.parametrize("text", lines("office-tuning") + lines("general-tuning-2"))
def test_what_an_establishment_or_a_leaflet_says_is_about_nobody(text: str) -> None:
    found = health_of(text)
    assert found is None or found.concerns == "nobody"


@pytest.mark.parametrize(
    ("text", "concerns"),
    [
        pytest.param("Angine rouge, trois jours d’arrêt.", "person", id="a line of a file"),
        pytest.param("La rougeole est très contagieuse.", "", id="an illness by itself"),
        pytest.param("Il tousse la nuit et dort mal.", "person", id="what somebody has"),
        pytest.param("Genou gonflé depuis le match.", "person", id="a part of the body"),
        pytest.param("Réunion du groupe asthme.", "", id="an establishment's work"),
        pytest.param("Le tensiomètre ne marche plus.", "", id="a thing that is broken"),
        pytest.param(
            "Les prestations mentionnées à l'article L. 1 sont versées par l'organisme d'assurance "
            "maladie aux femmes enceintes atteintes de diabète.",
            "nobody",
            id="law about health",
        ),
        pytest.param("Il est prescrit à l'assuré un congé ; *femmes*, *blessés*.", "",
                     id="words that end as *mes* and *ses* do"),
    ],
)  # fmt: skip
def test_a_line_is_somebodys_or_nobodys(text: str, concerns: str) -> None:
    found = health_of(text)
    assert (found.concerns if found else "") == concerns


def test_every_set_holds_different_texts() -> None:
    names = (
        "notes-train",
        "notes-tuning",
        "notes-tuning-2",
        "notes-tuning-3",
        "notes-tuning-4",
        "notes-kept",
        "notes-kept-2",
        "notes-kept-3",
        "office-tuning",
        "office-kept",
        "general-tuning",
        "general-tuning-2",
        "general-tuning-3",
        "notes-tuning-5",
        "openings-tuning",
        "general-kept",
        "mails-train",
        "mails-tuning",
        "mails-kept",
    )
    every = [text for name in names for text in lines(name)]
    assert len(every) == len(set(every))


def test_every_concept_has_its_weight() -> None:
    concepts = {*words().single.values(), *(concept for concept, _ in PATTERNS)}
    assert concepts <= set(PRIOR)


def test_the_lists_are_written_as_texts_are_looked_at() -> None:
    single = words().single
    assert len(single) > 6_000
    assert not [
        one for one in single if folded(one) != one or not re.fullmatch(r"[a-z0-9+/.]+", one)
    ]


def test_a_long_ordinary_text_stays_silent() -> None:
    assert health_of("\n".join(lines("mails-train") * 20)) is None


def test_what_is_found_is_in_no_representation() -> None:
    found = health_of("Votre test VIH est négatif.")
    assert found is not None
    assert "VIH" in found.words
    assert "VIH" not in repr(found)
