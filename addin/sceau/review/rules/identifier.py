"""Does a number that names one person leave in clear?

A number of social security (NIR, which is the health identifier INS) or a bank account (IBAN) in
the text, the subject or a file's name of a mail that leaves the establishment. Found by structure
and key, so that telephone numbers and references are not taken for one. The establishment's own
account, given to be paid on, is no secret; in a reply what is quoted came from the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.mail.edits import SealBody
from sceau.mail.model import Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.identifiers import Identifier, identifiers
from sceau.review.own_words import folded, own_words

ID = "identifier"
LEVEL = Level.WARN

_TO_BE_PAID = re.compile(
    r"\b(?:notre|nos)\b|\b(?:virement|reglement|regler|paiement|payer|adhesion|cotisation|don"
    r"|dons|payment|pay|transfer|our)\b"
)
_TO_BE_PAID_WITHIN = 160


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding for each kind of number, about the first place it stands in; the
    number itself is never repeated. Out of the text it goes into a sealed letter."""
    if mail.protection is Protection.ENCRYPTED or not context.leaves(mail):
        return
    told: set[str] = set()
    for about, text in _texts(mail):
        found = [one for one in identifiers(text) if not _is_to_be_paid_on(one, text)]
        for kind in ("nir", "nir-unsure", "iban"):
            numbers = [one for one in found if one.kind == kind]
            if numbers and kind.removesuffix("-unsure") not in told:
                told.add(kind.removesuffix("-unsure"))
                can_seal = mail.protection is Protection.NONE
                yield _finding(about, kind, numbers, can_seal=can_seal)


def _texts(mail: Mail) -> Iterator[tuple[About, str]]:
    yield About("subject"), mail.subject
    yield About("body"), own_words(mail.text) if mail.relation == "reply" else mail.text
    for one in mail.attachments:
        yield About("attachment", one.id), one.name.rpartition(".")[0].replace("_", " ")


def _is_to_be_paid_on(one: Identifier, text: str) -> bool:
    if one.kind != "iban":
        return False
    before = folded(text[max(0, one.start - _TO_BE_PAID_WITHIN) : one.start])
    return _TO_BE_PAID.search(before) is not None


def _finding(about: About, kind: str, numbers: list[Identifier], *, can_seal: bool) -> Finding:
    named = about if about.id else About(about.kind, kind)
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(named,),
        cures=(Cure("seal-body", (SealBody(),)),) if about.kind == "body" and can_seal else (),
        evidence=phrase(
            f"finding.identifier.{kind}-{about.kind}", count=len(numbers), start=numbers[0].masked
        ),
    )
