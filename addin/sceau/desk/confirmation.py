"""The confirmation of one mail: what is shown, what each act changes, and the Verdict.

Pure: no window, no network, no clock. A window, a terminal or a file of answers drives it with
:class:`~sceau.desk.view.Act` s and shows its :meth:`Confirmation.view`; the reading of files tells
it what was found. Whatever drives it, nothing is sent unless every risk was cured or acknowledged
on the newest revision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from sceau.desk import view
from sceau.desk.additions import Additions, asked_for
from sceau.desk.chosen_password import ChosenPassword, MakePassword, PasswordKind
from sceau.desk.looks import Looks
from sceau.desk.rows import RowMaker, primary
from sceau.desk.situation import Choices, Situation
from sceau.mail.edits import SEALING, AddAttachment, AddRecipient, SealAttachment
from sceau.mail.model import Mail
from sceau.mail.preview import preview
from sceau.phrases import Phrase, phrase
from sceau.review.engine import Review
from sceau.review.findings import Finding, Level
from sceau.review.given import GivenAgain
from sceau.review.reading.model import FileReading
from sceau.review.reading.pictured import is_to_recognise
from sceau.review.rules import health_data, identifier
from sceau.verdict import KEEP, Verdict

MakePane = Callable[[str, PasswordKind, int], view.PasswordPane]


class Confirmation:
    """One mail between the click on Send and the Verdict.

    ``review`` is the review of ``mail`` as it stands; ``digest`` the SHA-256 (hex) of its bytes;
    ``make_password`` makes a password of the kind asked for, ``make_pane`` what the window shows
    of it, ``tells`` whether one says something about a recipient of :attr:`mail`. :attr:`mail` is
    the mail with what the person added, :attr:`origin` as it was given.
    """

    def __init__(
        self,
        mail: Mail,
        review: Review,
        *,
        digest: str,
        make_password: MakePassword,
        make_pane: MakePane,
        password_kind: PasswordKind = "characters",
        tells: Callable[[str], bool] = lambda _: False,
        looks: Looks | None = None,
    ) -> None:
        self.origin = self.mail = mail
        self.looks = looks or Looks()
        self._review = review
        self._digest = digest
        self._make_pane = make_pane
        self._password = ChosenPassword(make_password, password_kind, tells)
        self._opens = 0
        self._revision = 1
        self._phase: Literal["review", "working", "ended"] = "review"
        self._progress: view.Progress | None = None
        self._outcome: view.Outcome | None = None
        self._choices = Choices()
        self._additions = Additions()
        self._suggested: set[str] = set()
        self._reading_now: set[str] = set()
        self._cancelled = False
        self._searching = False
        self._when_added: Callable[[], None] = lambda: None
        self._situation: Situation | None = None

    # -- what the reading of files tells ---------------------------------------------------

    @property
    def pending(self) -> tuple[str, ...]:
        """The attachments whose examination is not finished."""
        return tuple(self._review.pending)

    @property
    def pictured(self) -> Mapping[str, FileReading]:
        """The attachments that were examined, but for what is written in their pictures."""
        readings = self._review.readings
        return {id: found for id, found in readings.items() if is_to_recognise(found)}

    @property
    def may_go_unseen(self) -> bool:
        """Whether the mail may leave without a window: the settings allow it, everything was
        examined, and nothing was found or has to be shown."""
        return self._review.may_skip_window and self.todo is None

    def searching(self, on: bool) -> None:
        """Whether passwords given before are still being looked for: that holds *send* back."""
        self._searching = on
        self._changed()

    def given_again(self, found: tuple[GivenAgain, ...]) -> None:
        """These passwords, given before, stand in the mail."""
        self._review = self._review.with_given(found)
        self._changed()

    @property
    def must_be_seen(self) -> bool:
        """Whether a window is wanted whatever is still found in the files: there is no use in
        waiting for them before it opens."""
        context = self._review.context
        always = context.settings.window == "always" and not context.quiet
        return bool(self._review.spoken) or always

    def reading(self, attachment: str) -> None:
        """The examination of this attachment has begun."""
        self._reading_now.add(attachment)
        self._changed()

    def read(self, attachment: str, found: FileReading) -> None:
        """The examination of this attachment is finished. Where it holds somebody's health or
        number and leaves in clear, sealing it is chosen beforehand, and can be left out."""
        self._reading_now.discard(attachment)
        if self.mail.attachment(attachment) is None:
            return  # it was added, and taken out meanwhile
        self._review = self._review.with_reading(attachment, found)
        if attachment not in self._suggested and self._rows.can_seal(attachment):
            self._suggested.add(attachment)
            if attachment in self._to_seal():
                self._choices.seal_beforehand(attachment)
        self._choices.sealed = {one for one in self._choices.sealed if self._rows.can_seal(one)}
        self._changed()

    # -- what the person adds --------------------------------------------------------------

    def attach(self, finding: str, name: str, content: bytes) -> str | None:
        """Attach a file, which this Finding asked for; give its number, under which it is still to
        be examined. None where nothing asks for one, or no longer."""
        if self._phase != "review" or not self._asks(finding, AddAttachment):
            return None
        added = self._additions.attach(name, content)
        self._extend()
        return added

    def attaching(self, finding: str, why_not: Phrase | None = None) -> None:
        """Files that this Finding asked for are being read, or say why one cannot be."""
        self._additions.tell(finding, why_not)
        self._changed()

    def added(self, attachment: str) -> bytes | None:
        """Give the content of an attachment that the person added; none of any other."""
        return self._additions.content(attachment)

    def when_added(self, call: Callable[[], None]) -> None:
        """Have ``call`` called each time something was added to the mail, or not any more."""
        self._when_added = call

    def _asks(self, finding: str, kind: type) -> bool:
        return kind in asked_for(self._finding(finding))

    def _extend(self) -> None:
        self.mail = preview(self.origin, self._additions.edits)[0]
        self._choices.removed &= {one.address for one in self.mail.recipients}
        self._review = self._review.with_mail(self.mail)
        self._password.fit()
        self._changed()
        self._when_added()

    def _to_seal(self) -> set[str]:
        return {
            edit.attachment
            for one in self._review.findings
            if one.rule in (health_data.ID, identifier.ID)
            for cure in one.cures
            for edit in cure.edits
            if isinstance(edit, SealAttachment)
        }

    # -- what a person does ----------------------------------------------------------------

    def act(self, act: view.Act) -> Verdict | None:
        """Do what the person did; give the Verdict once there is one.

        An act that names something the mail does not have, or a *send* on an older revision or
        with something left open, changes nothing: the newest view is shown again.
        """
        if self._phase == "working":
            if isinstance(act, view.Keep):
                self._cancelled = True
            return None
        if self._phase == "ended":
            return None
        if isinstance(act, view.Keep | view.Close):
            return KEEP
        if isinstance(act, view.Send):
            return self._send(act.revision)
        self._choose(act)
        self._changed()
        return None

    def _choose(self, act: view.Act) -> None:
        match act:
            case view.TakeCure(finding=id, index=index):
                found = self._finding(id)
                if found is not None and 0 <= index < len(found.cures):
                    cure = found.cures[index]
                    if not cure.asks:
                        self._choices.take(found, cure)
            case view.Undo(finding=id):
                found = self._finding(id)
                if found is not None:
                    self._choices.undo(found)
                    self._additions.take_out(found)
                    self._extend()
            case view.AddAddress(finding=id, address=typed) if self._asks(id, AddRecipient):
                self._choices.removed -= self._additions.address(id, typed, self.mail)
                self._extend()
            case view.LookUp(finding=id, text=typed) if self._asks(id, AddRecipient):
                self._additions.look_up(id, typed, self._review.context.memory)
            case view.Acknowledge(finding=id, on=on):
                found = self._finding(id)
                if found is not None and found.level is Level.WARN:
                    told = self._choices.acknowledged
                    (told.add if on else told.discard)(id)
            case view.Seal(attachment=id, on=on):
                if not on or self._rows.can_seal(id):
                    self._choices.seal(id, on)
            case view.SealText(on=on):
                if not on or self._rows.can_seal_text():
                    self._choices.put_in_letter(on)
            case view.SealAll():
                for one in self.mail.attachments:
                    if one.id not in self._choices.sealed and self._rows.can_seal(one.id):
                        self._choices.seal(one.id, True)
            case view.Remove(address=address, on=on):
                if any(one.address == address for one in self.mail.recipients):
                    gone = self._choices.removed
                    (gone.add if on else gone.discard)(address)
            case view.NewPassword(kind=kind):
                self._password.another(kind)
            case view.SkipReading():
                self._review = self._review.skip(*self._review.pending)
            case _:
                pass

    def _finding(self, id: str) -> Finding | None:
        return next((one for one, _ in self.situation.rows if one.id == id), None)

    def _send(self, revision: int) -> Verdict | None:
        if revision != self._revision or self.todo is not None:
            return None
        return Verdict(
            decision="send",
            edits=self.situation.edits,
            acknowledged=tuple(sorted(self._choices.acknowledged)),
            digest=self._digest,
        )

    # -- what it comes to ------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """The number of the newest view; a *send* must name it."""
        return self._revision

    @property
    def cancelled(self) -> bool:
        """Whether the person asked, while sealing or sending, to go back to the message."""
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
    def password_tells(self) -> bool:
        """Whether the password says something about a recipient, who was added since."""
        return self._password.tells

    @property
    def situation(self) -> Situation:
        """What the choices made so far come to; worked out once per change."""
        if self._situation is None:
            # without anything to seal no password is made
            sealing = self.password if self._choices.sealing else ""
            self._situation = self._choices.situation(
                self.origin, self._review, sealing, self._additions.edits
            )
        return self._situation

    @property
    def learnt(self) -> frozenset[str]:
        """What is confirmed for good once the mail has left: see :attr:`Finding.settles`."""
        return frozenset(
            finding.settles
            for finding, state in self.situation.rows
            if finding.settles and state in ("acknowledged", "said")
        )

    @property
    def readings(self) -> Mapping[str, FileReading]:
        """What was found in the files, by the attachment's id."""
        return self._review.readings

    @property
    def todo(self) -> Phrase | None:
        """What still holds *send* back, in one sentence; none when it may go."""
        standing = self.situation.open
        blocks = sum(one.level is Level.BLOCK for one in standing)
        if blocks:
            return phrase("confirm.todo.block", count=blocks)
        if standing:
            return phrase("confirm.todo.open", count=len(standing))
        if self._review.pending:
            return phrase("confirm.todo.reading", count=len(self._review.pending))
        return phrase("confirm.todo.searching") if self._searching else None

    def outside(self, mail: Mail) -> int:
        """Count the people outside the establishment among the recipients of ``mail``."""
        people = {one.address.lower(): one for one in mail.recipients}
        return sum(self._review.is_outside(one) for one in people.values())

    # -- after the Verdict -----------------------------------------------------------------

    def working(self, progress: view.Progress) -> None:
        """Show what is being done; the person can only wait, or cancel where it can be."""
        self._phase, self._progress = "working", progress
        self._changed()

    def ended(self, outcome: view.Outcome, password: str = "", opens: int = 0) -> None:
        """Show how it ended; and, where the mail left, the ``password`` to pass on, which opens so
        many files."""
        self._phase, self._progress, self._outcome = "ended", None, outcome
        self._password.use(password)
        self._opens = opens
        self._changed()

    # -- what is shown ---------------------------------------------------------------------

    def _changed(self) -> None:
        self._revision += 1
        self._situation = None

    @property
    def _rows(self) -> RowMaker:
        return RowMaker(self.mail, self._review, self._reading_now)

    def view(self) -> view.ConfirmView:
        """Give what is to be shown now."""
        now, rows = self.situation, self._rows
        standing = now.open
        recipient_rows, attachment_rows, mail_rows = rows.findings(
            now.rows,
            lambda one: self._choices.done(one, now.mail),
            self._additions.problems,
            self._additions.suggestions,
        )
        attachments = rows.attachments(self._choices.sealed, now.rows)
        sealing = sum(isinstance(edit, SEALING) for edit in now.edits)
        done = sum(self.mail.attachment(one) is not None for one in self._review.readings)
        opens = self._opens if self._phase == "ended" else sealing
        return view.ConfirmView(
            revision=self._revision,
            phase=self._phase,
            language=self.looks.language,
            theme=self.looks.theme,
            tone=rows.tone(standing),
            risky=bool(standing),
            headline=rows.headline(now.rows),
            subject=now.mail.subject,
            counts=rows.counts(self._choices.removed),
            recipients=rows.recipients(now.mail, self._choices.removed, now.rows),
            recipient_findings=recipient_rows,
            attachments=attachments,
            attachment_findings=attachment_rows,
            mail_findings=mail_rows,
            can_seal_all=any(one.can_seal and not one.sealed for one in attachments),
            primary=primary(now.edits),
            primary_icon="lock" if sealing else "send",
            text=(view.TextRow(sealed=self._choices.in_letter) if rows.can_seal_text() else None),
            todo=self.todo,
            password=(
                self._make_pane(self.password, self._password.kind, opens) if opens else None
            ),
            reading=(
                view.Progress(phrase("confirm.reading"), done, done + len(self._review.pending))
                if self._review.pending
                else None
            ),
            can_skip=bool(self._review.pending),
            progress=self._progress,
            outcome=self._outcome,
        )
