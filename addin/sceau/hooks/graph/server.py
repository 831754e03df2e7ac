"""One mailbox of Exchange Online, as Graph 1.0 describes it.

Raises (every method): Gone, Conflict, NotDone, NotKnown. ``send`` names no change key, as Graph
has no such condition there; the draft is Sceau's own, lies in a folder nobody works in, and is read
back right before.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from sceau.hooks.graph.attaching import attach, in_one, without_files
from sceau.hooks.graph.requests import Requests
from sceau.hooks.mailboxes.mailbox import WORK_FOLDER, Changes, Listed, Mark, Role
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import Conflict, Content, Gone, NotDone, NotKnown, Saved

HELD = "String {00020329-0000-0000-C000-000000000046} Name sceau-held"
"""A named property of the set PS_PUBLIC_STRINGS (MS-OXPROPS section 1.3.2)."""

_KNOWN: dict[Role, str] = {"drafts": "drafts", "sent": "sentitems", "outbox": "outbox"}
_SHOWN = "id,changeKey,categories,createdDateTime,lastModifiedDateTime"
_EXPAND = f"singleValueExtendedProperties($filter=id eq '{HELD}')"


class GraphServer:
    """One mailbox: the signed-in person's own where ``address`` is empty, else a shared one."""

    def __init__(self, requests: Requests, address: str = "", marked: str = "À vérifier") -> None:
        self._requests = requests
        self._root = f"users/{quote(address)}" if address else "me"
        self._marked = marked
        self._folders: dict[Role, str] = {}
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return "GraphServer(…)"

    @property
    def host(self) -> str:
        """The server's name."""
        return self._requests.host

    def operation(self, device: str, message_id: str) -> str:
        """Graph finds a mail by its Message-ID, which it keeps from the draft to Sent."""
        return message_id

    # -- where things are ------------------------------------------------------------------

    def folder(self, role: Role) -> str:
        """Give a folder's id; those of Sceau are made where they are missing."""
        with self._lock:
            if role not in self._folders:
                self._folders[role] = self._find_folder(role)
            return self._folders[role]

    def _find_folder(self, role: Role) -> str:
        if role in _KNOWN:
            found = self._get(f"mailFolders/{_KNOWN[role]}", {"$select": "id"})
            return str(found["id"])
        name = WORK_FOLDER if role == "work" else self._marked
        there = self._folder_named(name)
        if there is None:
            try:
                return str(self._call("POST", "mailFolders", json={"displayName": name})["id"])
            except (Conflict, NotKnown):
                there = self._folder_named(name)  # another made it at the same moment
        if there is None:
            raise NotKnown
        return there

    def _folder_named(self, name: str) -> str | None:
        asked = {"$filter": f"displayName eq {_literal(name)}", "$select": "id"}
        found = self._get("mailFolders", asked)["value"]
        return str(found[0]["id"]) if found else None

    # -- reading ---------------------------------------------------------------------------

    def find(self, role: Role, mark: Mark, value: str) -> list[Saved]:
        """Give what lies in a folder under this mark; a draft somebody claimed is no draft of
        Sceau's own, though it may have the same Message-ID."""
        if mark == "held":
            condition = (
                "singleValueExtendedProperties/Any(ep: "
                f"ep/id eq '{HELD}' and ep/value eq {_literal(value)})"
            )
        else:
            condition = f"internetMessageId eq {_literal(value)}"
        asked = {"$filter": condition, "$select": "id,changeKey", "$expand": _EXPAND}
        found = self._get(f"mailFolders/{_part(self.folder(role))}/messages", asked)["value"]
        return [_saved(one) for one in found if mark == "held" or not _held(one)]

    def changes(self, role: Role, state: str) -> Changes:
        """Give what is new or changed in a folder since ``state``. What Graph tells of changes has
        no marks: each draft is looked at."""
        start = f"mailFolders/{_part(self.folder(role))}/messages/delta"
        try:
            page = self._get(state or start, None if state else {"$select": "id"})
        except Gone:  # what Graph knew of where we were is forgotten (410): all over again
            if not state:
                raise
            page = self._get(start, {"$select": "id"})
        drafts: list[Listed] = []
        for one in page["value"]:
            if "@removed" not in one:
                try:
                    drafts.append(self.listed(str(one["id"])))
                except Gone:
                    continue
        return Changes(drafts, str(page.get("@odata.nextLink") or page["@odata.deltaLink"]))

    def listed(self, id: str) -> Listed:
        """Give one draft as a listing shows it."""
        one = self._get(f"messages/{_part(id)}", {"$select": _SHOWN, "$expand": _EXPAND})
        return Listed(
            id=str(one["id"]),
            key=str(one["changeKey"]),
            held=_held(one),
            categories=tuple(one.get("categories", ())),
            created=_moment(one.get("createdDateTime")),
            modified=_moment(one.get("lastModifiedDateTime")),
        )

    def content(self, id: str) -> Content:
        """Give one draft whole; its change key is asked before and after, so that both agree."""
        for _ in range(3):
            before = self._get(f"messages/{_part(id)}", {"$select": "changeKey,bccRecipients"})
            mime = self._requests.call("GET", f"{self._root}/messages/{_part(id)}/$value").content
            after = self._get(f"messages/{_part(id)}", {"$select": "changeKey"})
            if before["changeKey"] == after["changeKey"]:
                people = before.get("bccRecipients", ())
                hidden = tuple(str(one["emailAddress"]["address"]) for one in people)
                return Content(str(after["changeKey"]), mime, hidden)
        raise NotKnown

    # -- changing --------------------------------------------------------------------------

    def create(
        self, role: Role, mime: bytes, hidden: tuple[str, ...], mark: Mark, value: str
    ) -> Saved:
        """Save a draft: as MIME where Graph takes it so, else its files one by one."""
        whole = in_one(mime)
        text, files = (mime, ()) if whole else without_files(mime)
        made = self._call(
            "POST",
            f"mailFolders/{_part(self.folder(role))}/messages",
            content=base64.b64encode(text),
            headers={"Content-Type": "text/plain"},
        )
        id = str(made["id"])
        for one in files:
            attach(self._requests, f"{self._root}/messages/{_part(id)}", one)
        fields: dict[str, Any] = {}
        if hidden:
            fields["bccRecipients"] = [{"emailAddress": {"address": one}} for one in hidden]
        if mark == "held":
            fields["singleValueExtendedProperties"] = [{"id": HELD, "value": value}]
        if not fields:
            return _saved(made)
        return _saved(self._call("PATCH", f"messages/{_part(id)}", json=fields))

    def mark(self, saved: Saved, held: str, categories: tuple[str, ...] | None = None) -> Saved:
        """Write who claimed a draft, and its categories where given, unless it was changed
        meanwhile. A property cannot be taken away: an empty one says nobody."""
        fields: dict[str, Any] = {"singleValueExtendedProperties": [{"id": HELD, "value": held}]}
        if categories is not None:
            fields["categories"] = list(categories)
        changed = self._call(
            "PATCH",
            f"messages/{_part(saved.id)}",
            json=fields,
            headers={"If-Match": f'W/"{saved.key}"'},
        )
        return _saved(changed)

    def move(self, id: str, role: Role) -> Saved:
        """Move a draft, which gives it another id."""
        target = {"destinationId": self.folder(role)}
        return _saved(self._call("POST", f"messages/{_part(id)}/move", json=target))

    def delete(self, id: str) -> None:
        """Delete a draft for good, not into Deleted Items."""
        self._do(f"messages/{_part(id)}/permanentDelete", 204)

    def send(self, saved: Saved) -> None:
        """Send a saved draft; Graph files it in Sent. Never ``sendMail``, which a lost answer
        would have sent again."""
        now = self._get(f"messages/{_part(saved.id)}", {"$select": "changeKey"})
        if now["changeKey"] != saved.key:
            raise Conflict
        self._do(f"messages/{_part(saved.id)}/send", 202, again=False)

    def stream(self, role: Role) -> Iterator[None]:
        """There is none: Graph notifies public addresses only."""
        raise NotDone(Submission(result=Result.TEMPORARY, host=self.host))

    def close(self) -> None:
        """Let the connections go."""
        self._requests.close()
        with self._lock:
            self._folders.clear()

    # -- inside ----------------------------------------------------------------------------

    def _get(self, path: str, params: dict[str, str] | None = None) -> dict[str, Any]:
        full = path if path.startswith("https://") else f"{self._root}/{path}"
        try:
            return self._read(self._requests.call("GET", full, params=params))
        except Gone:
            self._folders.clear()  # one that was deleted is made again
            raise

    def _call(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        return self._read(self._requests.call(method, f"{self._root}/{path}", **more))

    def _read(self, response: httpx.Response) -> dict[str, Any]:
        """Give what an answer holds. One that lacks what is looked for raises NotKnown: it is no
        answer to what was asked."""
        try:
            given = json.loads(response.content, object_hook=_Answer)
        except ValueError:
            given = None
        if not isinstance(given, _Answer):
            self._requests.distrust()
            raise NotKnown
        return given

    def _do(self, path: str, status: int, *, again: bool = True) -> None:
        """Have something done that is answered by nothing but ``status``."""
        done = self._requests.call("POST", f"{self._root}/{path}", again=again)
        if done.status_code != status:
            self._requests.distrust()
            raise NotKnown


class _Answer(dict[str, Any]):
    def __missing__(self, key: str) -> Any:
        raise NotKnown


def _part(id: str) -> str:
    """Write an id as one part of a path."""
    return quote(id, safe="")


def _literal(text: str) -> str:
    """Write a string as OData 4.0 has it: a quote is doubled."""
    return "'" + text.replace("'", "''") + "'"


def _saved(one: dict[str, Any]) -> Saved:
    return Saved(str(one["id"]), str(one["changeKey"]))


def _held(one: dict[str, Any]) -> str:
    found = one.get("singleValueExtendedProperties", ())
    return next((str(each["value"]) for each in found if each["id"] == HELD), "")


def _moment(text: object) -> float:
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return 0.0
