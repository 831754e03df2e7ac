"""Where a result goes: under a name that is free, never over another file."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from sceau.errors import CannotWrite
from sceau.seal.files import sealed_name, write_new

_MOST = 999
_LONGEST = 240
"""In bytes: of the 255 a file system takes, some are left for the number."""


def writable(folder: Path) -> bool:
    """Say whether a file can be made in ``folder``, as far as the system tells beforehand."""
    return os.access(folder, os.W_OK | os.X_OK)


def write_result(folder: Path, source: str, ending: str, language: str, content: bytes) -> Path:
    """Write the sealed ``content`` of the file called ``source`` into ``folder`` and give where.

    Where the name is taken, by whatever file, a number is put behind it: nothing is replaced.
    Raises :class:`CannotWrite` as :func:`sceau.seal.files.write_new` does.
    """
    name = sealed_name(source, ending, language)
    for number in range(1, _MOST):
        target = folder / (name if number == 1 else _numbered(name, number))
        try:
            write_new(target, content)
        except CannotWrite as refused:
            if refused.reason != "already-there":
                raise
        else:
            return target
    raise CannotWrite("already-there")


def _numbered(name: str, number: int) -> str:
    suffix = PurePath(name).suffix
    stem = name.removesuffix(suffix)
    while len(os.fsencode(stem)) > _LONGEST - len(os.fsencode(suffix)):
        stem = stem[:-1]
    return f"{stem} {number}{suffix}"
