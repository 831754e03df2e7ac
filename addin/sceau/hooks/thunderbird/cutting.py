"""Where what is to be cut stands in the text of a compose window, which Thunderbird alone holds
whole."""

from __future__ import annotations

import asyncio

from sceau.errors import EditRefused, ServiceRefused
from sceau.hooks.frames import TEXT_NUMBER, Cut, File, Send, Want
from sceau.hooks.thunderbird.files import Files
from sceau.hooks.thunderbird.giving import Say
from sceau.mail.cuts import Cuts

WITHIN = 60.0
"""Seconds the add-on may take to bring the text; pictures stand in it."""


async def places(send: Send, files: Files, ask: Say, cuts: Cuts) -> tuple[Cut, ...]:
    """Give where ``cuts`` stand in the text of the compose window; ``ask`` asks the add-on for it.

    Raises :class:`EditRefused` ``no-history`` or ``no-such-passage`` where nothing of them is found
    in it, ``ServiceRefused`` ``thunderbird-silent``.
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
    source = content.decode("utf-8") if content is not None else ""
    found = await asyncio.to_thread(_cuts, source, send.details.is_plain, cuts)
    if not found:
        raise EditRefused("no-history" if cuts.history else "no-such-passage")
    return found


def _cuts(source: str, is_plain: bool, cuts: Cuts) -> tuple[Cut, ...]:
    found = cuts.in_text(source) if is_plain else cuts.in_html(source)
    units = at = 0
    ends: list[int] = []
    for place in (one for pair in found for one in pair):
        units += len(source[at:place].encode("utf-16-le")) // 2
        at = place
        ends.append(units)
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return tuple(Cut(start=start, end=end) for start, end in pairs)
