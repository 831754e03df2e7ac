"""The sentences of the native shim, which has no catalogue of its own, as a C header.

python -m sceau.hooks.outlook.shim_words > words.h
"""

from __future__ import annotations

import sys

from sceau.phrases import LANGUAGES, catalogue

SENTENCES = {
    "MISSING": "outlook.helper-missing",
    "SILENT": "outlook.helper-silent",
    "OLD": "outlook.helper-old",
    "WRONG": "outlook.went-wrong",
}
"""What the shim may have to say, by its names for it."""


def header() -> str:
    """Give the header: for each sentence an array of its texts, French first."""
    lines = ["/* Made of the catalogues by sceau.hooks.outlook.shim_words. */", ""]
    for name, key in SENTENCES.items():
        texts = ", ".join(_literal(str(catalogue(one)[key])) for one in LANGUAGES)
        lines.append(f"static const wchar_t *const {name}[] = {{{texts}}};")
    return "\n".join([*lines, ""])


def _literal(text: str) -> str:
    """Write a text as a wide string of C, in ASCII alone."""
    return 'L"' + "".join(_character(one) for one in text) + '"'


def _character(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    return one if " " <= one <= "~" else f'\\x{ord(one):04x}" L"'


if __name__ == "__main__":
    sys.stdout.write(header())
