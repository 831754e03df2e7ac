"""How often the wrong person is seen, and how often the right one is taken for wrong: on a thousand
papers made at random. What is asserted is a floor; ``docs/detection.md`` tells the numbers
(``python -m pytest -s`` prints them)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

import pytest

from sceau.mail.model import Attachment, Mail, Recipient
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.review.memory import Bound, Known, Memory
from sceau.review.names import name_words
from sceau.review.reading.model import FileReading, Opening
from support.correspondents import Somebody, many
from support.papers import paper

PAPERS = 1_000
FILE = Attachment(id="2", name="document.pdf", media_type="application/pdf", size=1)


class Measured(NamedTuple):
    """``caught`` of the papers of somebody else, ``alarms`` on the right ones, both from 0 to 1;
    ``said`` and ``noise`` count those too that are said without being asked about."""

    caught: float
    alarms: float
    said: float
    noise: float


def measure(how: str, somebody: Callable[[Random], Somebody] = Somebody) -> Measured:
    """Count on :data:`PAPERS` papers of ``somebody`` what is seen where ``how`` much is known."""
    random = Random(7)
    others = many(300)
    counts, told = [0, 0], [0, 0]
    for _ in range(PAPERS):
        right, wrong = somebody(random), somebody(random)
        memory = Memory(others)
        name = right.name if how == "named" else ""
        if how == "bound":
            bound = Bound(name_words(right.name))
            memory.put(Known(address=right.address, count=2, about=(bound,)))
        to = Recipient(field="to", address=right.address, name=name)
        mail = Mail(recipients=(to,), attachments=(FILE,))
        for place, about in enumerate((wrong, right)):
            found = FileReading(kind="pdf", opening=Opening.PASSWORD, text=paper(about, random))
            review = begin(mail, Context(memory=memory)).with_reading("2", found)
            found_wrong = [one for one in review.findings if one.rule == "wrong-person"]
            counts[place] += any(one.level != "info" for one in found_wrong)
            told[place] += any(not one.evidence.key.endswith(".family") for one in found_wrong)
    return Measured(*(one / PAPERS for one in (*counts, *told)))


@pytest.mark.parametrize(
    ("how", "caught", "alarms"),
    [
        pytest.param("address", 0.62, 0.003, id="from the address alone"),
        pytest.param("named", 0.95, 0.005, id="with the name beside the address"),
        pytest.param("bound", 0.95, 0.005, id="where papers were confirmed before"),
    ],
)
def test_most_wrong_papers_are_seen_and_hardly_a_right_one_is_doubted(
    how: str, caught: float, alarms: float
) -> None:
    found = measure(how)
    print(f"\n{how}: {found.caught:.1%} caught, {found.alarms:.2%} false alarms", end="; ")
    print(f"with what is only said {found.said:.1%}, {found.noise:.2%}")
    assert found.said >= found.caught
    assert found.noise <= 0.03
    assert found.caught >= caught
    assert found.alarms <= alarms
