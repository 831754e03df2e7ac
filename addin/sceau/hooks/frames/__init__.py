"""The frames between an add-on in a mail client and the helper: their single definition.
Thunderbird's add-on says them, and so does the door of classic Outlook.

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
    Unchecked ─▶ ◀─ Noted                             at any time: what left without the check
    Speak ─▶ ◀─ Speaks; OpenSettings ─▶               at any time: from the page of options

Several compose windows may be between Send and After at once; they are answered in any order.
Every Send is answered by one Edits and one Release, or by one Keep, which may still come between
Edits and Release (the person went back). What was put into the compose window by Edits stays there
then: a sealed file is not unsealed; its password is shown again with the next Send. A Send whose
``purpose`` is *seal* is not a click on Send: nothing is to leave, and Made is answered by Keep. A
connection that ends means *keep* at both ends.
"""

from __future__ import annotations

from sceau.hooks.frames.asking import (
    Details,
    File,
    Keep,
    Send,
    Shown,
    Want,
    Withdraw,
    Written,
)
from sceau.hooks.frames.base import (
    IN_FLIGHT,
    LARGEST_CHUNK,
    LARGEST_FILE,
    LARGEST_FRAME,
    LETTER_NUMBER,
    NOT_LISTED,
    PICTURES,
    PROTOCOL,
    TEXT_NUMBER,
    Id,
    Number,
)
from sceau.hooks.frames.deciding import (
    After,
    Cut,
    Edits,
    Made,
    Release,
    Renamed,
    Replaced,
    SealedFile,
)
from sceau.hooks.frames.greeting import (
    Hello,
    Ping,
    Pong,
    Refused,
    Welcome,
)
from sceau.hooks.frames.preferences import OpenSettings, Speak, Speaks
from sceau.hooks.frames.unchecked import (
    Noted,
    Unchecked,
    UncheckedMail,
)
from sceau.hooks.frames.writing import (
    Attached,
    Chunk,
    Closed,
    Got,
    Opened,
    Removed,
)

__all__ = [
    "IN_FLIGHT",
    "LARGEST_CHUNK",
    "LARGEST_FILE",
    "LARGEST_FRAME",
    "LETTER_NUMBER",
    "NOT_LISTED",
    "PICTURES",
    "PROTOCOL",
    "TEXT_NUMBER",
    "After",
    "Attached",
    "Chunk",
    "Closed",
    "Cut",
    "Details",
    "Edits",
    "File",
    "FromAddOn",
    "FromHelper",
    "Got",
    "Hello",
    "Id",
    "Keep",
    "Made",
    "Noted",
    "Number",
    "OpenSettings",
    "Opened",
    "Ping",
    "Pong",
    "Refused",
    "Release",
    "Removed",
    "Renamed",
    "Replaced",
    "SealedFile",
    "Send",
    "Shown",
    "Speak",
    "Speaks",
    "Unchecked",
    "UncheckedMail",
    "Want",
    "Welcome",
    "Withdraw",
    "Written",
]

FromAddOn = (
    Ping
    | Opened
    | Closed
    | Attached
    | Removed
    | Chunk
    | Got
    | Send
    | Withdraw
    | Made
    | After
    | Unchecked
    | Speak
    | OpenSettings
)
"""What the add-on says once it is welcome."""

FromHelper = (
    Welcome
    | Refused
    | Pong
    | Want
    | Got
    | Chunk
    | Shown
    | Keep
    | SealedFile
    | Edits
    | Release
    | Noted
    | Speaks
)
"""What the helper says."""
