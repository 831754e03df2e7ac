"""Is the password of a file sent before written in this mail, to the person it was given to?

Whoever reads their mailbox then has both. It is found by trying (:mod:`sceau.review.given`) on the
passwords given in the last months, so that it is a fact. The password is never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sceau.mail.model import Mail
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.given import GivenAgain, place_of
from sceau.review.people import person
from sceau.review.shown import shown
from sceau.review.taking_out import password_out

ID = "password-given"
LEVEL = Level.BLOCK


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding for each place a password stands in."""
    told: set[str] = set()
    for again in context.given:
        place = place_of(again, mail)
        if place is None or place in told:
            continue
        told.add(place)
        out = password_out(mail, again.bare, context, partial(_is_gone, again))
        one = next(each for each in mail.recipients if person(each.address) in again.people)
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("subject" if place == "subject" else "body", f"{ID}-{place}"),),
            evidence=phrase(f"finding.password-given.{place}", address=shown(one.address)),
            cures=(Cure("password-out", out),) if out else (),
        )


def _is_gone(again: GivenAgain, left: Mail) -> bool:
    return place_of(again, left) is None
