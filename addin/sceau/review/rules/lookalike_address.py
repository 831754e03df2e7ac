"""Does the domain look like another one that was surely meant?

``gmial.com`` for ``gmail.com``, ``ornage.fr`` for ``orange.fr``; a domain one slip away from the
establishment's own, or made to be taken for it; letters of another alphabet inside a name. The
mail would go to nobody, or to somebody who waits for such mistakes. And does an address never
written to look like that of a correspondent, but for one letter?
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from sceau.mail.addresses import defect_of
from sceau.mail.edits import RemoveRecipient, ReplaceRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.memory import Known, Memory
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain, is_inside, person
from sceau.review.shown import shown
from sceau.review.slips import is_misspelt, is_slip, looks, scripts

ID = "lookalike-address"
LEVEL = Level.WARN

_SHORT = 5
"""Names with fewer letters have real neighbours: only swapped and missing endings count there."""

_PART_OF_OTHERS = 8
"""An own name this long, found inside another's, is no chance."""

_REAL = frozenset(
    {
        "email.com", "fmail.com", "ymail.com", "zmail.com", "rocketmail.com", "oranges.fr",
        "orange.com", "laposte.fr", "free.com", "sfr.com", "outlook.fr", "live.be", "live.nl",
        "gmx.net", "gmx.de", "gmx.ch", "gmx.at", "hotmail.be", "hotmail.ch", "hotmail.it",
        "hotmail.es", "hotmail.de", "hotmail.ca", "hotmail.co.uk", "yahoo.be", "yahoo.ca",
        "yahoo.de", "yahoo.es", "yahoo.it", "yahoo.co.uk", "outlook.be", "outlook.de", "aol.fr",
        "aol.de", "protonmail.ch", "pm.me", "proton.ch",
    }
)  # fmt: skip
"""Domains that exist and are used, however near another."""

_GONE = frozenset({"noos.fr", "voila.fr", "neuf.fr", "cegetel.net", "ymail.com", "mail.com"})
"""Providers nobody means by a slip: hardly anyone is there, or their name is a word."""

_PROVIDERS = tuple(
    (one, one.partition(".")[0], one.partition(".")[2]) for one in sorted(PUBLIC_PROVIDERS - _GONE)
)
_SEEN_AS = {looks(one): one for one, _, _ in _PROVIDERS}

