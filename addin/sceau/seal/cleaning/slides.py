"""PowerPoint presentations without their hidden slides, and what only those led to."""

from __future__ import annotations

from sceau.review.reading.packages import local
from sceau.review.reading.slides import SHOW, hidden_slides, names_of
from sceau.seal.cleaning.package import Changed

_ABOUT = "docProps/app.xml"
_TITLES = frozenset(
    ("HeadingPairs", "TitlesOfParts", "HiddenSlides", "Slides", "Words", "Paragraphs")
)
"""The titles of all slides, and how many there are."""


def without_hidden_slides(changed: Changed) -> None:
    """Take hidden slides out. There must be nothing in the way
    (:func:`sceau.review.reading.slides.stands_in_the_way`)."""
    hidden = hidden_slides(changed)
    if not hidden:
        return
    ids = names_of(changed, set(hidden))
    root = changed.xml(SHOW)
    numbers = set()
    for one in list(root.iter()):
        if local(one) in ("sldId", "sld") and ids & set(one.attrib.values()):
            numbers.add(one.get("id", ""))
            one.getparent().remove(one)
    # the slides of a section are listed by their numbers
    for one in [each for each in root.iter() if local(each) == "sldId"]:
        if one.get("id") in numbers and any(local(up) == "section" for up in one.iterancestors()):
            one.getparent().remove(one)
    changed.put_xml(SHOW, root)
    for one in hidden:
        changed.drop(one)
    changed.leave_out_what_nothing_leads_to()
    for name in [one for one in changed.names if one.startswith("docProps/thumbnail")]:
        changed.drop(name)
    if _ABOUT in changed.names:
        about = changed.xml(_ABOUT)
        for one in [each for each in about if local(each) in _TITLES]:
            about.remove(one)
        changed.put_xml(_ABOUT, about)
