"""The top of the repository is as the README says, and everything below has its place."""

from __future__ import annotations

import ast

from support.repository import PACKAGE, ROOT, tracked_files

TOP = {
    ".ci": "what continuous integration runs",
    ".github": "what makes a release, where it needs other systems",
    ".gitignore": "",
    "CHANGELOG.md": "",
    "CONTRIBUTING.md": "",
    "LICENSE": "",
    "Makefile": "",
    "README.md": "",
    "SECURITY.md": "",
    "addin": "the helper, and the add-ins of mail clients",
    "docs": "guides and decisions",
    "installer": "one folder a system",
    "pyproject.toml": "",
    "requirements-dev.txt": "",
    "requirements.txt": "",
    "tests": "laid out as the package is",
    "ui": "the pages shown in windows",
}
PACKAGES = {
    "aftercare": "journal, clean-up, incident",
    "batch": "many files sealed at once",
    "commands": "the typed commands, one module each",
    "demo": "the sample mail of `sceau demo`",
    "desk": "what a person sees",
    "hooks": "where a send is caught",
    "mail": "what a mail is",
    "memory": "whom the user writes to: learnt and kept encrypted, apart from what was decided",
    "outbox": "how a held mail leaves exactly once",
    "review": "what could go wrong",
    "seal": "how a file is sealed",
    "settings": "settings and policy",
    "share": "secure links",
    "sign_in": "signing in to a provider in a browser, and access tokens",
    "way": "the whole way of one mail, from its bytes to what became of it",
    "windows": "what only Windows has",
    "workers": "processes that read and seal files",
}
OTHER_TESTS = {
    "bench": "measured, never asserted",
    "contracts": "behaviour shared by several clients, as data",
    "corpus": "mails of every kind, and what is read in them",
    "detection": "what the rules find and miss, measured; how their word lists are made",
    "e2e": "real servers, windows and readers",
    "faults": "the outbox killed and cut at every step",
    "package": "the package in a clean Debian, by `make test-package`",
    "repo": "the repository itself",
    "support": "helpers shared between tests",
    "ui": "the pages in a browser",
    "windows": "the helper and its installers on Windows, under Wine",
}


def test_the_top_level_is_as_designed() -> None:
    assert {name.parts[0] for name in tracked_files()} == set(TOP)


def test_every_package_is_a_known_one_and_says_what_it_is_for() -> None:
    folders = {init.parent for init in PACKAGE.glob("*/__init__.py")}
    assert {folder.name for folder in folders} <= set(PACKAGES)
    silent = [
        folder.name
        for folder in folders
        if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    ]
    assert not silent


def test_every_folder_with_python_is_a_package() -> None:
    loose = {file.parent for file in PACKAGE.rglob("*.py")} - {
        init.parent for init in PACKAGE.rglob("__init__.py")
    }
    assert not loose


def test_tests_are_laid_out_as_the_package_is() -> None:
    inside = [name.parts for name in tracked_files() if name.parts[0] == "tests"]
    folders = {parts[1] for parts in inside if len(parts) > 2}
    assert folders <= {*PACKAGES, *OTHER_TESTS}


def test_every_test_file_has_a_name_pytest_collects() -> None:
    """A file of tests with another name would never run, and nobody would notice."""
    unseen = [
        str(name)
        for name in tracked_files()
        if name.parts[0] == "tests"
        and name.suffix == ".py"
        and not name.name.startswith("test_")
        and name.parts[1] not in ("support", "bench")
        and any(
            isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        )
    ]
    assert not unseen
