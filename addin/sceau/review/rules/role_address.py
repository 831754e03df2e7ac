"""Does something sensitive go to an address that several people read, or nobody?

``secretariat@``, ``contact@``, a mailing list: who reads it is not known. Asked where the mail
carries what would harm, once for each address. What is sent to ``noreply@`` is read by nobody, and
is always told.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.mssante import is_mssante
from sceau.review.reading.model import FileReading
from sceau.review.sensitive import is_sensitive
from sceau.review.shown import shown

ID = "role-address"
LEVEL = Level.WARN

_NOBODY = re.compile(
    r"(?:no|ne|do-?not|ne-?pas)[._-]?(?:reply|repondre|pas[._-]?repondre|answer)\w*"
    r"|mailer-daemon|postmaster|bounces?"
)
ROLES = frozenset(
    {
        "accueil", "admin", "administratif", "administration", "assistance", "bureau", "cabinet",
        "commercial", "communication", "compta", "comptabilite", "contact", "contacts", "courrier",
        "direction", "drh", "enquiries", "equipe", "facturation", "gestion", "hello", "help",
        "info",
        "infos", "informations", "mail", "mairie", "office", "partenaires", "pharmacie", "planning",
        "rdv", "reception", "reservation", "rh", "sav", "scolarite", "secretaire", "secretariat",
        "service", "services", "standard", "support", "team", "tous", "urgences", "webmaster",
    }
)  # fmt: skip
"""What a shared mailbox is called by, in front of the ``@`` or as its name."""

_LISTS = re.compile(r"(?:^|\.)(?:listes?|lists?|googlegroups|groups|framalistes|groupes)\.")
_PARTS = re.compile(r"[._+-]")
_LIST_NAME = re.compile(r"(?:^|[._-])(?:liste?s?|all|tous|diffusion|newsletter)(?:[._-]|$)")


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give one Finding for each such address outside."""
    circle = context.circle(mail)
    heavy: bool | None = None
    told: set[str] = set()
    for one, key in zip(mail.recipients, circle.people, strict=True):
        kind = kind_of(one)
        if not kind or key in told or not circle.is_outside(one):
            continue
        if kind != "nobody":
            heavy = is_sensitive(mail, readings) if heavy is None else heavy
            if not heavy:
                continue
        told.add(key)
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("recipient", one.address),),
            evidence=phrase(f"finding.role-address.{kind}", address=shown(one.address)),
            cures=(Cure("remove-recipient", (RemoveRecipient(one.address),)),),
            settles="" if kind == "nobody" else f"{ID}\n{key}",
        )


def kind_of(one: Recipient) -> str:
    """Say who reads this address: ``nobody``, ``shared`` or ``list``; empty for one person."""
    if one.kind == "list":
        return "list"
    if one.defect or is_mssante(one):
        return ""
    return _read_by(one.address.lower())


@functools.lru_cache(maxsize=8192)
def _read_by(address: str) -> str:
    local, _, domain = address.rpartition("@")
    if _NOBODY.fullmatch(local):
        return "nobody"
    words = _PARTS.split(local)
    if _LIST_NAME.search(local) or _is_of_lists(domain):
        return "list"
    return "shared" if words[0] in ROLES or (len(words) > 1 and words[-1] in ROLES) else ""


@functools.lru_cache(maxsize=1024)
def _is_of_lists(domain: str) -> bool:
    return _LISTS.search(domain) is not None
