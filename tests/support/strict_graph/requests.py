"""The requests that are known, each as it is documented; every other is refused."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, unquote

from support.strict_exchange.mailbox import Box, File, Item, Person, Refused
from support.strict_exchange.mime import MESSAGE_ID, from_mime, mime
from support.strict_graph.uploads import Upload

if TYPE_CHECKING:
    from support.strict_graph.server import StrictGraph

LARGEST_REQUEST = 4 * 2**20
_EXTENDED = re.compile(r"ep/id eq '(?P<id>[^']+)' and ep/value eq '(?P<value>[^']*)'")

Done = tuple[int, object]


@dataclass
class Request:
    """One request, told by its method and path."""

    graph: StrictGraph
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    _paths: ClassVar[list[tuple[str, str, str]]] = [
        ("GET", r"/mailFolders", "list_folders"),
        ("POST", r"/mailFolders", "create_folder"),
        ("GET", r"/mailFolders/(?P<folder>[^/]+)", "get_folder"),
        ("GET", r"/mailFolders/(?P<folder>[^/]+)/messages", "find"),
        ("POST", r"/mailFolders/(?P<folder>[^/]+)/messages", "create"),
        ("GET", r"/mailFolders/(?P<folder>[^/]+)/messages/delta", "delta"),
        ("GET", r"/messages/(?P<id>[^/]+)", "get"),
        ("GET", r"/messages/(?P<id>[^/]+)/\$value", "value"),
        ("PATCH", r"/messages/(?P<id>[^/]+)", "update"),
        ("POST", r"/messages/(?P<id>[^/]+)/move", "move"),
        ("POST", r"/messages/(?P<id>[^/]+)/permanentDelete", "delete"),
        ("POST", r"/messages/(?P<id>[^/]+)/send", "send"),
        ("POST", r"/messages/(?P<id>[^/]+)/attachments", "attach"),
        ("POST", r"/messages/(?P<id>[^/]+)/attachments/createUploadSession", "session"),
    ]

    def operation(self) -> tuple[str, Callable[[], Done]]:
        """Say which operation it is, and give what does it."""
        if self.path.startswith("/upload/") and self.method == "PUT":
            return "upload", lambda: self._upload(self.path.removeprefix("/upload/"))
        rest = re.sub(r"^/v1\.0/(me|users/[^/]+)", "", self.path)
        owner = re.match(r"^/v1\.0/users/([^/]+)", self.path)
        for method, pattern, name in self._paths:
            found = re.fullmatch(pattern, rest)
            if method == self.method and found and rest != self.path:
                do = partial(
                    getattr(self, f"_{name}"),
                    **{k: unquote(v) for k, v in found.groupdict().items()},
                )
                return name, partial(self._admitted, owner.group(1) if owner else "", do)
        return "unknown", self._unknown

    def _admitted(self, owner: str, do: Callable[[], Done]) -> Done:
        self._admit(owner)
        return do()

    def _unknown(self) -> Done:
        raise Refused("ErrorInvalidRequest")

    def _admit(self, owner: str) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.graph.tokens:
            raise Refused("InvalidAuthenticationToken")
        if owner and unquote(owner).lower() != self.graph.box.address:
            raise Refused("ErrorItemNotFound")
        if len(self.body) > LARGEST_REQUEST:
            raise Refused("RequestEntityTooLarge")

    @property
    def _box(self) -> Box:
        return self.graph.box

    def _json(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.body)
        return read

    # -- folders ---------------------------------------------------------------------------

    def _folder(self, folder: str) -> str:
        known = {"drafts", "sentitems", "outbox", "deleteditems", "inbox"}
        return (self._box.role(folder) if folder in known else self._box.folder(folder)).id

    def _get_folder(self, folder: str) -> Done:
        return 200, {"id": self._folder(folder)}

    def _list_folders(self) -> Done:
        asked = re.fullmatch(r"displayName eq '((?:[^']|'')*)'", self.query.get("$filter", ""))
        if not asked:
            raise Refused("ErrorInvalidRequest")
        name, top = asked.group(1).replace("''", "'"), self._box.role("msgfolderroot").id
        found = [
            {"id": one.id, "displayName": one.name}
            for one in self._box.folders.values()
            if one.parent == top and one.name == name
        ]
        return 200, {"value": found}

    def _create_folder(self) -> Done:
        top = self._box.role("msgfolderroot").id
        made = self._box.create_folder(top, self._json()["displayName"])
        return 201, {"id": made.id, "displayName": made.name}

    # -- messages --------------------------------------------------------------------------

    def _find(self, folder: str) -> Done:
        condition, place = self.query.get("$filter", ""), self._folder(folder)
        extended = _EXTENDED.search(condition)
        by_id = re.fullmatch(r"internetMessageId eq '(.*)'", condition)
        found = []
        for one in self._box.within(place):
            if extended:
                ok = one.property(extended["id"]) == extended["value"]
            elif by_id:
                ok = one.property(MESSAGE_ID) == by_id.group(1)
            else:
                raise Refused("ErrorInvalidRequest")
            if ok:
                found.append(self._shown(one))
        return 200, {"value": found}

    def _create(self, folder: str) -> Done:
        if self.headers.get("Content-Type") != "text/plain":
            raise Refused("ErrorInvalidRequest")
        fields = from_mime(base64.b64decode(self.body, validate=True))
        if not dict(fields.get("extended", ())).get(MESSAGE_ID):
            fields["extended"] = ((MESSAGE_ID, f"<{uuid.uuid4().hex}@graph.example>"),)
        return 201, self._shown(self._box.create(self._folder(folder), **fields))

    def _delta(self, folder: str) -> Done:
        place = self._folder(folder)
        since = int(self.query.get("$deltatoken", "0"))
        if since > len(self._box.changes):
            raise Refused("ErrorSyncStateNotFound")
        with self._box.lock:
            ahead = [one for one in self._box.changes[since:] if one.folder == place]
            value: dict[str, dict[str, Any]] = {}
            for one in ahead:
                value.pop(one.item, None)
                item = self._box.items.get(one.item)
                gone = item is None or item.folder != place
                value[one.item] = {"id": one.item, **({"@removed": {}} if gone else {})}
            reached = len(self._box.changes)
        place = quote(folder, safe="")
        link = f"{self.graph.base}me/mailFolders/{place}/messages/delta?$deltatoken={reached}"
        return 200, {"value": list(value.values()), "@odata.deltaLink": link}

    def _get(self, id: str) -> Done:
        return 200, self._shown(self._box.get(id))

    def _value(self, id: str) -> Done:
        return 200, mime(self._box.get(id))

    def _update(self, id: str) -> Done:
        with self._box.lock:
            item = self._box.get(id)
            match = self.headers.get("If-Match")
            if match is not None and match != f'W/"{item.change_key}"':
                raise Refused("ErrorIrresolvableConflict")
            fields: dict[str, Any] = {}
            for name, value in self._json().items():
                if name == "bccRecipients":
                    people = (one["emailAddress"]["address"] for one in value)
                    fields["bcc"] = tuple(Person(one) for one in people)
                elif name == "categories":
                    fields["categories"] = tuple(value)
                elif name == "singleValueExtendedProperties":
                    kept = dict(item.extended)
                    kept.update({one["id"]: one["value"] for one in value})
                    fields["extended"] = tuple(kept.items())
                else:
                    raise Refused("ErrorInvalidRequest")
            return 200, self._shown(self._box.update(id, "", never_overwrite=False, **fields))

    def _move(self, id: str) -> Done:
        return 201, self._shown(self._box.move(id, self._folder(self._json()["destinationId"])))

    def _delete(self, id: str) -> Done:
        self._box.delete(id, hard=True)
        return 204, None

    def _send(self, id: str) -> Done:
        with self._box.lock:
            item = self._box.get(id)
            self._box.send(id, item.change_key, self._box.role("sentitems").id)
        return 202, None

    def _shown(self, one: Item) -> dict[str, Any]:
        held = [{"id": name, "value": value} for name, value in one.extended if name != MESSAGE_ID]
        return {
            "id": one.id,
            "changeKey": one.change_key,
            "@odata.etag": f'W/"{one.change_key}"',
            "categories": list(one.categories),
            "createdDateTime": one.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lastModifiedDateTime": one.modified.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "internetMessageId": one.property(MESSAGE_ID),
            "bccRecipients": [{"emailAddress": {"address": p.address}} for p in one.bcc],
            **({"singleValueExtendedProperties": held} if "$expand" in self.query else {}),
        }

    # -- files -----------------------------------------------------------------------------

    def _attach(self, id: str) -> Done:
        told = self._json()
        if told.get("@odata.type") != "#microsoft.graph.fileAttachment":
            raise Refused("ErrorInvalidRequest")
        content = base64.b64decode(told["contentBytes"], validate=True)
        if len(content) > 3 * 2**20:
            raise Refused("ErrorMessageSizeExceeded")
        self._box.attach(id, _file(told, content, self._box))
        return 201, {"name": told["name"]}

    def _session(self, id: str) -> Done:
        told = self._json()["AttachmentItem"]
        self._box.get(id)
        if told["attachmentType"] != "file" or not 0 < told["size"] <= 150_000_000:
            raise Refused("ErrorInvalidRequest")
        name = uuid.uuid4().hex
        self.graph.uploads[name] = Upload(id, told)
        return 201, {"uploadUrl": f"{self.graph.origin}/upload/{name}"}

    def _upload(self, name: str) -> Done:
        upload = self.graph.uploads.get(name)
        span = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", self.headers.get("Content-Range", ""))
        if upload is None or span is None or "Authorization" in self.headers:
            raise Refused("ErrorInvalidRequest")
        start, end, total = (int(one) for one in span.groups())
        whole = end + 1 == total
        if (
            start != len(upload.content)
            or end + 1 - start != len(self.body)
            or total != upload.described["size"]
            or len(self.body) >= LARGEST_REQUEST
            or (not whole and len(self.body) % 327_680)
        ):
            raise Refused("ErrorInvalidRequest")
        upload.content += self.body
        if not whole:
            return 200, {"nextExpectedRanges": [f"{end + 1}-"]}
        self._box.attach(upload.item, _file(upload.described, bytes(upload.content), self._box))
        return 201, None


def _file(told: dict[str, Any], content: bytes, box: Box) -> File:
    return box.new_file(
        told["name"],
        told.get("contentType", ""),
        content,
        content_id=told.get("contentId", ""),
        inline=told.get("isInline", False),
    )
