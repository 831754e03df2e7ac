"""``sceau policy``: what the establishment imposes here, whether a policy is right, and a policy in
the forms that each system's management takes."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sceau.cli import language_of
from sceau.errors import DONE, CannotWrite, MissingInput, WrongUse
from sceau.phrases import Language, phrase, say
from sceau.settings.load import check_policy, load
from sceau.settings.policy.export.forms import FORMS, WITHOUT_VALUES, Asked
from sceau.settings.policy.sources import Imposed, by_name, imposed

DEFAULT_ADD_ON = "file:///usr/lib/thunderbird/extensions/sceau@sceau.invalid.xpi"
"""Where the Linux package puts the add-on for Thunderbird."""


def run(args: argparse.Namespace) -> int:
    """Do one of the three. Raises :class:`WrongSettings` for a policy that cannot be understood,
    :class:`MissingInput` for a file that is not there, :class:`CannotWrite` for a result that
    exists already or has no place."""
    language = language_of(args)
    match args.do:
        case "show":
            return _show(language, as_json=args.json)
        case "check":
            return _check(args.file, language, as_json=args.json)
        case _:
            return _export(args, language)


def _show(language: Language, *, as_json: bool) -> int:
    loaded = load()
    if loaded.fault is not None:
        raise loaded.fault
    said = imposed()
    values = by_name(said.table)
    if as_json:
        told = {
            name: {"value": values[name], "from": place} for name, place in said.origins.items()
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return DONE
    if not values:
        print(say(phrase("policy.none"), language))
    for name, place in said.origins.items():
        value = json.dumps(values[name], ensure_ascii=False)
        where = say(phrase(f"policy.from.{place}"), language)
        print(say(phrase("policy.line", name=name, value=value, where=where), language))
    return DONE


def _check(file: str | None, language: Language, *, as_json: bool) -> int:
    said = _read(file)
    check_policy(said.table)
    count = len(said.origins)
    if as_json:
        print(json.dumps({"values": count}))
    else:
        print(say(phrase("policy.right", count=count), language))
    return DONE


def _export(args: argparse.Namespace, language: Language) -> int:
    if args.form is None:
        raise WrongUse("policy-no-form")
    said = _read(args.file)
    if args.form not in WITHOUT_VALUES:
        check_policy(said.table)
        if not said.table:
            raise WrongUse("policy-nothing")
    asked = Asked(said.table, args.add_on or DEFAULT_ADD_ON, language)
    written = _write(FORMS[args.form](asked), Path(args.output or "."))
    if args.json:
        print(json.dumps([str(path) for path in written], ensure_ascii=False))
    else:
        for path in written:
            print(say(phrase("policy.written", file=str(path)), language))
    return DONE


def _read(file: str | None) -> Imposed:
    if file is None:
        return imposed()
    if not Path(file).is_file():
        raise MissingInput("policy-no-file")
    return imposed(Path(file))


def _write(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write each file; none that exists is replaced."""
    paths = {folder / name: content for name, content in files.items()}
    if any(path.exists() for path in paths):
        raise CannotWrite("policy-exists")
    try:
        for path, content in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as made:
                made.write(content)
    except OSError as refused:
        raise CannotWrite("policy-not-written") from refused
    return list(paths)
