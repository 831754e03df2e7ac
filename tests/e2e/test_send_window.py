"""``sceau send`` on a desktop: the helper, its real window, a real press, and what lies in Sent."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sceau.demo import sample
from sceau.mail.message import Message
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.seal.pdf import opens_with
from support.command import SOURCES
from support.windows import Desktop, alive, children, desktop, wait_for

pytestmark = pytest.mark.e2e

TITLE = "Vérification avant envoi"
BACK = "Revenir au message"


class Sending:
    """``sceau send`` of the sample mail, going on."""

    def __init__(self, desk: Desktop, *words: str) -> None:
        self.desk = desk
        self.mail = desk.home / "bilan.eml"
        self.mail.write_bytes(sample.patient_mail())
        self.environment = {
            **desk.environment,
            "SCEAU_HOME": str(desk.home / "sceau"),
            "PYTHONPATH": str(SOURCES),
            "LANG": "fr_FR.UTF-8",
            "PYTHONUTF8": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sceau.cli", "send", str(self.mail), "--json", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sceau(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "sceau.cli", *words],
            env=self.environment, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip

    def shown(self) -> None:
        wait_for("the window shows", lambda: self.desk.windows(TITLE))
        wait_for("the page is read out", lambda: self.desk.has("push button", BACK))

    def end(self) -> tuple[int, dict[str, object]]:
        out, err = self.process.communicate(timeout=30)
        assert "Traceback" not in err, err
        return self.process.returncode, json.loads(out)

    @property
    def helper(self) -> int:
        return int(json.loads(self.sceau("helper", "status", "--json").stdout)["pid"])

    @property
    def sent(self) -> list[bytes]:
        mailbox = Mailbox(self.desk.home / "sceau" / "state" / "mailbox")
        return [mailbox.read(Folder.SENT, key) for key in mailbox.keys(Folder.SENT)]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desktop]:
    with desktop() as running:
        yield running


@pytest.fixture
def sending(desk: Desktop) -> Iterator[Sending]:
    going = Sending(desk)
    try:
        yield going
    finally:
        with contextlib.suppress(ProcessLookupError):
            going.process.kill()
        going.process.wait()
        going.sceau("helper", "stop")
        wait_for("the window is gone", lambda: not desk.windows(TITLE))
        for one in (desk.home / "sceau").rglob(".Sent/*/*"):
            one.unlink()


def test_sealed_and_moved_to_bcc_it_lies_in_sent_as_it_was_confirmed(sending: Sending) -> None:
    sending.shown()
    desk = sending.desk
    wait_for("it can be moved", lambda: desk.has("push button", "Passer en Cci"))
    desk.press("push button", "Passer en Cci")
    wait_for(
        "sealing was chosen beforehand",
        lambda: desk.has("push button", "Chiffrer, passer en Cci et envoyer"),
    )
    desk.press("push button", "Chiffrer, passer en Cci et envoyer")
    wait_for("it has left", lambda: desk.has("push button", "Terminer"))
    desk.press("push button", "Terminer")
    code, report = sending.end()
    assert (code, report["ending"]) == (0, "sent")
    (filed,) = sending.sent
    message = Message.read(filed)
    (file,) = message.mail.attachments
    content = message.content(file.id)
    assert opens_with(content, str(report["password"]))
    assert not opens_with(content, "")
    in_front = [one.address for one in message.mail.recipients if one.field != "bcc"]
    assert in_front == []


def test_escape_goes_back_to_the_message(sending: Sending) -> None:
    sending.shown()
    sending.desk.key("Escape")
    code, report = sending.end()
    assert (code, report["ending"]) == (2, "kept")
    assert sending.sent == []


def test_closing_the_window_keeps_the_mail(sending: Sending) -> None:
    sending.shown()
    sending.desk.press_x(TITLE)
    code, report = sending.end()
    assert (code, report["ending"]) == (2, "kept")
    assert sending.sent == []


def test_a_window_that_dies_keeps_the_mail_and_says_so(sending: Sending) -> None:
    sending.shown()
    (window,) = [pid for pid in children(sending.helper) if _runs(pid, "sceau.desk.window_process")]
    os.kill(window, signal.SIGKILL)
    code, report = sending.end()
    assert (code, report["ending"]) == (69, "kept")
    assert str(report["sentence"])
    assert sending.sent == []


def test_a_helper_that_dies_sends_nothing_and_gives_the_mail_back(sending: Sending) -> None:
    sending.shown()
    helper = sending.helper
    os.kill(helper, signal.SIGKILL)
    out, _ = sending.process.communicate(timeout=30)
    assert sending.process.returncode == 75, out
    wait_for("the helper is gone", lambda: not alive(helper))
    resumed = sending.sceau("outbox", "--resume", "--json")
    assert json.loads(resumed.stdout)["ending"] == "kept"
    assert sending.sent == []


def test_whoever_asked_goes_away_and_the_mail_is_kept(sending: Sending) -> None:
    sending.shown()
    sending.process.terminate()
    wait_for("the window goes", lambda: not sending.desk.windows(TITLE))
    assert sending.sent == []


def _runs(pid: int, module: str) -> bool:
    try:
        return module in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
