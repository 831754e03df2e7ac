"""The frames between the Thunderbird add-on and the helper: their single definition.

A frame is a JSON object of at most :data:`LARGEST_FRAME` bytes; ``op`` says which it is, field
names are in camelCase, optional fields may be left out. ``sceau-host`` carries frames as they are
between native messaging (four bytes of length, native byte order, then the JSON) and the helper's
socket, which has the same form.

``compose`` names a compose window, by a text of the add-on's choice (its tab), the same as long as
that window is open. ``request`` names one click on Send, and is never used twice.

The order, for one connection::

    Hello ─▶ ◀─ Welcome | Refused
    Opened, Attached, Chunk…, Removed ─▶ ◀─ Got…      while the mail is written
    Send ─▶ ◀─ Want…, Shown                           the click; the window opens
                ◀─ Keep                               the mail stays open
                ◀─ SealedFile, Chunk…, Edits          or the edits
    Got…, Made ─▶ ◀─ Release | Keep                   what the compose window now holds
    After ─▶                                          what became of it

Several compose windows may be between Send and After at once; they are answered in any order.
Every Send is answered by one Edits and one Release, or by one Keep, which may still come between
Edits and Release (the person went back). What was put into the compose window by Edits stays there
then: a sealed file is not unsealed; its password is shown again with the next Send. A Send whose
``purpose`` is *seal* is not a click on Send: nothing is to leave, and Made is answered by Keep. A
connection that ends means *keep* at both ends.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

PROTOCOL = 2
"""The number of this protocol. Add-on and helper work together where it is the same."""

LARGEST_FRAME = 768 * 1024
"""In bytes. Thunderbird cuts the port at a frame over 1 MiB from its host, and writes frames to
it in a time that grows with the square of their length."""

LARGEST_CHUNK = 384 * 1024
"""Bytes of a file in one :class:`Chunk`, before base64: 512 KiB in the frame."""

IN_FLIGHT = 4
"""Chunks of one file that may be on their way without a :class:`Got`."""

LARGEST_FILE = 200 * 1024 * 1024
"""In bytes: a larger attachment is announced by :class:`Attached` and its content is not sent."""

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Number = Annotated[int, msgspec.Meta(ge=0)]


class _Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="op", rename="camel"):
    """What all frames have in common."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What stands inside a frame."""


# -- greeting ------------------------------------------------------------------------------


class Hello(_Frame, frozen=True, kw_only=True, tag="hello-thunderbird"):
    """From the add-on, first: its ``protocol``, its ``version`` (for people), the client's name and
    version (``client``, as ``Thunderbird/153.0``) and its interface language, in which sentences
    are wanted. Without ``client`` it is not the add-on that asks, but ``sceau doctor``."""

    protocol: int
    version: str
    client: str = ""
    language: Literal["fr", "en"] = "fr"


class Welcome(_Frame, frozen=True, kw_only=True, tag="welcome"):
    """From the helper: go on."""

    protocol: int
    version: str


class Refused(_Frame, frozen=True, kw_only=True, tag="refused"):
    """From the helper or the host, in the place of Welcome; the connection ends after it.

    ``reason`` is kebab-case: ``other-version`` (``sentence`` says which end is to be renewed),
    ``helper-not-started`` or ``helper-silent`` (from the host, which knows no sentences:
    ``sentence`` is empty).
    """

    reason: str
    sentence: str = ""
    version: str = ""


class Ping(_Frame, frozen=True, kw_only=True, tag="ping"):
    """From the add-on, at any time: is somebody there? Answered at once, whatever is going on."""

    number: int


class Pong(_Frame, frozen=True, kw_only=True, tag="pong"):
    """From the helper: the answer to the Ping of this number. ``busy`` counts the mails between
    Send and After, of this user; ``waiting`` those in Sceau's own outbox that wait for an
    answer."""

    number: int
    version: str
    busy: int
    waiting: int


# -- while the mail is written -------------------------------------------------------------


class Opened(_Frame, frozen=True, kw_only=True, tag="opened"):
    """From the add-on: a compose window opened. The window and the workers are made ready."""

    compose: Id


class Closed(_Frame, frozen=True, kw_only=True, tag="closed"):
    """From the add-on: the compose window is gone, and so is everything held for it. A mail that
    is being confirmed is kept (its window closes); one that was released is waited for."""

    compose: Id


class Attached(_Frame, frozen=True, kw_only=True, tag="attached"):
    """From the add-on: a file was attached, or must be read again. Its content follows in Chunks.

    ``attachment`` is Thunderbird's number for it; ``size`` in bytes; ``stamp`` is any text that
    changes when the content does (size and time of last change). A second Attached of the same
    number puts the first aside. ``problem`` is ``unreadable`` (vanished, on a web page, a stub
    that was never fetched) or ``too-large`` (over :data:`LARGEST_FILE`): then no Chunk follows.
    """

    compose: Id
    attachment: Number
    name: str
    media_type: str = ""
    size: Number
    stamp: str
    problem: Literal["", "unreadable", "too-large"] = ""


class Removed(_Frame, frozen=True, kw_only=True, tag="removed"):
    """From the add-on: an attachment was taken out of the compose window."""

    compose: Id
    attachment: Number


class Chunk(_Frame, frozen=True, kw_only=True, tag="chunk"):
    """A piece of a file, in either direction: base64, at most :data:`LARGEST_CHUNK` bytes.

    ``offset`` is the place of its first byte: pieces come in order, without gaps. ``last`` is true
    for the last one; an empty file is one empty piece. ``stamp`` is that of the Attached, and
    empty from the helper.
    """

    compose: Id
    attachment: Number
    stamp: str = ""
    offset: Number
    data: bytes
    last: bool = False


