"""``sceau letter``: a text, typed or in a file, as a sealed PDF letter."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sceau.cli import language_of
from sceau.commands.seal import chosen_password, noted
from sceau.errors import CannotWrite, UnreadableInput
from sceau.mail.names import shown
from sceau.phrases import phrase, say
from sceau.seal.files import is_folder, read_source, sealed_name, write_new
from sceau.seal.sealed import Sealed
from sceau.workers.pool import Workers


def run(args: argparse.Namespace) -> int:
    """Seal the text of a file, or of standard input (behind the password, where that is typed
    there too), and write the letter; 0 when it was."""
    language = language_of(args)
    password = chosen_password(args)
    folder = Path(args.output) if args.output else Path()
    if not is_folder(folder):
        raise CannotWrite("no-folder")
    made = asyncio.run(_letter(_text(args), password, args.title))
    name = say(phrase("seal.letter.stem"), language)
    target = folder / sealed_name(f"{name}.pdf", made.ending, language)
    write_new(target, made.content)
    if not noted(1):
        print(say(phrase("journal.not-written"), language), file=sys.stderr)
    if args.json:
        told = {
            "source": args.text,
            "sealed": str(target),
            "format": made.format,
            "algorithm": made.algorithm,
            "password": password,
            "verified": made.verified,
        }
        print(json.dumps([told], ensure_ascii=False, indent=2))
    else:
        print(
            say(phrase("cli.sealed", source=shown(args.text), sealed=shown(str(target))), language)
        )
        print(say(phrase("cli.password", password=password), language))
    return 0


def _text(args: argparse.Namespace) -> str:
    if args.text == "-":
        return sys.stdin.read()
    content = read_source(Path(args.text))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\0" in content:
        raise UnreadableInput("not-a-text")
    return content.decode("cp1252", "replace")


async def _letter(text: str, password: str, title: str) -> Sealed:
    async with Workers() as workers:
        return await workers.letter(text, password, title=title)
