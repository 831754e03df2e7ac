"""Hidden slides of PowerPoint and hidden text of Word: they go, and with them what was theirs."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from sceau.errors import SealRefused
from sceau.review.reading.readers import examined
from sceau.seal.cleaning.clean import clean
from support.hidden import VANISHED, W, docx, pptx, relations, run

HIDE = "<w:rPr><w:vanish/></w:rPr>"
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="character" w:styleId="Cache"><w:rPr><w:vanish/>'
    '</w:rPr></w:style><w:style w:type="character" w:styleId="Fils"><w:basedOn w:val="Cache"/>'
    '</w:style><w:style w:type="character" w:styleId="Montre"><w:basedOn w:val="Cache"/><w:rPr>'
    '<w:vanish w:val="0"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Para"><w:rPr>'
    "<w:vanish/></w:rPr></w:style></w:styles>"
)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def styled(style: str) -> str:
    return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'


PARAGRAPHS = {
    "set at the text itself": (f"<w:p>{run('SECRET', HIDE)}{run('vu')}</w:p>", ["vu"]),
    "by a style": (f"<w:p>{run('SECRET', styled('Cache'))}{run('vu')}</w:p>", ["vu"]),
    "by the style it builds on": (f"<w:p>{run('SECRET', styled('Fils'))}{run('vu')}</w:p>", ["vu"]),
    "by the style of the paragraph": (
        f'<w:p><w:pPr><w:pStyle w:val="Para"/></w:pPr>{run("SECRET")}</w:p><w:p>{run("vu")}</w:p>',
        ["vu"],
    ),
    "with the end of its paragraph": (
        f"<w:p><w:pPr>{HIDE}</w:pPr>{run('SECRET', HIDE)}</w:p><w:p>{run('vu')}</w:p>",
        ["vu"],
    ),
    "without the end of its paragraph: an empty line is seen": (
        f"<w:p>{run('SECRET', HIDE)}</w:p><w:p>{run('vu')}</w:p>",
        ["", "vu"],
    ),
    "shown again by another style": (
        f"<w:p>{run('SECRET', HIDE)}{run('vu', styled('Montre'))}</w:p>",
        ["vu"],
    ),
}


@pytest.mark.parametrize(("body", "said"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_hidden_text_goes(body: str, said: list[str]) -> None:
    content = docx(body, **{"word/styles.xml": STYLES})
    found = examined(content, "", "")
    assert (found.hidden, found.removable) == (("hidden-text",), True)
    made = parts(clean(content).content)
    assert b"SECRET" not in made["word/document.xml"]
    root = etree.fromstring(made["word/document.xml"])
    assert ["".join(one.itertext()) for one in root.iter(f"{{{W}}}p")] == said


def test_text_a_style_shows_is_not_hidden() -> None:
    body = f"<w:p>{run('vu', styled('Montre'))}</w:p>"
    assert examined(docx(body, **{"word/styles.xml": STYLES}), "", "").hidden == ()


def test_a_link_that_is_hidden_goes_with_its_address() -> None:
    body = (
        '<w:p xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<w:hyperlink r:id="h">{run("SECRET", HIDE)}</w:hyperlink>{run("vu")}</w:p>'
    )
    content = docx(body, **{"word/_rels/document.xml.rels": relations(h="SECRET")})
    assert b"SECRET" not in b"".join(parts(clean(content).content).values())


@pytest.mark.parametrize("held", ["drawing", "footnoteReference", "object"])
def test_hidden_text_with_more_than_text_in_it_stays(held: str) -> None:
    body = f"<w:p><w:r>{HIDE}<w:t>SECRET</w:t><w:{held}/></w:r></w:p>"
    assert examined(docx(body), "", "").removable is False
    with pytest.raises(SealRefused, match="cannot-clean"):
        clean(docx(body))


def test_the_sample_of_hidden_text() -> None:
    assert clean(VANISHED).removed == ("hidden-text",)


def test_a_hidden_slide_goes_with_its_pictures() -> None:
    content = pptx(
        hidden=True,
        notes="SECRET-note",
        **{
            "docProps/thumbnail.jpeg": b"SECRET",
            "_rels/.rels": relations(r1="ppt/presentation.xml", t="docProps/thumbnail.jpeg"),
        },
    )
    found = examined(content, "", "")
    assert (found.hidden, found.removable) == (("hidden-slides", "notes"), True)
    made = parts(clean(content).content)
    assert b"SECRET" not in b"".join(made.values())
    assert "ppt/slides/slide2.xml" not in made
    root = etree.fromstring(made["ppt/presentation.xml"])
    assert [one.get("id") for one in root.iter("{*}sldId")] == ["256"]
    assert b"slide2" not in made["ppt/_rels/presentation.xml.rels"]


SLIDES = {
    "one that is shown leads there": pptx(
        hidden=True, **{"ppt/slides/_rels/slide1.xml.rels": relations(j="slide2.xml")}
    ),
    "a program": pptx(hidden=True, **{"ppt/vbaProject.bin": b"x"}),
}


@pytest.mark.parametrize("content", SLIDES.values(), ids=SLIDES)
def test_a_hidden_slide_stays_where_something_hangs_on_it(content: bytes) -> None:
    assert examined(content, "", "").removable is False
    with pytest.raises(SealRefused, match="cannot-clean"):
        clean(content)
