"""A real Postfix in the foreground, from a folder of its own, on random loopback ports.

Needs Debian's ``postfix`` and root (its master changes users). It delivers into Maildirs, logs in
by the Dovecot protocol (the users are those given here), and speaks TLS with a certificate of an
authority of the tests.
"""

from __future__ import annotations

import base64
import contextlib
import grp
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import trustme

_MASTER = Path("/usr/lib/postfix/sbin/master")
_QUEUES = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming"),
    *("private", "saved", "trace", "public", "maildrop"),
)
_READY = 20.0  # seconds
_NOBODY = 65534  # the owner of delivered mail

_MAIN = """\
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = {root}/log/mail.log
maillog_file_prefixes = {root}
mail_owner = postfix
setgid_group = postdrop
default_privs = nobody
myhostname = relais.exemple.invalid
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {root}/mail
virtual_mailbox_maps = texthash:{root}/etc/mailboxes
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
message_size_limit = {size}
virtual_mailbox_limit = 0
mailbox_size_limit = 0
smtpd_tls_cert_file = {root}/etc/chain.pem
smtpd_tls_key_file = {root}/etc/key.pem
smtpd_tls_security_level = {security}
smtpd_tls_auth_only = no
smtpd_sasl_auth_enable = {auth}
smtpd_sasl_type = dovecot
smtpd_sasl_path = {sasl}
smtpd_relay_restrictions = {relay}
smtpd_client_restrictions =
smtpd_delay_reject = yes
smtpd_error_sleep_time = 0
biff = no
"""

_SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{tls_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """A running server. ``port`` speaks STARTTLS, ``tls_port`` TLS from the start; ``ca_file`` is
    the authority that vouches for it, for the names ``localhost`` and 127.0.0.1."""

    def __init__(self, root: Path, port: int, tls_port: int) -> None:
        self.port = port
        self.tls_port = tls_port
        self.ca_file = root / "authority.pem"
        self._root = root

    def messages(self, recipient: str = "", *, wait_for: int = 0) -> list[bytes]:
        """Give what was delivered (to ``recipient``, or to anybody), line ends as CRLF.

        With ``wait_for``, wait until so many are there; TimeoutError if they never are.
        """
        until = time.monotonic() + _READY
        while True:
            folder = self._root / "mail" / recipient if recipient else self._root / "mail"
            files = sorted(folder.glob("**/new/*"), key=lambda file: file.stat().st_mtime_ns)
            if len(files) >= wait_for:
                return [file.read_bytes().replace(b"\n", b"\r\n") for file in files]
            if time.monotonic() > until:
                raise TimeoutError(self.log())
            time.sleep(0.02)

    def log(self) -> str:
        """Give what Postfix logged."""
        file = self._root / "log" / "mail.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def queued(self) -> int:
        """Count the mails that are accepted and not delivered yet."""
        queues = ("incoming", "active", "deferred", "maildrop", "hold")
        found = [file for name in queues for file in (self._root / "queue" / name).rglob("*")]
        return sum(file.is_file() for file in found)


def without_trace(message: bytes) -> bytes:
    """Give a delivered message without the lines Postfix put before it."""
    traces = (b"return-path:", b"x-original-to:", b"delivered-to:", b"received:")
    while message.lower().startswith(traces):
        end = message.index(b"\r\n") + 2
        while message[end : end + 1] in (b" ", b"\t"):
            end = message.index(b"\r\n", end) + 2
        message = message[end:]
    return message


@contextlib.contextmanager
def postfix(
    mailboxes: Sequence[str],
    *,
    users: Mapping[str, str] | None = None,
    size: int = 50_000_000,
    security: str = "encrypt",
    logins: int = 0,
) -> Iterator[Postfix]:
    """Run a Postfix that takes mail for ``mailboxes`` and nobody else, until the block ends.

    ``users`` (name to password) must log in, where there are any. ``size`` is the greatest message
    in bytes; ``security`` its ``smtpd_tls_security_level``. ``logins`` is the port of a Dovecot
    that says who may log in, in the place of this module's own answers.
    """
    root = Path(tempfile.mkdtemp(prefix="sceau-postfix-"))
    # its own users walk through it
    root.chmod(0o755)
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as one,
            socket.create_server(("127.0.0.1", 0)) as other,
        ):
            port, tls_port = one.getsockname()[1], other.getsockname()[1]
        _lay_out(root)
        _certify(root)
        _configure(root, mailboxes, port, tls_port, users, size, security, logins)
        with _logins(root, users or {}), _master(root):
            server = Postfix(root, port, tls_port)
            _await(server)
            yield server
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _lay_out(root: Path) -> None:
    owner, group = pwd.getpwnam("postfix"), grp.getgrnam("postdrop").gr_gid
    for name in ("etc", "log", "mail", "auth", "data", "queue", "queue/pid"):
        (root / name).mkdir(mode=0o755)
    for name in _QUEUES:
        folder = root / "queue" / name
        folder.mkdir(mode=0o700)
        os.chown(folder, owner.pw_uid, -1)
    for name, mode in (("public", 0o710), ("maildrop", 0o730)):
        os.chown(root / "queue" / name, owner.pw_uid, group)
        (root / "queue" / name).chmod(mode)
    for name in ("data", "log"):
        os.chown(root / name, owner.pw_uid, owner.pw_gid)
    os.chown(root / "mail", _NOBODY, _NOBODY)


