"""Office files with hidden data in them, as packages of the parts that matter."""

from __future__ import annotations

import io
import zipfile

from support.pictures import picture

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Bilan</dc:title>'
    "<dc:creator>Jeanne Secrète</dc:creator><cp:lastModifiedBy>Jeanne Secrète</cp:lastModifiedBy>"
    "</cp:coreProperties>"
)


def package(parts: dict[str, str | bytes]) -> bytes:
    """Give a package of these parts, each declared, none compressed alike."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/xml"/>'
        for name in parts
        if not name.endswith(".rels")
    )
    types = f'<Types xmlns="{_TYPES}">{overrides}</Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in {"[Content_Types].xml": types, **parts}.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relations(**targets: str) -> str:
    """Give relations by their ids."""
    told = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/x" Target="{target}"/>'
        for id, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELS}">{told}</Relationships>'


def docx(body: str, **more: str | bytes) -> bytes:
    """Give a Word document of this body; ``more`` are parts, ``/`` and ``.`` written ``__`` and
    ``_``."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}"/>',
    }
    return package({**parts, **more})


def run(text: str, properties: str = "") -> str:
    """Give a run of text."""
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def struck(text: str) -> str:
    """Give a run that was struck out."""
    return f'<w:del w:id="1" w:author="Jeanne"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


CHANGED = docx(
    "<w:p>"
    + run("Bonjour ")
    + struck("SECRET-supprimé")
    + f'<w:ins w:id="2" w:author="Jeanne">{run("ajouté")}</w:ins></w:p>'
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="Jeanne"/></w:rPr></w:pPr>'
    + struck("SECRET-paragraphe")
    + "</w:p>"
    '<w:tbl><w:tr><w:trPr><w:del w:id="4" w:author="J"/></w:trPr><w:tc><w:p>'
    + run("SECRET-ligne")
    + f"</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{run('reste')}</w:p></w:tc></w:tr></w:tbl>"
    "<w:p>"
    + run("gras", '<w:rPr><w:rPrChange w:id="5" w:author="Jeanne"><w:rPr/></w:rPrChange></w:rPr>')
    + "</w:p>"
)
COMMENTED = docx(
    f'<w:p><w:commentRangeStart w:id="0"/>{run("Bonjour")}<w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r></w:p>',
    **{
        "word/_rels/document.xml.rels": relations(r1="comments.xml", r2="styles.xml"),
        "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Jeanne">'
        f"<w:p>{run('SECRET-commentaire')}</w:p></w:comment></w:comments>",
    },
)
AUTHORED = docx(f"<w:p>{run('Bonjour')}</w:p>", **{"docProps/core.xml": CORE})
PICTURED = docx(
    f"<w:p>{run('Bonjour')}</w:p>", **{"word/media/image1.jpeg": picture("JPEG", orientation=6)}
)
VANISHED = docx(f"<w:p>{run('SECRET', '<w:rPr><w:vanish/></w:rPr>')}{run('vu')}</w:p>")
NOT_VANISHED = docx(
    f"<w:p>{run('vu', '<w:rPr><w:vanish w:val=' + chr(34) + '0' + chr(34) + '/></w:rPr>')}</w:p>"
)


def cell(place: str, value: str = "", formula: str = "", **told: str) -> str:
    """Give a cell: a number, or the text of that number where ``t`` is ``s``."""
    attributes = "".join(f' {key}="{one}"' for key, one in told.items())
    made = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{place}"{attributes}>{made}{f"<v>{value}</v>" if value else ""}</c>'


def row(number: int, *cells: str, hidden: bool = False) -> str:
    """Give a row of a sheet."""
    return f'<row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>' + (
        "".join(cells) + "</row>"
    )


def workbook(
    *sheets: tuple[str, str, str],
    names: str = "",
    texts: tuple[str, ...] = (),
    after: dict[str, str] | None = None,
    columns: str = "",
    **more: str | bytes,
) -> bytes:
    """Give a workbook of sheets (name, rows, state), of the ``names`` it defines, of its shared
    ``texts``. ``after`` holds what follows the rows of a sheet, ``columns`` what goes before those
    of the first."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" r:id="s{place}"'
        + (f' state="{state}"' if state else "")
        + "/>"
        for place, (name, _, state) in enumerate(sheets, 1)
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_OFFICE}"><bookViews>'
        f'<workbookView activeTab="{len(sheets) - 1}"/></bookViews><sheets>{listed}</sheets>'
        + (f"<definedNames>{names}</definedNames>" if names else "")
        + "</workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            **{f"s{place}": f"worksheets/sheet{place}.xml" for place in range(1, len(sheets) + 1)},
            t="sharedStrings.xml",
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{_S}">'
        + "".join(f"<si><t>{one}</t></si>" for one in texts)
        + "</sst>",
    }
    for place, (name, rows, _) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{place}.xml"] = (
            f'<worksheet xmlns="{_S}" xmlns:r="{_OFFICE}">{columns if place == 1 else ""}'
            f"<sheetData>{rows}</sheetData>{(after or {}).get(name, '')}</worksheet>"
        )
    return package({**parts, **more})


def xlsx(sheet: str = "", **more: str | bytes) -> bytes:
    """Give a workbook of one sheet, and parts that go with it."""
    drawn = '<legacyDrawing r:id="v"/>' if "xl/drawings/vmlDrawing1.vml" in more else ""
    return workbook(("A", sheet, ""), after={"A": drawn}, **more)


SHEET_COMMENTED = xlsx(
    '<row r="1"><c r="A1"/></row>',
    **{
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            c="../comments1.xml", v="../drawings/vmlDrawing1.vml"
        ),
        "xl/comments1.xml": f'<comments xmlns="{_S}"><authors><author>Jeanne</author></authors>'
        '<commentList><comment ref="A1" authorId="0"><text><t>SECRET-note</t></text></comment>'
        "</commentList></comments>",
        "xl/drawings/vmlDrawing1.vml": '<xml xmlns:x="urn:x">'
        '<x:ClientData ObjectType="Note"/></xml>',
    },
)


def pptx(notes: str = "", hidden: bool = False, **more: str | bytes) -> bytes:
    """Give a presentation of one slide, with notes, and a hidden one behind it."""
    numbers = {256: "s1", 257: "s2"} if hidden else {256: "s1"}
    listed = "".join(f'<p:sldId id="{id}" r:id="{lead}"/>' for id, lead in numbers.items())
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="ppt/presentation.xml"),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}" xmlns:r="{_OFFICE}">'
        f"<p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            **{lead: f"slides/slide{place}.xml" for place, lead in enumerate(numbers.values(), 1)}
        ),
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{_P}" show="1"/>',
    }
    if hidden:
        parts["ppt/slides/slide2.xml"] = (
            f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}" show="0"><a:t>SECRET</a:t></p:sld>'
        )
        parts["ppt/slides/_rels/slide2.xml.rels"] = relations(p="../media/image9.png")
        parts["ppt/media/image9.png"] = b"SECRET-image"
    if notes:
        parts["ppt/slides/_rels/slide1.xml.rels"] = relations(n="../notesSlides/notesSlide1.xml")
        parts["ppt/notesSlides/notesSlide1.xml"] = (
            f'<p:notes xmlns:p="{_P}" xmlns:a="{_A}"><a:p><a:fld><a:t>1</a:t></a:fld>'
            f"<a:r><a:t>{notes}</a:t></a:r></a:p></p:notes>"
        )
    return package({**parts, **more})
