"""What ``sceau doctor`` says of classic Outlook: is Sceau in it, and does Outlook let it work?
Pure: :mod:`sceau.windows.outlook` reads what Windows knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sceau.phrases import Phrase, phrase

State = Literal["good", "warn", "bad"]
Told = tuple[State, Phrase]

PROG_ID = "Sceau.Outlook"
_CONNECTED_AND_AT_STARTUP = 3
_NEVER, _ALWAYS = "0", "1"


@dataclass(frozen=True)
class Found:
    """What Windows knows. ``outlook``: a classic Outlook is on this machine, of so many ``bits``
    (0 where it does not say). ``load`` is our LoadBehavior, none where Outlook knows nothing of
    us; ``shims`` says for 64 and for 32 bits whether the registered file is there, ``door`` whether
    the program that COM starts is. ``disabled``: Outlook turned us off after a crash or for
    slowness; ``managed`` is what the establishment's list of add-ins says of us. ``new_outlook``:
    the person has chosen the new Outlook, which has no such add-ins."""

    outlook: bool
    bits: Literal[0, 32, 64] = 0
    load: int | None = None
    shims: Mapping[int, bool] = field(default_factory=dict)
    door: bool = False
    disabled: bool = False
    managed: str = ""
    new_outlook: bool = False


def check_add_in(found: Found) -> Told:
    """Say whether a click on Send in Outlook comes to us; the worst first."""
    if found.load is None:
        return "warn", phrase("doctor.outlook-not-installed")
    if found.managed == _NEVER:
        return "bad", phrase("doctor.outlook-forbidden")
    if found.disabled:
        return "bad", phrase("doctor.outlook-disabled")
    if found.load != _CONNECTED_AND_AT_STARTUP and found.managed != _ALWAYS:
        return "bad", phrase("doctor.outlook-off")
    wanted = (found.bits,) if found.bits else (64, 32)
    if not all(found.shims.get(bits, False) for bits in wanted):
        return "bad", phrase("doctor.outlook-shim-missing", bits=wanted[0])
    if not found.door:
        return "bad", phrase("doctor.outlook-door-missing")
    if not found.bits:
        return "good", phrase("doctor.outlook")
    return "good", phrase("doctor.outlook-bits", bits=found.bits)


def check_new_outlook(found: Found) -> Told:
    """Say what becomes of the new Outlook, and of the web add-in beside ours."""
    if found.new_outlook:
        return "warn", phrase("doctor.outlook-new")
    return "good", phrase("doctor.outlook-equivalent")
