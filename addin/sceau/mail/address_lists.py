"""Reading address lists (RFC 5322 section 3.4).

Tolerant as people type: semicolons for commas, missing commas, unclosed quotes. Where a text could
mean two addresses it is not guessed at: it is given whole, with a defect. One pass over the text,
in time linear in its length. Values are Latin-1 text, one character for each byte, so that
``start`` and ``end`` are places in the message's bytes.
"""

from __future__ import annotations

import re

import msgspec

from sceau.mail.addresses import defect_of
from sceau.mail.model import Field, Recipient
from sceau.mail.names import decoded, natural

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
    |(?P<encoded>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)
    |(?P<literal>\[[^\[\]\\<>,;"]*\])
    |(?P<special>["(),:;<>])
    |(?P<word>(?:(?!=\?)[^ \t\r\n"(),:;<>\[])+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_SIMPLE = re.compile(
    r"""[ \t\r\n]*+(?P<box>(?:"(?P<quoted>[^"\\=<>\r\n]*+)"[ ]|(?P<plain>[\w .!#$%&'*+/^`{|}~-]*+))
    <(?P<angle>[\w.+-]++@[A-Za-z0-9.-]++)>)[ \t\r\n]*+(?:,|$)""",
    re.VERBOSE | re.ASCII,
)
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_BLANKS = " \t\r\n"
_BLANK_RUN = re.compile(r"[ \t\r\n]+")
_PARENTHESES = re.compile(r"[()\\]")
_UNDISCLOSED = re.compile(r"undisclosed[-_ ]recipients", re.IGNORECASE)


class Mailbox(msgspec.Struct, kw_only=True):
    """One mailbox of a list: ``text[start:end]``, its display name and comments included.

    ``address``, ``name``, ``defect`` are as in :class:`~sceau.mail.model.Recipient`.
    """

    start: int
    end: int
    address: str
    name: str = ""
    defect: str = ""


class Group(msgspec.Struct, kw_only=True):
    """A group (RFC 5322 section 3.4): ``text[start:end]``, with its name and closing semicolon."""

    start: int
    end: int
    name: str
    members: list[Mailbox]


class AddressList(msgspec.Struct, kw_only=True):
    """What stands in one address field, in order, and what was wrong with the list itself."""

    entries: list[Mailbox | Group]
    defects: list[str]

    def recipients(self, field: Field) -> tuple[Recipient, ...]:
        """Give the mailboxes, those of groups included, as recipients of ``field``."""
        found: list[Recipient] = []
        for entry in self.entries:
            boxes = entry.members if isinstance(entry, Group) else [entry]
            group = entry.name if isinstance(entry, Group) else ""
            found += (
                Recipient(
                    field=field, address=box.address, name=box.name, group=group, defect=box.defect
                )
                for box in boxes
            )
        return tuple(found)


def read_addresses(text: str) -> AddressList:
    """Read the value of an address field, given as Latin-1 text, folds included. Never raises."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._entries: list[Mailbox | Group] = []
        self._defects: dict[str, None] = {}
        self._group: Group | None = None
        # What has been seen of the mailbox now being read.
        self._words: list[tuple[str, int, int]] = []
        self._comments: list[tuple[int, int]] = []
        self._angle: tuple[int, int] | None = None
        self._start = self._end = -1
        self._has_at = self._unclosed = False
        # A quote or parenthesis that nothing closes is looked for once, not again for each.
        self._quotes = self._parentheses = True

    def read(self) -> AddressList:
        text, size, at = self._text, len(self._text), 0
        while at < size:
            if self._start < 0 and self._group is None:
                simple = _SIMPLE.match(text, at)
                if simple is not None and self._take_simple(simple):
                    at = simple.end()
                    continue
            token = _TOKEN.match(text, at)
            if token is None:
                break
            kind, at = token.lastgroup, token.end()
            if kind == "blank":
                continue
            if kind == "special":
                at = self._special(token[0], token.start())
            else:
                self._word("encoded" if kind == "encoded" else "word", token.start(), at)
        self._flush()
        if self._group is not None:
            self._defects["unclosed-group"] = None
            self._group.end = len(text.rstrip(_BLANKS))
        return AddressList(entries=self._entries, defects=list(self._defects))

    def _take_simple(self, match: re.Match[str]) -> bool:
        """Take ``Name <a@b.c>,`` or ``"Name" <a@b.c>,`` at once: nearly every mailbox is so."""
        if match["plain"] and "=?" in match["plain"]:
            return False
        address = match["angle"]
        name = match["quoted"] if match["plain"] is None else match["plain"]
        self._entries.append(
            Mailbox(
                start=match.start("box"),
                end=match.end("box"),
                address=address,
                name=" ".join(natural(name).split()),
                defect=defect_of(address),
            )
        )
        return True

    def _special(self, character: str, at: int) -> int:
        """Take one of ``"(),:;<>`` and give where to go on."""
        text = self._text
        if character == '"' and self._quotes:
            quoted = _QUOTED.match(text, at)
            if quoted is not None:
                self._word("quoted", at, quoted.end())
                return quoted.end()
            self._quotes = False
        if character == "(" and self._parentheses:
            end = _comment_end(text, at)
            if end is not None:
                self._extend(at, end)
                self._comments.append((at + 1, end - 1))
                return end
            self._parentheses = False
        if character in '"(':
            self._word("word", at, at + 1)
            self._unclosed = True
        elif character == ",":
            self._flush()
        elif character == ";":
            self._flush()
            if self._group is None:
                self._defects["semicolons"] = None
            else:
                self._group.end = at + 1
                self._group = None
        elif character == ":":
            self._colon(at)
        elif character == "<":
            return self._open_angle(at)
        else:
            self._word("word", at, at + 1)
        return at + 1

    def _extend(self, start: int, end: int) -> None:
        if self._start < 0:
            self._start = start
        self._end = end

    def _word(self, kind: str, start: int, end: int) -> None:
        if self._angle is not None:
            self._defects["missing-comma"] = None
            self._flush()
        self._words.append((kind, start, end))
        self._has_at = self._has_at or "@" in self._text[start:end]
        self._extend(start, end)

    def _colon(self, at: int) -> None:
        """Open a group where a name stands before the colon; a ``mailto:`` is passed over."""
        words = self._words
        if len(words) == 1 and self._text[words[0][1] : words[0][2]].lower() == "mailto":
            self._forget()
        elif words and not (self._has_at or self._angle or self._group):
            group = Group(start=self._start, end=at + 1, name=self._phrase(), members=[])
            self._entries.append(group)
            self._group = group
            self._forget()
        else:
            self._word("word", at, at + 1)

    def _open_angle(self, at: int) -> int:
        """Take ``<…>`` from its ``<``; where it is not closed, up to what cannot be inside."""
        text = self._text
        if self._angle is not None:
            self._defects["missing-comma"] = None
            self._flush()
        route = text[at + 1 : at + 64].lstrip().startswith("@")
        end = at + 1
        while end < len(text):
            character = text[end]
            if character == ">":
                break
            if character == '"' and self._quotes:
                quoted = _QUOTED.match(text, end)
                if quoted is not None:
                    end = quoted.end()
                    continue
                self._quotes = False
            if character in "<;" or (character == "," and not route):
                break
            end += 1
        closed = text[end : end + 1] == ">"
        self._unclosed = self._unclosed or not closed
        self._angle = (at + 1, end)
        stop = end + 1 if closed else at + len(text[at:end].rstrip(_BLANKS))
        self._extend(at, stop)
        return end + 1 if closed else end

    def _forget(self) -> None:
        self._words, self._comments, self._angle = [], [], None
        self._start = self._end = -1
        self._has_at = self._unclosed = False

    def _add(self, address: str, name: str, defect: str, start: int, end: int) -> None:
        box = Mailbox(start=start, end=end, address=address, name=name, defect=defect)
        if self._group is None:
            self._entries.append(box)
        else:
            self._group.members.append(box)
            self._group.end = end

    def _flush(self) -> None:
        """End the mailbox being read."""
        if self._words or self._angle is not None:
            if self._angle is not None:
                self._add_angle(self._angle)
            else:
                self._add_bare()
        self._forget()

    def _add_angle(self, angle: tuple[int, int]) -> None:
        inner = self._text[angle[0] : angle[1]].strip(_BLANKS)
        if inner.startswith("@") and ":" in inner:
            inner = inner.partition(":")[2]  # RFC 5322 section 4.4: a route, to be ignored
        if inner:
            address, defect = _address(inner)
        else:
            address, defect = _one_line(self._text[self._start : self._end]), "no-at"
        if self._unclosed:
            defect = "unclosed"
        self._add(address, self._phrase() or self._comment(), defect, self._start, self._end)

    def _add_bare(self) -> None:
        """Take words without ``<…>``: an address, several with commas missing, or neither."""
        words = self._glued()
        written = [self._text[start:end] for start, end in words]
        if len(words) == 1:
            if self._group is None and _UNDISCLOSED.fullmatch(written[0].strip('"')):
                self._entries.append(
                    Group(start=self._start, end=self._end, name=written[0], members=[])
                )
                return
            if self._words[0][0] == "encoded" and len(self._words) == 1:
                self._add(decoded(written[0]), "", "bad-character", self._start, self._end)
                return
            address, defect = _address(written[0])
            if self._unclosed:
                defect = "unclosed"
            self._add(address, self._comment(), defect, self._start, self._end)
            return
        read = [_address(one) for one in written]
        if not self._unclosed and not self._comments and not any(defect for _, defect in read):
            self._defects["missing-comma"] = None
            for (address, _), (start, end) in zip(read, words, strict=True):
                self._add(address, "", "", start, end)
            return
        whole = self._text[self._start : self._end]
        if self._group is None and _UNDISCLOSED.fullmatch(_one_line(whole)):
            self._entries.append(Group(start=self._start, end=self._end, name=whole, members=[]))
            return
        defect = "bad-character" if any("@" in one for one in written) else "no-at"
        if self._unclosed:
            defect = "unclosed"
        self._add(_one_line(decoded(whole)), "", defect, self._start, self._end)

    def _glued(self) -> list[tuple[int, int]]:
        """Join words that touch, or that blanks part from an ``@`` (RFC 5322 section 4.4).

        Blanks around a dot are not joined over, though section 4.4 allows it: in
        ``Dr. jean@example.org`` the title would become part of the address.
        """
        joined: list[tuple[int, int]] = []
        for _, start, end in self._words:
            if joined:
                first, last = joined[-1]
                if last == start or self._text[last - 1] == "@" or self._text[start] == "@":
                    joined[-1] = (first, end)
                    continue
            joined.append((start, end))
        return joined

    def _phrase(self) -> str:
        """Give the display name: the words before ``<`` or ``:`` (RFC 5322 section 3.2.5)."""
        pieces: list[str] = []
        last = -1
        for kind, start, end in self._words:
            if pieces and start > last:
                pieces.append(" ")
            text = self._text[start:end]
            if kind == "quoted":
                text = re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
            pieces.append(text)
            last = end
        return " ".join(decoded("".join(pieces)).split())

    def _comment(self) -> str:
        if not self._comments:
            return ""
        start, end = self._comments[0]
        text = re.sub(r"\\(.)", r"\1", self._text[start:end], flags=re.DOTALL)
        return " ".join(decoded(text).split())


def _comment_end(text: str, at: int) -> int | None:
    """Give where the comment that opens at ``at`` ends, comments inside it counted; else none."""
    depth, skip = 0, -1
    for match in _PARENTHESES.finditer(text, at):
        if match.start() == skip:
            continue
        if match[0] == "\\":
            skip = match.start() + 1
        elif match[0] == "(":
            depth += 1
        else:
            depth -= 1
            if not depth:
                return match.end()
    return None


def _one_line(latin: str) -> str:
    return " ".join(natural(latin).split())


def _address(written: str) -> tuple[str, str]:
    """Give the addr-spec written, without the blanks and comments RFC 5322 allows, and its defect.

    Only ASCII blanks are taken out: a no-break space is no blank in an address.
    """
    text = written.strip(_BLANKS)
    if '"' not in text:
        if "(" in text:
            text = re.sub(r"\([^()]*\)", "", text)
        text = _BLANK_RUN.sub(" ", text)
        text = text.replace(" .", ".").replace(". ", ".").replace(" @", "@").replace("@ ", "@")
        text = text.strip(" ")
    address = natural(text)
    defect = defect_of(address)
    if not defect and not address.isascii() and not _is_utf8(text):
        defect = "bad-character"
    return address, defect


def _is_utf8(latin: str) -> bool:
    try:
        latin.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True
