"""Mail submission (RFC 6409) to the account's server, one SMTP command at a time (RFC 5321).

``smtplib``'s own ``sendmail`` goes on as soon as one recipient is accepted; here any refusal ends
in RSET and nothing is sent. Until the line with the lone dot is written nothing can have left
(RFC 5321 section 4.1.1.4); from then until the server's reply is read nobody can know.
"""

from __future__ import annotations

import base64
import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable

from sceau.errors import SceauError
from sceau.loopback import is_this_machine
from sceau.mail.submission import Outgoing, has_long_line
from sceau.outbox.ways_out.answer import Refusal, Result, Submission, quoted
from sceau.outbox.ways_out.smtp_faults import what_broke, why_refused, why_untrusted
from sceau.outbox.ways_out.smtp_token import result_of, show_token
from sceau.outbox.ways_out.way import OnStep, Step
from sceau.settings.schema import AccountSettings
from sceau.sign_in.accounts import Tokens
from sceau.sign_in.sasl import mechanism

_CHUNK = 64 * 1024
_GREETING = "[127.0.0.1]"  # an address literal (RFC 5321 section 4.1.3): no machine name leaves
_PORTS = {"tls": 465, "starttls": 587, "none": 25}  # RFC 8314 section 3.3, RFC 6409, RFC 5321


class _Ended(Exception):
    """The conversation is over, with this result."""

    def __init__(self, result: Submission) -> None:
        super().__init__(result.result)
        self.result = result


