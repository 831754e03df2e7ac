"""What an item holds, read as the helper is asked about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sceau.hooks.frames import LARGEST_FILE
from sceau.hooks.outlook.files import Attachments
from sceau.hooks.outlook.folder import PrivateFolder
from sceau.hooks.outlook.people import entry_of, sender_of
from sceau.hooks.outlook.reading import Read, cannot, glance, read
from sceau.hooks.thunderbird.details import mail_of
from support.fake_outlook.application import Account, Application

EX = "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=ab12-"


@pytest.fixture
def outlook() -> Application:
    return Application()


def read_of(item: Any, tmp_path: Path) -> Read:
    return read(item, Attachments(item, PrivateFolder(tmp_path)))


def in_exchange(app: Application, **more: Any) -> Any:
    return app.book.add("Dr Anne Petit", EX + "anne", kind="EX", **more)


def a_list(app: Application, members: Any, **more: Any) -> Any:
    return app.book.add("Cardiologie", EX + "cardio", kind="EX", display=1, members=members, **more)


def known(app: Application) -> Any:
    return in_exchange(app, smtp="anne.petit@ghe-valmont.example")


ENTRIES: dict[str, tuple[Callable[[Application], Any], str, bool, tuple[str, ...]]] = {
    "somebody at an SMTP address": (
        lambda app: app.book.add("Marie Durand", "marie@orange.example"),
        "Marie Durand <marie@orange.example>",
        False,
        (),
    ),
    "an address that is its own name": (
        lambda app: app.book.add("marie@orange.example", "marie@orange.example"),
        "marie@orange.example",
        False,
        (),
    ),
    "a name with a comma": (
        lambda app: app.book.add("Durand, Marie", "marie@orange.example"),
        '"Durand, Marie" <marie@orange.example>',
        False,
        (),
    ),
    "somebody on the Exchange server": (
        known,
        "Dr Anne Petit <anne.petit@ghe-valmont.example>",
        False,
        (),
    ),
    "an Exchange address nobody can resolve": (
        in_exchange,
        f"Dr Anne Petit <{EX}anne>",
        True,
        (),
    ),
    "a list of the server": (
        lambda app: a_list(app, [known(app), app.book.add("Paul", "paul@free.example")]),
        f"Cardiologie <{'cardio@ghe-valmont.example'}>",
        True,
        ("Dr Anne Petit <anne.petit@ghe-valmont.example>", "Paul <paul@free.example>"),
    ),
    "a list within a list": (
        lambda app: a_list(app, [a_list(app, [known(app)])]),
        "",
        True,
        ("Dr Anne Petit <anne.petit@ghe-valmont.example>",),
    ),
    "a list with somebody unknown in it": (
        lambda app: a_list(app, [known(app), in_exchange(app)]),
        "",
        True,
        (),
    ),
    "a list the directory does not tell": (lambda app: a_list(app, None), "", True, ()),
    "a list of the user's own contacts": (
        lambda app: app.book.add(
            "Amis", "", display=5, members=[app.book.add("Paul", "paul@free.example")]
        ),
        "Amis",
        True,
        ("Paul <paul@free.example>",),
    ),
}


@pytest.mark.parametrize("make, text, is_list, members", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("tagged", [True, False], ids=["told by MAPI", "asked of Exchange"])
def test_a_recipient_is_read_with_the_address_that_counts_outside(
    outlook: Application,
    make: Callable[[Application], Any],
    text: str,
    is_list: bool,
    members: tuple[str, ...],
    tagged: bool,
) -> None:
    entry = make(outlook)
    if text.startswith("Cardiologie"):
        entry.smtp = "cardio@ghe-valmont.example"
    found = entry_of(outlook.mail().to(entry, tagged=tagged))
    assert (found.is_list, found.members) == (is_list, members)
    assert not text or found.text == text


def test_an_exchange_address_nobody_can_resolve_is_inside_no_establishment(
    outlook: Application, tmp_path: Path
) -> None:
    item = outlook.mail(Subject="Bilan")
    item.to(in_exchange(outlook))
    (one,) = mail_of(read_of(item, tmp_path).details).recipients
    assert (one.kind, one.domain) == ("list", "")
    assert "Dr Anne Petit" in one.address


def test_a_name_that_is_not_resolved_is_read_as_it_was_typed(outlook: Application) -> None:
    assert entry_of(outlook.mail().to("Marie")).text == "Marie"


def on_behalf(app: Application) -> Any:
    app.book.add("Secrétariat", EX + "sec", kind="EX", smtp="secretariat@ghe-valmont.example")
    return app.mail(SentOnBehalfOfName="Secrétariat")


SENDERS: dict[str, tuple[Callable[[Application], Any], str]] = {
    "the first account": (
        lambda app: app.mail(),
        "Camille Rousseau <camille.rousseau@ghe-valmont.example>",
    ),
    "another account": (
        lambda app: app.mail(SendUsingAccount=Account(app.world, "C", "c@autre.example")),
        "C <c@autre.example>",
    ),
    "a shared mailbox": (on_behalf, "Secrétariat <secretariat@ghe-valmont.example>"),
    "somebody else nobody knows": (
        lambda app: app.mail(SentOnBehalfOfName="Inconnu"),
        "Inconnu",
    ),
}


@pytest.mark.parametrize("make, sender", SENDERS.values(), ids=SENDERS)
def test_the_sender_is_who_the_recipients_will_see(
    outlook: Application, make: Callable[[Application], Any], sender: str
) -> None:
    assert sender_of(make(outlook)) == sender


FILES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a file": ({}, {"name": "a.pdf", "size": 3, "cloud": False, "problem": ""}),
    "a link to OneDrive": (
        {"kind": 7, "where": "https://valmont-my.sharepoint.example/a.pdf"},
        {"name": "a.pdf", "cloud": True, "content": None},
    ),
    "a file on a server": ({"kind": 4, "where": r"\\srv\a.pdf"}, {"cloud": True}),
    "an object in rich text": ({"kind": 6}, {"problem": "unreadable", "content": None}),
    "a mail in the mail": (
        {"kind": 5},
        {"name": "a.pdf.msg", "embedded": True, "media_type": "application/vnd.ms-outlook"},
    ),
    "a picture nobody shows": ({"tags": {"0x3712001F": "other@1"}}, {"inline": False}),
    "a picture of the text": ({"tags": {"0x3712001F": "Logo@1"}}, {"inline": True}),
}


@pytest.mark.parametrize("more, expected", FILES.values(), ids=FILES)
def test_an_attachment_is_read_for_what_it_is(
    outlook: Application, tmp_path: Path, more: dict[str, Any], expected: dict[str, Any]
) -> None:
    item = outlook.mail(BodyFormat=2, HTMLBody='<img src="cid:logo@1">')
    item._Attachments.put_in("a.pdf", b"abc", **more)
    (held,) = read_of(item, tmp_path).held
    assert {name: getattr(held, name) for name in expected} == expected


def test_a_mail_in_the_mail_is_the_same_however_often_it_is_written(
    outlook: Application, tmp_path: Path
) -> None:
    item = outlook.mail()
    item._Attachments.put_in("Réponse", b"msg", kind=5)
    assert read_of(item, tmp_path).details == read_of(item, tmp_path).details


def test_a_file_that_another_program_holds_is_not_examined(
    outlook: Application, tmp_path: Path
) -> None:
    item = outlook.mail()
    item._Attachments.put_in("a.pdf", b"abc").locked = True
    (held,) = read_of(item, tmp_path).held
    assert (held.problem, held.content) == ("unreadable", None)


def test_a_file_of_25_mb_is_read_whole_and_one_beyond_all_measure_is_not(
    outlook: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = outlook.mail()
    large = item._Attachments.put_in("a.bin", bytes(25 << 20))
    assert len(read_of(item, tmp_path).held[0].content or b"") == 25 << 20
    monkeypatch.setattr(type(large), "_get_Size", lambda _: LARGEST_FILE + 1)
    assert read_of(item, tmp_path).held[0].problem == "too-large"


RELATIONS = {
    "a new mail": ({}, "Bilan", "new"),
    "its first save": ({"0x00710102": bytes(22)}, "Bilan", "new"),
    "an answer": ({"0x00710102": bytes(27)}, "RE: Bilan", "reply"),
    "passed on, in French": ({"0x00710102": bytes(27)}, "TR : Bilan", "forward"),
    "passed on, in English": ({"0x1042001F": "<1@x.example>"}, "FW: Bilan", "forward"),
}


@pytest.mark.parametrize("tags, subject, relation", RELATIONS.values(), ids=RELATIONS)
def test_what_it_answers_is_told(
    outlook: Application, tmp_path: Path, tags: dict[str, Any], subject: str, relation: str
) -> None:
    item = outlook.mail(Subject=subject)
    item.tags = tags
    assert read_of(item, tmp_path).details.relation == relation


def test_an_answer_tells_who_wrote_and_who_got_what_it_answers(
    outlook: Application, tmp_path: Path
) -> None:
    asked = outlook.mail(SenderEmailAddress="marie@orange.example")
    asked.to("camille.rousseau@ghe-valmont.example")
    item = outlook.mail(Subject="RE: Bilan")
    item.tags, item.parent = {"0x00710102": bytes(27)}, asked
    item.call("Save")
    assert read_of(item, tmp_path).details.original == (
        "marie@orange.example",
        "camille.rousseau@ghe-valmont.example",
    )


def test_the_body_is_the_same_when_outlook_writes_its_html_anew(
    outlook: Application, tmp_path: Path
) -> None:
    first = outlook.mail(
        BodyFormat=2, HTMLBody='<p>Bonjour <a href="https://a.example">ici</a></p>'
    )
    again = outlook.mail(
        BodyFormat=2,
        HTMLBody='<P class=MsoNormal>Bonjour\n<A HREF="https://a.example">ici</A></P>',
    )
    other = outlook.mail(
        BodyFormat=2, HTMLBody='<p>Bonjour <a href="https://b.example">ici</a></p>'
    )
    bodies = [read_of(one, tmp_path).details.body for one in (first, again, other)]
    assert bodies[0] == bodies[1] != bodies[2]


def test_an_invitation_and_rich_text_say_what_cannot_be_done(outlook: Application) -> None:
    assert cannot(outlook.mail()) == ()
    assert cannot(outlook.mail(BodyFormat=3)) == ("seal-body", "cut-history", "cut-passages")
    assert "move-to-bcc" in cannot(outlook.meeting())


GLANCES: dict[str, Callable[[Any], object]] = {
    "a recipient": lambda item: item.to("paul@free.example"),
    "a field": lambda item: setattr(item._Recipients.list[0], "_Type", 3),
    "the subject": lambda item: setattr(item, "_Subject", "Autre"),
    "the text": lambda item: setattr(item, "_Body", "Autre"),
    "the sender": lambda item: setattr(item, "_SentOnBehalfOfName", "Autre"),
    "a file": lambda item: item._Attachments.put_in("a.txt", b"x"),
}


@pytest.mark.parametrize("change", GLANCES.values(), ids=GLANCES)
def test_a_glance_sees_every_change(outlook: Application, change: Callable[[Any], object]) -> None:
    item = outlook.mail(Subject="Bilan", Body="Bonjour")
    item.to("marie@orange.example")
    before = glance(item)
    assert glance(item) == before
    change(item)
    assert glance(item) != before


def test_files_pass_through_a_folder_of_one_user_and_leave_nothing(tmp_path: Path) -> None:
    folder = PrivateFolder(tmp_path)
    with folder.place("a.pdf") as path:
        path.write_bytes(b"clear")
        assert path.parent.stat().st_mode & 0o077 == 0
    assert not files(tmp_path)
    left = tmp_path / "outlook" / "left-by-a-crash"
    left.mkdir()
    (left / "a.pdf").write_bytes(b"clear")
    again = PrivateFolder(tmp_path)
    assert not files(tmp_path)
    again.close()
    folder.close()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_what_another_session_of_the_same_person_has_there_stays(tmp_path: Path) -> None:
    one = PrivateFolder(tmp_path)
    with one.place("a.pdf") as path:
        path.write_bytes(b"clear")
        other = PrivateFolder(tmp_path)
        assert path.read_bytes() == b"clear"
        with other.place("b.pdf") as its:
            its.write_bytes(b"clear")
            one.close()
            assert its.read_bytes() == b"clear"
        other.close()
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def files(folder: Path) -> list[Path]:
    """Give what is there but for the locks, which are empty."""
    return [one for one in folder.rglob("*") if one.is_file() and one.stat().st_size]
