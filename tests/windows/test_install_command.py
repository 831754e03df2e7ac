"""``sceau install``, ``sceau uninstall`` and ``sceau doctor`` on Windows: what stands in the
registry, value by value, and what is said of it."""

from __future__ import annotations

import json
import sys
from typing import Any, get_args

import pytest

from sceau.hooks.thunderbird import xpi
from sceau.phrases import phrase, say
from sceau.windows.registered import Part, entries
from support.repository import ROOT
from support.wine import Wine
from support.wine_registry import expected, found

sys.path.insert(0, str(ROOT / "installer" / "windows"))

import launchers
import stage

pytestmark = pytest.mark.e2e

PARTS: tuple[Part, ...] = get_args(Part)
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
POLICY = r"HKLM\Software\Policies\Sceau"


@pytest.fixture(scope="module")
def program(windows: Wine) -> Wine:
    """The program, whole, where an installer would have put it; nothing is registered."""
    folder = windows.runtime
    launchers.build(folder)
    (folder / "sceau.xpi").write_bytes(xpi.build())
    (folder / "sceau.json").write_bytes(stage.manifest())
    stage.shim.build(folder / "outlook")
    return windows


COMMANDS = """
import contextlib, io, json, sys
from sceau.cli import main
told = []
for words in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = main([*words, "--json", "--language", "fr"])
    told.append([code, json.loads(said.getvalue() or "null")])
print(json.dumps(told))
"""


def sceau(windows: Wine, *commands: str) -> list[tuple[int, Any]]:
    """Run commands one after the other in one program: Wine takes its time to start one. Give the
    exit code and the JSON of each."""
    asked = json.dumps([one.split() for one in commands])
    done = windows.python("-c", COMMANDS, given=asked.encode())
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return [(code, told) for code, told in json.loads(done.stdout)]


def words(windows: Wine) -> dict[str, str]:
    verb = say(phrase("entry.seal"), "fr")
    return {"folder": windows.path(windows.runtime), "verb": verb}


def test_each_part_is_registered_for_one_person_and_taken_out_again(program: Wine) -> None:
    every = entries("person")
    program.run("reg", "add", RUN, "/v", "Autre", "/d", "autre.exe", "/f")
    assert {code for code, _ in sceau(program, *(f"install {one} --dry-run" for one in PARTS))} == {
        0
    }
    assert found(program, "person", every) == {}
    for part, (code, told) in zip(
        PARTS, sceau(program, *(f"install {one}" for one in PARTS)), strict=True
    ):
        keys = {f"HKEY_CURRENT_USER\\{one.key}" for one in entries("person", part)}
        assert (code, set(told["written"])) == (0, keys)
    assert found(program, "person", every) == expected(every, words(program))
    for part, (code, told) in zip(
        PARTS, sceau(program, *(f"uninstall {one}" for one in PARTS)), strict=True
    ):
        keys = {f"HKEY_CURRENT_USER\\{one.key}" for one in entries("person", part)}
        assert (code, set(told["removed"])) == (0, keys)
    assert found(program, "person", every) == {}
    # what is another's stays
    assert program.registry(RUN) == {"Autre": "autre.exe"}


def test_an_administrator_registers_outlook_for_programs_of_64_and_32_bits(program: Wine) -> None:
    given = entries("machine", "outlook")
    assert sceau(program, "install outlook --system")[0][0] == 0
    there = found(program, "machine", given)
    assert there == expected(given, words(program))
    assert len([one for one in there if "WOW6432Node" in one and "LoadBehavior" in one]) == 1
    assert sceau(program, "uninstall outlook --system")[0][0] == 0
    assert found(program, "machine", given) == {}


def test_a_program_that_is_not_whole_registers_nothing(program: Wine) -> None:
    add_on = program.runtime / "sceau.xpi"
    content = add_on.read_bytes()
    add_on.unlink()
    try:
        ((code, told),) = sceau(program, "install thunderbird")
        assert (code, told["error"]) == (66, "no-program")
        assert found(program, "person", entries("person", "thunderbird")) == {}
    finally:
        add_on.write_bytes(content)


