"""A review as ``sceau check`` tells it: JSON for scripts, a table for people, an exit code."""

from __future__ import annotations

import textwrap
from typing import Any

import msgspec

from sceau.errors import BLOCKED, DONE, FINDINGS
from sceau.mail.model import Mail
from sceau.phrases import phrase, say
from sceau.review.engine import Review
from sceau.review.findings import Finding, Level

_WIDTH = 100


def exit_code(review: Review) -> int:
    """Give 0 where nothing or only ``info`` was found, 1 for a ``warn``, 2 for a ``block``."""
    levels = {finding.level for finding in review.findings}
    if Level.BLOCK in levels:
        return BLOCKED
    return FINDINGS if Level.WARN in levels else DONE


def as_json(review: Review, language: str) -> dict[str, Any]:
    """Give ``{"mail", "findings", "not_examined"}``, ready for :func:`json.dumps`.

    ``mail`` describes the envelope and the attachments, without the text. Each finding has its
    ``id`` (what an acknowledgement names), ``rule``, ``level``, ``about`` (``kind`` and ``id``),
    ``evidence`` in ``language``, and ``cures`` (``name`` and ``edits``). ``not_examined`` has
    ``attachment``, ``name`` and ``why``.
    """
    return {
        "mail": _mail(review.mail),
        "findings": [_finding(one, language) for one in review.findings],
        "not_examined": [
            {
                "attachment": one.attachment,
                "name": attachment.name,
                "why": say(one.why, language),
            }
            for one in review.not_examined
            if (attachment := review.mail.attachment(one.attachment)) is not None
        ],
    }


def as_text(review: Review, language: str) -> str:
    """Give the findings as lines for a terminal, in ``language``: level, sentence, ways out."""
    if not review.findings:
        return say(phrase("review.clean"), language)
    levels = {one: say(phrase(f"review.level.{one}"), language) for one in Level}
    margin = max(map(len, levels.values())) + 2
    lines: list[str] = []
    for finding in review.findings:
        sentence = f"{say(finding.evidence, language)} [{finding.rule}]"
        lines += _hung(levels[finding.level].ljust(margin), sentence, margin)
        if finding.cures:
            cures = " · ".join(say(phrase(f"cure.{one.name}"), language) for one in finding.cures)
            told = say(phrase("review.cures", cures=cures), language)
            lines += _hung(" " * margin, told, margin)
    return "\n".join(lines)


def _hung(head: str, text: str, margin: int) -> list[str]:
    """Wrap ``text`` beside ``head``; a no-break space is never broken at."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=head,
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _mail(mail: Mail) -> dict[str, Any]:
    return {
        "subject": mail.subject,
        "sender": msgspec.to_builtins(mail.sender),
        "recipients": msgspec.to_builtins(mail.recipients),
        "attachments": msgspec.to_builtins(mail.attachments),
        "inline_images": msgspec.to_builtins(mail.inline_images),
        "relation": mail.relation,
        "message_id": mail.message_id,
        "protection": mail.protection.value,
        "size": mail.size,
        "defects": list(mail.defects),
    }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "level": finding.level.value,
        "about": msgspec.to_builtins(finding.about),
        "evidence": say(finding.evidence, language),
        "cures": msgspec.to_builtins(finding.cures),
    }
