"""What the helper and the window process say to each other: one JSON object a line (UTF-8), each
with a ``frame`` that names it. Both ends refuse anything else.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from sceau.desk.preferences.view import SettingsAct, SettingsView
from sceau.desk.sealer.view import SealAct, SealView
from sceau.desk.view import Act, ConfirmView

PROTOCOL = 1
"""Both ends must agree on it; an installation that was half updated must not guess."""

View = ConfirmView | SealView | SettingsView
"""What a window can show: which page it has is said when its process starts."""


class Show(msgspec.Struct, frozen=True, tag="show", tag_field="frame"):
    """Show this view in the window. ``session`` numbers the dialogue; acts carry it back.
    ``owner`` is the native window it is about, where that is known (Windows: its HWND)."""

    session: int
    view: View
    owner: int = 0


class Update(msgspec.Struct, frozen=True, tag="update", tag_field="frame"):
    """Show the next view of the mail of ``session``."""

    session: int
    view: View


class Hide(msgspec.Struct, frozen=True, tag="hide", tag_field="frame"):
    """Forget the mail of ``session`` and hide the window."""

    session: int


class Ping(msgspec.Struct, frozen=True, tag="ping", tag_field="frame"):
    """Prove that the page answers."""

    number: int


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="frame"):
    """The window is there, hidden, and its page is loaded."""

    protocol: int = PROTOCOL


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="frame"):
    """The window cannot be there."""

    reason: Literal["no-screen", "no-web-view", "not-started"]


class Painted(msgspec.Struct, frozen=True, tag="painted", tag_field="frame"):
    """This revision is on the screen."""

    session: int
    revision: int


class Hidden(msgspec.Struct, frozen=True, tag="hidden", tag_field="frame"):
    """The window is hidden and holds nothing of the mail of ``session``."""

    session: int


class Pong(msgspec.Struct, frozen=True, tag="pong", tag_field="frame"):
    """The page answered the ping of this number."""

    number: int


class Did(msgspec.Struct, frozen=True, tag="did", tag_field="frame"):
    """The person did this."""

    session: int
    act: Act | SealAct | SettingsAct


ToWindow = Show | Update | Hide | Ping
FromWindow = Ready | Failed | Painted | Hidden | Pong | Did

read_to_window: msgspec.json.Decoder[ToWindow] = msgspec.json.Decoder(ToWindow)
read_from_window: msgspec.json.Decoder[FromWindow] = msgspec.json.Decoder(FromWindow)


def line(frame: ToWindow | FromWindow) -> bytes:
    """Give ``frame`` as one line.

    Text that is no Unicode (lone surrogates, from undecodable headers) is shown as ``�``.
    """
    try:
        return msgspec.json.encode(frame) + b"\n"
    except UnicodeEncodeError:
        return msgspec.json.encode(_sayable(msgspec.to_builtins(frame))) + b"\n"


def _sayable(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _sayable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sayable(one) for one in value]
    return value
