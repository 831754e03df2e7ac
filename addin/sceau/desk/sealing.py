"""Files sealed without a mail being sent: what the window shows, what each act changes, and which
files were chosen.

Pure, as :mod:`sceau.desk.confirmation` is, whose window and acts it shares.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from sceau.desk import view
from sceau.desk.chosen_password import ChosenPassword, MakePassword, PasswordKind
from sceau.desk.confirmation import MakePane
from sceau.desk.looks import Looks
from sceau.desk.rows import RowMaker
from sceau.mail.edits import SealAttachment
from sceau.mail.model import Attachment, Mail
from sceau.phrases import Phrase, phrase
from sceau.review.engine import begin
from sceau.review.reading.model import FileReading
from sceau.verdict import KEEP, Verdict


class Sealing:
    """Files between the wish to seal some of them and the choice of which.

    ``files`` is all there is, ``chosen`` the ids of those to seal, all that can be where it is
    empty. ``subject`` says where they come from. ``make_password`` makes a password of the kind
    asked for, ``make_pane`` what the window shows of it.
    """

    def __init__(
        self,
        files: Sequence[Attachment],
        *,
        subject: str,
        chosen: Collection[str] = (),
        make_password: MakePassword,
        make_pane: MakePane,
        password_kind: PasswordKind = "characters",
        looks: Looks | None = None,
    ) -> None:
        self.mail = Mail(subject=subject, attachments=tuple(files))
        self.looks = looks or Looks()
        self._review = begin(self.mail)
        self._make_pane = make_pane
        self._password = ChosenPassword(make_password, password_kind, lambda _: False)
        self._opens = 0
        self._revision = 1
        self._phase: Literal["review", "working", "ended"] = "review"
        self._progress: view.Progress | None = None
        self._outcome: view.Outcome | None = None
        self._wanted = set(chosen) or {one.id for one in files}
        self._reading_now: set[str] = set()
        self._cancelled = False

    # -- what the reading of files tells ---------------------------------------------------

    @property
    def pending(self) -> tuple[str, ...]:
        """The files whose examination is not finished."""
        return tuple(self._review.pending)

    def reading(self, attachment: str) -> None:
        """The examination of this file has begun."""
        self._reading_now.add(attachment)
        self._revision += 1

    def read(self, attachment: str, found: FileReading) -> None:
        """The examination of this file is finished."""
        self._reading_now.discard(attachment)
        self._review = self._review.with_reading(attachment, found)
        self._revision += 1

    # -- what a person does ----------------------------------------------------------------

    def act(self, act: view.Act) -> Verdict | None:
        """Do what the person did; give the Verdict once there is one: *send* stands for sealing,
        its Edits say which files.

        An act that names a file there is not, or a *send* on an older revision, changes nothing.
        """
        if self._phase == "working":
            if isinstance(act, view.Keep):
                self._cancelled = True
            return None
        if self._phase == "ended":
            return None
        match act:
            case view.Keep() | view.Close():
                return KEEP
            case view.Send(revision=revision):
                if revision != self._revision or self.todo is not None:
                    return None
                edits = tuple(SealAttachment(attachment=one) for one in self._sealed)
                return Verdict(decision="send", edits=edits)
            case view.Seal(attachment=id, on=on):
                if on and self._rows.can_seal(id):
                    self._wanted.add(id)
                elif not on:
                    self._wanted.discard(id)
            case view.SealAll():
                self._wanted = {one.id for one in self.mail.attachments}
            case view.NewPassword(kind=kind):
                self._password.another(kind)
            case view.SkipReading():
                self._review = self._review.skip(*self._review.pending)
            case _:
                pass
        self._revision += 1
        return None

    # -- what it comes to ------------------------------------------------------------------

    @property
    def _sealed(self) -> tuple[str, ...]:
        """The files that were chosen and can be sealed, in the order they came in."""
        rows = self._rows
        return tuple(
            one.id
            for one in self.mail.attachments
            if one.id in self._wanted and rows.can_seal(one.id)
        )

    @property
    def cancelled(self) -> bool:
        """Whether the person asked, while files are being sealed, to go back."""
        return self._cancelled

    @property
    def password(self) -> str:
        """The password for what is sealed; made once it is needed."""
        return self._password.value

    def use_password(self, accepted: str, *, fixed: bool = False) -> None:
        """Seal with this password, which was accepted before, instead of one made here; with
        ``fixed`` it cannot be changed."""
        self._password.use(accepted, fixed=fixed)

    @property
    def todo(self) -> Phrase | None:
        """What still holds the primary button back, in one sentence."""
        if any(one in self._wanted for one in self._review.pending):
            return phrase("confirm.todo.reading", count=len(self._review.pending))
        if not self._sealed:
            return phrase("sealing.todo" if self._can_seal_any else "sealing.todo.none")
        return None

    @property
    def _can_seal_any(self) -> bool:
        return any(self._rows.can_seal(one.id) for one in self.mail.attachments)

    # -- after the choice ------------------------------------------------------------------

    def working(self, progress: view.Progress) -> None:
        """Show what is being done; the person can only wait, or cancel where it can be."""
        self._phase, self._progress = "working", progress
        self._revision += 1

    def ended(self, outcome: view.Outcome, password: str = "", opens: int = 0) -> None:
        """Show how it ended, and the ``password`` to pass on, which opens so many files."""
        self._phase, self._progress, self._outcome = "ended", None, outcome
        self._password.use(password)
        self._opens = opens
        self._revision += 1

    # -- what is shown ---------------------------------------------------------------------

    @property
    def _rows(self) -> RowMaker:
        return RowMaker(self.mail, self._review, self._reading_now)

    def view(self) -> view.ConfirmView:
        """Give what is to be shown now."""
        sealed = self._sealed
        rows = self._rows.attachments(sealed, ())
        done = len(self._review.readings)
        pending = len(self._review.pending)
        opens = self._opens if self._phase == "ended" else len(sealed)
        return view.ConfirmView(
            revision=self._revision,
            phase=self._phase,
            language=self.looks.language,
            theme=self.looks.theme,
            tone="neutral",
            risky=False,
            title=phrase("sealing.window-title"),
            headline=phrase("sealing.headline"),
            subject=self.mail.subject,
            counts=(phrase("confirm.count.attachments", count=len(rows)),),
            recipients=(),
            recipient_findings=(),
            attachments=rows,
            attachment_findings=(),
            mail_findings=(),
            can_seal_all=any(one.can_seal and not one.sealed for one in rows),
            primary=phrase("sealing.primary", count=len(sealed)),
            primary_icon="lock",
            back=phrase("sealing.back"),
            todo=self.todo,
            password=(
                self._make_pane(self.password, self._password.kind, opens) if opens else None
            ),
            reading=(
                view.Progress(phrase("confirm.reading"), done, done + pending) if pending else None
            ),
            can_skip=bool(pending),
            progress=self._progress,
            outcome=self._outcome,
        )
