"""The photographs within an Office or OpenDocument package, without place, camera and dates."""

from __future__ import annotations

import re

from sceau.review.reading.pictures import picture_traces
from sceau.seal.cleaning.package import Changed
from sceau.seal.cleaning.pictures import clean_jpeg


def clean_media(changed: Changed, where: re.Pattern[str]) -> None:
    """Clean the JPEGs whose names ``where`` matches. Raises what
    :func:`sceau.seal.cleaning.pictures.clean_jpeg` raises."""
    for name in filter(where.match, changed.names):
        picture = changed.read(name)
        if picture_traces(picture, "jpeg"):
            changed.put(name, clean_jpeg(picture))
