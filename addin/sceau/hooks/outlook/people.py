"""Who an item goes to and who it comes from, with the addresses that count outside: SMTP."""

from __future__ import annotations

from dataclasses import dataclass

from sceau.hooks.frames import Written
from sceau.hooks.outlook.objects import (
    BCC,
    CC,
    REPRESENTING_SMTP,
    SMTP_ADDRESS,
    TO,
    Thing,
    called,
    each,
    maybe,
    tagged,
    text,
)
from sceau.hooks.thunderbird.changes import written
from sceau.mail.model import Field, Recipient

FIELDS: dict[int, Field] = {TO: "to", CC: "cc", BCC: "bcc"}

_LISTS = {1, 5}
"""``DisplayType`` of lists: of the Exchange server, and of the user's own contacts."""

MOST_MEMBERS = 1000
"""People read of one list; a longer one counts as a list that is not known."""

DEEPEST = 5
"""Lists within lists that are followed."""


@dataclass(frozen=True)
class Person:
    """One entry of To, Cc or Bcc, as the item holds it. ``entry`` is what is shown of it and
    compared; ``place`` its number in the item's Recipients."""

    field: Field
    entry: Written
    place: int


def people_of(item: Thing) -> tuple[Person, ...]:
    """Give everybody the item goes to, in Outlook's order."""
    found = []
    for place, one in enumerate(each(item.get("Recipients")), 1):
        field = FIELDS.get(int(one.get("Type")))
        if field is not None:  # 0 is the organiser of a meeting
            found.append(Person(field, entry_of(one), place))
    return tuple(found)


def entry_of(recipient: Thing) -> Written:
    """Give a recipient as ``Name <address>``; a list with its members.

    An address of Exchange's own that cannot be turned into an SMTP one stays as it is, and is an
    entry of which nobody knows who is behind it: unknown, never inside the establishment.
    """
    name = text(recipient.get("Name"))
    entry = recipient.get("AddressEntry") if recipient.get("Resolved") else None
    if entry is None:
        address = text(maybe(recipient, "Address"))
        return Written(text=_written(name, address) if "@" in address else name)
    if int(entry.get("DisplayType")) in _LISTS:
        members = _members(entry, DEEPEST)
        return Written(text=_shown(name, _smtp(entry)), is_list=True, members=members or ())
    address = text(tagged(recipient, SMTP_ADDRESS)) or _smtp(entry)
    if "@" in address:
        return Written(text=_written(name, address))
    return Written(text=_shown(name, text(entry.get("Address"))), is_list=True)


def sender_of(item: Thing) -> str:
    """Give who the mail is from, as its recipients will read it: the person or the shared mailbox
    it is written for, else the account it leaves by, else the first account."""
    behalf = text(maybe(item, "SentOnBehalfOfName"))
    session = item.get("Session")
    if behalf:
        address = text(tagged(item, REPRESENTING_SMTP)) or _looked_up(session, behalf)
        return _written(behalf, address) if address else behalf
    account = maybe(item, "SendUsingAccount") or _first_account(session)
    if account is None:
        return ""
    return _written(text(maybe(account, "UserName")), text(account.get("SmtpAddress")))


def _looked_up(session: Thing, name: str) -> str:
    recipient = called(session, "CreateRecipient", name)
    if recipient is None or not called(recipient, "Resolve"):
        return ""
    return _smtp(recipient.get("AddressEntry"))


def _first_account(session: Thing) -> Thing | None:
    accounts = session.get("Accounts")
    return next(each(accounts), None)


def _smtp(entry: Thing) -> str:
    """Give the SMTP address of an entry of an address book, or nothing."""
    if text(entry.get("Type")).upper() == "SMTP":
        return text(entry.get("Address"))
    known = text(tagged(entry, SMTP_ADDRESS))
    if known:
        return known
    for method in ("GetExchangeUser", "GetExchangeDistributionList"):
        found = called(entry, method)
        if found is not None:
            return text(maybe(found, "PrimarySmtpAddress"))
    return ""


def _members(entry: Thing, deep: int) -> tuple[str, ...] | None:
    """Give the people of a list, lists within it included; none where one is not known."""
    listed = called(entry, "GetExchangeDistributionList")
    members = called(listed, "GetExchangeDistributionListMembers") if listed is not None else None
    if members is None:
        members = maybe(entry, "Members")
    if members is None or int(members.get("Count")) > MOST_MEMBERS:
        return None
    people: dict[str, None] = {}
    for one in each(members):
        if int(one.get("DisplayType")) in _LISTS:
            within = _members(one, deep - 1) if deep else None
            if within is None:
                return None
            people.update(dict.fromkeys(within))
            continue
        address = _smtp(one)
        if "@" not in address:
            return None
        people[_written(text(one.get("Name")), address)] = None
    return tuple(people) if len(people) <= MOST_MEMBERS else None


def _written(name: str, address: str) -> str:
    bare = name.strip().strip("'")
    same = bare.casefold() == address.casefold()
    return written(Recipient(field="to", address=address, name="" if same else bare))


def _shown(name: str, address: str) -> str:
    return f"{name} <{address}>" if address and address != name else name
