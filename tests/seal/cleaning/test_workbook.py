"""Hidden sheets, rows and columns of Excel: they go, and what is seen keeps its value."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from support.hidden import cell, relations, row, workbook

ANSWER = '<c r="A1"><v>1</v></c>'
SECRET = ("B", row(1, cell("A1", "0", t="s"), cell("B1", "42")), "hidden")
TEXTS = ("SECRET", "vu")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def formulas(content: bytes, part: str = "xl/worksheets/sheet1.xml") -> dict[str, tuple[str, str]]:
    """Give the formula and the value of each cell that has any."""
    root = etree.fromstring(parts(content)[part])
    found = {}
    for one in root.iter("{*}c"):
        told = {below.tag.rpartition("}")[2]: below.text or "" for below in one}
        if told:
            found[one.get("r", "")] = told.get("f", ""), told.get("v", "")
    return found


FORMULAS = {
    "one that looks at the hidden sheet keeps its value": ("B!B1*2", False),
    "one that looks elsewhere stays": ("A!A9+1", True),
    "one that names it in quotes": ("SUM('B'!$B$1:$B$9)", False),
    "one that looks at both": ("A9+B!B1", False),
    "one that says its name as a text": ('"B!B1"&amp;A9', True),
    "one of a name that leads there": ("taux*2", False),
    "one that calculates where it looks": ('INDIRECT("B"&amp;"!B1")', False),
    "one over several sheets": ("SUM(A:C!A1)", False),
    "one of constants": ("1+2*PI()", True),
}


@pytest.mark.parametrize(("formula", "stays"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula(formula: str, stays: bool) -> None:
    content = workbook(
        ("A", row(1, cell("A1", "84", formula), cell("A9", "1", t="s")), ""),
        SECRET,
        ("C", row(1, cell("A1", "7", "A!A1")), ""),
        names='<definedName name="taux">B!$B$1</definedName>',
        texts=TEXTS,
    )
    assert examined(content, "", "").hidden == ("hidden-sheets",)
    made = clean(content).content
    written, value = formulas(made)["A1"]
    assert value == "84"
    assert bool(written) is stays
    assert formulas(made, "xl/worksheets/sheet3.xml")["A1"] == ("A!A1", "7")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_goes_with_all_that_was_its_own(state: str) -> None:
    content = workbook(
        (SECRET[0], SECRET[1], state),
        ("A &amp; co", row(1, cell("A1", "1", t="s")), ""),
        names='<definedName name="_xlnm.Print_Area" localSheetId="0">B!$A$1</definedName>'
        '<definedName name="zone" localSheetId="1">\'A &amp; co\'!$A$1</definedName>'
        '<definedName name="chemin">B!$A$1</definedName>'
        '<definedName name="suite">chemin*2</definedName>',
        texts=TEXTS,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": relations(d="../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": "<x/>",
            "xl/drawings/_rels/drawing1.xml.rels": relations(i="../media/image1.png"),
            "xl/media/image1.png": b"SECRET-image",
            "docProps/app.xml": "<Properties><TitlesOfParts>SECRET</TitlesOfParts></Properties>",
        },
    )
    made = parts(clean(content).content)
    assert b"SECRET" not in b"".join(made.values())
    assert not [name for name in made if "drawing" in name or "sheet1" in name]
    root = etree.fromstring(made["xl/workbook.xml"])
    assert [one.get("name") for one in root.iter("{*}sheet")] == ["A & co"]
    assert [(one.get("name"), one.get("localSheetId")) for one in root.iter("{*}definedName")] == [
        ("zone", "0")
    ]
    assert next(root.iter("{*}workbookView")).get("activeTab") == "0"
    texts = etree.fromstring(made["xl/sharedStrings.xml"])
    assert ["".join(one.itertext()) for one in texts] == ["", "vu"]
    types = made["[Content_Types].xml"]
    assert all(name not in types for name in (b"sheet1.xml", b"drawing1", b"image1"))


SEEN = row(1, cell("A1", "1"), cell("B1", "2"), cell("C1", "3", "A1+B1"), cell("D1", "10"))


def test_hidden_rows_and_columns_are_emptied_and_nothing_moves() -> None:
    content = workbook(
        (
            "A",
            row(1, cell("A1", "1"), cell("B1", "9"), cell("C1", "6", "SUM(A1:A3)"))
            + row(2, cell("A2", "2", s="4"), cell("C2", "8", "A1*8"), hidden=True)
            + row(3, cell("A3", "3"), cell("C3", "12", "A3+B1"), cell("D3", "4", "A1+A3")),
            "",
        ),
        columns='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    assert examined(content, "", "").hidden == ("hidden-rows",)
    made = clean(content).content
    assert formulas(made) == {
        "A1": ("", "1"),
        "C1": ("", "6"),
        "A3": ("", "3"),
        "C3": ("", "12"),
        "D3": ("A1+A3", "4"),
    }
    root = etree.fromstring(parts(made)["xl/worksheets/sheet1.xml"])
    assert [one.get("hidden") for one in root.iter("{*}row")] == [None, "1", None]
    assert [one.get("s") for one in root.iter("{*}c")] == [None, None, None, "4", *[None] * 4]


def test_cells_that_share_a_formula_go_together() -> None:
    share = '<f t="shared" si="0"/>'
    content = workbook(
        (
            "A",
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B!A1</f><v>1</v></c></row>'
            f'<row r="2"><c r="A2">{share}<v>2</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" ref="A3" si="1">C!A1</f><v>3</v></c></row>',
            "",
        ),
        SECRET,
        ("C", row(1, cell("A1", "3")), ""),
        texts=TEXTS,
    )
    made = formulas(clean(content).content)
    assert made == {"A1": ("", "1"), "A2": ("", "2"), "A3": ("C!A1", "3")}


def test_what_is_seen_of_several_cells_made_one_stays() -> None:
    content = workbook(
        (
            "A",
            row(1, cell("A1", "1"), cell("B1", "2")) + row(2, cell("A2", "5")),
            "",
        ),
        columns='<cols><col min="1" max="1" hidden="1"/></cols>',
        after={"A": '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'},
    )
    assert formulas(clean(content).content) == {"A1": ("", "1"), "B1": ("", "2")}


def test_links_and_lists_that_lead_there_go_and_others_stay() -> None:
    after = (
        '<dataValidations count="2"><dataValidation type="list" sqref="A1"><formula1>B!$A$1:$A$9'
        '</formula1></dataValidation><dataValidation type="list" sqref="A2"><formula1>"oui,non"'
        "</formula1></dataValidation></dataValidations>"
        '<hyperlinks><hyperlink ref="A1" location="B!A1"/>'
        '<hyperlink ref="A2" location="A!A9"/></hyperlinks>'
    )
    content = workbook(("A", row(1, cell("A1", "1")), ""), SECRET, after={"A": after}, texts=TEXTS)
    root = etree.fromstring(parts(clean(content).content)["xl/worksheets/sheet1.xml"])
    assert [one.get("sqref") for one in root.iter("{*}dataValidation")] == ["A2"]
    assert next(root.iter("{*}dataValidations")).get("count") == "1"
    assert [one.get("ref") for one in root.iter("{*}hyperlink")] == ["A2"]


def test_a_link_of_a_hidden_cell_goes_with_its_address() -> None:
    content = workbook(
        ("A", row(1, cell("A1", "1")) + row(2, cell("A2", "2"), hidden=True), ""),
        after={"A": '<hyperlinks><hyperlink ref="A2" r:id="h"/></hyperlinks>'},
        **{"xl/worksheets/_rels/sheet1.xml.rels": relations(h="SECRET")},
    )
    assert b"SECRET" not in b"".join(parts(clean(content).content).values())


A = ("A", row(1, cell("A1", "84", "B!B1*2")), "")
HIDING = ("A", row(1, cell("A1", "1")) + row(2, cell("A2", "2"), hidden=True), "")
CHART = '<c:chart xmlns:c="c"><c:f>{}!$A$1:$A$9</c:f></c:chart>'
RULE = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>{}</formula></cfRule>'
    "</conditionalFormatting>"
)
TABLE = {
    "xl/worksheets/_rels/sheet1.xml.rels": relations(t="../tables/table1.xml"),
    "xl/tables/table1.xml": '<table ref="A2:B9"/>',
}

STAYING = {
    "a value that is not stored": workbook(("A", row(1, cell("A1", "", "B!B1")), ""), SECRET),
    "a chart that draws it": workbook(A, SECRET, **{"xl/charts/chart1.xml": CHART.format("B")}),
    "a pivot table": workbook(A, SECRET, **{"xl/pivotCache/pivotCacheRecords1.xml": "<r/>"}),
    "a program": workbook(A, SECRET, **{"xl/vbaProject.bin": b"x"}),
    "a format by conditions": workbook(A, SECRET, after={"A": RULE.format("A1&gt;B!A1")}),
    "a format by conditions among hidden rows": workbook(HIDING, after={"A": RULE.format("A1")}),
    "a chart among hidden rows": workbook(HIDING, **{"xl/charts/chart1.xml": CHART.format("A")}),
    "a table whose head is hidden": workbook(HIDING, **TABLE),
    "small charts in cells": workbook(
        A, SECRET, after={"A": "<extLst><ext><sparkline><f>B!A1</f></sparkline></ext></extLst>"}
    ),
}


@pytest.mark.parametrize("content", STAYING.values(), ids=STAYING)
def test_what_is_hidden_stays_where_it_is_seen_through(content: bytes) -> None:
    found = examined(content, "", "")
    assert set(found.hidden) & {"hidden-sheets", "hidden-rows"}
    assert not found.removable
    with pytest.raises(SealRefused, match="cannot-clean"):
        clean(content)


def test_a_chart_that_draws_something_else_is_no_matter() -> None:
    content = workbook(A, SECRET, texts=TEXTS, **{"xl/charts/chart1.xml": CHART.format("A")})
    assert clean(content).removed == ("hidden-sheets",)
