"""``sceau check``: the findings of a mail; never changes anything."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path

from sceau.cli import language_of
from sceau.mail.message import Message
from sceau.memory.recall import Recall
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.given import LONGEST, GivenSearch
from sceau.review.report import as_json, as_text, exit_code
from sceau.seal.files import read_source
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.schema import Settings


def run(args: argparse.Namespace) -> int:
    """Print what there is to say about ``args.mail``; 0 nothing, 1 findings, 2 one that blocks."""
    message = Message.read(read_source(Path(args.mail)))
    settings = load().settings
    with closing(recall_of(settings)) as recall:
        memory = recall.memory()
        search = GivenSearch(message.mail, memory)
        search.run(LONGEST)
        review = begin(message.mail, Context(settings, memory=memory, given=search.found))
    if review.pending:
        review = _examined(message, review)
    language = language_of(args)
    if args.json:
        print(json.dumps(as_json(review, language), ensure_ascii=False, indent=2))
    else:
        print(as_text(review, language))
    return exit_code(review)


def recall_of(settings: Settings) -> Recall:
    """Give the memory of correspondents where there is one; makes none."""
    folder = state_folder()
    return Recall.of(settings, folder, Keys(folder).master_key, make=False)


def _examined(message: Message, review: Review) -> Review:
    """Have the files read by the workers. Imported late: a mail without files needs none of it."""
    import asyncio

    from sceau.way.examine import examine
    from sceau.workers.pool import Workers

    async def examine_all() -> Review:
        found_so_far = review
        async with Workers() as workers:
            async for attachment, found in examine(message, review.pending, workers):
                found_so_far = found_so_far.with_reading(attachment, found)
        return found_so_far

    return asyncio.run(examine_all())
