"""What the parts of a message are to the person who writes it: text, pictures in it, attachments.

- The text is every text/plain and text/html part that is no file: no disposition *attachment*, no
  file name. The first text part may carry a ``name`` (some clients name the body).
- In a multipart/alternative the plain form and the HTML form are one text.
- A picture is *inline* where the HTML refers to its Content-ID, or where it stands in a
  multipart/related without the disposition *attachment*.
- Everything else is an attachment: text/calendar, other forms in an alternative, a message/rfc822
  (kept whole), a multipart that cannot be taken apart. Only what a client needs to check or decrypt
  the message is left out. Nothing that is sent is in none of these lists.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from sceau.errors import UnreadableInput
from sceau.mail.content import KNOWN, content_of, encoding_of, size_of
from sceau.mail.model import Attachment
from sceau.mail.names import parameters, text_of
from sceau.mail.protection import is_machinery
from sceau.mail.structure import Part, Structure

MAX_TEXT = 4 * 1024 * 1024
"""Bytes of one text part that are read: a mail's text of more is a file pasted (``long-text``)."""

_TEXT = ("text/plain", "text/html")
_CID = re.compile(r"cid:([^\"'\s<>)]{1,500})", re.IGNORECASE)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


class Body(msgspec.Struct, kw_only=True):
    """The parts sorted: see :class:`~sceau.mail.model.Mail` for the fields. ``texts`` are the
    section numbers of the parts that are the text."""

    text: str
    html: str
    attachments: tuple[Attachment, ...]
    inline_images: tuple[Attachment, ...]
    unread: tuple[str, ...]
    defects: tuple[str, ...]
    texts: tuple[str, ...]


def disposition_of(raw: bytes, part: Part) -> tuple[str, dict[str, str]]:
    """Give Content-Disposition (RFC 2183): its type in lower case, and its parameters."""
    kind, values = parameters(part.value(raw, "content-disposition"))
    return kind.lower(), values


def file_name_of(raw: bytes, part: Part) -> str:
    """Give the file name of ``part``: that of Content-Disposition, else that of Content-Type."""
    return disposition_of(raw, part)[1].get("filename", "") or part.type_parameters.get("name", "")


def kind_of(media_type: str, name: str) -> Literal["file", "tnef", "message", "external"]:
    """Say what needs care in a part of this type and name (``Attachment.kind``)."""
    if media_type in _TNEF or name.lower() == "winmail.dat":
        return "tnef"
    if media_type in ("message/rfc822", "message/global"):
        return "message"
    return "external" if media_type == "message/external-body" else "file"


def read_body(raw: bytes, structure: Structure) -> Body:
    """Sort the parts of the message."""
    return _Sorter(raw, structure).sort()


def pictures_in(html: str) -> set[str]:
    """Give the Content-IDs that an HTML text refers to (RFC 2392)."""
    return {_PERCENT.sub(lambda match: chr(int(match[1], 16)), cid) for cid in _CID.findall(html)}


class _Sorter:
    def __init__(self, raw: bytes, structure: Structure) -> None:
        self._raw = raw
        self._root = structure.root
        self._texts: dict[int, dict[str, list[str]]] = {}
        self._unread: list[str] = []
        self._text_sections: list[str] = []
        self._defects: dict[str, None] = {}

    def sort(self) -> Body:
        files: list[tuple[Part, str, str]] = []
        first_text = True
        for leaf in self._root.leaves():
            if is_machinery(leaf):
                continue
            disposition, values = disposition_of(self._raw, leaf)
            file_name = values.get("filename", "")
            name = file_name or leaf.type_parameters.get("name", "")
            is_text = leaf.media_type in _TEXT and disposition != "attachment" and not file_name
            if is_text and (first_text or not name):
                first_text = first_text and leaf.body_start == leaf.body_end
                self._read_text(leaf)
            else:
                files.append((leaf, disposition, name))
        html = "\n".join(one for slot in self._texts.values() for one in slot["text/html"] if one)
        referred = pictures_in(html)
        attachments: list[Attachment] = []
        pictures: list[Attachment] = []
        for leaf, disposition, name in files:
            one = self._attachment(leaf, disposition, name, referred)
            (pictures if one.inline else attachments).append(one)
        return Body(
            text=self._plain(),
            html=html,
            attachments=tuple(attachments),
            inline_images=tuple(pictures),
            unread=tuple(self._unread),
            defects=tuple(self._defects),
            texts=tuple(self._text_sections),
        )

    def _read_text(self, leaf: Part) -> None:
        raw = self._raw
        self._text_sections.append(leaf.section)
        if leaf.body_end - leaf.body_start > MAX_TEXT:
            self._defects["long-text"] = None
            leaf = msgspec.structs.replace(leaf, body_end=leaf.body_start + MAX_TEXT)
        try:
            content = content_of(raw, leaf)
        except UnreadableInput:
            self._unread.append(leaf.section)
            content = raw[leaf.body_start : leaf.body_end]
        text = text_of(content, leaf.type_parameters.get("charset", ""))
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        choice = leaf
        for one in leaf.ancestors():
            if one.media_type == "multipart/alternative":
                choice = one
        slot = self._texts.setdefault(choice.start, {kind: [] for kind in _TEXT})
        slot[leaf.media_type].append(text)

    def _plain(self) -> str:
        """Give the readable text: of each alternative the plain form, else the HTML, tags off."""
        pieces: list[str] = []
        for slot in self._texts.values():
            plain = "\n".join(slot["text/plain"])
            if not plain.strip() and slot["text/html"]:
                from sceau.mail.html_text import text_of_html

                plain = text_of_html("\n".join(slot["text/html"]))
            pieces.append(plain)
        return "\n".join(one for one in pieces if one)

    def _attachment(
        self, leaf: Part, disposition: str, name: str, referred: set[str]
    ) -> Attachment:
        raw = self._raw
        if encoding_of(raw, leaf) not in KNOWN:
            self._unread.append(leaf.section)
        content_id = leaf.value(raw, "content-id").strip(" \t<>")
        inline = leaf.media_type.startswith("image/") and (
            (bool(content_id) and content_id in referred)
            or (
                leaf.parent is not None
                and leaf.parent.media_type == "multipart/related"
                and disposition != "attachment"
            )
        )
        return Attachment(
            id=leaf.section,
            name=name,
            media_type=leaf.media_type,
            size=size_of(raw, leaf),
            kind=kind_of(leaf.media_type, name),
            content_id=content_id,
            inline=inline,
        )
