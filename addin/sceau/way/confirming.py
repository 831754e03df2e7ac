"""The confirmation of a mail as it is held, with this user's settings, and how its end is shown."""

from __future__ import annotations

from typing import Literal, Protocol

from sceau.desk.confirmation import Confirmation
from sceau.desk.looks import Looks
from sceau.desk.pane import password_pane
from sceau.desk.view import Outcome, PasswordPane, Tone
from sceau.mail.edits import Edit
from sceau.mail.model import Mail
from sceau.phrases import Language, phrase, system_language
from sceau.review.context import Context
from sceau.review.engine import begin
from sceau.review.memory import Memory
from sceau.seal import passwords
from sceau.seal.personal import has_name
from sceau.settings.schema import Settings
from sceau.way.report import Ending, Report


class Asked(Protocol):
    """What is to be confirmed: a mail, and what it is known by (see :class:`Verdict.digest`)."""

    @property
    def mail(self) -> Mail:
        """The mail."""

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of all that is shown."""


def confirmation_of(
    message: Asked,
    settings: Settings,
    password: str = "",
    language: Language | None = None,
    unable: tuple[type[Edit], ...] = (),
    memory: Memory | None = None,
    *,
    quiet: bool = False,
) -> Confirmation:
    """Begin the confirmation of ``message``; ``memory`` is that of the user's correspondents.

    ``password`` was typed by the person, or is empty for one made here; ``unable`` are the Edits
    that the client cannot carry out; ``quiet`` says that there is a pause. Raises
    :class:`PasswordRefused` where it is weak, or says something about a recipient.
    """

    def people() -> list[str]:
        mail = confirmation.mail
        return [part for one in mail.recipients for part in (one.name, one.address)]

    chosen: Language = language or _language(settings.language)

    def make_password(kind: Literal["characters", "words"]) -> str:
        return passwords.generate(kind, settings.password.bits, people())

    def make_pane(made: str, kind: Literal["characters", "words"], opens: int) -> PasswordPane:
        return password_pane(made, kind, opens, chosen)

    confirmation = Confirmation(
        message.mail,
        begin(message.mail, Context(settings, unable=unable, memory=memory, quiet=quiet)),
        digest=message.digest,
        make_password=make_password,
        make_pane=make_pane,
        password_kind=settings.password.kind,
        tells=lambda made: has_name(made, people()),
        looks=Looks(chosen, settings.theme),
    )
    if password:
        confirmation.use_password(passwords.accept(password, people(), settings.password.bits))
    return confirmation


def _language(setting: Literal["auto", "fr", "en"]) -> Language:
    if setting == "auto":
        return system_language()
    return setting


def shown(report: Report) -> Outcome:
    """Give what the window shows of the end."""
    tones: dict[Ending, Tone] = {
        "sent": "good",
        "kept": "warn",
        "refused": "block",
        "unsure": "warn",
    }
    following = report.next
    if report.ending == "sent" and report.sealed and following is None:
        following = phrase("confirm.ended.next.password")
    return Outcome(
        tone=tones[report.ending],
        sentence=report.sentence,
        details=report.details,
        next=following,
        left=report.ending == "sent",
    )
