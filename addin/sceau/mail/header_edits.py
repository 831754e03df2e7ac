"""Writing who a mail goes to into its header, field by field, by byte ranges.

Of a field that changes, every mailbox that stays keeps its bytes, folds and comments included.
What was written is read again: only what reads as it should is given.
"""

from __future__ import annotations

from collections.abc import Sequence

from sceau.errors import EditRefused
from sceau.mail.address_lists import AddressList, Group, Mailbox, read_addresses
from sceau.mail.envelope import AddressField, Envelope, field_text
from sceau.mail.model import Field, Recipient
from sceau.mail.recipient_edits import Place
from sceau.mail.splices import Splice
from sceau.mail.structure import Part, line_end_style
from sceau.mail.writing import mailbox, phrase_text

_UNDISCLOSED = "undisclosed-recipients:;"


def recipient_splices(
    raw: bytes, root: Part, envelope: Envelope, places: Sequence[Place]
) -> list[Splice]:
    """Give the changes that make ``places`` the recipients of the message.

    Raises EditRefused ``unusual-addresses`` where the field would read differently.
    """
    return _Header(raw, root, envelope).splices(places)


def alone_splices(
    raw: bytes, root: Part, envelope: Envelope, places: Sequence[Place]
) -> list[list[Splice]]:
    """Give, for each of ``places``, the changes that make its recipient the only one, in To.

    Raises EditRefused ``unusual-addresses`` where the field would read differently.
    """
    header = _Header(raw, root, envelope)
    return [header.alone(place) for place in places]


