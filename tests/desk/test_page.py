"""The page as one string, and the linker that makes it."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from sceau.desk.page import PageError, link_modules, link_page, page
from support.repository import ROOT

PAGE = page("confirm")


def reader(**files: str):
    return lambda path: files[path.replace("/", "_").replace(".", "_")]


@pytest.mark.parametrize(
    ("source", "needle"),
    [
        ('import whole from "./b.js";\n', "default imports"),
        ('import * as all from "./b.js";\n', "whole modules"),
        ('import "./b.js";\n', "imports for their effect alone"),
        ('import { b } from "lit-html";\n', "bare names"),
        ('import { b } from "https://example.org/b.js";\n', "other machines"),
        ('const b = await import("./b.js");\n', "imports while running"),
        ("console.log(import.meta.url);\n", "import.meta"),
        ("export default 1;\n", "default exports"),
        ('export { b } from "./b.js";\n', "exports passed on"),
        ('export * from "./b.js";\n', "exports of everything"),
        ("export let b = 1;\n", "exported variables, which could change"),
        ("const a = 1; export { a };const c = 2;\n", "export lists inside a line"),
    ],
    ids=lambda value: value if " " in value and "\n" not in value else "",
)
def test_a_form_the_linker_does_not_know_is_refused(source: str, needle: str) -> None:
    with pytest.raises(PageError):
        link_modules("a.js", reader(a_js=source, b_js="export const b = 1;\n"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ('import { c } from "./b.js";\n', "export const b = 1;\n"),
        ('import { b } from "./b.js";\nexport const a = b;\n', 'import { a } from "./a.js";\n'),
        ('import { b } from "../b.js";\n', "export const b = 1;\n"),
    ],
    ids=["a name that is not exported", "a circle", "a file outside the pages"],
)
def test_an_import_that_cannot_hold_is_refused(a: str, b: str) -> None:
    with pytest.raises(PageError):
        link_modules("a.js", reader(a_js=a, b_js=b))


def test_modules_keep_their_own_names_and_see_what_they_import() -> None:
    script = link_modules(
        "a.js",
        reader(
            a_js='import { b as other, c } from "./b.js";\nconst x = 1;\n'
            "console.log(x + other() + c + '</script>');\n",
            b_js="const x = 10;\nexport function b() {\n  return x;\n}\n"
            "const own = 100;\nexport { own as c };\n",
        ),
    )
    node = Path(sysconfig.get_path("scripts")) / "node"
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout == "111</script>\n"
    assert "</script" not in script


@pytest.mark.parametrize(
    "style",
    ['@import "other.css";', "a { background: URL(https://example.org/a.png) }", "</style>"],
    ids=["another sheet", "a picture from elsewhere", "the end of its element"],
)
def test_a_style_that_reaches_out_is_refused(style: str) -> None:
    html = (
        '    <meta charset="utf-8">\n    <link rel="stylesheet" href="a.css">\n  </head>\n'
        '<script type="module" src="a.js"></script>'
    )
    with pytest.raises(PageError):
        link_page("p.html", reader(p_html=html, a_css=style, a_js=""))


def test_the_policy_lets_in_exactly_this_script_and_this_style() -> None:
    (rules,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', PAGE)
    (script,) = re.findall(r"<script>(.*?)</script>", PAGE, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", PAGE, re.DOTALL)

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert rules.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{digest(script)}'",
        f"style-src 'sha256-{digest(style)}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html",
    ]
    assert PAGE.index("Content-Security-Policy") < PAGE.index("<style")


def test_the_page_names_no_address_and_is_small() -> None:
    addresses = set(re.findall(r"https?://[^\s\"'`<>)]+", PAGE))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert "sourceMappingURL" not in PAGE
    assert len(PAGE.encode()) < 100_000


def test_vendored_files_are_as_they_were_published() -> None:
    vendored = ROOT / "ui/vendor/lit-html"
    published = ROOT / "ui/node_modules/lit-html"
    files = [path.relative_to(vendored) for path in vendored.rglob("*") if path.is_file()]
    assert len(files) == 6
    for path in files:
        assert (vendored / path).read_bytes() == (published / path).read_bytes(), path
