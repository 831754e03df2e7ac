"""The files of the sealing window: what each becomes, what an act changes, and what is shown.

Pure: no window, no disk, no clock, as :mod:`sceau.desk.confirmation` is. :mod:`.session` tells it
what was read and written, and shows its :meth:`Files.view`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sceau.desk import view as shared
from sceau.desk.chosen_password import PasswordKind
from sceau.desk.confirmation import MakePane
from sceau.desk.looks import Looks
from sceau.desk.sealer import view
from sceau.desk.sealer.offers import best, cleanable, offered
from sceau.desk.sealer.showing import show
from sceau.phrases import Phrase, phrase, say
from sceau.review.reading.model import FileReading, Opening
from sceau.seal import passwords
from sceau.seal.sealed import Asked, Format

MakePassword = Callable[[PasswordKind, int], str]
"""Makes a password of this kind, and of at least so many bits."""


@dataclass(frozen=True, repr=False)
class Job:
    """One file to be sealed: in which format (``asked``; ``expected`` where Sceau chooses), with
    which password, in which ``folder`` the result goes, and what it is ``named`` after; ``clean``
    where what is hidden in it is to be taken out before."""

    id: str
    path: Path
    asked: Asked
    expected: Format | None
    password: str
    folder: Path
    named: str
    clean: bool = False


@dataclass(repr=False)
class File:
    """One file on the list, and what is known of it."""

    id: str
    path: Path
    step: view.Step = "waiting"
    size: int = 0
    found: FileReading | None = None
    writable: bool = True
    chosen: Format | None = None
    problem: Phrase | None = None
    result: Path | None = None
    password: str = ""
    notes: tuple[Phrase, ...] = field(default=())

    @property
    def format(self) -> Format | None:
        """The format it is sealed in, where it can be."""
        return self.chosen or (best(self.found) if self.found is not None else None)


class Files:
    """The files of one window. ``make_pane`` gives what is shown of a password, ``bits`` is the
    least a password has (a ZIP's has more); ``can_mail`` says whether there is a mail program."""

    def __init__(
        self,
        *,
        make_password: MakePassword,
        make_pane: MakePane,
        bits: int = 80,
        kind: PasswordKind = "characters",
        looks: Looks | None = None,
        can_mail: bool = False,
    ) -> None:
        self.looks = looks or Looks()
        self.can_mail = can_mail
        self.kind: PasswordKind = kind
        self.each = False
        self.neutral = False
        self.clean = False
        self.instructions = False
        self.folder: Path | None = None
        self.folder_for_all = False
        self.phase: Literal["review", "working", "ended"] = "review"
        self.cancelled = False
        self.outcome: shared.Outcome | None = None
        self.shown = ""
        self.make_pane = make_pane
        self._make_password = make_password
        self._bits = bits
        self._files: dict[str, File] = {}
        self._made = 0
        self.revision = 1

    # -- what the disk and the readers tell --------------------------------------------------

    def add(self, path: Path) -> str | None:
        """Put a file on the list; give its id, or none where it is there already or it is too
        late."""
        if self.phase != "review" or any(one.path == path for one in self.all):
            return None
        self._made += 1
        id = str(self._made)
        self._files[id] = File(id, path)
        self._changed()
        return id

    def reading(self, id: str) -> None:
        """The examination of this file has begun."""
        self._set(id, step="reading")

    def read(self, id: str, size: int, found: FileReading, *, writable: bool) -> None:
        """This file was read: what is in it, and whether its folder takes the result."""
        problem = _why_not(found)
        step: view.Step = "ready" if problem is None else "refused"
        self._set(id, step=step, size=size, found=found, writable=writable, problem=problem)

    def refused(self, id: str, why: Phrase) -> None:
        """This file cannot be read."""
        self._set(id, step="refused", problem=why)

    def put_in(self, folder: Path) -> None:
        """Results go into this folder: all of them, or where only some have no place of their
        own, those."""
        self.folder_for_all = not any(not one.writable for one in self.ready)
        self.folder = folder
        self._changed()

    # -- what a person does ------------------------------------------------------------------

    def act(self, act: view.SealAct) -> None:
        """Do what the person did. An act that names a file there is not, or that comes too late,
        changes nothing."""
        if self.phase == "review":
            self._choose(act)
        elif self.phase == "ended" and isinstance(act, view.ShowPassword):
            if act.file in self._files and self._files[act.file].password:
                self.shown = act.file
        elif self.phase == "ended" and isinstance(act, view.Again):
            self._begin_anew()
        self._changed()

    def _choose(self, act: view.SealAct) -> None:
        match act:
            case view.TakeOut(file=id):
                self._files.pop(id, None)
            case view.SealAs(file=id, format=format):
                one = self._files.get(id)
                if one is not None and one.found is not None:
                    can = {choice.format for choice in offered(one.found)}
                    one.chosen = format if format in can else one.chosen
            case view.OneEach(on=on):
                self.each = on
            case view.NeutralNames(on=on):
                self.neutral = on
            case view.Clean(on=on):
                self.clean = on
            case view.Instructions(on=on):
                self.instructions = on
            case shared.NewPassword(kind=kind):
                self.kind = kind
            case view.Beside():
                self.folder_for_all = False
            case _:
                pass

    def _begin_anew(self) -> None:
        self._files.clear()
        self.phase, self.outcome, self.shown, self.cancelled = "review", None, "", False

    # -- what it comes to --------------------------------------------------------------------

    @property
    def all(self) -> tuple[File, ...]:
        """Every file, in the order they came."""
        return tuple(self._files.values())

    @property
    def ready(self) -> tuple[File, ...]:
        """The files that will be sealed."""
        return tuple(one for one in self.all if one.step == "ready")

    @property
    def results(self) -> tuple[Path, ...]:
        """The sealed files there are."""
        return tuple(one.result for one in self.all if one.result is not None)

    @property
    def needs_folder(self) -> bool:
        """Whether a folder must be chosen, because a file's own takes no result."""
        return self.folder is None and any(not one.writable for one in self.ready)

    @property
    def todo(self) -> Phrase | None:
        """What still holds the primary button back, in one sentence."""
        pending = sum(one.step in ("waiting", "reading") for one in self.all)
        if pending:
            return phrase("sealer.todo.reading", count=pending)
        if not self.all:
            return phrase("sealer.todo.nothing")
        if not self.ready:
            return phrase("sealer.todo.none")
        return phrase("sealer.todo.place") if self.needs_folder else None

    def start(self, revision: int) -> tuple[Job, ...]:
        """Begin, where ``revision`` is the newest and nothing holds it back: give what is to be
        done; else nothing."""
        if self.phase != "review" or revision != self.revision or self.todo is not None:
            return ()
        self.phase = "working"
        self._changed()
        ready = self.ready
        shared_one = "" if self.each else self._password_for(ready)
        return tuple(
            Job(
                id=one.id,
                path=one.path,
                asked=one.chosen if one.chosen is not None else "auto",
                expected=one.format,
                password=shared_one or self._password_for((one,)),
                folder=self._place_of(one),
                named=self.named_after(one),
                clean=self.clean and cleanable(one.found, one.format),
            )
            for one in ready
        )

    def named_after(self, one: File) -> str:
        """Give the name the result's is made of: the original's, or one that says nothing."""
        if not self.neutral:
            return one.path.name
        place = 1 + [each.id for each in self.ready].index(one.id)
        stem = say(phrase("sealer.neutral-name", number=place), self.looks.language)
        return stem + one.path.suffix

    def _password_for(self, files: tuple[File, ...]) -> str:
        zipped = any(one.format == "zip" for one in files)
        bits = max(self._bits, passwords.ZIP_BITS) if zipped else self._bits
        return self._make_password(self.kind, bits)

    def _place_of(self, one: File) -> Path:
        if self.folder is not None and (self.folder_for_all or not one.writable):
            return self.folder
        return one.path.parent

    # -- while it works ----------------------------------------------------------------------

    def sealing(self, id: str) -> None:
        """This file is being sealed now."""
        self._set(id, step="sealing")

    def sealed(self, job: Job, result: Path, notes: tuple[Phrase, ...]) -> None:
        """This file is sealed, proven, and written as ``result``."""
        self._set(job.id, step="sealed", result=result, password=job.password, notes=notes)

    def failed(self, id: str, why: Phrase) -> None:
        """This file could not be sealed, or the result not be written."""
        self._set(id, step="failed", problem=why)

    def cancel(self) -> None:
        """The person wants no more of it."""
        self.cancelled = True
        self._changed()

    def ended(self) -> None:
        """All is done that was to be done: show how it ended."""
        for one in self.all:
            if one.step in ("ready", "sealing"):
                one.step, one.problem = "failed", phrase("sealer.not-done")
        sealed = [one for one in self.all if one.step == "sealed"]
        failed = sum(one.step == "failed" for one in self.all)
        self.shown = sealed[0].id if sealed else ""
        self.phase = "ended"
        self.outcome = _outcome(len(sealed), failed, self.cancelled)
        self._changed()

    # -- what is shown -----------------------------------------------------------------------

    def view(self) -> view.SealView:
        """Give what is to be shown now."""
        return show(self)

    def tell(self, sentence: Phrase) -> None:
        """Say something of the end: that a folder or a mail program could not be opened."""
        if self.outcome is not None:
            self.outcome = shared.Outcome(
                tone="warn", sentence=self.outcome.sentence, next=sentence
            )
            self._changed()

    def _set(self, id: str, **values: object) -> None:
        one = self._files.get(id)
        if one is None:
            return  # taken off the list meanwhile
        for name, value in values.items():
            setattr(one, name, value)
        self._changed()

    def _changed(self) -> None:
        self.revision += 1


def _why_not(found: FileReading) -> Phrase | None:
    if found.kind == "empty":
        return phrase("error.empty-file")
    if found.opening is Opening.PASSWORD:
        return phrase("error.already-protected")
    return None


def _outcome(sealed: int, failed: int, cancelled: bool) -> shared.Outcome:
    if not sealed:
        return shared.Outcome(
            tone="warn",
            sentence=phrase("sealer.ended.cancelled" if cancelled else "sealer.ended.none"),
        )
    if failed:
        sentence = phrase("sealer.ended.some", count=sealed, total=sealed + failed)
        return shared.Outcome(tone="warn", sentence=sentence, left=True)
    sentence = phrase("sealer.ended.all", count=sealed)
    return shared.Outcome(tone="good", sentence=sentence, left=True)
