"""Cutting history and passages out of the text of a message, in the message's bytes (RFC 2045,
2046).

What is cut is cut in every form of the text, or nothing is: a plain form that says less than the
HTML form beside it would deceive whoever looks at one of them. Bytes outside what is cut stay as
they are; a part in base64 is encoded anew, its content outside the cut the same.
"""

from __future__ import annotations

import binascii
import re

from msgspec.structs import replace

from sceau.errors import EditRefused
from sceau.mail.body import pictures_in, read_body
from sceau.mail.content import IDENTITY, content_of, encoding_of
from sceau.mail.cuts import Cuts, cuts_of
from sceau.mail.edits import CutHistory, CutPassages
from sceau.mail.html_text import text_of_html
from sceau.mail.message import Message
from sceau.mail.model import Attachment, Mail
from sceau.mail.names import text_and_codec
from sceau.mail.part_edits import with_content
from sceau.mail.ranges import Range, without
from sceau.mail.splices import Splice, spliced
from sceau.mail.structure import Part, line_end_style

_STATEFUL = ("iso2022", "hz", "utf_7", "utf_16", "utf_32", "utf-16", "utf-32", "utf-7")
_LONGEST_LINE = 76  # RFC 2045 section 6.7
_ADDED = re.compile(r"<[^<>\n]{1,2000}>|\[[^][\n]{1,200}\]|\bhttps?://\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTED = re.compile(rb"=(?:(\r?\n)|[0-9A-Fa-f]{2})")


def without_cuts(mail: Mail, cuts: Cuts) -> Mail:
    """Give what ``mail`` is once ``cuts`` are made, and the pictures that stood only there.

    Raises EditRefused ``no-history`` where none is found in one of the forms of its text, where the
    forms would differ in what they say, or where nothing of the sender's own would be left;
    ``no-such-passage`` where nothing that is to go stands in any form.
    """
    html = without(mail.html, cuts.in_html(mail.html)) if mail.html.strip() else mail.html
    if mail.html.strip() and mail.text == text_of_html(mail.html):
        text = text_of_html(html)
    else:
        text = without(mail.text, cuts.in_text(mail.text))
        if cuts.history and html.strip() and _words(text) != _words(text_of_html(html)):
            raise EditRefused("no-history")  # the two forms would say different things
    if cuts.history and not text.strip():
        raise EditRefused("no-history")
    if (text, html) == (mail.text, mail.html):
        raise EditRefused("no-such-passage")
    gone = {one.id for one in pictures_only_there(mail, html)}
    pictures = tuple(one for one in mail.inline_images if one.id not in gone)
    return replace(mail, text=text, html=html, inline_images=pictures)


def can_cut(mail: Mail, edit: CutHistory | CutPassages) -> bool:
    """Whether there is something to cut, and, of a history, something left then."""
    try:
        cuts = cuts_of(mail, (edit,))
        return cuts is not None and without_cuts(mail, cuts) is not mail
    except EditRefused:
        return False


def pictures_only_there(mail: Mail, html: str) -> tuple[Attachment, ...]:
    """Give the pictures that the HTML of ``mail`` shows, and ``html``, what is left of it, does
    not."""
    gone = pictures_in(mail.html) - pictures_in(html)
    return tuple(one for one in mail.inline_images if one.content_id in gone)


def text_splices(message: Message, cuts: Cuts) -> list[Splice]:
    """Give the changes that make ``cuts`` in every part that is text.

    Raises EditRefused ``no-history`` and ``no-such-passage`` as :func:`without_cuts` does,
    ``unusual-structure`` where a part cannot be changed by ranges.
    """
    raw, structure = message.raw, message.structure
    if "long-text" in message.mail.defects:
        raise EditRefused("unusual-structure")
    splices: list[Splice] = []
    for section in read_body(raw, structure).texts:
        part = structure.part(section)
        if part is None or section in message.mail.unread:
            raise EditRefused("unusual-structure")
        content = content_of(raw, part)
        if content.strip():
            splices += _part_splices(raw, part, content, cuts)
    if not splices:
        raise EditRefused("no-history" if cuts.history else "no-such-passage")
    return splices


def _words(text: str) -> set[str]:
    """Give the words of a text, without what a plain form adds: addresses of links, pictures."""
    return set(_WORD.findall(_ADDED.sub(" ", text).casefold()))


def _part_splices(raw: bytes, part: Part, content: bytes, cuts: Cuts) -> list[Splice]:
    text, codec = text_and_codec(content, part.type_parameters.get("charset", ""))
    stateless = codec and not codec.lower().startswith(_STATEFUL)
    if not stateless or text.encode(codec, "replace") != content:
        raise EditRefused("unusual-structure")
    found = cuts.in_html(text) if part.media_type == "text/html" else cuts.in_text(text)
    if not found:
        return []
    ranges = _in_bytes(text, codec, found)
    wanted = spliced(content, [Splice(start, end) for start, end in ranges])
    encoding = encoding_of(raw, part)
    if encoding in IDENTITY:
        at = part.body_start
        return [Splice(at + start, at + end) for start, end in ranges]
    if encoding == "quoted-printable":
        splices = _in_quoted_printable(raw, part, ranges)
        body = spliced(raw[: part.body_end], splices)[part.body_start :]
        if binascii.a2b_qp(body) == wanted:
            return splices
    return with_content(raw, part, wanted)


def _in_bytes(text: str, codec: str, ranges: list[Range]) -> list[Range]:
    places: list[int] = []
    at = length = 0
    for place in (one for pair in ranges for one in pair):
        length += len(text[at:place].encode(codec))
        at = place
        places.append(length)
    return list(zip(places[::2], places[1::2], strict=True))


def _in_quoted_printable(raw: bytes, part: Part, ranges: list[Range]) -> list[Splice]:
    """Give the ranges where they stand encoded; a line that becomes too long is broken softly."""
    body = raw[part.body_start : part.body_end]
    soft = b"=" + line_end_style(raw, part)
    places = _encoded(body, [one for pair in ranges for one in pair])
    splices: list[Splice] = []
    for start, end in zip(places[::2], places[1::2], strict=True):
        line = start - (body.rfind(b"\n", 0, start) + 1)
        following = body.find(b"\n", end)
        rest = (following if following >= 0 else len(body)) - end
        joined = soft if line and line + rest > _LONGEST_LINE else b""
        splices.append(Splice(part.body_start + start, part.body_start + end, joined))
    return splices


def _encoded(body: bytes, wanted: list[int]) -> list[int]:
    """Give where these places of the decoded content stand in quoted-printable, in order."""
    places: list[int] = []
    decoded = at = 0
    pending = iter(wanted)
    place = next(pending, None)
    for match in (*_QUOTED.finditer(body), None):
        stop = match.start() if match is not None else len(body)
        while place is not None and place <= decoded + stop - at:
            places.append(at + place - decoded)
            place = next(pending, None)
        decoded += stop - at
        if match is not None:
            decoded += match[1] is None
            at = match.end()
    places += [len(body)] * (len(wanted) - len(places))
    return places
