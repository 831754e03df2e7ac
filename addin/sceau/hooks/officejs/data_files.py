"""The rules' data, the words of passwords and the sentences as JavaScript modules in ``built/``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sceau.hooks.officejs.rule_data import (
    as_json,
    letter_data,
    rule_data,
    sentences,
    words_of_passwords,
)

SOURCE = Path(__file__).parents[3] / "outlook" / "web"
"""The add-in's own files; there is no add-in to build outside a source tree."""

BUILT = SOURCE / "built"


def write_data(folder: Path = BUILT) -> None:
    """Write the modules into ``folder``, each only where it changed, and at once whole: another
    who builds may be reading them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in (
        ("rules", rule_data()),
        ("letter", letter_data()),
        ("words", words_of_passwords()),
        ("sentences", sentences()),
    ):
        text = f"export default {as_json(data)};\n"
        file = folder / f"{name}.js"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as new:
                new.write(text.encode())
            Path(new.name).replace(file)


if __name__ == "__main__":
    write_data(*map(Path, sys.argv[1:2]))
