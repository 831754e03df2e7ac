"""The outbox on disk: one SQLite database in WAL mode, every change one durable transaction.

``synchronous=FULL`` makes each commit reach the disk before the call returns (SQLite, "PRAGMA
synchronous"): what is written here is known after a crash. Everything that names people is
encrypted by :mod:`sceau.outbox.cipher`; states, times and counts are not.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from sceau.errors import MissingInput, SceauError, UnreadableInput, WrongSettings
from sceau.mail.submission import Outgoing
from sceau.outbox.cipher import Cipher
from sceau.outbox.database import open_database, settled, told, transaction
from sceau.outbox.hashes import message_hash
from sceau.outbox.records import Details, Entry, Envelope, LegRow, Moment, Origin, Row
from sceau.outbox.states import Leg, State, check, check_leg
from sceau.outbox.tables import CLAIMED, COMPLETED, lay_out
from sceau.verdict import Verdict

FILE = "outbox.sqlite"
_KEY_CHECK = "sceau outbox"
_FEW = 4  # pieces of contents after which what was erased is erased in the file as well, at once

_Record = TypeVar("_Record", Details, Envelope)


class Store:
    """The held mails, written down. Safe for several threads and several processes.

    Raises (every method): CannotWrite (the disk is full or fails, or the folder is read-only),
    UnreadableInput (the database is damaged), TryLater (another process holds it too long),
    WrongStep (a state that does not allow the step), MissingInput (no such held mail).
    """

    def __init__(
        self, folder: Path, master_key: bytes, *, clock: Callable[[], float] = time.time
    ) -> None:
        """Open the database of ``folder``, made where it is not there (0700, files 0600).

        Raises:
            WrongSettings: ``master_key`` is not the one the records were encrypted with.
        """
        self._cipher = Cipher(master_key, "outbox/1")
        self._clock = clock
        self._lock = threading.RLock()
        with told():
            self._database = open_database(folder / FILE)
        try:
            self._prepare()
        except SceauError:
            self.close()
            raise

    def close(self) -> None:
        """Let the database go."""
        with self._lock, told():
            self._database.close()

    # ── reading ──────────────────────────────────────────────────────────────────────────────

    def row(self, held: str) -> Row:
        """Give what is plainly known of one held mail."""
        with self._lock, told():
            found = self._database.execute(
                "SELECT id, state, ended, created, changed FROM held WHERE id = ?", (held,)
            ).fetchone()
            if found is None:
                raise MissingInput("outbox-no-such-mail")
            legs = self._database.execute(
                "SELECT number, leg, attempts, begun, recipients, message_hash FROM leg"
                " WHERE held = ? ORDER BY number",
                (held,),
            ).fetchall()
        return Row(
            id=found[0],
            state=State(found[1]),
            ended=bool(found[2]),
            created=found[3],
            changed=found[4],
            legs=tuple(LegRow(one[0], Leg(one[1]), *one[2:]) for one in legs),
        )

    def unended(self) -> list[Row]:
        """Give the held mails for which something remains to be done, oldest first."""
        with self._lock, told():
            ids = self._database.execute(
                "SELECT id FROM held WHERE ended = 0 ORDER BY created"
            ).fetchall()
            return [self.row(one[0]) for one in ids]

    def details(self, held: str) -> Details:
        """Give where it came from, the verdict, the passwords."""
        return self._decode(self._blob("details", held), f"{held}/details", Details)

    def content(self, held: str) -> bytes:
        """Give the bytes that were claimed."""
        return self._content(held, CLAIMED, f"{held}/content")

    def has_content(self, held: str) -> bool:
        """Whether the claimed bytes were written down (false between a claim and its end)."""
        return self._has(held, CLAIMED)

    def completed(self, held: str) -> bytes | None:
        """Give the claimed bytes with what the sender added; none where they added nothing."""
        has = self._has(held, COMPLETED)
        return self._content(held, COMPLETED, f"{held}/completed") if has else None

    def envelope(self, held: str, number: int) -> Envelope:
        """Give the envelope of one transmission."""
        place = f"{held}/{number}/envelope"
        return self._decode(self._leg_blob("envelope", held, number), place, Envelope)

    def outgoing(self, held: str, number: int) -> Outgoing:
        """Give one transmission with its final bytes."""
        envelope = self.envelope(held, number)
        content = self._content(held, number, f"{held}/{number}/content")
        return Outgoing(
            sender=envelope.sender,
            recipients=envelope.recipients,
            content=content,
            message_id=envelope.message_id,
            needs_8bitmime=envelope.needs_8bitmime,
            needs_smtputf8=envelope.needs_smtputf8,
            long_lines=envelope.long_lines,
            hidden=envelope.hidden,
        )

    def answer(self, held: str, number: int) -> bytes | None:
        """Give what was last answered to a transmission, as it was given to :meth:`settle`."""
        with self._lock, told():
            found = self._database.execute(
                "SELECT answer FROM leg WHERE held = ? AND number = ?", (held, number)
            ).fetchone()
        if found is None or found[0] is None:
            return None
        return self._cipher.open(found[0], f"{held}/{number}/answer")

    def left_before(self, held: str, number: int) -> bool:
        """Whether a mail with the same Message-ID as this transmission left before, or belongs
        to another transmission: then finding it in Sent proves nothing."""
        with self._lock, told():
            found = self._database.execute(
                "SELECT count(*) FROM leg AS one JOIN leg AS other USING (message_hash)"
                " WHERE one.held = ? AND one.number = ?"
                " AND NOT (other.held = one.held AND other.number = one.number)",
                (held, number),
            ).fetchone()
        return bool(found[0])

    def journal(self, held: str) -> list[Entry]:
        """Give the steps of one held mail in the order they were written down."""
        with self._lock, told():
            found = self._database.execute(
                "SELECT held, at, step, moment, leg FROM journal WHERE held = ? ORDER BY number",
                (held,),
            ).fetchall()
        return [Entry(*one) for one in found]

    def begun(self, held: str, step: str, number: int = -1) -> bool:
        """Whether ``step`` of transmission ``number`` was ever written down as begun."""
        return any(
            (one.step, one.moment, one.transmission) == (step, "begin", number)
            for one in self.journal(held)
        )

    # ── writing: each method is one transaction ──────────────────────────────────────────────

    def open_claim(self, held: str, origin: Origin, account: str = "") -> None:
        """Write down that a mail is about to be claimed under the new id ``held``."""
        now = self._clock()
        details = self._encode(Details(origin, account), f"{held}/details")
        with self._transaction():
            self._database.execute(
                "INSERT INTO held (id, state, created, changed, details) VALUES (?, ?, ?, ?, ?)",
                (held, State.CLAIMED, now, now, details),
            )
            self._note(held, "claim", "begin")

    def close_claim(self, held: str, content: bytes) -> None:
        """Write down the bytes that were claimed."""
        with self._transaction():
            self._put_content(held, CLAIMED, content, f"{held}/content")
            self._note(held, "claim", "done")

    def confirm(self, held: str, verdict: Verdict, completed: bytes | None = None) -> None:
        """Write down the sender's verdict, and the mail as they ``completed`` it."""
        details = msgspec.structs.replace(self.details(held), verdict=verdict)
        closed = self._encode(details, f"{held}/details")
        with self._transaction():
            self._to(held, State.CONFIRMED)
            self._database.execute("UPDATE held SET details = ? WHERE id = ?", (closed, held))
            if completed is not None:
                self._put_content(held, COMPLETED, completed, f"{held}/completed")
            self._note(held, "confirm", "done")

    def edit(self, held: str, outgoing: Sequence[Outgoing], passwords: tuple[str, ...]) -> None:
        """Write down the final bytes and envelope of every transmission, and the passwords."""
        details = msgspec.structs.replace(self.details(held), passwords=passwords)
        closed = self._encode(details, f"{held}/details")
        with self._transaction():
            self._to(held, State.EDITED)
            self._database.execute("UPDATE held SET details = ? WHERE id = ?", (closed, held))
            for number, one in enumerate(outgoing):
                self._add_leg(held, number, one)
            self._note(held, "edit", "done")

    def begin_submit(self, held: str, number: int) -> None:
        """Write down that a transmission is about to begin."""
        with self._transaction():
            self._to(held, State.SUBMITTING)
            self._leg_to(held, number, Leg.SUBMITTING)
            self._database.execute(
                "UPDATE leg SET attempts = attempts + 1, begun = ? WHERE held = ? AND number = ?",
                (self._clock(), held, number),
            )
            self._note(held, "submit", "begin", number)

    def settle(
        self, held: str, number: int, leg: Leg, state: State | None, answer: bytes = b""
    ) -> None:
        """Write down how a transmission ended: where it is now, where the whole mail is now
        (None: as before), and what was answered."""
        place = f"{held}/{number}/answer"
        with self._transaction():
            self._leg_to(held, number, leg)
            if state is not None:
                self._to(held, state)
            self._database.execute(
                "UPDATE leg SET answer = ? WHERE held = ? AND number = ?",
                (self._cipher.close(answer, place) if answer else None, held, number),
            )
            self._note(held, f"submit-{leg}", "done", number)

    def move(self, held: str, state: State, step: str, moment: Moment) -> None:
        """Write down that the whole mail is now in ``state``, by ``step``."""
        with self._transaction():
            self._to(held, state)
            self._note(held, step, moment)

    def note(self, held: str, step: str, moment: Moment, number: int = -1) -> None:
        """Write down a step that changes no state."""
        with self._transaction():
            self._note(held, step, moment, number)

    def filed(self, held: str, number: int) -> None:
        """Write down that a transmission's copy is in Sent."""
        with self._transaction():
            self._leg_to(held, number, Leg.FILED)
            self._note(held, "file", "done", number)

    def end(self, held: str, state: State, step: str) -> None:
        """Write down the end and erase contents, envelopes, answers and passwords.

        What stays: times, states, counts, and the hash of each Message-ID.
        """
        with self._transaction():
            if self._state(held) != state:
                self._to(held, state)
            self._database.execute(
                "UPDATE held SET ended = 1, details = NULL WHERE id = ?", (held,)
            )
            self._database.execute(
                "UPDATE leg SET envelope = NULL, answer = NULL WHERE held = ?", (held,)
            )
            pieces = self._database.execute("DELETE FROM content WHERE held = ?", (held,)).rowcount
            self._note(held, step, "done")
        if pieces > _FEW:
            with self._lock, told():
                settled(self._database)

    # ── inside ───────────────────────────────────────────────────────────────────────────────

    def _prepare(self) -> None:
        with self._transaction():
            if lay_out(self._database):
                self._database.execute(
                    "INSERT INTO meta VALUES ('key-check', ?)",
                    (self._cipher.close(_KEY_CHECK.encode(), _KEY_CHECK),),
                )
            found = self._database.execute(
                "SELECT value FROM meta WHERE name = 'key-check'"
            ).fetchone()
        try:
            self._cipher.open(found[0] if found else b"", _KEY_CHECK)
        except UnreadableInput as problem:
            raise WrongSettings("key-wrong") from problem

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock, told(), transaction(self._database):
            yield

    def _state(self, held: str) -> State:
        found = self._database.execute("SELECT state FROM held WHERE id = ?", (held,)).fetchone()
        if found is None:
            raise MissingInput("outbox-no-such-mail")
        return State(found[0])

    def _to(self, held: str, state: State) -> None:
        check(self._state(held), state)
        self._database.execute(
            "UPDATE held SET state = ?, changed = ? WHERE id = ?", (state, self._clock(), held)
        )

    def _leg_to(self, held: str, number: int, leg: Leg) -> None:
        found = self._database.execute(
            "SELECT leg FROM leg WHERE held = ? AND number = ?", (held, number)
        ).fetchone()
        if found is None:
            raise MissingInput("outbox-no-such-mail")
        check_leg(Leg(found[0]), leg)
        self._database.execute(
            "UPDATE leg SET leg = ? WHERE held = ? AND number = ?", (leg, held, number)
        )

    def _add_leg(self, held: str, number: int, one: Outgoing) -> None:
        envelope = Envelope(
            sender=one.sender,
            recipients=one.recipients,
            message_id=one.message_id,
            needs_8bitmime=one.needs_8bitmime,
            needs_smtputf8=one.needs_smtputf8,
            long_lines=one.long_lines,
            hidden=one.hidden,
        )
        self._database.execute(
            "INSERT INTO leg (held, number, leg, recipients, message_hash, envelope)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                held,
                number,
                Leg.READY,
                len(one.recipients),
                message_hash(one.message_id),
                self._encode(envelope, f"{held}/{number}/envelope"),
            ),
        )
        place = f"{held}/{number}/content"
        self._put_content(held, number, one.content, place)

    def _note(self, held: str, step: str, moment: Moment, number: int = -1) -> None:
        self._database.execute(
            "INSERT INTO journal (held, at, step, moment, leg) VALUES (?, ?, ?, ?, ?)",
            (held, self._clock(), step, moment, number),
        )

    def _has(self, held: str, number: int) -> bool:
        query = "SELECT 1 FROM content WHERE held = ? AND number = ?"
        with self._lock, told():
            return self._database.execute(query, (held, number)).fetchone() is not None

    def _content(self, held: str, number: int, place: str) -> bytes:
        query = "SELECT content FROM content WHERE held = ? AND number = ? ORDER BY piece"
        with self._lock, told():
            pieces = (one[0] for one in self._database.execute(query, (held, number)))
            first = next(pieces, None)
            if first is None:
                raise MissingInput("outbox-no-such-mail")
            return self._cipher.open_in_pieces(itertools.chain((first,), pieces), place)

    def _put_content(self, held: str, number: int, content: bytes, place: str) -> None:
        where = (held, number)
        self._database.execute("DELETE FROM content WHERE held = ? AND number = ?", where)
        pieces = enumerate(self._cipher.close_in_pieces(content, place))
        self._database.executemany(
            "INSERT INTO content (held, number, piece, content) VALUES (?, ?, ?, ?)",
            ((*where, piece, closed) for piece, closed in pieces),
        )

    def _blob(self, column: str, held: str) -> bytes:
        return self._one(f"SELECT {column} FROM held WHERE id = ?", (held,))  # noqa: S608

    def _leg_blob(self, column: str, held: str, number: int) -> bytes:
        query = f"SELECT {column} FROM leg WHERE held = ? AND number = ?"  # noqa: S608
        return self._one(query, (held, number))

    def _one(self, query: str, values: tuple[str | int, ...]) -> bytes:
        with self._lock, told():
            found = self._database.execute(query, values).fetchone()
        if found is None or found[0] is None:
            raise MissingInput("outbox-no-such-mail")
        return bytes(found[0])

    def _encode(self, record: Details | Envelope, place: str) -> bytes:
        return self._cipher.close(msgspec.json.encode(record), place)

    def _decode(self, closed: bytes, place: str, kind: type[_Record]) -> _Record:
        return msgspec.json.decode(self._cipher.open(closed, place), type=kind)
