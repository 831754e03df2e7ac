"""The outbox on disk: durable, unreadable, and plain about what is wrong with it."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sceau.errors import MissingInput, SceauError, UnreadableInput, WrongSettings
from sceau.outbox.hashes import message_hash
from sceau.outbox.records import Origin
from sceau.outbox.states import Leg, State, WrongStep
from sceau.outbox.store import FILE, Store
from support.held_mails import (
    DRAFT,
    FILE_NAME,
    KEY,
    PATIENT,
    SENDER,
    SUBJECT,
    outgoing,
    verdict_on,
)

HELD = "a" * 32
PASSWORD = "Xk7m-Qw2p-Rt9z-Lh4v"
ORIGIN = Origin("file", f"/home/camille/{FILE_NAME}.eml")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, KEY)


def held(store: Store, until: State = State.SUBMITTING, id: str = HELD) -> None:
    store.open_claim(id, ORIGIN)
    store.close_claim(id, DRAFT)
    if until is State.CLAIMED:
        return
    store.confirm(id, verdict_on(DRAFT), b"Added for Moreau: " + DRAFT)
    if until is State.CONFIRMED:
        return
    store.edit(id, [outgoing(0), outgoing(1)], (PASSWORD,))
    if until is State.SUBMITTING:
        store.begin_submit(id, 0)


def test_what_was_written_is_read_again_by_another(store: Store, tmp_path: Path) -> None:
    held(store)
    again = Store(tmp_path, KEY)
    row = again.row(HELD)
    assert row.state is State.SUBMITTING
    assert [(one.leg, one.attempts) for one in row.legs] == [
        (Leg.SUBMITTING, 1),
        (Leg.READY, 0),
    ]
    assert again.content(HELD) == DRAFT
    assert again.completed(HELD) == b"Added for Moreau: " + DRAFT
    assert again.outgoing(HELD, 1) == outgoing(1)
    details = again.details(HELD)
    assert details.origin == ORIGIN
    assert details.verdict == verdict_on(DRAFT)
    assert details.passwords == (PASSWORD,)


def test_nothing_is_readable_at_rest(store: Store, tmp_path: Path) -> None:
    held(store)
    store.settle(HELD, 0, Leg.READY, State.REFUSED, b'{"refused":"' + PATIENT.encode() + b'"}')
    files = list(tmp_path.glob(f"{FILE}*"))
    assert {one.name for one in files} == {FILE, f"{FILE}-wal", f"{FILE}-shm"}
    secrets = (
        PATIENT,
        SENDER,
        SUBJECT,
        FILE_NAME,
        "Moreau",
        "moreau",
        PASSWORD,
        "Bonjour",
        "cabinet-exemple",
        "camille",
    )
    for file in files:
        content = file.read_bytes()
        assert content
        for secret in secrets:
            assert secret.encode() not in content, (file.name, secret)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    # the same search finds what is there in clear, so it could have found the rest
    assert b"submitting" in b"".join(one.read_bytes() for one in files)


def test_at_the_end_only_what_names_nobody_stays(store: Store, tmp_path: Path) -> None:
    held(store)
    store.settle(HELD, 0, Leg.SUBMITTED, None)
    store.begin_submit(HELD, 1)
    store.settle(HELD, 1, Leg.SUBMITTED, State.SUBMITTED)
    for number in (0, 1):
        store.filed(HELD, number)
    store.move(HELD, State.FILED, "file", "done")
    store.end(HELD, State.REMOVED, "remove")
    store.close()
    database = sqlite3.connect(tmp_path / FILE)
    assert database.execute("SELECT details FROM held").fetchall() == [(None,)]
    assert database.execute("SELECT envelope, answer FROM leg").fetchall() == [(None, None)] * 2
    assert database.execute("SELECT * FROM content").fetchall() == []
    hashes = [one[0] for one in database.execute("SELECT message_hash FROM leg ORDER BY number")]
    assert hashes == [message_hash(outgoing(n).message_id) for n in (0, 1)]
    with pytest.raises(MissingInput):
        Store(tmp_path, KEY).content(HELD)


def test_a_record_put_in_the_place_of_another_is_refused(store: Store, tmp_path: Path) -> None:
    held(store)
    held(store, id="b" * 32)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute(
            "UPDATE content SET content = (SELECT content FROM content WHERE held = ?1"
            " AND number = -1) WHERE held = ?2 AND number = -1",
            (HELD, "b" * 32),
        )
    with pytest.raises(UnreadableInput, match="outbox-record-damaged"):
        store.content("b" * 32)


def test_a_wrong_key_is_told_and_nothing_changes(store: Store, tmp_path: Path) -> None:
    held(store)
    with pytest.raises(WrongSettings, match="key-wrong"):
        Store(tmp_path, bytes(32))
    assert Store(tmp_path, KEY).content(HELD) == DRAFT


def test_what_an_older_sceau_held_is_read(store: Store, tmp_path: Path) -> None:
    """Its contents stood in the rows of the mails and transmissions."""
    held(store)
    store.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        for statement in (
            "ALTER TABLE held ADD COLUMN content BLOB",
            "ALTER TABLE leg ADD COLUMN content BLOB",
            "UPDATE held SET content = (SELECT content FROM content AS c"
            " WHERE c.held = held.id AND c.number = -1)",
            "UPDATE leg SET content = (SELECT content FROM content AS c"
            " WHERE c.held = leg.held AND c.number = leg.number)",
            "DROP TABLE content",
            "PRAGMA user_version = 1",
        ):
            database.execute(statement)
    assert_read_twice(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("SELECT content FROM held").fetchall() == [(None,)]


def assert_read_twice(folder: Path) -> None:
    """The first opening moves it, the second finds it moved."""
    for _ in range(2):
        again = Store(folder, KEY)
        assert again.content(HELD) == DRAFT
        assert [again.outgoing(HELD, n) for n in (0, 1)] == [outgoing(0), outgoing(1)]
        again.close()


def test_what_the_sceau_before_held_is_read(store: Store, tmp_path: Path) -> None:
    """Each of its contents stood in one row."""
    held(store)
    store.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        for statement in (
            "ALTER TABLE content RENAME TO pieces",
            "CREATE TABLE content (held TEXT NOT NULL REFERENCES held (id),"
            " number INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (held, number)) STRICT",
            "INSERT INTO content SELECT held, number, content FROM pieces",
            "DROP TABLE pieces",
            "PRAGMA user_version = 2",
        ):
            database.execute(statement)
    assert_read_twice(tmp_path)


LARGE = os.urandom(2**20) * 5


_EXCHANGED = """
UPDATE content SET piece = CASE piece WHEN 1 THEN -2 ELSE -1 END WHERE piece IN (1, 2);
UPDATE content SET piece = -piece WHERE piece < 0
"""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("DELETE FROM content WHERE piece = 0", id="the first piece is gone"),
        pytest.param("DELETE FROM content WHERE piece = 2", id="one in the middle is gone"),
        pytest.param("DELETE FROM content WHERE piece = 4", id="the last is gone"),
        pytest.param(_EXCHANGED, id="two are exchanged"),
        pytest.param(
            "UPDATE content SET content = zeroblob(length(content)) WHERE piece = 3",
            id="one is overwritten",
        ),
        pytest.param(
            "UPDATE content SET content = substr(content, 1, 20) WHERE piece = 4",
            id="the last is cut short",
        ),
    ],
)
def test_a_large_mail_is_given_whole_or_not_at_all(
    change: str, store: Store, tmp_path: Path
) -> None:
    store.open_claim(HELD, ORIGIN)
    store.close_claim(HELD, LARGE)
    assert store.content(HELD) == LARGE
    with sqlite3.connect(tmp_path / FILE) as database:
        assert database.execute("SELECT count(*) FROM content").fetchone() == (5,)
        database.executescript(change)
    with pytest.raises(UnreadableInput, match="outbox-record-damaged"):
        store.content(HELD)


def test_a_large_mail_is_erased_in_the_file_at_once(store: Store, tmp_path: Path) -> None:
    store.open_claim(HELD, ORIGIN)
    store.close_claim(HELD, LARGE)
    with sqlite3.connect(tmp_path / FILE) as database:
        ((closed,),) = database.execute("SELECT content FROM content WHERE piece = 2").fetchall()
        database.execute("PRAGMA wal_checkpoint").fetchall()
    pages = [closed[start : start + 100] for start in range(0, len(closed), 999)]
    assert any(one in (tmp_path / FILE).read_bytes() for one in pages[:9])
    store.end(HELD, State.KEPT, "keep")
    in_the_file = (tmp_path / FILE).read_bytes()
    assert not any(one in in_the_file for one in pages)


def test_a_newer_schema_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(WrongSettings, match="outbox-newer"):
        Store(tmp_path, KEY)


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b"not a database, but long enough to look like one " * 99),
        lambda file: file.write_bytes(file.read_bytes()[:5000]),
        lambda file: file.write_bytes(
            file.read_bytes()[:4096] + os.urandom(len(file.read_bytes()) - 4096)
        ),
    ],
    ids=["another file", "cut", "overwritten"],
)
def test_a_damaged_database_is_told(store: Store, tmp_path: Path, damage: object) -> None:
    held(store)
    store.close()
    damage(tmp_path / FILE)  # type: ignore[operator]
    with pytest.raises(UnreadableInput, match="outbox-damaged"):
        Store(tmp_path, KEY)


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"")
    with pytest.raises(SceauError, match="outbox-not-writable"):
        Store(tmp_path / "state", KEY)


FULL = """
import resource, signal, sys
from pathlib import Path
from sceau.errors import CannotWrite
from sceau.outbox.store import Store
from sceau.outbox.states import State
from support.held_mails import KEY, DRAFT, Place, Told, outgoing, verdict_on
import asyncio
place = Place(Path(sys.argv[1]))
held = place.outbox.hold(place.draft())
place.outbox.confirm(held, verdict_on(DRAFT))
place.outbox.ready(held, [outgoing()])
way = Told()
size = (Path(sys.argv[1]) / "outbox.sqlite-wal").stat().st_size
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    asyncio.run(place.outbox.dispatch(held, way))
except CannotWrite as told:
    print(told.reason, len(way.submitted), place.store.row(held.id).state)
