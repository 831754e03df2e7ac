"""``sceau uninstall``: take Sceau out of a mail client, or out of the desktop."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from sceau.cli import language_of
from sceau.desk.entries.commands import uninstall_desktop
from sceau.errors import DONE, WrongUse
from sceau.hooks.thunderbird.installing import places, uninstall
from sceau.phrases import phrase, say


def run(args: argparse.Namespace) -> int:
    """Take away what ``sceau install`` wrote, for this user or the machine."""
    language = language_of(args)
    if sys.platform == "win32":
        from sceau.windows.installing import uninstall as unregister

        keys = unregister(args.client, system=args.system, dry_run=args.dry_run)
        step = (
            say(phrase("install.windows-outlook-gone"), language)
            if args.client == "outlook"
            else ""
        )
        return _tell(args, keys, step)
    if args.client == "outlook":
        raise WrongUse("outlook-elsewhere")
    if args.client == "desktop":
        gone = uninstall_desktop(system=args.system, dry_run=args.dry_run, language=language).paths
        return _tell(args, gone, "")
    where = places(system=args.system)
    if args.dry_run:
        gone = tuple(one for one in (where.manifest, where.add_on) if one.is_file())
    else:
        gone = uninstall(where)
    step = "" if where.system else say(phrase("install.remove-add-on"), language)
    return _tell(args, gone, step)


def _tell(args: argparse.Namespace, gone: Sequence[Path | str], step: str) -> int:
    language = language_of(args)
    if args.json:
        told = {"removed": [str(one) for one in gone], "dry_run": args.dry_run, "next": step}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return DONE
    if not gone:
        print(say(phrase("install.nothing"), language))
        return DONE
    done = "install.would-remove" if args.dry_run else "install.removed"
    for path in gone:
        print(say(phrase(done, path=str(path)), language))
    if step:
        print(step)
    return DONE
