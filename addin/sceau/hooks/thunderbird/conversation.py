"""One click on Send, from the question to what became of the mail: which answer may be given when.

Pure: no window, no socket, no clock. Whatever happens in whatever order, nothing is released that
was not read back as confirmed, nothing after *keep*, and nothing twice.

::

    DECIDING ──edit──▶ EDITING ──made, as confirmed──▶ LEAVING ──after, for each──▶ OVER
        └──────keep──────┴──── made, something else ──────┴── keep, gone ─────────────▲
                         └──── made, by a click that only seals ──────────────────────┘
"""

from __future__ import annotations

from enum import Enum, auto

from sceau.hooks.frames import After, Edits, Keep, Made, Release, Send
from sceau.hooks.thunderbird.changes import Confirmed, written
from sceau.phrases import Phrase, phrase


class State(Enum):
    """Where one click on Send stands."""

    DECIDING = auto()
    """The person has not decided, or files are being sealed: nothing was changed."""
    EDITING = auto()
    """The add-on makes the Edits; nothing was released."""
    LEAVING = auto()
    """One mail at least was released."""
    OVER = auto()
    """Nothing more will be said."""


class Conversation:
    """The answers to one Send. Each method gives the frame to say, or none where nothing is to be
    said any more."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._confirmed: Confirmed | None = None
        self._released: set[int] = set()
        self._after: dict[int, After] = {}
        self.state = State.DECIDING
        self.kept: Phrase | None = None
        """Why the mail, or what had not left of it, was kept; none where the person chose to."""
        self.made_only = False
        """Whether the Edits were made as confirmed by a click that sends nothing."""

    @property
    def request(self) -> str:
        """The click's own name."""
        return self._send.request

    @property
    def can_cancel(self) -> bool:
        """Whether nothing was released yet."""
        return self.state in (State.DECIDING, State.EDITING)

    def edit(self, confirmed: Confirmed) -> Edits | None:
        """The person let it go, and everything is sealed."""
        if self.state is not State.DECIDING:
            return None
        self._confirmed = confirmed
        self.state = State.EDITING
        return confirmed.edits()

    def made(self, frame: Made) -> Release | Keep | None:
        """The add-on read the compose window, or a separate mail, back.

        The window itself is released last: what follows would find no compose window.
        """
        if self._confirmed is None or self.state not in (State.EDITING, State.LEAVING):
            return None
        if frame.copy in self._released or not self._confirmed.is_in(frame):
            return self.keep(phrase("error.compose-window-changed"))
        if frame.copy == 0 and not self._others_left():
            return self.keep(phrase("error.compose-window-changed"))
        if self._send.purpose == "seal":
            self.made_only = True
            return self.keep()
        self._released.add(frame.copy)
        self.state = State.LEAVING
        return Release(compose=self._send.compose, request=self._send.request, copy=frame.copy)

    def after(self, frame: After) -> Keep | None:
        """Thunderbird said what became of a released mail; of one that was not, nothing counts.

        Where one of several did not leave, the others that were not released are kept.
        """
        if self.state is not State.LEAVING or frame.copy not in self._released:
            return None
        self._after.setdefault(frame.copy, frame)
        if not frame.left and len(self._released) < self.count:
            return self.keep(phrase("error.separate-mail-not-left"))
        if not self.unknown and len(self._released) == self.count:
            self.state = State.OVER
        return None

    def keep(self, why: Phrase | None = None) -> Keep | None:
        """Keep the mail, or what of it was not released yet; the caller puts ``why`` into words."""
        if self.state is State.OVER:
            return None
        self.kept = why
        self.state = State.OVER
        remaining = self._remaining()
        return Keep(compose=self._send.compose, request=self._send.request, remaining=remaining)

    def gone(self) -> None:
        """The compose window, the add-on or Thunderbird is gone, or the add-on gave up."""
        self.state = State.OVER

    # -- what became of it -----------------------------------------------------------------

    @property
    def left(self) -> tuple[After, ...]:
        """What left, as Thunderbird told it."""
        return tuple(one for one in self._after.values() if one.left)

    @property
    def refused(self) -> After | None:
        """What did not leave although it was released."""
        return next((one for one in self._after.values() if not one.left), None)

    @property
    def unknown(self) -> int:
        """How many were released without word of what became of them."""
        return len(self._released) - len(self._after)

    @property
    def count(self) -> int:
        """How many mails there were to be, once that is known."""
        return len(self._confirmed.mails) if self._confirmed is not None else 0

    @property
    def added(self) -> tuple[str, ...]:
        """Addresses that got the mail without having been confirmed."""
        confirmed = self._confirmed
        if confirmed is None:
            return ()
        found = [one for after in self.left for one in confirmed.added(after)]
        return tuple(dict.fromkeys(found))

    def _remaining(self) -> tuple[str, ...]:
        """Give whom separate mails did not reach, once one of them left."""
        if self._confirmed is None or not self._released:
            return ()
        gone = {
            copy for copy in self._released if copy not in self._after or self._after[copy].left
        }
        return tuple(
            written(mail.recipients[0])
            for copy, mail in enumerate(self._confirmed.mails)
            if copy not in gone
        )

    def _others_left(self) -> bool:
        return all(copy in self._after and self._after[copy].left for copy in range(1, self.count))