class Talk:
    """One conversation, from the connection to the reply after the dot."""

    def __init__(
        self,
        account: AccountSettings,
        password: str | None,
        final_timeout: float,
        outgoing: Outgoing,
        on_step: OnStep,
        tokens: Tokens | None = None,
    ) -> None:
        self._tokens = tokens
        self._account = account
        self._password = password
        self._final_timeout = final_timeout
        self._outgoing = outgoing
        self._on_step = on_step
        self._smtp = smtplib.SMTP(local_hostname=_GREETING, timeout=account.timeout)
        self._gate = threading.Lock()
        self._stopped = False
        self._dotted = False

    def stop(self) -> bool:
        """End the conversation unless the final dot is on its way; give whether it ended."""
        with self._gate:
            if self._dotted:
                return False
            self._stopped = True
        self._break()
        return True

    def run(self, give: Callable[[Submission | BaseException], None]) -> None:
        """Hold the conversation and give its result; then take leave of the server."""
        try:
            give(self._converse())
        except BaseException as problem:  # noqa: BLE001 - handed to the task that waits for it
            give(problem)
        finally:
            self._leave()

    def try_out(self) -> Submission | None:
        """Go as far as logging in; give what refused."""
        try:
            self._check_account()
            self._connect()
            self._log_in()
        except _Ended as ended:
            return ended.result
        except (OSError, smtplib.SMTPException, UnicodeError) as problem:
            return self._result(what_broke(problem))
        finally:
            self._leave()
        return None

    def _converse(self) -> Submission:
        try:
            self._check_account()
            self._check_mail()
            self._connect()
            self._introduce()
            self._log_in()
            self._name_people()
            return self._transmit()
        except _Ended as ended:
            return ended.result
        except (OSError, smtplib.SMTPException, UnicodeError) as problem:
            if self._dotted:
                return self._result(Result.UNSURE)
            return self._result(what_broke(problem))

    def _check_account(self) -> None:
        account = self._account
        if account.security == "none" and not is_this_machine(account.host):
            raise self._ended(Result.CLEAR_TEXT)
        if account.user and self._password is None and self._tokens is None:
            raise self._ended(Result.PASSWORD_MISSING)

    def _check_mail(self) -> None:
        outgoing = self._outgoing
        content = outgoing.content
        breaks = content.count(b"\r\n")
        # a lone CR or LF is a line's end to some servers and not to others: the mail could be
        # cut in two on its way (RFC 5321 section 2.3.8)
        if content.count(b"\n") != breaks or content.count(b"\r") != breaks or b"\0" in content:
            raise self._ended(Result.NOT_TRANSMISSIBLE)
        if outgoing.long_lines or has_long_line(content):
            raise self._ended(Result.LINES_TOO_LONG)
        wrong = [one for one in outgoing.recipients if not _transmissible(one)]
        if wrong or not outgoing.recipients:
            raise self._ended(
                Result.RECIPIENTS_REFUSED, refusals=tuple(Refusal(one, 0, "") for one in wrong)
            )
        if outgoing.sender and not _transmissible(outgoing.sender):
            raise self._ended(Result.SENDER_REFUSED)

    def _connect(self) -> None:
        account = self._account
        context = self._context() if account.security != "none" else None
        self._step("smtp-connect")
        port = account.port or _PORTS[account.security]
        plain = socket.create_connection((account.host, port), timeout=account.timeout)
        self._smtp.sock = plain
        if account.security == "none" and not is_this_machine(plain.getpeername()[0]):
            raise self._ended(Result.CLEAR_TEXT)
        if context is not None and account.security == "tls":
            self._secure(context)
        self._expect(*self._smtp.getreply(), good=220)
        self._ehlo()
        if context is not None and account.security == "starttls":
            if not self._smtp.has_extn("starttls"):
                raise self._ended(Result.STARTTLS_NOT_OFFERED)
            self._step("smtp-starttls")
            self._expect(*self._smtp.docmd("STARTTLS"), good=220)
            self._secure(context)
            self._ehlo()

    def _context(self) -> ssl.SSLContext:
        """Trust the account's own authority alone where it names one, else the system's."""
        try:
            return ssl.create_default_context(cafile=self._account.ca_file or None)
        except OSError as problem:
            raise self._ended(Result.AUTHORITY_UNREADABLE) from problem

    def _secure(self, context: ssl.SSLContext) -> None:
        plain = self._smtp.sock
        assert plain is not None
        try:
            self._smtp.sock = context.wrap_socket(plain, server_hostname=self._account.host)
        except ssl.SSLCertVerificationError as problem:
            raise self._ended(why_untrusted(problem)) from problem
        except ssl.SSLError as problem:
            raise self._ended(Result.TLS_FAILED) from problem
        # what was read before is forgotten: it may have been slipped in (RFC 3207 section 6)
        self._smtp.file = None
        self._smtp.helo_resp = self._smtp.ehlo_resp = None
        self._smtp.esmtp_features.clear()

    def _ehlo(self) -> None:
        self._step("smtp-ehlo")
        self._expect(*self._smtp.ehlo(), good=250)

    def _introduce(self) -> None:
        """Hold the mail against what the server says it takes, before anything is transmitted."""
        outgoing, smtp = self._outgoing, self._smtp
        limit = self._limit()
        if limit and len(outgoing.content) > limit:
            raise self._ended(Result.TOO_LARGE, limit=limit)
        if outgoing.needs_8bitmime and not smtp.has_extn("8bitmime"):
            raise self._ended(Result.NEEDS_8BITMIME)
        if self._needs_utf8() and not smtp.has_extn("smtputf8"):
            raise self._ended(Result.NEEDS_SMTPUTF8)

    def _log_in(self) -> None:
        """AUTH PLAIN (RFC 4616) or LOGIN, in UTF-8, which ``smtplib`` does not do."""
        user, password = self._account.user, self._password
        offered = self._smtp.esmtp_features.get("auth", "").upper().split()
        if self._tokens is not None:
            self._show_token(self._tokens, offered)
            return
        if not user or password is None:
            return
        self._step("smtp-auth")
        if "PLAIN" in offered:
            told = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
            code, said = self._smtp.docmd("AUTH", f"PLAIN {told}")
        elif "LOGIN" in offered:
            code, said = self._smtp.docmd("AUTH", "LOGIN")
            for answer in (user, password):
                if code == 334:
                    code, said = self._smtp.docmd(base64.b64encode(answer.encode()).decode())
        else:
            raise self._ended(Result.AUTH_NOT_OFFERED)
        self._expect(code, said, good=235, refused=Result.AUTH_REFUSED)

    def _show_token(self, tokens: Tokens, offered: list[str]) -> None:
        account, kind = self._account, mechanism(offered)
        if kind is None:
            raise self._ended(Result.AUTH_NOT_OFFERED)
        self._step("smtp-auth")
        port = account.port or _PORTS[account.security]
        try:
            code, said = show_token(self._smtp, kind, account.user, tokens, account.host, port)
        except SceauError as problem:
            raise self._ended(result_of(problem)) from None
        self._step("smtp-auth")  # a fresh token may have taken a while
        self._expect(code, said, good=235, refused=Result.AUTH_REFUSED)

    def _name_people(self) -> None:
        """MAIL and every RCPT; one refusal and nobody gets the mail."""
        outgoing, smtp = self._outgoing, self._smtp
        options = []
        if smtp.has_extn("size"):
            options.append(f"SIZE={len(outgoing.content)}")  # RFC 1870
        if outgoing.needs_8bitmime:
            options.append("BODY=8BITMIME")  # RFC 6152
        if self._needs_utf8():
            options.append("SMTPUTF8")  # RFC 6531
            smtp.command_encoding = "utf-8"
        self._step("smtp-mail")
        code, said = smtp.docmd("MAIL", " ".join((f"FROM:<{outgoing.sender}>", *options)))
        refused = Result.AUTH_NEEDED if code == 530 else Result.SENDER_REFUSED
        if code == 552:
            refused = Result.TOO_LARGE
        self._expect(code, said, good=250, refused=refused)
        refusals = []
        for address in outgoing.recipients:
            self._step("smtp-rcpt")
            code, said = smtp.docmd("RCPT", f"TO:<{address}>")
            if code == 421:
                raise self._ended(Result.TEMPORARY, code=code, text=quoted(said))
            if not 200 <= code < 300:
                refusals.append(Refusal(address, code, quoted(said)))
        if refusals:
            smtp.docmd("RSET")
            raise self._ended(why_refused(refusals), refusals=tuple(refusals))

    def _transmit(self) -> Submission:
        smtp = self._smtp
        self._step("smtp-data")
        self._expect(*smtp.docmd("DATA"), good=354)
        content = self._outgoing.content
        assert smtp.sock is not None
        for start in range(0, len(content), _CHUNK):
            self._step("smtp-content", start, len(content))
            smtp.sock.sendall(_stuffed(content, start, start + _CHUNK))
        if not content.endswith(b"\r\n"):
            smtp.sock.sendall(b"\r\n")
        self._step("smtp-dot")
        with self._gate:
            if self._stopped:
                raise self._ended(Result.CANCELLED)
            self._dotted = True
        smtp.sock.settimeout(self._final_timeout)
        # a server that sends one byte now and then must not hold the window for ever
        patience = threading.Timer(self._final_timeout, self._break)
        patience.daemon = True
        patience.start()
        try:
            smtp.sock.sendall(b".\r\n")
            self._step("smtp-wait")
            code, said = smtp.getreply()
        finally:
            patience.cancel()
        self._step("smtp-reply")
        if code == 250:  # the one reply that says so, RFC 5321 section 4.3.2
            return self._result(Result.ACCEPTED, code=code, text=quoted(said))
        if 400 <= code < 600:
            return self._refusal(code, said, Result.PERMANENT)
        return self._result(Result.UNSURE, text=quoted(said))

    def _expect(
        self, code: int, said: bytes, *, good: int, refused: Result = Result.PERMANENT
    ) -> None:
        if code != good:
            raise _Ended(self._refusal(code, said, refused))

    def _refusal(self, code: int, said: bytes, refused: Result) -> Submission:
        if 400 <= code < 500:
            refused = Result.TEMPORARY
        elif code == 552 and refused is Result.PERMANENT:
            refused = Result.TOO_LARGE
        limit = self._limit() if refused is Result.TOO_LARGE else 0
        return self._result(refused, code=max(code, 0), text=quoted(said), limit=limit)

    def _result(self, result: Result, **more: object) -> Submission:
        return Submission(result=result, host=self._account.host, **more)  # type: ignore[arg-type]

    def _ended(self, result: Result, **more: object) -> _Ended:
        return _Ended(self._result(result, **more))

    def _step(self, name: str, done: int = 0, total: int = 0) -> None:
        if self._stopped:
            raise self._ended(Result.CANCELLED)
        self._on_step(Step(name, "before", done=done, total=total))

    def _limit(self) -> int:
        advertised = self._smtp.esmtp_features.get("size", "").strip()
        return int(advertised) if advertised.isdecimal() and advertised.isascii() else 0

    def _needs_utf8(self) -> bool:
        named = (self._outgoing.sender, *self._outgoing.recipients)
        return self._outgoing.needs_smtputf8 or not all(one.isascii() for one in named)

    def _break(self) -> None:
        """Cut the connection under whoever reads or writes it."""
        line = self._smtp.sock
        if line is not None:
            with contextlib.suppress(OSError):
                # not SSLSocket's own method, which takes the TLS layer away from a reader
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _leave(self) -> None:
        line = self._smtp.sock
        if line is not None and not self._stopped:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.settimeout(2)
                self._smtp.docmd("QUIT")
        with contextlib.suppress(OSError):
            self._smtp.close()


def _stuffed(content: bytes, start: int, end: int) -> bytes:
    """Give ``content[start:end]`` with a dot more before each that begins a line (RFC 5321 section
    4.5.2), wherever it is cut."""
    before = content[max(0, start - 2) : start] if start else b"\r\n"
    stuffed = (before + content[start:end]).replace(b"\r\n.", b"\r\n..")
    return stuffed[len(before) :]


def _transmissible(address: str) -> bool:
    """Whether an address can stand in a command without ending it."""
    unquoted = address.rpartition("@")[2] if address.startswith('"') else address
    return (
        bool(address)
        and address.isprintable()
        and not any(one in unquoted for one in " <>")
        and "\r" not in address
        and "\n" not in address
    )
