"""The Outlook add-in for the web, new Outlook and the Mac as one folder of static files.

Any HTTPS server can give it out; nothing in it runs on that server, and at run time it loads
nothing from elsewhere but Office.js, which Microsoft asks to be loaded from its own address.

    python -m sceau.hooks.officejs.build dist/outlook-web --host https://outils.example.fr/sceau
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sceau import __version__
from sceau.hooks.officejs.data_files import SOURCE, write_data
from sceau.phrases import LANGUAGES, catalogue
from sceau.review.people import ascii_domain

PROGID = "Sceau.Outlook"
"""The classic add-in's: where it is installed, Outlook for Windows asks that one alone."""

MODES = {"block": "Block", "soft-block": "SoftBlock"}
PERMISSIONS = {False: "ReadWriteItem", True: "ReadWriteMailbox"}
"""By whether the add-in sends: *sendAsync* is refused without the second."""

ICONS = (16, 32, 64, 80, 128)

_SENTENCE = re.compile(r"@(fr|en):([\w.-]+)@")
_LICENCES = (
    ("node_modules/@cantoo/pdf-lib/LICENSE.md", "@cantoo/pdf-lib"),
    ("node_modules/@neslinesli93/qpdf-wasm/package.json", "qpdf-wasm: ISC; qpdf: Apache-2.0"),
    ("node_modules/@noble/hashes/LICENSE", "@noble/hashes"),
    ("node_modules/@zip.js/zip.js/LICENSE", "@zip.js/zip.js"),
    ("node_modules/culori/LICENSE", "culori"),
    ("node_modules/fflate/LICENSE", "fflate"),
    ("node_modules/html-entities/LICENSE", "html-entities"),
    ("node_modules/node-html-better-parser/LICENSE", "node-html-better-parser"),
    ("node_modules/punycode/LICENSE-MIT.txt", "punycode"),
    ("node_modules/qrcode-generator/package.json", "qrcode-generator: MIT"),
    ("node_modules/tslib/LICENSE.txt", "tslib"),
)


class WrongChoice(ValueError):
    """The add-in cannot be built so; its text says why."""


@dataclass(frozen=True)
class Choices:
    """What an establishment chooses: ``host``, the HTTPS address the folder is given out at;
    ``domains``, its own (none: the sender's); ``mode``, what Outlook does where the add-in cannot
    be reached: with ``block`` the mail waits, with ``soft-block`` it leaves; ``sends``, whether
    confirming in the pane sends, for which Outlook asks for the right to the whole mailbox."""

    host: str
    domains: Sequence[str] = ()
    mode: Literal["block", "soft-block"] = "block"
    sends: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.host)
        if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
            raise WrongChoice(f"{self.host}: an address that begins with https:// is wanted")
        if parts.username or re.search(r"[\s\"'<>@]", self.host):
            raise WrongChoice(f"{self.host}: is no plain address")
        wrong = [one for one in self.domains if not ascii_domain(one)]
        if wrong:
            raise WrongChoice(f"{wrong[0]}: is no domain")

    @property
    def address(self) -> str:
        """The host without a slash at its end."""
        return self.host.rstrip("/")

    @property
    def origin(self) -> str:
        """The host without its path."""
        parts = urlsplit(self.host)
        return f"{parts.scheme}://{parts.netloc}"


def manifest(choices: Choices) -> str:
    """Give the manifest that an administrator hands to Microsoft 365."""
    text = (SOURCE / "manifest.template.xml").read_text(encoding="utf-8")
    values = {
        "HOST": choices.address,
        "ORIGIN": choices.origin,
        "VERSION": _four_numbers(__version__),
        "MODE": MODES[choices.mode],
        "PROGID": PROGID,
        "PERMISSIONS": PERMISSIONS[choices.sends],
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", html.escape(value))
    return _said(text)


def build(folder: Path, choices: Choices) -> None:
    """Write everything into ``folder``, which is emptied before.

    Raises OSError and :class:`subprocess.CalledProcessError` where the sources or Node are not
    there.
    """
    write_data()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    domains = json.dumps([ascii_domain(one) for one in choices.domains])
    node = Path(sys.executable).parent / "node"
    values = (domains, json.dumps(choices.sends))
    subprocess.run([node, SOURCE / "build.mjs", folder, *values], check=True)
    (folder / "icons").mkdir()
    for size in ICONS:
        shutil.copyfile(SOURCE / "icons" / f"{size}.png", folder / "icons" / f"{size}.png")
    help_page = _said((SOURCE / "help.html").read_text(encoding="utf-8"))
    (folder / "help.html").write_text(help_page, encoding="utf-8")
    (folder / "manifest.xml").write_text(manifest(choices), encoding="utf-8")
    (folder / "LICENCES.txt").write_text(_licences(), encoding="utf-8")


def _said(text: str) -> str:
    catalogues = {str(language): catalogue(language) for language in LANGUAGES}
    return _SENTENCE.sub(lambda found: html.escape(str(catalogues[found[1]][found[2]])), text)


def _four_numbers(version: str) -> str:
    numbers = re.findall(r"\d+", version)[:4]
    return ".".join([*numbers, *["0"] * (4 - len(numbers))])


def _licences() -> str:
    parts = []
    for path, name in _LICENCES:
        file = SOURCE / path
        parts.append(f"{name}\n" + (file.read_text("utf-8") if file.suffix != ".json" else ""))
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line says; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", required=True)
    parser.add_argument("--domains", default="")
    parser.add_argument("--mode", choices=sorted(MODES), default="block")
    parser.add_argument("--sends", action="store_true")
    chosen = parser.parse_args(arguments)
    domains = tuple(filter(None, re.split(r"[,\s]+", chosen.domains)))
    try:
        build(chosen.folder, Choices(chosen.host, domains, chosen.mode, chosen.sends))
    except WrongChoice as wrong:
        print(wrong, file=sys.stderr)
        return 64
    return 0


if __name__ == "__main__":
    sys.exit(main())
