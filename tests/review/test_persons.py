"""Whom a text is about, and how names stand to one another."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.mail.model import Recipient
from sceau.review.identity import Identity, Kinship
from sceau.review.names import name_words, same_person, spells
from sceau.review.persons import MOST, Person, greeted, iso_date, persons
from sceau.review.rules.forwarded_health_data import origin


@pytest.mark.parametrize(
    ("text", "words", "born"),
    [
        ("Patient : DURAND Marie", "durand marie", ""),
        ("Patient : DURAND Marie Né(e) le : 12/03/1950", "durand marie", "1950-03-12"),
        ("Mme Marie DURAND (12 mars 1950)", "", ""),
        ("Mme Marie DURAND, née le 12 mars 1950,", "marie durand", "1950-03-12"),
        ("Nom : DE LA TOUR\nPrénom : Anne-Marie\nNé le 1/2/1980", "anne marie tour", "1980-02-01"),
        ("Nom de naissance : PETIT   Prénom : Paul   Sexe : M", "paul petit", ""),
        ("Last name: Smith First name: John DOB: 1950-03-12", "john smith", "1950-03-12"),
        ("L’enfant Léo DURAND, né le 02/01/2020", "leo durand", "2020-01-02"),
        ("Médecin traitant : Dr Paul PETIT", "", ""),
        ("Rédigé par Mme Lucie BLANC", "", ""),
        ("Date : 12/03/2026\nPage 1", "", ""),
    ],
)
def test_whom_a_text_is_about(text: str, words: str, born: str) -> None:
    found = persons(text)
    assert " ".join(found[0].words) if found else words == ""
    assert (found[0].born if found else "") == born


def test_one_person_written_in_several_ways_is_one() -> None:
    text = (
        "Patient : DURAND Marie\nMme Durand, 75 ans, consulte.\n"
        "Mme DURAND-PETIT Marie née le 1/2/1950"
    )
    (one,) = persons(text)
    assert one.born == "1950-02-01"


def test_a_long_list_of_patients_is_cut() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [
        f"{one}{one}x{two}{two} {two}{two}y{one}{one}".title() for one in letters for two in letters
    ]
    assert len(persons("\n".join(f"Patient : {one}" for one in names))) <= MOST


def test_a_person_is_never_shown_by_accident() -> None:
    (one,) = persons("Patient : DURAND Marie")
    assert "urand" not in repr(one).lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour Madame Durand,\n", "durand"),
        ("Chère Marie,\n", "marie"),
        ("Bonjour,\n", ""),
        ("Bonjour à toutes,\n", ""),
        ("Bonjour Docteur Petit,\n", ""),
        ("Bonjour, Monsieur Petit\n", "petit"),
        ("Dear Mr Smith,\n", "smith"),
        ("Madame DURAND,\n", "durand"),
        ("Bonjour Mesdames,\n", ""),
    ],
)
def test_whom_a_mail_greets(text: str, words: str) -> None:
    found = greeted(text)
    assert (" ".join(found.words) if found else "") == words


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Marie Durand", "DURAND Marie", True),
        ("Hélène Lefèvre", "LEFEVRE Helene", True),
        ("Jean-Pierre Moreau", "Jean Moreau", True),
        ("Jean-Pierre Moreau", "Jeanpierre Moreau", True),
        ("M. Durand", "Marie Durand", True),
        ("Marie Durand-Petit", "Marie Petit", True),
        ("Marie Durand", "Marie Durant", True),
        ("Marie Durand", "Paul Durand", False),
        ("Marie Durand", "Marie Petit", False),
        ("P. D.", "Paul Durand", False),
        ("", "Paul Durand", False),
    ],
)
def test_who_is_the_same_person(one: str, other: str, same: bool) -> None:
    assert same_person(name_words(one), name_words(other)) is same
    assert same_person(name_words(other), name_words(one)) is same


@pytest.mark.parametrize(
    ("local", "name", "does"),
    [
        ("mariedurand", "Marie Durand", True),
        ("durandmarie", "Marie Durand", True),
        ("mdurand", "Marie Durand", True),
        ("durandm", "Marie Durand", True),
        ("jpdurand", "Jean-Pierre Durand", True),
        ("durand", "Marie Durand", True),
        ("pdurand", "Marie Durand", False),
        ("famillepetit", "Marie Durand", False),
    ],
)
def test_which_addresses_are_made_of_a_name(local: str, name: str, does: bool) -> None:
    assert spells(local, name_words(name)) is does


def test_the_kinships_of_a_recipient() -> None:
    marie = Identity(Recipient(field="to", address="x@orange.fr", name="Marie Durand"), None)
    told = {
        name: marie.to(Person(name_words(name), name))
        for name in ("DURAND Marie", "Léo Durand", "Paul Petit")
    }
    assert list(told.values()) == [Kinship.SAME, Kinship.FAMILY, Kinship.OTHER]
    nobody = Identity(Recipient(field="to", address="cocci64@orange.fr"), None)
    assert nobody.to(Person(("paul", "petit"), "Paul Petit")) is Kinship.UNKNOWN


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("12/03/1950", "1950-03-12"),
        ("1950-03-12", "1950-03-12"),
        ("1er mars 1950", "1950-03-01"),
        ("5 août 1950", "1950-08-05"),
        ("12 July 1950", "1950-07-12"),
        ("45/03/1950", ""),
        ("rien", ""),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert iso_date(written) == iso


HOSTILE = {
    "one endless word": "A" * 60_000,
    "hyphens": "A-" * 30_000,
    "apostrophes": "A'" * 30_000,
    "dots": "A." * 30_000,
    "titles": "Mme Aa " * 9_000,
    "labels": "Patient : " * 6_000,
    "forms": "Nom : A\nPrénom : B\n" * 3_000,
    "particles": "A de la " * 8_000,
    "births": "A née le 1/1/19" * 4_000,
    "spaces": "Patient :" + " " * 60_000,
    "greetings": "Bonjour " * 8_000,
    "headers": "De : " * 9_000 + "\nDate : " * 9_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    persons(text)
    greeted(text)
    origin(text)
    assert time.process_time() - began < 10  # linear ones take hundredths; a quadratic one, minutes


@given(st.text())
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for prefix in ("", "Patient : ", "Nom : A\nPrénom : ", "Bonjour Madame "):
        assert len(persons(prefix + text)) <= MOST
        greeted(prefix + text)
        origin(f"De : {text}\nDate : {text}")
