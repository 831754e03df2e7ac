"""What Edits take out of the text, found in each of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sceau.errors import EditRefused
from sceau.mail.edits import CUTTING, CutHistory, CutPassages, Edit
from sceau.mail.history import history_in_html, history_in_text
from sceau.mail.letters import letters
from sceau.mail.model import Mail
from sceau.mail.passages import passages_in_html, passages_in_text
from sceau.mail.ranges import Range, merged


@dataclass(frozen=True)
class Cuts:
    """What is to go: the ``history``; ``passages``, by their letters; what leads to ``links``."""

    history: bool = False
    passages: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def in_text(self, text: str) -> list[Range]:
        """Give the ranges to be taken out of a plain form. Raises :class:`EditRefused`
        ``no-history`` where it has none and is to lose it."""
        history = self._required(history_in_text(text)) if self.history else []
        passages = passages_in_text(text, self.passages) if self.passages else []
        return merged((*history, *passages))

    def in_html(self, source: str) -> list[Range]:
        """The same for an HTML form."""
        history = self._required(history_in_html(source)) if self.history else []
        wanted = self.passages, self.links
        passages = passages_in_html(source, *wanted) if any(wanted) else []
        return merged((*history, *passages))

    def _required(self, found: list[Range]) -> list[Range]:
        if not found:
            raise EditRefused("no-history")
        return found


def cuts_of(mail: Mail, edits: Iterable[Edit]) -> Cuts | None:
    """Give what ``edits`` take out of the text of ``mail``; none where they take out nothing.

    Raises :class:`EditRefused` ``no-such-passage`` for a range in which nothing is written.
    """
    cutting = [one for one in edits if isinstance(one, CUTTING)]
    if not cutting:
        return None
    passages: set[str] = set()
    links: set[str] = set()
    for one in cutting:
        if isinstance(one, CutPassages):
            written = [letters(mail.text[start:end]) for start, end in one.passages]
            if not all(written):
                raise EditRefused("no-such-passage")
            passages.update(written)
            links.update(one.links)
    return Cuts(
        history=any(isinstance(one, CutHistory) for one in cutting),
        passages=frozenset(passages),
        links=frozenset(links),
    )
