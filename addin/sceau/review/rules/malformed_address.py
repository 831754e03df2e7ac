"""Can every address be delivered to?

An address that is none comes back, or stops the whole mail. Where it is plain what was meant
(``@gmail,com``, a space, a dot too many, ``à`` typed for ``@``), the repair is proposed. An address
that is well formed and wrong (``@gmial.com``) is another rule's question.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import RemoveRecipient, ReplaceRecipient
from sceau.mail.model import Mail, Recipient
from sceau.phrases import Phrase, phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.mistyped import joined, repaired, tails
from sceau.review.shown import shown

ID = "malformed-address"
LEVEL = Level.BLOCK


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give one Finding for each address that cannot be delivered to; an address and the end a
    comma broke off it are one."""
    broken_off = tails(mail.recipients)
    tail_of = {head: tail for tail, head in broken_off.items()}
    told: set[str] = set()
    for place, recipient in enumerate(mail.recipients):
        if not recipient.defect or recipient.kind == "list":
            continue
        if place in broken_off or recipient.address in told:
            continue
        told.add(recipient.address)
        tail = mail.recipients[tail_of[place]] if place in tail_of else None
        yield _finding(recipient, tail)


def _finding(recipient: Recipient, tail: Recipient | None) -> Finding:
    address = recipient.address
    meant = joined(recipient, tail) if tail is not None else repaired(address)
    rest = () if tail is None else (RemoveRecipient(tail.address),)
    cures = [Cure("remove-recipient", (RemoveRecipient(address), *rest))]
    if meant:
        replace = ReplaceRecipient(address, meant, _name(recipient))
        cures.insert(0, Cure("replace-recipient", (replace, *rest)))
    return Finding(
        rule=ID,
        level=LEVEL,
        about=(About("recipient", address),),
        evidence=_evidence(recipient, tail, meant),
        cures=tuple(cures),
    )


def _name(recipient: Recipient) -> str:
    """Keep the person's name, unless the client put the wrong address there too."""
    return "" if "@" in recipient.name else recipient.name


def _evidence(recipient: Recipient, tail: Recipient | None, meant: str) -> Phrase:
    written = shown(recipient.address) or shown(recipient.name)
    if tail is not None:
        written = f"{written},{shown(tail.address)}"
    if not written:
        return phrase("finding.malformed-address.empty")
    if meant:
        return phrase("finding.malformed-address.meant", address=written, meant=meant)
    return phrase("finding.malformed-address.unclear", address=written)
