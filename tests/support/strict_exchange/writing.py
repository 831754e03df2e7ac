"""How items and folders are written in XML, property by property, as they were asked for."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from support.strict_exchange.mailbox import Box, File, Folder, Item, Person
from support.strict_exchange.mime import mime

Asked = list[str]
"""Property names as asked: ``item:Subject``, or the identity of an extended property."""


def moment(when: datetime) -> str:
    """Write a time: whole seconds, which every client reads."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def item_id(item: Item) -> str:
    """Write what names an item."""
    return f'<t:ItemId Id="{item.id}" ChangeKey="{item.change_key}"/>'


def folder_xml(box: Box, folder: Folder) -> str:
    """Write a folder with what is asked of one."""
    inside = sum(one.folder == folder.id for one in box.items.values())
    children = sum(one.parent == folder.id for one in box.folders.values())
    parent = f'<t:ParentFolderId Id="{folder.parent}"/>' if folder.parent else ""
    role = (
        f"<t:DistinguishedFolderId>{folder.role}</t:DistinguishedFolderId>" if folder.role else ""
    )
    return (
        f'<t:Folder><t:FolderId Id="{folder.id}" ChangeKey="AQAAAA=="/>{parent}'
        f"<t:FolderClass>IPF.Note</t:FolderClass>"
        f"<t:DisplayName>{escape(folder.name)}</t:DisplayName><t:TotalCount>{inside}</t:TotalCount>"
        f"<t:ChildFolderCount>{children}</t:ChildFolderCount>{role}"
        f"<t:UnreadCount>0</t:UnreadCount></t:Folder>"
    )


def _person(one: Person) -> str:
    return (
        f"<t:Mailbox><t:Name>{escape(one.name or one.address)}</t:Name>"
        f"<t:EmailAddress>{escape(one.address)}</t:EmailAddress>"
        f"<t:RoutingType>SMTP</t:RoutingType></t:Mailbox>"
    )


def _people(tag: str, people: Iterable[Person]) -> str:
    inside = "".join(_person(one) for one in people)
    return f"<t:{tag}>{inside}</t:{tag}>" if inside else ""


def file_xml(one: File, *, root: Item | None = None, content: bool = False) -> str:
    """Write an attachment; with ``root`` the answer to creating it, which tells the new key."""
    parent = (
        f' RootItemId="{root.id}" RootItemChangeKey="{root.change_key}"' if root is not None else ""
    )
    cid = f"<t:ContentId>{escape(one.content_id)}</t:ContentId>" if one.content_id else ""
    media = f"<t:ContentType>{escape(one.media_type)}</t:ContentType>" if one.media_type else ""
    data = f"<t:Content>{base64.b64encode(one.content).decode()}</t:Content>" if content else ""
    return (
        f'<t:FileAttachment><t:AttachmentId Id="{one.id}"{parent}/>'
        f"<t:Name>{escape(one.name)}</t:Name>{media}{cid}<t:Size>{len(one.content)}</t:Size>"
        f"<t:IsInline>{str(one.inline).lower()}</t:IsInline>{data}</t:FileAttachment>"
    )


def _files(item: Item) -> str:
    inside = "".join(file_xml(one) for one in item.files)
    return f"<t:Attachments>{inside}</t:Attachments>" if inside else ""


def _categories(item: Item) -> str:
    inside = "".join(f"<t:String>{escape(one)}</t:String>" for one in item.categories)
    return f"<t:Categories>{inside}</t:Categories>" if inside else ""


def extended_xml(name: str, value: str) -> str:
    """Write an extended property by its identity (see :func:`~.reading.extended_name`)."""
    kind, first, last = name.split(":", 2)
    if kind == "tag":
        uri = f'PropertyTag="{first}" PropertyType="{last}"'
    else:
        set_, type_ = first, last.rpartition(":")[2]
        title = quoteattr(last.rpartition(":")[0])
        place = "DistinguishedPropertySetId" if kind == "set" else "PropertySetId"
        uri = f'{place}="{set_}" PropertyName={title} PropertyType="{type_}"'
    return (
        f"<t:ExtendedProperty><t:ExtendedFieldURI {uri}/>"
        f"<t:Value>{escape(value)}</t:Value></t:ExtendedProperty>"
    )


def item_xml(box: Box, item: Item, asked: Asked, *, with_bcc: bool = False) -> str:
    """Write an item with the properties asked for, in the order of the schema."""
    written: list[str] = []

    def give(name: str, text: str) -> None:
        if name in asked and text:
            written.append(text)

    if "item:MimeContent" in asked:
        raw = base64.b64encode(mime(item, with_bcc=with_bcc)).decode()
        written.append(f'<t:MimeContent CharacterSet="UTF-8">{raw}</t:MimeContent>')
    written.append(item_id(item))
    give("item:ParentFolderId", f'<t:ParentFolderId Id="{item.folder}"/>')
    give("item:ItemClass", "<t:ItemClass>IPM.Note</t:ItemClass>")
    give("item:Subject", f"<t:Subject>{escape(item.subject)}</t:Subject>")
    give("item:Body", f'<t:Body BodyType="{item.body_type}">{escape(item.body)}</t:Body>')
    give("item:Attachments", _files(item))
    give(
        "item:DateTimeReceived", f"<t:DateTimeReceived>{moment(item.created)}</t:DateTimeReceived>"
    )
    give(
        "item:Size", f"<t:Size>{len(item.body) + sum(len(f.content) for f in item.files)}</t:Size>"
    )
    give("item:Categories", _categories(item))
    give("item:IsDraft", f"<t:IsDraft>{str(item.draft).lower()}</t:IsDraft>")
    if not item.draft:
        give("item:DateTimeSent", f"<t:DateTimeSent>{moment(item.created)}</t:DateTimeSent>")
    give("item:DateTimeCreated", f"<t:DateTimeCreated>{moment(item.created)}</t:DateTimeCreated>")
    give(
        "item:HasAttachments",
        f"<t:HasAttachments>{str(bool(item.files)).lower()}</t:HasAttachments>",
    )
    for name, value in item.extended:
        give(name, extended_xml(name, value))
    give(
        "item:LastModifiedTime", f"<t:LastModifiedTime>{moment(item.modified)}</t:LastModifiedTime>"
    )
    if item.sender:
        give("message:Sender", f"<t:Sender>{_person(item.sender)}</t:Sender>")
    give("message:ToRecipients", _people("ToRecipients", item.to))
    give("message:CcRecipients", _people("CcRecipients", item.cc))
    give("message:BccRecipients", _people("BccRecipients", item.bcc))
    if item.sender:
        give("message:From", f"<t:From>{_person(item.sender)}</t:From>")
    message_id = item.property("tag:0x1035:String") or ""
    give(
        "message:InternetMessageId",
        f"<t:InternetMessageId>{escape(message_id)}</t:InternetMessageId>" if message_id else "",
    )
    return f"<t:Message>{''.join(written)}</t:Message>"
