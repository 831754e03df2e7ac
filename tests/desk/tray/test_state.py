"""What the tray says and offers, and how it is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from sceau.aftercare.journal.entry import Entry, Event
from sceau.aftercare.journal.journal import FILE, Journal
from sceau.desk.tray.layout import ROOT, layout
from sceau.desk.tray.menu import Item, find, menu_of
from sceau.desk.tray.picture import SIZES, picture
from sceau.desk.tray.state import Known, Level, TrayState, last_sends, state_of
from sceau.desk.tray.watching import last_entries, thunderbird_runs
from sceau.phrases import phrase, say

STATES: dict[str, tuple[Known, Level]] = {
    "the helper is gone": (Known(helper=False), "inactive"),
    "the helper is gone, whatever else": (
        Known(helper=False, installed=True, running=True, connected=True),
        "inactive",
    ),
    "no mail program is set up": (Known(helper=True), "active"),
    "Thunderbird is closed": (Known(helper=True, installed=True), "active"),
    "Thunderbird is connected": (
        Known(helper=True, installed=True, running=True, connected=True),
        "active",
    ),
    "Thunderbird runs without Sceau": (
        Known(helper=True, installed=True, running=True),
        "partial",
    ),
    "Outlook runs without Sceau": (Known(helper=True, outlook_apart=True), "partial"),
    "the establishment's policy cannot be read": (
        Known(helper=True, policy_broken=True),
        "partial",
    ),
    "an account's drafts are not watched": (Known(helper=True, unwatched="travail"), "partial"),
    "there is a pause": (Known(helper=True, paused_until="14:32", may_pause=True), "partial"),
    "the helper is gone, and so is its pause": (
        Known(helper=False, paused_until="14:32"),
        "inactive",
    ),
}


@pytest.mark.parametrize(("known", "level"), STATES.values(), ids=STATES)
def test_the_colour_is_true_and_never_without_words(known: Known, level: Level) -> None:
    state = state_of(known)
    assert state.level == level
    for language in ("fr", "en"):
        assert len(say(state.sentence, language)) > 20


def labels(state: TrayState, sends: tuple = ()) -> list[str]:
    return [say(one.label, "fr") for one in menu_of(state, sends) if one.label is not None]


def test_the_menu_is_what_there_is() -> None:
    assert labels(state_of(Known(helper=True))) == [
        "Sceau est actif\u00a0: vos mails sont vérifiés avant l’envoi",
        "Chiffrer des fichiers…",
        "Derniers envois",
        "Mots de passe donnés",
        "Réglages…",
        "Quitter Sceau",
    ]


def test_what_is_stopped_can_be_started_from_the_menu() -> None:
    items = menu_of(state_of(Known(helper=False)), ())
    assert [one.action for one in items if one.action] == ["start", "seal", "settings", "quit"]


def test_what_waits_for_an_answer_is_said() -> None:
    assert "2 envois attendent votre réponse" in labels(state_of(Known(helper=True, waiting=2)))


def below(items: tuple[Item, ...], id: int) -> list[str]:
    found = find(items, id)
    return [say(one.label, "fr") for one in found.below if one.label] if found else []


def actions(items: tuple[Item, ...]) -> list[str]:
    return [one.action for item in items for one in (item, *item.below) if one.action]


def test_a_pause_is_offered_only_where_it_is_allowed_and_then_its_end() -> None:
    assert "pause" not in actions(menu_of(state_of(Known(helper=True)), ()))
    allowed = menu_of(state_of(Known(helper=True, may_pause=True)), ())
    assert below(allowed, 16) == [
        "La fenêtre s’ouvrira encore pour ce qui demande une décision",
        "15 minutes",
        "Une heure",
    ]
    paused = state_of(Known(helper=True, may_pause=True, paused_until="14:32"))
    assert "en pause jusqu’à 14:32" in say(paused.sentence, "fr")
    assert "resume" in actions(menu_of(paused, ()))
    assert "pause" not in actions(menu_of(paused, ()))


def test_a_thunderbird_that_is_not_connected_is_said_before_a_pause() -> None:
    known = Known(helper=True, installed=True, running=True, paused_until="14:32", may_pause=True)
    assert state_of(known).sentence.key == "tray.partial-thunderbird"
    assert "resume" in actions(menu_of(state_of(known), ()))


def test_whom_passwords_were_given_to_is_shown_once_it_was_asked() -> None:
    state = state_of(Known(helper=True))
    line = phrase("passwords.line", day="25/11", who="Marie Durand")
    assert below(menu_of(state, ()), 15) == ["Un instant…"]
    assert below(menu_of(state, (), ()), 15) == ["Aucun mot de passe donné ces six derniers mois"]
    items = menu_of(state, (), (line,))
    assert below(items, 15) == [
        "25/11\u00a0: Marie Durand",
        "Mot de passe perdu\u00a0: chiffrer de nouveau…",
    ]
    assert find(items, 397).action == "seal"  # type: ignore[union-attr]


def test_how_it_stands_with_each_account_is_said() -> None:
    starts = (phrase("drafts.starting"),)
    accounts = (("travail", starts), ("dossier", (*starts, phrase("notice.draft"))))
    items = menu_of(state_of(Known(helper=True, accounts=accounts)), ())
    starting = say(phrase("drafts.starting"), "fr")
    came_back = say(phrase("notice.draft"), "fr")
    assert below(items, 14) == ["travail", starting, "dossier", starting, came_back]


def entry(event: Event, about: str, recipients: int = 0, at: str = "14:32") -> Entry:
    return Entry(
        at=f"2026-11-25T{at}:07+01:00",
        event=event,
        hook="mail",
        about=about,
        recipients=recipients,
    )


def test_the_last_sends_name_nobody_and_are_newest_first() -> None:
    records = [entry("confirmed", "a", 2), entry("left", "a", at="14:33")]
    records += [entry("confirmed", "b", 1), entry("refused", "b", at="14:40")]
    records += [entry("kept", "c", 3), entry("sealed", "d")]
    assert [say(one, "fr") for one in last_sends(tuple(records))] == [
        "25/11 à 14:40, refusé (1 destinataire)",
        "25/11 à 14:33, parti à 2 destinataires",
    ]


def test_only_the_last_five_are_shown() -> None:
    records = [entry("left", str(number), at=f"10:{number:02}") for number in range(20)]
    shown = last_sends(tuple(records))
    assert [one.values["time"] for one in shown] == ["10:19", "10:18", "10:17", "10:16", "10:15"]


def test_the_end_of_a_long_journal_is_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path, lambda: bytes(32))
    for number in range(300):
        journal.add(entry("left", f"{number:016x}"))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"half a rec')
    found = last_entries(tmp_path)
    assert 5 < len(found) <= 300
    assert found[-1].about == f"{299:016x}"


def test_without_a_journal_there_are_no_sends(tmp_path: Path) -> None:
    assert last_entries(tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "runs"),
    [("thunderbird", True), ("thunderbird-bin", True), ("thunderbirdish", False), ("bash", False)],
)
def test_a_thunderbird_that_runs_is_seen(tmp_path: Path, name: str, runs: bool) -> None:
    (tmp_path / "42").mkdir()
    (tmp_path / "42" / "comm").write_text(f"{name}\n")
    (tmp_path / "43").mkdir()
    assert thunderbird_runs(tmp_path) is runs


def test_the_layout_is_a_tree_of_the_depth_asked_for() -> None:
    items = menu_of(state_of(Known(helper=True)), (phrase("tray.no-sends"),))

    def french(sentence: object) -> str:
        return say(sentence, "fr")  # type: ignore[arg-type]

    id, own, below = layout(items, 0, ROOT, -1, french)
    assert (id, own) == (0, ROOT)
    assert [value[0] for _, value in below] == [1, 3, 10, 11, 15, 13, 4, 20]
    sends = next(value for _, value in below if value[0] == 11)
    assert sends[1]["children-display"] == ("s", "submenu")
    assert [value[0] for _, value in sends[2]] == [100]
    assert layout(items, 0, ROOT, 0, french)[2] == []
    assert all(value[2] == [] for _, value in layout(items, 0, ROOT, 1, french)[2])


def test_a_line_is_found_at_any_depth() -> None:
    items = menu_of(state_of(Known(helper=True)), (phrase("tray.no-sends"),))
    assert find(items, 100) is not None
    assert find(items, 55) is None


@pytest.mark.parametrize("size", SIZES)
def test_the_shield_is_drawn_in_its_colour_inside_and_nothing_in_the_corners(size: int) -> None:
    colours = set()
    for level in ("active", "partial", "inactive"):
        drawn = picture(level, size)  # type: ignore[arg-type]
        assert len(drawn) == 4 * size * size

        def at(x: float, y: float, drawn: bytes = drawn) -> tuple[int, ...]:
            place = 4 * (int(y * size) * size + int(x * size))
            return tuple(drawn[place : place + 4])

        assert at(0, 0)[0] == 0
        assert at(0.99, 0.99)[0] == 0
        inside = at(0.5, 0.22) if level != "partial" else at(0.3, 0.4)
        assert inside[0] == 255
        colours.add(inside)
    assert len(colours) == 3
