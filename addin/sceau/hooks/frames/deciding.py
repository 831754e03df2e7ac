"""What the person decided, what was made of it, and what became of the mail."""

from __future__ import annotations

from typing import Literal

from sceau.hooks.frames.asking import Details
from sceau.hooks.frames.base import Frame, Id, Number, Part


class SealedFile(Frame, frozen=True, kw_only=True, tag="file"):
    """From the helper, before Edits: the sealed file that goes in the place of ``attachment``, or
    is added where that is :data:`LETTER_NUMBER` or a file the person chose; its content follows in
    Chunks."""

    compose: Id
    request: Id
    attachment: Number
    name: str
    media_type: str
    size: Number


class Renamed(Part, frozen=True, kw_only=True):
    """Another name for an attachment."""

    attachment: Number
    name: str


class Cut(Part, frozen=True, kw_only=True):
    """What is taken out of the text as Thunderbird holds it, in UTF-16 code units."""

    start: Number
    end: Number


class Edits(Frame, frozen=True, kw_only=True, tag="edits"):
    """From the helper: make these changes in the compose window, then answer with Made; with
    nothing to change, answer at once.

    ``to``, ``cc`` and ``bcc`` are whole new fields (each entry ``Name <address>``), or null where
    nothing changes. ``subject`` likewise. ``replace`` names the attachments whose SealedFile came
    before, ``remove`` those that are to go, ``add`` what came so and stood nowhere. ``body`` is a
    new text, without markup, in the place of the whole text and the pictures in it, or null;
    ``cut`` what is taken out of the text, in order. Where the mail does not leave in the end, the
    text there was is put back, and what was added taken out. ``each`` is empty, or names the one
    recipient of each separate mail: the first is this window's own (as ``to`` says already), every
    other one is a new message with the same content, numbered as it stands in ``each`` (``copy``).
    """

    compose: Id
    request: Id
    to: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    bcc: tuple[str, ...] | None = None
    subject: str | None = None
    replace: tuple[int, ...] = ()
    rename: tuple[Renamed, ...] = ()
    remove: tuple[int, ...] = ()
    add: tuple[int, ...] = ()
    body: str | None = None
    cut: tuple[Cut, ...] = ()
    each: tuple[str, ...] = ()


class Replaced(Part, frozen=True, kw_only=True):
    """Which attachment of the compose window now stands for which it had at the click, or for what
    was to be added; ``digest``
    is the SHA-256 (hex) of its content, read back from the compose window."""

    was: Number
    now: Number
    digest: str


class Made(Frame, frozen=True, kw_only=True, tag="made"):
    """From the add-on: the Edits are made, and this is what the compose window holds, read back.

    ``replaced`` pairs the numbers of attachments put in the place of others. ``copy`` is 0 for
    the window itself, else the place in :attr:`Edits.each`; other copies are made, and leave,
    before the window itself. Their attachments may have other numbers and stamps. ``problem`` says
    in English, for support, why an edit could not be made; the answer is then Keep.
    """

    compose: Id
    request: Id
    copy: Number = 0
    details: Details
    replaced: tuple[Replaced, ...] = ()
    problem: str = ""


class Release(Frame, frozen=True, kw_only=True, tag="release"):
    """From the helper: it is what was confirmed; let it go."""

    compose: Id
    request: Id
    copy: Number = 0


class After(Frame, frozen=True, kw_only=True, tag="after"):
    """From the add-on: what became of a released mail. Not answered.

    ``mode`` is ``now`` or ``later`` (put in Thunderbird's outbox). ``left`` says whether it went
    there; ``error`` is then empty, else what Thunderbird said. ``recipients`` are the addresses it
    really went to (``Name <address>``), empty where Thunderbird does not tell. ``message_id``
    is without brackets.
    """

    compose: Id
    request: Id
    copy: Number = 0
    left: bool
    mode: Literal["now", "later"] = "now"
    message_id: str = ""
    recipients: tuple[str, ...] = ()
    error: str = ""
