"""The click on Send: what the compose window holds, and the first answer."""

from __future__ import annotations

from typing import Literal

from sceau.hooks.frames.base import Frame, Id, Number, Part


class Written(Part, frozen=True, kw_only=True):
    """One entry of To, Cc or Bcc: ``text`` as Thunderbird gives it (``Name <address>``).

    ``is_list`` marks a mailing list of the address book; ``members`` are its people (``Name
    <address>``), lists within it included, empty where it could not be expanded.
    """

    text: str
    is_list: bool = False
    members: tuple[str, ...] = ()


class File(Part, frozen=True, kw_only=True):
    """One attachment as the compose window lists it; fields as in :class:`Attached`. ``cloud`` is
    true for a link put in its place (FileLink): its content is not in the mail."""

    attachment: Number
    name: str
    media_type: str = ""
    size: Number
    stamp: str
    cloud: bool = False


class Details(Part, frozen=True, kw_only=True):
    """What the compose window holds.

    ``sender`` is ``Name <address>``; ``text`` the body without markup, ``is_plain`` whether it
    goes as text/plain. ``body`` is a text that changes whenever the body does (a SHA-256 of the
    HTML, or of the text). ``relation`` and ``related`` (Message-ID without brackets) are those of
    the mail answered or forwarded, ``original`` the people who wrote or got it (``Name
    <address>``). ``pictures`` are those that stand in the text and go with the mail, numbered from
    :data:`PICTURES` on; their content comes only when it is wanted.
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
    original: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    pictures: tuple[File, ...] = ()


class Send(Frame, frozen=True, kw_only=True, tag="send"):
    """From the add-on: Send was clicked. A second Send of the same compose window withdraws the
    first, which is answered by Keep.

    With the ``purpose`` *seal* nothing is sent: the person wants to seal attachments, those
    numbered in ``chosen`` (all where it is empty), in the compose window, or, where ``compose``
    stands for a received message, on their way to the disk. ``unable`` names the Edits that this
    mail does not take (an invitation). ``window`` is the native compose window, where the client
    knows it (Windows: its HWND).
    """

    compose: Id
    request: Id
    details: Details
    purpose: Literal["send", "seal"] = "send"
    chosen: tuple[int, ...] = ()
    unable: tuple[str, ...] = ()
    window: int = 0


class Withdraw(Frame, frozen=True, kw_only=True, tag="withdraw"):
    """From the add-on: it no longer waits (its own watchdog, the person's cancel). Nothing was or
    will be sent of this request; its window closes. Not answered."""

    compose: Id
    request: Id


class Want(Frame, frozen=True, kw_only=True, tag="want"):
    """From the helper, after a Send: the content of this attachment is not here, or is not of the
    stamp named; or the text as it is held is needed, or a picture in it. Answered by Attached and
    its Chunks."""

    compose: Id
    attachment: Number


class Shown(Frame, frozen=True, kw_only=True, tag="shown"):
    """From the helper, after a Send: the window is on the screen. From here a person decides,
    in their own time."""

    compose: Id
    request: Id


class Keep(Frame, frozen=True, kw_only=True, tag="keep"):
    """From the helper: the mail stays open. ``sentence`` is what to tell there; empty where the
    person themself chose to go back. ``remaining`` is empty, or names whom the separate mails did
    not reach: they, and nobody else, are to stand in To."""

    compose: Id
    request: Id
    sentence: str = ""
    remaining: tuple[str, ...] = ()
