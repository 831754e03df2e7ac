"""What the faults of an IMAP conversation mean to a person."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import ssl
from collections.abc import Iterator

from imapclient.exceptions import LoginError

from sceau.errors import NotAllowed, SceauError, ServiceRefused, TryLater

# OpenSSL's X509_V_ERR_* numbers
_CERTIFICATE = {
    9: "imap-certificate-expired",  # not yet valid: the clock of one of the two is wrong
    10: "imap-certificate-expired",
    18: "imap-certificate-unknown",
    19: "imap-certificate-unknown",
    20: "imap-certificate-unknown",
    21: "imap-certificate-unknown",
    62: "imap-certificate-name",
    64: "imap-certificate-name",
}


class LoginRefused(NotAllowed):
    """The server does not take this name and password: trying again could lock the account."""


@contextlib.contextmanager
def told(host: str) -> Iterator[None]:
    """Turn whatever a conversation with ``host`` raises into the one sentence for it.

    Raises TryLater for what may pass by itself, ServiceRefused for what will not, LoginRefused.
    What the server said is not repeated: it may quote a mail.
    """
    try:
        yield
    except SceauError:
        raise
    except LoginError as problem:
        if not_now(problem):
            raise TryLater("imap-not-now", host=host) from problem
        raise LoginRefused("imap-login-refused", host=host) from problem
    except imaplib.IMAP4.abort as problem:
        raise TryLater("imap-lost", host=host) from problem
    except imaplib.IMAP4.error as problem:
        # RFC 9051 section 7.1, RFC 9208 section 4
        full = "OVERQUOTA" in str(problem).upper() or "QUOTA" in str(problem).upper()
        raise ServiceRefused("imap-full" if full else "imap-refused", host=host) from problem
    except ssl.SSLCertVerificationError as problem:
        reason = _CERTIFICATE.get(problem.verify_code, "imap-certificate-unknown")
        raise ServiceRefused(reason, host=host) from problem
    except (socket.gaierror, UnicodeError) as problem:
        raise TryLater("imap-no-such-host", host=host) from problem
    except TimeoutError as problem:
        raise TryLater("imap-silent", host=host) from problem
    except ConnectionRefusedError as problem:
        raise TryLater("imap-not-there", host=host) from problem
    except ssl.SSLError as problem:
        lost = isinstance(problem, ssl.SSLEOFError | ssl.SSLZeroReturnError)
        raise TryLater("imap-lost" if lost else "imap-no-tls", host=host) from problem
    except OSError as problem:
        raise TryLater("imap-lost", host=host) from problem
    except (KeyError, ValueError, IndexError, TypeError, AttributeError) as problem:
        # an answer that is none: the libraries stumble over it in these ways
        raise TryLater("imap-lost", host=host) from problem


def not_now(problem: LoginError) -> bool:
    """Whether a server could not look whether the password is right (RFC 5530): nothing is wrong
    with it."""
    return any(code in str(problem).upper() for code in ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]"))
