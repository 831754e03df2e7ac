"""A workplace with everything real: desktop, Thunderbird with the add-on, Sceau's helper and
window, Dovecot and Postfix; and what a person does there.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from sceau.hooks.thunderbird.xpi import build
from support.command import SOURCES
from support.dovecot import Dovecot, dovecot
from support.postfix import Postfix, postfix
from support.thunderbird import ADDON, Account, Compose, Thunderbird, thunderbird
from support.windows import WAIT, Desktop, alive, children, desktop, wait_for

CAMILLE = "camille.rousseau@ghe-valmont.example"
MARIE = "marie.durand@orange.example"
PAUL = "paul.lefevre@free.example"
INES = "ines.moreau@sfr.example"
UNKNOWN = "personne@orange.example"
PASSWORD = "mot de passe de la boîte"

HOST = [sys.executable, "-m", "sceau.host"]

NONE_RUNS = 75
"""What ``sceau helper`` ends with where there is no helper (:class:`sceau.errors.TryLater`)."""

CHECK = "Check before sending"
SEALING = "Encrypt attachments"
TOLD = "Sceau - Mozilla Thunderbird"


class Station:
    """The workplace. Sentences are in English, as Thunderbird is there."""

    def __init__(
        self,
        desk: Desktop,
        smtp: Postfix,
        imap: Dovecot,
        running: Thunderbird,
        environment: dict[str, str],
    ) -> None:
        self.desk = desk
        self.window = _only(desk, "window_process.py")
        """What a screen reader finds in Sceau's window alone."""
        self.client = _only(desk, "Thunderbird")
        """The same, in Thunderbird alone."""
        self.smtp = smtp
        self.imap = imap
        self.thunderbird = running
        self.environment = environment
        self._before = 0
        self._numbered = 0

    # -- writing ---------------------------------------------------------------------------

    def file(self, name: str, content: bytes) -> Path:
        """Put a file among the person's own; each in a folder of its own."""
        self._numbered += 1
        folder = self.desk.home / "documents" / str(self._numbered)
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        return folder / name

    def write(self, to: str = MARIE, **more: object) -> Compose:
        """Open a compose window with a small mail in it."""
        given = {"to": to, "subject": "Votre rendez-vous", "body": "Bonjour.", **more}
        if "attachments" in given:
            given["attachments"] = [str(one) for one in given["attachments"]]  # type: ignore[attr-defined]
        return self.thunderbird.compose(**given)

    def answer(self, kind: str, to: str = "", message: str = "", *, html: bool = False) -> Compose:
        """Open a ``reply`` to the newest mail of the inbox, or ``forward`` it; of this Message-ID,
        where one is given."""
        return self.thunderbird.answer(kind, to, message, html=html)

    # -- Sceau's window --------------------------------------------------------------------

    def shown(self, title: str = CHECK, back: str = "Back to the message") -> None:
        """Wait until Sceau's window is on the screen and says something."""
        wait_for("Sceau's window shows", lambda: self.desk.windows(title))
        wait_for("it is read out", lambda: self.window.has("push button", back))

    def sealing_shown(self) -> None:
        """Wait until Sceau's window for sealing without sending is on the screen."""
        self.shown(SEALING, "Cancel")

    def examined(self) -> None:
        """Wait until every file was examined."""
        wait_for("the files are examined", lambda: not self.window.names("progress bar"), 60)

    def press(self, name: str) -> None:
        """Press a button of Sceau's window, once it is there."""
        wait_for(f"there is a button “{name}”", lambda: self.window.has("push button", name))
        self.window.press("push button", name)

    def acknowledge(self) -> None:
        """Let everything stand that Sceau's window asks about."""
        wait_for("it asks", lambda: self.window.names("check box"))

        def all_stand() -> bool:
            if self.window.reader("check", "check box") == "0":
                return True
            time.sleep(0.5)  # the page draws itself anew
            return False

        wait_for("everything may stand", all_stand)

    def password(self) -> str:
        """Wait for the password to be told, and copy it."""
        self.press("Copy")
        script = (
            "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk, Gdk;"
            "Gtk.init([]);"
            "print(Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD).wait_for_text() or '', end='')"
        )
        wait_for("it is copied", lambda: self.desk.run(sys.executable, "-c", script))
        return self.desk.run(sys.executable, "-c", script)

    def done(self) -> None:
        """Wait for the end to be told, and close the window."""
        self.press("Done")
        self.gone()

    def gone(self, seconds: float = WAIT) -> None:
        """Wait until Sceau's window is gone."""
        wait_for(
            "the window is gone",
            lambda: not (self.desk.windows(CHECK) or self.desk.windows(SEALING)),
            seconds,
        )

    # -- what the add-on itself says -------------------------------------------------------

    def told(self, seconds: float = WAIT) -> str:
        """Wait for the add-on's own message and give its sentence; then go back to the mail."""
        wait_for("the add-on says something", lambda: self.desk.windows(TOLD), seconds)
        said = lambda: self.client.reader("texts", "alert").strip()  # noqa: E731
        wait_for("it is read out", said, seconds)
        sentence = said()

        def went_back() -> bool:
            # Thunderbird drops what is pressed within a page's first moments
            with contextlib.suppress(AssertionError):
                self.client.press("push button", "Back to the message")
            return not self.desk.windows(TOLD)

        wait_for("it is gone", went_back)
        return sentence

    # -- the helper ------------------------------------------------------------------------

    @contextlib.contextmanager
    def host(self, *command: str) -> Iterator[None]:
        """Have another native messaging host in the place of Sceau's, or none; then Sceau's."""
        stopped = self.sceau("helper", "stop").returncode
        assert stopped in (0, NONE_RUNS), "a helper that goes on keeps the add-on's line"
        manifest = register_host(self.desk, list(command) or ["true"])
        if not command:
            manifest.unlink()
        try:
            yield
        finally:
            register_host(self.desk, HOST)
            for one in _started_by(self.thunderbird.process.pid):
                if command and _runs(one, command[1]):
                    self.kill(one)

    def sceau(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``sceau``."""
        return subprocess.run(
            [sys.executable, "-m", "sceau.cli", *words],
            env={**self.desk.environment, **self.environment},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    @property
    def connected(self) -> bool:
        """Whether the add-on is connected to the helper."""
        told = self.sceau("helper", "status", "--json")
        return told.returncode == 0 and json.loads(told.stdout)["thunderbirds"] == 1

    @property
    def helper(self) -> int:
        """The helper's process id."""
        return int(json.loads(self.sceau("helper", "status", "--json").stdout)["pid"])

    @property
    def window_process(self) -> int:
        """The process id of the helper's window."""
        (found,) = [one for one in children(self.helper) if _runs(one, "sceau.desk.window_process")]
        return found

    def kill(self, pid: int) -> None:
        """End a process without a word."""
        os.kill(pid, signal.SIGKILL)
        wait_for("it is gone", lambda: not alive(pid))

    # -- what became of it -----------------------------------------------------------------

    def delivered(self, count: int) -> list[EmailMessage]:
        """Wait for ``count`` mails of this scenario at the SMTP server, and give all there are."""
        self.smtp.messages(wait_for=self._before + count)
        found = self.smtp.messages()[self._before :]
        assert len(found) == count
        return [parsed(one) for one in found]

    def journal(self) -> list[str]:
        """Give what the journal says became of the mail it noted last."""
        told = json.loads(self.sceau("journal", "--json").stdout)
        return [one["event"] for one in told if one["about"] == told[-1]["about"]]

    def nothing_left(self) -> bool:
        """Say that no mail of this scenario reached the SMTP server, or waits there."""
        return len(self.smtp.messages()) == self._before and self.smtp.queued() == 0

    def sent_copies(self, count: int) -> list[EmailMessage]:
        """Wait for ``count`` mails in the Sent folder of the IMAP server."""
        wait_for("Sent has them", lambda: len(self.imap.messages(CAMILLE, "Sent")) >= count)
        return [parsed(one) for one in self.imap.messages(CAMILLE, "Sent")]

    def holding(self, clear: bytes) -> list[Path]:
        """Give the files in which ``clear`` stands, other than the person's own documents."""
        own = self.desk.home / "documents"
        found = []
        for path in self.desk.home.rglob("*"):
            if path.is_file() and own not in path.parents:
                with contextlib.suppress(OSError):
                    if clear in path.read_bytes():
                        found.append(path)
        return found

    def on_screen(self) -> str:
        """Give what stands on the screen and what Thunderbird complains of, for whoever has to find
        out why a scenario failed."""
        told = {
            "windows": lambda: [one for one in (CHECK, SEALING, TOLD) if self.desk.windows(one)],
            "Sceau's window": lambda: self.window.reader("texts", "paragraph"),
            "compose windows": lambda: [
                self.thunderbird.do("state", one) for one in self.thunderbird.open()
            ],
            "what Thunderbird shows a screen reader": lambda: self.client.names("frame"),
            "the helper": lambda: self.sceau("helper", "status", "--json").stdout.strip(),
            "Thunderbird's dialogs": self.thunderbird.alerts,
            "complaints": self.thunderbird.complaints,
        }
        lines = []
        for what, give in told.items():
            try:
                lines.append(f"{what}: {give()}")
            except Exception as problem:  # noqa: BLE001 - what can still be told is told
                lines.append(f"{what}: not to be had ({type(problem).__name__}: {problem})")
        return "\n".join(lines)

    def begin(self) -> None:
        """Start a scenario: nothing of the one before is left."""
        self.thunderbird.dismiss()
        self.thunderbird.close_all()
        for title in (TOLD, CHECK, SEALING):
            if self.desk.windows(title):
                self.desk.press_x(title)
                wait_for("an old window is gone", lambda at=title: not self.desk.windows(at))  # type: ignore[misc]
        wait_for("the SMTP server is at rest", lambda: self.smtp.queued() == 0)
        self._before = len(self.smtp.messages())
        self.imap.clear(CAMILLE)
        # else an answer is written to a mail that is no more
        wait_for("Thunderbird knows the mailbox is empty", self.thunderbird.swept)


def _only(desk: Desktop, application: str) -> Desktop:
    return Desktop(desk.home, {**desk.environment, "APPLICATION": application})


def parsed(message: bytes) -> EmailMessage:
    """Read a delivered mail."""
    found = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def attached(message: EmailMessage) -> dict[str, bytes]:
    """Give a mail's attachments by their names."""
    return {
        part.get_filename() or "": part.get_payload(decode=True)  # type: ignore[misc]
        for part in message.iter_attachments()
    }


def register_host(desk: Desktop, command: list[str]) -> Path:
    """Register ``command`` as Thunderbird's native messaging host of this user."""
    folder = desk.home / ".mozilla" / "native-messaging-hosts"
    folder.mkdir(parents=True, exist_ok=True)
    script = desk.home / "sceau-host"
    script.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in command) + "\n")
    script.chmod(0o755)
    manifest = folder / "sceau.json"
    manifest.write_text(
        json.dumps(
            {
                "name": "sceau",
                "description": "Sceau",
                "path": str(script),
                "type": "stdio",
                "allowed_extensions": [ADDON],
            }
        )
    )
    return manifest


