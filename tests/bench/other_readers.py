"""What others need to find health or numbers in a text, measured by their own Python.

    PYTHON tests/bench/other_readers.py eds-nlp|presidio < TEXT

run with the Python of an environment that has them (``edsnlp``, ``presidio-analyzer``); they are no
dependency of Sceau. Prints JSON: seconds until it is ready (``load``), seconds for the text, the
median of three (``read``), bytes it holds then (``held``), and its version.
"""

from __future__ import annotations

import importlib.metadata
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_PAGE = 4096


def eds_nlp() -> Callable[[str], object]:
    """Give a pipeline for French clinical notes: illnesses by the ICD-10, drugs, negation."""
    import edsnlp

    nlp = edsnlp.blank("eds")
    for pipe in ("sentences", "normalizer", "cim10", "drugs", "negation"):
        nlp.add_pipe(f"eds.{pipe}")
    return nlp  # type: ignore[no-any-return]


def presidio() -> Callable[[str], object]:
    """Give the recognisers of numbers and addresses that need no downloaded model of a language;
    none of them is for French."""
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    folder = tempfile.mkdtemp()
    spacy.blank("en").to_disk(folder)
    models = [{"lang_code": "en", "model_name": folder}]
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": models}
    ).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda text: analyzer.analyze(text, language="en")


READERS = {"eds-nlp": (eds_nlp, "edsnlp"), "presidio": (presidio, "presidio-analyzer")}


def main(name: str) -> None:
    """Measure and print."""
    make, package = READERS[name]
    text = sys.stdin.read()
    started = time.perf_counter()
    read = make()
    read(text[:2_000])
    load = time.perf_counter() - started
    times = []
    for _ in range(3):
        started = time.perf_counter()
        read(text)
        times.append(time.perf_counter() - started)
    held = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    version = importlib.metadata.version(package)
    measured = {"load": load, "read": statistics.median(times), "held": held, "version": version}
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1])
