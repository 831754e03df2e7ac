"""The operations, each as it was recorded: a request's element in, the response messages out."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from functools import partial
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from support.strict_exchange import reading, writing
from support.strict_exchange.mailbox import Box, Item, Refused
from support.strict_exchange.mime import from_mime
from support.strict_exchange.reading import M, T, text
from support.strict_exchange.streaming import Subscriptions

_LONGEST_SYNC = 512


class Operations:
    """What the server does for one mailbox. ``with_bcc``: whether MimeContent names Bcc."""

    def __init__(self, box: Box, subscriptions: Subscriptions, *, with_bcc: bool = False) -> None:
        self._box = box
        self._subscriptions = subscriptions
        self._with_bcc = with_bcc
        self.known: dict[str, Callable[[Element], str]] = {
            "ConvertId": self._convert_id,
            "GetFolder": self._get_folder,
            "FindFolder": self._find_folder,
            "CreateFolder": self._create_folder,
            "CreateItem": self._create_item,
            "CreateAttachment": self._create_attachment,
            "DeleteAttachment": self._delete_attachment,
            "GetAttachment": self._get_attachment,
            "FindItem": self._find_item,
            "GetItem": self._get_item,
            "SyncFolderItems": self._sync,
            "UpdateItem": self._update_item,
            "MoveItem": self._move_item,
            "CopyItem": self._copy_item,
            "DeleteItem": self._delete_item,
            "SendItem": self._send_item,
            "Subscribe": self._subscribe,
            "Unsubscribe": self._unsubscribe,
            "GetEvents": self._get_events,
        }

    # -- folders ---------------------------------------------------------------------------

    def _convert_id(self, request: Element) -> str:
        return failed("ConvertId", Refused("ErrorCorruptData", "invalid input id"))

    def _get_folder(self, request: Element) -> str:
        def one(id: Element) -> str:
            folder = reading.folder_named(self._box, id)
            return f"<m:Folders>{writing.folder_xml(self._box, folder)}</m:Folders>"

        return "".join(
            attempt("GetFolder", partial(one, each))
            for ids in request.findall(f"{M}FolderIds")
            for each in ids
        )

    def _find_folder(self, request: Element) -> str:
        parent = reading.folder_of(self._box, request.find(f"{M}ParentFolderIds"))
        deep = request.get("Traversal") == "Deep"

        def inside(id: str) -> Iterable[str]:
            for one in self._box.folders.values():
                if one.parent == id:
                    yield writing.folder_xml(self._box, one)
                    if deep:
                        yield from inside(one.id)

        found = list(inside(parent.id))
        root = (
            f'<m:RootFolder IndexedPagingOffset="{len(found)}" IncludesLastItemInRange="true" '
            f'TotalItemsInView="{len(found)}"><t:Folders>{"".join(found)}</t:Folders></m:RootFolder>'
        )
        return done("FindFolder", root)

    def _create_folder(self, request: Element) -> str:
        def one() -> str:
            parent = reading.folder_of(self._box, request.find(f"{M}ParentFolderId"))
            name = text(request.find(f"{M}Folders/{T}Folder/{T}DisplayName"))
            made = self._box.create_folder(parent.id, name)
            id = f'<t:FolderId Id="{made.id}" ChangeKey="AQAAAA=="/>'
            return f"<m:Folders><t:Folder>{id}</t:Folder></m:Folders>"

        return attempt("CreateFolder", one)

    # -- items -----------------------------------------------------------------------------

    def _create_item(self, request: Element) -> str:
        def one() -> str:
            if request.get("MessageDisposition") != "SaveOnly":
                raise Refused("ErrorAccessDenied", "drafts are saved here, never sent at once")
            folder = reading.folder_of(self._box, request.find(f"{M}SavedItemFolderId"))
            (message,) = request.findall(f"{M}Items/{T}Message")
            raw = message.find(f"{T}MimeContent")
            fields = from_mime(reading.decoded(raw)) if raw is not None else {}
            fields.update(reading.fields_of(message, fields.get("extended", ())))
            made = self._box.create(folder.id, **fields)
            return self._items([made], reading.DEFAULT_SHAPE)

        return attempt("CreateItem", one)

    def _create_attachment(self, request: Element) -> str:
        parent = request.find(f"{M}ParentItemId")
        messages = []
        for each in request.findall(f"{M}Attachments/{T}FileAttachment"):

            def one(each: Element = each) -> str:
                assert parent is not None
                inline = text(each.find(f"{T}IsInline")) in ("true", "1")
                file = self._box.new_file(
                    text(each.find(f"{T}Name")),
                    text(each.find(f"{T}ContentType")),
                    reading.content_of(each),
                    content_id=text(each.find(f"{T}ContentId")),
                    inline=inline,
                )
                item = self._box.attach(parent.get("Id", ""), file)
                return f"<m:Attachments>{writing.file_xml(file, root=item)}</m:Attachments>"

            messages.append(attempt("CreateAttachment", one))
        return "".join(messages)

    def _delete_attachment(self, request: Element) -> str:
        def one(id: str) -> str:
            item = self._box.detach(id)
            return f'<m:RootItemId RootItemId="{item.id}" RootItemChangeKey="{item.change_key}"/>'

        return "".join(
            attempt("DeleteAttachment", partial(one, each.get("Id", "")))
            for each in request.findall(f"{M}AttachmentIds/{T}AttachmentId")
        )

    def _get_attachment(self, request: Element) -> str:
        def one(id: str) -> str:
            _, file = self._box.file(id)
            return f"<m:Attachments>{writing.file_xml(file, content=True)}</m:Attachments>"

        return "".join(
            attempt("GetAttachment", partial(one, each.get("Id", "")))
            for each in request.findall(f"{M}AttachmentIds/{T}AttachmentId")
        )

    def _find_item(self, request: Element) -> str:
        def one() -> str:
            shape = reading.asked(request.find(f"{M}ItemShape"))
            folder = reading.folder_of(self._box, request.find(f"{M}ParentFolderIds"))
            restriction = request.find(f"{M}Restriction")
            if {"item:MimeContent", "item:Body", "item:Attachments"} & set(shape):
                raise Refused("ErrorInvalidPropertyRequest")
            found = [
                each for each in self._box.within(folder.id) if reading.matches(each, restriction)
            ]
            view = request.find(f"{M}IndexedPageItemView")
            start = int(view.get("Offset", "0")) if view is not None else 0
            most = int(view.get("MaxEntriesReturned", "1000")) if view is not None else 1000
            page = found[start : start + most]
            last = str(start + len(page) >= len(found)).lower()
            items = "".join(writing.item_xml(self._box, each, shape) for each in page)
            return (
                f'<m:RootFolder IndexedPagingOffset="{start + len(page)}" '
                f'IncludesLastItemInRange="{last}" TotalItemsInView="{len(found)}">'
                f"<t:Items>{items}</t:Items><t:Groups/></m:RootFolder>"
            )

        return attempt("FindItem", one)

    def _get_item(self, request: Element) -> str:
        shape = reading.asked(request.find(f"{M}ItemShape"))

        def one(id: str) -> str:
            item = self._box.get(id)
            return self._items([item], shape)

        return "".join(
            attempt("GetItem", partial(one, each.get("Id", "")), empty="<m:Items/>")
            for each in _ids(request)
        )

    def _sync(self, request: Element) -> str:
        def one() -> str:
            shape = reading.asked(request.find(f"{M}ItemShape"))
            folder = reading.folder_of(self._box, request.find(f"{M}SyncFolderId"))
            most = int(text(request.find(f"{M}MaxChangesReturned")) or "0")
            if not 1 <= most <= _LONGEST_SYNC:
                raise Refused("ErrorInvalidSyncStateData")
            return self._changes(shape, folder.id, text(request.find(f"{M}SyncState")), most)

        return attempt("SyncFolderItems", one)

    def _changes(self, shape: list[str], folder: str, state: str, most: int) -> str:
        box = self._box
        with box.lock:
            since = _state(state, folder) if state else 0
            ahead = [one for one in box.changes if one.number > since and one.folder == folder]
            latest: dict[str, tuple[str, int]] = {}
            known_before = {
                one.item
                for one in box.changes
                if one.number <= since and one.folder == folder and one.kind != "delete"
            }
            for change in ahead:
                latest.pop(change.item, None)
                latest[change.item] = (change.kind, change.number)
            written: list[str] = []
            reached = since
            whole = True
            for id, (kind, number) in latest.items():
                if len(written) == most:
                    whole = False
                    break
                reached = max(reached, number)
                item = box.items.get(id)
                if kind == "delete" or item is None or item.folder != folder:
                    if id in known_before:
                        written.append(
                            f'<t:Delete><t:ItemId Id="{id}" ChangeKey="AAAA"/></t:Delete>'
                        )
                    continue
                tag = "Update" if id in known_before else "Create"
                inside = writing.item_xml(box, item, shape, with_bcc=self._with_bcc)
                written.append(f"<t:{tag}>{inside}</t:{tag}>")
            if whole and box.changes:
                reached = box.changes[-1].number
        token = base64.b64encode(f"{folder}|{reached}".encode()).decode()
        return (
            f"<m:SyncState>{token}</m:SyncState>"
            f"<m:IncludesLastItemInRange>{str(whole).lower()}</m:IncludesLastItemInRange>"
            f"<m:Changes>{''.join(written)}</m:Changes>"
        )

    def _update_item(self, request: Element) -> str:
        resolution = request.get("ConflictResolution", "")
        if request.get("MessageDisposition") != "SaveOnly":
            raise Refused("ErrorInvalidRequest")
        if resolution not in ("NeverOverwrite", "AutoResolve", "AlwaysOverwrite"):
            raise Refused("ErrorSchemaValidation")
        conflict = "<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>"

        def one(change: Element) -> str:
            (id,) = change.findall(f"{T}ItemId")
            updates = change.find(f"{T}Updates")
            assert updates is not None
            with self._box.lock:
                item = self._box.get(id.get("Id", ""))
                made = self._box.update(
                    item.id,
                    id.get("ChangeKey", ""),
                    never_overwrite=resolution == "NeverOverwrite",
                    **reading.updates_of(item, updates),
                )
            return self._items([made]) + conflict

        return "".join(
            attempt("UpdateItem", partial(one, each), empty=f"<m:Items/>{conflict}")
            for each in request.findall(f"{M}ItemChanges/{T}ItemChange")
        )

    def _move_item(self, request: Element) -> str:
        return self._relocate("MoveItem", request, self._box.move)

    def _copy_item(self, request: Element) -> str:
        return self._relocate("CopyItem", request, self._box.copy)

    def _relocate(self, name: str, request: Element, do: Callable[[str, str], Item]) -> str:
        target = reading.folder_of(self._box, request.find(f"{M}ToFolderId"))

        def one(id: str) -> str:
            return self._items([do(id, target.id)])

        return "".join(
            attempt(
                name,
                partial(one, each.get("Id", "")),
                empty="<m:Items/>",
            )
            for each in _ids(request)
        )

    def _delete_item(self, request: Element) -> str:
        how = request.get("DeleteType")
        if how not in ("HardDelete", "MoveToDeletedItems"):
            raise Refused("ErrorInvalidRequest")

        def one(id: str) -> str:
            self._box.delete(id, hard=how == "HardDelete")
            return ""

        return "".join(
            attempt("DeleteItem", partial(one, each.get("Id", ""))) for each in _ids(request)
        )

    def _send_item(self, request: Element) -> str:
        if request.get("SaveItemToFolder") != "true":
            raise Refused("ErrorInvalidSendItemSaveSettings")
        place = reading.folder_of(self._box, request.find(f"{M}SavedItemFolderId"))

        def one(each: Element) -> str:
            self._box.send(each.get("Id", ""), each.get("ChangeKey", ""), place.id)
            return ""

        return "".join(attempt("SendItem", partial(one, each)) for each in _ids(request))

    # -- events ----------------------------------------------------------------------------

    def _subscribe(self, request: Element) -> str:
        wanted = request.find(f"{M}StreamingSubscriptionRequest")
        if wanted is not None and self._subscriptions.no_stream:
            raise Refused(self._subscriptions.no_stream)
        pulling = request.find(f"{M}PullSubscriptionRequest")
        asked = wanted if wanted is not None else pulling
        if asked is None:
            raise Refused("ErrorInvalidSubscriptionRequest")
        if pulling is not None and not 1 <= int(text(pulling.find(f"{T}Timeout")) or 0) <= 1440:
            raise Refused("ErrorInvalidSubscriptionRequest")
        folder = reading.folder_of(self._box, asked.find(f"{T}FolderIds"))
        reached = len(self._box.changes)
        made = (
            f"<m:SubscriptionId>{self._subscriptions.new(self._box, folder.id)}</m:SubscriptionId>"
        )
        mark = f"<m:Watermark>{reached}</m:Watermark>" if pulling is not None else ""
        return done("Subscribe", made + mark)

    def _get_events(self, request: Element) -> str:
        id, watermark = (text(request.find(f"{M}{one}")) for one in ("SubscriptionId", "Watermark"))
        return attempt("GetEvents", lambda: self._subscriptions.pulled(id, watermark))

    def _unsubscribe(self, request: Element) -> str:
        def one() -> str:
            self._subscriptions.end(text(request.find(f"{M}SubscriptionId")))
            return ""

        return attempt("Unsubscribe", one)

    def _items(self, items: Iterable[Item], shape: Iterable[str] = ()) -> str:
        inside = "".join(
            writing.item_xml(self._box, one, list(shape), with_bcc=self._with_bcc) for one in items
        )
        return f"<m:Items>{inside}</m:Items>"


def _ids(request: Element) -> list[Element]:
    found = request.findall(f"{M}ItemIds/{T}ItemId")
    if not found:
        raise Refused("ErrorInvalidIdEmpty")
    return found


def _state(token: str, folder: str) -> int:
    try:
        named, _, number = base64.b64decode(token, validate=True).decode().rpartition("|")
        reached = int(number)
    except ValueError as wrong:
        raise Refused("ErrorInvalidSyncStateData") from wrong
    if named != folder:
        raise Refused("ErrorInvalidSyncStateData")
    return reached


def attempt(name: str, do: Callable[[], str], *, empty: str = "") -> str:
    """Write one response message: what ``do`` gives, or its refusal."""
    try:
        return done(name, do())
    except Refused as refused:
        return failed(name, refused, empty)


def done(name: str, inside: str) -> str:
    """Write a response message of success."""
    return (
        f'<m:{name}ResponseMessage ResponseClass="Success">'
        f"<m:ResponseCode>NoError</m:ResponseCode>{inside}</m:{name}ResponseMessage>"
    )


def failed(name: str, refused: Refused, empty: str = "") -> str:
    """Write a response message of refusal."""
    return (
        f'<m:{name}ResponseMessage ResponseClass="Error">'
        f"<m:MessageText>{escape(refused.text)}</m:MessageText>"
        f"<m:ResponseCode>{refused.code}</m:ResponseCode>"
        f"<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{empty}</m:{name}ResponseMessage>"
    )
