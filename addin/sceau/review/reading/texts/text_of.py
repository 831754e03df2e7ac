"""What is written in a file, whatever its kind: the table of the modules beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sceau.review.reading.texts import office, pdf, plain
from sceau.review.reading.texts.gathering import Written, gathered

_BY_KIND: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": pdf.pdf_text,
    "text": plain.plain_text,
    "docx": office.word_text,
    "pptx": office.slides_text,
    "odf": office.open_document_text,
}

_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic"})


def text_of(content: bytes, kind: str) -> Written:
    """Take the text out of a file of this ``kind`` (of a :class:`FileReading`).

    Raises nothing for what the file holds, except ``MemoryError``; a picture says ``picture``, a
    kind that is not known here ``kind``.
    """
    take = _BY_KIND.get(kind)
    if take is None:
        return Written("", "picture" if kind in _PICTURES else "kind")
    return gathered(take(content))
