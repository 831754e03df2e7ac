"""Where everything in a message is: the tree of its parts, with byte ranges.

A scanner of RFC 5322 headers and RFC 2046 multiparts over the message's own bytes. It copies
nothing and finds delimiters with ``bytes.find``, in time linear in the size of the message. Lines
may end in CRLF, LF, CR, or a mixture. A header block ends at its blank line or, as mail servers
and :mod:`email` read it, at the first line that cannot be a header field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from sceau.mail.names import parameters

MAX_DEPTH = 100
"""Multiparts deeper than this are kept whole (``too-deep``): no client writes more than ten."""

MAX_PARTS = 10_000
"""Delimiters beyond this many parts are not followed (``too-many-parts``)."""

_MAX_DELIMITER = 1_000
_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]+)[ \t]*:")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class HeaderField(msgspec.Struct, gc=False):
    """One header field: ``raw[start:end]``, its line end included.

    ``name`` is in lower case; the value starts behind the colon, at ``value_start``.
    """

    name: str
    start: int
    value_start: int
    end: int


class Part(msgspec.Struct, kw_only=True):
    """One entity of the message (RFC 2045 section 2.4): header block and body.

    ``section`` is its number (RFC 9051 section 6.4.5; empty for a multipart at the root). The part
    is ``raw[start:body_end]``; its opening delimiter line starts at ``delimiter`` (-1 at the root);
    the header fields are ``raw[start:header_end]``, the blank line ``raw[header_end:body_start]``
    (empty where it is missing). ``limit`` is where the next delimiter line starts, so that
    ``raw[body_end:limit]`` is the line end that belongs to that delimiter. ``media_type`` is in
    lower case, ``type_parameters`` those of Content-Type. ``children`` are those of a multipart;
    a multipart without any is kept whole, as a leaf.
    """

    section: str
    delimiter: int
    start: int
    fields: list[HeaderField]
    header_end: int
    body_start: int
    body_end: int
    limit: int
    media_type: str
    type_parameters: dict[str, str]
    parent: Part | None = None
    children: list[Part] = []

    def field(self, name: str) -> HeaderField | None:
        """Give the first header field called ``name`` (lower case)."""
        return next((one for one in self.fields if one.name == name), None)

    def has(self, name: str) -> bool:
        """Whether there is a header field called ``name`` (lower case)."""
        return self.field(name) is not None

    def value(self, raw: bytes, name: str) -> str:
        """Give the first field ``name`` unfolded, one character for each byte (Latin-1)."""
        found = self.field(name)
        return "" if found is None else unfolded(raw, found)

    def leaves(self) -> Iterator[Part]:
        """Give the parts without children, in the order they stand."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            if part.children:
                waiting.extend(reversed(part.children))
            else:
                yield part

    def ancestors(self) -> Iterator[Part]:
        """Give the multiparts this part stands in, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class Structure(msgspec.Struct):
    """The whole message: its ``root`` part, and what was broken (``defects``, in kebab-case)."""

    root: Part
    defects: list[str]

    def part(self, section: str) -> Part | None:
        """Give the leaf whose section number is ``section``."""
        return next((one for one in self.root.leaves() if one.section == section), None)


def unfolded(raw: bytes, field: HeaderField) -> str:
    """Give the value of ``field`` without its line ends, one character for each byte (Latin-1)."""
    value = raw[field.value_start : field.end]
    return value.replace(b"\r", b"").replace(b"\n", b"").decode("latin-1").strip(" \t")


def line_end_style(raw: bytes, part: Part) -> bytes:
    """Give the line end used in the header of ``part``, else in the message: CRLF, LF or CR."""
    for start, stop in ((part.start, part.body_start), (0, min(len(raw), 65_536))):
        feed, back = raw.find(b"\n", start, stop), raw.find(b"\r", start, stop)
        if feed > 0 and back == feed - 1:
            return b"\r\n"
        if feed >= 0 and (back < 0 or feed < back):
            return b"\n"
        if back >= 0:
            return b"\r\n" if feed == back + 1 else b"\r"
    return b"\r\n"


def scan(raw: bytes) -> Structure:
    """Find every part of the message ``raw``. Never raises; what is broken is in ``defects``."""
    return _Scanner(raw).scan()


class _Lines:
    """Ends of lines, asked for from left to right: each byte is looked at once or twice in all."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._feed = -1

    def end(self, at: int) -> tuple[int, int]:
        """Give where the line that starts at ``at`` ends, and where the next one starts."""
        raw = self._raw
        if self._feed < at:
            found = raw.find(b"\n", at)
            self._feed = len(raw) if found < 0 else found
        feed = self._feed
        back = raw.find(b"\r", at, feed)
        if back < 0:
            return feed, min(feed + 1, len(raw))
        return back, back + 2 if back + 1 == feed < len(raw) else back + 1


