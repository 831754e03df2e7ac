"""Connecting to an IMAP server: the connection made safe, and the login."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from sceau.errors import NotAllowed, ServiceRefused, WrongSettings
from sceau.hooks.imap.faults import LoginRefused, not_now, told
from sceau.loopback import is_this_machine
from sceau.phrases import Phrase, phrase
from sceau.sign_in.accounts import Tokens
from sceau.sign_in.faults import SignInFailed, SignInFault
from sceau.sign_in.sasl import Conversation, mechanism

# at debug level they would write down whole mails
for _name in ("imapclient.imapclient", "imapclient.imaplib"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_PORTS = {"tls": 993, "starttls": 143, "none": 143}  # RFC 8314 section 3.2, RFC 9051


@dataclass(frozen=True)
class Server:
    """Where the mailbox is and how to get in.

    ``security`` is ``tls`` from the start, ``starttls``, or ``none``, which is refused unless
    ``host`` is this machine. ``ca_file`` names a private certificate authority. ``secret`` gives
    the password, when it is needed; ``tokens`` gives access tokens where there is a sign-in
    instead. ``timeout`` is in seconds, for each answer.
    """

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    secret: Callable[[], str | None]
    ca_file: str = ""
    timeout: float = 30.0
    tokens: Tokens | None = None

    def __repr__(self) -> str:
        return "Server(…)"


def connect(server: Server, step: Callable[[Phrase], None] = lambda _: None) -> IMAPClient:
    """Give a logged-in connection; ``step`` hears what was reached.

    Raises SceauError with the sentence for what failed; see :mod:`.faults`.
    """
    if server.security == "none" and not is_this_machine(server.host):
        raise NotAllowed("imap-clear-text")
    with told(server.host):
        context = _context(server) if server.security != "none" else None
        client = IMAPClient(
            server.host,
            port=server.port or _PORTS[server.security],
            ssl=server.security == "tls",
            ssl_context=context,
            timeout=SocketTimeout(connect=server.timeout, read=server.timeout),
        )
        # the library would write whole answers, mails and all, into messages nobody reads
        client._imap.debug = 0
        try:
            step(phrase("drafts.tried.reached", host=server.host))
            if server.security == "starttls":
                if not client.has_capability("STARTTLS"):
                    raise ServiceRefused("imap-no-tls", host=server.host)
                client.starttls(context)
            if context is not None:
                step(phrase("drafts.tried.secure"))
            _log_in(client, server)
            _speak_utf8(client)
            by_password = server.tokens is None
            step(phrase("drafts.tried.logged-in" if by_password else "drafts.tried.login"))
        except BaseException:
            close(client)
            raise
    return client


def close(client: IMAPClient) -> None:
    """Let a connection go, whatever its state."""
    try:
        client.shutdown()
    except Exception:  # noqa: BLE001 - it is gone then, and that is what was wanted
        return


def _context(server: Server) -> ssl.SSLContext:
    """Trust the account's own authority alone where it names one, else the system's."""
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except OSError as problem:
        raise WrongSettings("imap-authority-unreadable") from problem


def _log_in(client: IMAPClient, server: Server) -> None:
    """SASL PLAIN in UTF-8 (RFC 4616), or LOGIN where the server has no other; by a token, one of
    the mechanisms for it."""
    if server.tokens is not None:
        _show_token(client, server, server.tokens)
        return
    password = server.secret()
    if password is None:
        raise LoginRefused("imap-password-missing")
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(server.user, password)
    elif client.has_capability("LOGINDISABLED"):
        raise ServiceRefused("imap-no-login", host=server.host)
    else:
        client.login(server.user, password)


def _speak_utf8(client: IMAPClient) -> None:
    """Have folder names and the headers of mails in UTF-8 (RFC 6855) where the server can do that:
    without, it gives a mail with addresses in UTF-8 changed, or not at all.

    A server that says it can and then refuses is spoken to as one that cannot.
    """
    client.capabilities()
    if not (client.has_capability("ENABLE") and client.has_capability("UTF8=ACCEPT")):
        return
    try:
        enabled = client.enable("UTF8=ACCEPT")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return
    if b"UTF8=ACCEPT" in (one.upper() for one in enabled):
        client.folder_encode = False
        client._imap._encoding = "utf-8"


def _show_token(client: IMAPClient, server: Server, tokens: Tokens) -> None:
    """Log in with a token; one the server turns down is replaced once."""
    capabilities = {one.decode("ascii", "replace").upper() for one in client.capabilities()}
    kind = mechanism({one.removeprefix("AUTH=") for one in capabilities})
    if kind is None:
        raise ServiceRefused("imap-no-oauth", host=server.host)
    port = server.port or _PORTS[server.security]
    refused = ""
    for _ in range(2):
        token = tokens.token(refused)
        talk = Conversation(kind, server.user, token, server.host, port)
        try:
            client.sasl_login(kind, talk)
        except LoginError as problem:
            if not_now(problem):
                raise
            if talk.scope:
                raise SignInFailed(SignInFault.SCOPE, server.host) from None
            refused = token
        else:
            return
    raise SignInFailed(SignInFault.NOT_ACCEPTED, server.host)
