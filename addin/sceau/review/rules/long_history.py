"""Does an answer take a long history with health data along?

What is quoted below was often written for others, or is about more than the question. Told where
the quoted part is long and speaks of health, and the mail leaves the establishment: cut it out of
an answer, or put the text into a sealed letter. What is forwarded is the point of forwarding: it is
not cut.
"""

from __future__ import annotations

from collections.abc import Iterator

from sceau.mail.edits import CutHistory, SealBody
from sceau.mail.model import Mail, Protection
from sceau.mail.text_edits import can_cut
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.own_words import own_words
from sceau.review.sensitive import is_about_health

ID = "long-history"
LEVEL = Level.WARN
THRESHOLD = 3_000
"""Characters of quoted text from which it is long: two printed pages."""


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the body."""
    if mail.relation == "new" or mail.protection is Protection.ENCRYPTED:
        return
    if len(mail.text) < context.threshold(ID, THRESHOLD) or not context.leaves(mail):
        return
    quoted = quoted_text(mail.text)
    if len(quoted) < context.threshold(ID, THRESHOLD) or not is_about_health(quoted, anybodys=True):
        return
    yield Finding(
        rule=ID,
        level=LEVEL,
        about=(About("body", ID),),
        evidence=phrase("finding.long-history", count=max(len(quoted) // 1500, 2)),
        cures=_cures(mail) if mail.protection is Protection.NONE else (),
    )


def _cures(mail: Mail) -> tuple[Cure, ...]:
    letter = Cure("seal-body", (SealBody(),))
    if mail.relation == "reply" and can_cut(mail, CutHistory()):
        return (Cure("cut-history", (CutHistory(),)), letter)
    return (letter,)


def quoted_text(text: str) -> str:
    """Give what ``text`` quotes or forwards: the lines that are not the sender's own words."""
    own = {line for line in own_words(text).splitlines() if line.strip()}
    return "\n".join(line for line in text.splitlines() if line.strip() and line not in own)
