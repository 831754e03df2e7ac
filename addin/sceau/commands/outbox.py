"""``sceau outbox``: the mails Sceau holds: see them, take them up, answer."""

from __future__ import annotations

import argparse
import asyncio
import json

from sceau.cli import language_of
from sceau.commands.report import tell
from sceau.errors import DONE, WrongUse
from sceau.phrases import phrase, say
from sceau.settings.load import load
from sceau.way.parts import open_outbox, open_parts
from sceau.way.report import Report
from sceau.way.take_up import answer, take_up_all


def run(args: argparse.Namespace) -> int:
    """List what is held; with ``--resume`` go on with it; with an id and an answer, do as told."""
    if args.held and not args.answer:
        raise WrongUse("answer-missing")
    if not args.held and not args.resume:
        return _list(args)
    reports = asyncio.run(_go_on(args))
    tell(reports, language_of(args), as_json=args.json)
    return next((one.exit_code for one in reports if one.exit_code), DONE)


async def _go_on(args: argparse.Namespace) -> list[Report]:
    async with open_parts() as parts:
        if args.resume:
            return await take_up_all(parts)
        return [await answer(parts, args.held, args.answer)]


def _list(args: argparse.Namespace) -> int:
    language = language_of(args)
    with open_outbox(load().settings) as opened:
        rows = opened.outbox.waiting()
    if args.json:
        print(
            json.dumps(
                [{"held": one.id, "state": one.state, "since": int(one.created)} for one in rows],
                indent=2,
            )
        )
        return DONE
    if not rows:
        print(say(phrase("doctor.outbox"), language))
    for one in rows:
        print(f"{one.id[:8]}  {say(phrase(f'outbox.state.{one.state}'), language)}")
    return DONE
