"""``sceau check``: the findings of mails; never changes anything."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sceau.cli import language_of
from sceau.errors import MissingInput, SceauError, UnreadableInput
from sceau.mail.message import Message
from sceau.mail.names import shown
from sceau.memory.recall import Recall
from sceau.phrases import say
from sceau.review.context import Context
from sceau.review.engine import Review, begin
from sceau.review.given import LONGEST, GivenSearch
from sceau.review.memory import Memory
from sceau.review.report import as_json, as_text, exit_code
from sceau.seal.files import is_folder, read_source
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.settings.schema import Settings

if TYPE_CHECKING:
    import asyncio

    from sceau.workers.pool import Workers

_MAIL = ".eml"


def run(args: argparse.Namespace) -> int:
    """Print what there is to say about each of ``args.mails``: of one, a file, by itself; of
    several, or of the mails of a folder, each behind its name (with ``--json`` an array).

    Gives 0 for nothing, 1 for findings, 2 for one that blocks; of several the highest, or that of
    a file that is no mail, which does not hold back the others.
    """
    language = language_of(args)
    settings = load().settings
    with ExitStack() as ends:
        recall = ends.enter_context(closing(recall_of(settings)))
        readers = ends.enter_context(closing(_Readers()))
        look = _Look(settings, recall.memory(), readers)
        if len(args.mails) == 1 and not is_folder(Path(args.mails[0])):
            review = look.at(Path(args.mails[0]))
            if args.json:
                print(json.dumps(as_json(review, language), ensure_ascii=False, indent=2))
            else:
                print(as_text(review, language))
            return exit_code(review)
        tell = _tell_scripts if args.json else _tell_people
        return tell(look, args.mails, language)


def recall_of(settings: Settings) -> Recall:
    """Give the memory of correspondents where there is one; makes none."""
    folder = state_folder()
    return Recall.of(settings, folder, Keys(folder).master_key, make=False)


def _tell_scripts(look: _Look, named: Sequence[str], language: str) -> int:
    """Print an array, an element a line as each mail is done; give the highest code."""
    code, before = 0, "["
    for path, told in look.at_all(named):
        one: dict[str, Any] = {"file": str(path)}
        if isinstance(told, Review):
            one |= as_json(told, language)
        else:
            one |= {"error": told.reason, "sentence": say(told.sentence, language)}
        print(before, json.dumps(one, ensure_ascii=False), sep="\n", end="", flush=True)
        code, before = max(code, _code(told)), ","
    print("\n]")
    return code


def _tell_people(look: _Look, named: Sequence[str], language: str) -> int:
    """Print the findings of each mail below its name; give the highest code."""
    code = 0
    for path, told in look.at_all(named):
        if isinstance(told, Review):
            print(f"{shown(str(path))}\n{as_text(told, language)}\n", flush=True)
        else:
            print(f"{shown(str(path))} : {say(told.sentence, language)}", file=sys.stderr)
        code = max(code, _code(told))
    return code


def _code(told: Review | SceauError) -> int:
    return exit_code(told) if isinstance(told, Review) else told.exit_code


def _mails(named: Sequence[str]) -> Iterator[tuple[Path, SceauError | None]]:
    """Give each mail named, and those in the folders named and below, once, in their order, but
    what is hidden; with a refusal where a folder cannot be read or has none."""
    seen: set[Path] = set()
    for name in named:
        path = Path(name)
        within = tuple(_within(path)) if is_folder(path) else ((path, None),)
        if not within:
            within = ((path, MissingInput("no-mail-in-folder")),)
        for one, refused in within:
            if one not in seen:
                seen.add(one)
                yield one, refused


def _within(folder: Path) -> Iterator[tuple[Path, SceauError | None]]:
    unread: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(_MAIL) and not name.startswith("."):
                yield Path(place, name), None
    for failure in unread:
        yield Path(failure.filename or folder), UnreadableInput("folder-not-readable")


class _Look:
    """Looking at mails, one after the other, with one memory and the same readers."""

    def __init__(self, settings: Settings, memory: Memory | None, readers: _Readers) -> None:
        self._settings = settings
        self._memory = memory
        self._readers = readers

    def at(self, path: Path) -> Review:
        """Review the mail in this file, its files read. Raises what reading it does."""
        message = Message.read(read_source(path))
        search = GivenSearch(message.mail, self._memory)
        search.run(LONGEST)
        context = Context(self._settings, memory=self._memory, given=search.found)
        review = begin(message.mail, context)
        return self._readers.read(message, review) if review.pending else review

    def at_all(self, named: Sequence[str]) -> Iterator[tuple[Path, Review | SceauError]]:
        """Give each mail with its review, or why it has none."""
        for path, refused in _mails(named):
            try:
                yield path, refused or self.at(path)
            except SceauError as why:
                yield path, why


class _Readers:
    """The workers that read files, started with the first mail that has any: one without needs
    none of it, nor what is imported for it."""

    def __init__(self) -> None:
        self._started: tuple[asyncio.Runner, Workers] | None = None

    def read(self, message: Message, review: Review) -> Review:
        """Give the review with what was found in its files."""
        from sceau.way.examine import examine

        if self._started is None:
            self._started = self._start()
        runner, workers = self._started

        async def all_of_them() -> Review:
            found_so_far = review
            async for attachment, found in examine(message, review.pending, workers):
                found_so_far = found_so_far.with_reading(attachment, found)
            return found_so_far

        return runner.run(all_of_them())

    def close(self) -> None:
        """End them."""
        if self._started is not None:
            runner, workers = self._started
            with runner:
                runner.run(workers.__aexit__(None, None, None))

    @staticmethod
    def _start() -> tuple[asyncio.Runner, Workers]:
        import asyncio

        from sceau.workers.pool import Workers

        runner = asyncio.Runner()
        workers = Workers()
        runner.run(workers.__aenter__())
        return runner, workers
