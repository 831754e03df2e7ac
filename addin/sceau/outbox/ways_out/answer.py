"""Everything that can come of submitting a mail, as a person must be told it."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

import msgspec

from sceau.phrases import Phrase, phrase

_EVIDENCE_CHARACTERS = 300


class Result(StrEnum):
    """What came of it. ``accepted`` is the only one after which the mail has left; ``unsure`` the
    only one after which it may have. Each names its sentence ``outbox.<result>`` and the way out
    ``outbox.<result>.next``."""

    ACCEPTED = "accepted"
    UNSURE = "unsure"

    CANCELLED = "cancelled"
    RECIPIENTS_REFUSED = "recipients-refused"
    RECIPIENTS_LATER = "recipients-later"
    TOO_MANY_RECIPIENTS = "too-many-recipients"
    SENDER_REFUSED = "sender-refused"
    TOO_LARGE = "too-large"
    NEEDS_8BITMIME = "needs-8bitmime"
    NEEDS_SMTPUTF8 = "needs-smtputf8"
    LINES_TOO_LONG = "lines-too-long"
    NOT_TRANSMISSIBLE = "not-transmissible"
    AUTH_REFUSED = "auth-refused"
    AUTH_NEEDED = "auth-needed"
    AUTH_NOT_OFFERED = "auth-not-offered"
    PASSWORD_MISSING = "password-missing"
    CLEAR_TEXT = "clear-text"
    STARTTLS_NOT_OFFERED = "starttls-not-offered"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_UNKNOWN = "certificate-unknown"
    CERTIFICATE_NAME = "certificate-name"
    AUTHORITY_UNREADABLE = "authority-unreadable"
    TLS_FAILED = "tls-failed"
    HOST_UNKNOWN = "host-unknown"
    CONNECTION_REFUSED = "connection-refused"
    TIMED_OUT = "timed-out"
    DROPPED = "dropped"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    ALTERED = "altered"
    MAILBOX_FULL = "mailbox-full"
    CONSENT_NEEDED = "consent-needed"
    SIGN_IN_NEEDED = "sign-in-needed"
    SIGN_IN_EXPIRED = "sign-in-expired"
    SIGN_IN_WITHDRAWN = "sign-in-withdrawn"
    SIGN_IN_ADMIN = "sign-in-admin"
    SIGN_IN_PERSON = "sign-in-person"
    SIGN_IN_REFUSED = "sign-in-refused"
    SIGN_IN_LATE = "sign-in-late"
    SIGN_IN_REGISTRATION = "sign-in-registration"
    SIGN_IN_SCOPE = "sign-in-scope"
    SIGN_IN_NOT_ACCEPTED = "sign-in-not-accepted"
    SIGN_IN_NOT_REACHED = "sign-in-not-reached"


_AGAIN = frozenset(
    {
        Result.CANCELLED,
        Result.RECIPIENTS_LATER,
        Result.HOST_UNKNOWN,
        Result.CONNECTION_REFUSED,
        Result.TIMED_OUT,
        Result.DROPPED,
        Result.TEMPORARY,
        Result.SIGN_IN_NOT_REACHED,
    }
)


class Refusal(msgspec.Struct, frozen=True):
    """One recipient the server refused: the reply code (RFC 5321 section 4.2; 0 where the address
    cannot be transmitted at all) and the server's own text, cleaned."""

    address: str
    code: int
    text: str

    def __repr__(self) -> str:
        return f"Refusal(code={self.code})"


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What came of submitting one transmission.

    ``code`` and ``text`` are the server's reply where one decided (0 and empty where none did);
    ``text`` is hostile input, cleaned by :func:`quoted`, shown only as evidence. ``limit`` is the
    greatest size the server takes, in bytes, where it said so. ``host`` is the server asked.
    """

    result: Result
    refusals: tuple[Refusal, ...] = ()
    code: int = 0
    text: str = ""
    limit: int = 0
    host: str = ""

    def __repr__(self) -> str:
        return f"Submission(result={self.result.value!r}, code={self.code})"

    @property
    def left(self) -> bool:
        """Whether the mail certainly left."""
        return self.result is Result.ACCEPTED

    @property
    def again(self) -> bool:
        """Whether the same mail may well leave if it is sent again as it is."""
        return self.result in _AGAIN

    @property
    def sentence(self) -> Phrase:
        """What happened."""
        named = ", ".join(one.address for one in self.refusals[:5])
        values: dict[str, str | int] = {"host": self.host, "count": len(self.refusals)}
        if self.refusals:
            values["addresses"] = named + (" …" if len(self.refusals) > 5 else "")
        if self.limit:
            values["megabytes"] = max(1, self.limit // 1_000_000)
        known = self.result is Result.TOO_LARGE and self.limit
        return Phrase(f"outbox.{self.result}{'.limit' if known else ''}", values)

    @property
    def next(self) -> Phrase:
        """The way out."""
        return phrase(f"outbox.{self.result}.next", host=self.host)

    @property
    def evidence(self) -> Phrase | None:
        """The server's own words, where it said something."""
        said = self.text or next((one.text for one in self.refusals if one.text), "")
        return phrase("outbox.server-said", text=said) if said else None


def quoted(said: bytes) -> str:
    """Give a server's text as it may be shown: without control and invisible characters (Unicode
    categories C*), in one line, at most 300 characters."""
    text = " ".join(said.decode("utf-8", "replace").split())
    shown = "".join(one for one in text if not unicodedata.category(one).startswith("C"))
    if len(shown) > _EVIDENCE_CHARACTERS:
        return shown[:_EVIDENCE_CHARACTERS] + "…"
    return shown
