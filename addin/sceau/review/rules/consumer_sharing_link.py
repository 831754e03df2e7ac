"""Does the message lead to a file on a sharing service for everybody?

WeTransfer, Dropbox, Google Drive, Smash… keep files where no contract covers health data, and
whoever has the link has the file. A link to a file there, in a mail that leaves: behind words of
the text too. The service's own front page, a questionnaire, and what a reply quotes are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from sceau.mail.model import Mail, Protection
from sceau.phrases import phrase
from sceau.review.context import Context
from sceau.review.findings import About, Cure, Finding, Level
from sceau.review.own_words import own_words
from sceau.review.taking_out import links_out

ID = "consumer-sharing-link"
LEVEL = Level.WARN

_LONGEST = 1_000_000

_SERVICES = (
    ("WeTransfer", r"we\.tl/\w|(?:\w+\.)?wetransfer\.com/(?:downloads|previews|s|collections)/\w"),
    ("Dropbox", r"(?:www\.)?dropbox\.com/(?:s|sh|scl|t|transfer|l|request)/\w|db\.tt/\w"),
    ("Dropbox", r"dl\.dropboxusercontent\.com/\w"),
    (
        "Google Drive",
        r"drive\.google\.com/(?:file|drive|open|uc|folderview)\b"
        r"|docs\.google\.com/(?:document|spreadsheets|presentation|file|drawings)/",
    ),
    ("Google Photos", r"photos\.app\.goo\.gl/\w|photos\.google\.com/share/\w"),
    ("Smash", r"(?:\w+\.)?fromsmash\.(?:com|co)/\w"),
    ("OneDrive", r"1drv\.ms/\w|onedrive\.live\.com/\W?\w"),
    ("iCloud", r"(?:www|share)\.icloud\.com/(?:iclouddrive|photos|attachment)\b"),
    ("SwissTransfer", r"(?:www\.)?swisstransfer\.com/d/\w"),
    ("TransferNow", r"(?:www\.)?transfernow\.net/(?:\w\w/)?(?:dl|bld|d)\b"),
    ("GrosFichiers", r"(?:www\.)?grosfichiers\.com/\w"),
    ("MEGA", r"mega\.(?:nz|io)/(?:file|folder|#)"),
    ("pCloud", r"(?:\w+\.)?pcloud\.(?:link|com)/(?:publink|#page=publink)"),
    ("1fichier", r"1fichier\.com/\W?\w"),
    ("Free", r"(?:dl|transfert)\.free\.fr/\w"),
    ("MediaFire", r"(?:www\.)?mediafire\.com/(?:file|folder|view)/\w"),
    ("Filemail", r"(?:www\.)?filemail\.com/(?:d|t)/\w"),
)
_LINKS = tuple(
    (name, re.compile(rf"(?<![\w.@-])(?:https?://)?(?:{pattern})", re.IGNORECASE))
    for name, pattern in _SERVICES
)
_TARGET = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_QUOTATION = re.compile(
    r"<blockquote|class=[\"']?(?:gmail_quote|moz-cite-prefix)|id=[\"']?(?:divRplyFwdMsg|mail-editor)",
    re.IGNORECASE,
)


def check(mail: Mail, context: Context) -> Iterator[Finding]:
    """Give at most one Finding, about the body; it names the first service."""
    if mail.protection is Protection.ENCRYPTED or not context.leaves(mail):
        return
    service = _service(_written(mail))
    if service:
        out = links_out(mail, _is_shared, lambda left: not _service(_written(left)))
        yield Finding(
            rule=ID,
            level=LEVEL,
            about=(About("body"),),
            evidence=phrase("finding.consumer-sharing-link", service=service),
            cures=(Cure("link-out", out),) if out else (),
        )


def _written(mail: Mail) -> str:
    """Give the text and where its links lead, without what a reply quotes."""
    text, html = mail.text[:_LONGEST], mail.html[:_LONGEST]
    if mail.relation == "reply":
        text = own_words(text)
        quotation = _QUOTATION.search(html)
        html = html[: quotation.start()] if quotation else html
    targets = ["".join(found) for found in _TARGET.findall(html)]
    return unquote("\n".join((text, *targets)))  # some gateways wrap a link into one of theirs


def _is_shared(address: str) -> bool:
    return bool(_service(address))


def _service(written: str) -> str:
    found = ((match.start(), name) for name, link in _LINKS if (match := link.search(written)))
    return min(found, default=(0, ""))[1]