class Got(_Frame, frozen=True, kw_only=True, tag="got"):
    """The answer to each Chunk, in either direction: everything before ``offset`` arrived."""

    compose: Id
    attachment: Number
    stamp: str = ""
    offset: Number


# -- the click -----------------------------------------------------------------------------


class Written(_Part, frozen=True, kw_only=True):
    """One entry of To, Cc or Bcc: ``text`` as Thunderbird gives it (``Name <address>``).

    ``is_list`` marks a mailing list of the address book; ``members`` are its people (``Name
    <address>``), lists within it included, empty where it could not be expanded.
    """

    text: str
    is_list: bool = False
    members: tuple[str, ...] = ()


class File(_Part, frozen=True, kw_only=True):
    """One attachment as the compose window lists it; fields as in :class:`Attached`. ``cloud`` is
    true for a link put in its place (FileLink): its content is not in the mail."""

    attachment: Number
    name: str
    media_type: str = ""
    size: Number
    stamp: str
    cloud: bool = False


class Details(_Part, frozen=True, kw_only=True):
    """What the compose window holds.

    ``sender`` is ``Name <address>``; ``text`` the body without markup, ``is_plain`` whether it
    goes as text/plain. ``body`` is a text that changes whenever the body does (a SHA-256 of the
    HTML, or of the text). ``relation`` and ``related`` (Message-ID without brackets) are those of
    the mail answered or forwarded.
    """

    sender: str
    to: tuple[Written, ...] = ()
    cc: tuple[Written, ...] = ()
    bcc: tuple[Written, ...] = ()
    newsgroups: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    body: str = ""
    is_plain: bool = False
    relation: Literal["new", "reply", "forward"] = "new"
    related: str = ""
    files: tuple[File, ...] = ()


class Send(_Frame, frozen=True, kw_only=True, tag="send"):
    """From the add-on: Send was clicked. A second Send of the same compose window withdraws the
    first, which is answered by Keep.

    With the ``purpose`` *seal* nothing is sent: the person wants to seal attachments, those
    numbered in ``chosen`` (all where it is empty), in the compose window, or, where ``compose``
    stands for a received message, on their way to the disk.
    """

    compose: Id
    request: Id
    details: Details
    purpose: Literal["send", "seal"] = "send"
    chosen: tuple[int, ...] = ()


class Withdraw(_Frame, frozen=True, kw_only=True, tag="withdraw"):
    """From the add-on: it no longer waits (its own watchdog, the person's cancel). Nothing was or
    will be sent of this request; its window closes. Not answered."""

    compose: Id
    request: Id


class Want(_Frame, frozen=True, kw_only=True, tag="want"):
    """From the helper, after a Send: the content of this attachment is not here, or is not of the
    stamp named. Answered by Attached and its Chunks."""

    compose: Id
    attachment: Number


class Shown(_Frame, frozen=True, kw_only=True, tag="shown"):
    """From the helper, after a Send: the window is on the screen. From here a person decides,
    in their own time."""

    compose: Id
    request: Id


class Keep(_Frame, frozen=True, kw_only=True, tag="keep"):
    """From the helper: the mail stays open. ``sentence`` is what to tell there; empty where the
    person themself chose to go back. ``remaining`` is empty, or names whom the separate mails did
    not reach: they, and nobody else, are to stand in To."""

    compose: Id
    request: Id
    sentence: str = ""
    remaining: tuple[str, ...] = ()


# -- what the person decided ---------------------------------------------------------------


class SealedFile(_Frame, frozen=True, kw_only=True, tag="file"):
    """From the helper, before Edits: the sealed file that goes in the place of ``attachment``;
    its content follows in Chunks."""

    compose: Id
    request: Id
    attachment: Number
    name: str
    media_type: str
    size: Number


class Renamed(_Part, frozen=True, kw_only=True):
    """Another name for an attachment."""

    attachment: Number
    name: str


class Edits(_Frame, frozen=True, kw_only=True, tag="edits"):
    """From the helper: make these changes in the compose window, then answer with Made; with
    nothing to change, answer at once.

    ``to``, ``cc`` and ``bcc`` are whole new fields (each entry ``Name <address>``), or null where
    nothing changes. ``subject`` likewise. ``replace`` names the attachments whose SealedFile came
    before, ``remove`` those that are to go. ``each`` is empty, or names the one recipient of each
    separate mail: the first is this window's own (as ``to`` says already), every other one is a
    new message with the same content, numbered as it stands in ``each`` (``copy``).
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
    each: tuple[str, ...] = ()


class Replaced(_Part, frozen=True, kw_only=True):
    """Which attachment of the compose window now stands for which it had at the click; ``digest``
    is the SHA-256 (hex) of its content, read back from the compose window."""

    was: Number
    now: Number
    digest: str


class Made(_Frame, frozen=True, kw_only=True, tag="made"):
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


class Release(_Frame, frozen=True, kw_only=True, tag="release"):
    """From the helper: it is what was confirmed; let it go."""

    compose: Id
    request: Id
    copy: Number = 0


class After(_Frame, frozen=True, kw_only=True, tag="after"):
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


FromAddOn = (
    Ping | Opened | Closed | Attached | Removed | Chunk | Got | Send | Withdraw | Made | After
)
"""What the add-on says once it is welcome."""

FromHelper = (
    Welcome | Refused | Pong | Want | Got | Chunk | Shown | Keep | SealedFile | Edits | Release
)
"""What the helper says."""
