"""Whatever a command is given, it answers with a sentence and an honest exit code: no traceback,
nothing overwritten, nothing left behind in the clear."""

from __future__ import annotations

import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.demo.report import report
from support.command import Desktop, Ran

SECRET = b"Observations confidentielles de Marie Durand"
PASSWORD = "qzrk-7wvn-m4xp-h8dt"


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def require_told(ran: Ran, code: int) -> None:
    assert ran.code == code, ran.said
    assert "Traceback" not in ran.said
    assert ran.said.strip()
    assert "error." not in ran.err, "a sentence is missing from the catalogue"


def nested(depth: int) -> bytes:
    head = b"From: a@ghe-valmont.example\r\nTo: b@orange.example\r\nSubject: x\r\n"
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    return head + opening + b"Content-Type: text/plain\r\n\r\n" + SECRET + b"\r\n"


def many(recipients: int = 1, attachments: int = 0, header: int = 0) -> bytes:
    mail = EmailMessage()
    mail["From"] = "camille.rousseau@ghe-valmont.example"
    mail["Subject"] = "Votre bilan"
    mail.set_content("Bonjour.")
    for number in range(attachments):
        mail.add_attachment(b"notes", "text", "plain", filename=f"note-{number}.txt")
    people = b",\r\n ".join(b"p%d@orange.example" % number for number in range(recipients))
    return b"To: " + people + b"\r\nX-Long: " + b"x" * header + b"\r\n" + mail.as_bytes()


MAILS: list[tuple[str, Callable[[], bytes] | None, int]] = [
    ("a file that is not there", None, 66),
    ("an empty file", lambda: b"", 65),
    ("a binary file", lambda: bytes(range(256)) * 40, 65),
    ("a PDF under the name of a mail", report, 65),
    ("a truncated mail", lambda: sample.patient_mail()[:900], 1),
    ("a mail with 200 nested parts", lambda: nested(200), 1),
    ("a mail with 2,000 recipients", lambda: many(recipients=2000), 1),
    ("a mail with 500 attachments", lambda: many(attachments=500), 0),
    ("a header of 1 MB", lambda: many(header=2**20), 0),
    ("a mail without any header", lambda: b"\r\nBonjour, votre bilan.\r\n", 2),
]


@pytest.mark.parametrize(("made", "code"), [one[1:] for one in MAILS], ids=[m[0] for m in MAILS])
def test_check_answers(desktop: Desktop, made: Callable[[], bytes] | None, code: int) -> None:
    mail = desktop.root / "mail.eml"
    if made is not None:
        mail.write_bytes(made())
    require_told(desktop.sceau("check", str(mail)), code)


@pytest.mark.parametrize(("made", "code"), [one[1:] for one in MAILS], ids=[m[0] for m in MAILS])
def test_send_never_sends_what_was_not_confirmed(
    desktop: Desktop, made: Callable[[], bytes] | None, code: int
) -> None:
    mail = desktop.root / "mail.eml"
    if made is not None:
        mail.write_bytes(made())
    before = mail.read_bytes() if mail.exists() else b""
    answers = desktop.root / "answers.json"
    answers.write_text('{"verdict": "keep"}')
    ran = desktop.sceau("send", str(mail), "--verdict", str(answers))
    require_told(ran, code if code > 2 else 2)
    assert (mail.read_bytes() if mail.exists() else b"") == before
    sent = desktop.home / "state" / "mailbox" / ".Sent"
    assert not [one for one in sent.rglob("*") if one.is_file() and one.name != "maildirfolder"]


FILES: list[tuple[str, Callable[[], bytes] | None, int]] = [
    ("a file that is not there", None, 66),
    ("an empty file", lambda: b"", 65),
    ("a truncated PDF", lambda: report()[: len(report()) // 2], 65),
    ("a file that is no PDF", lambda: SECRET * 20, 65),
]


@pytest.mark.parametrize(("made", "code"), [one[1:] for one in FILES], ids=[f[0] for f in FILES])
def test_seal_refuses_and_leaves_nothing(
    desktop: Desktop, made: Callable[[], bytes] | None, code: int
) -> None:
    source = desktop.root / "Bilan.pdf"
    if made is not None:
        source.write_bytes(made())
    there = set(desktop.root.iterdir()) | {desktop.home, desktop.tmp}
    require_told(desktop.sceau("seal", "--as", "pdf", str(source)), code)
    assert set(desktop.root.iterdir()) <= there
    assert not desktop.holding(SECRET)


def test_seal_never_overwrites(desktop: Desktop) -> None:
    source = desktop.root / "Bilan.pdf"
    source.write_bytes(report())
    first = desktop.sceau("seal", str(source), "--json")
    assert first.code == 0, first.said
    sealed = Path(first.json[0]["sealed"])
    before = sealed.read_bytes()
    require_told(desktop.sceau("seal", str(source)), 73)
    assert sealed.read_bytes() == before
    assert source.read_bytes() == report()


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        pytest.param(lambda root: root / "nowhere", 73, id="a folder that is not there"),
        pytest.param(lambda root: Path("/proc/self"), 73, id="a folder nobody can write to"),
    ],
)
def test_seal_says_when_there_is_no_place(
    desktop: Desktop, folder: Callable[[Path], Path], code: int
) -> None:
    source = desktop.root / "Bilan.pdf"
    source.write_bytes(report())
    require_told(desktop.sceau("seal", str(source), "-o", str(folder(desktop.root))), code)


