"""Which files there are to seal, and what the sealed copy of each is to be called and where."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from sceau.errors import SceauError, UnreadableInput
from sceau.phrases import LANGUAGES, phrase, say
from sceau.seal.files import is_folder

_SEALED = re.compile(
    "|".join(
        re.escape(say(phrase("seal.file-name", stem="", suffix=""), language).strip())
        for language in LANGUAGES
    )
)
_INSTRUCTIONS = {say(phrase("seal.instructions.file-name"), one) for one in LANGUAGES}


class Task(msgspec.Struct, frozen=True):
    """One file to seal: ``source``, the ``folder`` its copy goes into, made where it is missing
    but for ``root``, which must be there; and ``refused`` where it is known before that it cannot
    be."""

    source: Path
    folder: Path
    root: Path
    refused: SceauError | None = None

    def __repr__(self) -> str:
        return "Task()"


def plan(named: Iterable[str], output: str, *, recursive: bool) -> list[Task]:
    """Give the files to seal, each once, in their order; with ``recursive`` those in folders, too.

    In a folder, what is hidden, what Sceau made, and links are passed over; what is no
    file (a socket, a pipe) is refused, and so is a folder that cannot be read. Copies go beside
    their sources, or under ``output`` as the sources lie in their folder.
    """
    tasks: dict[Path, Task] = {}
    for name in named:
        path = Path(name)
        if recursive and is_folder(path):
            for task in _within(path, Path(output) if output else None):
                tasks.setdefault(task.source, task)
        else:
            into = Path(output) if output else path.parent
            tasks.setdefault(path, Task(path, into, into))
    return list(tasks.values())


def _within(folder: Path, output: Path | None) -> Iterator[Task]:
    unread: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        here = Path(place)
        into = here if output is None else output / here.relative_to(folder)
        if output is not None:
            # copies made before must not be sealed once more
            folders[:] = [one for one in folders if not _same(here / one, output)]
        for name in sorted(files):
            path = here / name
            if name.startswith(".") or path.is_symlink() or _is_copy(name):
                continue
            yield Task(path, into, output or here)
    for failure in unread:
        path = Path(failure.filename or folder)
        yield Task(path, path, path, UnreadableInput("folder-not-readable"))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_copy(name: str) -> bool:
    return name in _INSTRUCTIONS or _SEALED.search(Path(name).stem) is not None
