"""What the desktop reads of Sceau: each file as its reader splits it, and nobody's own changed."""

from __future__ import annotations

import configparser
import json
import stat
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from sceau.desk.entries import checks, texts, thunar
from sceau.desk.entries.installing import (
    Homes,
    install,
    install_in_thunar,
    system_entries,
    thunar_file,
    uninstall,
    uninstall_from_thunar,
    user_entries,
)
from sceau.errors import CannotWrite
from support.command import Desktop

PROGRAMS = [
    Path("/usr/bin/sceau"),
    Path("/srv/à l'accueil/100 % sûr/sceau"),
    Path('/srv/$HOME `x` "y" \\z/sceau'),
]


def value_of(text: str, group: str, key: str) -> str:
    """Give a value as a desktop reads it: backslashes escape once in the file's own strings."""
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(text)
    return parser[group][key].replace("\\\\", "\\")


def exec_words(value: str) -> list[str]:
    """Split an ``Exec`` value as the desktops' own library does; ``%%`` is one per cent sign."""
    from gi.repository import GLib

    return [word.replace("%%", "%") for word in GLib.shell_parse_argv(value)[1]]


@pytest.mark.parametrize("run", PROGRAMS, ids=str)
def test_entries_start_the_program_with_the_chosen_files(run: Path) -> None:
    app = value_of(texts.application(run), "Desktop Entry", "Exec")
    assert exec_words(app) == [str(run), "seal", "--window", "%U"]
    protect = value_of(texts.application(run), "Desktop Action protect", "Exec")
    assert exec_words(protect) == [str(run)]
    assert exec_words(value_of(texts.autostart(run), "Desktop Entry", "Exec")) == [str(run)]
    menu = value_of(texts.dolphin(run), "Desktop Action sceauSeal", "Exec")
    assert exec_words(menu) == [str(run), "seal", "--window", "%U"]


@pytest.mark.parametrize("run", PROGRAMS, ids=str)
def test_file_managers_start_the_program(run: Path) -> None:
    nemo = texts.nemo(run).split("Exec=")[1].splitlines()[0]
    assert exec_words(nemo) == [str(run), "seal", "--window", "%F"]
    action = ElementTree.fromstring(texts.thunar(run))
    assert exec_words(action.findtext("command") or "") == [str(run), "seal", "--window", "%F"]


def test_what_people_read_is_in_both_languages() -> None:
    for text in (texts.application(PROGRAMS[0]), texts.nemo(PROGRAMS[0])):
        assert "[fr]=" in text
    assert "Name[fr]=Chiffrer pour un patient…" in texts.nemo(PROGRAMS[0])
    assert "Name=Encrypt for a patient…" in texts.dolphin(PROGRAMS[0])
    assert texts.nautilus_name("fr") == "Chiffrer pour un patient…"