def test_one_bad_file_does_not_hold_back_the_others(desktop: Desktop) -> None:
    good, bad = desktop.root / "Bilan.pdf", desktop.root / "vide.pdf"
    good.write_bytes(report())
    bad.write_bytes(b"")
    ran = desktop.sceau("seal", str(bad), str(good), "--json")
    assert ran.code == 65
    assert [one.get("verified", one.get("error")) for one in ran.json] == [True, "empty-file"]


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("14/03/1962", id="a birth date"),
        pytest.param("14031962", id="a birth date in digits"),
        pytest.param("262037511612345", id="something like a NIR"),
        pytest.param("marie", id="a first name"),
        pytest.param("", id="none"),
    ],
)
def test_a_weak_password_is_refused(desktop: Desktop, password: str) -> None:
    source = desktop.root / "Bilan.pdf"
    source.write_bytes(report())
    ran = desktop.sceau("seal", str(source), "--password-stdin", typed=f"{password}\n")
    require_told(ran, 64)
    assert not list(desktop.root.glob("*chiffr*"))


def test_the_way_there_and_back(desktop: Desktop) -> None:
    source = desktop.root / "Bilan.pdf"
    source.write_bytes(report())
    ran = desktop.sceau("seal", str(source), "--password-stdin", "--json", typed=PASSWORD)
    assert ran.code == 0, ran.said
    sealed = ran.json[0]["sealed"]
    right = desktop.sceau("unseal", sealed, "--json", typed=f"{PASSWORD}\n")
    wrong = desktop.sceau("unseal", sealed, "--json", typed="another one\n")
    assert (right.code, right.json[0]["opens"]) == (0, True)
    assert (wrong.code, wrong.json[0]["opens"]) == (64, False)
    require_told(desktop.sceau("unseal", str(source), typed=f"{PASSWORD}\n"), 65)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["send"], 64, id="send without a mail"),
        pytest.param(["send", "a.eml", "--drafts"], 64, id="a mail and the drafts at once"),
        pytest.param(["frobnicate"], 64, id="a command there is not"),
        pytest.param(["check"], 64, id="check without a mail"),
        pytest.param(["account", "add", "chu"], 64, id="an account without a server"),
        pytest.param(["account", "remove", "chu"], 64, id="an account there is not"),
        pytest.param(["outbox", "abc", "keep"], 64, id="a held mail there is not"),
    ],
)
def test_wrong_use_is_told(desktop: Desktop, arguments: list[str], code: int) -> None:
    require_told(desktop.sceau(*arguments), code)


def test_with_nobody_to_ask_nothing_is_sent(desktop: Desktop) -> None:
    mail = desktop.root / "mail.eml"
    mail.write_bytes(sample.clean_mail())
    require_told(desktop.sceau("send", str(mail)), 77)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param('{"verdict": "perhaps"}', id="a verdict there is not"),
        pytest.param('{"verdict": "send", "cure": "all"}', id="a misspelt key"),
    ],
)
def test_a_file_of_answers_that_is_none_sends_nothing(desktop: Desktop, text: str) -> None:
    mail = desktop.root / "mail.eml"
    mail.write_bytes(sample.clean_mail())
    answers = desktop.root / "answers.json"
    answers.write_text(text)
    ran = desktop.sceau("send", str(mail), "--verdict", str(answers))
    assert ran.code in (64, 65)
    require_told(ran, ran.code)


HOSTILE_NAMES = {
    "markup": '<img src=x onerror="alert(1)">.pdf',
    "a bidi override": "bilan\u202efdp.exe",
    "path separators": "../../etc/passwd.pdf",
    "a reserved Windows name": "CON.pdf",
    "NUL and line ends": "bilan\x00\r\nBcc: x@y.example\r\n.pdf",
}


@pytest.mark.parametrize("name", HOSTILE_NAMES.values(), ids=HOSTILE_NAMES.keys())
def test_a_hostile_file_name_is_shown_as_text_and_sealed(desktop: Desktop, name: str) -> None:
    boundary = b"frontier"
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    mail = desktop.root / "mail.eml"
    mail.write_bytes(
        b"From: camille.rousseau@ghe-valmont.example\r\nTo: marie.durand@orange.example\r\n"
        b"Subject: bilan\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n--" + boundary
        + b"\r\nContent-Type: text/plain\r\n\r\nBonjour.\r\n--" + boundary
        + b"\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: binary\r\n"
        + b"Content-Disposition: attachment; filename*=utf-8''" + encoded.encode()
        + b"\r\n\r\n" + report() + b"\r\n--" + boundary + b"--\r\n"
    )  # fmt: skip
    checked = desktop.sceau("check", str(mail))
    require_told(checked, 1)
    assert "\u202e" not in checked.out
    assert "\x00" not in checked.out
    answers = desktop.root / "answers.json"
    answers.write_text('{"verdict": "send", "cures": "all"}')
    sent = desktop.sceau("send", str(mail), "--verdict", str(answers), "--json")
    assert sent.code == 0, sent.said
    assert sent.json["sealed"]
    assert not any(os.sep in one or "\x00" in one for one in sent.json["sealed"])
