"""Correspondents and papers made at random: thousands of invented people with addresses as they
are."""

from __future__ import annotations

from random import Random

from sceau.review.common_names import GIVEN_NAMES
from sceau.review.memory import Known

_GIVEN = sorted(one for one in GIVEN_NAMES if len(one) > 3)
_LETTERS = """
mar tin du rand pe tit le roy mo reau gar nier fau re rous sel bla nchet vi dal per rin mer cier
bou cher che va lier gau thier ro bin cle ment la fon taine
"""
_SYLLABLES = _LETTERS.split()
PROVIDERS = ("orange.fr", "gmail.com", "free.fr", "wanadoo.fr", "laposte.net", "hotmail.fr")


class Somebody:
    """An invented person: a given name, a family name, a birth date, and an address; names that
    are not given are made."""

    def __init__(self, random: Random, given: str = "", family: str = "") -> None:
        self.given = given or random.choice(_GIVEN)
        self.family = family or "".join(random.choices(_SYLLABLES, k=random.randrange(2, 4)))
        self.born = (
            f"{random.randrange(1, 29):02d}/{random.randrange(1, 13):02d}/"
            f"{random.randrange(1930, 2020)}"
        )
        self.address = f"{_local(self, random)}@{random.choice(PROVIDERS)}"
        self.name = f"{self.given.title()} {self.family.title()}"

    def known(self, random: Random) -> Known:
        """The person as a correspondent."""
        written = random.choice((self.name, f"{self.family.upper()} {self.given.title()}"))
        return Known(address=self.address, names=(written,), count=random.randrange(1, 30), last=1)


def _local(one: Somebody, random: Random) -> str:
    """What people put in front of the ``@``: their name in most cases, in all orders."""
    number = random.choice(("", "", "", str(random.randrange(1, 99))))
    match random.randrange(10):
        case 0 | 1 | 2:
            return f"{one.given}.{one.family}{number}"
        case 3 | 4:
            return f"{one.given[0]}{one.family}{number}"
        case 5:
            return f"{one.family}.{one.given}{number}"
        case 6:
            return f"{one.given}{one.family}{number}"
        case 7:
            return f"{one.family}{number}"
        case 8:
            return f"{one.given[:4]}{random.choice(('ou', 'ette', 'y'))}{number or 7}"
        case _:
            nickname = random.choice(("cocci", "lesgones", "titi", "mamie", "soleil"))
            digits = random.randrange(100_000)
            letters = "".join(random.choices(_SYLLABLES, k=2))
            return f"{nickname}{digits if digits % 4 else letters}"


def many(count: int, seed: int = 1) -> list[Known]:
    """Give so many correspondents."""
    random = Random(seed)
    return [Somebody(random).known(random) for _ in range(count)]
