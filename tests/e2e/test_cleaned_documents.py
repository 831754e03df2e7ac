"""Documents as LibreOffice writes them, cleaned: LibreOffice shows the same pages as before."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import load_workbook

from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from support.flat_documents import letter, read_letter, sheet, slides

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

Make = Callable[[bool], str]
CLEANED: dict[str, tuple[Make, bool, set[str]]] = {
    "lettre.docx": (letter, True, {"changes", "comments", "hidden-text"}),
    "lettre.odt": (letter, True, {"changes", "comments", "author", "hidden-text"}),
    "suivi.xlsx": (sheet, True, {"comments", "hidden-sheets", "hidden-rows"}),
    "suivi.ods": (sheet, True, {"comments", "author", "hidden-sheets", "hidden-rows"}),
    "atelier.pptx": (slides, True, {"hidden-slides", "notes"}),
    "atelier.odp": (slides, True, {"notes", "author", "hidden-slides"}),
}
"""What is made from what, with what is hidden on purpose or not, and what must be found in it."""


def soffice(folder: Path, form: str, *sources: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, *sources],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=240,
        check=True,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document, before and after, and the pages LibreOffice makes of both."""
    made = tmp_path_factory.mktemp("documents")
    flat = {letter: "fodt", read_letter: "fodt", sheet: "fods", slides: "fodp"}
    every = {name: (make, hidden) for name, (make, hidden, _) in CLEANED.items()}
    # of a letter with changes LibreOffice shows the changes: its pages are not what is meant
    every |= {f"lu.{form}": (read_letter, False) for form in ("docx", "odt")}
    by_form: dict[str, list[Path]] = {}
    for name, (make, hidden) in every.items():
        stem, _, form = name.partition(".")
        source = made / f"{form}-{stem}.{flat[make]}"
        source.write_text(make(hidden), encoding="utf-8")
        by_form.setdefault(form, []).append(source)
    for form, sources in by_form.items():
        soffice(made, form, *sources)
    for name in CLEANED:
        before, after = pair(made, name)
        after.write_bytes(clean(before.read_bytes()).content)
    shown = [one for name in CLEANED for one in pair(made, name)]
    soffice(made, "pdf", *shown, *(pair(made, f"lu.{form}")[0] for form in ("docx", "odt")))
    return made


def pair(folder: Path, name: str) -> tuple[Path, Path]:
    stem, _, form = name.partition(".")
    return folder / f"{form}-{stem}.{form}", folder / f"{form}-{stem}-propre.{form}"


def pages(document: Path) -> list[bytes]:
    """Give the pages of its PDF as poppler paints them."""
    pdf = document.with_suffix(".pdf")
    painted = pdf.parent / f"{pdf.stem}.pages"
    painted.mkdir(exist_ok=True)
    subprocess.run(["pdftoppm", "-r", "50", pdf, painted / "p"], timeout=60, check=True)
    return [one.read_bytes() for one in sorted(painted.iterdir())]


@pytest.mark.parametrize("name", CLEANED)
def test_what_is_hidden_goes_and_the_pages_are_the_same(folder: Path, name: str) -> None:
    before, after = pair(folder, name)
    found = examined(before.read_bytes(), "", "")
    assert CLEANED[name][2] <= set(found.hidden)
    assert found.removable
    assert examined(after.read_bytes(), "", "").hidden == ()
    with zipfile.ZipFile(io.BytesIO(after.read_bytes())) as package:
        everything = b"".join(package.read(one) for one in package.namelist())
        assert not [one for one in package.namelist() if "humbnail" in one]
    assert b"SECRET" not in everything
    assert b"Jeanne" not in everything
    meant = pair(folder, f"lu{before.suffix}")[0] if "lettre" in name else before
    painted = pages(meant)
    assert painted
    assert pages(after) == painted


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_values_that_hung_on_the_hidden_sheet_are_there(folder: Path, form: str) -> None:
    soffice(folder, "csv", pair(folder, f"suivi.{form}")[1])
    told = (folder / f"{form}-suivi-propre.csv").read_text(encoding="utf-8")
    assert [line.split(",")[1:] for line in told.splitlines()] == [
        ["Poids", "Double"],
        ["70", "140"],
        ["", ""],
        ["Somme", "7077"],
        ["Ailleurs", "84"],
    ]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_reader_of_spreadsheets_finds_the_seen_sheet_alone(folder: Path, form: str) -> None:
    before, after = (load_workbook(one) for one in pair(folder, f"suivi.{form}"))
    assert before.sheet_names == ["Suivi", "Cache"]
    assert after.sheet_names == ["Suivi"]
    seen = [row[1:] for row in after.get_sheet_by_name("Suivi").to_python(skip_empty_area=False)]
    assert [row for row in seen if any(row)] == [
        ["Poids", "Double"],
        [70, 140],
        ["Somme", 7077],
        ["Ailleurs", 84],
    ]