_ENDING_SLIPS = {
    "com": frozenset({"co", "cm", "om", "con", "cmo", "vom", "xom", "comm", "cim", "cpm", "coml"}),
    "fr": frozenset({"f", "r", "ft", "fe", "gr", "rf", "frr", "ffr", "fd", "dr", "fr.fr"}),
    "net": frozenset({"ne", "et", "ner", "nte", "nett", "bet", "met", "ent"}),
    "me": frozenset(),
}
_NEVER = {
    "gmail.fr": "gmail.com",
    "googlemail.fr": "googlemail.com",
    "icloud.fr": "icloud.com",
    "laposte.com": "laposte.net",
    "wanadoo.com": "wanadoo.fr",
}
"""A known name with an ending it never had."""


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding for each address whose domain looks like another; it proposes that one."""
    circle = context.circle(mail)
    told: set[str] = set()
    there = frozenset(circle.people)
    memory = context.memory if context.memory is not None and not context.memory.lost else None
    people = circle.people
    known_of = memory.known_of(people) if memory is not None else (None,) * len(people)
    for one, key, here in zip(mail.recipients, people, known_of, strict=True):
        if key in told or one.defect or one.kind == "list" or not circle.is_outside(one):
            continue
        told.add(key)
        found = meant(ascii_domain(one.domain), circle.internal)
        if found is not None:
            yield _finding(one, found, found in circle.internal)
        elif here is None and memory is not None and (known := _contact(key, there, memory)):
            yield _like_contact(one, known)


def _contact(key: str, there: frozenset[str], memory: Memory) -> Known | None:
    """Give the correspondent for whom an address never written to is taken."""
    near = memory.near_to(key)
    return next((known for known in near if known.key not in there), None) if near else None


def _like_contact(one: Recipient, known: Known) -> Finding:
    name = known.names[-1] if known.names else ""
    replace = ReplaceRecipient(one.address, known.address, name)
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(About("recipient", one.address),),
        evidence=phrase(
            f"finding.lookalike-address.{'contact' if known.count else 'address-book'}",
            address=shown(one.address),
            meant=shown(known.address),
            count=known.count,
        ),
        cures=(
            Cure("replace-usual", (replace,)),
            Cure("remove-recipient", (RemoveRecipient(one.address),)),
        ),
        settles=f"{ID}\n{person(one.address)}",
    )


@functools.lru_cache(maxsize=4096)
def meant(domain: str, internal: frozenset[str]) -> str | None:
    """Give the domain that ``domain`` (in A-labels) is taken for; empty where it mixes alphabets
    without looking like a known one, none where there is nothing to say of it."""
    if not domain or domain in PUBLIC_PROVIDERS or domain in _REAL or is_inside(domain, internal):
        return None
    shown_as = _in_letters(domain)
    if domain in _NEVER:
        return _NEVER[domain]
    seen_as = looks(shown_as)
    for own in sorted(internal):
        if _like_own(domain, seen_as, own):
            return own
    if seen_as in _SEEN_AS:
        return _SEEN_AS[seen_as]
    name, _, ending = domain.partition(".")
    for provider, known, known_ending in _PROVIDERS:
        if _like_provider(name, ending, known, known_ending):
            return provider
    mixed = any(len(scripts(label) - {"?"}) > 1 for label in shown_as.split("."))
    return "" if mixed else None


def _like_provider(name: str, ending: str, known: str, known_ending: str) -> bool:
    if name == known:
        return ending in _ENDING_SLIPS.get(known_ending, ())
    if ending != known_ending or abs(len(name) - len(known)) > 1:
        return False
    return is_slip(known, name) and (len(known) >= _SHORT or sorted(known) == sorted(name))


def _like_own(domain: str, seen_as: str, own: str) -> bool:
    name, _, ending = domain.rpartition(".")
    own_name, _, own_ending = own.rpartition(".")
    if seen_as == looks(own):
        return True
    bare, own_bare = name.replace("-", ""), own_name.replace("-", "")
    if len(own_bare) < _SHORT:
        return False
    if bare == own_bare:
        return True
    if ending == own_ending and is_slip(own_bare, bare):
        return True
    if len(own_bare) >= _PART_OF_OTHERS and ending == own_ending and is_misspelt(own_bare, bare):
        return True
    parts = name.replace(".", "-")
    return len(own_bare) >= _PART_OF_OTHERS and (
        parts.endswith(f"-{own_name}") or parts.startswith(f"{own_name}-")
    )


def _in_letters(domain: str) -> str:
    """Give ``domain`` with its A-labels (RFC 5890) as people see them."""
    labels = []
    for label in domain.split("."):
        try:
            plain = label[4:].encode("ascii").decode("punycode") if label[:4] == "xn--" else label
        except UnicodeError:
            plain = label
        labels.append(plain)
    return ".".join(labels)


def _finding(one: Recipient, found: str, own: bool) -> Finding:
    local = one.address.rpartition("@")[0]
    repaired = f"{local}@{found}"
    cures = [Cure("remove-recipient", (RemoveRecipient(one.address),))]
    if found and not defect_of(repaired):
        name = "" if "@" in one.name else one.name
        cures.insert(0, Cure("replace-recipient", (ReplaceRecipient(one.address, repaired, name),)))
    told = "letters" if not found else "own" if own else "provider"
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(About("recipient", one.address),),
        evidence=phrase(
            f"finding.lookalike-address.{told}",
            address=shown(one.address),
            **({"meant": found} if found else {}),
        ),
        cures=tuple(cures),
    )
