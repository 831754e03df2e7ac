"""Logging in to a submission server with an access token (RFC 4954, RFC 7628)."""

from __future__ import annotations

import base64
import smtplib

from sceau.errors import SceauError
from sceau.outbox.ways_out.answer import Result
from sceau.sign_in.accounts import Tokens
from sceau.sign_in.faults import SignInFailed, SignInFault, SignInNotReached
from sceau.sign_in.sasl import Conversation, Mechanism


def show_token(
    smtp: smtplib.SMTP, kind: Mechanism, user: str, tokens: Tokens, host: str, port: int
) -> tuple[int, bytes]:
    """Log in; give the server's last reply. A token it turns down is replaced once.

    Raises what ``tokens`` does, and SignInFailed where a fresh token is turned down too.
    """
    refused = ""
    for _ in range(2):
        token = tokens.token(refused)
        talk = Conversation(kind, user, token, host, port)
        code, said = smtp.docmd("AUTH", f"{kind} {_told(talk.first)}")
        while code == 334:
            if talk.refused:  # one error is all there can be
                code, said = smtp.docmd("*")  # RFC 4954 section 4: the exchange is given up
                break
            code, said = smtp.docmd(_told(talk(_heard(said))))
        if code != 535:  # in, not now (4xx), or refused for something else
            return code, said
        if talk.scope:
            raise SignInFailed(SignInFault.SCOPE, host)
        refused = token
    raise SignInFailed(SignInFault.NOT_ACCEPTED, host)


def result_of(problem: SceauError) -> Result:
    """Say what a token that is not there means for the mail."""
    if isinstance(problem, SignInFailed):
        return Result(f"sign-in-{problem.fault}")
    if isinstance(problem, SignInNotReached):
        return Result.SIGN_IN_NOT_REACHED
    return Result.SIGN_IN_NEEDED


def _told(text: bytes) -> str:
    return base64.b64encode(text).decode()


def _heard(said: bytes) -> bytes:
    try:
        return base64.b64decode(said)
    except ValueError:
        return b""
