"""A person's plain IMAP client, with nothing of ours in it, and drafts on a real Dovecot."""

from __future__ import annotations

import contextlib
import imaplib
import itertools
import re
import ssl
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from sceau.errors import TryLater
from sceau.hooks.imap.connect import Server
from sceau.hooks.imap.hook import ImapDrafts
from support.dovecot import Dovecot
from support.drafts_contract import Bench

PASSWORD = "coffre-42-Épeautre"
MARKS = "&AMA- v&AOk-rifier"
"""« À vérifier » in modified UTF-7 (RFC 3501 section 5.1.3)."""
USERS = {f"user{number}": PASSWORD for number in range(1, 400)}
"""Who may log in: a Dovecot for these benches is given them. Each bench takes the next."""
_NUMBERS = itertools.count(1)
_TRIES = 20
_Found = TypeVar("_Found")
_UID = re.compile(rb"UID (\d+)")


class Client:
    """A mail client of few words: one connection for each thing it does."""

    def __init__(self, server: Dovecot, user: str, password: str = PASSWORD) -> None:
        self._server = server
        self._password = password
        self.user = user

    @contextlib.contextmanager
    def connection(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Give a logged-in connection."""
        context = ssl.create_default_context(cafile=str(self._server.ca_file))
        with imaplib.IMAP4_SSL("localhost", self._server.port, ssl_context=context) as line:
            line.authenticate("PLAIN", lambda _: f"\0{self.user}\0{self._password}".encode())
            yield line

    def make(self, folder: str) -> None:
        """Make a folder."""
        with self.connection() as line:
            done(line.create(f'"{folder}"'))

    def append(self, folder: str, content: bytes, flags: str = "\\Draft \\Seen") -> None:
        """Put a message into a folder."""
        with self.connection() as line:
            done(line.append(f'"{folder}"', f"({flags})", "", content))

    def move_all(self, source: str, target: str) -> None:
        """Move every message of a folder to another."""
        with self.connection() as line:
            done(line.select(f'"{source}"'))
            if self._uids(line):
                done(line.uid("MOVE", "1:*", f'"{target}"'))

    def delete_all(self, folder: str) -> None:
        """Remove every message of a folder."""
        with self.connection() as line:
            done(line.select(f'"{folder}"'))
            if self._uids(line):
                done(line.uid("STORE", "1:*", "+FLAGS.SILENT", "(\\Deleted)"))
                done(line.expunge())

    def messages(self, folder: str) -> list[tuple[bytes, str]]:
        """Give the bytes and flags of every message of a folder."""
        with self.connection() as line:
            done(line.select(f'"{folder}"', readonly=True))
            found = []
            for uid in self._uids(line):
                answer = done(line.uid("FETCH", uid.decode(), "(UID FLAGS BODY.PEEK[])"))
                whole = next(one for one in answer if isinstance(one, tuple))
                told = whole[0] + b"".join(one for one in answer if isinstance(one, bytes))
                flags = re.search(rb"FLAGS \(([^)]*)\)", told)
                found.append((whole[1], flags[1].decode() if flags else ""))
            return found

    def _uids(self, line: imaplib.IMAP4) -> list[bytes]:
        return bytes(done(line.uid("SEARCH", "ALL"))[0] or b"").split()


def done(answer: tuple[str, list]) -> list:  # type: ignore[type-arg]
    """Give what an answer holds; it must be OK."""
    assert answer[0] == "OK", answer
    return answer[1]


def once_it_answers(ask: Callable[[], _Found]) -> _Found:
    """Ask until the server answers: at some moment of its own it cuts a connection whose folder was
    deleted, and what is asked then must be asked again, as the helper does."""
    for _ in range(_TRIES):
        with contextlib.suppress(TryLater):
            return ask()
        time.sleep(0.1)
    return ask()


class ImapBench(Bench):
    """A mailbox of its own on a running Dovecot that knows :data:`USERS`, and its helpers."""

    box = MARKS
    """The folder in which a draft lies that was claimed."""

    def __init__(self, server: Dovecot, **options: object) -> None:
        self.server = server
        self.options = options
        self.user = f"user{next(_NUMBERS)}"
        self.client = Client(server, self.user)
        self.client.make(MARKS)
        self._hooks: list[ImapDrafts] = []

    def at(self, port: int = 0) -> Server:
        """Give where the mailbox is, by another port where one is given."""
        return Server(
            host="localhost",
            port=port or self.server.port,
            security="tls",
            user=self.user,
            secret=lambda: PASSWORD,
            ca_file=str(self.server.ca_file),
        )

    def hook(self, helper: str = "one") -> ImapDrafts:
        made = ImapDrafts("chv", self.at(), helper, **self.options)  # type: ignore[arg-type]
        self._hooks.append(made)
        return made

    def write(self, content: bytes) -> None:
        self.client.append(MARKS, content)

    def marked(self) -> list[bytes]:
        return [one for one, flags in self.client.messages(MARKS) if "$sceau-" not in flags]

    def returned(self) -> list[bytes]:
        return [one for one, flags in self.client.messages("Drafts") if "$sceau-" not in flags]

    def anywhere(self) -> list[bytes]:
        return [one for box in (MARKS, "Drafts") for one, _ in self.client.messages(box)]

    def edit(self, content: bytes) -> None:
        self.client.append(MARKS, content)
        with self.client.connection() as line:
            done(line.select(f'"{MARKS}"'))
            done(line.store("1", "+FLAGS.SILENT", "(\\Deleted)"))
            done(line.expunge())

    def delete(self) -> None:
        self.client.delete_all(MARKS)

    def move_away(self) -> None:
        self.client.make("Archives")
        self.client.move_all(self.box, "Archives")

    def moved_away(self) -> list[bytes]:
        return [one for one, _ in self.client.messages("Archives")]

    def send_elsewhere(self) -> None:
        ((content, _),) = self.client.messages(self.box)
        self.client.append("Sent", content, "\\Seen")
        self.delete()

    def mark_again(self) -> None:
        self.client.move_all("Drafts", MARKS)

    def sent(self) -> list[bytes]:
        return [one for one, _ in self.client.messages("Sent")]

    def close(self) -> None:
        """Let every connection of the helpers go."""
        for one in self._hooks:
            one.close()


class KeywordBench(ImapBench):
    """The same, with drafts marked by the keyword Thunderbird makes of « Envoyer avec Sceau »."""

    TAG = "envoyer_avec_sceau"
    box = "Drafts"

    def __init__(self, server: Dovecot) -> None:
        super().__init__(server, by="keyword")

    def write(self, content: bytes) -> None:
        self.client.append("Drafts", content, f"\\Draft {self.TAG}")

    def marked(self) -> list[bytes]:
        found = self.client.messages("Drafts")
        return [one for one, flags in found if self.TAG in flags and "$sceau-" not in flags]

    def returned(self) -> list[bytes]:
        found = self.client.messages("Drafts")
        return [one for one, flags in found if self.TAG not in flags and "$sceau-" not in flags]

    def anywhere(self) -> list[bytes]:
        return [one for one, _ in self.client.messages("Drafts")]

    def edit(self, content: bytes) -> None:
        with self.client.connection() as line:
            done(line.select("Drafts"))
            done(line.store("1", "+FLAGS.SILENT", "(\\Deleted)"))
            done(line.expunge())
        self.client.append("Drafts", content)

    def delete(self) -> None:
        self.client.delete_all("Drafts")

    def mark_again(self) -> None:
        with self.client.connection() as line:
            done(line.select("Drafts"))
            done(line.store("1", "+FLAGS.SILENT", f"({self.TAG})"))
