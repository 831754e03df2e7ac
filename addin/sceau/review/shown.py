"""How a name or an address stands inside a sentence."""

from __future__ import annotations

from sceau.mail.model import Attachment

_LONGEST = 60


def shown(text: str, longest: int = _LONGEST) -> str:
    """Give hostile ``text`` so that it can only be read: on one line, without control or
    direction-changing characters, at most ``longest`` characters (cut in the middle)."""
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in text
        if letter.isspace() or letter.isprintable()
    )
    plain = " ".join(plain.split())
    if len(plain) <= longest:
        return plain
    head = (longest - 1) // 2
    return f"{plain[:head]}…{plain[head + 1 - longest :]}"


def file_name(attachment: Attachment) -> str:
    """Give the name an attachment is spoken of by: its own, or its media type where it has none."""
    return shown(attachment.name) or shown(attachment.media_type)
