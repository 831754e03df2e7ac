"""``sceau send --verdict`` to a real Postfix: what arrives differs from the mail in the sealed part
alone, and that part opens with the password in four readers, and without it in none."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.demo.report import report
from support.command import Desktop, Ran
from support.postfix import Postfix, postfix, without_trace
from support.readers import READERS

pytestmark = pytest.mark.e2e

PATIENT = "marie.durand@orange.example"
OTHER = "paul.lemoine@laposte.example"
USER, SECRET = "camille", "coffre-42-Épeautre"


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    with postfix([PATIENT, OTHER], users={USER: SECRET}, size=2_000_000) as running:
        yield running


@pytest.fixture
def desktop(tmp_path: Path, server: Postfix) -> Desktop:
    one = Desktop(tmp_path)
    ran = one.sceau(
        "account", "add", "chv", "--host", "localhost", "--port", str(server.port),
        "--user", USER, "--ca-file", str(server.ca_file), "--default", "--password-stdin",
        typed=f"{SECRET}\n",
    )  # fmt: skip
    assert ran.code == 0, ran.said
    return one


def send(desktop: Desktop, raw: bytes, answers: str, *words: str) -> Ran:
    (desktop.root / "mail.eml").write_bytes(raw)
    (desktop.root / "answers.json").write_text(answers)
    return desktop.sceau("send", "mail.eml", "--verdict", "answers.json", "--json", *words)


def parts(raw: bytes) -> list[bytes]:
    """The leaves of a message, headers and all, as they stand in its bytes."""
    boundary = message_from_bytes(raw, policy=email.policy.default).get_boundary()
    assert boundary
    return raw.split(b"--" + boundary.encode())


def one_patient() -> bytes:
    """The sample mail to its patient alone."""
    raw = sample.patient_mail()
    start = raw.index(b"\r\nCc: ") + 2
    return raw[:start] + raw[raw.index(b"\r\n", start) + 2 :]


def test_only_the_sealed_part_differs_and_four_readers_open_it(
    desktop: Desktop, server: Postfix
) -> None:
    before = len(server.messages(PATIENT))
    raw = one_patient()
    ran = send(desktop, raw, '{"verdict": "send", "cures": "all"}')
    assert ran.code == 0, ran.said
    arrived = without_trace(server.messages(PATIENT, wait_for=before + 1)[-1])
    sent_parts, arrived_parts = parts(raw), parts(arrived)
    assert len(arrived_parts) == len(sent_parts)
    different = [
        number
        for number, (one, other) in enumerate(zip(sent_parts, arrived_parts, strict=True))
        if one != other
    ]
    assert different == [2], "the second part, and nothing else"
    message = message_from_bytes(arrived, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    (attachment,) = message.iter_attachments()
    sealed = desktop.root / "sealed.pdf"
    content = attachment.get_content()
    assert isinstance(content, bytes)
    sealed.write_bytes(content)
    password = ran.json["password"]
    for name, read in READERS.items():
        assert "Durand" in (read(sealed, password) or ""), name
        assert read(sealed, None) is None, name
        assert read(sealed, password[:-1]) is None, name
    assert report() not in arrived
    assert password.encode() not in arrived


def test_two_patients_moved_to_bcc_see_nothing_of_each_other(
    desktop: Desktop, server: Postfix
) -> None:
    counts = {one: len(server.messages(one)) for one in (PATIENT, OTHER)}
    ran = send(desktop, sample.patient_mail(), '{"verdict": "send", "cures": "all"}')
    assert ran.code == 0, ran.said
    for one, count in counts.items():
        arrived = without_trace(server.messages(one, wait_for=count + 1)[-1])
        assert PATIENT.encode() not in arrived
        assert OTHER.encode() not in arrived


def test_one_recipient_unknown_there_and_nobody_gets_it(desktop: Desktop, server: Postfix) -> None:
    counts = {one: len(server.messages(one)) for one in (PATIENT, OTHER)}
    raw = sample.patient_mail().replace(OTHER.encode(), b"personne@laposte.example")
    ran = send(desktop, raw, '{"verdict": "send", "cures": "all"}')
    assert (ran.code, ran.json["ending"]) == (69, "refused"), ran.said
    assert "personne@laposte.example" in ran.json["sentence"]
    assert ran.json["next"]
    assert ran.json["password"] == ""
    assert {one: len(server.messages(one)) for one in counts} == counts
    assert (desktop.root / "mail.eml").read_bytes() == raw


def test_a_mail_over_the_servers_limit_is_kept_and_told(desktop: Desktop, server: Postfix) -> None:
    count = len(server.messages(PATIENT))
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"] = "camille.rousseau@ghe-valmont.example", PATIENT
    mail["Subject"] = "Photographies"
    mail.set_content("Voici les photographies.")
    mail.add_attachment(b"\xff\xd8" + bytes(2_000_000), "image", "jpeg", filename="photo.jpg")
    ran = send(desktop, mail.as_bytes(), '{"verdict": "send", "acknowledge": "all"}')
    assert (ran.code, ran.json["ending"]) == (69, "refused"), ran.said
    assert len(server.messages(PATIENT)) == count


@pytest.mark.parametrize(
    ("changed", "works"),
    [
        pytest.param([], True, id="the right account"),
        pytest.param(["--ca-file", ""], False, id="an authority nobody knows"),
        pytest.param(["--user", "personne"], False, id="a user there is not"),
        pytest.param(
            ["--host", "127.0.0.1", "--port", "1"], False, id="a server that is not there"
        ),
    ],
)
def test_an_account_is_tried_out_and_told(
    desktop: Desktop, server: Postfix, changed: list[str], works: bool
) -> None:
    usual = ["--host", "localhost", "--port", str(server.port), "--user", USER]
    ran = desktop.sceau(
        "account", "add", "chv", *usual, "--ca-file", str(server.ca_file), *changed,
        "--password-stdin", typed=f"{SECRET}\n",
    )  # fmt: skip
    assert ran.code == 0, ran.said
    tried = desktop.sceau("account", "test", "chv")
    assert (tried.code == 0) == works, tried.said
    assert SECRET not in tried.said
    assert not desktop.holding(SECRET.encode())
