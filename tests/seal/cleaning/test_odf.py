"""OpenDocument files: what is hidden goes, what hangs on it keeps its value or holds it back."""

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

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "presentation": "presentation",
        "manifest": "manifest",
        "meta": "meta",
        "config": "config",
    }.items()
)
_SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:calcext="urn:calcext"'
_STYLES = (
    '<office:automatic-styles><style:style style:name="caché"><style:table-properties '
    'table:display="false"/></style:style><style:style style:name="masqué"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="page">'
    '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    "</office:automatic-styles>"
)


def odf(kind: str, body: str, **more: str | bytes) -> bytes:
    """Give a document of this body."""
    parts: dict[str, str | bytes] = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {_SPACES}>{_STYLES}<office:body><office:{kind}>"
        f"{body}</office:{kind}></office:body></office:document-content>",
        **more,
        "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>"
        + "".join(f'<manifest:file-entry manifest:full-path="{name}"/>' for name in more)
        + "</manifest:manifest>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def cell(value: str, formula: str = "", more: str = "") -> str:
    told = f' table:formula="{formula}"' if formula else ""
    return (
        f'<table:table-cell{told} office:value-type="float" office:value="{value}" {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def table(name: str, *rows: str, style: str = "", before: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    made = "".join(f"<table:table-row>{one}</table:table-row>" for one in rows)
    return f'<table:table table:name="{name}"{styled}>{before}{made}</table:table>'


SECRET = table("Le cache", cell("42"), "<text:p>SECRET</text:p>", style="caché")
FORMULAS = {
    "one that looks at the hidden sheet keeps its value": ("of:=[$'Le cache'.A1]*2", False),
    "one that looks elsewhere stays": ("of:=[.B1]+[$Autre.A1]", True),
    "a range over several sheets": ("of:=SUM([$A.A1:$Autre.A1])", False),
    "a name": ("of:=taux*2", False),
    "a text that names it": ("of:=LEN(&quot;[$'Le cache'.A1]&quot;)", True),
    "another document": ("of:=['file:///x.ods'#$Feuille.A1]", False),
    "a place that is calculated": ("of:=INDIRECT(&quot;B1&quot;)", False),
    "functions and numbers": ("of:=ROUND(LOG10(2E3);1)", True),
}


@pytest.mark.parametrize(("formula", "stays"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula(formula: str, stays: bool) -> None:
    content = odf("spreadsheet", table("A", cell("84", formula)) + SECRET + table("Autre"))
    made = clean(content)
    assert made.removed == ("hidden-sheets",)
    said = parts(made.content)["content.xml"]
    assert b"SECRET" not in said
    assert b'office:value="84"' in said
    assert (b"formula" in said) is stays


HIDDEN_COLUMN = '<table:table-column/><table:table-column table:visibility="collapse"/>'


def test_hidden_rows_and_columns_are_emptied_and_nothing_moves() -> None:
    rows = (
        '<table:table-row table:visibility="filter">'
        + cell("7001")
        + cell("7002")
        + "</table:table-row>"
    )
    sheet = table("A", cell("1", "of:=[.A2]") + cell("7003"), before=HIDDEN_COLUMN)
    sheet = sheet.replace("</table:table>", rows + "</table:table>")
    content = odf("spreadsheet", sheet + table("C", cell("5", "of:=[.A1]")))
    assert examined(content, "", "").hidden == ("hidden-rows",)
    said = parts(clean(content).content)["content.xml"]
    assert b"700" not in said
    root = etree.fromstring(said)
    assert len(list(root.iter("{*}table-cell"))) == 5
    formulas = [value for one in root.iter() for key, value in one.items() if "formula" in key]
    assert formulas == ["of:=[.A1]"]


def test_what_only_a_hidden_sheet_showed_goes_too() -> None:
    picture = '<draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    hidden = SECRET.replace("SECRET", picture)
    names = (
        '<table:named-expressions><table:named-range table:name="n" '
        "table:cell-range-address=\"$'Le cache'.$A$1\"/></table:named-expressions>"
    )
    views = (
        f"<office:document-settings {_SPACES}><config:config-item-map-entry config:name="
        '"Le cache"><config:config-item/></config:config-item-map-entry>'
        "</office:document-settings>"
    )
    content = odf(
        "spreadsheet",
        table("A", cell("1")) + hidden + names,
        **{"Pictures/a.png": b"SECRET-image", "settings.xml": views},
    )
    made = parts(clean(content).content)
    assert "Pictures/a.png" not in made
    everything = b"".join(made.values())
    assert b"Le cache" not in everything
    assert b"a.png" not in everything


def test_a_hidden_slide_and_a_hidden_text_go() -> None:
    pages = '<draw:page draw:name="d1"/><draw:page draw:name="d2" draw:style-name="page">SECRET'
    made = clean(odf("presentation", pages + "</draw:page>"))
    assert made.removed == ("hidden-slides",)
    assert b"d2" not in parts(made.content)["content.xml"]
    text = '<text:p>a<text:span text:style-name="masqué">SECRET</text:span> b</text:p>'
    made = clean(odf("text", text))
    assert made.removed == ("hidden-text",)
    assert b"<text:p>a b</text:p>" in parts(made.content)["content.xml"]


LINK = '<draw:page draw:name="d1"><draw:a xlink:href="#d2"/></draw:page>'
STAYING = {
    "a value that is not stored": odf(
        "spreadsheet",
        table("A", "<table:table-cell table:formula=\"of:=[$'Le cache'.A1]\"/>") + SECRET,
    ),
    "a pivot table": odf("spreadsheet", table("A") + SECRET + "<table:data-pilot-table/>"),
    "a chart": odf(
        "spreadsheet",
        table("A") + SECRET,
        **{"Object 1/content.xml": f"<x {_SPACES} table:cell-range-address=\"'Le cache'.A1\"/>"},
    ),
    "a program": odf("spreadsheet", table("A") + SECRET, **{"Basic/Standard/a.xml": "<x/>"}),
    "a format by conditions": odf(
        "spreadsheet",
        table(
            "A",
            '<calcext:conditional-formats><calcext:conditional-format calcext:value="'
            "[$'Le cache'.A1]=1\"/></calcext:conditional-formats>",
        )
        + SECRET,
    ),
    "a cell repeated over the edge": odf(
        "spreadsheet",
        table("A", cell("1", more='table:number-columns-repeated="3"'), before=HIDDEN_COLUMN),
    ),
    "a link to a hidden slide": odf(
        "presentation", LINK + '<draw:page draw:name="d2" draw:style-name="page"/>'
    ),
    "nothing else to show": odf("presentation", '<draw:page draw:style-name="page"/>'),
    "a text that a condition hides": odf("text", "<text:hidden-text>SECRET</text:hidden-text>"),
    "hidden text with a picture in it": odf(
        "text",
        '<text:p><text:span text:style-name="masqué">S<draw:frame/></text:span></text:p>',
    ),
}


@pytest.mark.parametrize("content", STAYING.values(), ids=STAYING)
def test_what_is_hidden_stays_where_it_is_seen_through(content: bytes) -> None:
    found = examined(content, "", "")
    assert found.hidden
    assert not found.removable
    with pytest.raises(SealRefused, match="cannot-clean"):
        clean(content)


def test_a_signed_one_is_not_touched() -> None:
    content = odf("spreadsheet", SECRET, **{"META-INF/documentsignatures.xml": "<x/>"})
    assert not examined(content, "", "").removable


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_one_is_never_a_fault(data: st.DataObject) -> None:
    content = bytearray(odf("spreadsheet", table("A", cell("1", "of:=[.B1]")) + SECRET))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(60, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    examined(bytes(content), "", "")
    try:
        clean(bytes(content))
    except SealRefused:
        return
