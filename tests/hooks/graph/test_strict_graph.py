"""The strict stand-in for Graph refuses what Graph's descriptions do not know, or refuse."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from support.letters import letter
from support.strict_exchange.mailbox import Item, Person
from support.strict_graph.server import StrictGraph, strict_graph

MIME = {"Content-Type": "text/plain"}
WHOLE = 327_680
"""A piece of an upload is a multiple of it (320 KiB), but the last."""


def named(draft: Item) -> str:
    """Give its id as one part of a path."""
    return quote(draft.id, safe="")


class Client:
    """Asks as a program does that is signed in."""

    def __init__(self, graph: StrictGraph) -> None:
        self.graph = graph
        token = {"Authorization": f"Bearer {graph.token()}"}
        self.http = httpx.Client(
            base_url=graph.base, verify=graph.context, headers=token, timeout=60
        )

    def draft(self) -> Item:
        """Save a draft that can be sent."""
        box = self.graph.box
        return box.create(box.role("drafts").id, to=(Person("un@clinique.example"),))

    def session(self, size: int) -> str:
        """Begin to upload a file; give where to."""
        item = {"attachmentType": "file", "name": "a.pdf", "size": size}
        path = f"me/messages/{named(self.draft())}/attachments/createUploadSession"
        told = self.http.post(path, json={"AttachmentItem": item})
        assert told.status_code == 201, told.text
        return str(told.json()["uploadUrl"])

    def put(self, place: str, start: int, content: bytes, total: int) -> int:
        """Upload a piece, without a token as it must be; give the status."""
        span = f"bytes {start}-{start + len(content) - 1}/{total}"
        sent = httpx.put(
            place, content=content, headers={"Content-Range": span}, verify=self.graph.context
        )
        return sent.status_code


@pytest.fixture
def client() -> Iterator[Client]:
    with strict_graph() as graph:
        made = Client(graph)
        yield made
        made.http.close()


UNKNOWN = {
    "sendMail, which a lost answer repeats": ("POST", "me/sendMail"),
    "a reply made by the server": ("POST", "me/messages/x/reply"),
    "a deletion that goes to Deleted Items": ("DELETE", "me/messages/x"),
    "a listing of everything": ("GET", "me/messages"),
}


@pytest.mark.parametrize(("method", "path"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_used_is_refused(client: Client, method: str, path: str) -> None:
    assert client.http.request(method, path, json={}).status_code == 400
    assert client.graph.box.sent == []


def test_without_a_good_token_nothing_is_done(client: Client) -> None:
    draft = client.draft()
    client.graph.tokens.clear()
    assert client.http.post(f"me/messages/{named(draft)}/send").status_code == 401
    assert client.graph.box.sent == []


def test_another_persons_mailbox_is_not_there(client: Client) -> None:
    path = "users/paul@clinique.example/mailFolders/drafts"
    assert client.http.get(path).status_code == 404
    assert client.http.get("users/alice@clinique.example/mailFolders/drafts").status_code == 200


def test_a_change_key_that_is_no_longer_the_current_one_changes_nothing(client: Client) -> None:
    draft = client.draft()
    path, mine = f"me/messages/{named(draft)}", {"categories": ["Envoyer avec Sceau"]}
    before = {"If-Match": f'W/"{draft.change_key}"'}
    assert client.http.patch(path, json=mine, headers=before).status_code == 200
    assert client.http.patch(path, json={"categories": []}, headers=before).status_code == 412
    assert client.graph.box.get(draft.id).categories == ("Envoyer avec Sceau",)


def test_a_draft_is_sent_once(client: Client) -> None:
    path = f"me/messages/{named(client.draft())}/send"
    assert [client.http.post(path).status_code for _ in range(2)] == [202, 404]
    assert len(client.graph.box.sent) == 1


def test_mime_is_taken_in_base64_as_text_alone(client: Client) -> None:
    path, content = "me/mailFolders/drafts/messages", base64.b64encode(letter())
    assert client.http.post(path, content=content, headers=MIME).status_code == 201
    typed = {"Content-Type": "message/rfc822"}
    assert client.http.post(path, content=content, headers=typed).status_code == 400


def test_a_request_of_more_than_4_mb_is_too_large(client: Client) -> None:
    path, content = "me/mailFolders/drafts/messages", b"A" * (4 * 2**20 + 4)
    assert client.http.post(path, content=content, headers=MIME).status_code == 413


def test_a_file_of_more_than_3_mb_is_not_taken_in_one(client: Client) -> None:
    content = base64.b64encode(b"x" * (3 * 2**20 + 1)).decode()
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "contentBytes": content}
    path = f"me/messages/{named(client.draft())}/attachments"
    assert client.http.post(path, json=file).status_code in (400, 413)


PIECES = {
    "in their order, the last of any length": ([(0, WHOLE), (WHOLE, 10)], WHOLE + 10, [200, 201]),
    "not from the beginning": ([(WHOLE, 10)], WHOLE + 10, [400]),
    "one twice": ([(0, WHOLE), (0, WHOLE)], 2 * WHOLE + 1, [200, 400]),
    "of no multiple of 320 KiB": ([(0, WHOLE - 1)], WHOLE + 10, [400]),
    "of another whole": ([(0, WHOLE)], WHOLE + 11, [400]),
}


@pytest.mark.parametrize(("pieces", "total", "told"), PIECES.values(), ids=PIECES)
def test_pieces_of_a_file_are_taken(
    client: Client, pieces: list[tuple[int, int]], total: int, told: list[int]
) -> None:
    place = client.session(WHOLE + 10 if told != [200, 400] else total)
    assert [client.put(place, at, b"x" * many, total) for at, many in pieces] == told


def test_a_piece_with_a_token_is_refused(client: Client) -> None:
    place = client.session(10)
    span = {"Content-Range": "bytes 0-9/10"}
    assert client.http.put(place, content=b"x" * 10, headers=span).status_code == 400


def test_where_one_was_is_forgotten_after_a_while(client: Client) -> None:
    path = "me/mailFolders/drafts/messages/delta?$deltatoken=99999"
    assert client.http.get(path).status_code == 410
