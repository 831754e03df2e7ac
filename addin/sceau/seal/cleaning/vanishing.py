"""Word documents without their hidden text; a paragraph that is hidden with its end goes whole."""

from __future__ import annotations

from lxml import etree

from sceau.review.reading.office_traces import STORIES
from sceau.review.reading.packages import local
from sceau.review.reading.vanishing import TEXTS, has_hidden_end, hidden_runs, hidden_styles
from sceau.seal.cleaning.package import Changed

_NOTHING = frozenset(("pPr", "bookmarkStart", "bookmarkEnd", "proofErr"))


def without_hidden_text(changed: Changed) -> None:
    """Take hidden text out of every story."""
    styles = hidden_styles(changed)
    for name in filter(STORIES.match, changed.names):
        root = changed.xml(name)
        runs = hidden_runs(root, styles)
        for run in runs:
            _empty(changed, name, run, styles)
        if runs:
            changed.put_xml(name, root)


def _empty(changed: Changed, name: str, run: etree._Element, styles: frozenset[str]) -> None:
    for one in [below for below in run if local(below) in TEXTS]:
        run.remove(one)
    if any(local(one) != "rPr" for one in run):
        return
    holder = run.getparent()
    holder.remove(run)
    if local(holder) == "hyperlink" and not len(holder):
        link, holder = holder, holder.getparent()
        holder.remove(link)
        # where it led to stands apart
        changed.unrelate(name, [value for key, value in link.items() if key.endswith("}id")])
    if local(holder) == "p":
        _leave_no_line(holder, styles)


def _leave_no_line(paragraph: etree._Element, styles: frozenset[str]) -> None:
    if any(local(one) not in _NOTHING for one in paragraph):
        return
    follows = paragraph.getnext()
    section = any(local(one) == "sectPr" for one in paragraph.iter())
    marks = any(local(one).startswith("bookmark") for one in paragraph)
    if section or marks or follows is None or local(follows) != "p":
        return
    if has_hidden_end(paragraph, styles):
        paragraph.getparent().remove(paragraph)
