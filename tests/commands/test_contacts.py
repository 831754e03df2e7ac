"""``sceau contacts``: list, import, forget; and what ``sceau check`` then knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Desktop

VCARD = (
    "BEGIN:VCARD\nFN:Marie Durand\nEMAIL:marie.durand@orange.example\nEND:VCARD\n"
    "BEGIN:VCARD\nFN:Paul Petit\nEMAIL:paul.petit@free.example\nEND:VCARD\n"
)
MAIL = (
    "From: s@clinique-exemple.example\nTo: {to}\nSubject: Rendez-vous\n\nBonjour, \u00e0 mardi.\n"
)


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    (tmp_path / "c.vcf").write_text(VCARD)
    return Desktop(tmp_path)


def rules(desktop: Desktop, to: str) -> list[str]:
    (desktop.root / "m.eml").write_text(MAIL.format(to=to))
    return [one["rule"] for one in desktop.sceau("check", "m.eml", "--json").json["findings"]]


def test_imported_they_are_listed_known_and_forgotten(desktop: Desktop) -> None:
    assert rules(desktop, "neuf@free.example") == []  # nothing is remembered yet
    ran = desktop.sceau("contacts", "import", "c.vcf", "--json")
    assert (ran.code, ran.json) == (0, {"people": 2, "new": 2, "mails": 0, "unread": 0})
    listed = desktop.sceau("contacts", "list", "--json").json
    assert [one["address"] for one in listed] == [
        "marie.durand@orange.example",
        "paul.petit@free.example",
    ]
    assert rules(desktop, "marie.durand@orange.example") == []
    assert rules(desktop, "neuf@free.example") == ["first-time-recipient"]
    assert rules(desktop, "marie.durnad@orange.example") == ["lookalike-address"]
    assert desktop.sceau("contacts", "forget", "Marie.Durand@orange.example").code == 0
    assert rules(desktop, "marie.durand@orange.example") == ["first-time-recipient"]
    assert desktop.sceau("contacts", "forget", "marie.durand@orange.example").code == 66
    assert desktop.sceau("contacts", "forget", "--all").code == 0
    assert desktop.sceau("contacts", "list", "--json").json == []


def test_nobody_is_readable_on_the_disk(desktop: Desktop) -> None:
    desktop.sceau("contacts", "import", "c.vcf")
    for clear in (b"marie.durand", b"Marie Durand", b"orange.example"):
        assert desktop.holding(clear) == []


def test_they_are_told_in_sentences(desktop: Desktop) -> None:
    said = desktop.sceau("contacts", "import", "c.vcf").out
    assert said == "2 correspondants trouvés, dont nouveaux\u00a0: 2.\n"
    assert "Marie Durand <marie.durand@orange.example>" in desktop.sceau("contacts", "list").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "x"), 64),
        (("forget",), 64),
        (("import",), 64),
        (("import", "--all"), 64),
        (("import", "gone.vcf"), 66),
        (("forget", "nobody@x.example"), 66),
    ],
)
def test_wrong_use_is_told(desktop: Desktop, words: tuple[str, ...], code: int) -> None:
    ran = desktop.sceau("contacts", *words)
    assert ran.code == code
    assert "Traceback" not in ran.said


def test_a_damaged_memory_is_told_by_check_and_begun_anew_when_asked(desktop: Desktop) -> None:
    desktop.sceau("contacts", "import", "c.vcf")
    state = desktop.home / "state"
    for extra in state.glob("memory.sqlite-*"):
        extra.unlink()
    (state / "memory.sqlite").write_bytes(b"nothing" * 1000)
    assert rules(desktop, "marie.durand@orange.example") == ["not-examined"]
    assert desktop.sceau("contacts", "list").code == 65
    told = {one["check"]: one["state"] for one in desktop.sceau("doctor", "--json").json}
    assert told["contacts"] == "bad"
    assert desktop.sceau("contacts", "forget", "--all").code == 0
    assert desktop.sceau("contacts", "list", "--json").json == []


def test_where_nothing_is_to_be_remembered_it_says_so(desktop: Desktop) -> None:
    (desktop.home / "config").mkdir(parents=True)
    (desktop.home / "config" / "settings.toml").write_text("[memory]\nenabled = false\n")
    assert desktop.sceau("contacts", "list").code == 77
