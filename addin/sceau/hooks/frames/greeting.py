"""Greeting, and whether somebody is there."""

from __future__ import annotations

from typing import Literal

from sceau.hooks.frames.base import Frame


class Hello(Frame, frozen=True, kw_only=True, tag="hello-thunderbird"):
    """From the add-on, first: its ``protocol``, its ``version`` (for people), the client's name and
    version (``client``, as ``Thunderbird/153.0`` or ``Outlook/classic``) and its interface
    language, in which sentences are wanted. Without ``client`` it is not the add-on that asks, but
    ``sceau doctor``."""

    protocol: int
    version: str
    client: str = ""
    language: Literal["fr", "en"] = "fr"

    @property
    def hook(self) -> Literal["thunderbird", "outlook"]:
        """Which hook it is: the first word of the sentences about its client, too."""
        return "outlook" if self.client.startswith("Outlook/") else "thunderbird"


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """From the helper: go on."""

    protocol: int
    version: str


class Refused(Frame, frozen=True, kw_only=True, tag="refused"):
    """From the helper or the host, in the place of Welcome; the connection ends after it.

    ``reason`` is kebab-case: ``other-version`` (``sentence`` says which end is to be renewed),
    ``helper-not-started`` or ``helper-silent`` (from the host, which knows no sentences:
    ``sentence`` is empty).
    """

    reason: str
    sentence: str = ""
    version: str = ""


class Ping(Frame, frozen=True, kw_only=True, tag="ping"):
    """From the add-on, at any time: is somebody there? Answered at once, whatever is going on."""

    number: int


class Pong(Frame, frozen=True, kw_only=True, tag="pong"):
    """From the helper: the answer to the Ping of this number. ``busy`` counts the mails between
    Send and After, of this user; ``waiting`` those in Sceau's own outbox that wait for an
    answer."""

    number: int
    version: str
    busy: int
    waiting: int
