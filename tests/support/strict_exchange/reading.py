"""How requests are read: strictly, so that what was not recorded is refused."""

from __future__ import annotations

import base64
from xml.etree.ElementTree import Element

from support.strict_exchange.mailbox import Box, Folder, Item, Person, Refused

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
M = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
T = "{http://schemas.microsoft.com/exchange/services/2006/types}"

DEFAULT_SHAPE = ("item:DateTimeReceived",)


def local(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def text(element: Element | None) -> str:
    """Give an element's text."""
    return (element.text or "") if element is not None else ""


def extended_name(uri: Element) -> str:
    """Give the identity of an extended property: its tag, or its set and name."""
    kind = uri.get("PropertyType", "")
    tag = uri.get("PropertyTag")
    if tag:
        return f"tag:{tag.lower()}:{kind}"
    set_, name = uri.get("DistinguishedPropertySetId"), uri.get("PropertyName")
    if set_ and name:
        return f"set:{set_}:{name}:{kind}"
    guid = uri.get("PropertySetId")
    if guid and name:
        return f"guid:{guid}:{name}:{kind}"
    raise Refused("ErrorInvalidExtendedProperty")


def asked(shape: Element | None) -> list[str]:
    """Give the properties a shape asks for."""
    if shape is None:
        raise Refused("ErrorSchemaValidation")
    if text(shape.find(f"{T}BaseShape")) != "IdOnly":
        raise Refused("ErrorInvalidRequest", "only IdOnly was recorded")
    names = list(DEFAULT_SHAPE)
    more = shape.find(f"{T}AdditionalProperties")
    for one in more if more is not None else ():
        if local(one) == "ExtendedFieldURI":
            names.append(extended_name(one))
        elif local(one) == "FieldURI":
            names.append(one.get("FieldURI", ""))
        else:
            raise Refused("ErrorInvalidPropertyRequest")
    return names


def folder_of(box: Box, ids: Element | None) -> Folder:
    """Give the one folder that a list of folder ids names."""
    if ids is None or len(ids) != 1:
        raise Refused("ErrorInvalidFolderId")
    return folder_named(box, ids[0])


def folder_named(box: Box, one: Element) -> Folder:
    """Give the folder that an id names."""
    if local(one) == "DistinguishedFolderId":
        owner = one.find(f"{T}Mailbox/{T}EmailAddress")
        if owner is not None and text(owner).lower() != box.address.lower():
            raise Refused("ErrorNonExistentMailbox")
        return box.role(one.get("Id", ""))
    return box.folder(one.get("Id", ""))


def _people(field: Element | None) -> tuple[Person, ...]:
    found = field.findall(f"{T}Mailbox") if field is not None else []
    people = tuple(
        Person(text(one.find(f"{T}EmailAddress")), text(one.find(f"{T}Name"))) for one in found
    )
    if any("@" not in one.address for one in people):
        raise Refused("ErrorInvalidRecipients")
    return people


_LISTS = {"ToRecipients": "to", "CcRecipients": "cc", "BccRecipients": "bcc"}


def fields_of(message: Element, extended: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    """Give what a ``Message`` element sets; extended properties are added to those there are."""
    given: dict[str, object] = {}
    kept = dict(extended)
    for one in message:
        name = local(one)
        if name in _LISTS:
            given[_LISTS[name]] = _people(one)
        elif name == "Subject":
            given["subject"] = text(one)
        elif name == "Body":
            given["body"], given["body_type"] = text(one), one.get("BodyType", "Text")
        elif name == "Categories":
            given["categories"] = tuple(text(each) for each in one)
        elif name == "ExtendedProperty":
            uri = one.find(f"{T}ExtendedFieldURI")
            if uri is None:
                raise Refused("ErrorInvalidExtendedProperty")
            kept[extended_name(uri)] = text(one.find(f"{T}Value"))
        elif name == "InReplyTo":
            given["in_reply_to"] = text(one)
        elif name == "References":
            given["references"] = text(one)
        elif name == "From":
            (given["sender"],) = _people(one)
        elif name not in _IGNORED:
            raise Refused("ErrorInvalidPropertySet", name)
    if kept != dict(extended):
        given["extended"] = tuple(kept.items())
    return given


_IGNORED = frozenset(
    {
        "Sensitivity",
        "Importance",
        "ReminderIsSet",
        "ReminderMinutesBeforeStart",
        "IsReadReceiptRequested",
        "IsDeliveryReceiptRequested",
        "IsRead",
        "IsResponseRequested",
        "MimeContent",
    }
)


def updates_of(item: Item, updates: Element) -> dict[str, object]:
    """Give what an UpdateItem changes: fields set, and fields deleted."""
    given: dict[str, object] = {}
    for one in updates:
        uri, extended = one.find(f"{T}FieldURI"), one.find(f"{T}ExtendedFieldURI")
        kept = given.get("extended", item.extended)
        assert isinstance(kept, tuple)
        if local(one) == "SetItemField":
            message = one.find(f"{T}Message")
            if message is None or len(message) != 1:
                raise Refused("ErrorIncorrectUpdatePropertyCount")
            given.update(fields_of(message, kept))
        elif local(one) == "DeleteItemField" and extended is not None:
            gone = extended_name(extended)
            given["extended"] = tuple(pair for pair in kept if pair[0] != gone)
        elif local(one) == "DeleteItemField" and uri is not None:
            given[_deleted(uri.get("FieldURI", ""))] = ()
        else:
            raise Refused("ErrorInvalidPropertyUpdateSentMessage")
    return given


def _deleted(uri: str) -> str:
    known = {
        "message:ToRecipients": "to",
        "message:CcRecipients": "cc",
        "message:BccRecipients": "bcc",
        "item:Categories": "categories",
    }
    if uri not in known:
        raise Refused("ErrorInvalidPropertyDelete")
    return known[uri]


def matches(item: Item, restriction: Element | None) -> bool:
    """Whether a restriction lets an item through: equality of an extended property, and *and*."""
    if restriction is None:
        return True
    (condition,) = list(restriction)
    return _meets(item, condition)


def _meets(item: Item, condition: Element) -> bool:
    if local(condition) == "And":
        return all(_meets(item, one) for one in condition)
    uri = condition.find(f"{T}ExtendedFieldURI")
    wanted = condition.find(f"{T}FieldURIOrConstant/{T}Constant")
    if local(condition) != "IsEqualTo" or uri is None or wanted is None:
        raise Refused("ErrorUnsupportedPathForQuery")
    return item.property(extended_name(uri)) == wanted.get("Value")


def content_of(attachment: Element) -> bytes:
    """Give an attachment's bytes."""
    content = attachment.find(f"{T}Content")
    if content is None:
        raise Refused("ErrorSchemaValidation")
    return decoded(content)


def decoded(element: Element) -> bytes:
    """Give what stands in an element in base64."""
    try:
        return base64.b64decode(text(element), validate=False)
    except ValueError as wrong:
        raise Refused("ErrorSchemaValidation") from wrong
