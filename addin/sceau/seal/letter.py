"""A letter: text put on the pages of a PDF, sealed, which every reader opens, telephones included.

The text is set in Helvetica, whose Windows-1252 has all of French and its neighbours; where that
does not do, in DejaVu Sans, where the system has it (Greek, Cyrillic, all of Latin). Pictograms are
written by their names. Pictures that stood in a mail's text follow on pages of their own. What was
typed comes out of the sealed letter again, read by PDFium and compared, or there is no letter.
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2
from pikepdf import Dictionary

from sceau.errors import SealRefused
from sceau.seal import dejavu, helvetica
from sceau.seal.helvetica import A4
from sceau.seal.image import pictures_pdf
from sceau.seal.passwords import check_bytes
from sceau.seal.pdf import seal_pdf
from sceau.seal.pdf_memory import opened, written
from sceau.seal.sealed import Sealed

LONGEST = 400_000
"""Characters: some 150 pages; more is a file pasted."""

_MARGIN = 62
_SIZE, _LINE = 11, 15
_TITLE_SIZE, _TITLE_LINE = 15, 21
ALIKE = str.maketrans(
    {
        "\u202f": "\u00a0", "\u2007": "\u00a0", "\u2009": " ", "\u2002": " ", "\u2003": " ",
        "\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2015": "—", "\u2032": "'", "\u02bc": "’",
        "\u25cf": "•", "\u25e6": "•", "\u25aa": "•", "\u2192": "->", "\u2190": "<-",
        "\u2264": "<=", "\u2265": ">=", "\u2248": "~", "\u2713": "v", "\u2714": "v",
        "\t": "    ", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    }
)  # fmt: skip
"""Signs Windows-1252 lacks, and those that say the same."""

_PICTOGRAM = re.compile("[\U0001f000-\U0001faff]")
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]"
)
"""Marks that show nothing: where a word may break, which way it reads, how a sign is drawn."""


def seal_letter(
    text: str, password: str, *, title: str = "", pictures: Sequence[bytes] = ()
) -> Sealed:
    """Put ``text`` on pages, ``title`` above it and ``pictures`` behind it, and seal them.

    Raises :class:`SealRefused` ``empty-letter``, ``letter-too-long``, ``letter-characters`` (signs
    neither font has: other alphabets), ``damaged-image`` or ``image-unsuited`` for a
    picture, ``not-verified``; :class:`PasswordRefused` for a password readers would not take.
    """
    check_bytes(password)
    lines, heading = _plain(text).strip("\n"), _plain(title).replace("\n", " ").strip()
    if not lines.strip():
        raise SealRefused("empty-letter")
    if len(lines) > LONGEST:
        raise SealRefused("letter-too-long")
    with _written_on(heading, lines) as pdf:
        pages = len(pdf.pages)
        for picture in pictures:
            with contextlib.closing(opened(pictures_pdf([picture]))) as more:
                pdf.pages.extend(more.pages)
        clear = written(pdf)
    sealed = seal_pdf(clear, password)
    if _signs(_read(sealed.content, password, pages)) != _signs(heading + lines):
        raise SealRefused("not-verified" if _is_western(heading + lines) else "letter-characters")
    return sealed


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _PICTOGRAM.sub(_named, UNSEEN.sub("", plain.translate(ALIKE)))
    return "".join(one for one in plain if one == "\n" or unicodedata.category(one) != "Cc")


def _named(pictogram: re.Match[str]) -> str:
    return f"[{unicodedata.name(pictogram[0], 'pictogram').lower()}]"


def _is_western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _written_on(title: str, text: str) -> contextlib.closing[pikepdf.Pdf]:
    """Give the pages of the letter, open to all."""
    if _is_western(title + text):
        pdf = pikepdf.new()
        _write(pdf, title, text)
    else:
        pdf = opened(dejavu.pages(title, text))
    if title:
        pdf.docinfo["/Title"] = pikepdf.String(title)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    return contextlib.closing(pdf)


def _write(pdf: pikepdf.Pdf, title: str, text: str) -> None:
    content: list[bytes] = []
    at = A4[1] - _MARGIN
    for line, font, size, height in _lines(title, text):
        if at - height < _MARGIN:
            _page(pdf, content)
            content, at = [], A4[1] - _MARGIN
        at -= height
        if line.strip():
            content.append(helvetica.shown(line, font, size, _MARGIN, at))
    _page(pdf, content)


def _lines(title: str, text: str) -> Iterator[tuple[str, str, int, int]]:
    width = A4[0] - 2 * _MARGIN
    if title:
        for line in helvetica.broken(title, "/B", _TITLE_SIZE, width):
            yield line, "/B", _TITLE_SIZE, _TITLE_LINE
        yield "", "/F", _SIZE, _LINE
    for paragraph in text.split("\n"):
        for line in helvetica.broken(paragraph, "/F", _SIZE, width):
            yield line, "/F", _SIZE, _LINE


def _page(pdf: pikepdf.Pdf, content: Sequence[bytes]) -> None:
    page = pdf.add_blank_page(page_size=A4)
    page.obj.Resources = Dictionary(Font=helvetica.fonts())
    page.obj.Contents = pdf.make_stream(b"\n".join(content))


def _signs(text: str) -> str:
    """Give what is to be read, without blanks and ends of lines. PDFium gives a hyphen at the end
    of a line as U+FFFE or U+0002."""
    return "".join(text.replace("\ufffe", "-").replace("\x02", "-").split())


def _read(sealed: bytes, password: str, pages: int) -> str:
    document = pypdfium2.PdfDocument(sealed, password=password)
    with contextlib.closing(document):
        return "\n".join(
            document[number].get_textpage().get_text_bounded() for number in range(pages)
        )
