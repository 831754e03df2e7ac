"""``sceau send``: review a mail in the window, then out through the chosen account."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from sceau.call import Helper
from sceau.cli import language_of
from sceau.commands.report import tell
from sceau.commands.seal import read_password
from sceau.desk.answers import AnswersDesk, read_answers
from sceau.desk.dialogue import Desk
from sceau.desk.screen import screen_available
from sceau.desk.terminal import TerminalDesk
from sceau.errors import NotAllowed, SceauError, WrongUse
from sceau.helper_words import Answer, Failed, Reported, SendMail
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.outbox.mailbox import Folder, Mailbox
from sceau.outbox.sources import SourceFile
from sceau.phrases import Phrase, phrase, say
from sceau.seal import passwords
from sceau.seal.files import read_source
from sceau.settings.places import state_folder
from sceau.way.parts import open_parts
from sceau.way.report import Report
from sceau.way.send import send


def run(args: argparse.Namespace) -> int:
    """Send one mail, or each draft of the embedded mailbox; never without a confirmation.

    With no screen the question is asked in the terminal; with neither, and no file of answers,
    nothing is sent.
    """
    if bool(args.mail) == bool(args.drafts):
        raise WrongUse("mail-or-drafts")
    if args.mail:
        read_source(Path(args.mail))  # says at once what is wrong with the file
    password = read_password() if args.password_stdin else ""
    if args.password_stdin:
        passwords.accept(password)
    desk = desk_of(args)
    if desk is None:
        reports = asyncio.run(_by_helper(args, password))
    else:
        reports = asyncio.run(_here(args, desk, password))
    tell(reports, language_of(args), as_json=args.json)
    return next((one.exit_code for one in reports if one.exit_code), 0)


def desk_of(args: argparse.Namespace) -> Desk | None:
    """Give where to ask; none for the helper's window."""
    if args.verdict:
        return AnswersDesk(read_answers(read_source(Path(args.verdict))))
    if not args.terminal and screen_available():
        return None
    if not sys.stdin.isatty():
        raise NotAllowed("nobody-to-ask")
    print(say(phrase("cli.no-screen"), language_of(args)), file=sys.stderr)
    return TerminalDesk()


async def _here(args: argparse.Namespace, desk: Desk, password: str) -> list[Report]:
    async with open_parts() as parts:
        sources = (
            [SourceFile(Path(args.mail))] if args.mail else EmbeddedDrafts(parts.mailbox).drafts()
        )
        return [
            await send(
                source,
                parts,
                desk,
                account=args.account or "",
                password=password,
                language=args.language,
            )
            for source in sources
        ]


async def _by_helper(args: argparse.Namespace, password: str) -> list[Report]:
    if args.mail:
        places = [{"file": str(Path(args.mail).absolute())}]
    else:
        drafts = Mailbox(state_folder() / "mailbox").keys(Folder.DRAFTS)
        places = [{"draft": key} for key in drafts]
    reports: list[Report] = []
    async with Helper() as helper:
        for place in places:
            request = SendMail(
                **place,
                account=args.account or "",
                password=password,
                language=args.language or "",
            )
            answer: Answer = await helper.ask(request, Answer)
            match answer:
                case Reported(report=report):
                    reports.append(report)
                case Failed(reason=reason, sentence=sentence, exit_code=code):
                    raise _ToldByHelper(reason, sentence, code)
    return reports


class _ToldByHelper(SceauError):
    """An error the helper had, told again here."""

    def __init__(self, reason: str, sentence: Phrase, exit_code: int) -> None:
        super().__init__(reason)
        self.sentence = sentence
        self.exit_code = exit_code
