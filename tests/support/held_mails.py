"""An outbox in a folder of its own, the mails it holds, and ways out that do as they are told."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sceau.hooks.embedded import EmbeddedDraft, EmbeddedDrafts
from sceau.mail.submission import Outgoing
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.outbox import Outbox
from sceau.outbox.outcome import Outcome
from sceau.outbox.store import Store
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.way import Evidence, OnStep, Sent, Step, WayOut
from sceau.verdict import Verdict

KEY = bytes(range(32))
SENDER = "camille.roy@cabinet-exemple.fr"
PATIENT = "jeanne.moreau@courriel-exemple.fr"
SUBJECT = "Votre bilan nutritionnel"
FILE_NAME = "bilan-moreau.pdf"

DRAFT = (
    f"From: Camille Roy <{SENDER}>\r\n"
    f"To: Jeanne Moreau <{PATIENT}>\r\n"
    f"Subject: {SUBJECT}\r\n"
    "Message-ID: <draft.1@cabinet-exemple.fr>\r\n"
    "Date: Tue, 24 Nov 2026 09:00:00 +0100\r\n"
    "MIME-Version: 1.0\r\n"
    f'Content-Type: text/plain; charset=utf-8; name="{FILE_NAME}"\r\n'
    "\r\n"
    "Bonjour,\r\n"
    ".un point en tête de ligne\r\n"
    "..\r\n"
    "À bientôt\r\n"
).encode()


def outgoing(number: int = 0, *, content: bytes | None = None, **more: object) -> Outgoing:
    """Give the final form of the draft for its ``number``-th recipient."""
    message_id = f"<final.{number}.{hashlib.sha256(DRAFT).hexdigest()[:8]}@cabinet-exemple.fr>"
    final = content or DRAFT.replace(b"<draft.1@cabinet-exemple.fr>", message_id.encode())
    values: dict[str, object] = {
        "sender": SENDER,
        "recipients": (PATIENT if number == 0 else f"{number}.{PATIENT}",),
        "content": final,
        "message_id": message_id,
        "needs_8bitmime": True,
        "needs_smtputf8": False,
        "long_lines": False,
        **more,
    }
    return Outgoing(**values)  # type: ignore[arg-type]


def verdict_on(raw: bytes) -> Verdict:
    """Give the verdict to send exactly these bytes."""
    return Verdict(decision="send", digest=hashlib.sha256(raw).hexdigest())


@dataclass
class Told:
    """A way out that gives the results it was told to, and keeps what was submitted.

    ``results`` are used one by one, then everything is accepted.
    """

    results: list[Result] = field(default_factory=list)
    known: Evidence = Evidence.UNKNOWN
    submitted: list[Outgoing] = field(default_factory=list)
    goes_out: bool = True
    sent: Sent | None = None
    before: Callable[[], None] = lambda: None

    async def submit(self, outgoing: Outgoing, on_step: OnStep) -> Submission:
        """Give the next result."""
        on_step(Step("smtp-connect", "before"))
        self.before()
        await asyncio.sleep(0)
        result = self.results.pop(0) if self.results else Result.ACCEPTED
        if result in (Result.ACCEPTED, Result.UNSURE):
            self.submitted.append(outgoing)
        return Submission(result=result, host="server.invalid")

    async def evidence(self, outgoing: Outgoing, begun: float) -> Evidence:
        """Give what it was told to know."""
        return self.known


class Place:
    """An outbox in ``folder``; :meth:`again` opens it once more, as a new process would."""

    def __init__(self, folder: Path, on_step: OnStep | None = None) -> None:
        self.folder = folder
        self.mailbox = Mailbox(folder / "mailbox")
        self.drafts = EmbeddedDrafts(self.mailbox)
        self.store = Store(folder, KEY)
        self.outbox = Outbox(
            folder, self.store, self.mailbox, (self.drafts,), on_step=on_step, without=_without
        )

    def again(self, on_step: OnStep | None = None) -> Place:
        """Open the same folder anew."""
        return Place(self.folder, on_step)

    def draft(self, content: bytes = DRAFT) -> EmbeddedDraft:
        """Put a draft into the mailbox."""
        return EmbeddedDraft(self.mailbox, self.mailbox.add_draft(content))

    @property
    def sent(self) -> list[bytes]:
        """The mails in Sent."""
        return self.contents(Folder.SENT)

    @property
    def in_drafts(self) -> list[bytes]:
        """The mails in Drafts."""
        return self.contents(Folder.DRAFTS)

    @property
    def is_clear(self) -> bool:
        """Whether nothing is held any more: no draft claimed, no record open, no lease."""
        leases = list((self.folder / "leases").iterdir())
        return not (self.contents(Folder.OUTBOX) or self.store.unended() or leases)

    def contents(self, folder: Folder) -> list[bytes]:
        """Give every mail of a folder."""
        return [self.mailbox.read(folder, key) for key in self.mailbox.keys(folder)]


def ready(place: Place, number: int = 1, passwords: tuple[str, ...] = ()) -> Held:
    """Hold, confirm and make ready a draft, for ``number`` transmissions."""
    held = place.outbox.hold(place.draft())
    place.outbox.confirm(held, verdict_on(held.raw))
    place.outbox.ready(held, [outgoing(n) for n in range(number)], passwords)
    return held


def dispatch(place: Place, held: Held, way: WayOut) -> Outcome:
    """Dispatch it, in a loop of its own."""
    return asyncio.run(place.outbox.dispatch(held, way))


def _without(raw: bytes, addresses: tuple[str, ...]) -> bytes:
    """Stand in for the real Edits: name those taken out in a header of their own."""
    return b"X-Without: " + ",".join(addresses).encode() + b"\r\n" + raw
