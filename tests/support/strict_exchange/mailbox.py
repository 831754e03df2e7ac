"""What the server holds: folders, items whose change keys change, and what left."""

from __future__ import annotations

import base64
import threading
import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

DISTINGUISHED = {
    "root": "Root Container",
    "msgfolderroot": "Top of Information Store",
    "inbox": "Inbox",
    "drafts": "Drafts",
    "outbox": "Outbox",
    "sentitems": "Sent Items",
    "deleteditems": "Deleted Items",
}


class Refused(Exception):
    """What the server answers with ``ResponseClass="Error"``: the response code."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text or code


STALE = (
    "The send or update operation could not be performed because the change key passed in the "
    "request does not match the current change key for the item."
)


@dataclass(frozen=True)
class Person:
    """A mailbox of a recipient list."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class File:
    """An attachment; its ``id`` is its own for good, never a position."""

    id: str
    name: str
    media_type: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True)
class Item:
    """A message. ``extended`` are its extended properties by their identity."""

    id: str
    key: int
    folder: str
    created: datetime
    modified: datetime
    subject: str = ""
    body: str = ""
    body_type: str = "Text"
    sender: Person | None = None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    extended: tuple[tuple[str, str], ...] = ()
    draft: bool = True
    in_reply_to: str = ""
    references: str = ""
    raw: bytes = b""
    """What is kept as it came: signed mail, and what cannot be taken apart."""

    @property
    def change_key(self) -> str:
        """Its key, as it is written."""
        return change_key(self.key)

    def property(self, name: str) -> str | None:
        """Give an extended property."""
        return dict(self.extended).get(name)


@dataclass(frozen=True)
class Folder:
    """A folder; ``role`` is the distinguished name of those every mailbox has."""

    id: str
    parent: str
    name: str
    role: str = ""


@dataclass(frozen=True)
class Sent:
    """What went out: the item as it was at that moment, and who gets it."""

    item: Item

    @property
    def recipients(self) -> tuple[str, ...]:
        """All addresses."""
        return tuple(one.address for one in (*self.item.to, *self.item.cc, *self.item.bcc))


@dataclass
class Change:
    """One line of what happened to a folder: ``create``, ``update`` or ``delete``."""

    number: int
    folder: str
    kind: str
    item: str


def change_key(number: int) -> str:
    """Write a change key as the recordings have it: short, opaque, base64."""
    return base64.b64encode(b"\x01\x00\x00\x00sceau-key" + number.to_bytes(6, "big")).decode()


def _id(kind: bytes) -> str:
    return base64.b64encode(kind + uuid.uuid4().bytes * 2).decode()


