"""The strict stand-in answers as the recorded server did, and refuses what it refused.

Every recorded request is sent again, byte for byte but for the ids, which each server makes its
own; the answer must be of the same class and code, and hold nothing the recorded one did not.
"""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import httpx
import pytest

from support.strict_exchange.mailbox import Item, Person, Refused
from support.strict_exchange.reading import M, local
from support.strict_exchange.server import StrictExchange, strict_exchange

RECORDED = Path(__file__).parents[2] / "support" / "strict_exchange" / "recorded"
STEPS = sorted(one.name.removesuffix("-request.xml") for one in RECORDED.glob("*-request.xml"))
BEYOND = {"ContentType", "IsInline", "FolderClass"}
"""What Microsoft's own schema puts there, and the recorded server did not."""


@pytest.fixture(scope="module")
def exchange() -> Iterator[StrictExchange]:
    with strict_exchange("alice@lab.test", users={"alice@lab.test": "sesame"}) as server:
        yield server


class Replay:
    """Sends recorded requests, with the ids that were learned from the answers so far."""

    def __init__(self, exchange: StrictExchange) -> None:
        self._exchange = exchange
        self._ids: dict[str, str] = {}
        self._client = httpx.Client(
            verify=_context(exchange.ca_file), auth=("alice@lab.test", "sesame"), timeout=60
        )

    def learn(self, recorded: str, real: str) -> None:
        """Say which id of this server stands for a recorded one."""
        self._ids[recorded] = real

    def step(self, name: str) -> tuple[Element, Element]:
        """Send a recorded request; give the recorded answer and this one."""
        request = (RECORDED / f"{name}-request.xml").read_text(encoding="utf-8")
        for before, now in self._ids.items():
            request = request.replace(f'"{before}"', f'"{now}"').replace(f">{before}<", f">{now}<")
        response = self._client.post(
            self._exchange.url,
            content=request.encode(),
            headers={"Content-Type": "text/xml; charset=utf-8"},
        )
        assert response.status_code == 200, response.text
        told = message(ElementTree.fromstring(response.content))
        wanted = message(ElementTree.fromstring((RECORDED / f"{name}-response.xml").read_bytes()))
        for one, other in zip(_named(wanted), _named(told), strict=False):
            self._ids.setdefault(one, other)
            self._ids[one] = other
        return wanted, told


def _context(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)


def message(envelope: Element) -> Element:
    """Give the one response message."""
    (found,) = [one for one in envelope.iter() if local(one).endswith("ResponseMessage")]
    return found


def _named(told: Element) -> list[str]:
    """The ids, change keys and states in an answer, in their order."""
    found: list[str] = []
    for one in told.iter():
        if local(one) in ("ItemId", "AttachmentId", "RootItemId"):
            names = ("Id", "ChangeKey", "RootItemId", "RootItemChangeKey")
            found += [value for name in names if (value := one.get(name))]
        elif local(one) in ("SyncState", "SubscriptionId"):
            found.append(one.text or "")
    return found


def shape(told: Element) -> set[str]:
    """The paths of element names in an answer."""
    paths: set[str] = set()

    def walk(one: Element, above: str) -> None:
        path = f"{above}/{local(one)}"
        paths.add(path)
        for child in one:
            walk(child, path)

    walk(told, "")
    return paths


def test_every_recorded_step_is_answered_as_it_was(exchange: StrictExchange) -> None:
    replay = Replay(exchange)
    known: dict[str, Item] = {}
    for name in STEPS:
        if name.startswith("17-"):  # the user edits the draft in their client meanwhile
            (draft,) = exchange.box.within(exchange.box.role("drafts").id)
            exchange.box.update(draft.id, "", never_overwrite=False, subject="Compte rendu")
        if name.startswith("24-"):  # another draft, saved before
            known["next"] = exchange.box.create(
                exchange.box.role("drafts").id, subject="Compte rendu", to=(Person("un@lab.test"),)
            )
            request = (RECORDED / f"{name}-request.xml").read_text(encoding="utf-8")
            (named,) = re.findall(r'<t:ItemId Id="([^"]+)" ChangeKey="([^"]+)"', request)
            replay.learn(named[0], known["next"].id)
            replay.learn(named[1], known["next"].change_key)
        wanted, told = replay.step(name)
        assert told.tag == wanted.tag, name
        assert told.get("ResponseClass") == wanted.get("ResponseClass"), name
        code = f"{M}ResponseCode"
        assert told.findtext(code) == wanted.findtext(code), name
        surplus = {one for one in shape(told) - shape(wanted) if Path(one).name not in BEYOND}
        assert not surplus, (name, surplus)
    assert len(exchange.box.sent) == 1


