"""``sceau clean``: copies of files without what is hidden in them; the originals stay."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from sceau.cli import language_of
from sceau.errors import CannotWrite, SceauError
from sceau.mail.names import shown
from sceau.phrases import phrase, say
from sceau.seal.files import is_folder, named_after, read_source, write_new
from sceau.workers.pool import Workers


def run(args: argparse.Namespace) -> int:
    """Clean each file; 0 when nothing hidden is left in any copy, or there was nothing to take
    out; else the first failure's code."""
    language = language_of(args)
    told, code = asyncio.run(_clean_all(args, language))
    if args.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return code
    for one in told:
        failed = "error" in one
        print(
            f"{shown(one['source'])} : {one['sentence']}", file=sys.stderr if failed else sys.stdout
        )
    return code


async def _clean_all(args: argparse.Namespace, language: str) -> tuple[list[dict[str, Any]], int]:
    told: list[dict[str, Any]] = []
    code = 0
    async with Workers() as workers:
        for name in args.files:
            one: dict[str, Any] = {"source": name}
            try:
                one |= await _clean_one(Path(name), args, workers, language)
            except SceauError as refusal:
                code = code or refusal.exit_code
                one |= {"error": refusal.reason, "sentence": say(refusal.sentence, language)}
            told.append(one)
    return told, code


async def _clean_one(
    source: Path, args: argparse.Namespace, workers: Workers, language: str
) -> dict[str, Any]:
    folder = Path(args.output) if args.output else source.parent
    if not is_folder(folder):
        raise CannotWrite("no-folder")
    made = await workers.clean(read_source(source))
    if not made.removed:
        return {
            "clean": None,
            "removed": [],
            "sentence": say(phrase("cli.nothing-hidden"), language),
        }
    target = folder / named_after("clean.file-name", source.name, source.suffix, language)
    write_new(target, made.content)
    gone = ", ".join(say(phrase(f"trace.{one}"), language) for one in made.removed)
    calculated = {"hidden-sheets", "hidden-rows"} & set(made.removed)
    key = "cli.cleaned-values" if calculated else "cli.cleaned"
    sentence = phrase(key, clean=shown(str(target)), removed=gone)
    return {
        "clean": str(target),
        "removed": list(made.removed),
        "sentence": say(sentence, language),
    }