class _Scanner:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._lines = _Lines(raw)
        self._defects: dict[str, None] = {}
        self._open: list[Part] = []
        self._boundaries: dict[bytes, int] = {}
        self._parts = 0

    def scan(self) -> Structure:
        raw = self._raw
        start = 0
        if raw.startswith(_BYTE_ORDER_MARK):
            self._defects["byte-order-mark"] = None
            start = len(_BYTE_ORDER_MARK)
        root = self._begin(None, -1, start)
        current = root
        at = root.body_start
        while self._open:
            at = raw.find(b"--", at)
            if at < 0:
                break
            end, after = self._lines.end(at)
            starts_line = not at or raw[at - 1] in b"\r\n"
            found = self._delimiter(at, end) if starts_line else None
            if found is None:
                at = max(end, at + 2)
                continue
            depth, closes = found
            self._finish(depth, current, at)
            multipart = self._open[depth]
            if closes:
                self._close_from(depth)
                current, at = multipart, end
            elif self._parts >= MAX_PARTS:
                self._defects["too-many-parts"] = None
                self._close_from(0)
            else:
                self._close_from(depth + 1)
                current = self._begin(multipart, at, after)
                at = current.body_start
        if self._open:
            self._defects["no-closing-boundary"] = None
        self._finish(0, current, len(raw))
        self._number(root)
        return Structure(root, list(self._defects))

    def _delimiter(self, at: int, end: int) -> tuple[int, bool] | None:
        """Say which open multipart the line ``raw[at:end]`` delimits, and whether it closes it."""
        if not self._boundaries or end - at > _MAX_DELIMITER:
            return None
        line = self._raw[at + 2 : end].rstrip(b" \t")
        depth = self._boundaries.get(line)
        if depth is not None:
            return depth, False
        if line.endswith(b"--"):
            depth = self._boundaries.get(line[:-2])
            if depth is not None:
                return depth, True
        return None

    def _finish(self, depth: int, current: Part, at: int) -> None:
        """End ``current``, and the multiparts open below ``depth``, at the delimiter line ``at``.

        The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
        """
        raw = self._raw
        before = at
        if at < len(raw):
            if raw[at - 1 : at] == b"\n":
                before -= 2 if raw[at - 2 : at - 1] == b"\r" else 1
            elif raw[at - 1 : at] == b"\r":
                before -= 1
        inner = self._open[depth + 1 :] if at < len(raw) else self._open
        if at < len(raw) and any(one is not current for one in inner):
            self._defects["no-closing-boundary"] = None
        for part in (*inner, current):
            part.body_end = max(part.body_start, before)
            part.limit = at

    def _close_from(self, depth: int) -> None:
        for index in range(depth, len(self._open)):
            boundary = _boundary(self._open[index])
            if self._boundaries.get(boundary) == index:
                del self._boundaries[boundary]
        del self._open[depth:]

    def _begin(self, parent: Part | None, delimiter: int, start: int) -> Part:
        """Read the header of a part that starts at ``start``; a multipart is opened."""
        self._parts += 1
        fields, header_end, body_start = self._header(start, root=parent is None)
        content_type = next((one for one in fields if one.name == "content-type"), None)
        default = "text/plain"
        if parent is not None and parent.media_type == "multipart/digest":
            default = "message/rfc822"
        if content_type is None:
            media_type, values = default, dict[str, str]()
        else:
            media_type, values = parameters(unfolded(self._raw, content_type))
            media_type = media_type.lower()
            if media_type.count("/") != 1:
                media_type = "text/plain"
        part = Part(
            section="",
            delimiter=delimiter,
            start=start,
            fields=fields,
            header_end=header_end,
            body_start=body_start,
            body_end=len(self._raw),
            limit=len(self._raw),
            media_type=media_type,
            type_parameters=values,
            parent=parent,
            children=[],
        )
        if parent is not None:
            parent.children.append(part)
        if media_type.startswith("multipart/"):
            boundary = _boundary(part)
            if not boundary:
                self._defects["no-boundary"] = None
            elif len(self._open) >= MAX_DEPTH:
                self._defects["too-deep"] = None
            elif boundary in self._boundaries:
                # The outer multipart owns the line, so the inner one can never open a part.
                self._defects["repeated-boundary"] = None
            else:
                self._boundaries[boundary] = len(self._open)
                self._open.append(part)
        return part

    def _header(self, start: int, *, root: bool) -> tuple[list[HeaderField], int, int]:
        """Give the fields of the header at ``start``, where it ends, and where the body starts."""
        raw, lines = self._raw, self._lines
        fields: list[HeaderField] = []
        at = start
        while at < len(raw):
            end, after = lines.end(at)
            if end == at:
                return fields, at, after
            first = raw[at]
            if first == 0x2D and self._delimiter(at, end) is not None:
                return fields, at, at
            if first in b" \t":
                if fields:
                    fields[-1].end = after
                else:
                    self._defects["broken-header"] = None
                at = after
                continue
            if first == 0x3A or (first == 0x46 and raw.startswith(b"From ", at)):
                if first == 0x3A or not root or at != start:
                    self._defects["broken-header"] = None
                at = after
                continue
            match = _FIELD.match(raw, at, end)
            if match is None:
                self._defects["no-separator" if fields else "no-header"] = None
                return fields, at, at
            fields.append(HeaderField(match[1].decode("ascii").lower(), at, match.end(), after))
            at = after
        return fields, len(raw), len(raw)

    def _number(self, root: Part) -> None:
        waiting = [root]
        if not root.children:
            root.section = "1"
        while waiting:
            part = waiting.pop()
            if part.media_type.startswith("multipart/") and not part.children:
                self._defects["no-parts"] = None
            prefix = part.section + "." if part.section else ""
            for number, child in enumerate(part.children, 1):
                child.section = f"{prefix}{number}"
                waiting.append(child)


def _boundary(part: Part) -> bytes:
    """Give the boundary of a multipart as bytes (RFC 2046 section 5.1.1: no blank at its end)."""
    return part.type_parameters.get("boundary", "").rstrip().encode("utf-8", "surrogateescape")
