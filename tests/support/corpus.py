"""The mails of ``tests/corpus``: the shapes that mail programs and their accidents give a message.

Each :class:`Case` says what reading it must give. People and places are invented. Run
``python tests/support/corpus.py`` to write the ``.eml`` files anew after a change here.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "corpus"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
FROM = "From: Cabinet Exemple <secretariat@cabinet-exemple.fr>"
TO = "To: Jeanne Moreau <jeanne.moreau@example.org>"
BASE = (FROM, TO, "Subject: Votre compte rendu", "Message-ID: <un@cabinet-exemple.fr>")
DATED = (*BASE, "Date: Tue, 24 Nov 2026 09:00:00 +0100", "MIME-Version: 1.0")


class Case(NamedTuple):
    """One mail. ``to`` are the addresses in order; ``files`` the attachments' (id, name);
    ``refused`` is the reason why sealing its first attachment is refused (empty: it is made)."""

    name: str
    raw: bytes
    to: tuple[str, ...] = ("jeanne.moreau@example.org",)
    files: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    text: str = ""
    subject: str = "Votre compte rendu"
    protection: str = "none"
    relation: str = "new"
    defects: tuple[str, ...] = ()
    refused: str = ""
    unread: tuple[str, ...] = ()


def lines(*texts: str | bytes) -> bytes:
    """Join lines with CRLF, one behind the last too."""
    return b"".join((one if isinstance(one, bytes) else one.encode()) + b"\r\n" for one in texts)


def mail(headers: tuple[str | bytes, ...], *body: str | bytes) -> bytes:
    """Give a whole message."""
    return lines(*headers) + b"\r\n" + lines(*body)


def text(content: str = "Bonjour,", *headers: str) -> list[str | bytes]:
    """Give a text/plain part without its delimiter."""
    return [*(headers or ("Content-Type: text/plain; charset=utf-8",)), "", content]


def pdf(name: str = "bilan.pdf", *more: str) -> list[str | bytes]:
    """Give a PDF attached in base64."""
    return [
        f'Content-Type: application/pdf; name="{name}"',
        f'Content-Disposition: attachment; filename="{name}"',
        "Content-Transfer-Encoding: base64",
        *more,
        "",
        base64.b64encode(PDF),
    ]


def file(content: bytes, *headers: str | bytes) -> list[str | bytes]:
    """Give a part in base64 with these header fields."""
    return [*headers, "Content-Transfer-Encoding: base64", "", base64.b64encode(content)]


def multi(boundary: str, *parts: list[str | bytes], close: bool = True) -> list[str | bytes]:
    """Give the body of a multipart."""
    body: list[str | bytes] = []
    for one in parts:
        body += (f"--{boundary}", *one)
    return [*body, f"--{boundary}--"] if close else body


def typed(kind: str, boundary: str, *more: str) -> tuple[str, ...]:
    """Give the Content-Type of a multipart."""
    return (f'Content-Type: multipart/{kind}; boundary="{boundary}"', *more)


def mixed(*parts: list[str | bytes], headers: tuple[str | bytes, ...] = DATED) -> bytes:
    """Give a multipart/mixed message."""
    return mail((*headers, *typed("mixed", "b1")), *multi("b1", *parts))


def _swap(raw: bytes, old: bytes, new: bytes) -> bytes:
    assert old in raw
    return raw.replace(old, new)


FILE = (("2", "bilan.pdf"),)
_PLAIN = mail((*DATED, "Content-Type: text/plain; charset=utf-8"), "Bonjour,")
_WITH_PDF = mixed(text(), pdf())
_ADDRESS_REST = BASE[2:]


def _to(field: str | bytes) -> bytes:
    return mail((FROM, field, *_ADDRESS_REST), "Bonjour,")


def _named(*headers: str | bytes) -> bytes:
    return mixed(text(), file(PDF, *headers))


_DER_SIGNED = bytes.fromhex("3082010006092a864886f70d010702a08201003081ff020101")
_DER_ENVELOPED = bytes.fromhex("3082010006092a864886f70d010703a08201003081ff020100")
_ARMOUR = ["-----BEGIN PGP MESSAGE-----", "", "hQEMA0Zvb0Jhcg==", "-----END PGP MESSAGE-----"]

CASES: tuple[Case, ...] = (
    # The simplest ones.
    Case("plain-text", _PLAIN, text="Bonjour,\n"),
    Case("no-mime", mail(BASE, "Bonjour,"), text="Bonjour,\n"),
    Case("text-and-pdf", _WITH_PDF, files=FILE, text="Bonjour,"),
    Case("headers-only", lines(*BASE), text=""),
    Case(
        "no-header-at-all",
        b"Bonjour,\r\nvoici.\r\n",
        to=(),
        subject="",
        text="Bonjour,\nvoici.\n",
        defects=("no-header",),
    ),
    Case(
        "broken-header-line",
        lines(*BASE, "ceci n'est pas un champ", "Cc: perdu@example.org", "", "Bonjour,"),
        text="ceci n'est pas un champ\nCc: perdu@example.org\n\nBonjour,\n",
        defects=("no-separator",),
    ),
    Case(
        "first-line-is-a-fold",
        lines(" perdu", *BASE, "", "Bonjour,"),
        text="Bonjour,\n",
        defects=("broken-header",),
    ),
    Case(
        "header-without-a-name",
        lines(BASE[0], ": perdu", *BASE[1:], "", "Bonjour,"),
        text="Bonjour,\n",
        defects=("broken-header",),
    ),
    Case(
        "mbox-from-line",
        b"From secretariat Tue Nov 24 09:00:00 2026\r\n" + _PLAIN,
        text="Bonjour,\n",
    ),
    Case(
        "byte-order-mark", b"\xef\xbb\xbf" + _PLAIN, text="Bonjour,\n", defects=("byte-order-mark",)
    ),
    Case(
        "folded-header",
        mail(
            (
                FROM,
                "To:\r\n Jeanne\r\n\tMoreau\r\n <jeanne.moreau@example.org>",
                "Subject: Votre\r\n compte rendu",
                BASE[3],
            ),
            "Bonjour,",
        ),
        text="Bonjour,\n",
    ),
    # Line ends.
    Case("lf-ends", _WITH_PDF.replace(b"\r\n", b"\n"), files=FILE, text="Bonjour,"),
    Case("cr-ends", _WITH_PDF.replace(b"\r\n", b"\r"), files=FILE, text="Bonjour,"),
    Case("mixed-ends", _WITH_PDF.replace(b"\r\n", b"\n", 7), files=FILE, text="Bonjour,"),
    Case(
        "lf-header-crlf-body", _swap(_WITH_PDF, b"\r\nMIME", b"\nMIME"), files=FILE, text="Bonjour,"
    ),
    # Multiparts and their accidents.
    Case(
        "truncated-in-base64",
        _WITH_PDF[:-30],
        files=FILE,
        text="Bonjour,",
        defects=("no-closing-boundary",),
    ),
    Case(
        "no-final-boundary",
        mail((*DATED, *typed("mixed", "b1")), *multi("b1", text(), pdf(), close=False)),
        files=FILE,
        text="Bonjour,",
        defects=("no-closing-boundary",),
    ),
    Case(
        "boundary-prefix-of-another",
        mail(
            (*DATED, *typed("mixed", "b")),
            *multi(
                "b",
                [
                    *typed("alternative", "bb"),
                    "",
                    *multi("bb", text(), text("<p>Bonjour,", "Content-Type: text/html")),
                ],
                pdf(),
            ),
        ),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "preamble-and-epilogue",
        mail(
            (*DATED, *typed("mixed", "b1")),
            "Message au format MIME.",
            *multi("b1", text(), pdf()),
            "",
            "Fin.",
        ),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "empty-multipart",
        mail((*DATED, *typed("mixed", "b1")), "--b1--"),
        files=(("1", ""),),
        defects=("no-parts",),
    ),
    Case(
        "multipart-without-a-part",
        mail((*DATED, *typed("mixed", "b1")), "Bonjour,"),
        files=(("1", ""),),
        defects=("no-parts", "no-closing-boundary"),
    ),
    Case(
        "multipart-without-boundary",
        mail((*DATED, "Content-Type: multipart/mixed"), "Bonjour,"),
        files=(("1", ""),),
        defects=("no-boundary", "no-parts"),
    ),
    Case(
        "nested-multipart-not-closed",
        mail(
            (*DATED, *typed("mixed", "b1")),
            *multi(
                "b1", [*typed("alternative", "b2"), "", *multi("b2", text(), close=False)], pdf()
            ),
        ),
        files=FILE,
        text="Bonjour,",
        defects=("no-closing-boundary",),
    ),
    Case(
        "same-boundary-twice",
        mail(
            (*DATED, *typed("mixed", "b1")),
            *multi("b1", [*typed("alternative", "b1"), ""], text(), pdf()),
        ),
        files=(("1", ""), ("3", "bilan.pdf")),
        text="Bonjour,",
        defects=("repeated-boundary", "no-parts"),
    ),
    Case(
        "boundary-with-trailing-blanks",
        _swap(_WITH_PDF, b"--b1\r\n", b"--b1 \t\r\n"),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "boundary-look-alike-in-text",
        mixed(text("--b1x\r\n--b\r\n -- \r\n--"), pdf()),
        files=FILE,
        text="--b1x\n--b\n -- \n--",
    ),
    Case("part-without-header", mixed(["", "Bonjour,"], pdf()), files=FILE, text="Bonjour,"),
    Case(
        "part-without-blank-line",
        mixed(text(), ['Content-Type: application/pdf; name="bilan.pdf"']),
        files=FILE,
        text="Bonjour,",
    ),
    Case("only-part-is-a-pdf", mixed(pdf()), files=(("1", "bilan.pdf"),)),
    Case(
        "message-is-a-pdf",
        mail((*DATED, *pdf()[:3]), base64.b64encode(PDF)),  # type: ignore[arg-type]
        files=(("1", "bilan.pdf"),),
    ),
    Case(
        "deeply-nested",
        mail(
            (*DATED, *typed("mixed", "n0")),
            *(
                line
                for depth in range(20)
                for line in (f"--n{depth}", *typed("mixed", f"n{depth + 1}"), "")
            ),
            "--n20",
            *text(),
            "--n20",
            *pdf(),
            "--n20--",
        ),
        files=((".".join(["1"] * 20) + ".2", "bilan.pdf"),),
        text="Bonjour,",
        defects=("no-closing-boundary",),
    ),
    Case(
        "digest",
        mail(
            (*DATED, *typed("digest", "b1")),
            *multi("b1", ["", *BASE, "", "Un."], ["", *BASE, "", "Deux."]),
        ),
        files=(("1", ""), ("2", "")),
    ),
    Case(
        "report",
        mail(
            (*DATED, *typed("report", "b1")),
            *multi(
                "b1",
                text("Non remis."),
                [
                    "Content-Type: message/delivery-status",
                    "",
                    "Reporting-MTA: dns; mx.example.org",
                    "",
                    "Action: failed",
                ],
                ["Content-Type: text/rfc822-headers", "", *BASE],
            ),
        ),
        files=(("2", ""), ("3", "")),
        text="Non remis.",
    ),
    # Text and its alternatives.
    Case(
        "alternative",
        mail(
            (*DATED, *typed("alternative", "b1")),
            *multi(
                "b1", text(), text("<p>Bonjour&nbsp;!", "Content-Type: text/html; charset=utf-8")
            ),
        ),
        text="Bonjour,",
    ),
    Case(
        "html-only",
        mail(
            (*DATED, "Content-Type: text/html; charset=utf-8"),
            "<style>p{}</style><p>Bonjour &eacute;<br>Madame</p><!-- rien -->",
        ),
        text="Bonjour é\nMadame",
    ),
    Case(
        "apple-mail-text-pdf-text",
        mixed(text("Avant"), pdf(), text("Après")),
        files=FILE,
        text="Avant\nAprès",
    ),
    Case(
        "text-attached",
        mixed(
            text(),
            [
                "Content-Type: text/plain; charset=utf-8",
                'Content-Disposition: attachment; filename="notes.txt"',
                "",
                "Notes",
            ],
        ),
        files=(("2", "notes.txt"),),
        text="Bonjour,",
    ),
    Case(
        "html-attached",
        mixed(text(), ["Content-Type: text/html", "Content-Disposition: attachment", "", "<p>x"]),
        files=(("2", ""),),
        text="Bonjour,",
    ),
    Case(
        "body-with-a-name",
        mixed(text("Bonjour,", 'Content-Type: text/plain; name="corps.txt"'), pdf()),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "calendar",
        mail(
            (*DATED, *typed("alternative", "b1")),
            *multi(
                "b1",
                text(),
                [
                    "Content-Type: text/calendar; method=REQUEST",
                    "",
                    "BEGIN:VCALENDAR",
                    "END:VCALENDAR",
                ],
            ),
        ),
        files=(("2", ""),),
        text="Bonjour,",
    ),
    Case(
        "quoted-printable",
        mail(
            (
                *DATED,
                "Content-Type: text/plain; charset=iso-8859-1",
                "Content-Transfer-Encoding: quoted-printable",
            ),
            "Tr=E8s cordia=",
            "lement",
        ),
        text="Très cordialement\n",
    ),
    Case(
        "eight-bit-latin1-undeclared",
        mail(BASE, b"Tr\xe8s cordialement"),
        text="Très cordialement\n",
    ),
    Case(
        "wrong-charset",
        mail((*DATED, "Content-Type: text/plain; charset=x-inconnu"), "Très cordialement"),
        text="Très cordialement\n",
    ),
    Case("nul-bytes", mail(BASE, b"Bonjour\x00,"), text="Bonjour\x00,\n"),
    Case(
        "text-in-unknown-encoding",
        mail((*DATED, "Content-Transfer-Encoding: x-rot"), "Obawbhe"),
        text="Obawbhe\n",
        unread=("1",),
    ),
    # Names.
    Case(
        "name-2231",
        _named(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*=UTF-8''r%C3%A9sultat.pdf",
        ),
        files=(("2", "résultat.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-2231-continued",
        _named(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment;\r\n filename*0*=iso-8859-1'fr'r%E9;"
            '\r\n filename*1="sultat";\r\n filename*2*=%2Epdf',
        ),
        files=(("2", "résultat.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-2047-in-quotes",
        _named('Content-Type: application/pdf; name="=?UTF-8?Q?r=C3=A9sultat.pdf?="'),
        files=(("2", "résultat.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-2047-cut-in-a-character",
        _named(
            'Content-Type: application/pdf;\r\n name="=?UTF-8?B?csM=?=\r\n =?UTF-8?B?qS5wZGY=?="'
        ),
        files=(("2", "ré.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-raw-utf8",
        _named("Content-Type: application/pdf; name=résultat à lire.pdf"),
        files=(("2", "résultat à lire.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-raw-latin1",
        _named(b'Content-Type: application/pdf; name="r\xe9sultat.pdf"'),
        files=(("2", "résultat.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-with-semicolon-and-quote",
        _named(r'Content-Type: application/pdf; name="a;\"b\".pdf"'),
        files=(("2", 'a;"b".pdf'),),
        text="Bonjour,",
    ),
    Case(
        "name-hostile",
        _named(
            "Content-Type: application/pdf",
            "Content-Disposition: attachment; filename*=UTF-8''..%2F..%2F%E2%80%AEfdp%00.exe",
        ),
        files=(("2", "../../\u202efdp\x00.exe"),),
        text="Bonjour,",
    ),
    Case(
        "name-disagreeing",
        _named(
            'Content-Type: application/pdf; name="a.pdf"',
            'Content-Disposition: attachment; filename="b.pdf"',
        ),
        files=(("2", "b.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "name-missing",
        _named("Content-Type: application/octet-stream"),
        files=(("2", ""),),
        text="Bonjour,",
    ),
    Case(
        "subject-2047",
        mail(
            (
                FROM,
                TO,
                "Subject: =?iso-8859-1?Q?R=E9sultat?= =?utf-8?B?IMOg?=\r\n =?utf-8?Q?_lire?= vite",
            ),
            "Bonjour,",
        ),
        subject="Résultat à lire vite",
        text="Bonjour,\n",
    ),
    Case(
        "subject-raw-8bit",
        mail((FROM, TO, "Subject: Résultat"), "Bonjour,"),
        subject="Résultat",
        text="Bonjour,\n",
    ),
    # Addresses.
    Case(
        "group",
        _to("To: Equipe: a@example.org, B <b@example.org>;, c@example.org"),
        to=("a@example.org", "b@example.org", "c@example.org"),
        text="Bonjour,\n",
    ),
    Case("undisclosed", _to("To: undisclosed-recipients:;"), to=(), text="Bonjour,\n"),
    Case(
        "undisclosed-with-bcc",
        mail(
            (
                FROM,
                "To: undisclosed-recipients:;",
                "Bcc: a@example.org,\r\n b@example.org",
                *_ADDRESS_REST,
            ),
            "Bonjour,",
        ),
        to=("a@example.org", "b@example.org"),
        text="Bonjour,\n",
    ),
    Case(
        "semicolons",
        _to("To: a@example.org; b@example.org;"),
        to=("a@example.org", "b@example.org"),
        text="Bonjour,\n",
        defects=("semicolons",),
    ),
    Case(
        "missing-commas",
        _to("To: <a@example.org> B <b@example.org>"),
        to=("a@example.org", "b@example.org"),
        text="Bonjour,\n",
        defects=("missing-comma",),
    ),
    Case(
        "encoded-comma",
        _to("To: =?utf-8?Q?Moreau,_Jeanne?= <jeanne.moreau@example.org>"),
        text="Bonjour,\n",
    ),
    Case(
        "quoted-comma", _to('To: "Moreau, Jeanne" <jeanne.moreau@example.org>'), text="Bonjour,\n"
    ),
    Case(
        "comments",
        _to("To: (Dr) jeanne.moreau@example.org (Jeanne (la) Moreau)"),
        text="Bonjour,\n",
    ),
    Case(
        "route",
        _to("To: <@relais.example,@b.example:jeanne.moreau@example.org>"),
        text="Bonjour,\n",
    ),
    Case(
        "utf8-address",
        _to("To: Zoé <zoé@exemple-é.fr>"),
        to=("zoé@exemple-é.fr",),
        text="Bonjour,\n",
    ),
    Case("no-at", _to("To: jeanne.moreau"), to=("jeanne.moreau",), text="Bonjour,\n"),
    Case(
        "unclosed-quote",
        _to('To: "Jeanne <a@example.org>, b@example.org'),
        to=("a@example.org", "b@example.org"),
        text="Bonjour,\n",
    ),
    Case(
        "two-to-fields",
        mail(
            (FROM, "To: a@example.org", "To: b@example.org", "CC: c@example.org", *_ADDRESS_REST),
            "Bonjour,",
        ),
        to=("a@example.org", "b@example.org", "c@example.org"),
        text="Bonjour,\n",
        defects=("repeated-field",),
    ),
    Case("no-recipient", mail((FROM, *_ADDRESS_REST), "Bonjour,"), to=(), text="Bonjour,\n"),
    Case(
        "name-with-markup",
        _to('To: "<img src=x onerror=alert(1)>" <jeanne.moreau@example.org>'),
        text="Bonjour,\n",
    ),
    # What it answers, and where it was before.
    Case(
        "reply",
        mail(
            (
                FROM,
                TO,
                "Subject: RE : Votre compte rendu",
                "In-Reply-To: <deux@example.org>",
                "References: <zero@example.org>\r\n <deux@example.org>",
            ),
            "Merci",
        ),
        subject="RE : Votre compte rendu",
        relation="reply",
        text="Merci\n",
    ),
    Case(
        "forward-outlook",
        mail((FROM, TO, "Subject: TR: RE: Bilan", "In-Reply-To: <deux@example.org>"), "Voici"),
        subject="TR: RE: Bilan",
        relation="forward",
        text="Voici\n",
    ),
    Case(
        "forward-thunderbird",
        mail(
            (
                FROM,
                TO,
                "Subject: Bilan",
                "X-Forwarded-Message-Id: <deux@example.org>",
                "References: <deux@example.org>",
            ),
            "Voici",
        ),
        subject="Bilan",
        relation="forward",
        text="Voici\n",
    ),
    Case(
        "reply-by-references",
        mail((FROM, TO, "Subject: Bilan", "References: <deux@example.org>"), "Voici"),
        subject="Bilan",
        relation="reply",
        text="Voici\n",
    ),
    Case(
        "resent",
        mail(
            (
                "Resent-From: b@example.org",
                "Resent-To: c@example.org, d@example.org",
                "Resent-Message-ID: <r@example.org>",
                "Received: from x",
                *BASE,
            ),
            "Bonjour,",
        ),
        to=("c@example.org", "d@example.org"),
        text="Bonjour,\n",
    ),
    Case(
        "resent-twice",
        mail(
            (
                "Resent-From: e@example.org",
                "Resent-To: f@example.org",
                "Resent-From: b@example.org",
                "Resent-To: c@example.org",
                *BASE,
            ),
            "Bonjour,",
        ),
        to=("f@example.org",),
        text="Bonjour,\n",
    ),
    # Attachments of other kinds.
    Case(
        "message-attached",
        mixed(
            text(),
            [
                "Content-Type: message/rfc822",
                "Content-Disposition: attachment",
                "",
                *DATED,
                *typed("mixed", "i1"),
                "",
                *multi("i1", text("Dedans"), pdf()),
            ],
        ),
        files=(("2", ""),),
        text="Bonjour,",
    ),
    Case(
        "external-body",
        mixed(
            text(),
            [
                'Content-Type: message/external-body; access-type=URL; URL="x"',
                "",
                "Content-Type: application/pdf",
                "",
                "",
            ],
        ),
        files=(("2", ""),),
        text="Bonjour,",
    ),
    Case(
        "tnef",
        mixed(text(), file(b'x\x9f>"', 'Content-Type: application/ms-tnef; name="winmail.dat"')),
        files=(("2", "winmail.dat"),),
        text="Bonjour,",
    ),
    Case(
        "tnef-named-only",
        mixed(
            text(),
            file(
                b'x\x9f>"',
                "Content-Type: application/octet-stream",
                'Content-Disposition: attachment; filename="WINMAIL.DAT"',
            ),
        ),
        files=(("2", "WINMAIL.DAT"),),
        text="Bonjour,",
    ),
    Case(
        "uuencoded",
        mixed(
            text(),
            [
                'Content-Type: application/octet-stream; name="a.bin"',
                "Content-Transfer-Encoding: x-uuencode",
                "",
                "begin 644 a.bin",
                "#0V%T",
                "`",
                "end",
            ],
        ),
        files=(("2", "a.bin"),),
        text="Bonjour,",
    ),
    Case(
        "unknown-encoding",
        mixed(
            text(),
            [
                'Content-Type: application/pdf; name="a.pdf"',
                "Content-Transfer-Encoding: x-zip",
                "",
                "abc",
            ],
        ),
        files=(("2", "a.pdf"),),
        text="Bonjour,",
        unread=("2",),
    ),
    Case(
        "binary-part",
        mixed(
            text(),
            [
                'Content-Type: application/pdf; name="a.pdf"',
                "Content-Transfer-Encoding: binary",
                "",
                PDF,
            ],
        ),
        files=(("2", "a.pdf"),),
        text="Bonjour,",
    ),
    Case(
        "stale-fields",
        mixed(
            text(),
            pdf(
                "bilan.pdf",
                "Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==",
                "Content-Description: bilan.pdf",
                "X-Attachment-Id: f_1",
            ),
        ),
        files=FILE,
        text="Bonjour,",
    ),
    # Pictures in the text.
    Case(
        "inline-picture",
        mail(
            (*DATED, *typed("related", "b1")),
            *multi(
                "b1",
                text('<img src="cid:logo%40cabinet">', "Content-Type: text/html"),
                file(PNG, "Content-Type: image/png", "Content-ID: <logo@cabinet>"),
            ),
        ),
        pictures=("2",),
        text="",
    ),
    Case(
        "inline-picture-of-outlook",
        mixed(
            [
                *typed("related", "b2"),
                "",
                *multi(
                    "b2",
                    text('<p>Vu<img src="cid:image001.png@01DC">', "Content-Type: text/html"),
                    file(
                        PNG,
                        'Content-Type: image/png; name="image001.png"',
                        'Content-Disposition: attachment; filename="image001.png"',
                        "Content-ID: <image001.png@01DC>",
                    ),
                ),
            ],
            pdf(),
        ),
        pictures=("1.2",),
        files=FILE,
        text="Vu",
    ),
    Case(
        "picture-attached",
        mixed(
            text(),
            file(
                PNG,
                "Content-Type: image/png",
                'Content-Disposition: attachment; filename="photo.png"',
            ),
        ),
        files=(("2", "photo.png"),),
        text="Bonjour,",
    ),
    # Signed and encrypted.
    Case(
        "smime-signed",
        mail(
            (
                *DATED,
                *typed(
                    "signed",
                    "s1",
                ),
            ),
            *multi(
                "s1",
                [*typed("mixed", "b1"), "", *multi("b1", text(), pdf())],
                file(b"0\x82", 'Content-Type: application/pkcs7-signature; name="smime.p7s"'),
            ),
        ),
        files=(("1.2", "bilan.pdf"),),
        text="Bonjour,",
        protection="signed",
        refused="signed-mail",
    ),
    Case(
        "smime-opaque-signed",
        mail(
            (
                *DATED,
                'Content-Type: application/pkcs7-mime; name="smime.p7m"',
                "Content-Transfer-Encoding: base64",
            ),
            base64.b64encode(_DER_SIGNED),
        ),
        files=(("1", "smime.p7m"),),
        protection="signed",
        refused="signed-mail",
    ),
    Case(
        "smime-encrypted",
        mail(
            (
                *DATED,
                'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
                "Content-Transfer-Encoding: base64",
            ),
            base64.b64encode(_DER_ENVELOPED),
        ),
        files=(("1", "smime.p7m"),),
        protection="encrypted",
        refused="encrypted-mail",
    ),
    Case(
        "pgp-signed",
        mail(
            (*DATED, *typed("signed", "s1")),
            *multi(
                "s1",
                text(),
                [
                    "Content-Type: application/pgp-signature; name=signature.asc",
                    "",
                    "-----BEGIN PGP SIGNATURE-----",
                ],
            ),
        ),
        text="Bonjour,",
        protection="signed",
    ),
    Case(
        "pgp-signed-with-recipients-inside",
        mail(
            (*DATED, *typed("signed", "s1")),
            *multi(
                "s1",
                text("Bonjour,", 'Content-Type: text/plain; protected-headers="v1"', TO),
                ["Content-Type: application/pgp-signature", "", "-----BEGIN PGP SIGNATURE-----"],
            ),
        ),
        text="Bonjour,",
        protection="signed",
    ),
    Case(
        "pgp-encrypted",
        mail(
            (*DATED, *typed("encrypted", "s1")),
            *multi(
                "s1",
                ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
                ["Content-Type: application/octet-stream; name=encrypted.asc", "", *_ARMOUR],
            ),
        ),
        protection="encrypted",
    ),
    Case(
        "pgp-encrypted-renamed-by-exchange",
        mixed(
            ["Content-Type: application/pgp-encrypted", "", "Version: 1"],
            ["Content-Type: application/octet-stream; name=encrypted.asc", "", *_ARMOUR],
        ),
        protection="encrypted",
    ),
    Case(
        "pgp-inline", mail(BASE, *_ARMOUR), text="\n".join([*_ARMOUR, ""]), protection="encrypted"
    ),
    Case(
        "pgp-inline-signed",
        mail(BASE, "-----BEGIN PGP SIGNED MESSAGE-----", "", "Bonjour,"),
        text="-----BEGIN PGP SIGNED MESSAGE-----\n\nBonjour,\n",
        protection="signed",
    ),
    # Drafts, as clients leave them.
    Case(
        "draft-thunderbird",
        mixed(
            text(),
            pdf(),
            headers=(
                "X-Mozilla-Status: 0001",
                "X-Mozilla-Status2: 00800000",
                "X-Mozilla-Keys: ",
                "FCC: imap://x/Sent",
                "X-Identity-Key: id1",
                "X-Account-Key: account1",
                "X-Mozilla-Draft-Info: internal/draft; vcard=0",
                *DATED,
                "Bcc: b@example.org",
            ),
        ),
        to=("jeanne.moreau@example.org", "b@example.org"),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "draft-apple-mail",
        mixed(
            text(),
            pdf(),
            headers=(
                *DATED,
                "X-Apple-Mail-Remote-Attachments: NO",
                "X-Uniform-Type-Identifier: com.apple.mail-draft",
                "X-Universally-Unique-Identifier: 0000",
            ),
        ),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "draft-outlook-unsent",
        mixed(text(), pdf(), headers=("X-Unsent: 1", *DATED)),
        files=FILE,
        text="Bonjour,",
    ),
    Case(
        "draft-roundcube",
        mail(
            (
                "X-Draft-Info: type=reply; uid=4; folder=INBOX",
                *DATED,
                "Content-Type: text/plain; charset=UTF-8; format=flowed",
            ),
            "Bonjour,",
        ),
        text="Bonjour,\n",
    ),
    Case(
        "draft-gmail-without-to",
        mail(
            (
                FROM,
                "Subject: ",
                "MIME-Version: 1.0",
                "Message-ID: <g@mail.example>",
                *typed("alternative", "b1"),
            ),
            *multi("b1", text(), text("<div>Bonjour,", "Content-Type: text/html")),
        ),
        to=(),
        subject="",
        text="Bonjour,",
    ),
    Case(
        "draft-empty-fields",
        mail((FROM, "To: ", "Cc:", "Bcc: ", "Subject:"), "Bonjour,"),
        to=(),
        subject="",
        text="Bonjour,\n",
    ),
    Case(
        "sender-and-from",
        mail(
            (
                "Sender: secretariat@cabinet-exemple.fr",
                "From: Dr A <a@cabinet-exemple.fr>, Dr B <b@cabinet-exemple.fr>",
                TO,
                *_ADDRESS_REST,
            ),
            "Bonjour,",
        ),
        text="Bonjour,\n",
    ),
    Case(
        "blank-before-the-colon",
        mail((FROM, "To : jeanne.moreau@example.org", *_ADDRESS_REST), "Bonjour,"),
        text="Bonjour,\n",
        refused="unusual-structure",
    ),
)


def write() -> None:
    """Write every case to its file, and take away files of no case."""
    FOLDER.mkdir(exist_ok=True)
    for stale in FOLDER.glob("*.eml"):
        stale.unlink()
    for case in CASES:
        (FOLDER / f"{case.name}.eml").write_bytes(case.raw)


if __name__ == "__main__":
    write()