@dataclass
class Box:
    """One mailbox. Every method is one operation of the server: whole, and alone while it runs."""

    address: str
    quota: int = 200_000_000
    largest: int = 60_000_000
    folders: dict[str, Folder] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    changed: threading.Condition = field(init=False)
    clock: int = 0

    def __post_init__(self) -> None:
        self.changed = threading.Condition(self.lock)
        root = Folder(_id(b"fold"), "", DISTINGUISHED["root"], "root")
        self.folders[root.id] = root
        top = Folder(_id(b"fold"), root.id, DISTINGUISHED["msgfolderroot"], "msgfolderroot")
        self.folders[top.id] = top
        for role, name in DISTINGUISHED.items():
            if role not in ("root", "msgfolderroot"):
                one = Folder(_id(b"fold"), top.id, name, role)
                self.folders[one.id] = one

    # -- folders ---------------------------------------------------------------------------

    def role(self, role: str) -> Folder:
        """Give a distinguished folder."""
        for one in self.folders.values():
            if one.role == role:
                return one
        raise Refused("ErrorFolderNotFound")

    def folder(self, id: str) -> Folder:
        """Give a folder by its id."""
        found = self.folders.get(id)
        if found is None:
            raise Refused("ErrorFolderNotFound")
        return found

    def create_folder(self, parent: str, name: str) -> Folder:
        """Make a folder; refused where there is one of that name."""
        with self.lock:
            self.folder(parent)
            if any(one.parent == parent and one.name == name for one in self.folders.values()):
                raise Refused("ErrorFolderExists")
            made = Folder(_id(b"fold"), parent, name)
            self.folders[made.id] = made
            return made

    def named(self, name: str) -> Folder:
        """Give the folder called ``name``, for tests."""
        return next(one for one in self.folders.values() if one.name == name)

    # -- items -----------------------------------------------------------------------------

    def get(self, id: str) -> Item:
        """Give an item; whatever its change key."""
        found = self.items.get(id)
        if found is None:
            raise Refused("ErrorItemNotFound", "item not found")
        return found

    def within(self, folder: str) -> list[Item]:
        """Give the items of a folder, newest first."""
        with self.lock:
            found = [one for one in self.items.values() if one.folder == folder]
            return sorted(found, key=lambda one: one.created, reverse=True)

    def create(self, folder: str, **fields: object) -> Item:
        """Save a new draft."""
        with self.lock:
            self.folder(folder)
            now = datetime.now(UTC)
            fields.setdefault("sender", Person(self.address))
            self._admit(*fields.get("files", ()))  # type: ignore[misc]
            made = Item(_id(b"item"), self._tick(), folder, now, now, **fields)  # type: ignore[arg-type]
            return self._put(made, "create")

    def update(self, id: str, key: str, *, never_overwrite: bool, **fields: object) -> Item:
        """Change an item.

        With NeverOverwrite a change key that is not the current one is refused as a conflict
        nobody can resolve; with AutoResolve the last word wins, over whatever was changed.
        """
        with self.lock:
            before = self.get(id)
            if never_overwrite and key != before.change_key:
                raise Refused("ErrorIrresolvableConflict", STALE)
            return self._put(self._changed(before, **fields), "update")

    def attach(self, id: str, file: File) -> Item:
        """Add an attachment. The change key of the parent is not compared."""
        with self.lock:
            before = self.get(id)
            self._admit(*before.files, file)
            return self._put(self._changed(before, files=(*before.files, file)), "update")

    def new_file(self, name: str, media_type: str, content: bytes, **more: object) -> File:
        """Make an attachment with an id of its own."""
        return File(_id(b"atch"), name, media_type, content, **more)  # type: ignore[arg-type]

    def file(self, id: str) -> tuple[Item, File]:
        """Give an attachment and the item it belongs to."""
        for item in self.items.values():
            for one in item.files:
                if one.id == id:
                    return item, one
        raise Refused("ErrorItemNotFound" if id else "ErrorInvalidIdEmpty")

    def detach(self, id: str) -> Item:
        """Remove an attachment; the others keep their ids."""
        with self.lock:
            item, gone = self.file(id)
            files = tuple(one for one in item.files if one.id != gone.id)
            return self._put(self._changed(item, files=files), "update")

    def move(self, id: str, folder: str) -> Item:
        """Move an item. It gets a new id, so of several callers one finds it."""
        with self.lock:
            before = self.get(id)
            self.folder(folder)
            moved = replace(before, id=_id(b"item"), key=self._tick(), folder=folder)
            del self.items[before.id]
            self._note(before.folder, "delete", before.id)
            return self._put(moved, "create")

    def copy(self, id: str, folder: str) -> Item:
        """Copy an item; its attachments get ids of their own."""
        with self.lock:
            before = self.get(id)
            self.folder(folder)
            files = tuple(replace(one, id=_id(b"atch")) for one in before.files)
            now = datetime.now(UTC)
            made = replace(
                before,
                id=_id(b"item"),
                key=self._tick(),
                folder=folder,
                files=files,
                created=now,
                modified=now,
            )
            return self._put(made, "create")

    def delete(self, id: str, *, hard: bool) -> None:
        """Delete an item: for good, or into Deleted Items."""
        with self.lock:
            if not hard:
                self.move(id, self.role("deleteditems").id)
                return
            gone = self.get(id)
            del self.items[id]
            self._note(gone.folder, "delete", id)

    def send(self, id: str, key: str, keep_in: str) -> None:
        """Send a saved draft once: the id is gone with it, so a second call does not find it."""
        with self.lock:
            before = self.items.get(id)
            if before is None:
                raise Refused("ErrorItemNotFound", "failed to read message for send item")
            if key != before.change_key:
                raise Refused("ErrorStaleObject", STALE)
            if not before.draft:
                raise Refused("ErrorInvalidOperation")
            if not (before.to or before.cc or before.bcc):
                raise Refused("ErrorInvalidRecipients")
            self.sent.append(Sent(before))
            del self.items[id]
            self._note(before.folder, "delete", id)
            now = datetime.now(UTC)
            self._put(
                replace(
                    before,
                    id=_id(b"item"),
                    key=self._tick(),
                    folder=keep_in,
                    draft=False,
                    created=now,
                    modified=now,
                ),
                "create",
            )

    # -- inside ----------------------------------------------------------------------------

    def _admit(self, *files: File) -> None:
        size = sum(len(one.content) for one in files)
        if size > self.largest:
            raise Refused("ErrorMessageSizeExceeded")
        if size + sum(len(f.content) for i in self.items.values() for f in i.files) > self.quota:
            raise Refused("ErrorQuotaExceeded")

    def _tick(self) -> int:
        self.clock += 1
        return self.clock

    def _changed(self, before: Item, **fields: object) -> Item:
        now = datetime.now(UTC)
        return replace(before, key=self._tick(), modified=now, **fields)  # type: ignore[arg-type]

    def _put(self, item: Item, kind: str) -> Item:
        self.items[item.id] = item
        self._note(item.folder, kind, item.id)
        return item

    def _note(self, folder: str, kind: str, item: str) -> None:
        with self.changed:
            self.changes.append(Change(len(self.changes) + 1, folder, kind, item))
            self.changed.notify_all()
