"""Sealing, renaming and removing attachments in a message's bytes (RFC 2045, 2046, 2183)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sceau.errors import EditRefused
from sceau.mail.body import disposition_of, file_name_of
from sceau.mail.content import to_base64
from sceau.mail.edits import (
    CleanAttachment,
    Edit,
    RemoveAttachment,
    RenameAttachment,
    SealAttachment,
)
from sceau.mail.names import decoded, parameter_pieces
from sceau.mail.splices import Splice
from sceau.mail.structure import HeaderField, Part, Structure, line_end_style, unfolded
from sceau.mail.writing import encoded_words, header_field, parameter, type_name

# What the content was, and no longer is (RFC 1864, RFC 9530).
_STALE = frozenset(("content-md5", "content-length", "content-digest", "repr-digest"))
_KEPT_DATES = ("creation-date", "modification-date", "read-date")


class SealedFile(msgspec.Struct, frozen=True):
    """What takes the place of an attachment: its file ``name``, ``media_type`` and ``content``.
    Where it is only cleaned, the content alone counts."""

    name: str
    media_type: str
    content: bytes

    def __repr__(self) -> str:
        return f"SealedFile({self.media_type}, {len(self.content)} bytes)"


class _Change(msgspec.Struct):
    sealed: SealedFile | None = None
    cleaned: bytes | None = None
    name: str = ""
    removed: bool = False


def part_splices(
    raw: bytes, structure: Structure, edits: Sequence[Edit], sealed: Mapping[str, SealedFile]
) -> list[Splice]:
    """Give the changes that make the Edits of attachments.

    Raises EditRefused: ``no-such-attachment``, ``sealed-file-missing``.
    """
    changes = _changes(edits, sealed)
    parts = {part.section: part for part in structure.root.leaves() if part.section in changes}
    if len(parts) != len(changes):
        raise EditRefused("no-such-attachment")
    removed = {id(parts[section]) for section, change in changes.items() if change.removed}
    splices: list[Splice] = []
    for section, change in changes.items():
        part = parts[section]
        if change.removed:
            splices += _removal(raw, part, removed)
        elif change.sealed is not None:
            splices += _sealing(raw, part, change.sealed, change.name or change.sealed.name)
        elif change.cleaned is None:
            splices += _renaming(raw, part, change.name)
        elif change.name:
            file = SealedFile(change.name, part.media_type, change.cleaned)
            splices += _sealing(raw, part, file, change.name)
        else:
            splices += with_content(raw, part, change.cleaned)
    return splices


def _changes(edits: Sequence[Edit], sealed: Mapping[str, SealedFile]) -> dict[str, _Change]:
    """Give what becomes of each attachment: removing wins, else the last name given counts."""
    changes: dict[str, _Change] = {}
    for edit in edits:
        if isinstance(edit, RemoveAttachment):
            changes.setdefault(edit.attachment, _Change()).removed = True
        elif isinstance(edit, RenameAttachment):
            changes.setdefault(edit.attachment, _Change()).name = edit.name
        elif isinstance(edit, SealAttachment | CleanAttachment):
            change = changes.setdefault(edit.attachment, _Change())
            if not change.removed:
                if edit.attachment not in sealed:
                    raise EditRefused("sealed-file-missing")
                if isinstance(edit, SealAttachment):
                    change.sealed, change.name = sealed[edit.attachment], ""
                else:
                    change.cleaned = sealed[edit.attachment].content
    return changes


def _written_name(raw: bytes, field: HeaderField) -> str:
    return raw[field.start : field.start + len(field.name)].decode("ascii")


def _sealing(raw: bytes, part: Part, file: SealedFile, name: str) -> list[Splice]:
    line_end = line_end_style(raw, part)
    end = line_end.decode("ascii")
    _, values = disposition_of(raw, part)
    dates = [line for key in _KEPT_DATES if key in values for line in parameter(key, values[key])]
    disposition = [*parameter("filename", name), *dates]
    wanted = {
        "content-type": (file.media_type, [type_name(name, end)]),
        "content-disposition": ("attachment", disposition),
        "content-transfer-encoding": ("base64", []),
    }
    old_name = file_name_of(raw, part)
    splices: list[Splice] = []
    written: set[str] = set()
    for field in part.fields:
        label = _written_name(raw, field)
        if field.name in wanted and field.name not in written:
            written.add(field.name)
            content = header_field(label, *wanted[field.name], end)
            splices.append(Splice(field.start, field.end, content))
        elif field.name in wanted or field.name in _STALE:
            splices.append(Splice(field.start, field.end))
        elif field.name == "content-description" and _names(raw, field, old_name):
            described = name if name.isascii() and name.isprintable() else encoded_words(name, end)
            content = header_field(label, described, [], end)
            splices.append(Splice(field.start, field.end, content))
    missing = [
        header_field(label, *wanted[label.lower()], end)
        for label in ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding")
        if label.lower() not in written
    ]
    if part.parent is None and not part.has("mime-version"):
        missing.insert(0, header_field("MIME-Version", "1.0", [], end))
    content = to_base64(file.content, line_end)
    return splices + _body(raw, part, splices, b"".join(missing), content, line_end)


def with_content(raw: bytes, part: Part, clean: bytes) -> list[Splice]:
    """Put another content in the place of the one there was: its name, type and all else stay."""
    line_end = line_end_style(raw, part)
    encoding = header_field("Content-Transfer-Encoding", "base64", [], line_end.decode("ascii"))
    fields: list[Splice] = []
    written = False
    for field in part.fields:
        if field.name in _STALE:
            fields.append(Splice(field.start, field.end))
        elif field.name == "content-transfer-encoding":
            fields.append(Splice(field.start, field.end, b"" if written else encoding))
            written = True
    missing = b"" if written else encoding
    return fields + _body(raw, part, fields, missing, to_base64(clean, line_end), line_end)


def _names(raw: bytes, field: HeaderField, name: str) -> bool:
    stem = name.rpartition(".")[0] or name
    return bool(stem) and stem.casefold() in decoded(unfolded(raw, field)).casefold()


def _body(
    raw: bytes,
    part: Part,
    fields: list[Splice],
    more_fields: bytes,
    content: bytes,
    line_end: bytes,
) -> list[Splice]:
    """Put ``content`` in the place of the body, and ``more_fields`` at the end of the header, in
    which ``fields`` are the changes made."""
    splices: list[Splice] = []
    before = b""
    if raw[part.header_end - 1 : part.header_end] not in (b"\r", b"\n", b"") and not any(
        one.end == part.header_end for one in fields
    ):
        before = line_end  # the file ends in the middle of the last header field
    if part.body_start == part.header_end:
        splices.append(Splice(part.header_end, part.header_end, before + more_fields + line_end))
    elif more_fields:
        splices.append(Splice(part.header_end, part.header_end, more_fields))
    if (content and part.body_end == part.limit) or part.limit == part.header_end < len(raw):
        # Nothing ends the last line: at the end of the file, or right before a delimiter.
        content += line_end
    splices.append(Splice(part.body_start, part.body_end, content))
    return splices


def _renaming(raw: bytes, part: Part, name: str) -> list[Splice]:
    end = line_end_style(raw, part).decode("ascii")
    disposition = part.field("content-disposition")
    typed = part.field("content-type")
    splices: list[Splice] = []
    if typed is not None and "name" in part.type_parameters:
        content = _with_parameter(raw, typed, "name", [type_name(name, end)], end)
        splices.append(Splice(typed.start, typed.end, content))
    if disposition is not None:
        content = _with_parameter(raw, disposition, "filename", parameter("filename", name), end)
        splices.append(Splice(disposition.start, disposition.end, content))
    elif not splices:
        content = header_field(
            "Content-Disposition", "attachment", parameter("filename", name), end
        )
        if part.header_end and raw[part.header_end - 1] not in b"\r\n":
            content = end.encode("ascii") + content
        if part.body_start == part.header_end:
            content += end.encode("ascii")
        splices.append(Splice(part.header_end, part.header_end, content))
    return splices


def _with_parameter(
    raw: bytes, field: HeaderField, name: str, lines: list[str], line_end: str
) -> bytes:
    """Write ``field`` anew with the parameter ``name``; the other parameters stay as they are."""
    main, pieces = parameter_pieces(unfolded(raw, field))
    others = [whole for key, _, whole in pieces if key != name and not key.startswith(f"{name}*")]
    label = _written_name(raw, field)
    text = header_field(label, main, [*others, *lines], line_end).decode("utf-8")
    return text.encode("latin-1")


def _removal(raw: bytes, part: Part, removed: set[int]) -> list[Splice]:
    line_end = line_end_style(raw, part)
    parent = part.parent
    empty = header_field("Content-Type", "text/plain", ["charset=us-ascii"], line_end.decode())
    if parent is None:
        # The attachment is the whole message: an empty text remains.
        fields = [one for one in part.fields if one.name.startswith("content-")]
        splices = [Splice(one.start, one.end) for one in fields]
        return splices + _body(raw, part, splices, empty, b"", line_end)
    if parent.children[0] is part and all(id(child) in removed for child in parent.children):
        # A multipart has at least one part (RFC 2046 section 5.1.1): an empty text remains.
        tail = line_end if part.body_end == part.limit < len(raw) else b""
        return [Splice(part.start, part.body_end, empty + line_end + tail)]
    place = next(index for index, child in enumerate(parent.children) if child is part)
    following = parent.children[place + 1 :]
    if parent.children[-1].limit < len(raw) or any(id(one) not in removed for one in following):
        return [Splice(part.delimiter, part.limit)]
    # No delimiter follows in the end: the line end before this one's belongs to it, and goes too.
    start = parent.children[place - 1].body_end if place else part.delimiter
    return [Splice(start, part.body_end if following else part.limit)]
