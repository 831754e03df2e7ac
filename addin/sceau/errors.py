"""Every way to fail, with its exit code and its sentence, on one page.

Exit codes follow ``sysexits.h``: 64 wrong use, 65 unreadable input, 66 no such input, 69 a service
refuses, 70 our own fault, 73 cannot write there, 74 the disk fails, 75 try again later, 77 not
allowed, 78 wrong settings. Below 64: 0 done, 1 findings, 2 blocked or kept.
"""

from __future__ import annotations

from sceau.phrases import Phrase, phrase

DONE, FINDINGS, BLOCKED = 0, 1, 2


class SceauError(Exception):
    """What a person must be told: one sentence, with the way out.

    ``sentence`` names it in the catalogue under ``error.<reason>``; ``reason`` is kebab-case and
    stable, for scripts. The text of the exception is the reason alone, so that a traceback or a
    log never holds a name, an address or a password.
    """

    exit_code = 70

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence: Phrase = phrase(f"error.{reason}", **values)


class WrongUse(SceauError):
    """The command was asked for something it does not do."""

    exit_code = 64


class UnreadableInput(SceauError):
    """The file is there, but is not what it should be: damaged, empty, of another kind."""

    exit_code = 65


class MissingInput(SceauError):
    """There is no such file, or it may not be read."""

    exit_code = 66


class ServiceRefused(SceauError):
    """A server, a worker or a window refused or is not there."""

    exit_code = 69


class CannotWrite(SceauError):
    """The result has no place: it exists already, the folder is read-only, the disk is full."""

    exit_code = 73


class TryLater(SceauError):
    """It did not work now and may work later; nothing was lost."""

    exit_code = 75


class NotAllowed(SceauError):
    """The establishment's policy, or safety, forbids it."""

    exit_code = 77


class WrongSettings(SceauError):
    """The settings or an account are wrong or incomplete."""

    exit_code = 78


class EditRefused(SceauError):
    """An Edit would break the mail (signed, encrypted, unusual structure): it was not made."""

    exit_code = 2


class SealRefused(SceauError):
    """The file cannot be sealed as asked; the source was left as it is."""

    exit_code = 65


class PasswordRefused(SceauError):
    """The password asked for is too weak, or says something about the person."""

    exit_code = 64
