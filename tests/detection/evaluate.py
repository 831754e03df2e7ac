"""Measure what is found and missed: the numbers of ``docs/detection.md``.

    python -m detection.evaluate SOURCES

run from ``tests/``, where ``SOURCES`` is a folder that holds, unpacked, what nothing was tuned on:

- ``medkit/``, the sources of the package ``medkit-lib`` 0.17.0 of PyPI (MIT): French clinical
  documents of its guides and tests, ``*.txt`` (MTSamples in French, two expert's reports, others);
- ``ordinary/``, the Debian packages ``debian-faq-fr``, ``developers-reference-fr``,
  ``maint-guide-fr`` and ``debian-edu-doc-fr``: French text in which nobody is ill.

The sets of this folder are measured beside them: ``*-kept.txt`` were never tuned on.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from detection.fit import lines, page
from sceau.review.health.model import health_of
from sceau.review.identifiers import identifiers
from sceau.review.labelled_numbers import labelled_numbers

ORDINARY_MAILS = Path(__file__).parents[1] / "review" / "ordinary-mails.toml"
_LIKE_A_MAIL = 120  # words
_CLINICAL = ("docs/data", "tests/data/text", "docs/cookbook/data", "docs/cookbook/input/brat")


def clinical(medkit: Path) -> list[str]:
    """The clinical documents of medkit, each once."""
    found = {
        one.read_text(encoding="utf-8").strip(): None
        for folder in _CLINICAL
        for one in sorted((medkit / folder).rglob("*.txt"))
    }
    return [text for text in found if len(text.split()) >= 20]


def ordinary_mails() -> list[str]:
    """The mails about which no rule says anything."""
    rows = tomllib.loads(ORDINARY_MAILS.read_text(encoding="utf-8"))["case"]
    return [f"{row.get('subject', '')}\n{row.get('text', '')}" for row in rows]


def pieces(texts: Iterable[str]) -> list[str]:
    """Texts cut to the length of a mail."""
    return [
        " ".join(words[at : at + _LIKE_A_MAIL])
        for text in texts
        for words in (text.split(),)
        for at in range(0, len(words), _LIKE_A_MAIL)
    ]


def paragraphs(texts: Iterable[str]) -> list[str]:
    """The paragraphs of 25 words and more."""
    return [one for text in texts for one in re.split(r"\n\s*\n", text) if len(one.split()) >= 25]


def _share(texts: list[str], says: Callable[[str], bool]) -> str:
    count = sum(map(says, texts))
    return f"{count} / {len(texts)} ({100 * count / len(texts):.1f} %)"


def _person(text: str) -> bool:
    found = health_of(text)
    return found is not None and found.concerns == "person"


def _anything(text: str) -> bool:
    return health_of(text) is not None


def main(sources: Path) -> None:
    """Print the tables."""
    documents = clinical(sources / "medkit")
    pages = [page(one) for one in sorted((sources / "ordinary").rglob("*.html"))]
    sets: dict[str, list[str]] = {
        "clinical documents (medkit)": documents,
        "their paragraphs": paragraphs(documents),
        "one-line notes, kept": lines("notes-kept"),
        "one-line notes, looked at": lines("notes-tuning") + lines("notes-tuning-2"),
        "ordinary mails of the tests": ordinary_mails(),
        "ordinary messages, kept": lines("mails-kept"),
        "ordinary messages, trained on": lines("mails-train"),
        "ordinary pages (Debian)": pages,
        "the same, cut to mails": pieces(pages),
        "health in general, kept": lines("general-kept"),
    }
    for name, texts in sets.items():
        print(f"{name}: of a person {_share(texts, _person)}, any {_share(texts, _anything)}")
    text = "\n".join(pages)
    numbers = [
        one for at in range(0, len(text), 150_000) for one in identifiers(text[at : at + 150_000])
    ]
    beside = [
        one
        for at in range(0, len(text), 150_000)
        for one in labelled_numbers(text[at : at + 150_000])
    ]
    kinds = [one.kind for one in (*numbers, *beside)]
    print(f"numbers in {len(text) / 2**20:.1f} MiB of ordinary text: {kinds or 'none'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
