"""``sceau passwords``: to whom passwords were given last, and when."""

from __future__ import annotations

import argparse
import json

import msgspec

from sceau.cli import language_of
from sceau.commands.contacts import opened_memory
from sceau.desk.notifying import notify
from sceau.desk.told import told_line
from sceau.errors import DONE
from sceau.memory.passwords_given import passwords_given
from sceau.phrases import phrase, say

_IN_A_NOTIFICATION = 5


def run(args: argparse.Namespace) -> int:
    """List them, the newest first."""
    with opened_memory() as store:
        given = passwords_given(store.memory())
    if args.json:
        print(json.dumps(msgspec.to_builtins(given), ensure_ascii=False, indent=2))
        return DONE
    language = language_of(args)
    lines = [say(told_line(one), language) for one in given]
    lost = say(phrase("passwords.lost"), language)
    if not lines:
        lines, lost = [say(phrase("passwords.none"), language)], ""
    print("\n".join(filter(None, (*lines, lost))))
    if args.notify:
        shown = "\n".join(filter(None, (*lines[:_IN_A_NOTIFICATION], lost)))
        notify(say(phrase("tray.passwords"), language), shown)
    return DONE
