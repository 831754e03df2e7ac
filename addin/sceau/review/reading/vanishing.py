"""The hidden text of a Word document (ECMA-376-1, 17.3.2.41, ``vanish``), set at the text itself or
by its styles."""

from __future__ import annotations

from lxml import etree

from sceau.review.reading.packages import Parts, local

_OFF = frozenset(("0", "false", "off"))
_STYLES = "word/styles.xml"
_DEEPEST = 32

TEXTS = frozenset(("t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "softHyphen"))
"""What a run shows and what can go with it; anything else (a picture, a note) stands in the way."""

_UNSHOWN = frozenset(("rPr", "lastRenderedPageBreak", "instrText", "fldChar", "delText"))


def hidden_styles(parts: Parts) -> frozenset[str]:
    """Give the ids of the styles under which text is hidden, also by the style they build on."""
    if _STYLES not in parts.names:
        return frozenset()
    own: dict[str, bool] = {}
    above: dict[str, str] = {}
    for style in (one for one in parts.xml(_STYLES) if local(one) == "style"):
        id = _value(style, "styleId")
        for one in style:
            if local(one) == "rPr" and (said := _vanish(one)) is not None:
                own[id] = said
            elif local(one) == "basedOn":
                above[id] = _value(one, "val")
    found = set()
    for id in {*own, *above}:
        at: str | None = id
        for _ in range(_DEEPEST):
            if at is None or at in own:
                break
            at = above.get(at)
        if at is not None and own.get(at):
            found.add(id)
    return frozenset(found)


def hidden_runs(root: etree._Element, styles: frozenset[str]) -> list[etree._Element]:
    """Give the runs of a story that hold text and do not show it."""
    return [
        one
        for one in root.iter()
        if local(one) == "r" and _holds_text(one) and _is_hidden(one, styles)
    ]


def stands_in_the_way(runs: list[etree._Element]) -> bool:
    """Tell whether one of these holds more than text: a picture, the sign of a footnote."""
    return any(local(below) not in TEXTS | _UNSHOWN for one in runs for below in one)


def has_hidden_end(paragraph: etree._Element, styles: frozenset[str]) -> bool:
    """Tell whether a paragraph's own mark is hidden: with its text it leaves no empty line."""
    for properties in (one for one in paragraph if local(one) == "pPr"):
        for one in properties:
            if local(one) == "rPr" and (said := _vanish(one)) is not None:
                return said
        return _style(properties, "pStyle") in styles
    return False


def _is_hidden(run: etree._Element, styles: frozenset[str]) -> bool:
    for properties in (one for one in run if local(one) == "rPr"):
        if (said := _vanish(properties)) is not None:
            return said
        if style := _style(properties, "rStyle"):
            return style in styles
    paragraph = next((one for one in run.iterancestors() if local(one) == "p"), None)
    if paragraph is None:
        return False
    return any(_style(one, "pStyle") in styles for one in paragraph if local(one) == "pPr")


def _vanish(properties: etree._Element) -> bool | None:
    for one in properties:
        if local(one) == "vanish":
            return _value(one, "val") not in _OFF
    return None


def _style(properties: etree._Element, kind: str) -> str:
    return next((_value(one, "val") for one in properties if local(one) == kind), "")


def _value(element: etree._Element, name: str) -> str:
    return next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), ""
    )


def _holds_text(run: etree._Element) -> bool:
    return any(local(one) == "t" and (one.text or "").strip() for one in run)
