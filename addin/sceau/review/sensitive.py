"""Does a mail carry what would harm somebody if it came to the wrong person?

A file that anyone can open, a number that names one person, or words of health in the text. It
makes other remarks heavier; by itself it says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from sceau.mail.model import Mail, Protection
from sceau.review.health.known import known_health
from sceau.review.identifiers import identifiers
from sceau.review.own_words import folded
from sceau.review.reading.model import FileReading, Opening

_LONGEST = 50_000
_ENOUGH = 2  # different words of health: one alone is said in any appointment
_HEALTH = re.compile(
    r"\b(?:diagnosti\w+|traitement\w*|ordonnance\w*|compte[- ]rendu|hospitalis\w+|chirurg\w+"
    r"|operat(?:ion|oire)\w*|patholog\w+|biops\w+|tumeur\w*|cancer\w*|metasta\w+|chimio\w*"
    r"|radiotherap\w+|irm|scanner|echograph\w+|radiograph\w+|mammograph\w+|glycemi\w+|diabet\w+"
    r"|insuline\w*|hypertens\w+|cardiaque\w*|infarctus|avc|hepati\w+|vih|seropositi\w+|depressi\w+"
    r"|psychiatr\w+|psycholog\w+|grossesse|fausse couche|ivg|allergi\w+|antibioti\w+|cortico\w+"
    r"|posologi\w+|hemoglobine|creatinine|cholesterol|tsh|leucocyt\w+|plaquettes|bilan (?:sanguin|"
    r"biologique|hepatique|lipidique)|analyses?|resultats?|symptome\w*|douleur\w*|fievre|imc"
    r"|poids|tension arterielle|mg|addict\w+|alcool\w*|tabac\w*|diagnosis|treatment|prescription"
    r"|surgery|blood (?:test|pressure)|discharge summary|medication|pregnan\w+|disease)\b"
)


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
    """Whether the subject or the text has several words of health, or a number of social
    security."""
    return is_about_health(f"{mail.subject}\n{mail.text}")


def is_about_health(text: str) -> bool:
    """Whether ``text`` speaks of somebody's health, has several words of health, or a number of
    social security."""
    text = unicodedata.normalize("NFC", text[:_LONGEST])
    found = known_health(text)
    if found is not None and found.concerns == "person":
        return True
    if len(set(_HEALTH.findall(folded(text)))) >= _ENOUGH:
        return True
    return any(one.kind == "nir" for one in identifiers(text))
