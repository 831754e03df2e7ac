"""Office documents turned into PDFs by LibreOffice, where it is installed and the person asked.

Each conversion has a LibreOffice of its own, with a profile of its own that lives as long as the
conversion: macros never run, links are never followed, nothing is remembered. It runs in
bubblewrap without a network where that works, has a time limit, and is ended with all it started.
The document is in a folder only its user may enter, in memory where the system has such a place;
the folder goes when it is done, however it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from sceau.errors import SealRefused, ServiceRefused
from sceau.review.reading.kinds import kind_of
from sceau.review.reading.model import Opening
from sceau.review.reading.ole import read_ole
from sceau.review.reading.zip import read_zip
from sceau.workers import sandbox

SECONDS = 180.0
"""A document of a few hundred pages takes some ten seconds, its start on a busy machine as many."""

_ENDINGS = {
    "docx": ".docx", "xlsx": ".xlsx", "pptx": ".pptx", "rtf": ".rtf", "odf": ".odt", "ole": ".doc",
}  # fmt: skip
_KNOWN = frozenset(
    (
        *(".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".docx", ".docm", ".dotx", ".xlsx"),
        *(".xlsm", ".xltx", ".pptx", ".ppsx", ".pptm", ".odt", ".ods", ".odp", ".odg", ".rtf"),
    )
)
_ODF = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.presentation": ".odp",
    b"application/vnd.oasis.opendocument.graphics": ".odg",
}
_PLACES = (
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
"""Settings of LibreOffice (its ``officecfg`` schema): macros off, nothing fetched."""


def program() -> str | None:
    """Give the LibreOffice of this machine; none where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((one for one in _PLACES if Path(one).exists()), None)


def needs_converting(content: bytes) -> bool:
    """Tell whether ``content`` is a document LibreOffice turns into a PDF: Word, Excel, PowerPoint
    of any age, OpenDocument, RTF; not one that asks for a password."""
    return _kind(content) in _ENDINGS


async def to_pdf(content: bytes, name: str, *, seconds: float = SECONDS) -> bytes:
    """Give an Office document as a PDF.

    Raises :class:`ServiceRefused` ``no-libreoffice`` where it is not installed;
    :class:`SealRefused` ``convert-too-slow``, ``convert-failed``. Cancelled, it ends LibreOffice.
    """
    soffice = program()
    if soffice is None:
        raise ServiceRefused("no-libreoffice")
    with tempfile.TemporaryDirectory(prefix="sceau-", dir=_place()) as folder:
        work = Path(folder)
        source = work / f"document{_ending(content, name)}"
        source.write_bytes(content)
        profile = work / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        await _run(_command(soffice, work, source), work, seconds)
        made = work / "document.pdf"
        pdf = made.read_bytes() if made.is_file() else b""
    if not pdf.startswith(b"%PDF-"):
        raise SealRefused("convert-failed")
    return pdf


def _kind(content: bytes) -> str:
    kind = kind_of(content)
    if kind == "zip":
        found = read_zip(content)
        return "" if found.opening is Opening.PASSWORD else found.kind
    if kind == "ole":
        return "" if read_ole(content).opening is Opening.PASSWORD else kind
    return kind


def _ending(content: bytes, name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix in _KNOWN:
        return suffix
    kind = _kind(content)
    if kind == "odf":
        return next((end for mark, end in _ODF.items() if mark in content[:200]), ".odt")
    return _ENDINGS[kind]


def _place() -> str | None:
    """A place in memory, where there is one; else the system's own for temporary files."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    usable = sys.platform == "linux" and os.access(memory, os.W_OK | os.X_OK)
    return str(memory) if usable else None


def _command(soffice: str, work: Path, source: Path) -> list[str]:
    line = [
        soffice,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
        *("--convert-to", "pdf", "--outdir", str(work), str(source)),
    ]
    if not sandbox.works():
        return line
    tool = shutil.which("bwrap") or "bwrap"
    shown = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/fonts", "/etc/libreoffice", "/opt")
    wrapped = [tool, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    wrapped += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]  # noqa: S108 - its own
    for place in (*shown, "/etc/ld.so.cache", "/etc/alternatives", "/var/lib/libreoffice"):
        wrapped += ["--ro-bind-try", place, place]
    return [*wrapped, "--bind", str(work), str(work), "--chdir", str(work), "--", *line]


async def _run(line: list[str], work: Path, seconds: float) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"), str(work))
    process = await asyncio.create_subprocess_exec(
        *line,
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
        env={**kept, **temporary, "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
        start_new_session=sys.platform != "win32",
    )
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        raise SealRefused("convert-too-slow") from None
    finally:
        await asyncio.shield(_end(process))


async def _end(process: Process) -> None:
    """End LibreOffice and all it started."""
    if sys.platform == "win32":
        if process.returncode is None:
            process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