def _certify(root: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(root / "authority.pem"))
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    certificate.private_key_pem.write_to_path(str(root / "etc" / "key.pem"))
    (root / "etc" / "key.pem").chmod(0o600)
    for one in certificate.cert_chain_pems:
        one.write_to_path(str(root / "etc" / "chain.pem"), append=True)


def _configure(
    root: Path,
    mailboxes: Sequence[str],
    port: int,
    tls_port: int,
    users: Mapping[str, str] | None,
    size: int,
    security: str,
    logins: int,
) -> None:
    main = _MAIN.format(
        root=root,
        domains=", ".join(sorted({one.rpartition("@")[2] for one in mailboxes})),
        nobody=_NOBODY,
        size=size,
        security=security,
        auth="yes" if users or logins else "no",
        sasl=f"inet:127.0.0.1:{logins}" if logins else f"{root}/auth/socket",
        relay="permit_sasl_authenticated, reject"
        if users or logins
        else "reject_unauth_destination",
    )
    files = {
        "main.cf": main,
        "master.cf": _SERVICES.format(port=port, tls_port=tls_port),
        "mailboxes": "".join(f"{one} {one}/\n" for one in mailboxes),
    }
    past = time.time() - 60
    for name, content in files.items():
        (root / "etc" / name).write_text(content)
        # Postfix waits until its configuration is a second old
        os.utime(root / "etc" / name, (past, past))


@contextlib.contextmanager
def _master(root: Path) -> Iterator[None]:
    def limit() -> None:
        # it closes every descriptor it might have: the fewer the faster
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))

    process = subprocess.Popen(
        [_MASTER, "-c", root / "etc", "-d"],
        preexec_fn=limit,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "MAIL_CONFIG": str(root / "etc")},
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await(server: Postfix) -> None:
    until = time.monotonic() + _READY
    while True:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
                if line.recv(100).startswith(b"220"):
                    return
        except OSError:
            pass
        if time.monotonic() > until:
            raise TimeoutError(server.log())
        time.sleep(0.01)


@contextlib.contextmanager
def _logins(root: Path, users: Mapping[str, str]) -> Iterator[None]:
    """Answer Postfix's questions about ``users`` as Dovecot's authentication service would."""
    path = str(root / "auth" / "socket")
    ended = threading.Event()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        os.chmod(path, 0o666)
        listening.listen()
        listening.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    line, _ = listening.accept()
                    threading.Thread(target=_answer, args=(line, users), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _answer(line: socket.socket, users: Mapping[str, str]) -> None:
    with line, contextlib.suppress(OSError), line.makefile("rwb") as talk:
        talk.write(
            b"VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t"
            + b"0" * 32
            + b"\nDONE\n"
        )
        talk.flush()
        for asked in talk:
            words = asked.rstrip(b"\n").split(b"\t")
            if words[0] != b"AUTH":
                continue
            given = next((one[5:] for one in words if one.startswith(b"resp=")), b"")
            _, user, password = (*base64.b64decode(given).split(b"\0"), b"", b"")[:3]
            known = users.get(user.decode()) == password.decode()
            answer = b"OK" if known else b"FAIL"
            talk.write(answer + b"\t" + words[1] + b"\tuser=" + user + b"\n")
            talk.flush()
