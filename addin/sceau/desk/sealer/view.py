"""What the sealing window shows, and what a person can do in it: the contract between
:mod:`sceau.desk.sealer.files`, which decides, and the pages of ``ui/seal``, which only show.

The page names files by their ``id`` alone. Paths come from the window process, by the system's own
file chooser or a drop on the window, never from the page.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.view import Chip, Close, Keep, NewPassword, Outcome, PasswordPane, Progress, Tone
from sceau.phrases import Phrase
from sceau.seal.sealed import Format

Step = Literal["waiting", "reading", "ready", "refused", "sealing", "sealed", "failed"]


class FormatChoice(msgspec.Struct, frozen=True):
    """One format a file can be sealed in, as the list beside it says it."""

    format: Format
    label: Phrase


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """One file. ``folder`` is the name of the folder it is in, ``size`` is in bytes, ``badge`` two
    to four letters. ``becomes`` is what the result will be called, once sealed what it is called;
    ``why`` says why in this format, ``problem`` why not at all. ``own_password``
    says that it has one of its own to show. ``hidden`` names what the result would still hold that
    is not seen (authors, comments…), ``removable`` says whether it can be taken out."""

    id: str
    name: str
    folder: str
    size: int
    badge: str
    step: Step
    format: Format | None = None
    formats: tuple[FormatChoice, ...] = ()
    becomes: str = ""
    why: Phrase | None = None
    problem: Phrase | None = None
    notes: tuple[Phrase, ...] = ()
    chips: tuple[Chip, ...] = ()
    hidden: tuple[Phrase, ...] = ()
    removable: bool = False
    own_password: bool = False


class SealView(msgspec.Struct, frozen=True, kw_only=True, tag="seal", tag_field="page"):
    """The whole sealing window at one moment.

    ``phase``: ``review`` (choosing), ``working`` (see ``progress``), ``ended`` (see ``outcome``).
    ``each`` is one password a file instead of one for all, ``neutral`` names that do not say whose
    file it is; ``clean`` takes what is hidden out, ``instructions`` puts a page for the recipient
    beside; ``kind`` how passwords are made.
    ``place`` is the name of the folder chosen for results, empty for beside the originals;
    ``place_for_all`` is false where it is only for files whose own folder cannot be written in.
    ``shown`` is the file whose password is in ``password``, where each has its own. ``can_open``
    and ``can_mail``: there is something to show the results, and to write a mail with them.
    """

    revision: int
    phase: Literal["review", "working", "ended"]
    language: Literal["fr", "en"]
    theme: Literal["auto", "light", "dark"]
    title: Phrase
    headline: Phrase
    tone: Tone
    counts: tuple[Phrase, ...]
    files: tuple[FileRow, ...]
    primary: Phrase
    each: bool = False
    neutral: bool = False
    clean: bool = False
    instructions: bool = False
    kind: Literal["characters", "words"] = "characters"
    place: str = ""
    place_for_all: bool = False
    needs_place: bool = False
    todo: Phrase | None = None
    progress: Progress | None = None
    outcome: Outcome | None = None
    password: PasswordPane | None = None
    shown: str = ""
    can_open: bool = False
    can_mail: bool = False


class ChooseFiles(msgspec.Struct, frozen=True, tag="choose-files", tag_field="act"):
    """Open the system's file chooser; the window process answers it with :class:`Given`."""


class ChooseFolder(msgspec.Struct, frozen=True, tag="choose-folder", tag_field="act"):
    """Open the system's folder chooser; the window process answers it with :class:`Folder`."""


class Given(msgspec.Struct, frozen=True, tag="given", tag_field="act"):
    """Files were chosen or dropped: their addresses (``file://…``) as the system gave them."""

    uris: tuple[str, ...]


class Folder(msgspec.Struct, frozen=True, tag="folder", tag_field="act"):
    """A folder was chosen for the results."""

    uri: str


class Beside(msgspec.Struct, frozen=True, tag="beside", tag_field="act"):
    """Put each result beside its original again."""


class TakeOut(msgspec.Struct, frozen=True, tag="take-out", tag_field="act"):
    """Take a file off the list; the file itself stays."""

    file: str


class SealAs(msgspec.Struct, frozen=True, tag="seal-as", tag_field="act"):
    """Seal this file in another format."""

    file: str
    format: Format


class OneEach(msgspec.Struct, frozen=True, tag="one-each", tag_field="act"):
    """One password a file, or one for all (``on`` false)."""

    on: bool


class NeutralNames(msgspec.Struct, frozen=True, tag="neutral-names", tag_field="act"):
    """Call the results *Document 1*, *Document 2*…, or after their originals (``on`` false)."""

    on: bool


class Clean(msgspec.Struct, frozen=True, tag="clean", tag_field="act"):
    """Take what is hidden out of the results, or leave it (``on`` false)."""

    on: bool


class Instructions(msgspec.Struct, frozen=True, tag="instructions", tag_field="act"):
    """Put a page beside the results that tells the recipient how to open them, or none."""

    on: bool


class Start(msgspec.Struct, frozen=True, tag="start", tag_field="act"):
    """The primary button, pressed on the view numbered ``revision``."""

    revision: int


class ShowPassword(msgspec.Struct, frozen=True, tag="show-password", tag_field="act"):
    """Show the password of this file, where each has its own."""

    file: str


class OpenFolder(msgspec.Struct, frozen=True, tag="open-folder", tag_field="act"):
    """Show where the results are."""


class NewMail(msgspec.Struct, frozen=True, tag="new-mail", tag_field="act"):
    """Begin a mail with the results attached."""


class Again(msgspec.Struct, frozen=True, tag="again", tag_field="act"):
    """Begin anew with other files."""


PageAct = (
    ChooseFiles
    | ChooseFolder
    | Beside
    | TakeOut
    | SealAs
    | OneEach
    | NeutralNames
    | Clean
    | Instructions
    | NewPassword
    | Start
    | ShowPassword
    | OpenFolder
    | NewMail
    | Again
    | Keep
    | Close
)
"""What the page can say. :class:`Keep` goes away, or cancels while it works."""

SealAct = PageAct | Given | Folder
"""What a person did in the sealing window."""
