"""What Edits take out of the text, found in each of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sceau.errors import EditRefused
from sceau.mail.edits import CUTTING, CutHistory, CutPassages, Edit
from sceau.mail.history import history_in_html, history_in_text
from sceau.mail.model import Mail
from sceau.mail.passages import letters, merged, passages_in_html, passages_in_text

Range = tuple[int, int]


@dataclass(frozen=True)
class Cuts:
    """What is to go: the ``history``; ``passages``, by their letters; what leads to ``links``."""

    history: bool = False
    passages: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def in_text(self, text: str) -> list[Range]:
        """Give the ranges to be taken out of a plain form. Raises :class:`EditRefused`
        ``no-history`` where it has none and is to lose it."""
        return merged(
            (*self._history(history_in_text(text)), *passages_in_text(text, self.passages))
        )

    def in_html(self, source: str) -> list[Range]:
        """The same for an HTML form."""
        found = passages_in_html(source, self.passages, self.links)
        return merged((*self._history(history_in_html(source)), *found))

    def _history(self, found: list[Range]) -> list[Range]:
        if self.history and not found:
            raise EditRefused("no-history")
        return found if self.history else []


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
