"""Where the sentences of the catalogues are used: read from the sources without running them."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from support.repository import PACKAGE, ROOT

_PLACE = re.compile(r"\{(\w+)\}")
_JS_STRING = re.compile(r"""(["'`])((?:[a-z][\w-]*)(?:\.[\w-]+)*\.?)(\$\{)?""")
_HTML_VALUE = re.compile(r"""["']([a-z][\w-]*(?:\.[\w-]+)+)["']""")


class Uses(NamedTuple):
    """``words``: every string constant of the sources that could be a key or a part of one;
    ``beginnings``: what stands before the first place of a made-up string (``finding.`` of
    ``f"finding.{rule}"``)."""

    words: frozenset[str]
    beginnings: frozenset[str]


def read_python(source: str) -> Uses:
    """Give what a Python source says."""
    words, beginnings = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
            first = node.values[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                beginnings.add(first.value)
            words |= {
                one.value
                for one in node.values
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.add(node.value)
    return Uses(frozenset(words), frozenset(beginnings))


def read_page(source: str) -> Uses:
    """Give what a script or a page says."""
    words, beginnings = set(_HTML_VALUE.findall(source)), set()
    for quote, text, place in _JS_STRING.findall(source):
        if quote == "`" and place:
            beginnings.add(text)
        else:
            words.add(text)
    return Uses(frozenset(words), frozenset(beginnings))


def read_manifest(source: str) -> Uses:
    """Give what the manifest of an add-on says; a key's first ``_`` there was a dot."""
    named = re.findall(r"__MSG_([a-z_]+)__", source)
    return Uses(
        frozenset(f"{one.replace('_', '.', 1)}".replace("_", "-") for one in named), frozenset()
    )


def uses() -> Uses:
    """Give what all sources of the program and its pages say."""
    files = [read_python(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    for pattern in ("*.js", "*.html", "*.mjs"):
        files += [
            read_page(file.read_text(encoding="utf-8"))
            for file in (ROOT / "ui").rglob(pattern)
            if not {"node_modules", "vendor"} & set(file.relative_to(ROOT / "ui").parts)
        ]
    addon = ROOT / "addin" / "thunderbird"
    for pattern in ("*.js", "*.html"):
        files += [read_page(file.read_text(encoding="utf-8")) for file in addon.rglob(pattern)]
    office = ROOT / "addin" / "outlook" / "web"
    for folder in ("item", "pane", "reading", "review", "seal", "send"):
        sources = (office / folder).rglob("*.js")
        files += [read_page(file.read_text(encoding="utf-8")) for file in sources]
    for name in ("manifest.template.xml", "help.html"):
        said = re.findall(r"@fr:([\w.-]+)@", (office / name).read_text(encoding="utf-8"))
        files.append(Uses(frozenset(said), frozenset()))
    files.append(read_manifest((addon / "manifest.json").read_text(encoding="utf-8")))
    return Uses(
        frozenset().union(*(one.words for one in files)),
        frozenset().union(*(one.beginnings for one in files)),
    )


def shape(form: str | dict[str, str]) -> dict[str, frozenset[str]]:
    """Give the plural forms of a sentence, each with its places."""
    forms = {"": form} if isinstance(form, str) else form
    return {name: frozenset(_PLACE.findall(text)) for name, text in forms.items()}
