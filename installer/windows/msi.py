"""The installer for the machine, by wixl: for Group Policy, Intune and the like. It has no wizard
but Windows' own progress; ``msiexec /i Sceau.msi /qn`` is silent.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import struct
import subprocess
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import olefile
from registration import LANGUAGES, texts

from sceau.windows.registered import Entry, entries

SPACE = "http://schemas.microsoft.com/wix/2006/wi"
OURS = uuid.UUID("5f0a8f2e-6c1b-5b7e-9d43-3b0d6a5c7e10")
"""From which every identifier of an installation is derived; the upgrade code never changes."""

_OWN_KEY, _FOLDER = r"Software\Sceau", "Folder"
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)
_LANGUAGE = LANGUAGES["fr"][1]


def build(staged: Path, output: Path, version: str, work: Path) -> None:
    """Make ``output`` of the folder ``staged``, whose files are given one date: the same content
    gives the same bytes. Raises
    ``subprocess.CalledProcessError`` where wixl refuses."""
    description = work / "sceau.wxs"
    description.write_bytes(_described(staged, version))
    # The cabinet holds each file's date, as its clock on the wall shows it.
    environment = {"SOURCE_DATE_EPOCH": "0", **os.environ, "TZ": "UTC"}
    for file in staged.rglob("*"):
        os.utime(file, (_when(), _when()))
    subprocess.run(
        ["wixl", "--arch", "x64", "--output", str(output), str(description)],
        check=True,
        env=environment,
        cwd=staged,
        capture_output=True,
    )
    _name_shortcut(output)
    _settle(output, _identifier(f"package {version} {_digest(staged)}"))


def _identifier(name: str) -> str:
    return f"{{{str(uuid.uuid5(OURS, name)).upper()}}}"


def _digest(staged: Path) -> str:
    total = hashlib.sha256()
    for file in sorted(one for one in staged.rglob("*") if one.is_file()):
        total.update(str(file.relative_to(staged)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _described(staged: Path, version: str) -> bytes:
    wix = ET.Element("Wix", xmlns=SPACE)
    product = ET.SubElement(
        wix,
        "Product",
        Id=_identifier(f"product {version}"),
        Name="Sceau",
        Language=str(_LANGUAGE),
        Codepage="1252",
        Version=version,
        Manufacturer="Sceau",
        UpgradeCode=_identifier("upgrade"),
    )
    ET.SubElement(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        Description="Sceau",
    )
    ET.SubElement(product, "MajorUpgrade", DowngradeErrorMessage=texts()["fr"]["newer"])
    ET.SubElement(product, "Media", Id="1", Cabinet="sceau.cab", EmbedCab="yes")
    ET.SubElement(product, "Property", Id="ARPNOMODIFY", Value="1")
    _remembered(product)
    target = ET.SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    programs = ET.SubElement(target, "Directory", Id="ProgramFiles64Folder")
    top = ET.SubElement(programs, "Directory", Id="INSTALLDIR", Name="Sceau")
    menu = ET.SubElement(target, "Directory", Id="ProgramMenuFolder")
    components = [*_files(staged, staged, top), *_registered(top), _shortcut(menu)]
    stop = {"FileKey": _name("file", Path("Sceau.exe")), "ExeCommand": "helper stop --icon"}
    ET.SubElement(product, "CustomAction", Id="StopSceau", Return="ignore", **stop)
    sequence = ET.SubElement(product, "InstallExecuteSequence")
    action = ET.SubElement(sequence, "Custom", Action="StopSceau", Sequence="1399")
    action.text = "Installed"
    feature = ET.SubElement(product, "Feature", Id="Everything", Level="1")
    for component in components:
        ET.SubElement(feature, "ComponentRef", Id=component)
    ET.indent(wix)
    return ET.tostring(wix, encoding="utf-8", xml_declaration=True)


def _remembered(product: ET.Element) -> None:
    """Have a repair, another version and a removal find the folder that was chosen."""
    folder = ET.SubElement(product, "Property", Id="INSTALLDIR", Secure="yes")
    where = {"Root": "HKLM", "Key": _OWN_KEY, "Name": _FOLDER, "Type": "raw", "Win64": "yes"}
    ET.SubElement(folder, "RegistrySearch", Id="ChosenFolder", **where)


def _name(kind: str, path: Path | str) -> str:
    """Give a name that a table of the installer takes: letters and digits, at most 72."""
    return f"{kind}_{uuid.uuid5(OURS, f'{kind} {path}').hex}"


def _files(folder: Path, staged: Path, place: ET.Element) -> Iterator[str]:
    """Describe what is in ``folder``: one component a file, as Windows Installer wants them to be
    repaired one by one."""
    for one in sorted(folder.iterdir()):
        path = one.relative_to(staged)
        if one.is_dir():
            below = ET.SubElement(place, "Directory", Id=_name("dir", path), Name=one.name)
            yield from _files(one, staged, below)
            continue
        name = _name("part", path)
        component = ET.SubElement(
            place, "Component", Id=name, Guid=_identifier(f"part {path}"), Win64="yes"
        )
        ET.SubElement(
            component,
            "File",
            Id=_name("file", path),
            Name=one.name,
            Source=str(path),  # wixl takes no absolute one
            KeyPath="yes",
        )
        yield name


def _registered(top: ET.Element) -> Iterator[str]:
    for entry in entries("machine"):
        about = f"{entry.view} {entry.key} {entry.name}"
        name = _name("value", about)
        component = ET.SubElement(
            top,
            "Component",
            Id=name,
            Guid=_identifier(f"value {about}"),
            Win64="yes" if entry.view == 64 else "no",
        )
        value = ET.SubElement(component, "RegistryValue", Root="HKLM", Key=entry.key, KeyPath="yes")
        if entry.name:
            value.set("Name", entry.name)
        if entry.number is not None:
            value.set("Type", "integer")
            value.set("Value", str(entry.number))
        else:
            value.set("Type", "string")
            value.set("Value", _filled(entry))
        yield name


def _filled(entry: Entry) -> str:
    """Put the words in; ``[INSTALLDIR]`` ends with a backslash of its own."""
    value = entry.value
    for name, words in texts()["fr"].items():
        value = value.replace(f"{{{name}}}", words)
    return value.replace("{folder}\\", "[INSTALLDIR]")


def _shortcut(menu: ET.Element) -> str:
    name = _name("part", "shortcut")
    component = ET.SubElement(
        menu, "Component", Id=name, Guid=_identifier("part shortcut"), Win64="yes"
    )
    ET.SubElement(
        component,
        "Shortcut",
        Id="StartMenu",
        Name="Sceau",
        Target=f"[#{_name('file', Path('Sceau.exe'))}]",
        Description=texts()["fr"]["description"],
    )
    ET.SubElement(
        component,
        "RegistryValue",
        Root="HKLM",
        Key=_OWN_KEY,
        Name=_FOLDER,
        Type="string",
        Value="[INSTALLDIR]",
        KeyPath="yes",
    )
    return name


def _name_shortcut(package: Path) -> None:
    """Give the shortcut the name by which Windows puts our windows under one button
    (AppUserModelID; Windows Installer, "MsiShortcutProperty Table"), which wixl has no word for."""
    columns = "`MsiShortcutProperty` CHAR(72) NOT NULL, `Shortcut_` CHAR(72) NOT NULL, "
    columns += "`PropertyKey` CHAR(255) NOT NULL, `PropVariantValue` CHAR(255) NOT NULL"
    made = f"CREATE TABLE `MsiShortcutProperty` ({columns} PRIMARY KEY `MsiShortcutProperty`)"
    put = (
        "INSERT INTO `MsiShortcutProperty`"
        " (`MsiShortcutProperty`, `Shortcut_`, `PropertyKey`, `PropVariantValue`)"
        " VALUES ('StartMenuName', 'StartMenu', 'System.AppUserModel.ID', 'Sceau.Sceau')"
    )
    subprocess.run(["msibuild", str(package), "-q", made, "-q", put], check=True)


def _settle(package: Path, code: str) -> None:
    """Give the package a code, a date and a language that depend on what is in it alone; wixl takes
    a random code, the time it runs, and English.

    The summary is a stream of the compound file ([MS-OLEPS]): values stay as long as they were.
    """
    with olefile.OleFileIO(str(package), write_mode=True) as opened:
        name = "\x05SummaryInformation"
        content = opened.openstream(name).read()
        told = opened.get_metadata()
        content = content.replace(_text(told.revision_number), code.encode())
        content = content.replace(b"x64;1033", f"x64;{_LANGUAGE}".encode())
        when = datetime.datetime.fromtimestamp(_when(), datetime.UTC)
        for time in (told.create_time, told.last_saved_time):
            content = content.replace(_filetime(time.replace(tzinfo=datetime.UTC)), _filetime(when))
        opened.write_stream(name, content)


def _when() -> int:
    """The date of everything in a package, in seconds since 1970: SOURCE_DATE_EPOCH (Reproducible
    Builds), else the first day of 2020."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "1577836800"))


def _text(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _filetime(when: datetime.datetime) -> bytes:
    return struct.pack("<Q", int((when - _EPOCH) / datetime.timedelta(microseconds=1)) * 10)
