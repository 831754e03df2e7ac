"""What is done with results: show their folder, and begin a mail with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from sceau.errors import ServiceRefused
from sceau.launch import launch


def can_mail() -> bool:
    """Say whether there is a mail program that takes files. On Windows that is seen when it is
    asked: where none does, the person is told, and shown the files."""
    if sys.platform == "win32":
        return True
    return mail_command(()) is not None


def mail_command(files: Sequence[Path]) -> list[str] | None:
    """Give the command that begins a mail with ``files``: Thunderbird's own, else the desktop's.

    Thunderbird's ``-compose`` takes a list of file addresses between apostrophes, set apart by
    commas: both are percent-encoded in the addresses themselves.
    """
    thunderbird = shutil.which("thunderbird")
    if thunderbird is not None:
        addresses = ",".join(
            one.absolute().as_uri().replace(",", "%2C").replace("'", "%27") for one in files
        )
        return [thunderbird, "-compose", f"attachment='{addresses}'"]
    other = shutil.which("xdg-email")
    if other is not None:
        attached = [word for one in files for word in ("--attach", str(one.absolute()))]
        return [other, *attached]
    return None


def new_mail(files: Sequence[Path]) -> None:
    """Begin a mail with ``files`` attached. Raises :class:`ServiceRefused` ``no-mail-program``."""
    if sys.platform == "win32":
        try:
            launch("sceau.windows.mail_program", *(str(one.absolute()) for one in files))
        except OSError:
            raise ServiceRefused("no-mail-program") from None
        return
    command = mail_command(files)
    if command is None:
        raise ServiceRefused("no-mail-program")
    _start(command, "no-mail-program")


def open_folder(files: Sequence[Path]) -> None:
    """Show the folder of the first of ``files``. Raises :class:`ServiceRefused`
    ``no-file-manager``."""
    if not files:
        raise ServiceRefused("no-file-manager")
    if sys.platform == "win32":
        try:
            os.startfile(files[0].parent)  # noqa: S606 - a folder, by Explorer
        except OSError:
            raise ServiceRefused("no-file-manager") from None
        return
    tool = shutil.which("xdg-open")
    if tool is None:
        raise ServiceRefused("no-file-manager")
    _start([tool, str(files[0].parent)], "no-file-manager")


def _start(command: list[str], reason: str) -> None:
    """Start a program that goes on by itself."""
    try:
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )
    except OSError:
        raise ServiceRefused(reason) from None
