"""What Edits make of the recipients: one way, for the Mail shown and for the message's bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from sceau.errors import EditRefused
from sceau.mail.addresses import defect_of, key
from sceau.mail.edits import (
    AddRecipient,
    Edit,
    MoveToBcc,
    OneMailPerRecipient,
    RemoveRecipient,
    ReplaceRecipient,
)
from sceau.mail.model import Recipient
from sceau.mail.writing import clean_name


class Place(msgspec.Struct, frozen=True):
    """A recipient, and where it came from: ``origin`` is its index among the mail's recipients.

    ``moved`` where it stands in another field than it did, ``replaced`` where another address was
    put there; ``added`` where it was none, and has no origin.
    """

    recipient: Recipient
    origin: int
    moved: bool = False
    replaced: bool = False
    added: bool = False


def edit_recipients(recipients: Sequence[Recipient], edits: Sequence[Edit]) -> list[Place]:
    """Make the Edits of ``edits`` that change recipients, OneMailPerRecipient apart.

    Raises EditRefused: ``no-such-recipient`` for an address that never was one,
    ``malformed-replacement`` for a ReplaceRecipient whose ``by``, or an AddRecipient whose
    ``address``, is no address.
    """
    places = [Place(recipient, index) for index, recipient in enumerate(recipients)]
    known = {key(one.address) for one in recipients}
    for edit in edits:
        if isinstance(edit, MoveToBcc):
            wanted = {key(one) for one in edit.addresses}
            _check(wanted, known)
            places = _to_bcc(places, wanted)
        elif isinstance(edit, RemoveRecipient):
            _check({key(edit.address)}, known)
            places = [one for one in places if key(one.recipient.address) != key(edit.address)]
        elif isinstance(edit, ReplaceRecipient):
            _check({key(edit.address)}, known)
            if defect_of(edit.by):
                raise EditRefused("malformed-replacement")
            known.add(key(edit.by))
            places = _replaced(places, edit)
        elif isinstance(edit, AddRecipient):
            if defect_of(edit.address):
                raise EditRefused("malformed-replacement")
            known.add(key(edit.address))
            places = _added(places, edit)
    return places


def changes_recipients(edits: Sequence[Edit]) -> bool:
    """Whether one of ``edits`` changes who the mail goes to, or what is seen of it."""
    kinds = (MoveToBcc, RemoveRecipient, ReplaceRecipient, AddRecipient, OneMailPerRecipient)
    return any(isinstance(one, kinds) for one in edits)


def one_each(places: Sequence[Place]) -> list[Place]:
    """Give each address once, in To, in the order they stand."""
    found: dict[str, Place] = {}
    for one in places:
        alone = msgspec.structs.replace(one.recipient, field="to", group="")
        found.setdefault(
            key(one.recipient.address), msgspec.structs.replace(one, recipient=alone, moved=True)
        )
    return list(found.values())


def message_id_for(message_id: str, place: int, address: str) -> str:
    """Give the Message-ID of the mail number ``place`` (from 0) made of one, for ``address``."""
    if not place or not message_id:
        return message_id
    domain = message_id.rpartition("@")[2].rstrip("> \t") or "localhost"
    unique = hashlib.sha256(f"{message_id}\0{key(address)}".encode("utf-8", "replace"))
    return f"<{unique.hexdigest()[:32]}@{domain}>"


def _check(wanted: set[str], known: set[str]) -> None:
    if not wanted <= known:
        raise EditRefused("no-such-recipient")


def _to_bcc(places: list[Place], wanted: set[str]) -> list[Place]:
    staying: list[Place] = []
    moving: list[Place] = []
    for one in places:
        moves = one.recipient.field != "bcc" and key(one.recipient.address) in wanted
        (moving if moves else staying).append(one)
    there = {key(one.recipient.address) for one in staying if one.recipient.field == "bcc"}
    for one in moving:
        if key(one.recipient.address) not in there:
            there.add(key(one.recipient.address))
            hidden = msgspec.structs.replace(one.recipient, field="bcc", group="")
            staying.append(msgspec.structs.replace(one, recipient=hidden, moved=True))
    return staying


def _added(places: list[Place], edit: AddRecipient) -> list[Place]:
    if any(key(one.recipient.address) == key(edit.address) for one in places):
        return places
    new = Recipient(field=edit.field, address=edit.address, name=clean_name(edit.name))
    order = ("to", "cc", "bcc")
    before = [one for one in places if order.index(one.recipient.field) <= order.index(edit.field)]
    after = [one for one in places if one not in before]
    return [*before, Place(new, -1, added=True), *after]


def _replaced(places: list[Place], edit: ReplaceRecipient) -> list[Place]:
    old, new = key(edit.address), key(edit.by)
    there = old != new and any(key(one.recipient.address) == new for one in places)
    result: list[Place] = []
    for one in places:
        if key(one.recipient.address) != old:
            result.append(one)
        elif not there:
            there = True
            by = Recipient(
                field=one.recipient.field,
                address=edit.by,
                name=clean_name(edit.name),
                group=one.recipient.group,
            )
            result.append(msgspec.structs.replace(one, recipient=by, replaced=True))
    return result
