"""A real Thunderbird on a desktop of the tests: its profile, and a person writing in it."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from support.marionette import Marionette, MarionetteError
from support.thunderbird_scripts import SCRIPTS
from support.windows import Desktop, wait_for

ADDON = "sceau@sceau.invalid"
START_WITHIN = 60.0

_QUIET: dict[str, str | int | bool] = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "app.update.auto": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "extensions.autoDisableScopes": 0,
    "extensions.update.enabled": False,
    "intl.locale.requested": "en-US",
    "mail.accounthub.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.message_warning_size": 2_000_000_000,
    "mailnews.start_page.enabled": False,
    "marionette.port": 0,
    "offline.send.unsent_messages": 2,  # never by itself, and never asking, with the network back
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.unified": False,
    "toolkit.telemetry.server": "",
    # words of the tests are in no dictionary, and are no reason to ask
    "mail.SpellCheckBeforeSend": False,
    "mail.compose.warn_public_recipients.aggressive": False,
    "mail.compose.attachment_reminder": False,
    "mail.compose.big_attachments.notify": False,
    "mail.warn_on_send_accel_key": False,
    "mail.warn_on_shortcut_send": False,
}


class Account:
    """One user's account: where mail is kept and sent, and by which name and password."""

    def __init__(self, user: str, password: str, imap_port: int, smtp_port: int) -> None:
        self.user = user
        self.password = password
        self.imap_port = imap_port
        self.smtp_port = smtp_port

    def preferences(self) -> dict[str, str | int | bool]:
        """Give the preferences that make it the profile's account."""
        folder = f"imap://{self.user.replace('@', '%40')}@127.0.0.1"
        return {
            "mail.account.account1.identities": "id1",
            "mail.account.account1.server": "server1",
            "mail.account.account2.server": "server2",
            "mail.account.lastKey": 2,
            "mail.accountmanager.accounts": "account1,account2",
            "mail.accountmanager.defaultaccount": "account1",
            "mail.accountmanager.localfoldersserver": "server2",
            "mail.identity.id1.fullName": "Camille Rousseau",
            "mail.identity.id1.useremail": self.user,
            "mail.identity.id1.valid": True,
            "mail.identity.id1.smtpServer": "smtp1",
            "mail.identity.id1.compose_html": False,
            "mail.identity.id1.fcc_folder": f"{folder}/Sent",
            "mail.identity.id1.draft_folder": f"{folder}/Drafts",
            "mail.server.server1.type": "imap",
            "mail.server.server1.hostname": "127.0.0.1",
            "mail.server.server1.port": self.imap_port,
            "mail.server.server1.socketType": 3,
            "mail.server.server1.authMethod": 3,
            "mail.server.server1.userName": self.user,
            "mail.server.server1.name": self.user,
            "mail.server.server1.login_at_startup": False,
            "mail.server.server1.check_new_mail": False,
            "mail.server.server2.type": "none",
            "mail.server.server2.hostname": "Local Folders",
            "mail.server.server2.userName": "nobody",
            "mail.server.server2.name": "Local Folders",
            "mail.server.server2.directory-rel": "[ProfD]Mail/Local Folders",
            "mail.smtpservers": "smtp1",
            "mail.smtp.defaultserver": "smtp1",
            "mail.smtpserver.smtp1.hostname": "127.0.0.1",
            "mail.smtpserver.smtp1.port": self.smtp_port,
            "mail.smtpserver.smtp1.try_ssl": 2,
            "mail.smtpserver.smtp1.authMethod": 3,
            "mail.smtpserver.smtp1.username": self.user,
        }


