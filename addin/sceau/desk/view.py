"""What the confirmation window shows, and what a person can do in it: the contract between
:mod:`sceau.desk.confirmation`, which decides, and the pages of ``ui/confirm``, which only show.

Every sentence is a :class:`~sceau.phrases.Phrase`; the page fills it from the catalogue. Names,
subjects, addresses and file names are hostile input and are shown as text.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.phrases import Phrase, phrase
from sceau.review.findings import Asks

Tone = Literal["neutral", "good", "warn", "block"]


class Chip(msgspec.Struct, frozen=True):
    """A short reason beside a name."""

    text: Phrase
    tone: Tone = "neutral"


class CureButton(msgspec.Struct, frozen=True):
    """One way out of a Finding; ``index`` is its place among the Finding's cures, ``asks`` what the
    person gives first."""

    index: int
    label: Phrase
    asks: Asks = ""


class Suggestion(msgspec.Struct, frozen=True):
    """Somebody this user wrote to before."""

    address: str
    name: str = ""


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A Finding as shown. ``open`` still needs its own act; ``cured`` and ``acknowledged`` can be
    taken back. ``can_acknowledge`` is false for what blocks; ``acknowledge`` is the text beside
    its box; ``done`` says of a ``cured`` one, in a word or two, what was done; ``way_on`` how to
    go on where nothing can be done here; ``problem`` why what the person gave cannot be taken;
    ``suggestions`` whom they may mean by what they typed so far.
    """

    id: str
    tone: Tone
    evidence: Phrase
    state: Literal["open", "cured", "acknowledged", "said"]
    done: Phrase = phrase("confirm.cured")
    cures: tuple[CureButton, ...] = ()
    can_acknowledge: bool = False
    acknowledge: Phrase | None = None
    way_on: Phrase | None = None
    problem: Phrase | None = None
    suggestions: tuple[Suggestion, ...] = ()


class RecipientRow(msgspec.Struct, frozen=True, kw_only=True):
    """One recipient. ``local`` and ``domain`` are the address in two, at the last ``@``.
    ``removed`` rows stay visible, struck out, with a way back."""

    address: str
    name: str
    local: str
    domain: str
    field: Literal["to", "cc", "bcc"]
    group: Literal["check", "outside", "inside"]
    tone: Tone = "neutral"
    chips: tuple[Chip, ...] = ()
    removed: bool = False


class AttachmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One attachment. ``badge`` is two to four letters (``PDF``); ``size`` in bytes. ``sealed`` is
    the switch; where ``can_seal`` is false ``why_not`` says why. ``reading`` tells how far its
    examination is."""

    id: str
    name: str
    size: int
    badge: str
    reading: Literal["waiting", "reading", "read"]
    sealed: bool = False
    can_seal: bool = False
    why_not: Phrase | None = None
    tone: Tone = "neutral"
    chips: tuple[Chip, ...] = ()
    removed: bool = False


class TextRow(msgspec.Struct, frozen=True, kw_only=True):
    """The text of the mail, which can go into a sealed letter whatever was found in it: ``sealed``
    is the switch."""

    sealed: bool


class PasswordPane(msgspec.Struct, frozen=True, kw_only=True):
    """The password that opens the sealed files. ``groups`` are its parts as they are read aloud;
    ``spelling`` one line a group for the telephone; ``sms_qr`` an SVG ``data:`` address of a QR
    code that opens a phone's message application with the text; ``opens`` counts the files."""

    password: str
    groups: tuple[str, ...]
    spelling: tuple[str, ...]
    sms_qr: str
    kind: Literal["characters", "words"]
    opens: int


