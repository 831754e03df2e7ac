"""Small Word, Excel and PowerPoint files, as packages of the parts that matter."""

from __future__ import annotations

import io
import zipfile

_PARTS = {
    "docx": (
        "word/document.xml",
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": (
        "xl/workbook.xml",
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<!-- {text} --><sheets/></workbook>",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
    "pptx": (
        "ppt/presentation.xml",
        '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        "<!-- {text} --></p:presentation>",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="{type}"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="{part}"/></Relationships>'
)


def office(
    kind: str, text: str = "Bilan de Jeanne Exemple", *, comment: bytes = b"", prolog: str = ""
) -> bytes:
    """Give a ``docx``, ``xlsx`` or ``pptx`` that says ``text``; ``prolog`` stands before it."""
    part, body, type = _PARTS[kind]
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": _TYPES.format(part=part, type=type),
        "_rels/.rels": _RELATIONS.format(part=part),
        part: prolog + body.format(text=text),
    }
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            # a date of its own, so that the same text gives the same bytes
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        package.comment = comment
    return out.getvalue()
