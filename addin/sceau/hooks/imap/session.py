"""One logged-in connection: the folders, and what is done with single messages in them."""

from __future__ import annotations

import imaplib
import time
from collections.abc import Iterable, Sequence
from typing import Any

from imapclient import IMAPClient
from imapclient.util import to_bytes

from sceau.errors import MissingInput, TryLater
from sceau.hooks.imap.folders import Folder, by_name, by_use, listed, place_for
from sceau.mail.submission import has_utf8_header, with_crlf

CLAIMS = "$sceau-"
"""What the keywords begin with by which helpers claim drafts; the helper's own name follows."""
KEPT = "$SceauKept"
"""The keyword of a draft that was given back unsent."""


class Session:
    """A connection and what its server can do. Not for several threads at once."""

    def __init__(self, client: IMAPClient) -> None:
        self.client = client
        self.used = time.monotonic()
        self._can = {one.decode("ascii", "replace").upper() for one in client.capabilities()}
        self._folders: list[Folder] | None = None
        self.keywords = False

    # ── what the server can do ───────────────────────────────────────────────────────────────

    def can(self, capability: str) -> bool:
        """Whether the server has a capability; after the login it may have more than before."""
        return capability in self._can

    @property
    def in_utf8(self) -> bool:
        """Whether folder names and headers are in UTF-8 on this connection (RFC 6855)."""
        return not self.client.folder_encode

    @property
    def is_gmail(self) -> bool:
        """Whether it is Gmail, where removing a message from a folder only takes a label off."""
        return self.can("X-GM-EXT-1")

    @property
    def files_sent_itself(self) -> bool:
        """Whether the server is known to put what it submits into Sent by itself."""
        welcome = bytes(self.client.welcome or b"")
        return self.is_gmail or b"Microsoft Exchange" in welcome

    # ── folders ──────────────────────────────────────────────────────────────────────────────

    def named(self, name: str) -> str | None:
        """Give the folder a person calls ``name``, or none."""
        return by_name(self._list(), name)

    def drafts(self) -> str:
        """Give the Drafts folder, made where there is none."""
        return by_use(self._list(), "\\Drafts") or self.make("Drafts")

    def sent(self) -> str:
        """Give the Sent folder, made where there is none."""
        return by_use(self._list(), "\\Sent") or self.make("Sent")

    def trash(self) -> str | None:
        """Give the folder of what was deleted, or none."""
        return by_use(self._list(), "\\Trash")

    def make(self, name: str) -> str:
        """Make a folder a person will call ``name`` and subscribe to it; give its whole name."""
        place = place_for(self._list(), name)
        self.client.create_folder(place)
        self.client.subscribe_folder(place)
        self._folders = None
        return place

    def exists(self, folder: str) -> bool:
        """Whether a folder is there, looked up anew."""
        self._folders = None
        return any(one.name == folder for one in self._list())

    def _list(self) -> list[Folder]:
        if self._folders is None:
            self._folders = listed(self.client)
        return self._folders

    def select(self, folder: str, *, readonly: bool = False) -> int:
        """Open a folder anew and give its UIDVALIDITY; see the flags others set since.

        Even one that is open: Dovecot goes on answering out of a folder that was deleted, or
        deleted and made anew, as long as it stays open.
        """
        found = self.client.select_folder(folder, readonly=readonly)
        permanent = tuple(found.get(b"PERMANENTFLAGS", ()))
        if not readonly:
            self.keywords = b"\\*" in permanent
        return int(found.get(b"UIDVALIDITY", 0))

    # ── messages of the selected folder ──────────────────────────────────────────────────────

    def search(self, *criteria: str | int) -> list[int]:
        """Give the UIDs of what matches, in their order."""
        return sorted(int(one) for one in self.client.search(list(criteria)))

    def with_message_id(self, message_id: str) -> list[int]:
        """Give the UIDs of the mails with this Message-ID, not deleted; none where the server
        cannot look for one in UTF-8."""
        criteria: list[str | bytes] = ["UNDELETED", "HEADER", "Message-ID", message_id]
        if message_id.isascii():
            return sorted(int(one) for one in self.client.search(criteria))
        criteria[-1] = message_id.encode("utf-8")
        # where UTF-8 is spoken a charset must not be named (RFC 6855 section 3)
        charset = None if self.in_utf8 else "UTF-8"
        try:
            return sorted(int(one) for one in self.client.search(criteria, charset))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return []

    def flags(self, uids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Give the flags of each message that is there, in lower case."""
        found: dict[int, dict[bytes, Any]] = self.client.fetch(uids, ["FLAGS"])
        return {uid: _flags(each) for uid, each in found.items() if b"FLAGS" in each}

    def arrived(self, uids: Sequence[int]) -> dict[int, float]:
        """Give when each message came into its folder (seconds since the epoch)."""
        found: dict[int, dict[bytes, Any]] = self.client.fetch(uids, ["INTERNALDATE"])
        return {
            uid: each[b"INTERNALDATE"].timestamp()
            for uid, each in found.items()
            if b"INTERNALDATE" in each
        }

    def size_and_flags(self, uid: int) -> tuple[int, frozenset[str], int]:
        """Give a message's size in bytes, its flags, and its mod-sequence (0 where the server has
        none). Raises MissingInput where it is gone."""
        wanted = ["FLAGS", "RFC822.SIZE", *(("MODSEQ",) if self.can("CONDSTORE") else ())]
        each = self.client.fetch([uid], wanted).get(uid)
        if each is None or b"FLAGS" not in each:
            raise MissingInput("draft-not-there")
        modseq = each.get(b"MODSEQ")
        return int(each[b"RFC822.SIZE"]), _flags(each), int(modseq[0]) if modseq else 0

    def content(self, uid: int) -> bytes:
        """Give a message's bytes. Raises MissingInput where it is gone."""
        each = self.client.fetch([uid], ["BODY.PEEK[]"]).get(uid)
        if each is None or each.get(b"BODY[]") is None:
            raise MissingInput("draft-not-there")
        return bytes(each[b"BODY[]"])

    def add(self, uid: int, *flags: str) -> None:
        """Set flags."""
        self.client.add_flags([uid], list(flags), silent=True)

    def take_off(self, uid: int, *flags: str) -> None:
        """Take flags off."""
        self.client.remove_flags([uid], list(flags), silent=True)

    def add_unless_changed(self, uid: int, modseq: int, flag: str) -> bool:
        """Set a flag where nothing about the message changed since ``modseq`` (RFC 7162 section
        3.1.3); give whether it was set."""
        imap = self.client._imap
        imap.untagged_responses.pop("MODIFIED", None)
        kind, said = imap.uid(
            "STORE", str(uid), f"(UNCHANGEDSINCE {modseq})", "+FLAGS.SILENT", f"({flag})"
        )
        if kind != "OK":
            raise imaplib.IMAP4.error(f"store failed: {said!r}")
        return imap.untagged_responses.pop("MODIFIED", None) is None

    def append(self, folder: str, content: bytes, flags: Iterable[str]) -> None:
        """Put a message into a folder. The library's own method copies it several times, and
        knows no headers in UTF-8, which are announced as such (RFC 6855 section 4)."""
        imap = self.client._imap
        content = with_crlf(content)
        in_utf8 = self.in_utf8 and has_utf8_header(content)
        name = to_bytes(self.client._normalise_folder(folder), "utf-8")
        tag = imap._new_tag()
        announced = b"UTF8 (~{%d}" if in_utf8 else b"{%d}"
        given = " ".join(flags).encode("ascii")
        imap.send(b"%s APPEND %s (%s) %s\r\n" % (tag, name, given, announced % len(content)))
        while imap._get_response():
            if imap.tagged_commands[tag]:
                break
        else:
            imap.send(content)
            imap.send(b")\r\n" if in_utf8 else b"\r\n")
        kind, said = imap._command_complete("APPEND", tag)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"append failed: {said!r}")

    def move(self, uid: int, folder: str) -> None:
        """Move a message; where it stops halfway it is in both (:meth:`find_same` tells)."""
        if self.can("MOVE"):
            self.client.move([uid], folder)
        else:
            self.client.copy([uid], folder)
            self.expunge(uid)

    def expunge(self, uid: int) -> None:
        """Remove one message and no other. Without UIDPLUS (RFC 4315) it can only be marked as
        deleted where others are marked too: those are not ours to remove."""
        self.client.delete_messages([uid], silent=True)
        if self.can("UIDPLUS"):
            self.client.uid_expunge([uid])
        elif self.search("DELETED") == [uid]:
            self.client.expunge()

    def remove(self, uid: int) -> None:
        """Remove a message for good; on Gmail, by moving it to the bin."""
        bin_ = self.trash() if self.is_gmail else None
        if bin_ is not None:
            self.move(uid, bin_)
        else:
            self.expunge(uid)

    def find_same(self, content: bytes, among: Iterable[int] | None = None) -> list[int]:
        """Give the messages of the selected folder with exactly these bytes, not deleted."""
        size = len(content)
        found = self.search("UNDELETED", "LARGER", size - 1, "SMALLER", size + 1)
        wanted = set(found if among is None else among)
        return [uid for uid in found if uid in wanted and self.content(uid) == content]

    # ── waiting ──────────────────────────────────────────────────────────────────────────────

    def wait(self, seconds: float) -> None:
        """Wait until the server says that something changed, or ``seconds`` are over (RFC 2177).

        Raises TryLater where the connection is dead.
        """
        self.client.idle()
        if not self._buffered():
            began = time.monotonic()
            heard = self.client.idle_check(timeout=seconds)
            if not heard and time.monotonic() - began < seconds / 2:
                raise TryLater("imap-lost", host=self.client.host)
        self.client.idle_done()

    def _buffered(self) -> bool:
        """Whether something arrived together with the answer to IDLE: the library would not look
        at it before more arrives."""
        imap, line = self.client._imap, self.client.socket()
        reader = getattr(imap, "_file", None) or imap.file
        if getattr(imap, "_readbuf", None):
            return True
        before = line.gettimeout()
        line.settimeout(0)
        try:
            return bool(reader.peek(1))
        except OSError:  # nothing there: ssl says so by an error
            return False
        finally:
            line.settimeout(before)


def _flags(each: dict[bytes, Any]) -> frozenset[str]:
    return frozenset(one.decode("utf-8", "replace").lower() for one in each[b"FLAGS"])
