"""Measure what ``lookalike-address`` finds and says falsely: numbers of ``docs/detection.md``.

    python -m detection.evaluate_addresses

run from ``tests/``. A thousand domains of providers and a thousand correspondents with one slip (a
letter left out, two swapped, one doubled, a neighbour of the keyboard), and five thousand new
addresses against 5,000 correspondents; made at random, always the same.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sceau.mail.model import Mail, Recipient
from sceau.review.context import Context
from sceau.review.memory import Memory
from sceau.review.rules import lookalike_address
from support.correspondents import Somebody, many

PROVIDERS = (
    "gmail.com", "orange.fr", "hotmail.fr", "wanadoo.fr", "laposte.net", "outlook.fr", "yahoo.fr",
    "free.fr", "sfr.fr", "icloud.com",
)  # fmt: skip
_ROW = "azertyuiopqsdfghjklmwxcvbn"


def slip(text: str, random: Random) -> str:
    """Give ``text`` with one slip behind its first letter."""
    at = random.randrange(1, len(text) - 1)
    match random.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case 2:
            return text[: at + 1] + text[at:]
        case _:
            beside = _ROW.find(text[at]) + 1
            return text[:at] + (_ROW[beside : beside + 1] or "n") + text[at + 1 :]


def main() -> None:
    """Print the numbers."""
    random = Random(3)
    known = many(5_000)
    memory = Memory(known)
    context = Context(memory=memory)
    sender = Recipient(field="to", address="secretariat@clinique-exemple.fr")

    def says(address: str) -> bool:
        mail = Mail(sender=sender, recipients=(Recipient(field="to", address=address),))
        return any(True for _ in lookalike_address.check(mail, context))

    def domain() -> str:
        written = random.choice(PROVIDERS)
        name, dot, ending = written.partition(".")
        local = Somebody(random).address.partition("@")[0]
        wrong = slip(name, random) + dot + ending
        return "" if wrong == written else f"{local}@{wrong}"

    def correspondent() -> str:
        written = random.choice(known).address
        local, at, rest = written.partition("@")
        wrong = slip(local, random) if len(local) > 2 else local
        return "" if wrong == local else wrong + at + rest

    def new() -> str:
        return Somebody(random).address

    _print("a slip in the domain of a provider", domain, 1_000, says, memory)
    _print("a slip in the address of a correspondent", correspondent, 1_000, says, memory)
    _print("a new address that is right", new, 5_000, says, memory)


def _print(
    what: str, make: Callable[[], str], count: int, says: Callable[[str], bool], memory: Memory
) -> None:
    told = made = 0
    while made < count:
        address = make()
        if address and not memory.written_to(address):
            made += 1
            told += says(address)
    print(f"{what}: {told} / {count} ({100 * told / count:.1f} %)")


if __name__ == "__main__":
    main()
