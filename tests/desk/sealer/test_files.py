"""The files of the sealing window: what each becomes, what an act changes, what is done."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.desk.looks import Looks
from sceau.desk.sealer import view
from sceau.desk.sealer.files import Files
from sceau.desk.view import Close, Keep, NewPassword
from sceau.phrases import catalogue, phrase
from sceau.review.reading.model import FileReading, Opening
from sceau.seal import passwords
from sceau.seal.sealed import Format
from support.seal_views import (
    FOLDER,
    MARKED,
    NOTE,
    PDF,
    PHOTO,
    SEALED_BEFORE,
    SHEET,
    SIGNED,
    files,
    with_files,
)

BECOMES = {
    "a PDF": ("Bilan.pdf", PDF, "pdf", "Bilan (chiffré).pdf", "seal.why.pdf"),
    "a photo": ("Photo.jpg", PHOTO, "pdf", "Photo (chiffré).pdf", "seal.why.image"),
    "a sheet": ("Suivi.xlsx", SHEET, "office", "Suivi (chiffré).xlsx", "seal.why.office"),
    "a signed PDF": ("Avis.pdf", SIGNED, "envelope", "Avis (chiffré).pdf", "seal.why.signed"),
    "anything": ("Notes.txt", NOTE, "envelope", "Notes (chiffré).pdf", "seal.why.other"),
}


@pytest.mark.parametrize(
    ("name", "found", "format", "becomes", "why"), BECOMES.values(), ids=BECOMES
)
def test_each_row_says_what_it_becomes_and_why(
    name: str, found: FileReading, format: Format, becomes: str, why: str
) -> None:
    (row,) = with_files((name, found)).view().files
    assert (row.format, row.becomes, row.why) == (format, becomes, phrase(why))
    assert row.formats[0].format == format
    assert {"zip", "envelope"} <= {one.format for one in row.formats}


def test_every_format_has_its_words_in_both_languages() -> None:
    wanted = {f"sealer.format.{one}" for one in get_args(Format)}
    assert wanted <= set(catalogue("fr"))
    assert wanted <= set(catalogue("en"))


REFUSED = {
    "protected already": (SEALED_BEFORE, "error.already-protected"),
    "empty": (FileReading(kind="empty"), "error.empty-file"),
}


@pytest.mark.parametrize(("found", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_sealed_says_why_and_holds_nobody_back(found: FileReading, why: str) -> None:
    made = with_files(("Bilan.pdf", PDF), ("Autre.pdf", found))
    assert made.view().files[1].problem == phrase(why)
    assert [job.path.name for job in made.start(made.revision)] == ["Bilan.pdf"]


def test_the_format_is_changed_file_by_file() -> None:
    made = with_files(("Bilan.pdf", PDF), ("Photo.jpg", PHOTO))
    made.act(view.SealAs("2", "zip"))
    assert [one.format for one in made.view().files] == ["pdf", "zip"]
    assert made.view().files[1].becomes == "Photo (chiffré).zip"
    assert made.view().files[1].why == phrase("seal.note.zip")
    assert [job.asked for job in made.start(made.revision)] == ["auto", "zip"]


def test_a_format_that_does_not_hold_the_file_is_not_taken() -> None:
    made = with_files(("Notes.txt", NOTE))
    made.act(view.SealAs("1", "office"))
    assert made.view().files[0].format == "envelope"


HELD_BACK = {
    "without a file": (lambda: files(), "sealer.todo.nothing"),
    "while one is read": (lambda: _one_waiting(), "sealer.todo.reading"),
    "where none can be": (lambda: with_files(("A.pdf", SEALED_BEFORE)), "sealer.todo.none"),
    "without a place": (lambda: with_files(("A.pdf", PDF), writable=False), "sealer.todo.place"),
}


def _one_waiting() -> Files:
    made = with_files(("A.pdf", PDF))
    made.add(FOLDER / "B.pdf")
    return made


@pytest.mark.parametrize(("make", "todo"), HELD_BACK.values(), ids=HELD_BACK)
def test_what_is_not_ready_does_not_start_and_says_why(make: object, todo: str) -> None:
    made: Files = make()  # type: ignore[operator]
    shown = made.view().todo
    assert shown is not None
    assert shown.key == todo
    assert made.start(made.revision) == ()


def test_a_start_counts_only_on_what_was_on_the_screen() -> None:
    made = with_files(("A.pdf", PDF))
    seen = made.revision
    made.add(FOLDER / "B.pdf")
    made.read("2", 10, PDF, writable=True)
    assert made.start(seen) == ()
    assert len(made.start(made.revision)) == 2
    assert made.start(made.revision) == (), "once"


def test_one_password_for_all_or_one_each() -> None:
    one = with_files(("A.pdf", PDF), ("B.pdf", PDF))
    assert len({job.password for job in one.start(one.revision)}) == 1
    each = files(passwords=("un", "deux"))
    for name in ("A.pdf", "B.pdf"):
        each.read(each.add(FOLDER / name) or "", 10, PDF, writable=True)
    each.act(view.OneEach(True))
    assert [job.password for job in each.start(each.revision)] == ["un", "deux"]


def test_a_zip_gets_a_longer_password_and_with_it_all_that_share_it() -> None:
    asked: list[tuple[str, int]] = []
    made = Files(
        make_password=lambda kind, bits: asked.append((kind, bits)) or "x",  # type: ignore[func-returns-value]
        make_pane=lambda *_: None,  # type: ignore[arg-type, return-value]
        bits=80,
    )
    for name in ("A.pdf", "B.pdf"):
        made.read(made.add(FOLDER / name) or "", 10, PDF, writable=True)
    made.act(view.SealAs("2", "zip"))
    made.act(NewPassword("words"))
    made.start(made.revision)
    assert asked == [("words", passwords.ZIP_BITS)]


def test_names_can_say_nothing_of_whose_file_it_is() -> None:
    made = with_files(
        ("Bilan Durand.pdf", PDF), ("Autre.pdf", SEALED_BEFORE), ("Suivi.xlsx", SHEET)
    )
    made.act(view.NeutralNames(True))
    shown = made.view()
    assert [row.becomes for row in shown.files] == [
        "Document 1 (chiffré).pdf",
        "",
        "Document 2 (chiffré).xlsx",
    ]
    assert [job.named for job in made.start(made.revision)] == ["Document 1.pdf", "Document 2.xlsx"]


def test_what_is_hidden_is_said_and_taken_out_where_it_can_be() -> None:
    photo = FileReading(kind="jpeg", opening=Opening.ANYONE, hidden=("place",), removable=True)
    sheet = FileReading(kind="xlsx", opening=Opening.ANYONE, hidden=("hidden-sheets",))
    made = with_files(("Lettre.docx", MARKED), ("Photo.jpg", photo), ("Suivi.xlsx", sheet))
    rows = made.view().files
    assert rows[0].hidden == (phrase("trace.author"), phrase("trace.comments"))
    assert rows[1].hidden == (), "a page of a PDF holds nothing of the camera's"
    assert rows[2].hidden == (phrase("trace.hidden-sheets"),)
    assert [row.removable for row in rows] == [True, False, False]
    made.act(view.SealAs("2", "zip"))
    assert made.view().files[1].removable, "as it is in an archive"
    made.act(view.Clean(True))
    assert [job.clean for job in made.start(made.revision)] == [True, True, False]


def test_results_go_beside_the_originals() -> None:
    made = with_files(("A.pdf", PDF))
    assert [job.folder for job in made.start(made.revision)] == [FOLDER]


def test_a_chosen_folder_is_for_all_where_none_needs_it() -> None:
    made = with_files(("A.pdf", PDF))
    made.put_in(Path("/srv/envois"))
    assert made.view().place_for_all
    assert [job.folder for job in made.start(made.revision)] == [Path("/srv/envois")]


def test_a_chosen_folder_is_for_the_read_only_ones_where_there_are() -> None:
    made = with_files(("A.pdf", PDF), writable=False)
    made.read(made.add(Path("/autre/B.pdf")) or "", 10, PDF, writable=True)
    made.put_in(Path("/srv/envois"))
    assert made.todo is None
    assert [job.folder for job in made.start(made.revision)] == [
        Path("/srv/envois"),
        Path("/autre"),
    ]


def test_beside_again() -> None:
    made = with_files(("A.pdf", PDF))
    made.put_in(Path("/srv/envois"))
    made.act(view.Beside())
    assert [job.folder for job in made.start(made.revision)] == [FOLDER]


def test_the_same_file_is_taken_once() -> None:
    made = with_files(("A.pdf", PDF))
    assert made.add(FOLDER / "A.pdf") is None


def test_a_file_taken_off_while_it_is_read_stays_off() -> None:
    made = files()
    made.reading(made.add(FOLDER / "A.pdf") or "")
    made.act(view.TakeOut("1"))
    made.read("1", 10, PDF, writable=True)
    assert made.view().files == ()


def test_nothing_is_added_or_changed_while_it_works() -> None:
    made = with_files(("A.pdf", PDF))
    made.start(made.revision)
    assert made.add(FOLDER / "B.pdf") is None
    made.act(view.TakeOut("1"))
    made.act(view.SealAs("1", "zip"))
    assert [one.format for one in made.view().files] == ["pdf"]


def test_the_end_says_what_was_sealed_and_what_not() -> None:
    made = with_files(("A.pdf", PDF), ("B.pdf", PDF), ("C.pdf", PDF))
    first, second, _ = made.start(made.revision)
    made.sealed(first, FOLDER / "A (chiffré).pdf", ())
    made.failed(second.id, phrase("error.disk-full"))
    made.cancel()
    made.ended()
    ended = made.view()
    assert [row.step for row in ended.files] == ["sealed", "failed", "failed"]
    assert ended.files[2].problem == phrase("sealer.not-done")
    assert ended.outcome is not None
    assert ended.outcome.sentence == phrase("sealer.ended.some", count=1, total=3)
    assert ended.password is not None
    assert ended.password.opens == 1


def test_without_a_result_no_password_is_shown() -> None:
    made = with_files(("A.pdf", PDF))
    made.start(made.revision)
    made.cancel()
    made.ended()
    ended = made.view()
    assert ended.password is None
    assert not ended.can_open
    assert not ended.can_mail


def test_where_each_has_its_own_the_chosen_one_is_shown() -> None:
    made = files(passwords=("un", "deux"))
    for name in ("A.pdf", "B.pdf"):
        made.read(made.add(FOLDER / name) or "", 10, PDF, writable=True)
    made.act(view.OneEach(True))
    for job in made.start(made.revision):
        made.sealed(job, FOLDER / f"{job.path.stem} (chiffré).pdf", ())
    made.ended()
    assert made.view().password is not None
    made.act(view.ShowPassword("2"))
    shown = made.view().password
    assert shown is not None
    assert (shown.password, shown.opens, made.view().shown) == ("deux", 1, "2")
    made.act(view.ShowPassword("9"))
    assert made.view().shown == "2"


def test_again_begins_empty() -> None:
    made = with_files(("A.pdf", PDF))
    (job,) = made.start(made.revision)
    made.sealed(job, FOLDER / "A (chiffré).pdf", ())
    made.ended()
    made.act(view.Again())
    anew = made.view()
    assert (anew.phase, anew.files, anew.password, anew.outcome) == ("review", (), None, None)


def test_no_password_or_name_is_in_what_is_logged() -> None:
    made = with_files(("Secret.pdf", PDF))
    (job,) = made.start(made.revision)
    assert "Secret" not in repr(job)
    assert job.password not in repr(job)
    assert "Secret" not in repr(made.all[0])


def test_the_view_speaks_the_language_asked_for() -> None:
    made = files(looks=Looks("en", "dark"))
    made.read(made.add(FOLDER / "A.pdf") or "", 10, PDF, writable=True)
    assert made.view().files[0].becomes == "A (encrypted).pdf"
    assert made.view().theme == "dark"


ACTS = st.one_of(
    st.builds(view.TakeOut, st.sampled_from(["1", "2", "3", "9"])),
    st.builds(
        view.SealAs, st.sampled_from(["1", "2", "9"]), st.sampled_from(sorted(get_args(Format)))
    ),
    st.builds(view.OneEach, st.booleans()),
    st.builds(NewPassword, st.sampled_from(["characters", "words"])),
    st.builds(view.ShowPassword, st.sampled_from(["1", "9"])),
    st.sampled_from(["start", "seal", "fail", "end", "cancel", "add"]),
    st.sampled_from([view.Again(), view.Beside(), Keep(), Close()]),
)


@given(st.lists(ACTS, max_size=25))
def test_whatever_is_done_revisions_grow_and_views_hold(acts: list[object]) -> None:
    made = with_files(("A.pdf", PDF), ("B.jpg", PHOTO))
    jobs: tuple[object, ...] = ()
    for act in acts:
        before = made.revision
        match act:
            case "start":
                jobs = made.start(made.revision) or jobs
            case "seal" if jobs and made.phase == "working":
                made.sealed(jobs[0], FOLDER / "R.pdf", ())  # type: ignore[arg-type]
            case "fail" if made.phase == "working":
                made.failed("2", phrase("error.disk-full"))
            case "end" if made.phase == "working":
                made.ended()
            case "cancel":
                made.cancel()
            case "add":
                made.add(FOLDER / "C.pdf")
            case str():
                pass
            case _:
                made.act(act)  # type: ignore[arg-type]
        assert made.revision >= before
        shown = made.view()
        if shown.phase != "ended":
            assert shown.password is None
        if shown.phase == "ended":
            assert all(row.step in ("sealed", "failed", "refused") for row in shown.files)
