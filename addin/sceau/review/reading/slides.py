"""The hidden slides of a PowerPoint presentation (ECMA-376-1, 19.3), and whether they can go."""

from __future__ import annotations

from sceau.review.reading.packages import Parts, target_of, targets_of

SHOW = "ppt/presentation.xml"
_OFF = frozenset(("0", "false", "off"))


def slides(parts: Parts) -> list[str]:
    """Give the parts of the slides there are."""
    return [
        one for one in parts.names if one.startswith("ppt/slides/slide") and one.endswith(".xml")
    ]


def hidden_slides(parts: Parts) -> list[str]:
    """Give the parts of those that are not shown."""
    return [one for one in slides(parts) if parts.xml(one).get("show") in _OFF]


def stands_in_the_way(parts: Parts) -> bool:
    """Tell whether a slide that is shown leads to one that is not (a button, a link), whether
    nothing would be left, or whether the presentation holds a program."""
    hidden = set(hidden_slides(parts))
    if not set(slides(parts)) - hidden or any(
        one.endswith("vbaProject.bin") for one in parts.names
    ):
        return True
    if not hidden <= set(targets_of(parts, SHOW).values()):
        return True
    for relations in [one for one in parts.names if one.endswith(".rels")]:
        source = relations.replace("_rels/", "", 1).removesuffix(".rels")
        notes_of = {one for one in hidden if source in targets_of(parts, one).values()}
        if source == SHOW or source in hidden or notes_of:
            continue
        leads = {target_of(one, source) for one in parts.xml(relations)}
        if leads & hidden:
            return True
    return False


def names_of(parts: Parts, wanted: set[str]) -> set[str]:
    """Give the ids of the relations by which the presentation leads to these slides."""
    return {id for id, part in targets_of(parts, SHOW).items() if part in wanted}
