"""What goes wrong with a mailbox, and what is made of it: each with its own sentence, and no draft
lost."""

from __future__ import annotations

import asyncio
import datetime
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from sceau.errors import SceauError, TryLater
from sceau.hooks.drafts import Watching, WatchState
from sceau.hooks.imap.connect import Server
from sceau.hooks.imap.hook import ImapDrafts
from sceau.outbox.sources import Standing
from support.dovecot import Dovecot, dovecot
from support.drafts_contract import NOTE, WAIT, draft_of, mail, new_id
from support.imap_client import MARKS, PASSWORD, USERS, ImapBench, done, once_it_answers

pytestmark = pytest.mark.e2e


def reason(server: Server, folder: str = "À vérifier") -> str:
    hook = ImapDrafts("chv", server, "one", folder=folder)
    with pytest.raises(SceauError) as told:
        list(hook.try_out())
    assert server.user not in str(told.value)
    return told.value.reason


def test_each_way_to_fail_has_its_own_sentence(bench: ImapBench, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    at = bench.at()
    assert reason(replace(at, secret=lambda: "faux")) == "imap-login-refused"
    assert reason(replace(at, secret=lambda: None)) == "imap-password-missing"
    assert reason(replace(at, ca_file="")) == "imap-certificate-unknown"
    assert reason(replace(at, ca_file=str(other))) == "imap-certificate-unknown"
    assert reason(replace(at, ca_file=str(tmp_path / "none.pem"))) == "imap-authority-unreadable"
    assert reason(replace(at, host="127.0.0.2")) in ("imap-not-there", "imap-certificate-name")
    assert reason(replace(at, host="nulle-part.invalid")) == "imap-no-such-host"
    assert reason(replace(at, port=1)) == "imap-not-there"
    assert reason(replace(at, host="mail.example", security="none")) == "imap-clear-text"
    assert reason(at, folder="Ailleurs") == "imap-no-folder"


def test_an_expired_certificate_is_told_before_any_password(tmp_path: Path) -> None:
    authority = trustme.CA()
    past = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
    certificate = authority.issue_cert("localhost", not_before=past, not_after=past)
    ca_file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    asked: list[str] = []

    def secret() -> str:
        asked.append("it was asked for")
        return PASSWORD

    async def serve() -> str:
        import ssl

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        listening = await asyncio.start_server(
            lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=context
        )
        async with listening:
            port = listening.sockets[0].getsockname()[1]
            at = Server("localhost", port, "tls", "camille", secret, str(ca_file))
            return await asyncio.to_thread(reason, at)

    assert asyncio.run(serve()) == "imap-certificate-expired"
    assert asked == []


def test_numbered_anew_by_the_server_it_is_found_by_its_bytes(
    bench: ImapBench, server: Dovecot
) -> None:
    bench.write(mail(1))
    bench.write(mail(2))
    draft, _ = bench.noticed(bench.hook(), 2)
    held = new_id()
    draft.claim(held)
    bench.close()
    server.number_anew(bench.user)
    again = bench.hook().reopen(draft_of(draft), mail(1))
    assert again.standing(held) is Standing.AS_SHOWN
    again.put_back(held, NOTE)
    assert bench.returned() == [mail(1)]
    assert bench.marked() == [mail(2)]


def test_with_its_folder_gone_there_is_nothing_to_give_back(bench: ImapBench) -> None:
    bench.write(mail())
    (draft,) = bench.noticed(bench.hook())
    held = new_id()
    draft.claim(held)
    with bench.client.connection() as line:
        done(line.delete(f'"{MARKS}"'))
    assert once_it_answers(lambda: draft.standing(held)) is Standing.GONE
    once_it_answers(lambda: draft.put_back(held, NOTE))
    once_it_answers(lambda: draft.remove(held))


def test_a_watch_survives_the_servers_restart_and_says_so(tmp_path: Path) -> None:
    told: list[WatchState] = []

    async def watch() -> bytes:
        with dovecot(USERS) as first:
            bench = ImapBench(first)
            async with aclosing(bench.hook().watch(told.append)) as noticed:
                bench.write(mail(1))
                async with asyncio.timeout(WAIT):
                    await anext(noticed)
                    await asyncio.to_thread(first.restart)
                    await asyncio.to_thread(bench.write, mail(2))
                    while True:
                        draft = await anext(noticed)
                        content = await asyncio.to_thread(draft.claim, new_id())
                        if content == mail(2):
                            return content

    assert asyncio.run(watch()) == mail(2)
    assert Watching.RETRYING in [one.watching for one in told]
    assert told[-1].watching is Watching.WATCHING


def test_a_refused_password_is_not_tried_again(bench: ImapBench) -> None:
    tries: list[str] = []

    def secret() -> str:
        tries.append("once more")
        return "faux"

    told: list[WatchState] = []
    hook = ImapDrafts("chv", replace(bench.at(), secret=secret), "one")

    async def watch() -> None:
        async with aclosing(hook.watch(told.append)) as noticed:
            waiting = asyncio.ensure_future(anext(noticed))
            async with asyncio.timeout(WAIT):
                while not told:
                    await asyncio.sleep(0.05)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(watch())
    assert [one.watching for one in told] == [Watching.STOPPED]
    assert told[0].sentence.key == "error.imap-login-refused"


def test_a_folder_of_another_name_and_case_is_found(bench: ImapBench) -> None:
    """The accent may be written as one letter or two, by another client."""
    for name in ("À VÉRIFIER", "à vérifier", "A\u0300 ve\u0301rifier"):
        bench.write(mail())
        hook = ImapDrafts("chv", bench.at(), "one", folder=name)
        (draft,) = hook.drafts()
        held = new_id()
        draft.claim(held)
        draft.remove(held)
        hook.close()


def test_a_draft_of_25_mb_comes_byte_for_byte(bench: ImapBench) -> None:
    large = mail() + b"x" * 70 + b"\r\n"
    large += (b"QUJD" * 18 + b"\r\n") * (25 * 2**20 // 74)
    bench.write(large)
    (draft,) = bench.noticed(bench.hook())
    assert draft.claim(new_id()) == large


QUOTA = """
mail_plugins = quota
plugin {
  quota = maildir:User
  quota_rule = *:storage=20K
}
"""


def test_a_full_mailbox_is_told_and_filed_into_later() -> None:
    copy = mail() + (b"x" * 70 + b"\r\n") * 400
    with dovecot(USERS, QUOTA) as full:
        bench = ImapBench(full)
        bench.write(mail())
        sent = bench.hook().sent
        with pytest.raises(SceauError, match="imap-full"):
            sent.file_sent(copy, "held.0", "<draft.1@cabinet-exemple.fr>")
        assert bench.sent() == []
        assert sent.file_sent(mail(), "held.0", "<draft.1@cabinet-exemple.fr>", again=True)
        assert bench.sent() == [mail()]
        (draft,) = bench.noticed(bench.hook())
        held = new_id()
        draft.claim(held)
        draft.put_back(held, NOTE)
        assert bench.returned() == [mail()]
        bench.close()


def test_where_the_server_files_itself_its_copy_is_waited_for_and_is_the_only_one(
    server: Dovecot,
) -> None:
    bench = ImapBench(server, files="server")
    sent = bench.hook().sent
    sent._patience = 0.5
    with pytest.raises(TryLater, match="imap-not-filed-yet"):
        sent.file_sent(mail(), "held.0", "<draft.1@cabinet-exemple.fr>")
    assert not sent.sent_since("<draft.1@cabinet-exemple.fr>", 0)
    bench.client.append("Sent", mail(), "\\Seen")
    assert not sent.file_sent(mail(), "held.0", "<draft.1@cabinet-exemple.fr>", again=True)
    assert bench.sent() == [mail()]
    assert sent.sent_since("<draft.1@cabinet-exemple.fr>", 0)
    assert not sent.sent_since("<draft.1@cabinet-exemple.fr>", 4_000_000_000)
    bench.close()


def test_a_copy_that_was_appended_twice_stays_once_and_others_stay(bench: ImapBench) -> None:
    """An APPEND that was given up may be carried out late; another mail with that Message-ID, or a
    copy a person edited, is none of ours."""
    other = mail(text="Tout autre chose.")
    for content in (mail(), mail(), other, mail(2)):
        bench.client.append("Sent", content, "\\Seen")
    sent = bench.hook().sent
    assert not sent.file_sent(mail(), "held.0", "<draft.1@cabinet-exemple.fr>", again=True)
    assert bench.sent() == [mail(), other, mail(2)]


def test_a_claim_that_a_client_copied_along_is_swept_and_no_other(bench: ImapBench) -> None:
    """Some clients keep every keyword of a draft that is edited and saved anew."""
    bench.write(mail(1))
    hook = bench.hook()
    (mine,) = bench.noticed(hook)
    mine.claim(new_id())
    bench.client.append(MARKS, mail(2), "\\Draft $sceau-one")
    bench.client.append(MARKS, mail(3), "\\Draft $sceau-two")
    hook.sweep(lambda: {mine.origin.place})
    (again,) = hook.drafts()
    assert again.claim(new_id()) == mail(2)
