"""What the faults of an SMTP conversation mean to a person."""

from __future__ import annotations

import smtplib
import socket
import ssl

from sceau.outbox.ways_out.answer import Refusal, Result

# OpenSSL's X509_V_ERR_* numbers
_CERTIFICATE = {
    9: Result.CERTIFICATE_EXPIRED,  # not yet valid
    10: Result.CERTIFICATE_EXPIRED,
    18: Result.CERTIFICATE_UNKNOWN,  # self-signed
    19: Result.CERTIFICATE_UNKNOWN,  # self-signed in the chain
    20: Result.CERTIFICATE_UNKNOWN,  # no issuer here
    21: Result.CERTIFICATE_UNKNOWN,  # first one cannot be verified
    62: Result.CERTIFICATE_NAME,
    64: Result.CERTIFICATE_NAME,  # address mismatch
}


def why_untrusted(problem: ssl.SSLCertVerificationError) -> Result:
    """Say why a server's certificate was not accepted."""
    return _CERTIFICATE.get(problem.verify_code, Result.TLS_FAILED)


def what_broke(problem: BaseException) -> Result:
    """Say what an exception means that ended a conversation before the mail's end was sent."""
    under = problem.__context__ if isinstance(problem, smtplib.SMTPServerDisconnected) else problem
    if isinstance(under, TimeoutError):
        return Result.TIMED_OUT
    if isinstance(under, (socket.gaierror, UnicodeError)):
        return Result.HOST_UNKNOWN
    if isinstance(under, ConnectionRefusedError):
        return Result.CONNECTION_REFUSED
    if isinstance(under, ssl.SSLError) and not isinstance(under, ssl.SSLEOFError):
        return Result.TLS_FAILED
    if isinstance(under, OSError) and not isinstance(problem, smtplib.SMTPException):
        network = not isinstance(under, (ConnectionError, ssl.SSLError))
        return Result.CONNECTION_REFUSED if network else Result.DROPPED
    return Result.DROPPED


def why_refused(refusals: list[Refusal]) -> Result:
    """Say what the refusals of recipients have in common."""
    if any(one.code == 552 or (one.code == 452 and "4.5.3" in one.text) for one in refusals):
        return Result.TOO_MANY_RECIPIENTS  # RFC 5321 section 4.5.3.1.10
    if all(one.code == 530 for one in refusals):
        return Result.AUTH_NEEDED
    if all(400 <= one.code < 500 for one in refusals):
        return Result.RECIPIENTS_LATER
    return Result.RECIPIENTS_REFUSED
