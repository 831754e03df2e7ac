"""Documents in flat OpenDocument, from which LibreOffice makes any other form: each with what is
not seen in it, and, where ``hidden``, with what OpenDocument keeps hidden on purpose."""

from __future__ import annotations

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
        "presentation": "presentation",
        "svg": "svg-compatible",
        "meta": "meta",
    }.items()
)
_SPACES += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"'
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} \
xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" \
office:mimetype="application/vnd.oasis.opendocument.'
_WHO = "<dc:creator>Jeanne Secrète</dc:creator><dc:date>2026-11-24T10:00:00</dc:date>"
_META = (
    "<office:meta><meta:initial-creator>Jeanne Secrète</meta:initial-creator>"
    "<dc:creator>Jeanne Secrète</dc:creator></office:meta>"
)


def letter(hidden: bool) -> str:
    """A letter with a deletion, an insertion, a comment, an author; and a hidden sentence."""
    span = '<text:span text:style-name="T1">SECRET-masqué </text:span>' if hidden else ""
    comment = f"<office:annotation>{_WHO}<text:p>SECRET-commentaire</text:p></office:annotation>"
    changes = f"""<text:tracked-changes>
<text:changed-region text:id="c1" xml:id="c1"><text:deletion>
<office:change-info>{_WHO}</office:change-info><text:p>SECRET-supprimé</text:p></text:deletion>
</text:changed-region><text:changed-region text:id="c2" xml:id="c2"><text:insertion>
<office:change-info>{_WHO}</office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>"""
    marked = (
        '<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>Madame'
        '<text:change-end text:change-id="c2"/>'
    )
    return _letter(_META, changes, f"Bonjour {marked},{comment} merci", span)


def read_letter(hidden: bool) -> str:
    """The same letter as its reader is meant to see it."""
    return _letter("", "", "Bonjour Madame, merci", "")


def _letter(meta: str, changes: str, greeting: str, span: str) -> str:
    return f"""{_HEAD}text">{meta}<office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>
</style:style></office:automatic-styles><office:body><office:text>{changes}
<text:h text:outline-level="1">Votre bilan</text:h>
<text:p>{greeting} de votre visite.</text:p>
<text:p>{span}À bientôt.</text:p>
</office:text></office:body></office:document>"""


def _number(value: str, formula: str = "") -> str:
    made = f' table:formula="of:={formula}"' if formula else ""
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{made}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _text(value: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string">{more}<text:p>{value}</text:p>'
        "</table:table-cell>"
    )


def sheet(hidden: bool) -> str:
    """A follow-up with a comment; and a hidden row, column and sheet that its formulas look at."""
    note = f"<office:annotation>{_WHO}<text:p>SECRET-note</text:p></office:annotation>"
    column = '<table:table-column table:visibility="collapse"/>' if hidden else ""
    kept = ' table:visibility="collapse"' if hidden else ""
    extra = _text("SECRET-colonne") if hidden else ""
    rows = "".join(
        (
            f"<table:table-row>{extra}{_text('Poids', note)}{_text('Double')}</table:table-row>",
            f"<table:table-row>{extra}{_number('70')}{_number('140', '[.B2]*2')}</table:table-row>"
            if hidden
            else f"<table:table-row>{_number('70')}{_number('140', '[.A2]*2')}</table:table-row>",
            f"<table:table-row{kept}>{extra}{_number('7007')}{_text('SECRET-ligne')}"
            "</table:table-row>"
            if hidden
            else "",
            f"<table:table-row>{extra}{_text('Somme')}{_number('7077', 'SUM([.B2:.B3])')}"
            "</table:table-row>"
            f"<table:table-row>{extra}{_text('Ailleurs')}{_number('84', '[$Cache.A1]*2')}"
            "</table:table-row>"
            if hidden
            else "",
        )
    )
    second = (
        '<table:table table:name="Cache" table:style-name="ta2"><table:table-row>'
        f"{_number('42')}{_text('SECRET-feuille')}</table:table-row></table:table>"
        if hidden
        else ""
    )
    return f"""{_HEAD}spreadsheet">{_META}<office:automatic-styles>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>
</style:style></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Suivi">{column}{rows}</table:table>{second}
</office:spreadsheet></office:body></office:document>"""


def _page(name: str, style: str, text: str, notes: str) -> str:
    return f"""<draw:page draw:name="{name}" draw:style-name="{style}" draw:master-page-name="M">
<draw:frame svg:width="20cm" svg:height="3cm" svg:x="2cm" svg:y="2cm"><draw:text-box><text:p>{text}
</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame presentation:class="notes"
 svg:width="16cm" svg:height="9cm" svg:x="2cm" svg:y="14cm"><draw:text-box><text:p>{notes}</text:p>
</draw:text-box></draw:frame></presentation:notes></draw:page>"""


def slides(hidden: bool, text: str = "Bien manger") -> str:
    """Two slides with notes, the first with this text; and a hidden one between them."""
    between = _page("d2", "dp2", "SECRET-diapositive", "") if hidden else ""
    return f"""{_HEAD}presentation">{_META}<office:automatic-styles>
<style:page-layout style:name="PM"><style:page-layout-properties fo:page-width="28cm"
 fo:page-height="21cm"/></style:page-layout>
<style:style style:name="dp1" style:family="drawing-page"/>
<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties
 presentation:visibility="hidden"/></style:style></office:automatic-styles>
<office:master-styles><style:master-page style:name="M" style:page-layout-name="PM"/>
</office:master-styles><office:body><office:presentation>
{_page("d1", "dp1", text, "SECRET-notes")}{between}{_page("d3", "dp1", "Bouger", "")}
</office:presentation></office:body></office:document>"""
