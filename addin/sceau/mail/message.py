"""A message: its bytes, the Mail read from them, and the bytes once Edits are made."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sceau.errors import UnreadableInput, WrongUse
from sceau.mail.body import read_body
from sceau.mail.content import content_of
from sceau.mail.envelope import read_envelope
from sceau.mail.model import Mail
from sceau.mail.protection import message_protection
from sceau.mail.structure import Structure, scan

if TYPE_CHECKING:
    from sceau.mail.apply import SealedFile
    from sceau.mail.edits import Edit

_BINARY_HEAD = 65_536
_NEVER_IN_TEXT = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x08\x1b")


class Message:
    """One message, read.

    ``raw`` is its bytes, unchanged; ``mail`` what a person would say is in it; ``structure`` where
    everything stands. Made by :meth:`read`.
    """

    def __init__(self, raw: bytes, structure: Structure, mail: Mail) -> None:
        self.raw = raw
        self.structure = structure
        self.mail = mail

    @classmethod
    def read(cls, raw: bytes) -> Message:
        """Read a message of RFC 5322 and MIME, however broken; takes time linear in its size.

        Text without any header is a message without a header. Raises UnreadableInput:
        ``empty-mail`` for nothing but blanks, ``not-a-mail`` for what has no header field and is
        not text (a PDF, a picture, an Outlook .msg).
        """
        if not raw or raw.isspace():
            raise UnreadableInput("empty-mail")
        structure = scan(raw)
        root = structure.root
        if not root.fields and _is_binary(raw):
            raise UnreadableInput("not-a-mail")
        envelope = read_envelope(raw, root)
        body = read_body(raw, structure)
        defects = dict.fromkeys((*structure.defects, *envelope.defects, *body.defects))
        mail = Mail(
            sender=envelope.sender,
            recipients=envelope.recipients,
            subject=envelope.subject,
            text=body.text,
            html=body.html,
            attachments=body.attachments,
            inline_images=body.inline_images,
            relation=envelope.relation,
            message_id=envelope.message_id,
            in_reply_to=envelope.in_reply_to,
            references=envelope.references,
            date=envelope.date,
            resent=envelope.resent,
            protection=message_protection(raw, root, body.text),
            defects=tuple(defects),
            unread=body.unread,
            size=len(raw),
        )
        return cls(raw, structure, mail)

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 of the message's bytes, in hexadecimal."""
        import hashlib

        return hashlib.sha256(self.raw).hexdigest()

    def content(self, id: str) -> bytes:
        """Give the decoded content of the part whose section number is ``id``.

        Raises WrongUse (``no-such-attachment``) where there is no such part, UnreadableInput
        (``unknown-encoding``, ``unreadable-part``) where it cannot be decoded.
        """
        part = self.structure.part(id)
        if part is None:
            raise WrongUse("no-such-attachment")
        return content_of(self.raw, part)

    def apply(
        self, edits: Sequence[Edit], sealed: Mapping[str, SealedFile] | None = None
    ) -> tuple[bytes, ...]:
        """Make ``edits`` in the message's bytes: see :func:`sceau.mail.apply.apply`."""
        from sceau.mail.apply import apply

        return apply(self, edits, sealed or {})


def _is_binary(raw: bytes) -> bool:
    head = raw[:_BINARY_HEAD]
    return raw.startswith(b"%PDF-") or len(head.translate(None, _NEVER_IN_TEXT)) < len(head)
