"""The Outlook add-in apart from Outlook: its handlers and its pane's logic in Node."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import msgspec
import pytest

from sceau.desk.view import AttachmentRow, ConfirmView, FindingRow, RecipientRow
from sceau.hooks.officejs.build import ICONS, Choices, WrongChoice, build, manifest
from sceau.hooks.officejs.rule_data import sentences
from sceau.phrases import LANGUAGES
from support.node import NODE, node_tests
from support.repository import ROOT

TESTS = ROOT / "tests" / "hooks" / "officejs"
SHOWING = ("confirming.test.mjs", "text.test.mjs")
"""Those whose views are looked at."""


@pytest.fixture(scope="module", autouse=True)
def dist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The add-in built as it is shipped; Node's tests find it by its place."""
    folder = tmp_path_factory.mktemp("outlook-web")
    build(folder, Choices(host="https://sceau.example"))
    os.environ["SCEAU_DIST"] = str(folder)
    yield folder
    del os.environ["SCEAU_DIST"]


@pytest.mark.parametrize(
    "name",
    sorted(one.name for one in TESTS.glob("*.test.mjs") if one.name not in SHOWING),
)
def test_the_logic_holds_in_node(name: str) -> None:
    assert node_tests(TESTS / name) > 1


@pytest.fixture(scope="module")
def views(dist: Path) -> list[dict[str, Any]]:
    """Every view the pane showed while its logic was tested."""
    for name in SHOWING:
        node_tests(TESTS / name)
    found: list[dict[str, Any]] = json.loads((dist / "views.json").read_text(encoding="utf-8"))
    return found


def test_every_view_is_one_the_pages_know(views: list[dict[str, Any]]) -> None:
    """And says all a view says: a page leans on what the helper always gives."""
    assert len(views) > 50
    for one in views:
        told = msgspec.convert(one, ConfirmView)
        assert set(one) - {"page"} == set(ConfirmView.__struct_fields__)
        for row, kind in (
            *((row, FindingRow) for row in one["recipient_findings"]),
            *((row, RecipientRow) for row in one["recipients"]),
            *((row, AttachmentRow) for row in one["attachments"]),
        ):
            assert set(row) == set(kind.__struct_fields__)
        assert told.revision


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_views_is_in_the_add_on(
    views: list[dict[str, Any]], language: str
) -> None:
    said = sentences()[language]

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            own = {value["key"]} if set(value) == {"key", "values"} else set()
            return own.union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(views) <= set(said)


def test_a_host_that_is_no_https_address_is_refused() -> None:
    for host in ("http://a.example", "a.example", "https://", "https://u@a.example", 'https://a"b'):
        with pytest.raises(WrongChoice):
            Choices(host=host)
    with pytest.raises(WrongChoice):
        Choices(host="https://a.example", domains=("pas un domaine",))


# -- the manifest ------------------------------------------------------------------------------

MAIL = "{http://schemas.microsoft.com/office/mailappversionoverrides/1.1}"
BASE = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"
APP = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ORDER = ["Requirements", "Hosts", "Resources", "EquivalentAddins"]
"""Of the elements of VersionOverrides 1.1: Microsoft's schema takes them in this order alone."""


@pytest.fixture(scope="module")
def tree(dist: Path) -> ElementTree.Element:
    return ElementTree.parse(dist / "manifest.xml").getroot()


def test_the_manifest_asks_for_what_outlook_must_have(tree: ElementTree.Element) -> None:
    overrides = tree.find(f".//{MAIL}VersionOverrides")
    assert overrides is not None
    assert [one.tag.removeprefix(MAIL) for one in overrides] == ORDER
    assert tree.findtext(f"{APP}Permissions") == "ReadWriteItem"
    sets = overrides.find(f"{MAIL}Requirements/{BASE}Sets")
    assert sets is not None and sets.get("DefaultMinVersion") == "1.12"
    events = {one.get("Type"): one.get("FunctionName") for one in tree.iter(f"{MAIL}LaunchEvent")}
    assert events == {
        one: one[0].lower() + one[1:]
        for one in ("OnMessageRecipientsChanged", "OnMessageAttachmentsChanged", "OnMessageSend")
    }


def test_its_events_are_those_the_handlers_take(tree: ElementTree.Element, dist: Path) -> None:
    script = (dist / "launch.js").read_text(encoding="utf-8")
    named = set(re.findall(r'actions\.associate\("(\w+)"', script))
    assert named == {one.get("FunctionName") for one in tree.iter(f"{MAIL}LaunchEvent")}
    (control,) = tree.iter(f"{MAIL}Control")
    assert f'"{control.get("id")}"' in script


@pytest.mark.parametrize(("mode", "written"), [("block", "Block"), ("soft-block", "SoftBlock")])
def test_the_mode_is_the_one_chosen(mode: Literal["block", "soft-block"], written: str) -> None:
    assert f'SendMode="{written}"' in manifest(Choices("https://a.example", mode=mode))


@pytest.mark.parametrize(("sends", "right"), [(False, "ReadWriteItem"), (True, "ReadWriteMailbox")])
def test_the_right_to_the_whole_mailbox_is_asked_for_only_to_send(sends: bool, right: str) -> None:
    assert f"<Permissions>{right}</Permissions>" in manifest(
        Choices("https://a.example", sends=sends)
    )


