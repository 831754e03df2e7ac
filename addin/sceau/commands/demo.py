"""``sceau demo``: the whole way on an embedded mailbox of its own, with a sample mail.

A dietitian's report to a patient, another patient in copy: all of them invented. It ends with what
lies in Sent, and the proof that the report opens with the password and not without.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sceau.cli import language_of
from sceau.commands.report import as_row, tell
from sceau.demo import sample
from sceau.desk.answers import CURE_AND_SEND, AnswersDesk, read_answers
from sceau.desk.dialogue import Desk
from sceau.desk.screen import screen_available
from sceau.desk.terminal import TerminalDesk
from sceau.desk.window import ConfirmWindow
from sceau.errors import PasswordRefused, SceauError
from sceau.hooks.embedded import EmbeddedDrafts
from sceau.mail.message import Message
from sceau.mail.names import shown
from sceau.outbox.mailbox import Folder
from sceau.phrases import phrase, say
from sceau.seal.files import read_source
from sceau.settings.places import HOME_VARIABLE, state_folder
from sceau.way.parts import Parts, open_parts
from sceau.way.report import Report
from sceau.way.send import send


def run(args: argparse.Namespace) -> int:
    """Show the whole way; the exit code is that of the sending."""
    home = state_folder() / "demo"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700)
    os.environ[HOME_VARIABLE] = str(home)
    return asyncio.run(_demo(args))


async def _demo(args: argparse.Namespace) -> int:
    language = language_of(args)
    async with open_parts() as parts, _desk(args) as desk:
        parts.mailbox.add_draft(sample.patient_mail())
        (draft,) = EmbeddedDrafts(parts.mailbox).drafts()
        report = await send(draft, parts, desk, account="local", language=language)
        sent = [await _look(parts, key, report) for key in parts.mailbox.keys(Folder.SENT)]
    if args.json:
        print(json.dumps({**as_row(report, language), "sent": sent}, ensure_ascii=False, indent=2))
        return report.exit_code
    tell([report], language, as_json=False)
    for one in sent:
        _show(one, language)
    return report.exit_code


@asynccontextmanager
async def _desk(args: argparse.Namespace) -> AsyncIterator[Desk]:
    """Give where to ask: the window, else the terminal; where there is neither, the demonstration
    answers itself, and says so."""
    language = language_of(args)

    def note(key: str) -> None:
        print(say(phrase(key), language), file=sys.stderr)

    if args.verdict:
        yield AnswersDesk(read_answers(read_source(Path(args.verdict))))
    elif screen_available():
        window = ConfirmWindow()
        try:
            yield window
        finally:
            await window.close()
    elif sys.stdin.isatty():
        note("cli.no-screen")
        yield TerminalDesk()
    else:
        note("cli.demo-alone")
        yield AnswersDesk(CURE_AND_SEND)


async def _look(parts: Parts, key: str, report: Report) -> dict[str, object]:
    """Give what lies in Sent under ``key``: who got it, and how its files open."""
    message = Message.read(parts.mailbox.read(Folder.SENT, key))
    files = [
        {
            "name": one.name,
            "opens_with_password": await _opens(parts, message.content(one.id), report.password),
            "opens_without": await _opens(parts, message.content(one.id), ""),
        }
        for one in message.mail.attachments
    ]
    return {
        "subject": message.mail.subject,
        "recipients": [[one.field, one.address] for one in message.mail.recipients],
        "files": files,
    }


async def _opens(parts: Parts, content: bytes, password: str) -> bool:
    try:
        await parts.workers.unseal(content, password)
    except PasswordRefused:
        return False
    except SceauError as told:
        return told.reason == "not-sealed"
    return True


def _show(sent: dict[str, object], language: str) -> None:
    """Print what lies in Sent."""
    print()
    print(say(phrase("cli.demo-sent", subject=shown(str(sent["subject"]))), language))
    recipients = sent["recipients"]
    files = sent["files"]
    assert isinstance(recipients, list)
    assert isinstance(files, list)
    for field, address in recipients:
        print(f"  {say(phrase(f'terminal.{field}'), language)}  {shown(address)}")
    for file in files:
        key = (
            "cli.demo-file-sealed"
            if file["opens_with_password"] and not file["opens_without"]
            else "cli.demo-file-open"
        )
        print(f"  {say(phrase(key, name=shown(file['name'])), language)}")
