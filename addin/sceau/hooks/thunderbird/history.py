"""Where the history stands in the text of a compose window, which Thunderbird alone holds whole."""

from __future__ import annotations

import asyncio

from sceau.errors import EditRefused, ServiceRefused
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.frames import TEXT_NUMBER, Cut, File, Send, Want
from sceau.hooks.thunderbird.giving import Say
from sceau.mail.history import history_in_html, history_in_text

WITHIN = 60.0
"""Seconds the add-on may take to bring the text; pictures stand in it."""


async def history(send: Send, files: Files, ask: Say) -> tuple[Cut, ...]:
    """Give what is to be cut out of the text of the compose window; ``ask`` asks the add-on for it.

    Raises :class:`EditRefused` ``no-history`` where none is found in it, ``ServiceRefused``
    ``thunderbird-silent``.
    """
    text = File(attachment=TEXT_NUMBER, name="", size=0, stamp=send.details.body)
    try:
        await ask(Want(compose=send.compose, attachment=TEXT_NUMBER))
        async with asyncio.timeout(WITHIN):
            await files.reading(text)
        content = files.content(text)
    except TimeoutError:
        raise ServiceRefused("thunderbird-silent") from None
    finally:
        files.removed(TEXT_NUMBER)
    if content is None:
        raise EditRefused("no-history")
    cuts = await asyncio.to_thread(_cuts, content.decode("utf-8"), send.details.is_plain)
    if not cuts:
        raise EditRefused("no-history")
    return cuts


def _cuts(source: str, is_plain: bool) -> tuple[Cut, ...]:
    found = history_in_text(source) if is_plain else history_in_html(source)
    units = at = 0
    places: list[int] = []
    for place in (one for pair in found for one in pair):
        units += len(source[at:place].encode("utf-16-le")) // 2
        at = place
        places.append(units)
    pairs = zip(places[::2], places[1::2], strict=True)
    return tuple(Cut(start=start, end=end) for start, end in pairs)
