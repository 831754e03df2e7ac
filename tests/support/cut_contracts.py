"""Texts out of which the Edits in Python and those in JavaScript must take the same: what clients
write, and tags and lines in an order nobody would write.

``python -m support.cut_contracts`` writes them anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from sceau.errors import EditRefused
from sceau.mail.edits import CutHistory, Edit
from sceau.mail.history import history_in_html, history_in_text
from sceau.mail.html_text import text_of_html
from sceau.mail.model import Attachment, Mail
from sceau.mail.passages import passages_in_html, passages_in_text
from sceau.mail.preview import preview
from sceau.mail.ranges import Range, without
from support.answers_written import HTML, NO_HISTORY, OLD, OWN, TEXT
from support.contracts import written
from support.repository import ROOT

FILE = ROOT / "tests" / "contracts" / "cuts.json"

_TAGS = (
    '<blockquote type="cite">', "</blockquote>", '<div class="gmail_quote">', "<div>", "</div>",
    "<div class=gmail_attr>", '<div ID="divRplyFwdMsg">', '<hr tabindex="-1">', "<p>", "</p>",
    "<div style='border:none;border-top:solid 1pt'>", "De&nbsp;: Dr Leroy", "<!-- <p> -->", "<b",
    ">", "Le 3 mars 2026, Dr Leroy a écrit :", "-----Message d&#39;origine-----", "<br>", "Bonjour",
    "<style>a{}</style>", " ", "\n", "<span>", "</span>", "< 3", "<é>", "😀", "<o:p></o:p>",
    '<img src="cid:a@b">',
)  # fmt: skip
_LINES = (
    "> cité", "| barre", "Bonjour, à mardi.", "", " ", "Le 3 mars 2026, Dr Leroy a écrit :",
    "-----Message d’origine-----", "De : Dr Leroy", "Envoyé : mardi", "De : la part de Marc",
    "________________________________", "Le 3 mars 2026 à 10:12, Dr Leroy", "-- ", "Camille",
    "<a@b.example> a écrit :", "e\u0301te\u0301 😀", "   > cité", "Début du message transféré :",
)  # fmt: skip
_PIECES = (
    "7kf3", "-", " ", "9xpa", "<b>", "</b>", "&#57;xpa", "&nbsp;", "(", ")", "<", ">", "é",
    "e\u0301", "été", "Ete", "😀", "&eacute;", "7KF3", "/", "<br>", "dit : ", "<!-- 7kf3 -->",
    "<p>", "</p>",
    '<a href="https://we.tl/t-1">', "<a href='https://we.tl/t-1&amp;x'>", "</a>", "https://we.tl/t-1",
    '<a href="https://exemple.fr/7kf3">', "\n", "&copy;",
)  # fmt: skip
_WANTED = frozenset({"7kf39xpa", "ete", "httpswetlt1"})
_LINKS = frozenset({"https://we.tl/t-1", "https://we.tl/t-1&x"})
_ENDS = ("\n", "\n", "\n", "\r\n", "\u2028", "\x0b")


def cut_contracts() -> list[dict[str, Any]]:
    """Give every case as plain data: ``left`` is what is left of ``html`` or ``text``; a mail has
    what it becomes, or why it does not."""
    draw = random.Random(68)
    pages = [*HTML.values(), *NO_HISTORY.values(), *_drawn(draw, _TAGS, ("",))]
    letters = [*TEXT.values(), *_drawn(draw, _LINES, _ENDS)]
    return [
        *_cases("html", pages, history_in_html),
        *_cases("text", letters, history_in_text),
        *_passages(draw),
        *(_of_mail(one, (CutHistory(),)) for one in _mails()),
    ]


def _drawn(draw: random.Random, parts: tuple[str, ...], ends: tuple[str, ...]) -> Iterator[str]:
    for _ in range(400):
        some = draw.choices(parts, k=draw.randint(1, 16))
        yield "".join(one + draw.choice(ends) for one in some)


def _cases(
    form: str, sources: list[str], find: Callable[[str], list[Range]]
) -> Iterator[dict[str, Any]]:
    for source in dict.fromkeys(sources):
        yield {form: source, "left": without(source, find(source))}


def _passages(draw: random.Random) -> Iterator[dict[str, Any]]:
    wanted, links = sorted(_WANTED), sorted(_LINKS)
    for source in _drawn(draw, _PIECES, ("",)):
        page = without(source, passages_in_html(source, _WANTED, _LINKS))
        yield {"html": source, "wanted": wanted, "links": links, "left": page}
        text = without(source, passages_in_text(source, _WANTED))
        yield {"text": source, "wanted": wanted, "left": text}


def _mails() -> Iterator[Mail]:
    pictures = tuple(
        Attachment(id=str(place), name=f"{name}.png", media_type="image/png", size=9, inline=True,
                   content_id=f"{name}@x")
        for place, name in enumerate(("own", "old", "none"), 2)
    )  # fmt: skip
    pictured = HTML["Thunderbird"].replace(f"<p>{OWN}</p>", f'<p>{OWN}</p><img src="cid:own@x">')
    text = TEXT["Thunderbird"]
    for html in (*HTML.values(), pictured):
        yield Mail(text=text_of_html(html), html=html, inline_images=pictures)
        yield Mail(text=text, html=html, inline_images=pictures)
    yield Mail(text=text)
    yield Mail(text=OWN, html=pictured)
    yield Mail(text=f"{OWN} Autre chose.\n\n> {OLD}\n", html=pictured)
    yield Mail(text=f"> {OLD}\n", html=f'<blockquote type="cite">{OLD}</blockquote>')


def _of_mail(mail: Mail, edits: tuple[Edit, ...]) -> dict[str, Any]:
    pictures = [{"id": one.id, "content_id": one.content_id} for one in mail.inline_images]
    case = {
        "mail": {"text": mail.text, "html": mail.html, "inline_images": pictures},
        "edits": [{"edit": "cut-history"} for _ in edits],
    }
    try:
        (made,) = preview(mail, edits)
    except EditRefused as refused:
        return {**case, "refused": refused.reason}
    kept = [one.id for one in made.inline_images]
    return {**case, "becomes": {"text": made.text, "html": made.html, "pictures": kept}}


if __name__ == "__main__":
    FILE.write_text(written(cut_contracts()), encoding="utf-8")
