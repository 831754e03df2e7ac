"""Edits that take a password, or a link, out of a mail: wherever it stands, or none at all.

What is to go is told by its place, never by its words: an Edit may be printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from sceau.errors import EditRefused
from sceau.mail.edits import CutPassages, Edit, RenameAttachment, ReplaceSubject
from sceau.mail.html_tokens import tokens
from sceau.mail.letters import letters
from sceau.mail.model import Mail, Protection
from sceau.mail.passages import passages_in_text, target
from sceau.mail.preview import preview
from sceau.review.candidates import dates
from sceau.review.context import Context
from sceau.review.said import neutral_name, neutral_subject

_ADDRESS = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)+/[^\s<>\"'«»]*|(?<![\w@.-])[\w-]+(?:\.[\w-]+)+/[^\s<>\"'«»]*",
    re.IGNORECASE,
)
_GAP = re.compile(r"\s{2,}|\s+(?=[.,;:!?]|$)|\(\s*\)|«\s*»")


def password_out(
    mail: Mail, password: str, context: Context, is_gone: Callable[[Mail], bool]
) -> tuple[Edit, ...]:
    """Give the Edits after which ``password`` stands neither in the text, the subject nor a file's
    name; none where that cannot be done, or where ``is_gone`` does not say so of the mail."""
    wanted = letters(password)
    if not wanted or mail.protection is not Protection.NONE:
        return ()
    edits: list[Edit] = []
    ranges = tuple(passages_in_text(mail.text, (wanted,))) or tuple(dates(mail.text, password))
    if ranges:
        edits.append(CutPassages(ranges))
    if wanted in letters(mail.subject):
        edits.append(ReplaceSubject(_without(mail.subject, wanted) or neutral_subject("", context)))
    for one in (*mail.attachments, *mail.inline_images):
        stem, dot, ending = one.name.rpartition(".")
        if wanted in letters(stem if dot else one.name):
            left = _without(stem if dot else one.name, wanted)
            kept = f"{left}{dot}{ending}" if dot else left
            edits.append(
                RenameAttachment(one.id, kept if left else neutral_name(one.name, context))
            )
    return _proven(mail, tuple(edits), is_gone)


def links_out(
    mail: Mail, is_meant: Callable[[str], bool], is_gone: Callable[[Mail], bool]
) -> tuple[Edit, ...]:
    """Give the Edits that take out of the text what leads to an address ``is_meant`` says yes to;
    none where that cannot be done."""
    if mail.protection is not Protection.NONE:
        return ()
    edit = CutPassages(
        tuple(one.span() for one in _ADDRESS.finditer(mail.text) if is_meant(unquote(one[0]))),
        tuple(dict.fromkeys(one for one in _targets(mail.html) if is_meant(unquote(one)))),
    )
    return _proven(mail, (edit,) if edit.passages or edit.links else (), is_gone)


def _proven(
    mail: Mail, edits: tuple[Edit, ...], is_gone: Callable[[Mail], bool]
) -> tuple[Edit, ...]:
    if not edits:
        return ()
    try:
        return edits if all(map(is_gone, preview(mail, edits))) else ()
    except EditRefused:
        return ()


def _targets(source: str) -> Iterator[str]:
    for token in tokens(source):
        if token.kind == "open" and token.name == "a":
            yield target(source[token.start : token.end])


def _without(text: str, wanted: str) -> str:
    """Give a line without these letters and the gap they leave; empty where no letter is left."""
    for start, end in reversed(passages_in_text(text, (wanted,))):
        text = text[:start] + text[end:]
    left = _GAP.sub(" ", text).strip(" -_:,;")
    return left if letters(left) else ""
