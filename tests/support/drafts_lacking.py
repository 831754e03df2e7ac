"""What every hook of drafts is held to where a draft lacks something that its sender adds in the
window: the file it announces, or the person it is for."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple

import pytest

from sceau.desk.answers import Answers, AnswersDesk
from sceau.hooks.drafts import DraftsHook
from sceau.mail.message import Message
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.outbox import Outbox
from sceau.outbox.store import Store
from sceau.outbox.ways_out.answer import Result
from sceau.outbox.ways_out.way import Step, WayOut
from sceau.settings.places import state_folder
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send
from sceau.way.take_up import take_up_all
from support.drafts_contract import Bench, new_id
from support.held_mails import KEY
from support.one_account import OneAccount
from support.passages import StrictWayOut

JEANNE = "jeanne.moreau@courriel-exemple.fr"
FILE = b"Une demi-heure de marche par jour.\r\n"


class Said(NamedTuple):
    """Whom a mail names, and the files in it."""

    people: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...] = ()


class Lacking(NamedTuple):
    """A draft that lacks something, what the person answers, and what is to leave."""

    draft: bytes
    answers: Callable[[Path], Answers]
    whole: Said


def _draft(to: str, text: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Camille Roy <camille.roy@cabinet-exemple.fr>"
    if to:
        mail["To"] = to
    mail["Subject"] = "Vos conseils"
    mail["Message-ID"] = "<lacking.1@cabinet-exemple.fr>"
    mail["Date"] = "Thu, 26 Nov 2026 09:00:00 +0100"
    mail.set_content(text)
    return mail.as_bytes(policy=SMTP)


def _with_file(folder: Path) -> Answers:
    file = folder / "Conseils.txt"
    file.write_bytes(FILE)
    return Answers(verdict="send", attach=[str(file)], acknowledge="all")


A_FILE = Lacking(
    _draft(JEANNE, "Bonjour,\n\nVous trouverez ci-joint vos conseils.\n"),
    _with_file,
    Said((JEANNE,), (("Conseils.txt", FILE),)),
)
A_RECIPIENT = Lacking(
    _draft("", "Bonjour,\n\nÀ mardi.\n"),
    lambda _: Answers(verdict="send", to=[JEANNE], acknowledge="all"),
    Said((JEANNE,)),
)
each_lacking = pytest.mark.parametrize(
    "lacking", [A_FILE, A_RECIPIENT], ids=["a file", "a recipient"]
)


def said(content: bytes) -> Said:
    """Read whom a mail names, and its files."""
    message = Message.read(content)
    files = [(one.name, message.content(one.id)) for one in message.mail.attachments]
    return Said(tuple(one.address for one in message.mail.recipients), tuple(files))


class _Killed(BaseException):
    """The process ends here, as by a power cut."""


class _Steps:
    """The steps of a process until it is ``killed`` at one: then none is taken any more, not even
    to put things right."""

    def __init__(self, killed: str = "") -> None:
        self._killed = killed
        self._over = False

    def __call__(self, step: Step) -> None:
        self._over = self._over or f"{step.name} {step.moment}" == self._killed
        if self._over:
            raise _Killed


class Person:
    """Someone whose drafts are seen to by one process after another, each with nothing but what
    the ones before it wrote down."""

    def __init__(self, bench: Bench, way_out: Callable[[DraftsHook], WayOut]) -> None:
        self._bench = bench
        self._way_out = way_out

    def sends(self, answers: Answers, *, killed: str = "") -> Report | None:
        """Have the marked draft sent; none where the process was ``killed`` at a step."""

        async def go() -> Report:
            async with self._process(killed) as (parts, hook):
                (draft,) = await asyncio.to_thread(self._bench.noticed, hook)
                return await send(draft, parts, AnswersDesk(answers), language="fr")

        try:
            return asyncio.run(go())
        except _Killed:
            return None

    def takes_up(self) -> list[Report]:
        """Have a new process go on with what the last one left."""

        async def go() -> list[Report]:
            async with self._process() as (parts, _):
                return await take_up_all(parts)

        return asyncio.run(go())

    @property
    def sent(self) -> list[Said]:
        """What lies in Sent: the account's, or the embedded one where it has none."""
        if self._bench.hook().sent is not None:
            return [said(one) for one in self._bench.sent()]
        own = Mailbox(state_folder() / "mailbox")
        return [said(own.read(Folder.SENT, key)) for key in own.keys(Folder.SENT)]

    @asynccontextmanager
    async def _process(self, killed: str = "") -> AsyncIterator[tuple[Parts, DraftsHook]]:
        hook = self._bench.hook()
        way_out = self._way_out(hook)
        folder = state_folder() / "held"

        class Alone(Parts):
            def way_out(self, account: str = "") -> WayOut:
                return way_out

        async with open_parts() as opened:
            store = Store(folder, KEY)
            outbox = Outbox(
                folder, store, opened.mailbox, (OneAccount(hook),), on_step=_Steps(killed)
            )
            fields = {one.name: getattr(opened, one.name) for one in dataclasses.fields(opened)}
            try:
                yield Alone(**{**fields, "outbox": outbox}), hook
            finally:
                store.close()


class LackingContract:
    """The contract's third part; see :class:`~support.drafts_contract.DraftsContract`. How a hook
    has drafts marked makes no difference here: one way of each hook is enough."""

    @pytest.fixture
    def person(
        self, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Person]:
        monkeypatch.setenv("SCEAU_HOME", str(tmp_path / "home"))
        with bench.leaving() as way_out:
            yield Person(bench, way_out)

    @each_lacking
    def test_what_it_lacked_leaves_with_it_once(
        self, bench: Bench, person: Person, tmp_path: Path, lacking: Lacking
    ) -> None:
        bench.write(lacking.draft)
        report = person.sends(lacking.answers(tmp_path))
        assert report is not None
        assert report.ending == "sent", report
        assert [(one.recipients, said(one.content)) for one in bench.left()] == [
            (lacking.whole.people, lacking.whole)
        ]
        assert person.sent == [lacking.whole]
        assert bench.anywhere() == []
        assert person.takes_up() == []

    @each_lacking
    def test_killed_between_the_edit_and_the_sending_it_leaves_once_with_what_it_lacked(
        self, bench: Bench, person: Person, tmp_path: Path, lacking: Lacking
    ) -> None:
        bench.write(lacking.draft)
        assert person.sends(lacking.answers(tmp_path), killed="edit done") is None
        assert bench.left() == []
        assert [one.ending for one in person.takes_up()] == ["sent"]
        assert person.takes_up() == []
        assert [(one.recipients, said(one.content)) for one in bench.left()] == [
            (lacking.whole.people, lacking.whole)
        ]
        assert person.sent == [lacking.whole]
        assert bench.anywhere() == []

    def test_refused_the_draft_is_back_with_what_was_added_and_leaves_once_marked_again(
        self, bench: Bench, person: Person, tmp_path: Path
    ) -> None:
        bench.write(A_FILE.draft)
        report = Person(bench, lambda _: StrictWayOut(Result.PERMANENT)).sends(
            A_FILE.answers(tmp_path)
        )
        assert report is not None
        assert report.ending == "refused", report
        (back,) = bench.returned()
        assert bench.anywhere() == [back]
        assert said(back) == A_FILE.whole
        bench.mark_again()
        (draft,) = bench.noticed(bench.hook())
        assert said(draft.claim(new_id())) == A_FILE.whole