def test_a_change_key_changes_with_every_update(exchange: StrictExchange) -> None:
    box = exchange.box
    draft = box.create(box.role("drafts").id, subject="a", to=(Person("un@lab.test"),))
    keys = {draft.change_key}
    file = box.new_file("a.pdf", "application/pdf", b"a")
    for changed in (
        box.update(draft.id, draft.change_key, never_overwrite=True, subject="b"),
        box.attach(draft.id, file),
        box.detach(file.id),
    ):
        keys.add(changed.change_key)
    assert len(keys) == 4


def test_an_attachment_keeps_its_id_when_another_goes(exchange: StrictExchange) -> None:
    box = exchange.box
    draft = box.create(box.role("drafts").id)
    first, second = (box.new_file(name, "", name.encode()) for name in ("a", "b"))
    box.attach(draft.id, first)
    box.attach(draft.id, second)
    box.detach(first.id)
    assert box.file(second.id)[1].content == b"b"
    with pytest.raises(Refused, match="ErrorItemNotFound"):
        box.file(first.id)


@pytest.mark.parametrize("deed", ["move", "send"])
def test_of_many_at_once_exactly_one_succeeds(exchange: StrictExchange, deed: str) -> None:
    box = exchange.box
    work = box.create_folder(box.role("msgfolderroot").id, f"work for {deed}")
    draft = box.create(box.role("drafts").id, to=(Person("un@lab.test"),))
    before, won, lost = len(box.sent), [], []

    def run() -> None:
        try:
            if deed == "move":
                box.move(draft.id, work.id)
            else:
                box.send(draft.id, draft.change_key, box.role("sentitems").id)
            won.append(1)
        except Refused as refused:
            lost.append(refused.code)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(won) == 1
    assert lost == ["ErrorItemNotFound"] * 7
    assert len(box.sent) - before == (deed == "send")


REFUSED = {
    "an unknown item": ("get", ("nothing",), "ErrorItemNotFound"),
    "an unknown folder": ("folder", ("nothing",), "ErrorFolderNotFound"),
    "an unknown attachment": ("file", ("nothing",), "ErrorItemNotFound"),
}


@pytest.mark.parametrize(("name", "values", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_there_is_refused(
    exchange: StrictExchange, name: str, values: tuple[str], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        getattr(exchange.box, name)(*values)


def test_what_was_never_recorded_is_refused(exchange: StrictExchange) -> None:
    replay = Replay(exchange)
    body = (RECORDED / "05-create-draft-CreateItem-request.xml").read_text(encoding="utf-8")
    for before, now in (
        ('MessageDisposition="SaveOnly"', 'MessageDisposition="SendOnly"'),
        ("m:CreateItem", "m:ArchiveItem"),
    ):
        answer = replay._client.post(exchange.url, content=body.replace(before, now).encode())
        assert "ErrorAccessDenied" in answer.text or "ErrorInvalidRequest" in answer.text


def test_whoever_asks_for_events_is_told_each_once_and_is_refused_what_never_was(
    exchange: StrictExchange,
) -> None:
    box, told = exchange.box, exchange.subscriptions
    drafts = box.role("drafts").id
    id = told.new(box, drafts)
    before = str(len(box.changes))
    assert "StatusEvent" in told.pulled(id, before)
    box.create(drafts, subject="Bilan")
    first = told.pulled(id, before)
    assert first.count("<t:CreatedEvent>") == 1 and "StatusEvent" not in first
    assert "StatusEvent" in told.pulled(id, str(len(box.changes)))
    for wrong, code in (
        ((id, "x"), "ErrorInvalidWatermark"),
        ((id, "9999"), "ErrorInvalidWatermark"),
        (("nobody", before), "ErrorSubscriptionNotFound"),
    ):
        with pytest.raises(Refused, match=code):
            told.pulled(*wrong)


def test_a_wrong_password_is_refused(exchange: StrictExchange) -> None:
    answer = httpx.post(
        exchange.url,
        content=b"<x/>",
        verify=_context(exchange.ca_file),
        auth=("alice@lab.test", "wrong"),
    )
    assert answer.status_code == 401
