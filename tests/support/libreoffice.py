"""LibreOffice, asked for the text of a document that may need a password."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

_ASKS = """
import sys, time, uno
from com.sun.star.beans import PropertyValue

pipe, url, password = sys.argv[1:4]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext(
    "com.sun.star.bridge.UnoUrlResolver", local
)
for _ in range(1000):
    try:
        context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.1)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
told = [PropertyValue("Hidden", 0, True, 0), PropertyValue("Password", 0, password, 0)]
document = None
try:
    document = desktop.loadComponentFromURL(url, "_blank", 0, tuple(told))
except Exception as refusal:
    print("REFUSED", type(refusal).__name__)
if document is not None:
    if document.supportsService("com.sun.star.text.TextDocument"):
        print("TEXT", document.Text.String)
    elif document.supportsService("com.sun.star.presentation.PresentationDocument"):
        page = document.DrawPages.getByIndex(0)
        shapes = [page.getByIndex(number) for number in range(page.Count)]
        print("TEXT", " ".join(one.String for one in shapes if hasattr(one, "String")))
    else:
        sheet = document.Sheets.getByIndex(0)
        print("TEXT", sheet.getCellByPosition(0, 0).String)
    if len(sys.argv) > 5:
        document.storeToURL(sys.argv[4], (PropertyValue("Password", 0, sys.argv[5], 0),))
    document.close(True)
else:
    print("REFUSED")
try:
    desktop.terminate()
except Exception:
    pass
"""


def protect(path: Path, target: Path, password: str) -> None:
    """Write a document once more, in its own form and under a password of LibreOffice's."""
    assert text_of(path, "", target.as_uri(), password) is not None


def text_of(path: Path, password: str, *stored: str) -> str | None:
    """Give the text of a document, of its first cell or its first slide; none where the password
    does not open it. A LibreOffice of its own, with a profile of its own, is started and ended."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pipe = f"sceau{Path(folder).name}"
        office = subprocess.Popen(
            [
                "soffice",
                "--headless",
                "--norestore",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            # the distribution's Python has the bridge to its LibreOffice
            told = subprocess.run(
                ["/usr/bin/python3", "-c", _ASKS, pipe, path.as_uri(), password, *stored],
                capture_output=True,
                text=True,
                timeout=120,
                check=True,
            ).stdout
            with contextlib.suppress(subprocess.TimeoutExpired):
                office.wait(30)
        finally:
            # what it started goes with it, and one that does not leave by itself has answered
            with contextlib.suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
            office.wait()
    assert told.startswith(("TEXT", "REFUSED")), told
    return told.removeprefix("TEXT").strip() if told.startswith("TEXT") else None