class Progress(msgspec.Struct, frozen=True):
    """What is being done, and how much of it: ``done`` of ``total`` (0 where it is not known); with
    ``in_percent`` it is said so."""

    what: Phrase
    done: int = 0
    total: int = 0
    can_cancel: bool = False
    in_percent: bool = False


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How it ended: one sentence, what else is known (for whom it left already, what the server
    said), what to do next, and whether the mail left."""

    tone: Tone
    sentence: Phrase
    details: tuple[Phrase, ...] = ()
    next: Phrase | None = None
    left: bool = False


class ConfirmView(msgspec.Struct, frozen=True, kw_only=True, tag="confirm", tag_field="page"):
    """The whole confirmation window at one moment.

    ``revision`` grows with every change; a *send* names the revision it was given on, and counts
    only for the newest. ``phase``: ``review`` (deciding), ``working`` (sealing, sending; see
    ``progress``), ``ended`` (see ``outcome``). ``risky`` puts the focus on the heading, where
    Enter does nothing; else it is on the primary button. ``todo`` says what still holds the
    primary button back, and is none when it may be pressed. ``reading`` is there while files are
    examined; with ``can_skip`` the person may go on without (*non examiné*). ``text`` is there
    where the text can go into a sealed letter. ``title`` is the window's, ``back`` what leaving
    without it says.
    """

    revision: int
    phase: Literal["review", "working", "ended"]
    language: Literal["fr", "en"]
    theme: Literal["auto", "light", "dark"]
    tone: Tone
    risky: bool
    headline: Phrase
    subject: str
    counts: tuple[Phrase, ...]
    recipients: tuple[RecipientRow, ...]
    recipient_findings: tuple[FindingRow, ...]
    attachments: tuple[AttachmentRow, ...]
    attachment_findings: tuple[FindingRow, ...]
    mail_findings: tuple[FindingRow, ...]
    can_seal_all: bool
    primary: Phrase
    primary_icon: Literal["send", "lock"]
    text: TextRow | None = None
    todo: Phrase | None = None
    password: PasswordPane | None = None
    reading: Progress | None = None
    can_skip: bool = False
    progress: Progress | None = None
    outcome: Outcome | None = None
    title: Phrase = phrase("confirm.window-title")
    back: Phrase = phrase("confirm.keep")

    @property
    def findings(self) -> tuple[FindingRow, ...]:
        """All Findings that are shown, wherever they stand."""
        return (*self.recipient_findings, *self.attachment_findings, *self.mail_findings)


class TakeCure(msgspec.Struct, frozen=True, tag="cure", tag_field="act"):
    """Make the Edits of cure ``index`` of this Finding."""

    finding: str
    index: int = 0


class ChooseFiles(msgspec.Struct, frozen=True, tag="choose-files", tag_field="act"):
    """The page's: open the system's chooser, for this Finding. What is chosen comes as
    :class:`AddFiles`, past the page; nothing comes where it is cancelled."""

    finding: str


class AddFiles(msgspec.Struct, frozen=True, tag="add-files", tag_field="act"):
    """Attach these files, which this Finding asked for: their addresses (``file://…``), or paths,
    as the system gave them."""

    finding: str
    uris: tuple[str, ...]

    def __repr__(self) -> str:
        return f"AddFiles({len(self.uris)})"


class LookUp(msgspec.Struct, frozen=True, tag="look-up", tag_field="act"):
    """So much of an address, or of a name, was typed beside this Finding."""

    finding: str
    text: str


class AddAddress(msgspec.Struct, frozen=True, tag="add-address", tag_field="act"):
    """Send it to this address too, or to several between commas (``Name <address>``), which this
    Finding asked for."""

    finding: str
    address: str


class Undo(msgspec.Struct, frozen=True, tag="undo", tag_field="act"):
    """Take back the cure or the acknowledgement of this Finding."""

    finding: str


class Acknowledge(msgspec.Struct, frozen=True, tag="acknowledge", tag_field="act"):
    """Let this Finding stand, or not."""

    finding: str
    on: bool


class Seal(msgspec.Struct, frozen=True, tag="seal", tag_field="act"):
    """Turn one attachment's switch."""

    attachment: str
    on: bool


class SealText(msgspec.Struct, frozen=True, tag="seal-text", tag_field="act"):
    """Put the text into a sealed letter, or not."""

    on: bool


class SealAll(msgspec.Struct, frozen=True, tag="seal-all", tag_field="act"):
    """Seal every attachment that can be."""


class Remove(msgspec.Struct, frozen=True, tag="remove", tag_field="act"):
    """Take a recipient out, or put them back (``on`` false)."""

    address: str
    on: bool = True


class NewPassword(msgspec.Struct, frozen=True, tag="new-password", tag_field="act"):
    """Make another password, of characters or of words."""

    kind: Literal["characters", "words"]


class SkipReading(msgspec.Struct, frozen=True, tag="skip-reading", tag_field="act"):
    """Do not wait for the files that are still being examined."""


class Send(msgspec.Struct, frozen=True, tag="send", tag_field="act"):
    """The primary button, pressed on the view numbered ``revision``."""

    revision: int


class Keep(msgspec.Struct, frozen=True, tag="keep", tag_field="act"):
    """Back to the message: Esc, the button, the window closed; while working, cancel."""


class Close(msgspec.Struct, frozen=True, tag="close", tag_field="act"):
    """The outcome was read; the window may go."""


_OfBoth = (
    TakeCure
    | LookUp
    | AddAddress
    | Undo
    | Acknowledge
    | Seal
    | SealText
    | SealAll
    | Remove
    | NewPassword
    | SkipReading
    | Send
    | Keep
    | Close
)

PageAct = _OfBoth | ChooseFiles
"""What the page says a person did."""

Act = _OfBoth | AddFiles
"""What a person did."""