def decide(desk: Desktop, check: str) -> None:
    """Have the establishment decide for the add-on, as Thunderbird hands it on
    (``storage.managed``)."""
    folder = desk.home / ".mozilla" / "managed-storage"
    folder.mkdir(parents=True)
    decided = {"name": ADDON, "description": "Sceau", "type": "storage", "data": {"check": check}}
    (folder / f"{ADDON}.json").write_text(json.dumps(decided))


@contextlib.contextmanager
def station(
    addon: Callable[[Path], None] | None = None, *, check: str = "", host: bool = True
) -> Iterator[Station]:
    """Give a workplace; everything that runs there is ended with it. ``addon`` writes another
    add-on in the place of Sceau's; ``check`` is what the establishment decided; without ``host``
    Sceau is not installed beside its add-on."""
    users = {CAMILLE: PASSWORD}
    with (
        desktop() as desk,
        postfix([MARIE, PAUL, INES], users=users, size=200_000_000) as smtp,
        dovecot(users) as imap,
    ):
        xpi = desk.home / "sceau.xpi"
        if addon is None:
            xpi.write_bytes(build())
        else:
            addon(xpi)
        environment = {
            "SCEAU_HOME": str(desk.home / "sceau"),
            "PYTHONPATH": str(SOURCES),
            "PYTHONUTF8": "1",
        }
        settings = desk.home / "sceau" / "config" / "settings.toml"
        settings.parent.mkdir(parents=True, mode=0o700)
        settings.write_text('window = "always"\n')  # the window is what is looked at here
        if host:
            register_host(desk, HOST)
        if check:
            decide(desk, check)
        with thunderbird(
            desk,
            Account(CAMILLE, PASSWORD, imap.port, smtp.port),
            authorities=(smtp.ca_file, imap.ca_file),
            addon=xpi,
            environment=environment,
        ) as running:
            place = Station(desk, smtp, imap, running, environment)
            wait_for("a screen reader finds Thunderbird", lambda: place.client.names("frame"))
            if host and addon is None and not check:
                wait_for("the add-on has its helper", lambda: place.connected)
            try:
                yield place
            finally:
                with contextlib.suppress(OSError):
                    place.sceau("helper", "stop")


def _runs(pid: int, module: str) -> bool:
    try:
        return module in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def _started_by(pid: int) -> list[int]:
    """Give the processes a program of many threads started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return found
