"""The fake Outlook refuses what the real one refuses, by the published members of its classes and
their documented errors; what it does not, no test of the hook could find.

Sources: Outlook VBA reference (Recipients.Item counts from 1; an item of which Send was called is
of no use; MailItem.Send cancelled by ItemSend; PropertyAccessor.GetProperty of what is not set;
inline responses cannot be sent or copied by a program), MAPI error codes (MAPI_E_*), and COM's
(DISP_E_*, RPC_E_CALL_REJECTED, RPC_S_SERVER_UNAVAILABLE).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sceau.hooks.outlook.objects import Busy, Gone, Refused
from support.fake_outlook.application import Application
from support.fake_outlook.base import (
    ABORTED,
    BAD_COUNT,
    CALL_REJECTED,
    DELETED,
    FAILED,
    INVALID,
    MEMBER_NOT_FOUND,
    NOT_FOUND,
    NOT_THERE,
    TYPE_MISMATCH,
    UNKNOWN_NAME,
)
from support.fake_outlook.items import NO_RECIPIENTS, NOT_INLINE
from support.fake_outlook.people import SCHEMA, SMTP

MARIE = "marie.durand@orange.example"


@pytest.fixture
def outlook() -> Application:
    return Application()


def written(outlook: Application, **values: Any) -> Any:
    """Give a mail to somebody, with a file."""
    mail = outlook.mail(Subject="Bilan", Body="Bonjour.", **values)
    mail.to(MARIE)
    mail._Attachments.put_in("Bilan.pdf", b"%PDF-1.7 x")
    return mail


Do = Callable[[Application, Any], object]

REFUSED: list[tuple[str, Do, int]] = [
    ("a member nobody knows", lambda _, mail: mail.get("Recipient"), UNKNOWN_NAME),
    ("a member of another class", lambda _, mail: mail.get("Start"), UNKNOWN_NAME),
    ("a method read", lambda _, mail: mail.get("Send"), MEMBER_NOT_FOUND),
    ("a property called", lambda _, mail: mail.call("Recipients"), MEMBER_NOT_FOUND),
    ("what can only be read", lambda _, mail: mail.put("EntryID", "1"), MEMBER_NOT_FOUND),
    ("a number for a text", lambda _, mail: mail.put("Subject", 1), TYPE_MISMATCH),
    ("true for a number", lambda _, mail: mail.put("BodyFormat", True), TYPE_MISMATCH),
    ("a body of no format there is", lambda _, mail: mail.put("BodyFormat", 7), INVALID),
    ("too many arguments", lambda _, mail: mail.call("Send", 1), BAD_COUNT),
    ("too few", lambda _, mail: mail.call("Close"), BAD_COUNT),
    ("the recipient before the first", lambda _, mail: people(mail).call("Item", 0), INVALID),
    ("the one behind the last", lambda _, mail: people(mail).call("Item", 2), INVALID),
    ("one by a name", lambda _, mail: people(mail).call("Item", "Marie"), INVALID),
    ("a recipient of no name", lambda _, mail: people(mail).call("Add", " "), INVALID),
    ("one taken out twice", lambda _, mail: taken_out_twice(people(mail)), INVALID),
    ("one of no kind there is", lambda _, mail: first(people(mail)).put("Type", 4), INVALID),
    ("who is not known", lambda _, mail: unknown(mail).get("AddressEntry"), FAILED),
    ("a tag that is not set", lambda _, mail: tag(mail, f"{SCHEMA}0x0070001F"), NOT_FOUND),
    ("a tag that is none", lambda _, mail: tag(mail, "Subject"), INVALID),
    ("a file that is not there", lambda _, mail: files(mail).call("Add", "/no/file"), NOT_FOUND),
    ("a file by reference", lambda _, mail: files(mail).call("Add", "/x", 4), INVALID),
    ("saved where nobody may", lambda _, mail: save(mail, "/proc/x/y"), NOT_FOUND),
    ("a file another program holds", lambda _, mail: save_locked(mail), 0x80070020),
    ("a mail to nobody", lambda outlook, _: outlook.mail().call("Send"), NO_RECIPIENTS),
    ("a mail to whom nobody knows", lambda _, mail: (unknown(mail), mail.call("Send")), FAILED),
    ("sending what is written in the pane", lambda _, mail: in_pane(mail, "Send"), NOT_INLINE),
    ("copying it", lambda _, mail: in_pane(mail, "Copy"), NOT_INLINE),
    ("closing it", lambda _, mail: in_pane(mail, "Close", 1), NOT_INLINE),
    ("deleting it", lambda _, mail: in_pane(mail, "Delete"), NOT_INLINE),
    ("an add-in it does not know", lambda outlook, _: add_in(outlook, "Other.One"), INVALID),
    ("an add-in before the first", lambda outlook, _: add_in(outlook, 0), INVALID),
    ("the talk of what was never saved", lambda _, mail: mail.call("GetConversation"), FAILED),
    ("an item of another kind", lambda outlook, _: outlook.call("CreateItem", 1), INVALID),
]  # fmt: skip


def people(mail: Any) -> Any:
    return mail.get("Recipients")


def files(mail: Any) -> Any:
    return mail.get("Attachments")


def first(collection: Any) -> Any:
    return collection.call("Item", 1)


def unknown(mail: Any) -> Any:
    return people(mail).call("Add", "Quelqu’un")


def taken_out_twice(collection: Any) -> None:
    collection.call("Remove", 1)
    collection.call("Remove", 1)


def tag(mail: Any, name: str) -> Any:
    return mail.get("PropertyAccessor").call("GetProperty", name)


def save(mail: Any, path: str) -> None:
    first(files(mail)).call("SaveAsFile", path)


def save_locked(mail: Any) -> None:
    first(files(mail)).locked = True
    save(mail, "/dev/null")


def in_pane(mail: Any, method: str, *given: int) -> None:
    mail.inline = True
    mail.call(method, *given)


def add_in(outlook: Application, which: int | str) -> Any:
    return outlook.get("COMAddIns").call("Item", which)


@pytest.mark.parametrize(("do", "code"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_it_refuses(outlook: Application, do: Do, code: int) -> None:
    mail = written(outlook)
    with pytest.raises(Refused) as refused:
        do(outlook, mail)
    assert refused.value.code & 0xFFFFFFFF == code
    assert not outlook.submitted


def test_a_handler_that_cancels_keeps_it_and_all_are_asked(outlook: Application) -> None:
    asked: list[str] = []
    outlook.handlers += [
        lambda _: asked.append("first") or True,  # type: ignore[func-returns-value]
        lambda _: asked.append("second") or False,  # type: ignore[func-returns-value]
    ]
    mail = written(outlook)
    with pytest.raises(Refused) as refused:
        mail.call("Send")
    assert refused.value.code & 0xFFFFFFFF == ABORTED
    assert (asked, outlook.submitted) == (["first", "second"], [])
    assert mail.get("Subject") == "Bilan"


def test_what_was_sent_is_of_no_use_any_more(outlook: Application) -> None:
    mail = written(outlook)
    mail.call("Send")
    assert [one["people"] for one in outlook.submitted] == [[(1, MARIE)]]
    with pytest.raises(Refused) as refused:
        mail.get("Subject")
    assert refused.value.code & 0xFFFFFFFF == DELETED


def test_what_was_taken_out_is_of_no_use_any_more(outlook: Application) -> None:
    mail = written(outlook)
    one = first(people(mail))
    people(mail).call("Remove", 1)
    assert people(mail).get("Count") == 0
    with pytest.raises(Refused) as refused:
        one.get("Name")
    assert refused.value.code & 0xFFFFFFFF == DELETED


def test_a_busy_outlook_rejects_calls_and_takes_them_later(outlook: Application) -> None:
    mail = written(outlook)
    outlook.world.busy = 2
    for _ in range(2):
        with pytest.raises(Busy) as busy:
            mail.get("Subject")
        assert busy.value.code & 0xFFFFFFFF == CALL_REJECTED
    assert mail.get("Subject") == "Bilan"


def test_an_outlook_that_was_killed_answers_nothing(outlook: Application) -> None:
    mail = written(outlook)
    outlook.world.gone = True
    for do in (lambda: mail.get("Subject"), lambda: outlook.get("Session")):
        with pytest.raises(Gone) as gone:
            do()
        assert gone.value.code & 0xFFFFFFFF == NOT_THERE


def test_exchange_tells_an_address_by_its_own_ways_alone(outlook: Application) -> None:
    known = outlook.book.add("Claire", "/o=ghe/cn=claire", kind="EX", smtp="claire@ghe.example")
    left = outlook.book.add("Jean", "/o=ghe/cn=jean", kind="EX")
    mail = outlook.mail()
    one, other = mail.to(known), mail.to(left)
    assert one.get("Address").startswith("/o=") and other.get("Address").startswith("/o=")
    assert one.get("PropertyAccessor").call("GetProperty", SCHEMA + SMTP) == "claire@ghe.example"
    assert known.call("GetExchangeUser").get("PrimarySmtpAddress") == "claire@ghe.example"
    assert left.call("GetExchangeUser") is None


def test_a_mail_in_a_mail_is_written_anew_each_time(outlook: Application, tmp_path: Path) -> None:
    mail = written(outlook)
    inner = mail._Attachments.put_in("Suivi.msg", b"\xd0\xcf\x11\xe0", kind=5)
    for name in ("1.msg", "2.msg"):
        inner.call("SaveAsFile", str(tmp_path / name))
    assert (tmp_path / "1.msg").read_bytes() != (tmp_path / "2.msg").read_bytes()


def test_html_and_plain_text_are_kept_in_step(outlook: Application) -> None:
    mail = written(outlook)
    mail.put("HTMLBody", "<p>Bonjour <b>Marie</b></p>")
    assert (mail.get("Body").split(), mail.get("BodyFormat")) == (["Bonjour", "Marie"], 2)
    mail.put("Body", "Tout autre < chose")
    assert "Tout autre &lt; chose" in mail.get("HTMLBody")
    assert not mail.get("Saved")


def test_an_answer_in_the_pane_is_there_until_it_has_a_window_of_its_own(
    outlook: Application,
) -> None:
    mail = written(outlook)
    explorer = outlook.call("ActiveExplorer")
    assert explorer.get("ActiveInlineResponse") is None
    outlook.answer_in_pane(mail)
    assert explorer.get("ActiveInlineResponse") is mail
    mail.call("Display")
    assert explorer.get("ActiveInlineResponse") is None
    assert outlook.call("ActiveInspector").get("CurrentItem") is mail


def test_where_it_moves_the_item_in_the_pane_is_of_no_use_any_more(outlook: Application) -> None:
    mail = written(outlook)
    mail.moves = True
    outlook.answer_in_pane(mail)
    mail.call("Display")
    with pytest.raises(Refused) as refused:
        mail.get("Subject")
    assert refused.value.code & 0xFFFFFFFF == DELETED
    assert outlook.call("ActiveInspector").get("CurrentItem").get("Subject") == "Bilan"


def test_an_add_in_is_found_by_name_and_by_number(outlook: Application) -> None:
    known = outlook.get("COMAddIns").know("Sceau.Outlook", "{0}")
    assert add_in(outlook, "sceau.outlook") is known
    assert add_in(outlook, 1) is known
    assert known.get("Connect") is False
