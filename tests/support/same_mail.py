"""Comparing mails by what they say, for servers that write each one anew."""

from __future__ import annotations

from sceau.mail.hidden import with_bcc
from sceau.mail.sameness import says_the_same


class SameMail(bytes):
    """Bytes of a mail that equal others which say the same."""

    __hash__ = bytes.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, bytes) and says_the_same(bytes(self), bytes(other))

    def __ne__(self, other: object) -> bool:
        return not self == other


def same(mime: bytes, hidden: tuple[str, ...] = ()) -> SameMail:
    """Give a server's MIME and its Bcc as a mail to compare."""
    return SameMail(with_bcc(mime, hidden))