class _Header:
    def __init__(self, raw: bytes, root: Part, envelope: Envelope) -> None:
        self._raw = raw
        self._line_end = line_end_style(raw, root).decode("ascii")
        order = ("to", "cc", "bcc")
        self._fields = sorted(envelope.fields, key=lambda one: order.index(one.field))
        self._boxes: list[tuple[AddressField, Mailbox]] = [
            (field, box) for field in self._fields for box in _mailboxes(field.list)
        ]
        self._prefix = "Resent-" if envelope.resent else ""
        self._last = max(
            (one.header for one in self._fields), key=lambda one: one.start, default=None
        ) or (root.fields[-1] if root.fields else None)

    def splices(self, places: Sequence[Place]) -> list[Splice]:
        staying = {one.origin: one for one in places if not _is_new(one)}
        new: dict[Field, list[Place]] = {}
        for one in places:
            if _is_new(one):
                new.setdefault(one.recipient.field, []).append(one)
        texts: dict[int, list[str | None]] = {id(field): [] for field in self._fields}
        for origin, (field, box) in enumerate(self._boxes):
            place = staying.get(origin)
            texts[id(field)].append(None if place is None else self._text(place, field, box))
        left = {
            field.field
            for field in self._fields
            if any(text is not None for text in texts[id(field)])
        } | set(new)
        splices: list[Splice] = []
        hidden = False
        last = {one.field: one for one in self._fields}
        for field in self._fields:
            written = texts[id(field)]
            added = new.get(field.field, []) if last[field.field] is field else []
            value = field_text(self._raw, field.header)
            boxes = _mailboxes(field.list)
            same = all(
                text == value[box.start : box.end] for text, box in zip(written, boxes, strict=True)
            )
            if same and not added:
                continue
            expected = [
                one.recipient
                for one in places
                if (one in added if _is_new(one) else self._boxes[one.origin][0] is field)
            ]
            if expected or any(not _members(one) for one in field.list.entries):
                splices.append(self._rewritten(field, written, added, expected))
            elif (
                not hidden
                and field.field != "bcc"
                and "to" not in left
                and (field.field == "to" or "cc" not in left)
            ):
                hidden = True
                text = f"{self._name(field, 'To')}: {_UNDISCLOSED}{self._line_end}"
                header = field.header
                splices.append(Splice(header.start, header.end, text.encode("latin-1")))
            else:
                splices.append(Splice(field.header.start, field.header.end))
        for name, ones in new.items():
            if name not in last:
                splices.append(self._new_field(name, ones, splices))
        return splices

    def alone(self, place: Place) -> list[Splice]:
        if not self._fields:
            return [self._new_field("to", [place], ())]
        kept = next((one for one in self._fields if one.field == "to"), self._fields[0])
        splices: list[Splice] = []
        for one in self._fields:
            header = one.header
            if one is not kept:
                splices.append(Splice(header.start, header.end))
                continue
            for text in (self._as_it_stands(place), self._canonical(place.recipient)):
                line = f"{self._name(one, 'To')}: {text.strip()}{self._line_end}"
                if self._reads(line.partition(":")[2], [place.recipient]):
                    break
            else:
                raise EditRefused("unusual-addresses")
            splices.append(Splice(header.start, header.end, line.encode("latin-1")))
        return splices

    def _name(self, field: AddressField, name: str) -> str:
        """Give the field's name as it is written there, where it is the one wanted."""
        start = field.header.start
        end = start + len(field.header.name)
        written = self._raw[start:end].decode("latin-1")
        wanted = self._prefix + name
        return written if written.lower() == wanted.lower() else wanted

    def _text(self, place: Place, field: AddressField, box: Mailbox) -> str:
        if place.replaced:
            return self._canonical(place.recipient)
        return field_text(self._raw, field.header)[box.start : box.end]

    def _as_it_stands(self, place: Place) -> str:
        if place.added:
            return self._canonical(place.recipient)
        return self._text(place, *self._boxes[place.origin])

    def _canonical(self, recipient: Recipient) -> str:
        text = mailbox(recipient.name, recipient.address, self._line_end)
        return text.encode("utf-8", "replace").decode("latin-1")

    def _new_field(self, name: Field, places: Sequence[Place], splices: Sequence[Splice]) -> Splice:
        # Behind the last address field, or the whole header: no other byte of it moves.
        last = self._last
        if last is None:
            raise EditRefused("unusual-structure")
        end = last.end
        wanted = [one.recipient for one in places]
        for texts in (
            [self._as_it_stands(one) for one in places],
            [self._canonical(one) for one in wanted],
        ):
            joined = f",{self._line_end} ".join(text.strip() for text in texts)
            if self._reads(joined, wanted):
                line = f"{self._prefix}{name.capitalize()}: {joined}{self._line_end}"
                above = next((one.content for one in splices if one.end == end), None)
                above = self._raw[last.start : end] if above is None else above
                before = b"" if above[-1:] in (b"\r", b"\n", b"") else self._line_end.encode()
                return Splice(end, end, before + line.encode("latin-1"))
        raise EditRefused("unusual-addresses")

    def _rewritten(
        self,
        field: AddressField,
        texts: Sequence[str | None],
        added: Sequence[Place],
        expected: Sequence[Recipient],
    ) -> Splice:
        header = field.header
        value = field_text(self._raw, header)
        more = [self._as_it_stands(one) for one in added]
        kept = self._kept(value, field.list, texts, more)
        written = self._canonical_value(expected)
        # nobody beside an empty group, which only said that there is nobody
        for candidate in (kept, written) if any(texts) or not added else (written,):
            if self._reads(candidate, expected):
                return Splice(header.value_start, header.end, candidate.encode("latin-1"))
        raise EditRefused("unusual-addresses")

    def _kept(
        self, value: str, read: AddressList, texts: Sequence[str | None], more: Sequence[str]
    ) -> str:
        """Write the field with what stays as it stands, and ``more`` behind it."""
        waiting = iter(texts)
        pieces: list[str] = []
        entries = read.entries
        for index, entry in enumerate(entries):
            if isinstance(entry, Group):
                written = [next(waiting) for _ in entry.members]
                if entry.members and all(text is None for text in written):
                    continue
                text: str | None = _group_text(value, entry, written)
            else:
                text = next(waiting)
                if text is None:
                    continue
            if pieces:
                pieces.append(value[entries[index - 1].end : entry.start])
            pieces.append(text or "")
        lead = value[: entries[0].start] if entries else " "
        trail = value[entries[-1].end :] if entries else self._line_end
        for text in more:
            pieces += ((f",{self._line_end} " if pieces else ""), text.strip())
        if more:
            trail = self._line_end
        return lead + "".join(pieces) + trail

    def _canonical_value(self, expected: Sequence[Recipient]) -> str:
        """Write the field anew: the last resort where what stays does not read alone."""
        pieces: list[str] = []
        at = 0
        while at < len(expected):
            group = expected[at].group
            end = at
            while end < len(expected) and expected[end].group == group:
                end += 1
            members = f",{self._line_end} ".join(self._canonical(one) for one in expected[at:end])
            name = phrase_text(group, self._line_end).encode("utf-8", "replace").decode("latin-1")
            pieces.append(f"{name}: {members};" if group else members)
            at = end
        return " " + f",{self._line_end} ".join(pieces) + self._line_end

    def _reads(self, value: str, expected: Sequence[Recipient]) -> bool:
        found = read_addresses(value).recipients("to")
        return [(one.address, one.name, one.group) for one in found] == [
            (one.address, one.name, one.group) for one in expected
        ]


def _is_new(place: Place) -> bool:
    """Whether it stands in a field it did not stand in."""
    return place.moved or place.added


def _members(entry: Mailbox | Group) -> list[Mailbox]:
    return entry.members if isinstance(entry, Group) else [entry]


def _mailboxes(read: AddressList) -> list[Mailbox]:
    return [box for entry in read.entries for box in _members(entry)]


def _group_text(value: str, group: Group, texts: Sequence[str | None]) -> str:
    pieces: list[str] = []
    members = group.members
    for index, (member, text) in enumerate(zip(members, texts, strict=True)):
        if text is None:
            continue
        if pieces:
            pieces.append(value[members[index - 1].end : member.start])
        pieces.append(text)
    if not members:
        return value[group.start : group.end]
    return (
        value[group.start : members[0].start] + "".join(pieces) + value[members[-1].end : group.end]
    )
