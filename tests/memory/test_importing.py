"""Correspondents taken over from address books and folders of sent mails."""

from __future__ import annotations

import mailbox
import sqlite3
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import SceauError
from sceau.memory.importing import imported, table, vcards
from sceau.review.memory import Known, Memory

TODAY = 20_600


def mail(to: str, date: str = "Tue, 03 Mar 2026 10:12:00 +0100", number: int = 1) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Secrétariat <secretariat@clinique-exemple.example>"
    made["To"] = to
    made["Subject"] = "Bilan"
    made["Date"] = date
    made["Message-ID"] = f"<{number}@clinique-exemple.example>"
    made.set_content("To: not-a-recipient@x.example\n\nFrom here on it is text.\n")
    return made


def people(*paths: Path, memory: Memory | None = None) -> dict[str, Known]:
    found = imported(memory or Memory(), paths, TODAY)
    return {one.address: one for one in found.records if isinstance(one, Known)}


VCARD = """BEGIN:VCARD
VERSION:3.0
FN:Marie Durand
N:Durand;Marie;;;
item1.EMAIL;TYPE=HOME:marie.durand@orange.example
EMAIL;TYPE=work:m.durand@mairie.example
NOTE:rien
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre;H=C3=A9l=C3=A8ne
EMAIL:helene@free
 .example
END:VCARD
BEGIN:VCARD
FN:Sans adresse
END:VCARD
BEGIN:VCARD
FN:Broken
EMAIL:not an address
END:VCARD
"""


def test_a_vcard_file(tmp_path: Path) -> None:
    (tmp_path / "c.vcf").write_text(VCARD.replace("\n", "\r\n"))
    found = people(tmp_path / "c.vcf")
    assert {key: one.names for key, one in found.items()} == {
        "marie.durand@orange.example": ("Marie Durand",),
        "m.durand@mairie.example": ("Marie Durand",),
        "helene@free.example": ("Hélène Lefèvre",),
    }
    assert {one.count for one in found.values()} == {0}


def test_an_address_book_of_thunderbird(tmp_path: Path) -> None:
    path = tmp_path / "abook.sqlite"
    with sqlite3.connect(path) as book:
        book.execute("CREATE TABLE properties (card TEXT, name TEXT, value TEXT)")
        book.executemany(
            "INSERT INTO properties VALUES (?, ?, ?)",
            [
                ("a", "DisplayName", "Marie Durand"),
                ("a", "PrimaryEmail", "marie@orange.example"),
                ("a", "SecondEmail", ""),
                ("b", "FirstName", "Paul"),
                ("b", "LastName", "Petit"),
                ("b", "PrimaryEmail", "paul@free.example"),
                ("c", "DisplayName", "Personne"),
            ],
        )
    before = path.read_bytes()
    found = people(path)
    assert {key: one.names for key, one in found.items()} == {
        "marie@orange.example": ("Marie Durand",),
        "paul@free.example": ("Paul Petit",),
    }
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["abook.sqlite"]


@pytest.mark.parametrize(
    "text",
    [
        "Prénom;Nom;Adresse e-mail\nMarie;Durand;marie@orange.example\n;;\n",
        "First Name,Last Name,Display Name,Primary Email\nM,D,Marie Durand,marie@orange.example\n",
    ],
)
def test_a_csv_export(text: str, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(text, encoding="cp1252")
    found = people(tmp_path / "c.csv")
    assert {key: one.names for key, one in found.items()} == {
        "marie@orange.example": ("Marie Durand",)
    }


@pytest.mark.parametrize("kind", ["maildir", "mbox", "eml"])
def test_a_folder_of_sent_mails(kind: str, tmp_path: Path) -> None:
    mails = [
        mail("Marie Durand <marie@orange.example>", number=1),
        mail("marie@orange.example, Paul <paul@free.example>", number=2),
        mail("Marie <MARIE@orange.example>", "Wed, 01 Apr 2026 08:00:00 +0200", 3),
    ]
    path = tmp_path / "Sent"
    if kind == "eml":
        path.mkdir()
        for number, one in enumerate(mails):
            (path / f"{number}.eml").write_bytes(bytes(one))
    else:
        box = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
        for one in mails:
            box.add(one)
        box.flush()
        box.close()
    found = people(path)
    assert {key: one.count for key, one in found.items()} == {
        "marie@orange.example": 3,
        "paul@free.example": 1,
    }
    assert found["marie@orange.example"].last == 20_544
    assert found["marie@orange.example"].companions == ("paul@free.example",)


def test_importing_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(bytes(mail("Marie <marie@orange.example>")))
    memory = Memory()
    for _ in range(2):
        for one in imported(memory, [tmp_path / "a.eml"], TODAY).records:
            memory.put(one)
    (marie,) = memory
    assert marie.count == 1


def test_what_is_known_already_stays(tmp_path: Path) -> None:
    known = Known(address="marie@orange.example", names=("Marie D.",), count=7, last=20_590)
    (tmp_path / "a.eml").write_bytes(bytes(mail("Marie Durand <marie@orange.example>")))
    (marie,) = people(tmp_path / "a.eml", memory=Memory([known])).values()
    assert (marie.count, marie.last, marie.names) == (7, 20_590, ("Marie D.", "Marie Durand"))


def test_a_date_in_the_future_is_today(tmp_path: Path) -> None:
    late = mail("marie@orange.example", "Tue, 03 Mar 2099 10:12:00 +0100")
    (tmp_path / "a.eml").write_bytes(bytes(late))
    (marie,) = people(tmp_path / "a.eml").values()
    assert marie.last == TODAY


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.vcf", None, "contacts-missing"),
        ("a.bin", b"\x00\x01\x02", "contacts-unknown"),
        ("empty.vcf", b"", "contacts-unknown"),
        ("abook.sqlite", b"SQLite format 3\0garbage", "contacts-unknown"),
    ],
)
def test_what_is_no_address_book_is_told(
    name: str, content: bytes | None, reason: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SceauError) as told:
        imported(Memory(), [tmp_path / name], TODAY)
    assert told.value.reason == reason


def test_a_folder_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(SceauError) as told:
        imported(Memory(), [tmp_path], TODAY)
    assert told.value.reason == "contacts-unknown"


@given(st.text())
def test_any_text_is_read_as_a_vcard_or_a_table_without_a_fault(text: str) -> None:
    assert all("@" in one.address for one in (*vcards(f"BEGIN:VCARD\n{text}"), *table(text)))
