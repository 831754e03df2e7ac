"""Taking what is hidden out of a file: one line a kind.

The result is read again: what was to go is gone, and nothing else is hidden that was not before.
"""

from __future__ import annotations

from collections.abc import Callable

from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.odf import clean_odf
from sceau.seal.cleaning.office import clean_office
from sceau.seal.cleaning.pdf import clean_pdf
from sceau.seal.cleaning.pictures import clean_jpeg, clean_png, clean_webp
from sceau.seal.cleaning.tiff import clean_heic, clean_tiff
from sceau.seal.limits import LARGEST_FILE
from sceau.seal.sealed import Cleaned

CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": clean_jpeg,
    "png": clean_png,
    "webp": clean_webp,
    "tiff": clean_tiff,
    "heic": clean_heic,
    "pdf": clean_pdf,
    "docx": clean_office,
    "xlsx": clean_office,
    "pptx": clean_office,
    "odf": clean_odf,
}


def clean(content: bytes) -> Cleaned:
    """Give a copy of a file without what is hidden in it: the file itself where nothing is.

    Raises :class:`SealRefused` ``empty-file``, ``too-large``; ``cannot-clean`` where something is
    hidden that cannot be taken out without changing what is seen (hidden sheets, a signature that
    would break, a kind Sceau only reads); ``damaged-…`` of the kind's own module; ``not-verified``.
    """
    if not content:
        raise SealRefused("empty-file")
    if len(content) > LARGEST_FILE:
        raise SealRefused("too-large", limit=LARGEST_FILE // 2**20)
    found = examined(content, "", "")
    if not found.hidden:
        return Cleaned(content=content)
    cleaner = CLEANERS.get(found.kind)
    if cleaner is None or not found.removable:
        raise SealRefused("cannot-clean")
    clean = cleaner(content)
    if examined(clean, "", "").hidden:
        raise SealRefused("not-verified")
    return Cleaned(content=clean, removed=found.hidden)
