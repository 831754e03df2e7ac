"""Numbers of persons and accounts: found by structure and key, and nothing else taken for one."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.review.identifiers import identifiers, is_iban, nir_key

WORDS = (
    "Bonjour", "le", "patient", "la", "patiente", "rendez-vous", "consultation", "bilan", "dossier",
    "du", "de", "à", "pour", "avec", "service", "numéro", "chambre", "merci", "ordonnance",
)  # fmt: skip


def nir(random: Random) -> str:
    number = (
        f"{random.choice('12')}{random.randrange(100):02d}{random.randrange(1, 13):02d}"
        f"{random.choice(('2A', '2B', '01', '75', '69', '97', '99'))}"
        f"{random.randrange(1, 990):03d}{random.randrange(1, 1000):03d}"
    )
    return f"{number}{nir_key(number):02d}"


def ordinary_number(random: Random) -> str:
    def digits(count: int) -> str:
        return "".join(random.choices("0123456789", k=count))

    return random.choice(
        (
            f"0{random.randrange(1, 10)} " + " ".join(digits(2) for _ in range(4)),
            f"+33 {random.randrange(1, 10)} " + " ".join(digits(2) for _ in range(4)),
            f"0{digits(9)}",
            f"{random.randrange(1, 29):02d}/{random.randrange(1, 13):02d}/{1930 + int(digits(2))}",
            f"FINESS {digits(9)}",
            f"RPPS 1{digits(10)}",
            f"SIRET {digits(3)} {digits(3)} {digits(3)} {digits(5)}",
            f"IPP {digits(8)}",
            f"n° {digits(12)}",
            f"{digits(2)}:{digits(2)}",
            f"{digits(2)},{digits(1)} mmol/L",
            f"{digits(5)} {random.choice(WORDS)}",
            f"{digits(4)} {digits(4)} {digits(4)} {digits(4)}",
            f"2026-{digits(4)}-{digits(2)}",
        )
    )


def test_no_number_is_invented_in_three_megabytes_of_ordinary_text() -> None:
    random = Random(20261124)
    lines = [
        " ".join(
            ordinary_number(random) if random.random() < 0.25 else random.choice(WORDS)
            for _ in range(14)
        )
        for _ in range(33_000)
    ]
    size = sum(map(len, lines))
    found = [one for line in lines for one in identifiers(line)]
    assert size > 3_000_000
    assert found == []


def test_every_number_is_found_as_people_write_it() -> None:
    random = Random(7)
    for _ in range(500):
        whole = nir(random)
        parts = (
            whole[0],
            whole[1:3],
            whole[3:5],
            whole[5:7],
            whole[7:10],
            whole[10:13],
            whole[13:],
        )
        for written in (whole, " ".join(parts), ".".join(parts), f"{whole[:13]} {whole[13:]}"):
            text = f"{random.choice(WORDS)} {written}, {random.choice(WORDS)}"
            assert [one.kind for one in identifiers(text)] == ["nir"], written


def test_a_wrong_key_is_no_number_of_a_person() -> None:
    random = Random(8)
    for _ in range(500):
        whole = nir(random)
        wrong = f"{whole[:13]}{int(whole[13:]) % 97 + 1:02d}"
        assert identifiers(wrong) == ()


def test_digits_at_random_hardly_ever_pass() -> None:
    random = Random(9)
    drawn = ("".join(random.choices("0123456789", k=15)) for _ in range(50_000))
    assert sum(bool(identifiers(one)) for one in drawn) < 50_000 * 0.0034


KEYS = {"2850375123001": 58, "285032A123001": 18, "255081416802538"[:13]: 38}


@pytest.mark.parametrize(("number", "key"), KEYS.items())
def test_the_key(number: str, key: int) -> None:
    assert nir_key(number) == key


IBANS = {
    "FR7630006000011234567890189": True,
    "GB29NWBK60161331926819": True,
    "DE89370400440532013000": True,
    "FR7630006000011234567890188": False,
}


@pytest.mark.parametrize(("signs", "right"), IBANS.items())
def test_the_check_digits_of_an_account(signs: str, right: bool) -> None:
    assert is_iban(signs) is right


@given(st.text(alphabet="0123456789 AB.-/frFR,", max_size=80))
def test_any_text_is_looked_through_and_nothing_is_given_away(text: str) -> None:
    for one in identifiers(text):
        assert len(one.masked) <= 5
        assert one.digits not in repr(one)


def test_a_number_is_never_shown() -> None:
    [found] = identifiers("2 85 03 75 123 001 58")
    assert found.masked == "285…"
    assert "28503" not in repr(found)
