"""The add-on as one file (XPI): its sources, and the sentences it says in each language.

Built twice it is the same byte for byte: names sorted, one date, no compression that could change
from one machine to the next.

    python -m sceau.hooks.thunderbird.xpi dist/sceau-thunderbird.xpi
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path

from sceau import __version__
from sceau.phrases import LANGUAGES, catalogue
from sceau.resources import addon_folder

_SPOKEN = ("thunderbird.", "settings.language", "settings.locked")
"""What the keys begin with of the sentences the add-on says."""

_DATE = (1980, 1, 1, 0, 0, 0)  # the first a ZIP can hold
_WORKSHOP = {"eslint.config.mjs"}
_PLACE = re.compile(r"\{(\w+)\}")


def build() -> bytes:
    """Give the XPI. Raises OSError where the add-on's sources are not there."""
    folder = addon_folder()
    entries = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _WORKSHOP
    }
    manifest = json.loads(entries["manifest.json"])
    manifest["version"] = __version__
    entries["manifest.json"] = _json(manifest)
    for language in LANGUAGES:
        entries[f"_locales/{language}/messages.json"] = _json(messages(language))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 3  # Unix, wherever it is built
            info.external_attr = 0o644 << 16
            archive.writestr(info, entries[name])
    return out.getvalue()


def messages(language: str) -> dict[str, object]:
    """Give what the add-on says in ``language``, in the form of WebExtensions' ``messages.json``.

    A key's dots and hyphens become ``_``; places are numbered in the order of their names.
    """
    told: dict[str, object] = {}
    for key, text in catalogue(language).items():
        if not key.startswith(_SPOKEN) or not isinstance(text, str):
            continue
        names = sorted(set(_PLACE.findall(text)))
        message = _PLACE.sub(lambda match: f"${match[1].upper()}$", text.replace("$", "$$"))
        entry: dict[str, object] = {"message": message}
        if names:
            entry["placeholders"] = {
                name: {"content": f"${place}"} for place, name in enumerate(names, 1)
            }
        told[re.sub(r"[.-]", "_", key)] = entry
    return told


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def main() -> int:
    """Write the XPI where the one argument says."""
    place = Path(sys.argv[1])
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(build())
    return 0


if __name__ == "__main__":
    sys.exit(main())
