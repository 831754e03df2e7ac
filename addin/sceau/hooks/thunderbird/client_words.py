"""What is said of the client that sends, in the words of each."""

from __future__ import annotations

from typing import Literal

from sceau.phrases import Phrase, phrase

ClientHook = Literal["thunderbird", "outlook"]
"""Which client a click is in."""

_WORDS: dict[ClientHook, tuple[str, ...]] = {
    "thunderbird": (
        "thunderbird.added",
        "thunderbird.later",
        "thunderbird.leaving",
        "thunderbird.not-known",
        "thunderbird.not-known.next",
        "thunderbird.renew-add-on",
        "thunderbird.renew-sceau",
        "thunderbird.said",
        "thunderbird.stays-open",
    ),
    "outlook": (
        "outlook.added",
        "outlook.later",
        "outlook.leaving",
        "outlook.not-known",
        "outlook.not-known.next",
        "outlook.renew-add-on",
        "outlook.renew-sceau",
        "outlook.said",
        "outlook.stays-open",
    ),
}

SILENT: dict[ClientHook, str] = {"thunderbird": "thunderbird-silent", "outlook": "outlook-silent"}
"""The error of each client that stops answering."""


def of_client(hook: ClientHook, what: str, **values: str | int) -> Phrase:
    """Give the sentence ``what`` (``leaving``, ``stays-open``…) about this client."""
    key = f"{hook}.{what}"
    if key not in _WORDS[hook]:
        raise ValueError(key)
    return phrase(key, **values)
