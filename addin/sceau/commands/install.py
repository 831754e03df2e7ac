"""``sceau install``: put Sceau into a mail client, or into the desktop."""

from __future__ import annotations

import argparse
import json
import sys

from sceau.cli import language_of
from sceau.desk.entries.commands import install_desktop
from sceau.errors import DONE
from sceau.hooks.thunderbird.installing import host_program, install, places
from sceau.phrases import phrase, say


def run(args: argparse.Namespace) -> int:
    """Install for this user or the machine, or say what would be written."""
    language = language_of(args)
    if args.client == "desktop":
        return _desktop(args)
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


def _desktop(args: argparse.Namespace) -> int:
    language = language_of(args)
    made = install_desktop(system=args.system, dry_run=args.dry_run, language=language)
    step = say(phrase("install.desktop-system" if args.system else "install.desktop"), language)
    if args.json:
        told = {
            "written": [str(one) for one in made.paths],
            "dry_run": args.dry_run,
            "next": step,
            "error": made.problem.reason if made.problem is not None else None,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        done = "install.would-write" if args.dry_run else "install.written"
        for path in made.paths:
            print(say(phrase(done, path=str(path)), language))
        print(step)
        if made.problem is not None:
            print(say(made.problem.sentence, language), file=sys.stderr)
    return made.problem.exit_code if made.problem is not None else DONE
