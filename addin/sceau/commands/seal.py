"""``sceau seal``: sealed copies of files and folders; the originals stay as they are."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.telling import sealed_entry
from sceau.batch import report
from sceau.batch.plan import Task, plan
from sceau.batch.request import Done, Failed, Outcome, Request
from sceau.batch.run import seal_as_one, seal_each
from sceau.cli import language_of
from sceau.commands.progress import Bar
from sceau.errors import SceauError, WrongUse
from sceau.mail.names import shown
from sceau.phrases import phrase, say
from sceau.seal import passwords
from sceau.seal.files import write_new
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder


def run(args: argparse.Namespace) -> int:
    """Seal each file with one password; 0 when all were, else the first failure's code.

    A file that cannot be sealed does not hold back the others.
    """
    language = language_of(args)
    if args.report and Path(args.report).suffix.lower() not in report.KINDS:
        raise WrongUse("report-kind")
    password = chosen_password(args)
    tasks = plan(args.files, args.output or "", recursive=args.recursive)
    if args.recursive and not args.json:
        # first: whoever is interrupted needs it for what was done
        print(say(phrase("cli.password", password=password), language), flush=True)
    outcomes = _sealed(tasks, args, password)
    done = [one for one in outcomes if isinstance(one, Done)]
    failures = [one for one in outcomes if isinstance(one, Failed)]
    new = sum(not one.already for one in done)
    if new and not noted(new):
        print(say(phrase("journal.not-written"), language), file=sys.stderr)
    also = _written_beside(args, tasks, outcomes, done)
    if args.json:
        told = [*(as_json(one, password, language) for one in done), *_failures(failures, language)]
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _say(done, failures, password, args)
    return (*(one.why.exit_code for one in failures), also)[0]


def _sealed(tasks: Sequence[Task], args: argparse.Namespace, password: str) -> list[Outcome]:
    language = language_of(args)
    request = Request(
        asked=args.format,
        password=password,
        language=language,
        clean=args.clean,
        resumes=args.recursive,
    )
    with Bar(tasks, shows=not args.json) as bar:
        if not args.together:
            return asyncio.run(seal_each(tasks, request, bar.more))
        name = args.name or say(phrase("seal.together-name"), language)
        return [asyncio.run(seal_as_one(tasks, name, request, bar.more))] if tasks else []


def noted(files: int) -> bool:
    """Note in the journal that so many files were sealed; tell whether that could be done."""
    folder = state_folder()
    journal = Journal(folder, Keys(folder).master_key)
    return journal.note(sealed_entry("command", files))


def _written_beside(
    args: argparse.Namespace, tasks: Sequence[Task], outcomes: Sequence[Outcome], done: list[Done]
) -> int:
    """Write the page of instructions and the report, where they are wanted; give 0, or the code of
    what hindered it, which is told."""
    language = language_of(args)
    try:
        if args.with_instructions and done:
            from sceau.seal.instructions import add_instructions

            add_instructions(done[0].sealed.parent, {one.format for one in done}, language)
        if args.report:
            write_new(Path(args.report), report.report(outcomes, args.report, language))
    except SceauError as told:
        print(say(told.sentence, language), file=sys.stderr)
        return told.exit_code
    return 0


def _say(
    done: Sequence[Done], failures: Sequence[Failed], password: str, args: argparse.Namespace
) -> None:
    language = language_of(args)
    for one in done:
        for source in one.sources:
            told = phrase("cli.sealed", source=shown(str(source)), sealed=shown(str(one.sealed)))
            print(say(told, language))
        if not args.recursive:
            for note in one.notes:
                print(f"  {say(note, language)}")
    for failed in failures:
        named = ", ".join(shown(str(source)) for source in failed.sources)
        print(f"{named} : {say(failed.why.sentence, language)}", file=sys.stderr)
    if args.recursive:
        for text in dict.fromkeys(say(note, language) for one in done for note in one.notes):
            print(f"  {text}")
        print(report.counted([*done, *failures], language))
    elif done:
        print(say(phrase("cli.password", password=password), language))


def chosen_password(args: argparse.Namespace) -> str:
    """Give the password typed on standard input, when asked for, else a new one."""
    least = passwords.ZIP_BITS if getattr(args, "format", "auto") == "zip" else 0
    if args.password_stdin:
        return passwords.accept(read_password(), names=(), bits=least)
    wanted = load().settings.password
    kind = "words" if getattr(args, "words", False) else wanted.kind
    return passwords.generate(kind, max(wanted.bits, least))


def read_password() -> str:
    """Read one line of standard input, unseen where a person types it."""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("")
    return sys.stdin.readline().rstrip("\r\n")


def as_json(one: Done, password: str, language: str) -> dict[str, Any]:
    """Give what ``--json`` says of a sealed file: these keys stay."""
    told: dict[str, Any] = {
        "source": str(one.sources[0]),
        "sealed": str(one.sealed),
        "format": one.format,
        "algorithm": one.algorithm,
        "password": password,
        "verified": True,
        "notes": [say(note, language) for note in one.notes],
    }
    if len(one.sources) > 1:
        told["sources"] = [str(source) for source in one.sources]
    if one.already:
        told["already"] = True
    return told


def _failures(failures: Sequence[Failed], language: str) -> list[dict[str, Any]]:
    return [
        {
            "source": str(source),
            "error": failed.why.reason,
            "sentence": say(failed.why.sentence, language),
        }
        for failed in failures
        for source in failed.sources
    ]
