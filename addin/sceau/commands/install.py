"""``sceau install``: put Sceau into a mail client, or into the desktop."""

from __future__ import annotations

import argparse
import json
import sys

from sceau.cli import language_of
from sceau.desk.entries.commands import install_desktop
from sceau.errors import DONE, WrongUse
from sceau.hooks.thunderbird.installing import host_program, install, places
from sceau.phrases import phrase, say


def run(args: argparse.Namespace) -> int:
    """Install for this user or the machine, or say what would be written."""
    language = language_of(args)
    if sys.platform == "win32":
        return _in_registry(args)
    if args.client == "outlook":
        raise WrongUse("outlook-elsewhere")
    if args.client == "desktop":
        return _desktop(args)
    where = places(system=args.system)
    host = host_program(system=args.system)
    if not args.dry_run:
        install(where, host)
    paths = [str(where.manifest), str(where.add_on)]
    what = "install.restart" if where.system else "install.open-add-on"
    step = say(phrase(what, path=str(where.add_on)), language)
    _tell(args, paths, step, host=str(host))
    return DONE


if sys.platform == "win32":

    def _in_registry(args: argparse.Namespace) -> int:
        from sceau.windows.installing import install as register

        language = language_of(args)
        keys = register(args.client, language, system=args.system, dry_run=args.dry_run)
        what = f"install.windows-{args.client}"
        if args.client == "thunderbird" and args.system:
            what = "install.restart"
        _tell(args, list(keys), say(phrase(what), language))
        return DONE


def _tell(args: argparse.Namespace, paths: list[str], step: str, **more: str) -> None:
    if args.json:
        told = {"written": paths, **more, "dry_run": args.dry_run, "next": step}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    done = "install.would-write" if args.dry_run else "install.written"
    for path in paths:
        print(say(phrase(done, path=path), language_of(args)))
    print(step)


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
