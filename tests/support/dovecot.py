"""A real Dovecot in the foreground, from a folder of its own, on random loopback ports.

Needs Debian's ``dovecot-imapd`` and root (its master changes users). It keeps Maildirs, logs in the
users given, and speaks TLS with a certificate of an authority of the tests.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import trustme

_READY = 20.0  # seconds
_NOBODY = 65534  # the owner of the mail; Dovecot refuses root

_CONFIGURATION = """\
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{root}/chain.pem
ssl_key = <{root}/key.pem
auth_mechanisms = plain
auth_failure_delay = 0
first_valid_uid = {nobody}
last_valid_uid = {nobody}
first_valid_gid = {nobody}
mail_location = maildir:{root}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {root}/users
}}
userdb {{
  driver = static
  args = uid={nobody} gid={nobody} home={root}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Trash {{
    auto = subscribe
    special_use = \\Trash
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


_WITH_TOKENS = """\
auth_mechanisms = plain xoauth2 oauthbearer
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {root}/oauth2.conf
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {auth_port}
  }}
}}
"""
_TOKENS = """\
introspection_mode = post
introspection_url = {introspection}
username_attribute = username
active_attribute = active
active_value = true
"""


class Dovecot:
    """A running server. ``port`` speaks TLS from the start; ``ca_file`` is the authority that
    vouches for it, for the names ``localhost`` and 127.0.0.1. On ``auth_port`` it answers other
    servers whether a login is good, where it takes tokens."""

    def __init__(self, root: Path, port: int, auth_port: int = 0) -> None:
        self.port = port
        self.auth_port = auth_port
        self.ca_file = root / "authority.pem"
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None

    def _start(self) -> None:
        self._process = subprocess.Popen(
            ["dovecot", "-F", "-c", self._root / "dovecot.conf"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        )

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(1)  # it waits for clients that are still there
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def messages(self, user: str, folder: str = "") -> list[bytes]:
        """Give the messages of a folder (the inbox where none is named), oldest first."""
        place = self._root / "mail" / user / (f".{folder}" if folder else "")
        files = [*place.glob("new/*"), *place.glob("cur/*")]
        return [
            file.read_bytes() for file in sorted(files, key=lambda file: file.stat().st_mtime_ns)
        ]

    def deliver(self, user: str, message: bytes) -> None:
        """Put a message into the user's inbox."""
        place = self._root / "mail" / user
        for name in ("", "tmp", "new", "cur"):
            (place / name).mkdir(exist_ok=True)
            os.chown(place / name, _NOBODY, _NOBODY)
        name = f"{time.time_ns()}.{len(message)}.sceau"
        (place / "tmp" / name).write_bytes(message)
        os.chown(place / "tmp" / name, _NOBODY, _NOBODY)
        (place / "tmp" / name).rename(place / "new" / name)

    def restart(self) -> None:
        """End the server without a word, and start it again on the same port."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        # its children hold the port a moment longer: whoever connects then is lost with them
        while self._answers():
            time.sleep(0.01)
        # and their sockets, by which the next one would think that another runs here
        shutil.rmtree(self._root / "run")
        self._start()
        _await(self)

    def _answers(self) -> bool:
        """Whether anybody takes a connection."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5):
                return True
        except OSError:
            return False

    def set_password(self, user: str, password: str) -> None:
        """Give a user another password; who is logged in stays so."""
        file = self._root / "users"
        lines = [
            f"{user}:{password}" if one.startswith(f"{user}:") else one
            for one in file.read_text().splitlines()
        ]
        file.write_text("\n".join(lines) + "\n")

    def number_anew(self, user: str) -> None:
        """Make every folder of the user lose its UIDVALIDITY, as a restored backup does."""
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            for file in (self._root / "mail" / user).rglob(name):
                file.unlink()

    def clear(self, user: str) -> None:
        """Remove every message of the user."""
        for file in (self._root / "mail" / user).rglob("*"):
            if file.is_file() and file.parent.name in ("new", "cur"):
                file.unlink()

    def log(self) -> str:
        """Give what Dovecot logged."""
        file = self._root / "log"
        return file.read_text(errors="replace") if file.exists() else ""


@contextlib.contextmanager
def dovecot(
    users: Mapping[str, str], settings: str = "", introspection: str = ""
) -> Iterator[Dovecot]:
    """Run a Dovecot that keeps the mail of ``users`` (name to password) until the block ends;
    ``settings`` are added to its own. With ``introspection``, an address (RFC 7662) it asks about
    them, it takes access tokens too."""
    root = Path(tempfile.mkdtemp(prefix="sceau-dovecot-"))
    # its own users walk through it
    root.chmod(0o755)
    server: Dovecot | None = None
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as one,
            socket.create_server(("127.0.0.1", 0)) as other,
        ):
            port, auth_port = one.getsockname()[1], other.getsockname()[1]
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(root / "authority.pem"))
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        certificate.private_key_pem.write_to_path(str(root / "key.pem"))
        (root / "key.pem").chmod(0o600)
        for pem in certificate.cert_chain_pems:
            pem.write_to_path(str(root / "chain.pem"), append=True)
        (root / "mail").mkdir()
        os.chown(root / "mail", _NOBODY, _NOBODY)
        for user in users:
            (root / "mail" / user).mkdir()
            os.chown(root / "mail" / user, _NOBODY, _NOBODY)
        (root / "users").write_text("".join(f"{user}:{word}\n" for user, word in users.items()))
        if introspection:
            (root / "oauth2.conf").write_text(_TOKENS.format(introspection=introspection))
            settings += _WITH_TOKENS.format(root=root, auth_port=auth_port)
        configuration = root / "dovecot.conf"
        configuration.write_text(
            _CONFIGURATION.format(root=root, port=port, nobody=_NOBODY) + settings
        )
        server = Dovecot(root, port, auth_port)
        server._start()
        _await(server)
        yield server
    finally:
        if server is not None:
            server._stop()
        shutil.rmtree(root, ignore_errors=True)


def _await(server: Dovecot) -> None:
    until = time.monotonic() + _READY
    while not server._answers():
        if time.monotonic() > until:
            raise TimeoutError(server.log())
        time.sleep(0.01)
