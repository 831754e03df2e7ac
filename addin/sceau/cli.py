"""The typed commands: what can be asked, and by which words.

Each command is a module of :mod:`sceau.commands`, imported only when it is asked for, so that a
quick question has a quick answer. Exit codes: :mod:`sceau.errors`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from typing import NoReturn

from sceau import __version__
from sceau.errors import SceauError, WrongUse
from sceau.phrases import Language, phrase, say, system_language
from sceau.seal.sealed import ASKED

POLICY_FORMS = ("admx", "reg", "mobileconfig", "thunderbird", "json", "toml")
"""What ``sceau policy export`` gives; :mod:`sceau.settings.policy.export.forms` makes each."""


class _Parser(argparse.ArgumentParser):
    """Wrong use is 64 (``EX_USAGE``), not argparse's 2, which means *kept* here."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WrongUse.exit_code, f"{self.prog}: {message}\n")


def _parser(language: str) -> argparse.ArgumentParser:
    def words(key: str) -> str:
        return say(phrase(f"cli.{key}"), language)

    parser = _Parser(prog="sceau", description=words("sceau"))
    parser.add_argument("--version", action="version", version=f"sceau {__version__}")
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help=words("json"))
    shared.add_argument("--language", choices=("fr", "en"), help=words("language"))
    commands = parser.add_subparsers(dest="command", metavar=words("command"))

    def command(name: str) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name, help=words(name), description=words(name), parents=[shared]
        )
        assert isinstance(made, argparse.ArgumentParser)
        return made

    demo = command("demo")
    demo.add_argument("--verdict", metavar="FILE", help=words("verdict"))

    check = command("check")
    check.add_argument("mails", metavar="MAIL.eml", nargs="+", help=words("check-mails"))

    send = command("send")
    send.add_argument("mail", metavar="MAIL.eml", nargs="?", help=words("mail"))
    send.add_argument("--drafts", action="store_true", help=words("drafts"))
    send.add_argument("--verdict", metavar="FILE", help=words("verdict"))
    send.add_argument("--account", metavar="NAME", help=words("send-account"))
    send.add_argument("--terminal", action="store_true", help=words("terminal"))
    send.add_argument("--password-stdin", action="store_true", help=words("password-stdin"))

    seal = command("seal")
    seal.add_argument("files", metavar="FILE", nargs="*", help=words("seal-files"))
    seal.add_argument("--window", action="store_true", help=words("seal-window"))
    seal.add_argument("-o", "--output", metavar="DIR", help=words("output"))
    seal.add_argument("--as", dest="format", choices=ASKED, default="auto", help=words("as"))
    seal.add_argument("--together", action="store_true", help=words("together"))
    seal.add_argument("--name", metavar="NAME", default="", help=words("together-name"))
    seal.add_argument("--recursive", action="store_true", help=words("recursive"))
    seal.add_argument("--clean", action="store_true", help=words("clean-first"))
    seal.add_argument("--with-instructions", action="store_true", help=words("with-instructions"))
    seal.add_argument("--report", metavar="FILE", default="", help=words("report"))
    seal.add_argument("--words", action="store_true", help=words("words"))
    seal.add_argument("--password-stdin", action="store_true", help=words("password-stdin"))

    unseal = command("unseal")
    unseal.add_argument("files", metavar="FILE", nargs="+", help=words("unseal-files"))
    unseal.add_argument("-o", "--output", metavar="DIR", help=words("unseal-output"))
    unseal.add_argument("--password-stdin", action="store_true", help=words("password-stdin"))

    clean = command("clean")
    clean.add_argument("files", metavar="FILE", nargs="+", help=words("clean-files"))
    clean.add_argument("-o", "--output", metavar="DIR", help=words("clean-output"))

    letter = command("letter")
    letter.add_argument("text", metavar="TEXT", nargs="?", default="-", help=words("letter-text"))
    letter.add_argument("-o", "--output", metavar="DIR", help=words("output"))
    letter.add_argument("--title", default="", help=words("letter-title"))
    letter.add_argument("--words", action="store_true", help=words("words"))
    letter.add_argument("--password-stdin", action="store_true", help=words("password-stdin"))

    outbox = command("outbox")
    outbox.add_argument("held", metavar="ID", nargs="?", help=words("outbox-id"))
    outbox.add_argument(
        "answer", nargs="?", choices=("it-left", "send-again", "keep"), help=words("outbox-answer")
    )
    outbox.add_argument("--resume", action="store_true", help=words("outbox-resume"))

    account = command("account")
    account.add_argument(
        "do",
        choices=("add", "list", "test", "login", "release", "remove"),
        help=words("account-do"),
    )
    account.add_argument("name", nargs="?", help=words("account-name"))
    account.add_argument(
        "--kind", choices=("smtp", "exchange", "graph"), default="smtp", help=words("account-kind")
    )
    account.add_argument("--url", default="", help=words("account-url"))
    account.add_argument(
        "--auth",
        choices=("auto", "ntlm", "basic", "kerberos", "oauth"),
        default="auto",
        help=words("account-auth"),
    )
    account.add_argument("--mailbox", default="", help=words("account-mailbox"))
    account.add_argument("--client", default="", help=words("account-client"))
    account.add_argument("--tenant", default="", help=words("account-tenant"))
    account.add_argument("--provider", default="", help=words("account-provider"))
    account.add_argument("--sign-in", default="", help=words("account-sign-in"))
    account.add_argument("--host", default="", help=words("account-host"))
    account.add_argument("--port", type=int, default=0, help=words("account-port"))
    account.add_argument(
        "--security",
        choices=("tls", "starttls", "none"),
        default="starttls",
        help=words("account-security"),
    )
    account.add_argument("--user", default="", help=words("account-user"))
    account.add_argument("--ca-file", default="", help=words("account-ca"))
    account.add_argument("--yes", action="store_true", help=words("account-yes"))
    account.add_argument("--default", action="store_true", help=words("account-default"))
    account.add_argument("--password-stdin", action="store_true", help=words("password-stdin"))
    account.add_argument(
        "--drafts", choices=("none", "imap", "folder"), default="none", help=words("drafts-kind")
    )
    account.add_argument("--imap-host", default="", help=words("imap-host"))
    account.add_argument("--imap-port", type=int, default=0, help=words("imap-port"))
    account.add_argument(
        "--imap-security",
        choices=("tls", "starttls", "none"),
        default="tls",
        help=words("account-security"),
    )
    account.add_argument(
        "--mark", choices=("folder", "keyword", "category"), default="folder", help=words("mark")
    )
    account.add_argument("--folder", default="", help=words("mark-folder"))
    account.add_argument("--create-folder", action="store_true", help=words("create-folder"))
    account.add_argument(
        "--sent", choices=("auto", "sceau", "server"), default="auto", help=words("sent-by")
    )

    watch = command("watch")
    watch.add_argument("--verdict", metavar="FILE", help=words("verdict"))
    watch.add_argument("--terminal", action="store_true", help=words("terminal"))

    for name in ("install", "uninstall"):
        client = command(name)
        client.add_argument(
            "client", choices=("thunderbird", "outlook", "desktop"), help=words("install-client")
        )
        client.add_argument("--system", action="store_true", help=words("system"))
        client.add_argument("--dry-run", action="store_true", help=words("dry-run"))

    journal = command("journal")
    journal.add_argument("do", nargs="?", choices=("verify",), help=words("journal-do"))
    journal.add_argument("--csv", action="store_true", help=words("csv"))
    journal.add_argument("--since", default="", metavar="DATE", help=words("since"))
    journal.add_argument("--recipient", metavar="ADDRESS", help=words("journal-recipient"))

    command("settings")
    policy = command("policy")
    policy.add_argument("do", choices=("show", "check", "export"), help=words("policy-do"))
    policy.add_argument("form", nargs="?", choices=POLICY_FORMS, help=words("policy-form"))
    policy.add_argument("--file", metavar="FILE", help=words("policy-file"))
    policy.add_argument("-o", "--output", metavar="DIR", help=words("policy-output"))
    policy.add_argument("--add-on", metavar="URL", default="", help=words("policy-add-on"))
    review = command("review")
    review.add_argument("do", choices=("stats",), help=words("review-do"))
    review.add_argument("--since", default="", metavar="DATE", help=words("since"))

    contacts = command("contacts")
    contacts.add_argument("do", choices=("list", "import", "forget"), help=words("contacts-do"))
    contacts.add_argument("what", nargs="*", metavar="PATH|ADDRESS", help=words("contacts-what"))
    contacts.add_argument("--all", action="store_true", help=words("contacts-all"))

    pause = command("pause")
    pause.add_argument(
        "minutes", metavar="MINUTES|end", nargs="?", default="15", help=words("pause-minutes")
    )
    passwords = command("passwords")
    for one in (pause, passwords):
        one.add_argument("--notify", action="store_true", help=words("notify"))

    command("doctor")
    helper = command("helper")
    helper.add_argument("do", choices=("run", "stop", "status"), help=words("helper-do"))
    if sys.platform == "win32":
        helper.add_argument("--icon", action="store_true", help=words("helper-icon"))
    return parser


