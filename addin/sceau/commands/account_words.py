"""Words typed together that contradict each other: refused, before anything is asked or tried."""

from __future__ import annotations

import argparse

from sceau.cli import usual
from sceau.errors import WrongUse

_IMAP = ("imap_host", "imap_port", "imap_security", "sent")
_OWN_SERVER = ("host", "port", "security", "provider", "drafts", *_IMAP)
_MAILBOX = ("url", "mailbox", "sign_in")
_FOREIGN = {"smtp": _MAILBOX, "exchange": _OWN_SERVER, "graph": _OWN_SERVER}
"""The options that a kind of account has no use for."""
_AUTH = {
    "smtp": ("auto", "oauth"),
    "exchange": ("auto", "ntlm", "basic", "kerberos", "oauth"),
    "graph": ("auto", "oauth"),
}
_MARK = {
    "smtp": ("folder", "keyword"),
    "exchange": ("folder", "category"),
    "graph": ("folder", "category"),
}


def refuse_contradictions(args: argparse.Namespace) -> None:
    """Raise :class:`WrongUse`, naming the two that do not go together, where what was typed after
    ``account add`` contradicts itself.

    An address alone may turn out to be an account of any kind: there nothing contradicts yet.
    """
    if args.name == "local":
        raise WrongUse("account-name-taken")
    by_browser = args.auth == "oauth" or args.kind == "graph"
    if args.password_stdin and by_browser:
        raise _apart("password_stdin", "--kind graph" if args.auth != "oauth" else "--auth oauth")
    if args.kind == "smtp" and not args.host and "@" in args.name:
        return
    nothing_typed = usual("account", "add", args.name)
    kind = f"--kind {args.kind}"
    foreign = [(one, kind) for one in _FOREIGN[args.kind]]
    if args.kind == "smtp" and args.drafts != "imap":
        foreign += [(one, f"--drafts {args.drafts}") for one in _IMAP]
    for option, other in foreign:
        if getattr(args, option) != getattr(nothing_typed, option):
            raise _apart(option, other)
    if args.auth not in _AUTH[args.kind]:
        raise _apart(f"auth {args.auth}", kind)
    if args.mark not in _MARK[args.kind]:
        raise _apart(f"mark {args.mark}", kind)


def _apart(option: str, other: str) -> WrongUse:
    return WrongUse("account-words-apart", one=f"--{option.replace('_', '-')}", other=other)
