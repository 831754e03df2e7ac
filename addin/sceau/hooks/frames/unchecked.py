"""What left without the check, as the establishment allows where the helper is not there."""

from __future__ import annotations

from typing import Annotated

import msgspec

from sceau.hooks.frames.base import Frame, Number, Part


class UncheckedMail(Part, frozen=True, kw_only=True):
    """A mail that left ``at`` a time (ISO 8601) without the check, as the establishment allows
    where the helper is not there; to how many recipients, with how many files."""

    at: Annotated[str, msgspec.Meta(max_length=40)]
    recipients: Number
    files: Number


class Unchecked(Frame, frozen=True, kw_only=True, tag="unchecked"):
    """From the add-on, once it is welcome: mails that left without the check since the helper was
    last there. Answered by Noted."""

    mails: tuple[UncheckedMail, ...]


class Noted(Frame, frozen=True, kw_only=True, tag="noted"):
    """From the helper: the first ``count`` mails of an Unchecked stand in the journal. The add-on
    forgets them; others it tells again."""

    count: Number
