"""Are somebody's medical papers passed on?

A forward takes along what was sent to this user, for a purpose of its own. Whose it is and from
when is said as the forwarded header tells; the sender confirms the ground: the patient agrees, or
the recipient is of the care team (French public health code, article L1110-4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sceau.mail.edits import RemoveAttachment, SealBody
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.own_words import folded
from sceau.review.reading.model import FileReading
from sceau.review.rules.long_history import quoted_text
from sceau.review.sensitive import is_about_health
from sceau.review.shown import file_name, shown

ID = "forwarded-health-data"
LEVEL = Level.WARN

_FROM = re.compile(r"^[\s>|*]*(?:de|from)\s?:\**\s*(.{2,200})$", re.MULTILINE)
_SENT = re.compile(r"^[\s>|*]*(?:envoye(?: le)?|sent|date)\s?:\**\s*(.{4,80})$", re.MULTILINE)
_ADDRESS = re.compile(r"[<\[(]\s*(?:mailto:)?[^<>\[\]()\s]+@[^<>\[\]()\s]+\s*[>\])].*|\S+@\S+")
_LONGEST = 50_000


def check(mail: Mail, readings: Mapping[str, FileReading], context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the mail."""
    if mail.relation != "forward" or mail.protection is Protection.ENCRYPTED:
        return
    if not context.leaves(mail):
        return
    medical = [
        one
        for one in mail.attachments
        if not one.sealed
        and (found := readings.get(one.id)) is not None
        and is_about_health(found.text, anybodys=True)
    ]
    told_by_text = is_about_health(quoted_text(mail.text[:_LONGEST]), anybodys=True)
    if not medical and not told_by_text:
        return
    who, when = origin(mail.text)
    told = ("file" if medical else "text") + ("-from" if who and when else "")
    yield Finding(
        rule=ID,
        level=LEVEL,
        about=(About("mail", ID),),
        evidence=phrase(
            f"finding.forwarded-health-data.{told}",
            name=file_name(medical[0]) if medical else "",
            who=who,
            when=when,
        ),
        cures=_cures(mail, medical, told_by_text=told_by_text),
    )


def _cures(mail: Mail, medical: list[Attachment], *, told_by_text: bool) -> tuple[Cure, ...]:
    if mail.protection is not Protection.NONE or (medical and told_by_text):
        return ()
    if told_by_text:
        return (Cure("seal-body", (SealBody(),)),)
    return (Cure("remove-file", tuple(RemoveAttachment(one.id) for one in medical)),)


def origin(text: str) -> tuple[str, str]:
    """Give from whom and from when the forwarded message is, as its header in ``text`` says; both
    empty where it does not."""
    plain = folded(text[:_LONGEST])
    sender, sent = _FROM.search(plain), _SENT.search(plain)
    if sender is None or sent is None:
        return "", ""
    written = text[sender.start(1) : sender.end(1)].strip()
    name = _ADDRESS.sub("", written).strip(" \"'<>*")
    return shown(name or written), shown(text[sent.start(1) : sent.end(1)].strip())
