"""The drafts of one IMAP account."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Container, Iterator
from typing import Literal

import msgspec

from sceau.errors import MissingInput
from sceau.hooks.drafts import Claim, Tell, WatchState
from sceau.hooks.imap.connect import Server, close, connect
from sceau.hooks.imap.draft import At, ImapDraft, Marking, claimed_by
from sceau.hooks.imap.faults import told
from sceau.hooks.imap.jobs import Jobs
from sceau.hooks.imap.sent import ImapSent
from sceau.hooks.imap.session import CLAIMS, Session
from sceau.hooks.imap.watch import RESCAN, Watch
from sceau.outbox.sources import Source
from sceau.phrases import Phrase, phrase


class ImapDrafts:
    """The hook of one account on ``server``; ``device`` is this helper's own name.

    ``folder`` is the folder that marks, ``keyword`` the keyword that does, ``by`` which of them.
    """

    def __init__(
        self,
        account: str,
        server: Server,
        device: str,
        *,
        by: Literal["folder", "keyword"] = "folder",
        folder: str = "À vérifier",
        keyword: str = "envoyer_avec_sceau",
        files: Literal["auto", "sceau", "server"] = "auto",
        rescan: float = RESCAN,
    ) -> None:
        self.account = account
        self._server = server
        self._folder = folder
        self._marking = Marking(by, keyword, CLAIMS + device)
        self._rescan = rescan
        self._jobs = Jobs(server)
        self.sent = ImapSent(self._jobs, files)

    def __repr__(self) -> str:
        return "ImapDrafts(…)"

    def drafts(self) -> list[Source]:
        """Look once, by the connection of the jobs."""
        with self._jobs.session() as session:
            return list(self._found(session, self._watched(session)))

    def reopen(self, draft: str, content: bytes = b"") -> Source:
        """Give the draft of an origin."""
        at = msgspec.json.decode(draft, type=At)
        return ImapDraft(self.account, self._jobs, self._marking, at, content)

    async def watch(self, tell: Tell) -> AsyncGenerator[Source]:
        """Watch in a thread of its own, by a connection of its own."""
        loop = asyncio.get_running_loop()
        noticed: asyncio.Queue[Source] = asyncio.Queue()
        watched = ""

        def look(session: Session) -> tuple[Phrase, ...]:
            nonlocal watched
            watched = self._watched(session)
            session.select(watched)
            limits = _limits(session)
            session.select(watched, readonly=True)
            return limits

        def find(session: Session) -> None:
            for one in self._found(session, watched):
                _soon(loop, noticed.put_nowait, one)

        def say(state: WatchState) -> None:
            _soon(loop, tell, state)

        watching = Watch(self.account, self._server, look, find, say, rescan=self._rescan)
        watching.start()
        try:
            while True:
                yield await noticed.get()
        finally:
            watching.stop()

    def try_out(self) -> Iterator[Phrase]:
        """Connect, log in, find the folders, and say what the server cannot do."""
        reached: list[Phrase] = []
        try:
            client = connect(self._server, reached.append)
        finally:
            yield from reached
        try:
            with told(self._server.host):
                session = Session(client)
                watched = self._watched(session)
                yield phrase("drafts.tried.marking")
                session.select(watched)
                yield from _limits(session)
        finally:
            close(client)

    def prepare(self) -> None:
        """Make the folder that marks, where it is missing."""
        if self._marking.by == "keyword":
            return
        with self._jobs.session() as session:
            if session.named(self._folder) is None:
                session.make(self._folder)

    def sweep(self, held: Callable[[], Container[str]]) -> None:
        """Take our claim off messages of the watched folder that we do not hold."""
        with self._jobs.session() as session:
            folder = self._watched(session)
            validity = session.select(folder)
            if not session.keywords:
                return
            claimed = session.search("UNDELETED", "KEYWORD", self._marking.claim)
            kept = held() if claimed else ()
            for uid in claimed:
                at = At(folder, validity, uid)
                draft = ImapDraft(self.account, self._jobs, self._marking, at)
                if draft.origin.place not in kept:
                    session.take_off(uid, self._marking.claim)

    def claims(self, held: Container[str]) -> list[Claim]:
        """Give the drafts other computers claimed, in the folder that marks or in Drafts. An IMAP
        server keeps no time for a keyword: ``since`` is when the draft came there."""
        with self._jobs.session() as session:
            folder = self._watched(session)
            validity = session.select(folder, readonly=True)
            found = []
            times = session.arrived(session.search("UNDELETED"))
            for uid, flags in sorted(session.flags(list(times)).items()):
                others = claimed_by(flags) - {self._marking.claim.lower()}
                if others:
                    at = msgspec.json.encode(At(folder, validity, uid)).decode()
                    who = ", ".join(sorted(one.removeprefix(CLAIMS) for one in others))
                    found.append(Claim(who=who, since=times[uid], draft=at))
            return found

    def release(self, claim: Claim) -> None:
        """Take the other computer's claim off, and put the draft back."""
        at = msgspec.json.decode(claim.draft, type=At)
        ImapDraft(self.account, self._jobs, self._marking, at).release()

    def interrupt(self) -> None:
        """Wait no longer for the server: what is under way fails now."""
        self._jobs.interrupt()

    def close(self) -> None:
        """Let the connection of the jobs go."""
        self._jobs.close()

    def _watched(self, session: Session) -> str:
        if self._marking.by == "keyword":
            return session.drafts()
        found = session.named(self._folder)
        if found is None:
            raise MissingInput("imap-no-folder", folder=self._folder)
        return found

    def _found(self, session: Session, folder: str) -> Iterator[Source]:
        validity = session.select(folder, readonly=True)
        wanted = ["UNDELETED"]
        if self._marking.by == "keyword":
            first, *others = self._marking.keywords
            criteria = ["KEYWORD", first]
            for one in others:
                criteria = ["OR", *criteria, "KEYWORD", one]
            wanted += criteria
        for uid, flags in sorted(session.flags(session.search(*wanted)).items()):
            if not claimed_by(flags) and "\\deleted" not in flags:
                at = At(folder, validity, uid)
                yield ImapDraft(self.account, self._jobs, self._marking, at)


def _limits(session: Session) -> tuple[Phrase, ...]:
    """Say what the server of the selected folder cannot do."""
    found = []
    if not (session.keywords and session.can("CONDSTORE")):
        found.append(phrase("drafts.limit.one-helper"))
    if not session.can("IDLE"):
        found.append(phrase("drafts.limit.no-idle"))
    return tuple(found)


def _soon(loop: asyncio.AbstractEventLoop, call: object, *values: object) -> None:
    """Call in the loop, unless it is over."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call, *values)  # type: ignore[arg-type]
