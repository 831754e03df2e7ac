"""The page of an envelope: how to get at the file, in French and in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Dictionary

from sceau.phrases import LANGUAGES, phrase, say
from sceau.seal import helvetica
from sceau.seal.helvetica import A4

_MARGIN = 62
_LINES = (
    ("title", "/B", 17, 12),
    ("what", "/F", 11, 10),
    ("how", "/B", 11, 4),
    ("acrobat", "/F", 11, 4),
    ("firefox", "/F", 11, 4),
    ("other", "/F", 11, 10),
    ("not-here", "/F", 11, 10),
    ("confidential", "/F", 11, 26),
)
"""Sentence, font, size and the space below it in points."""

_MOST_NAMES = 6


def add(pdf: pikepdf.Pdf, names: Sequence[str]) -> None:
    """Add the page to ``pdf``, for files of these names."""
    page = pdf.add_blank_page(page_size=A4)
    page.obj.Resources = Dictionary(Font=helvetica.fonts())
    page.obj.Contents = pdf.make_stream(b"\n".join(_content(names)))
    pdf.Root.Lang = pikepdf.String("fr")


def _content(names: Sequence[str]) -> Iterator[bytes]:
    at = A4[1] - _MARGIN
    for language in LANGUAGES:
        for key, font, size, below in _LINES:
            text = _said(key, names, language)
            for line in helvetica.broken(text, font, size, A4[0] - 2 * _MARGIN):
                at -= round(size * 1.35)
                yield helvetica.shown(line, font, size, _MARGIN, at)
            at -= below


def _said(key: str, names: Sequence[str], language: str) -> str:
    if key == "title" and len(names) > 1:
        return say(phrase("seal.envelope.title-several"), language)
    if key == "what" and len(names) > 1:
        listed = " · ".join(_shortened(one, 40) for one in names[:_MOST_NAMES])
        more = " · …" if len(names) > _MOST_NAMES else ""
        return say(
            phrase("seal.envelope.what-several", count=len(names), names=listed + more), language
        )
    return say(phrase(f"seal.envelope.{key}", name=_shortened(names[0], 80)), language)


def _shortened(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 30]}…{name[-25:]}"
