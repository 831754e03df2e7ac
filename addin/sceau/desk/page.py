"""A page of ``ui/`` as one string, under a Content-Security-Policy that lets in nothing else.

The modules are linked here, strictly: each becomes a function's body, its imports become constants.
Only the forms our pages use are known; any other ``import`` or ``export`` is refused, so that
nothing is ever dropped in silence.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import posixpath
import re
from collections.abc import Callable

from sceau.resources import ui_file

ReadFile = Callable[[str], str]

_IMPORT = re.compile(
    r"(?:^|(?<=[;}]))import\s*\{([^}]*)\}\s*from\s*[\"'](\.{1,2}/[^\"']+)[\"'];?", re.MULTILINE
)
_EXPORT_LIST = re.compile(r"(?:^|(?<=[;}]))export\s*\{([^}]*)\};?\s*$", re.MULTILINE)
_EXPORT_NAMED = re.compile(
    r"^export\s+(?=(?:async\s+)?(?:function|class|const)\s*([A-Za-z_$][\w$]*))", re.MULTILINE
)
_UNKNOWN = re.compile(r"(?:^|[;}])\s*(?:import|export)\b|\bimport\s*[.(]", re.MULTILINE)
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_RENAMED = re.compile(r"([A-Za-z_$][\w$]*)(?:\s+as\s+([A-Za-z_$][\w$]*))?")
_STYLE = re.compile(r"^[ \t]*<link rel=\"stylesheet\" href=\"([^\"]+)\">\n", re.MULTILINE)
_SCRIPT = re.compile(r"<script type=\"module\" src=\"([^\"]+)\"></script>")
_OUTSIDE = re.compile(r"@import|url\(", re.IGNORECASE)


class PageError(ValueError):
    """A page holds something the linker does not know."""


@functools.cache
def page(name: str) -> str:
    """Give ``ui/<name>/<name>.html`` with its styles and modules inside, ready for a web view.

    Raises :class:`PageError` where a module or a style uses a form that cannot be linked.
    """
    return link_page(f"{name}/{name}.html", ui_file)


def link_page(path: str, read: ReadFile) -> str:
    """Link the page at ``path``, whose files ``read`` gives, into one string."""
    html = read(path)
    beside = posixpath.dirname(path)
    sheets = _STYLE.findall(html)
    scripts = _SCRIPT.findall(html)
    if len(scripts) != 1 or html.count("<script") != 1 or html.count("<link") != len(sheets):
        raise PageError(f"{path}: one module script and plain style sheets are expected")
    style = "\n".join(_sheet(_join(beside, sheet), read) for sheet in sheets)
    script = link_modules(_join(beside, scripts[0]), read)
    html = _STYLE.sub("", html)
    head = f'    <meta http-equiv="Content-Security-Policy" content="{policy(script, style)}">\n'
    charset = '    <meta charset="utf-8">\n'
    if charset not in html:
        raise PageError(f"{path}: the charset is expected first in its head")
    html = html.replace(charset, charset + head)
    html = html.replace("  </head>", f"    <style>{style}</style>\n  </head>")
    return _SCRIPT.sub(lambda _: f"<script>{script}</script>", html)


def policy(script: str, style: str) -> str:
    """Give the Content-Security-Policy (CSP Level 3) that lets in this script and this style only.

    Trusted Types are asked for where the engine knows them: lit-html's own policy is the only one.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_digest(script)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types lit-html",
        )
    )


def link_modules(entry: str, read: ReadFile) -> str:
    """Link the ES module ``entry`` and all it imports into one classic script.

    Raises :class:`PageError` for a circle of imports, an import of a name that is not exported, or
    a form of ``import``/``export`` other than ``import {…} from "./…"``, ``export {…}`` and
    ``export function|class|const``.
    """
    names: dict[str, str] = {}
    exported: dict[str, set[str]] = {}
    parts: list[str] = []

    def add(path: str, importing: tuple[str, ...]) -> None:
        if path in importing:
            raise PageError(f"{path}: imports itself by way of {importing[-1]}")
        if path in names:
            return
        source = read(path)
        for _, other in _IMPORT.findall(source):
            add(_join(posixpath.dirname(path), other), (*importing, path))
        body, offers = _module(path, source, names, exported)
        names[path] = f"$m{len(names)}"
        exported[path] = offers
        parts.append(f"const {names[path]} = (() => {{\n{body}}})();\n")

    add(entry, ())
    script = f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n'
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        # Both would be read by the HTML parser, not by the script's.
        script = re.sub(r"<(?=/script|!--)", r"\\x3c", script, flags=re.IGNORECASE)
    return script


def _module(
    path: str, source: str, names: dict[str, str], exported: dict[str, set[str]]
) -> tuple[str, set[str]]:
    offers: dict[str, str] = {}

    def imported(match: re.Match[str]) -> str:
        other = _join(posixpath.dirname(path), match[2])
        pairs = _pairs(path, match[1])
        missing = {outer for outer, _ in pairs} - exported[other]
        if missing:
            raise PageError(f"{path}: {other} does not export {', '.join(sorted(missing))}")
        inside = ", ".join(f"{outer}: {own}" for outer, own in pairs)
        return f"const {{{inside}}} = {names[other]};"

    def listed(match: re.Match[str]) -> str:
        offers.update((outer, own) for own, outer in _pairs(path, match[1]))
        return ""

    def named(match: re.Match[str]) -> str:
        offers[match[1]] = match[1]
        return ""

    body = _SOURCE_MAP.sub("", source)
    body = _IMPORT.sub(imported, body)
    body = _EXPORT_LIST.sub(listed, body)
    body = _EXPORT_NAMED.sub(named, body)
    unknown = _UNKNOWN.search(body)
    if unknown:
        line = body.count("\n", 0, unknown.end()) + 1
        raise PageError(f"{path}: an import or export near line {line} is of no known form")
    inside = ", ".join(f"{outer}: {own}" for outer, own in sorted(offers.items()))
    return f"{body.strip()}\nreturn {{{inside}}};\n", set(offers)


def _pairs(path: str, listed: str) -> list[tuple[str, str]]:
    pairs = []
    for part in filter(None, (part.strip() for part in listed.split(","))):
        match = _RENAMED.fullmatch(part)
        if not match:
            raise PageError(f"{path}: {part!r} is no plain name")
        pairs.append((match[1], match[2] or match[1]))
    return pairs


def _sheet(path: str, read: ReadFile) -> str:
    style = read(path)
    if _OUTSIDE.search(style) or "</" in style:
        raise PageError(f"{path}: a style sheet may not fetch anything or close its element")
    return style


def _join(folder: str, name: str) -> str:
    path = posixpath.normpath(posixpath.join(folder, name))
    if path.startswith(("..", "/")):
        raise PageError(f"{name}: outside the pages' folder")
    return path


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
