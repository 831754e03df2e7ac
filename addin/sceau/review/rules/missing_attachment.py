"""Does the message announce a file that is not there?

The sender's own words, in French or English, in the body or in the subject of a new mail, say
that something is attached (« ci-joint », « en pièce jointe », *please find enclosed*), and nothing
is. Quotations, forwarded messages, signatures, denials, requests and promises for another day
announce nothing. Pictures inside the text and digital signatures are no attachments. A link right
behind the announcement, or a link to a file, is what was announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sceau.mail.edits import FIRST_ADDED, AddAttachment
from sceau.mail.model import Attachment, Mail, Protection
from sceau.phrases import phrase
from sceau.review.announcement import announced
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.own_words import own_words
from sceau.review.shown import shown

ID = "missing-attachment"
LEVEL = Level.WARN

_CURE = Cure("attach-file", (AddAttachment(str(FIRST_ADDED)),), asks="file")
_ANSWERS = re.compile(r"\s*(?:re|tr|fwd?|rep|aw|wg)(?:\[\d+\])?\s?:", re.IGNORECASE)
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the body or else the subject; it holds the announcing
    words. An encrypted mail's text cannot be read and announces nothing; to what is signed nothing
    can be added."""
    if mail.protection is Protection.ENCRYPTED or any(map(_counts, mail.attachments)):
        return
    about: About = About("body")
    words = announced(own_words(mail.text))
    if not words and mail.relation == "new" and not _ANSWERS.match(mail.subject):
        about = About("subject")
        words = announced(own_words(mail.subject))
    if words:
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(about,),
            evidence=phrase(f"finding.missing-attachment.{about.kind}", words=shown(words)),
            cures=(_CURE,) if mail.protection is Protection.NONE else (),
        )


def _counts(attachment: Attachment) -> bool:
    return attachment.media_type not in _SIGNATURES
