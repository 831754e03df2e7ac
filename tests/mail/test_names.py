"""Names: decoded, shown, and made fit for a disk."""

from __future__ import annotations

import pytest

from sceau.mail.names import decoded, parameters, safe_file_name, shown, text_of
from sceau.mail.writing import clean_name, phrase_text

WORDS = {
    "plain text": ("Bonjour", "Bonjour"),
    "a Q word": ("=?utf-8?Q?R=C3=A9sultat_x?=", "Résultat x"),
    "a B word": ("=?UTF-8?B?w6k=?=", "é"),
    "a B word without padding": ("=?UTF-8?B?w6k?=", "é"),
    "blanks between words vanish": ("=?utf-8?q?a?= \r\n =?iso-8859-1?q?=E9?=", "aé"),
    "a character cut in two": ("=?utf-8?B?csM=?= =?utf-8?B?qQ==?=", "ré"),
    "text between words stays": ("=?utf-8?q?a?= b =?utf-8?q?c?= d", "a b c d"),
    "a language in the word": ("=?utf-8*fr?q?=C3=A9?=", "é"),
    "an unknown charset": ("=?x-rien?q?=C3=A9?=", "é"),
    "a charset that is none": ("=?unicode_escape?q?=5Cx41?=", "\\x41"),
    "a false UTF-8": ("=?utf-8?q?=E9t=E9?=", "été"),
    "what only looks like a word": ("=?utf-8?q?a", "=?utf-8?q?a"),
    "raw UTF-8": ("é".encode().decode("latin-1"), "é"),
    "raw UTF-8 that ends in 0xA0": ("voilà".encode().decode("latin-1"), "voilà"),
    "raw Latin-1": ("\xe9", "é"),
    "raw Windows-1252": ("\x93x\x94", "“x”"),
}


@pytest.mark.parametrize(("written", "read"), WORDS.values(), ids=WORDS)
def test_decoding_words(written: str, read: str) -> None:
    assert decoded(written) == read


PARAMETERS = {
    "no parameter": ("Text/Plain", "Text/Plain", {}),
    "quoted with a semicolon": ('a/b; name="x;y"; z=1', "a/b", {"name": "x;y", "z": "1"}),
    "quoted quote": (r'a/b; name="x\"y"', "a/b", {"name": 'x"y'}),
    "a Windows path": (r'a/b; name="C:\Users\x.pdf"', "a/b", {"name": r"C:\Users\x.pdf"}),
    "blanks without quotes": (
        "a/b; name=mon bilan.pdf; x=y",
        "a/b",
        {"name": "mon bilan.pdf", "x": "y"},
    ),
    "a quote nothing closes": ('a/b; name="mon bilan', "a/b", {"name": "mon bilan"}),
    "a comment": ("a/b (c); x=y (d)", "a/b", {"x": "y"}),
    "extended": ("a; filename*=UTF-8'fr'%C3%A9%20x", "a", {"filename": "é x"}),
    "extended wins": ("a; filename=e.pdf; filename*=UTF-8''%C3%A9.pdf", "a", {"filename": "é.pdf"}),
    "continued": ('a; f*0="ab"; f*1=cd; f*2*=%C3', "a", {"f": "abcdÃ"}),
    "continued, out of order": ("a; f*1=b; f*0=a", "a", {"f": "ab"}),
    "continued, with a gap": ("a; f*0=a; f*2=c", "a", {"f": "a"}),
    "a character cut by a continuation": ("a; f*0*=utf-8''%C3; f*1*=%A9", "a", {"f": "é"}),
    "an encoded word": ('a; name="=?utf-8?q?=C3=A9?="', "a", {"name": "é"}),
    "the first of two": ("a; x=1; x=2", "a", {"x": "1"}),
    "junk between": ("a; ;; junk; =; x=1", "a", {"x": "1"}),
}


@pytest.mark.parametrize(("value", "main", "found"), PARAMETERS.values(), ids=PARAMETERS)
def test_taking_parameters_apart(value: str, main: str, found: dict[str, str]) -> None:
    assert parameters(value) == (main, found)


