"""Servers that speak UTF-8 (RFC 6855): names and headers as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from sceau.hooks.imap.connect import Server
from support.dovecot import Dovecot
from support.drafts_contract import NOTE, DraftsContract, mail, new_id
from support.drafts_meanwhile import MeanwhileContract
from support.imap_client import MARKS, PASSWORD, ImapBench
from support.utf8_line import Utf8Line, utf8_line

pytestmark = pytest.mark.e2e

ADDRESSED = (
    mail()
    .replace(b"Jeanne Moreau <jeanne.moreau@", "Zoé Moreau <zoé.moreau@".encode())
    .replace(b"draft.1@cabinet-exemple.fr", "brouillon.1@cabinet-exempl\u00e9.fr".encode())
)
"""A draft to an address in UTF-8, as a client of such a server writes it."""
ID = "<brouillon.1@cabinet-exemplé.fr>"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def line(server: Dovecot, authority: trustme.CA) -> Iterator[Utf8Line]:
    with utf8_line(server.port, authority) as running:
        yield running


class Utf8Bench(ImapBench):
    """A mailbox that the helpers reach by the line in UTF-8; the person's client goes past it."""

    def __init__(self, server: Dovecot, line: Utf8Line, ca_file: Path) -> None:
        super().__init__(server)
        self._line = line
        self._ca_file = ca_file

    def at(self, port: int = 0) -> Server:
        return Server(
            "localhost", port or self._line.port, "tls", self.user, lambda: PASSWORD,
            str(self._ca_file),
        )  # fmt: skip


def bench_on(server: Dovecot, line: Utf8Line, authority: trustme.CA, folder: Path) -> Utf8Bench:
    ca_file = folder / "line.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return Utf8Bench(server, line, ca_file)


@pytest.fixture
def bench(
    server: Dovecot, line: Utf8Line, authority: trustme.CA, tmp_path: Path
) -> Iterator[Utf8Bench]:
    one = bench_on(server, line, authority, tmp_path)
    yield one
    one.close()
    assert line.broken == []


class TestInUtf8(DraftsContract, MeanwhileContract):
    """The whole contract, with nothing said that the RFC forbids."""


def test_the_folder_is_named_in_utf8(bench: Utf8Bench, line: Utf8Line) -> None:
    bench.write(mail())
    bench.noticed(bench.hook())
    selected = [one for one in line.heard if b" EXAMINE " in one or b" SELECT " in one]
    assert "À vérifier".encode() in selected[-1]
    assert not any(b"&AMA-" in one for one in line.heard)


def test_the_folder_that_is_missing_is_made_and_named_as_every_client_reads_it(
    bench: Utf8Bench,
) -> None:
    with bench.client.connection() as client:
        client.delete(f'"{MARKS}"')
    bench.hook().prepare()
    assert bench.client.messages(MARKS) == []


def test_a_draft_to_an_address_in_utf8_is_read_and_kept_byte_for_byte(bench: Utf8Bench) -> None:
    bench.write(ADDRESSED)
    (draft,) = bench.noticed(bench.hook())
    held = new_id()
    assert draft.claim(held) == ADDRESSED
    draft.put_back(held, NOTE)
    assert bench.returned() == [ADDRESSED]


def test_what_was_changed_is_given_back_with_its_header_in_utf8(
    bench: Utf8Bench, line: Utf8Line
) -> None:
    """Those who got it already were taken out: the draft is written anew."""
    bench.write(ADDRESSED)
    (draft,) = bench.noticed(bench.hook())
    held = new_id()
    draft.claim(held)
    changed = ADDRESSED.replace(b"Bilan 1", b"Bilan 2")
    line.heard.clear()
    draft.restore(held, changed, changed=True)
    draft.put_back(held, NOTE)
    assert bench.returned() == [changed]
    assert [b" UTF8 (~{" in one for one in line.heard if b" APPEND " in one] == [True]


def test_its_copy_is_filed_once_and_found_by_a_message_id_in_utf8(bench: Utf8Bench) -> None:
    sent = bench.hook().sent
    assert sent.file_sent(ADDRESSED, "key.0", ID)
    assert not sent.file_sent(ADDRESSED, "key.0", ID, again=True)
    assert bench.sent() == [ADDRESSED]


def test_a_message_id_in_utf8_is_found_where_utf8_is_not_spoken(server: Dovecot) -> None:
    plain = ImapBench(server)
    sent = plain.hook().sent
    assert sent.file_sent(ADDRESSED, "key.0", ID)
    assert not sent.file_sent(ADDRESSED, "key.0", ID, again=True)
    assert plain.sent() == [ADDRESSED]
    plain.close()


def test_an_ascii_mail_is_appended_as_ever(bench: Utf8Bench, line: Utf8Line) -> None:
    line.heard.clear()
    bench.hook().sent.file_sent(mail(), "key.0", "<draft.1@cabinet-exemple.fr>")
    assert bench.sent() == [mail()]
    assert [b" UTF8 (" in one for one in line.heard if b" APPEND " in one] == [False]


def test_a_server_that_will_not_after_all_is_spoken_to_as_before(
    server: Dovecot, authority: trustme.CA, tmp_path: Path
) -> None:
    with utf8_line(server.port, authority, enables=False) as line:
        bench = bench_on(server, line, authority, tmp_path)
        bench.write(mail())
        (draft,) = bench.noticed(bench.hook())
        assert draft.claim(new_id()) == mail()
        assert any(MARKS.encode() in one for one in line.heard)
        assert line.broken == []
        bench.close()


def test_the_line_is_strict(bench: Utf8Bench, line: Utf8Line) -> None:
    """A client that says what the RFC forbids is refused each time; so the tests can fail."""
    from imapclient import IMAPClient
    from imapclient.exceptions import IMAPClientError

    def client() -> IMAPClient:
        import ssl

        context = ssl.create_default_context(cafile=bench.at().ca_file)
        made = IMAPClient("localhost", line.port, ssl_context=context)
        made.plain_login(bench.user, PASSWORD)
        return made

    late = client()
    late.select_folder("INBOX")
    forgetful = client()
    forgetful.folder_encode = False
    forgetful._imap._encoding = "utf-8"
    enabled = client()
    enabled.enable("UTF8=ACCEPT")
    with pytest.raises(IMAPClientError):
        late._imap.state = "AUTH"
        late.enable("UTF8=ACCEPT")
    with pytest.raises(IMAPClientError):
        forgetful.select_folder("À vérifier")
    with pytest.raises(IMAPClientError):
        enabled.select_folder("À vérifier")  # in modified UTF-7
    with pytest.raises(IMAPClientError):
        enabled.append("INBOX", ADDRESSED)
    enabled.select_folder("INBOX")
    with pytest.raises(IMAPClientError):
        enabled.search(["TEXT", "é"], "UTF-8")
    with pytest.raises(IMAPClientError):
        forgetful.append("INBOX", ADDRESSED)
    assert len(line.broken) == 6
    line.broken.clear()
    for one in (late, forgetful, enabled):
        one.shutdown()
    bench.write(ADDRESSED)
    unaware = client()
    unaware.select_folder("À vérifier")
    (given,) = unaware.fetch(unaware.search(), ["BODY.PEEK[]"]).values()
    assert b"zo??.moreau@" in given[b"BODY[]"]
    unaware.shutdown()
