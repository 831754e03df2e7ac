"""``sceau seal``: sealed copies of files; the originals stay as they are."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from sceau.aftercare.journal.journal import Journal
from sceau.aftercare.journal.telling import sealed_entry
from sceau.cli import language_of
from sceau.errors import CannotWrite, SceauError
from sceau.mail.names import shown
from sceau.phrases import phrase, say
from sceau.seal import passwords
from sceau.seal.files import read_source, sealed_name, write_new
from sceau.settings.keys import Keys
from sceau.settings.load import load
from sceau.settings.places import state_folder
from sceau.workers.pool import Workers


def run(args: argparse.Namespace) -> int:
    """Seal each file with one password; 0 when all were, else the first failure's code.

    A file that cannot be sealed does not hold back the others.
    """
    language = language_of(args)
    password = chosen_password(args)
    sealed, failures = asyncio.run(_seal_all(args, password))
    if sealed and not _noted(len(sealed)):
        print(say(phrase("journal.not-written"), language), file=sys.stderr)
    if args.json:
        print(
            json.dumps(
                [*sealed, *(_failure(*one, language) for one in failures)],
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for one in sealed:
            print(
                say(
                    phrase(
                        "cli.sealed",
                        source=shown(str(one["source"])),
                        sealed=shown(str(one["sealed"])),
                    ),
                    language,
                )
            )
            for note in one["notes"]:
                print(f"  {note}")
        for source, told in failures:
            print(f"{shown(source)} : {say(told.sentence, language)}", file=sys.stderr)
        if sealed:
            print(say(phrase("cli.password", password=password), language))
    return failures[0][1].exit_code if failures else 0


def _noted(files: int) -> bool:
    folder = state_folder()
    journal = Journal(folder, Keys(folder).master_key)
    return journal.note(sealed_entry("command", files))


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


async def _seal_all(
    args: argparse.Namespace, password: str
) -> tuple[list[dict[str, Any]], list[tuple[str, SceauError]]]:
    sealed: list[dict[str, Any]] = []
    failures: list[tuple[str, SceauError]] = []
    async with Workers() as workers:
        for name in args.files:
            try:
                sealed.append(await _seal_one(Path(name), args, password, workers))
            except SceauError as told:
                failures.append((name, told))
    return sealed, failures


async def _seal_one(
    source: Path, args: argparse.Namespace, password: str, workers: Workers
) -> dict[str, Any]:
    folder = Path(args.output) if args.output else source.parent
    if not folder.is_dir():
        raise CannotWrite("no-folder")
    made = await workers.seal(read_source(source), source.name, password, args.format)
    target = folder / sealed_name(source.name, made.ending)
    write_new(target, made.content)
    said = (*((made.why,) if made.why else ()), *made.notes)
    return {
        "source": str(source),
        "sealed": str(target),
        "format": made.format,
        "algorithm": made.algorithm,
        "password": password,
        "verified": made.verified,
        "notes": [say(one, language_of(args)) for one in said],
    }


def _failure(source: str, told: SceauError, language: str) -> dict[str, object]:
    return {"source": source, "error": told.reason, "sentence": say(told.sentence, language)}