SHOWN = {
    "an ordinary name": ("Zoé d’Arc 👩‍⚕️", "Zoé d’Arc 👩‍⚕️"),
    "line ends and tabs": ("a\r\nb\tc\u2028d", "a  b c d"),
    "NUL and controls": ("a\x00b\x1bc\x85", "a\ufffdb\ufffdc "),
    "turned around": ("\u202efdp.exe", "\ufffdfdp.exe"),
    "isolates and marks": ("\u2066a\u2069\u200f\u061c", "\ufffda\ufffd\ufffd\ufffd"),
    "invisible": ("a\u200bb\ufeffc\u00ad", "a\ufffdb\ufffdc\ufffd"),
    "tags and half characters": ("\U000e0041\ud800", "\ufffd\ufffd"),
    "markup is only text": ("<b>&", "<b>&"),
}


@pytest.mark.parametrize(("name", "as_shown"), SHOWN.values(), ids=SHOWN)
def test_showing(name: str, as_shown: str) -> None:
    assert shown(name) == as_shown


ON_DISK = {
    "an ordinary name": ("Compte rendu é.pdf", "Compte rendu é.pdf"),
    "a way out of the folder": ("../../etc/passwd", "_.._etc_passwd"),
    "a Windows way": ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
    "a reserved name": ("nul.txt", "_nul.txt"),
    "a reserved name with two extensions": ("COM1.tar.gz", "_COM1.tar.gz"),
    "a reserved name with a small figure": ("LPT².pdf", "_LPT².pdf"),
    "dots and blanks at the end": ("a.pdf. . ", "a.pdf"),
    "a hidden file": (".profile", "profile"),
    "nothing but dots": ("..", "file"),
    "nothing": ("", "file"),
    "turned around": ("a\u202efdp.exe", "a_fdp.exe"),
    "NUL": ("a.pdf\x00.exe", "a.pdf_.exe"),
    "too long": ("é" * 200 + ".pdf", "é" * 125 + ".pdf"),
    "too long an extension": ("a." + "b" * 300, "a." + "b" * 253),
    "decomposed": ("e\u0301.pdf", "é.pdf"),
}


@pytest.mark.parametrize(("name", "safe"), ON_DISK.values(), ids=ON_DISK)
def test_making_a_file_name(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_another_word_for_a_file_without_a_name() -> None:
    assert safe_file_name("???", "piece-jointe") == "piece-jointe"


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (b"\xe9", "iso-8859-1", "é"),
        (b"\x80", "iso-8859-1", "€"),
        ("é".encode(), "us-ascii", "é"),
        ("é".encode(), "", "é"),
        (b"\xe9", "utf-8", "é"),
        (b"\x1b$B4A\x1b(B", "iso-2022-jp", "漢"),
        (b"a\xff\x81", "rot13", "aÿ\x81".replace("\x81", "\ufffd")),
    ],
    ids=[
        "Latin-1",
        "Windows under a Latin-1 label",
        "UTF-8 under an ASCII label",
        "no label",
        "Latin-1 under a UTF-8 label",
        "Japanese",
        "no charset fits",
    ],
)
def test_text_of_a_charset(content: bytes, charset: str, text: str) -> None:
    found = text_of(content, charset)
    assert found == text if "\ufffd" not in text else "\ufffd" in found


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Jean Dupont", "Jean Dupont"),
        ("Dupont, Jean", '"Dupont, Jean"'),
        ('J "le" D', r'"J \"le\" D"'),
        ("Zoé", "=?UTF-8?B?Wm/DqQ==?="),
        ("=?x", "=?UTF-8?B?PT94?="),
    ],
    ids=["atoms", "a comma", "quotes", "an accent", "what looks encoded"],
)
def test_writing_a_display_name(name: str, written: str) -> None:
    assert phrase_text(name) == written


def test_no_name_can_start_a_header_field() -> None:
    assert clean_name("Jean\r\nBcc: x@example.org\x00\u2028") == "Jean Bcc: x@example.org"