class Thunderbird:
    """A running Thunderbird, and what a person does in it."""

    def __init__(self, process: subprocess.Popen[bytes], line: Marionette, profile: Path) -> None:
        self.process = process
        self.profile = profile
        self.line = line

    def do(self, name: str, *values: object) -> Any:
        """Run the script ``name`` of :mod:`support.thunderbird_scripts`."""
        return self.line.run(SCRIPTS["shared"] + SCRIPTS[name], *values)

    def compose(self, **fields: object) -> Compose:
        """Open a compose window: ``to``, ``cc``, ``bcc``, ``subject``, ``body``, ``html``,
        ``attachments`` (paths), ``identity`` (its address)."""
        return Compose(self, self.do("compose", fields))

    def answer(self, kind: str, to: str = "", message: str = "", *, html: bool = False) -> Compose:
        """Open a ``reply`` to the newest mail of the inbox, or ``forward`` it; of this Message-ID
        (without brackets), where one is given."""
        return Compose(self, self.do("answer", kind, to, message, html))

    def mailto(self, address: str) -> Compose:
        """Open what another program asks for by a ``mailto:`` address (RFC 6068)."""
        return Compose(self, self.do("mailto", address))

    def take_up(self) -> Compose:
        """Open the newest draft again."""
        return Compose(self, self.do("take_up"))

    def swept(self) -> bool:
        """Whether it knows of no mail in the inbox and among the drafts; else it looks again."""
        found: bool = self.do("swept")
        return found

    def add_identity(self, name: str, address: str) -> None:
        """Give the account another identity."""
        self.do("add_identity", name, address)

    def offline(self, on: bool) -> None:
        """Cut the program off from the network, or put it back."""
        self.do("offline", on)

    def disable_addon(self) -> None:
        """Disable the add-on, as in the add-ons manager."""
        self.do("disable_addon", ADDON)

    def choose_stored(self, name: str, entry: str) -> None:
        """Choose ``entry`` in the context menu of an attachment of the newest mail of the inbox."""
        self.do("stored_menu", name, entry)

    def unsent(self) -> int:
        """Count the mails put aside to be sent later."""
        count: int = self.do("unsent")
        return count

    def send_unsent(self) -> None:
        """Send what was put aside."""
        self.do("send_unsent")

    def make_list(self, name: str, people: Mapping[str, str]) -> None:
        """Make a mailing list of ``people`` (name to address) in the address book."""
        self.do("make_list", name, dict(people))

    def open(self) -> list[int]:
        """Give the ids of the compose windows that are open."""
        found: list[int] = self.do("open")
        return found

    def close_all(self) -> None:
        """Close every compose window, without asking, and whatever dialog stands before one."""
        self.do("close_all")
        wait_for("every compose window is closed", lambda: not self.open())

    def wait_for_addon(self) -> None:
        """Wait until the add-on runs and listens."""
        wait_for("the add-on runs", lambda: self.do("addon_ready", ADDON), START_WITHIN)

    def addon_title(self) -> str:
        """Give what the add-on's button in the toolbar says."""
        title: str = self.do("addon_title", ADDON)
        return title

    def press_addon(self) -> None:
        """Press the add-on's button in the toolbar."""
        self.do("press_addon", ADDON)

    def popups(self) -> list[str]:
        """Give the titles, from "painted" on, of add-ons' windows that say so there."""
        found: list[str] = self.do("popups")
        return found

    def alerts(self) -> list[str]:
        """Give what Thunderbird's own dialogs say."""
        found: list[str] = self.do("alerts")
        return found

    def dismiss(self) -> None:
        """Close Thunderbird's own dialogs."""
        self.do("dismiss")

    def complaints(self) -> list[str]:
        """Give the errors and warnings of add-ons' pages."""
        found: list[str] = self.do("console")
        return found


