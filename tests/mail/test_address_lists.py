"""Address lists, as RFC 5322 has them and as people type them."""

from __future__ import annotations

import pytest

from sceau.mail.address_lists import Group, read_addresses

A, B, J = "a@example.org", "b@example.org", "jean@example.org"

LISTS: dict[str, tuple[str, list[tuple[str, str, str, str]], list[str]]] = {
    "one bare address": (A, [(A, "", "", "")], []),
    "a name before the address": (f"Jean Dupont <{J}>", [(J, "Jean Dupont", "", "")], []),
    "a quoted name with a comma": (f'"Dupont, Jean" <{J}>', [(J, "Dupont, Jean", "", "")], []),
    "a quoted name with quotes in it": (rf'"J \"le\" D" <{J}>', [(J, 'J "le" D', "", "")], []),
    "a dot in the name": (f"Dr. Jean <{J}>", [(J, "Dr. Jean", "", "")], []),
    "a comma inside an encoded word": (
        f"=?utf-8?Q?Dupont,_Jean?= <{J}>, {B}",
        [(J, "Dupont, Jean", "", ""), (B, "", "", "")],
        [],
    ),
    "a comma that decoding brings out": (
        f"=?utf-8?B?RHVwb250LCBKZWFu?= <{J}>",
        [(J, "Dupont, Jean", "", "")],
        [],
    ),
    "raw UTF-8 in the name": (f"Zoé à l’hôpital <{J}>", [(J, "Zoé à l’hôpital", "", "")], []),
    "raw UTF-8 in the address": ("zoé@exemple-é.fr", [("zoé@exemple-é.fr", "", "", "")], []),
    "a comment for a name": (f"{J} (Jean (le) Dupont)", [(J, "Jean (le) Dupont", "", "")], []),
    "a group and one more": (
        f"Équipe: {A}, B <{B}>;, {J}",
        [(A, "", "Équipe", ""), (B, "B", "Équipe", ""), (J, "", "", "")],
        [],
    ),
    "an empty group": ("undisclosed-recipients:;", [], []),
    "undisclosed recipients without the colon": ("Undisclosed recipients", [], []),
    "a group nothing closes": (f"Dr: {J}", [(J, "", "Dr", "")], ["unclosed-group"]),
    "semicolons for commas": (f"{A}; {B};", [(A, "", "", ""), (B, "", "", "")], ["semicolons"]),
    "commas forgotten": (f"{A} {B}", [(A, "", "", ""), (B, "", "", "")], ["missing-comma"]),
    "commas forgotten between names": (
        f"A <{A}> B <{B}>",
        [(A, "A", "", ""), (B, "B", "", "")],
        ["missing-comma"],
    ),
    "empty places between commas": (f",, {A} ,, ,{B},", [(A, "", "", ""), (B, "", "", "")], []),
    "folded lines": (
        f"Jean\r\n Dupont\r\n\t<{J}>,\r\n {B}\r\n",
        [(J, "Jean Dupont", "", ""), (B, "", "", "")],
        [],
    ),
    "an old route": (f"<@x.org,@y.org:{J}>", [(J, "", "", "")], []),
    "blanks around the at": ("jean @ example.org", [(J, "", "", "")], []),
    "mailto: pasted along": (f"mailto:{J}", [(J, "", "", "")], []),
    "a quoted local part": ('"a b"@example.org', [('"a b"@example.org', "", "", "")], []),
    "an address literal": ("jean@[192.0.2.1]", [("jean@[192.0.2.1]", "", "", "")], []),
    "an unclosed quote": (
        f'"Jean <{J}>, {B}',
        [(J, '"Jean', "", "unclosed"), (B, "", "", "")],
        [],
    ),
    "an unclosed angle": (f"J <{J}, {B}", [(J, "J", "", "unclosed"), (B, "", "", "")], []),
    "a title stuck to the address is not guessed at": (
        f"Dr. {J}",
        [(f"Dr. {J}", "", "", "bad-character")],
        [],
    ),
    "a name without angles is not guessed at": (
        f"Jean Dupont {J}",
        [(f"Jean Dupont {J}", "", "", "bad-character")],
        [],
    ),
    "an encoded address": (
        "=?utf-8?Q?jean=40example.org?=",
        [(J, "", "", "bad-character")],
        [],
    ),
    "only a name": ("Jean", [("Jean", "", "", "no-at")], []),
    "empty angles": ("Jean <>", [("Jean <>", "Jean", "", "no-at")], []),
    "nothing at all": ("  \r\n ", [], []),
}


@pytest.mark.parametrize(("text", "boxes", "defects"), LISTS.values(), ids=LISTS)
def test_reading_a_list(
    text: str, boxes: list[tuple[str, str, str, str]], defects: list[str]
) -> None:
    found = read_addresses(text.encode().decode("latin-1"))
    read = [(one.address, one.name, one.group, one.defect) for one in found.recipients("cc")]
    assert read == boxes
    assert found.defects == defects
    assert all(one.field == "cc" for one in found.recipients("cc"))


def test_mailboxes_say_where_they_stand() -> None:
    text = f' "D, J" <{J}> (chef), Équipe: {A} ; , {B}'
    latin = text.encode().decode("latin-1")
    one, group, last = read_addresses(latin).entries
    assert isinstance(group, Group)
    places = [one, group, *group.members, last]
    assert [latin[p.start : p.end].encode("latin-1").decode() for p in places] == [
        f'"D, J" <{J}> (chef)',
        f"Équipe: {A} ;",
        A,
        B,
    ]
