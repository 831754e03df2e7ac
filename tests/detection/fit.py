"""Make ``weights.json``: what each concept weighs.

    python -m detection.fit BACKGROUND

run from ``tests/``, where ``BACKGROUND`` is the folder of ordinary text of
:mod:`detection.derive_words`. Logistic regression, its weights kept from going below zero and drawn
to what is thought of each concept beforehand (``PRIOR``): left free, a model learns that « vous »
weighs against, and would be silent about mail to patients. Examples of health are the short notes
of ``sets/notes-train.txt``, alone and several together; of the rest ``sets/mails-train.txt`` and
the windows of the ordinary text. Always gives the same weights for the same files.
"""

from __future__ import annotations

import html
import json
import math
import random
import re
import sys
from pathlib import Path

from sceau.review.health.model import concepts, windows
from sceau.review.health.scan import scan
from sceau.review.own_words import folded

SETS = Path(__file__).parent / "sets"
WEIGHTS = Path(__file__).parents[2] / "addin/sceau/review/health/weights.json"
PRIOR = {
    "disease": 5, "drug": 5, "illness": 5, "mental": 5, "symptom": 4, "exam": 3.5, "treatment": 3.5,
    "care": 2.5, "result": 4, "pregnancy": 4.5, "analyte": 4, "diet": 4, "measure": 4,
    "addiction": 4.5, "abbreviation": 4, "complaint": 2, "patient": 2, "vital": 4, "dose": 3.5,
    "normal": 1.5, "anatomy": 1.5, "posology": 3.5, "social": 3, "size": 1, "age": 1.5,
    "allergy": 3.5, "stage": 3, "heading": 4, "procedure": 4, "code": 3,
}  # fmt: skip
_DRAWN = 0.004
_ROUNDS, _RATE = 400, 3.0
_PAGES = 2500

Example = dict[str, float]


def lines(name: str) -> list[str]:
    """The texts of a set, one a line."""
    text = (SETS / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def examples(text: str) -> list[Example]:
    """The concepts of each window of ``text``."""
    plain = folded(text)
    return [concepts(plain, hits) for hits in windows(scan(plain))]


def page(path: Path) -> str:
    """The text of a web page, markup off."""
    content = path.read_text(encoding="utf-8", errors="ignore")
    content = re.sub(r"(?s)<(script|style).*?</\1>", "", content)
    return html.unescape(re.sub(r"<[^>]{0,500}>", " ", content))


def pages(folder: Path) -> list[Path]:
    """The web pages of a folder, in an order that is always the same and that means nothing."""
    found = sorted((*folder.rglob("*.html"), *folder.rglob("*.page")), key=str)
    random.Random(1).shuffle(found)
    return found[:_PAGES]


def fit(ill: list[Example], ordinary: list[Example]) -> tuple[float, dict[str, float]]:
    """Give the base and the weights."""
    weights = {concept: float(weight) for concept, weight in PRIOR.items()}
    base = -2.0
    examples = [(one, 1, 1 / len(ill)) for one in ill]
    examples += [(one, 0, 1 / len(ordinary)) for one in ordinary]
    for _ in range(_ROUNDS):
        slope = dict.fromkeys(weights, 0.0)
        base_slope = 0.0
        for example, is_ill, share in examples:
            sum_of = base + sum(weights[concept] * much for concept, much in example.items())
            error = (1 / (1 + math.exp(-max(min(sum_of, 30), -30))) - is_ill) * share
            base_slope += error
            for concept, much in example.items():
                slope[concept] += error * much
        for concept in weights:
            drawn = _DRAWN * (weights[concept] - PRIOR[concept])
            weights[concept] = max(0.0, weights[concept] - _RATE * (slope[concept] + drawn))
        base -= _RATE * base_slope
    return round(base, 2), {concept: round(weight, 2) for concept, weight in weights.items()}


def main(background: Path) -> None:
    """Write the weights."""
    notes = lines("notes-train")
    chance = random.Random(1)
    together = [" ".join(chance.sample(notes, chance.randint(2, 5))) for _ in range(150)]
    ill = [examples(text)[0] for text in (*notes, *together)]
    ordinary = [one for path in pages(background) for one in examples(page(path))]
    ordinary += [examples(text)[0] for text in lines("mails-train")] * 10
    base, weights = fit(ill, ordinary)
    made = json.dumps({"base": base, "concepts": dict(sorted(weights.items()))}, indent=2)
    WEIGHTS.write_text(made + "\n", encoding="utf-8")
    print(f"{len(ill)} examples of health, {len(ordinary)} ordinary ones", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