"""


def test_with_a_full_disk_nothing_is_sent(tmp_path: Path) -> None:
    tests = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(tests)])},
    )
    assert done.stdout.split() == ["outbox-disk", "0", "edited"]
    assert Store(tmp_path, KEY).unended()[0].state is State.EDITED


def test_a_step_out_of_order_changes_nothing(store: Store) -> None:
    held(store, State.CLAIMED)
    with pytest.raises(WrongStep):
        store.edit(HELD, [outgoing()], ())
    assert store.row(HELD).state is State.CLAIMED
    assert store.row(HELD).legs == ()
    with pytest.raises(WrongStep):
        store.begin_submit(HELD, 0)
    assert [one.step for one in store.journal(HELD)] == ["claim", "claim"]


def test_every_step_stands_in_the_journal_in_its_order(store: Store) -> None:
    held(store)
    store.settle(HELD, 0, Leg.SUBMITTED, None)
    assert [(one.step, one.moment, one.transmission) for one in store.journal(HELD)] == [
        ("claim", "begin", -1),
        ("claim", "done", -1),
        ("confirm", "done", -1),
        ("edit", "done", -1),
        ("submit", "begin", 0),
        ("submit-submitted", "done", 0),
    ]


def test_commits_wait_for_the_disk(store: Store) -> None:
    assert store._database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_unknown_mail_is_missing(store: Store) -> None:
    for ask in (store.row, store.content, store.details):
        with pytest.raises(MissingInput):
            ask("none")


def test_a_message_id_seen_before_is_no_evidence(store: Store) -> None:
    held(store)
    assert not store.left_before(HELD, 0)
    held(store, id="b" * 32)
    assert store.left_before(HELD, 0)
    assert store.left_before("b" * 32, 0)


def test_no_repr_names_anybody(store: Store) -> None:
    held(store)
    shown = repr((store.details(HELD), store.envelope(HELD, 0), store.row(HELD), ORIGIN))
    for word in (PATIENT, SENDER, PASSWORD, FILE_NAME):
        assert word not in shown
