"""Bad moments between the claim and the end, over a real mailbox and with the real outbox: whatever
happens to the draft meanwhile, it leaves once or goes back, and nobody else's mail is touched."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from sceau.errors import NotAllowed
from sceau.hooks.drafts import Watching, WatchState
from sceau.hooks.imap import watch as watching
from sceau.hooks.imap.hook import ImapDrafts
from sceau.outbox.held import Held
from sceau.outbox.mailbox import Mailbox
from sceau.outbox.outbox import Outbox
from sceau.outbox.sources import Source, Standing
from sceau.outbox.states import State
from sceau.outbox.store import Store
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import NOTE, WAIT, draft_of, mail, new_id
from support.held_mails import KEY, Told, outgoing, verdict_on
from support.imap_client import MARKS, PASSWORD, USERS, ImapBench, done, once_it_answers
from support.one_account import OneAccount

pytestmark = pytest.mark.e2e


def recreated(bench: ImapBench, *contents: bytes) -> None:
    """Delete the folder that marks and make it anew, as a person or a restored backup does; what
    is put into it gets the numbers of those that were there."""
    with bench.client.connection() as line:
        done(line.delete(f'"{MARKS}"'))
        done(line.create(f'"{MARKS}"'))
    for content in contents:
        bench.write(content)


def test_with_the_mailbox_made_anew_another_mail_of_the_same_number_is_not_ours(
    bench: ImapBench,
) -> None:
    bench.write(mail(1))
    (draft,) = bench.noticed(bench.hook())
    held = new_id()
    draft.claim(held)
    recreated(bench, mail(2))
    assert once_it_answers(lambda: draft.standing(held)) is Standing.GONE
    once_it_answers(lambda: draft.put_back(held, NOTE))
    once_it_answers(lambda: draft.remove(held))
    assert bench.marked() == [mail(2)]
    assert bench.returned() == []


def test_restored_from_a_backup_it_is_a_new_draft_and_shown_anew(bench: ImapBench) -> None:
    bench.write(mail(1))
    hook = bench.hook()
    (draft,) = bench.noticed(hook)
    held = new_id()
    draft.claim(held)
    recreated(bench, mail(1))
    assert once_it_answers(lambda: draft.standing(held)) is Standing.GONE
    once_it_answers(lambda: draft.put_back(held, NOTE))
    once_it_answers(lambda: draft.remove(held))
    (again,) = bench.noticed(hook)
    assert draft_of(again) != draft_of(draft)
    assert again.claim(new_id()) == mail(1)


class Kept:
    """An outbox on a mailbox, as a process of its own has it."""

    def __init__(self, hook: ImapDrafts, folder: Path) -> None:
        self.hook = hook
        self.way = Told(sent=hook.sent)
        self.outbox = Outbox(
            folder, Store(folder, KEY), Mailbox(folder / "mailbox"), (OneAccount(hook),)
        )

    def confirmed(self, draft: Source, copy: bytes) -> Held:
        held = self.outbox.hold(draft)
        self.outbox.confirm(held, verdict_on(held.raw))
        out = outgoing(content=copy, message_id="<draft.1@cabinet-exemple.fr>")
        self.outbox.ready(held, [out])
        return held


QUOTA = """
mail_plugins = quota
plugin {
  quota = maildir:User
  quota_rule = *:storage=40K
}
"""


def test_with_a_full_mailbox_it_leaves_once_and_is_filed_when_there_is_room(tmp_path: Path) -> None:
    """Filing that fails undoes nothing: the draft stays claimed, and is not sent again."""
    with dovecot(USERS, QUOTA) as full:
        bench = ImapBench(full)
        bench.write(mail())
        bench.client.append("Trash", mail() + (b"x" * 70 + b"\r\n") * 200, "\\Seen")
        copy = mail() + (b"y" * 70 + b"\r\n") * 400
        kept = Kept(bench.hook(), tmp_path)
        (draft,) = bench.noticed(kept.hook)
        held = kept.confirmed(draft, copy)
        outcome = asyncio.run(kept.outbox.dispatch(held, kept.way))
        assert (outcome.state, outcome.left) == (State.SUBMITTED, True)
        assert outcome.next is not None
        assert (bench.sent(), kept.hook.drafts()) == ([], [])
        held.release()
        bench.client.delete_all("Trash")
        again = Kept(bench.hook(), tmp_path)
        (held,) = again.outbox.unfinished()
        outcome = asyncio.run(again.outbox.take_up(held, again.way))
        assert outcome.state is State.REMOVED
        assert (len(bench.sent()), bench.anywhere()) == (1, [])
        assert (len(kept.way.submitted), again.way.submitted) == (1, [])
        bench.close()


@pytest.mark.parametrize("what", ["edit", "delete", "move_away", "send_elsewhere"])
def test_what_its_writer_does_while_it_is_confirmed_holds_it_back(
    bench: ImapBench, tmp_path: Path, what: str
) -> None:
    bench.write(mail())
    kept = Kept(bench.hook(), tmp_path)
    (draft,) = bench.noticed(kept.hook)
    held = kept.confirmed(draft, mail())
    getattr(bench, what)(*((mail(text="Autre chose."),) if what == "edit" else ()))
    before = bench.anywhere()
    with pytest.raises(NotAllowed, match="draft-not-as-shown"):
        asyncio.run(kept.outbox.dispatch(held, kept.way))
    assert kept.outbox.keep(held).state is State.KEPT
    assert kept.way.submitted == []
    assert bench.anywhere() == before


def test_a_changed_password_stops_the_watch_until_the_new_one_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_STOPPED", 0.1)
    told: list[WatchState] = []
    known = [PASSWORD]
    tries: list[str] = []

    def secret() -> str:
        tries.append(known[0])
        return known[0]

    async def watch() -> None:
        with dovecot(USERS) as imap:
            bench = ImapBench(imap)
            hook = ImapDrafts("chv", replace(bench.at(), secret=secret), "one")
            async with asyncio.timeout(WAIT), aclosing(hook.watch(told.append)) as noticed:
                bench.write(mail(1))
                await anext(noticed)
                imap.set_password(bench.user, "tout-neuf-Épeautre")
                await asyncio.to_thread(imap.restart)
                while told[-1].watching is not Watching.STOPPED:
                    await asyncio.sleep(0.05)
                known[0] = "tout-neuf-Épeautre"
                await anext(noticed)

    asyncio.run(watch())
    assert told[-1].watching is Watching.WATCHING
    assert Watching.STOPPED in [one.watching for one in told]


def test_a_clock_that_jumps_keeps_no_watch_waiting(
    server: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pauses are counted in seconds that pass, not by the time of day."""
    import random
    import time

    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + random.uniform(-1, 1) * 40_000)

    async def watch() -> list[bytes]:
        bench = ImapBench(server)
        found: list[bytes] = []
        async with asyncio.timeout(20), aclosing(bench.hook().watch(lambda _: None)) as noticed:
            for number in range(3):
                await asyncio.to_thread(bench.write, mail(number))
                while mail(number) not in found:
                    draft = await anext(noticed)
                    found.append(await asyncio.to_thread(draft.claim, new_id()))
        bench.close()
        return found

    assert asyncio.run(watch()) == [mail(number) for number in range(3)]
