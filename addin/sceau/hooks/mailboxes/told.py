"""What a mailbox's server did not do, as an error with its sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sceau.errors import MissingInput, ServiceRefused, TryLater
from sceau.outbox.ways_out.answer import Result, Submission
from sceau.outbox.ways_out.saved_draft import Conflict, Gone, NotDone, NotKnown
from sceau.phrases import Phrase


class Refused(ServiceRefused):
    """The server refused, or could not be reached: ``submission`` says why and what to do."""

    def __init__(self, submission: Submission) -> None:
        super().__init__("account-not-reached")
        self.submission = submission
        self.sentence = submission.sentence

    @property
    def result(self) -> Result:
        """What came of it."""
        return self.submission.result

    @property
    def next(self) -> Phrase:
        """The way out."""
        return self.submission.next


@contextlib.contextmanager
def as_errors() -> Iterator[None]:
    """Turn what a :class:`~.mailbox.Mailbox` raises into errors of ours."""
    try:
        yield
    except NotDone as refused:
        raise Refused(refused.submission) from refused
    except Gone as gone:
        raise MissingInput("mail-not-there") from gone
    except (NotKnown, Conflict) as lost:
        raise TryLater("account-not-reached") from lost
