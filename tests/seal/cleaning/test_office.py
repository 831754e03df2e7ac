"""Office files: what is hidden is found and goes, every other part stays byte for byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from support import hidden
from support.office_files import office
from support.pictures import PLACE

REMOVED = {
    "tracked changes": (hidden.CHANGED, ("changes",), {"word/document.xml"}),
    "comments in Word": (
        hidden.COMMENTED,
        ("comments",),
        {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"},
    ),
    "authors": (hidden.AUTHORED, ("author",), {"docProps/core.xml"}),
    "a photo in it": (hidden.PICTURED, ("place", "camera"), {"word/media/image1.jpeg"}),
    "comments in Excel": (
        hidden.SHEET_COMMENTED,
        ("comments",),
        {
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "[Content_Types].xml",
        },
    ),
    "speaker notes": (
        hidden.pptx(notes="SECRET-note"),
        ("notes",),
        {"ppt/slides/_rels/slide1.xml.rels", "[Content_Types].xml"},
    ),
}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize(("content", "traces", "touched"), REMOVED.values(), ids=REMOVED)
def test_what_is_hidden_is_found_and_goes(
    content: bytes, traces: tuple[str, ...], touched: set[str]
) -> None:
    found = examined(content, "", "")
    assert (found.hidden, found.removable) == (traces, True)
    made = clean(content)
    assert made.removed == traces
    before, after = parts(content), parts(made.content)
    assert {name for name in after if after[name] != before[name]} == touched
    everything = b"".join(after.values())
    for told in (b"SECRET", b"Jeanne", PLACE.encode()):
        assert told not in everything
    for name, content in after.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
            assert not [
                target
                for target in etree.fromstring(content).xpath("//@Target")
                if "comments" in target or "notesSlide" in target or "vml" in target
            ]


def test_changes_are_accepted() -> None:
    root = etree.fromstring(parts(clean(hidden.CHANGED).content)["word/document.xml"])
    said = ["".join(one.itertext()) for one in root.iter(f"{{{hidden.W}}}p")]
    assert said == ["Bonjour ajouté", "reste", "gras"]


NOTHING = {
    "a Word file": office("docx"),
    "an Excel file": office("xlsx"),
    "a PowerPoint file": office("pptx"),
    "text that says it is not hidden": hidden.NOT_VANISHED,
    "a row": hidden.xlsx('<row r="1" hidden="0"/>'),
    "a hidden row with nothing in it": hidden.xlsx('<row r="1" hidden="1"><c r="A1"/></row>'),
}


@pytest.mark.parametrize("content", NOTHING.values(), ids=NOTHING)
def test_where_nothing_is_hidden_the_file_is_given_back(content: bytes) -> None:
    assert examined(content, "", "").hidden == ()
    assert clean(content).content is content


def test_a_signed_document_is_not_touched() -> None:
    content = hidden.docx(
        f"<w:p>{hidden.struck('x')}</w:p>", **{"_xmlsignatures/sig1.xml": "<Signature/>"}
    )
    assert examined(content, "", "").removable is False


def test_a_document_type_is_not_followed() -> None:
    evil = (
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f'<w:document xmlns:w="{hidden.W}"><w:body>&b;<w:del/></w:body></w:document>'
    )
    content = hidden.docx("", **{"word/document.xml": evil})
    assert examined(content, "", "").hidden == ()


DAMAGED = (
    hidden.CHANGED,
    hidden.SHEET_COMMENTED,
    hidden.VANISHED,
    hidden.pptx(hidden=True, notes="x"),
    hidden.workbook(
        ("A", hidden.row(1, hidden.cell("A1", "1", "B!A1")), ""),
        ("B", hidden.row(1, hidden.cell("A1", "1"), hidden=True), "hidden"),
        names='<definedName name="n" localSheetId="1">B!A1</definedName>',
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_one_is_never_a_fault(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(DAMAGED)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(30, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    examined(bytes(content), "", "")
    try:
        clean(bytes(content))
    except SealRefused:
        return
