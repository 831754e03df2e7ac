"""Views of the sealing window for tests: invented files, real sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from sceau.desk.looks import Looks
from sceau.desk.sealer.files import Files
from sceau.desk.sealer.view import OneEach, SealAs, SealView
from sceau.phrases import phrase
from sceau.review.reading.model import FileReading, Opening
from support.view_rows import PANE, PASSWORD
from support.views import (
    Language,
    Theme,
)

PDF = FileReading(kind="pdf", opening=Opening.ANYONE)
PHOTO = FileReading(kind="jpeg", opening=Opening.ANYONE)
SHEET = FileReading(kind="xlsx", opening=Opening.ANYONE)
SIGNED = FileReading(kind="pdf", opening=Opening.ANYONE, signed=True)
MARKED = FileReading(
    kind="docx", opening=Opening.ANYONE, hidden=("author", "comments"), removable=True
)
SEALED_BEFORE = FileReading(kind="pdf", opening=Opening.PASSWORD)
NOTE = FileReading(kind="other", opening=Opening.ANYONE)

FOLDER = Path("/home/camille/Documents")


def files(*, looks: Looks | None = None, passwords: tuple[str, ...] = ()) -> Files:
    """Give an empty list; ``passwords`` are made one after another, then always the same."""
    made = iter(passwords)
    return Files(
        make_password=lambda kind, bits: next(made, PASSWORD),
        make_pane=lambda password, kind, opens: msgspec.structs.replace(
            PANE, password=password, kind=kind, opens=opens
        ),
        looks=looks,
        can_mail=True,
    )


def with_files(*found: tuple[str, FileReading], writable: bool = True) -> Files:
    """Give a list of files that were read."""
    made = files()
    for name, reading in found:
        id = made.add(FOLDER / name)
        assert id is not None
        made.read(id, 284_000, reading, writable=writable)
    return made


def _mixed() -> Files:
    made = with_files(
        ("Compte rendu de consultation.pdf", PDF),
        ("Photo avant.jpg", PHOTO),
        ("Suivi du poids.xlsx", SHEET),
        ("Ordonnance signée.pdf", SIGNED),
        ("Lettre au confrère.docx", MARKED),
        ("Courrier.pdf", SEALED_BEFORE),
    )
    missing = made.add(FOLDER / "Radio.dcm")
    assert missing is not None
    made.refused(missing, phrase("error.no-such-file"))
    return made


def _reading() -> Files:
    made = with_files(("Compte rendu.pdf", PDF))
    made.reading(made.add(FOLDER / "Radio.dcm") or "")
    made.add(FOLDER / "Photo.jpg")
    return made


def _read_only() -> Files:
    made = with_files(("Compte rendu.pdf", PDF), writable=False)
    made.read(made.add(FOLDER / "Photo.jpg") or "", 1_840_000, PHOTO, writable=True)
    return made


def _chosen() -> Files:
    made = _mixed()
    made.act(SealAs("2", "zip"))
    made.act(OneEach(True))
    made.put_in(Path("/home/camille/Bureau"))
    return made


def _working() -> Files:
    made = with_files(("Compte rendu.pdf", PDF), ("Photo.jpg", PHOTO), ("Notes.txt", NOTE))
    first, second, _ = made.start(made.revision)
    made.sealed(first, FOLDER / "Compte rendu (chiffré).pdf", ())
    made.sealing(second.id)
    return made


def _ended(each: bool = False, fail: bool = False) -> Files:
    made = with_files(("Compte rendu.pdf", PDF), ("Photo.jpg", PHOTO), ("Notes.txt", NOTE))
    made.act(OneEach(each))
    notes = (phrase("seal.why.pdf"), phrase("seal.note.image"))
    for job in made.start(made.revision):
        if fail and job.id != "1":
            made.failed(job.id, phrase("error.disk-full"))
        else:
            made.sealed(job, FOLDER / f"{job.path.stem} (chiffré).pdf", notes)
    made.ended()
    return made


def _cancelled() -> Files:
    made = _working()
    made.cancel()
    made.ended()
    return made


def _hostile() -> Files:
    made = with_files(
        ("<img src=x onerror=globalThis.taken=1>.pdf", PDF),
        ("facture‮fdp.exe<script>taken=1<.pdf", PHOTO),
        ("x" * 240 + ".pdf", PDF),
    )
    made.refused(made.add(FOLDER / "${alert(1)}") or "", phrase("error.no-such-file"))
    return made


def _crowd() -> Files:
    return with_files(*((f"Bilan {number}.pdf", PDF) for number in range(500)))


_MAKERS: dict[str, Callable[[], Files]] = {
    "no file yet": files,
    "one file": lambda: with_files(("Compte rendu.pdf", PDF)),
    "files of every kind": _mixed,
    "files being read": _reading,
    "a read-only folder": _read_only,
    "formats, passwords and folder chosen": _chosen,
    "being sealed": _working,
    "all sealed": _ended,
    "all sealed, a password each": lambda: _ended(each=True),
    "some failed": lambda: _ended(fail=True),
    "cancelled": _cancelled,
    "hostile names": _hostile,
    "500 files": _crowd,
}

SEAL_VIEWS: dict[str, SealView] = {name: make().view() for name, make in _MAKERS.items()}


def seal_dressed(view: SealView, language: Language = "fr", theme: Theme = "light") -> SealView:
    """Give ``view`` in this language and theme."""
    return msgspec.structs.replace(view, language=language, theme=theme)