_CHOSEN_IN_THE_WINDOW = (
    "output",
    "format",
    "together",
    "recursive",
    "clean",
    "with_instructions",
    "report",
    "words",
    "password_stdin",
    "json",
)
"""What is said to ``sceau seal`` beforehand, or in its window, and not twice."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(system_language())
    args = parser.parse_args(typed)
    name = args.command or "start"
    if name == "seal" and args.window:
        if any(vars(args)[one] not in (None, "", False, "auto") for one in _CHOSEN_IN_THE_WINDOW):
            parser.error(say(phrase("cli.seal-window-alone"), language_of(args)))
        name = "seal_window"
    elif name == "seal" and not args.files:
        parser.error(say(phrase("cli.seal-no-file"), language_of(args)))
    try:
        module = importlib.import_module(f"sceau.commands.{name}")
        code: int = module.run(args)
    except SceauError as told:
        return tell_error(told, args)
    except KeyboardInterrupt:
        print(say(phrase("cli.interrupted"), language_of(args)), file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 74
    except Exception as fault:  # noqa: BLE001 - a fault of ours is told too, and names nobody
        return tell_error(SceauError("own-fault", kind=type(fault).__name__), args)
    return code


def usual(*typed: str) -> argparse.Namespace:
    """Give what stands where nothing but ``typed`` was typed."""
    return _parser(system_language()).parse_args(typed)


def language_of(args: argparse.Namespace) -> Language:
    """Give the language to answer in: the one asked for, else the session's."""
    asked: Language | None = getattr(args, "language", None)
    return asked or system_language()


def tell_error(told: SceauError, args: argparse.Namespace) -> int:
    """Say what went wrong, for a person or as JSON; give the exit code."""
    text = say(told.sentence, language_of(args))
    if getattr(args, "json", False):
        print(json.dumps({"error": told.reason, "sentence": text}, ensure_ascii=False))
    else:
        print(text, file=sys.stderr)
    return told.exit_code


if __name__ == "__main__":
    sys.exit(main())