def test_classic_outlook_is_asked_once(tree: ElementTree.Element) -> None:
    """Where the classic add-in is there, Outlook for Windows leaves this one out."""
    assert [one.text for one in tree.iter(f"{MAIL}ProgId")] == ["Sceau.Outlook"]
    assert [one.text for one in tree.iter(f"{MAIL}Type")] == ["COM"]


def test_every_resource_it_names_is_there(tree: ElementTree.Element, dist: Path) -> None:
    named = {one.get("resid") for one in tree.iter() if one.get("resid")}
    resources = [one for one in tree.iter() if one.tag.startswith(BASE) and one.get("id")]
    assert named == {one.get("id") for one in resources}
    urls = {
        value
        for one in tree.iter()
        for value in (one.get("DefaultValue"), one.get("Value"))
        if value and value.startswith("https://")
    }
    assert len(urls) > 6
    for url in urls:
        assert (dist / url.removeprefix("https://sceau.example/")).is_file(), url


def test_what_is_said_in_it_is_in_both_languages_and_short_enough(
    tree: ElementTree.Element,
) -> None:
    longest = {"ShortStrings": 125, "LongStrings": 250}
    for kind, most in longest.items():
        for one in tree.iter(f"{BASE}{kind}"):
            for string in one.iter(f"{BASE}String"):
                english = [other.get("Value") for other in string.iter(f"{BASE}Override")]
                said = [string.get("DefaultValue"), *english]
                assert all(text and len(text) <= most for text in said)


@pytest.mark.parametrize("size", ICONS)
def test_each_icon_is_as_large_as_its_name(dist: Path, size: int) -> None:
    head = (dist / "icons" / f"{size}.png").read_bytes()[:24]
    assert struct.unpack(">II", head[16:]) == (size, size)


def in_node(script: str) -> Any:
    """Run ``script`` beside the add-in; give what it prints."""
    ran = subprocess.run(
        [NODE, "--input-type=module", "--eval", script],
        cwd=ROOT / "addin" / "outlook" / "web",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])


def test_microsofts_own_reader_takes_it(dist: Path) -> None:
    file = json.dumps(str(dist / "manifest.xml"))
    told = in_node(
        'const { OfficeAddinManifest } = (await import("office-addin-manifest")).default;'
        f"console.log(JSON.stringify(await OfficeAddinManifest.readManifestFile({file})));"
    )
    assert told["displayName"] == "Sceau"
    assert told["version"] == "0.1.0.0"
    assert told["hosts"] == ["Mailbox"]
    assert told["officeAppType"] == "MailApp"


_CONVERTED = """
const { convert } = (await import("office-addin-manifest-converter")).default;
const { validateManifest } = (await import("office-addin-manifest")).default;
const [file, folder] = {places};
await convert(file, folder);
const told = await validateManifest(`${folder}/manifest.json`, false).catch(
  (fault) => ({ isValid: false, why: fault.message.slice(0, 200) }));
console.log(JSON.stringify(told));
"""


def converted(file: Path, folder: Path) -> tuple[bool, dict[str, Any]]:
    """Have Microsoft's converter write the manifest in the other form there is, and Microsoft's
    reader validate that one, which it can do offline; give whether it is valid, and the form."""
    told = in_node(_CONVERTED.replace("{places}", json.dumps([str(file), str(folder)])))
    return told["isValid"], json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_microsofts_converter_finds_everything_in_it(dist: Path, tmp_path: Path) -> None:
    valid, written = converted(dist / "manifest.xml", tmp_path)
    assert valid
    (extension,) = written["extensions"]
    (events,) = extension["autoRunEvents"]
    assert {one["type"]: one.get("options") for one in events["events"]} == {
        "messageRecipientsChanged": None,
        "messageAttachmentsChanged": None,
        "messageSending": {"sendMode": "block"},
    }
    actions = {act["id"] for one in extension["runtimes"] for act in one["actions"]}
    assert {one["actionId"] for one in events["events"]} <= actions
    assert {"prefer": {"comAddin": {"progId": "Sceau.Outlook"}}} in extension["alternates"]
    (right,) = written["authorization"]["permissions"]["resourceSpecific"]
    assert right["name"] == "MailboxItem.ReadWrite.User"


def test_a_manifest_that_is_wrong_is_told_by_it(dist: Path, tmp_path: Path) -> None:
    """Microsoft's check is one that can fail."""
    file = tmp_path / "wrong.xml"
    right = (dist / "manifest.xml").read_text(encoding="utf-8")
    file.write_text(right.replace('SendMode="Block"', 'SendMode="Perhaps"'), encoding="utf-8")
    valid, _ = converted(file, tmp_path)
    assert not valid


def test_its_pages_load_nothing_from_elsewhere_but_office_js(dist: Path) -> None:
    for page in dist.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        elsewhere = set(re.findall(r'(?:src|href)="(https?://[^"]+)"', text))
        assert elsewhere <= {"https://appsforoffice.microsoft.com/lib/1/hosted/office.js"}
        assert "default-src 'none'" in text


def test_built_twice_it_is_the_same(dist: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    command = [sys.executable, "-m", "sceau.hooks.officejs.build", again]
    # sets are in another order in each process
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "addin"), "PYTHONHASHSEED": "1066"}
    subprocess.run([*command, "--host", "https://sceau.example"], env=environment, check=True)
    for file in sorted(path for path in again.rglob("*") if path.is_file()):
        assert file.read_bytes() == (dist / file.relative_to(again)).read_bytes()