@pytest.mark.e2e
def test_the_desktops_own_checker_finds_nothing(tmp_path: Path) -> None:
    for name, text in (
        ("sceau.desktop", texts.application(PROGRAMS[1])),
        ("autostart.desktop", texts.autostart(PROGRAMS[1])),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        told = subprocess.run(
            ["desktop-file-validate", str(tmp_path / name)], capture_output=True, text=True
        )
        assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_nautilus_gives_many_files_with_blanks_and_accents(tmp_path: Path) -> None:
    told = tmp_path / "it's told" / "sceau"
    told.parent.mkdir()
    told.write_text('#!/bin/sh\nfor one in "$@"; do echo "<$one>"; done\n')
    told.chmod(0o755)
    script = tmp_path / "script"
    script.write_text(texts.nautilus(told))
    script.chmod(0o755)
    addresses = ["file:///srv/Bilan%20d%27%C3%A9t%C3%A9%20*.pdf", "smb://serveur/partage/a.pdf"]
    done = subprocess.run(
        [str(script)],
        env={"PATH": "/usr/bin:/bin", "NAUTILUS_SCRIPT_SELECTED_URIS": "\n".join(addresses) + "\n"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["<seal>", "<--window>", *(f"<{one}>" for one in addresses)]


# -- Thunar, whose file is the person's -------------------------------------------------------

THEIRS = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- mes actions -->
<actions>
<action>
\t<icon>edit</icon>
\t<name>Renommer</name>
\t<unique-id>1699999999999999-1</unique-id>
\t<command>renommer %F &amp;&amp; vrai</command>
\t<patterns>*.pdf</patterns>
\t<other-files/>
</action>
</actions>
"""


def test_ours_joins_theirs_once_and_leaves_without_a_trace() -> None:
    first = thunar.merged(THEIRS, texts.thunar(PROGRAMS[0]))
    again = thunar.merged(first, texts.thunar(PROGRAMS[1]))
    names = [one.text for one in ElementTree.fromstring(again).iter("unique-id")]
    assert names == ["1699999999999999-1", texts.THUNAR_ID]
    assert str(PROGRAMS[0]).encode() not in again
    assert thunar.without(again) == THEIRS


NOT_THUNARS = {
    "cut short": THEIRS[:-20],
    "empty": b"",
    "another file": b"<menu></menu>",
    "no XML": b"actions",
    "closed in itself": b"<actions/>",
}


@pytest.mark.parametrize("content", NOT_THUNARS.values(), ids=NOT_THUNARS)
def test_a_file_that_is_not_understood_is_not_touched(content: bytes) -> None:
    with pytest.raises(CannotWrite, match="thunar-actions"):
        thunar.merged(content, texts.thunar(PROGRAMS[0]))


@pytest.fixture
def homes(tmp_path: Path) -> Homes:
    made = Homes(tmp_path / "data", tmp_path / "config")
    made.data.mkdir()
    made.config.mkdir()
    return made


def test_who_had_no_file_keeps_what_everybody_has(homes: Homes, tmp_path: Path) -> None:
    everybodys = tmp_path / "uca.xml"
    everybodys.write_bytes(THEIRS)
    install_in_thunar(PROGRAMS[0], homes, everybodys)
    assert b"Renommer" in thunar_file(homes).read_bytes()
    assert uninstall_from_thunar(homes, everybodys)
    assert list(homes.config.iterdir()) == []


def test_who_had_a_file_has_it_again(homes: Homes, tmp_path: Path) -> None:
    thunar_file(homes).parent.mkdir()
    thunar_file(homes).write_bytes(THEIRS)
    install_in_thunar(PROGRAMS[0], homes, tmp_path / "absent")
    assert uninstall_from_thunar(homes, tmp_path / "absent")
    assert thunar_file(homes).read_bytes() == THEIRS
    assert not uninstall_from_thunar(homes, tmp_path / "absent")


def test_a_link_to_kept_settings_stays_one(homes: Homes, tmp_path: Path) -> None:
    kept = tmp_path / "kept.xml"
    kept.write_bytes(THEIRS)
    thunar_file(homes).parent.mkdir()
    thunar_file(homes).symlink_to(kept)
    install_in_thunar(PROGRAMS[0], homes, tmp_path / "absent")
    assert thunar_file(homes).is_symlink()
    assert thunar.holds_ours(kept.read_bytes())


# -- installing -------------------------------------------------------------------------------


def files_below(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def test_one_user_gets_every_file_and_is_left_as_before(homes: Homes) -> None:
    others = homes.data / "nemo" / "actions" / "autre.nemo_action"
    others.parent.mkdir(parents=True)
    others.write_text("[Nemo Action]\n")
    entries = user_entries(PROGRAMS[0], homes, "fr")
    install(entries)
    assert files_below(homes.data) == {
        "applications/sceau.desktop",
        "icons/hicolor/scalable/apps/sceau.svg",
        "kio/servicemenus/sceau.desktop",
        "nautilus/scripts/Chiffrer pour un patient…",
        "nemo/actions/autre.nemo_action",
        "nemo/actions/sceau.nemo_action",
    }
    assert files_below(homes.config) == {"autostart/sceau.desktop"}
    script = homes.data / "nautilus/scripts/Chiffrer pour un patient…"
    assert stat.S_IMODE(script.stat().st_mode) == 0o755
    uninstall(user_entries(Path("sceau"), homes, "en"), homes)
    assert files_below(homes.data) == {"nemo/actions/autre.nemo_action"}
    assert sorted(one.name for one in homes.data.iterdir()) == ["nemo"]
    assert list(homes.config.iterdir()) == []


def test_the_machine_gets_what_is_everybodys(tmp_path: Path) -> None:
    install(system_entries(PROGRAMS[0], tmp_path))
    assert files_below(tmp_path) == {
        "etc/xdg/autostart/sceau.desktop",
        "usr/share/applications/sceau.desktop",
        "usr/share/icons/hicolor/scalable/apps/sceau.svg",
        "usr/share/kio/servicemenus/sceau.desktop",
        "usr/share/nemo/actions/sceau.nemo_action",
    }


@pytest.fixture
def person(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


def run(person: Desktop, *words: str) -> list[str]:
    home = person.root / "user"
    (home / "bin").mkdir(parents=True, exist_ok=True)
    ran = person.sceau(*words, "--json", HOME=str(home))
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    found = told["written"] if "written" in told else told["removed"]
    return [str(Path(one).relative_to(home)) for one in found]


def test_the_command_installs_and_takes_away(person: Desktop) -> None:
    home = person.root / "user"
    would = run(person, "install", "desktop", "--dry-run")
    assert not files_below(home)
    assert run(person, "install", "desktop") == would
    assert {".config/Thunar/uca.xml", ".local/share/applications/sceau.desktop"} <= set(would)
    assert set(run(person, "uninstall", "desktop")) == set(would)
    assert not files_below(home)


def test_a_thunar_file_that_is_not_understood_is_told_and_holds_back_nothing_else(
    person: Desktop,
) -> None:
    home = person.root / "user"
    theirs = home / ".config" / "Thunar" / "uca.xml"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(THEIRS[:-20])
    ran = person.sceau("install", "desktop", HOME=str(home))
    assert ran.code == CannotWrite.exit_code
    assert "il n’a pas été changé" in ran.err
    assert theirs.read_bytes() == THEIRS[:-20]
    assert (home / ".local/share/applications/sceau.desktop").is_file()


def test_doctor_says_what_is_there(
    homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(homes.data))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(homes.config))
    root = tmp_path / "root"
    assert checks.entry(root) is None
    assert checks.check_manager("thunar", root)[0] == "warn"
    program = tmp_path / "à moi" / "sceau"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    install(user_entries(program, homes, "fr"))
    install_in_thunar(program, homes, tmp_path / "absent")
    found = checks.entry(root)
    assert found is not None
    assert checks.check_entry(found)[0] == "good"
    for manager in checks.MANAGERS:
        assert checks.check_manager(manager, root)[0] == "good"
    program.unlink()
    assert checks.check_entry(found)[0] == "bad"
