"""What the person decided, carried out on an item."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from sceau.hooks.frames import Cut, Edits, SealedFile
from sceau.hooks.outlook.files import Attachments, is_shown
from sceau.hooks.outlook.objects import (
    BCC,
    CC,
    HTML,
    TO,
    OutlookError,
    Refused,
    Thing,
    maybe,
    text,
)
from sceau.hooks.outlook.people import FIELDS, entry_of, people_of
from sceau.hooks.outlook.reading import Read
from sceau.hooks.thunderbird.details import addresses_of

_TYPES = {"to": TO, "cc": CC, "bcc": BCC}


class NotMade(Exception):
    """An Edit could not be made; the text says why, in English, for support, and names nobody."""


def carry_out(
    item: Thing,
    edits: Edits,
    was: Read,
    attachments: Attachments,
    sealed: Mapping[int, tuple[SealedFile, bytes]],
    undoing: list[Callable[[], object]],
) -> dict[int, int]:
    """Make the Edits; give which attachment now stands for which. ``undoing`` takes what gives the
    person their own text back. Raises :class:`NotMade`, and
    :class:`OutlookError`."""
    wanted = [
        (field, entry)
        for field, entries in (("to", edits.to), ("cc", edits.cc), ("bcc", edits.bcc))
        for entry in entries or ()
    ]
    if edits.to is not None or edits.cc is not None or edits.bcc is not None:
        address(item, wanted)
    if edits.subject is not None:
        item.put("Subject", edits.subject)
    placed = {}
    try:
        for number in edits.replace:
            announced, content = sealed[number]
            placed[number] = attachments.replace(number, announced.name, content)
        for one in edits.rename:
            held = was.file(one.attachment)
            if held is None or held.content is None or held.embedded:
                raise NotMade("an attachment that cannot be read cannot be renamed")
            attachments.rename(one.attachment, one.name, held.content)
        for number in edits.remove:
            attachments.remove(number)
        for number in edits.add:
            announced, content = sealed[number]
            now = placed[number] = attachments.add(announced.name, content)
            undoing.append(partial(attachments.remove, now))
        if edits.cut:
            _cut_text(item, edits.cut, was, attachments, undoing)
        if edits.body is not None:
            _put_text(item, edits.body, was, attachments, undoing)
    except (Refused, ValueError, OSError) as refused:
        raise NotMade("an attachment could not be changed") from refused
    if placed or edits.rename or edits.remove:
        item.call("Save")
    return placed


def undo(undoing: list[Callable[[], object]]) -> None:
    """Take back, the last first, what gives the person their own text back."""
    while undoing:
        with suppress(OutlookError, OSError, ValueError):  # the person was quicker
            undoing.pop()()


def _put_text(
    item: Thing,
    instead: str,
    was: Read,
    attachments: Attachments,
    undoing: list[Callable[[], object]],
) -> None:
    """Put ``instead`` in the place of the whole text; the pictures in it go with it."""
    written = _paragraphs(instead) if _text_of(item) == "HTMLBody" else instead
    _change_text(item, written, was, attachments, undoing)


def _cut_text(
    item: Thing,
    cuts: Sequence[Cut],
    was: Read,
    attachments: Attachments,
    undoing: list[Callable[[], object]],
) -> None:
    """Take these parts of the text out, and the pictures that stood only there."""
    if text(item.get(_text_of(item))) != was.source:
        raise NotMade("the text changed after it was read")
    units = was.source.encode("utf-16-le")
    kept, at = [], 0
    for one in cuts:
        kept.append(units[at : 2 * one.start])
        at = 2 * one.end
    left = b"".join((*kept, units[at:])).decode("utf-16-le")
    _change_text(item, left, was, attachments, undoing)


def _text_of(item: Thing) -> str:
    """Name the property that holds the text as it is written."""
    return "HTMLBody" if maybe(item, "BodyFormat") == HTML else "Body"


def _change_text(
    item: Thing,
    now: str,
    was: Read,
    attachments: Attachments,
    undoing: list[Callable[[], object]],
) -> None:
    """Put ``now`` in the place of the text, and take out the pictures it does not show any more."""
    name = _text_of(item)
    before = item.get(name)
    for one in was.held:
        if one.inline and not is_shown(one.content_id, now):
            if one.content is None:
                raise NotMade("a picture in the text cannot be read")
            attachments.remove(one.number)
            undoing.append(partial(attachments.add, one.name, one.content, one.content_id))
    undoing.append(partial(item.put, name, before))
    item.put(name, now)


def _paragraphs(words: str) -> str:
    told = "".join(
        f"<p>{html.escape(one).replace(chr(10), '<br>')}</p>" for one in words.strip().split("\n\n")
    )
    return f"<html><head></head><body>{told}</body></html>"


def address(item: Thing, wanted: list[tuple[str, str]]) -> None:
    """Have the item go to these people, each given with its field, and to nobody else.

    Who is there already stays, in another field where that is asked for. Raises :class:`NotMade`
    where Outlook understands another address than was given.
    """
    people = item.get("Recipients")
    here = list(people_of(item))
    keeping: dict[int, str] = {}
    missing = []
    for field, entry in wanted:
        found = next(
            (one for one in here if one.place not in keeping and _same(one.entry.text, entry)),
            None,
        )
        if found is None:
            missing.append((field, entry))
        else:
            keeping[found.place] = field
    for one in here:
        if one.place in keeping and keeping[one.place] != one.field:
            people.call("Item", one.place).put("Type", _TYPES[keeping[one.place]])
    for field, entry in missing:
        _add(people, field, entry)
    for one in reversed(here):  # from the end: the places before stay what they are
        if one.place not in keeping:
            people.call("Remove", one.place)


def _add(people: Thing, field: str, entry: str) -> None:
    added = people.call("Add", entry)
    added.put("Type", _TYPES[field])
    if not added.call("Resolve") or not _same(entry_of(added).text, entry):
        raise NotMade("Outlook does not resolve an address as it was given")
    if FIELDS.get(int(added.get("Type"))) != field:
        raise NotMade("Outlook does not put a recipient into its field")


def _same(one: str, other: str) -> bool:
    return one == other or (bool(addresses_of(one)) and addresses_of(one) == addresses_of(other))
