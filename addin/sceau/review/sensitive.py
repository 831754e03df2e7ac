"""Does a mail carry what would harm somebody if it came to the wrong person?

A file that anyone can open, a number that names one person, or somebody's health in the text. It
makes other remarks heavier; by itself it says nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from sceau.mail.model import Mail, Protection
from sceau.review.health.known import known_health
from sceau.review.identifiers import identifiers
from sceau.review.reading.model import FileReading, Opening


def is_sensitive(mail: Mail, readings: Mapping[str, FileReading]) -> bool:
    """Whether ``mail`` with these readings carries it; not what is encrypted or will be sealed."""
    if mail.protection is Protection.ENCRYPTED:
        return False
    return leaves_open(mail, readings) or speaks_of_health(mail)


def leaves_open(mail: Mail, readings: Mapping[str, FileReading]) -> bool:
    """Whether a document goes that anyone can open: not a picture of the text or a calendar."""
    return any(
        found.opening in (Opening.ANYONE, Opening.OWNER_ONLY) and found.kind in _DOCUMENTS
        for one in mail.attachments
        if not one.sealed and (found := readings.get(one.id)) is not None
    )


_DOCUMENTS = frozenset({"pdf", "zip", "ole", "rtf", "docx", "xlsx", "pptx", "odt", "ods", "dicom"})


def speaks_of_health(mail: Mail) -> bool:
    """Whether the subject or the text tells of somebody's health, or holds a number of social
    security."""
    return is_about_health(f"{mail.subject}\n{mail.text}")


def is_about_health(text: str, *, anybodys: bool = False) -> bool:
    """Whether ``text`` tells of somebody's health, or holds a number of social security;
    ``anybodys``: of health at all."""
    text = unicodedata.normalize("NFC", text)
    found = known_health(text)
    if found is not None and (anybodys or found.concerns == "person"):
        return True
    return any(one.kind == "nir" for one in identifiers(text))
