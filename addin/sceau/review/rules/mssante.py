"""Does a mail by the MSSanté show what it should not, or leave by an unsafe way as well?

A patient's address there is the patient's national identifier: it stands in front of nobody else,
in To or Cc. And a mail that also goes to an ordinary address outside has lost the protection it
was sent that way for. The MSSanté by itself is the safe way, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import MoveToBcc, OneMailPerRecipient, RemoveRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.mssante import is_mssante, is_patient
from sceau.review.people import Circle, person
from sceau.review.shown import shown

ID = "mssante"
LEVEL = Level.WARN


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding for each patient's address others can see, and one for the ordinary
    addresses beside those of the MSSanté."""
    circle = context.circle(mail)
    safe = [one for one in mail.recipients if is_mssante(one)]
    if not safe:
        return
    people = {person(one.address) for one in mail.recipients if not circle.is_sender(one)}
    yield from _seen(mail, people)
    yield from _mixed(mail, safe, circle)


def _seen(mail: Mail, people: set[str]) -> Iterator[Finding]:
    told: set[str] = set()
    for one in mail.recipients:
        others = len(people - {person(one.address)})
        if one.field == "bcc" or not is_patient(one) or not others or person(one.address) in told:
            continue
        told.add(person(one.address))
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("recipient", one.address),),
            evidence=phrase("finding.mssante.patient", count=others, who=_masked(one)),
            cures=(
                Cure("to-bcc", (MoveToBcc((one.address,)),)),
                Cure("one-each", (OneMailPerRecipient(),)),
            ),
        )


def _mixed(mail: Mail, safe: list[Recipient], circle: Circle) -> Iterator[Finding]:
    ordinary = {
        person(one.address): one
        for one in reversed(mail.recipients)
        if circle.is_outside(one) and not is_mssante(one)
    }
    if not ordinary:
        return
    outside = tuple(reversed(ordinary.values()))
    removed = tuple(RemoveRecipient(one.address) for one in outside)
    yield Finding(
        rule=ID,
        level=LEVEL,
        about=tuple(About("recipient", one.address) for one in outside),
        evidence=phrase(
            "finding.mssante.mixed",
            count=len(outside),
            safe=_masked(safe[0]),
            ordinary=shown(outside[0].address) or shown(outside[0].name),
        ),
        cures=(Cure("remove-recipient" if len(outside) == 1 else "remove-ordinary", removed),),
    )


def _masked(one: Recipient) -> str:
    """Give the address without repeating a patient's number."""
    if not is_patient(one):
        return shown(one.address)
    local, _, domain = one.address.rpartition("@")
    return f"{shown(local[:3])}…@{shown(domain)}"
