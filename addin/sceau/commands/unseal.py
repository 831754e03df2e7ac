"""``sceau unseal``: proof that a sealed file opens with the password."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from sceau.cli import language_of
from sceau.commands.seal import read_password
from sceau.errors import CannotWrite, SceauError
from sceau.mail.names import safe_file_name, shown
from sceau.phrases import phrase, say
from sceau.seal.files import is_folder, read_source, write_new
from sceau.workers.pool import Workers


def run(args: argparse.Namespace) -> int:
    """Open each file with the password; with ``-o``, write a readable copy there.

    The password comes from standard input in any case: never from the arguments.
    """
    language = language_of(args)
    if sys.stdin.isatty():
        print(say(phrase("cli.ask-password"), language), file=sys.stderr, end=" ", flush=True)
    password = read_password()
    results, code = asyncio.run(_open_all(args, password, language))
    if args.json:
        print(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for one in results:
            text = one.get("sentence") or say(phrase("cli.opens"), language)
            print(
                f"{shown(str(one['source']))} : {text}",
                file=sys.stderr if "error" in one else sys.stdout,
            )
    return code


async def _open_all(
    args: argparse.Namespace, password: str, language: str
) -> tuple[list[dict[str, object]], int]:
    results: list[dict[str, object]] = []
    code = 0
    async with Workers() as workers:
        for name in args.files:
            try:
                opened = await workers.unseal(read_source(Path(name)), password)
                one: dict[str, object] = {"source": name, "opens": True}
                if args.output:
                    if not is_folder(Path(args.output)):
                        raise CannotWrite("no-folder")
                    written = []
                    for file in opened.files:
                        inner = safe_file_name(file.name) if file.name else Path(name).name
                        target = Path(args.output) / inner
                        write_new(target, file.content)
                        written.append(str(target))
                    one["clear"] = written[0]
                    if len(written) > 1:
                        one["files"] = written
                results.append(one)
            except SceauError as told:
                code = code or told.exit_code
                results.append(
                    {
                        "source": name,
                        "opens": False,
                        "error": told.reason,
                        "sentence": say(told.sentence, language),
                    }
                )
    return results, code
