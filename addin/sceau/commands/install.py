"""``sceau install``: put Sceau into a mail client."""

from __future__ import annotations

import argparse
import json

from sceau.cli import language_of
from sceau.errors import DONE
from sceau.hooks.thunderbird.installing import host_program, install, places
from sceau.phrases import phrase, say


def run(args: argparse.Namespace) -> int:
    """Install for this user or the machine, or say what would be written."""
    language = language_of(args)
    where = places(system=args.system)
    host = host_program(system=args.system)
    if not args.dry_run:
        install(where, host)
    paths = [str(where.manifest), str(where.add_on)]
    what = "install.restart" if where.system else "install.open-add-on"
    step = say(phrase(what, path=str(where.add_on)), language)
    if args.json:
        told = {"written": paths, "host": str(host), "dry_run": args.dry_run, "next": step}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return DONE
    done = "install.would-write" if args.dry_run else "install.written"
    for path in paths:
        print(say(phrase(done, path=path), language))
    print(step)
    return DONE
