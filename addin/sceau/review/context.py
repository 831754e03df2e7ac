"""What a review knows besides the mail."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from sceau.mail.edits import Edit
from sceau.mail.model import Mail
from sceau.review.given import GivenAgain
from sceau.review.memory import Memory
from sceau.review.mssante import is_mssante
from sceau.review.people import Circle
from sceau.settings.schema import Settings


@dataclass(frozen=True)
class Context:
    """Everything a rule may ask of the world.

    ``password`` is the one files will be sealed with, where it is known already; never shown.
    ``unable`` are the kinds of Edits that the client the mail stands in cannot carry out: no cure
    that needs one is offered.
    ``given`` are passwords given before that were found in the mail.
    ``memory`` is that of the user's correspondents; none where none is kept: then nothing is said
    of what it would tell.
    ``quiet`` says that there is a pause: what needs no act opens no window then.
    """

    settings: Settings = field(default_factory=Settings)
    password: str = field(default="", repr=False)
    unable: tuple[type[Edit], ...] = ()
    memory: Memory | None = field(default=None, repr=False)
    given: tuple[GivenAgain, ...] = ()
    quiet: bool = False

    def circle(self, mail: Mail) -> Circle:
        """Say who is inside the establishment that ``mail`` leaves from."""
        return _circle(_Same(mail), self.settings.internal_domains)

    def threshold(self, rule: str, usual: int) -> int:
        """Give the number from which ``rule`` speaks: the settings', else its ``usual`` one."""
        chosen = self.settings.rules.get(rule)
        return usual if chosen is None or chosen.threshold is None else chosen.threshold

    def asks(self, rule: str) -> bool:
        """Whether the settings let this rule be asked."""
        chosen = self.settings.rules.get(rule)
        return chosen is None or chosen.enabled

    def leaves(self, mail: Mail) -> bool:
        """Whether anyone outside receives ``mail``, openly or in Bcc, by another way than the
        MSSanté, which carries it encrypted or not at all."""
        circle = self.circle(mail)
        return any(circle.is_outside(one) and not is_mssante(one) for one in mail.recipients)


class _Same:
    """A mail, the same as itself alone: that is quicker than comparing all its recipients."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail

    def __hash__(self) -> int:
        return id(self.mail)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.mail is other.mail


@functools.lru_cache(maxsize=2)
def _circle(same: _Same, configured: tuple[str, ...]) -> Circle:
    """Every rule of a review asks for it."""
    return Circle(same.mail, configured)