LOOK = r"""
import json, winreg
from sceau.hooks.outlook.checks import check_add_in, check_new_outlook
from sceau.windows import outlook
version = r"Software\Microsoft\Office\16.0\Outlook"
person, machine = winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE
def put(hive, key, name, value):
    kind = {str: winreg.REG_SZ, int: winreg.REG_DWORD, bytes: winreg.REG_BINARY}[type(value)]
    with winreg.CreateKey(hive, key) as opened:
        winreg.SetValueEx(opened, name, 0, kind, value)
def take(hive, key, name):
    with winreg.OpenKey(hive, key, 0, winreg.KEY_SET_VALUE) as opened:
        winreg.DeleteValue(opened, name)
told = {}
def look(what):
    found = outlook.find()
    state, sentence = check_add_in(found)
    told[what] = [state, sentence.key, found.outlook, check_new_outlook(found)[0]]
app = r"Software\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE"
look("no Outlook")
put(machine, app, "", r"C:\Office\OUTLOOK.EXE")
put(machine, version, "Bitness", "x86")
look("32 bits")
put(machine, version, "Bitness", "x64")
look("64 bits")
own = r"Software\Microsoft\Office\Outlook\Addins\Sceau.Outlook"
put(person, own, "LoadBehavior", 2)
look("unticked")
put(person, own, "LoadBehavior", 3)
off = version + r"\Resiliency\DisabledItems"
path = r"c:\users\é\sceau\outlook\x64\sceauoutlook.dll"
put(person, off, "1A2B", b"\x01\0\0\0\x54\0\0\0" + (path + "\0Sceau\0").encode("utf-16-le"))
put(person, off, "3C4D", b"\x01\0\0\0" + "c:\\other\\other.dll\0".encode("utf-16-le"))
look("turned off")
outlook.forgive()
look("forgiven")
told["left"] = list(__import__("sceau.windows.registry", fromlist=["values"]).values(off, "person"))
listed = r"Software\Policies\Microsoft\Office\16.0\Outlook\Resiliency\AddinList"
put(machine, listed, "Sceau.Outlook", "0")
look("in a list Outlook does not read")
take(machine, listed, "Sceau.Outlook")
put(person, listed, "Sceau.Outlook", "0")
look("forbidden")
take(person, listed, "Sceau.Outlook")
kept = version + r"\Resiliency\DoNotDisableAddinList"
take(person, kept, "Sceau.Outlook")
outlook.keep_on()
told["kept on"] = __import__("sceau.windows.registry", fromlist=["values"]).values(kept, "person")
put(person, version + r"\Preferences", "UseNewOutlook", 1)
look("new Outlook")
for hive, key, name in ((machine, app, ""), (machine, version, "Bitness"), (person, off, "3C4D"),
                        (person, version + r"\Preferences", "UseNewOutlook")):
    take(hive, key, name)
print(json.dumps(told))
"""


def test_what_outlook_notes_in_the_registry_is_read(program: Wine) -> None:
    assert sceau(program, "install outlook")[0][0] == 0
    done = program.python("-c", LOOK)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert json.loads(done.stdout) == {
        "no Outlook": ["good", "doctor.outlook", False, "good"],
        "32 bits": ["good", "doctor.outlook-bits", True, "good"],
        "64 bits": ["good", "doctor.outlook-bits", True, "good"],
        "unticked": ["bad", "doctor.outlook-off", True, "good"],
        "turned off": ["bad", "doctor.outlook-disabled", True, "good"],
        "forgiven": ["good", "doctor.outlook-bits", True, "good"],
        "left": ["3C4D"],
        "in a list Outlook does not read": ["good", "doctor.outlook-bits", True, "good"],
        "kept on": {"Sceau.Outlook": 1},
        "forbidden": ["bad", "doctor.outlook-forbidden", True, "good"],
        "new Outlook": ["good", "doctor.outlook-bits", True, "warn"],
    }
    assert sceau(program, "uninstall outlook")[0][0] == 0


PIPE = """
from sceau.windows.checks import looks
print(dict(looks())["pipe"]()[0])
"""


def test_doctor_goes_the_whole_way_and_tells_of_a_broken_policy(program: Wine) -> None:
    program.run("reg", "add", POLICY, "/v", "window", "/d", "peut-être", "/f")
    try:
        asked = (*(f"install {one}" for one in PARTS), "doctor", "helper status")
        *_, (code, told), (running, state) = sceau(program, *asked)
        assert code == 69
        states = {one["check"]: one["state"] for one in told}
        good = ("thunderbird", "thunderbird-chain", "outlook", "outlook-web", "sealing", "key")
        assert {one: states[one] for one in (*good, "autostart", "explorer")} == dict.fromkeys(
            (*good, "autostart", "explorer"), "good"
        )
        assert states["policy"] == "bad"
        assert states["window"] == "warn"  # Wine has no WebView2
        said = {one["check"]: one["sentence"] for one in told}
        assert "Gestionnaire d’identification" in said["key"]
        # the chain has started the helper, over its pipe
        assert (running, state["policy_broken"]) == (0, True)
    finally:
        program.run("reg", "delete", POLICY, "/f")
    assert program.python("-c", PIPE).stdout.split() == [b"good"]
    (_, state), *gone = sceau(
        program, "helper status", *(f"uninstall {one}" for one in PARTS), "helper stop"
    )
    assert state["policy_broken"] is False
    assert {code for code, _ in gone} == {0}
    assert program.python("-c", PIPE).stdout.split() == [b"warn"]
