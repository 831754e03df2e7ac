"""OpenDocument files without tracked changes, comments, notes, authors' names and thumbnails, and
without what they hide on purpose.

Changes are accepted: what was struck out stands apart from the text (ODF 1.3, part 3, 5.5 and
9.9), so that it goes without a trace and what was put in stays. Only the parts concerned are
written anew.
"""

from __future__ import annotations

import re

from sceau.errors import SealRefused
from sceau.review.reading.office_traces import ODF_CHANGES, ODF_COMMENTS, ODF_NAMES, odf_notes
from sceau.review.reading.packages import FAULTS, Package, local
from sceau.seal.cleaning.media import clean_media
from sceau.seal.cleaning.odf_hidden import without_what_is_hidden
from sceau.seal.cleaning.package import Changed, cut

_MEDIA = re.compile(r"Pictures/[^/]+\.jpe?g$", re.IGNORECASE)
_BESIDE = frozenset((*ODF_NAMES, "editing-cycles", "editing-duration", "print-date"))


def clean_odf(content: bytes) -> bytes:
    """Give the document without what is hidden in it. Raises :class:`SealRefused`
    ``damaged-office``."""
    try:
        changed = Changed(Package(content))
        for name in ("content.xml", "styles.xml"):
            if name in changed.names:
                _without_changes(changed, name)
        without_what_is_hidden(changed)
        if "meta.xml" in changed.names:
            _without_authors(changed)
        _without_thumbnails(changed)
        clean_media(changed, _MEDIA)
        return changed.written()
    except FAULTS:
        raise SealRefused("damaged-office") from None


def _without_changes(changed: Changed, name: str) -> None:
    root = changed.xml(name)
    going = [one for one in root.iter() if local(one) in ODF_CHANGES | ODF_COMMENTS]
    going += odf_notes(root)
    for one in going:
        if one.getparent() is not None:
            cut(one)
    if going:
        changed.put_xml(name, root)


def _without_authors(changed: Changed) -> None:
    root = changed.xml("meta.xml")
    going = [one for one in root.iter() if local(one) in _BESIDE]
    for one in going:
        cut(one)
    if going:
        changed.put_xml("meta.xml", root)


def _without_thumbnails(changed: Changed) -> None:
    """What the first page looked like when the document was last saved by who made it."""
    going = [one for one in changed.names if one.startswith("Thumbnails/")]
    if not going:
        return
    changed.leave_out(going)
    changed.forget_in_manifest(going)
