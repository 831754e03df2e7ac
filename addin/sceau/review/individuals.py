"""Which recipients are people in their own mailboxes: patients and their families, as far as an
address tells."""

from __future__ import annotations

from sceau.mail.model import Mail, Recipient
from sceau.review.context import Context
from sceau.review.mssante import is_mssante
from sceau.review.names import is_professional_name
from sceau.review.people import PUBLIC_PROVIDERS, ascii_domain, person


def individuals(mail: Mail, context: Context) -> tuple[Recipient, ...]:
    """Give the outside recipients at a provider for everybody who bear no professional title, and
    those elsewhere whom papers were confirmed for; each person once."""
    circle = context.circle(mail)
    found: dict[str, Recipient] = {}
    for one in mail.recipients:
        if one.defect or one.kind == "list" or is_mssante(one) or not circle.is_outside(one):
            continue
        if is_professional_name(one.name):
            continue
        known = context.memory.known(one.address) if context.memory is not None else None
        if ascii_domain(one.domain) in PUBLIC_PROVIDERS or (known is not None and known.about):
            found.setdefault(person(one.address), one)
    return tuple(found.values())
