"""What is said of a file in its row: what kind of document it is, what was found in it, who can
open it."""

from __future__ import annotations

import re

from sceau.desk import view
from sceau.phrases import phrase
from sceau.review.own_words import folded
from sceau.review.reading.model import FileReading, Opening
from sceau.review.rules import health_data, identifier
from sceau.seal.formats import format_for

_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})
_TITLE_WITHIN = 1_500  # characters: the head of a letter, its addresses and its title
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("report", r"\bcompte[- ]rendu|\b(?:discharge summary|medical report|consultation report)"),
        ("liaison", r"\blettre de (?:liaison|sortie)|\breferral letter"),
        ("prescription", r"^\s*ordonnance\b|\bordonnance (?:bizone|de sortie)|\bprescription\b"),
        ("results", r"\bresultats? (?:d'|de |des )?(?:analyses?|biolog\w+|examens?)|\blab results"),
        ("certificate", r"\bcertificat medical|\bmedical certificate"),
        ("dietary", r"\bbilan dietetique|\bdietary assessment"),
        ("invoice", r"\bfacture\b|\binvoice\b"),
    )
)


def sealed_chips(found: FileReading | None) -> tuple[view.Chip, ...]:
    """Say where the recipient will need a computer to get at the file."""
    enveloped = found is not None and (found.signed or format_for(found.kind) == "envelope")
    chips = (view.Chip(phrase("confirm.chip.envelope"), "good"),) if enveloped else ()
    return (*(_inside(found, "neutral") if found is not None else ()), *chips)


def file_chips(found: FileReading | None) -> tuple[view.Chip, ...]:
    """Say what was found in a file that leaves as it is."""
    if found is None or found.problem is not None:
        return (view.Chip(phrase("confirm.chip.not-examined"), "warn"),)
    chips = list(_inside(found, "warn"))
    if found.unread is not None and found.kind not in _PICTURES:
        chips.append(view.Chip(phrase("confirm.chip.not-read")))
    if found.signed:
        chips.append(view.Chip(phrase("confirm.chip.signed")))
    if found.opening is Opening.PASSWORD:
        chips.append(view.Chip(phrase("confirm.chip.protected"), "good"))
    elif found.kind == "pdf":
        chips.append(view.Chip(phrase("confirm.chip.open"), "warn"))
    return tuple(chips)


def _inside(found: FileReading, tone: view.Tone) -> tuple[view.Chip, ...]:
    chips: list[view.Chip] = []
    if title := _title(found.text):
        chips.append(view.Chip(phrase(f"confirm.chip.is-{title}")))
    if kind := identifier.kind_in(found):
        chips.append(view.Chip(phrase(f"confirm.chip.number-{kind}"), tone))
    elif any(one.kind == "birth-date" for one in found.labelled):
        chips.append(view.Chip(phrase("confirm.chip.birth-date"), tone))
    if health_data.is_of_a_person(found):
        chips.append(view.Chip(phrase("confirm.chip.health-data"), tone))
    return tuple(chips)


def _title(text: str) -> str:
    """Name the kind of document that the head of ``text`` gives itself; empty where none does."""
    head = folded(text[:_TITLE_WITHIN])
    found = [(match.start(), kind) for kind, one in _TITLES if (match := one.search(head))]
    return min(found)[1] if found else ""