class Compose:
    """One compose window."""

    def __init__(self, thunderbird: Thunderbird, id: int) -> None:
        self.thunderbird = thunderbird
        self.id = id

    def do(self, name: str, *values: object) -> Any:
        """Run a script on this window."""
        return self.thunderbird.do(name, self.id, *values)

    def attach(self, *paths: Path) -> None:
        """Add files, as by the window's button."""
        self.do("attach", [str(path) for path in paths])

    def choose(self, name: str, entry: str) -> None:
        """Choose ``entry`` in the context menu of the attachment ``name``."""
        self.do("compose_menu", name, entry)

    def send(self) -> float:
        """Click on Send as soon as it can be; give the time of the click, in seconds."""
        clicked: int = self.do("command", "cmd_sendNow")
        return clicked / 1000

    def send_again(self) -> None:
        """Press Send's keys once more, whether or not they do anything by now."""
        self.do("command", "cmd_sendNow", True)

    def send_as_it_can(self) -> None:
        """Click on the Send button: now, or, without a network, later."""
        self.do("command", "cmd_sendButton")

    def save_draft(self) -> None:
        """Save it as a draft."""
        self.do("command", "cmd_saveAsDraft")

    def send_later(self) -> None:
        """Choose Send Later."""
        self.do("command", "cmd_sendLater")

    @property
    def is_open(self) -> bool:
        """Whether the window is there."""
        return self.id in self.thunderbird.open()

    @property
    def state(self) -> dict[str, Any]:
        """Recipients, subject, attachments' names, and whether the window is locked."""
        state: dict[str, Any] = self.do("state")
        return state

    def type(self, text: str) -> None:
        """Write a line at the beginning of the text."""
        self.do("type", text)

    @property
    def body(self) -> dict[str, Any]:
        """The ``text``, and the ``pictures`` in it, as addresses."""
        body: dict[str, Any] = self.do("body")
        return body

    @property
    def is_usable(self) -> bool:
        """Whether a person can go on writing and send again."""
        return self.is_open and not self.state["locked"]

    def force_close(self) -> None:
        """Close the window by its X, without an answer to any question."""
        self.do("force_close")


@contextlib.contextmanager
def thunderbird(
    desk: Desktop,
    account: Account,
    *,
    authorities: tuple[Path, ...] = (),
    addon: Path | None = None,
    environment: Mapping[str, str] | None = None,
    preferences: Mapping[str, str | int | bool] | None = None,
    profile: Path | None = None,
    remote: bool = False,
) -> Iterator[Thunderbird]:
    """Run Thunderbird on ``desk`` with one account until the block ends.

    ``authorities`` are PEM files it trusts; ``addon`` is an XPI it finds installed; ``profile`` is
    kept where it is given, else lies in the desk's home; ``remote`` lets a second start of the same
    profile ask this one to do something.
    """
    place = profile or desk.home / f"profile-{time.monotonic_ns()}"
    (place / "extensions").mkdir(parents=True, exist_ok=True)
    if addon is not None:
        (place / "extensions" / f"{ADDON}.xpi").write_bytes(addon.read_bytes())
    wanted = {**_QUIET, **account.preferences(), **(preferences or {})}
    (place / "user.js").write_text(
        "".join(
            f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in wanted.items()
        )
    )
    told = place / "MarionetteActivePort"
    told.unlink(missing_ok=True)
    log = (place / "output.txt").open("ab")
    process = subprocess.Popen(
        [
            "thunderbird", "-marionette", "-remote-allow-system-access",
            *(() if remote else ("-no-remote",)), "-profile", str(place),
        ],
        env={**desk.environment, "GNOME_ACCESSIBILITY": "1", **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for("Thunderbird listens", told.is_file, START_WITHIN)
        with Marionette(int(told.read_text())) as line:
            running = Thunderbird(process, line, place)
            wait_for("Thunderbird shows its window", lambda: running.do("ready"), START_WITHIN)
            for file in authorities:
                pem = re.sub(r"-----.*?-----|\s", "", file.read_text())
                running.do("trust", base64.b64encode(base64.b64decode(pem)).decode())
            for kind in ("imap", "smtp"):
                running.do("login", f"{kind}://127.0.0.1", account.user, account.password)
            if addon is not None:
                running.wait_for_addon()
            try:
                yield running
            finally:
                with contextlib.suppress(MarionetteError, OSError):
                    running.close_all()
    finally:
        log.close()
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
