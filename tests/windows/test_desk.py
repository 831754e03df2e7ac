"""What stands in for the window where it cannot open, the vault and the clipboard of Windows."""

from __future__ import annotations

import json

import pytest

from support.wine import Wine

pytestmark = pytest.mark.e2e


def test_without_webview2_the_window_is_lost_which_keeps_the_mail(windows: Wine) -> None:
    done = windows.python(
        "-c",
        """
import asyncio, json
from sceau.desk.window_link import WindowLink, WindowLost
async def main():
    link = WindowLink(start_patience=60)
    try:
        await link.open()
        print(json.dumps("open"))
    except WindowLost as lost:
        print(json.dumps(lost.reason))
    await link.close()
asyncio.run(main())
""",
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert json.loads(done.stdout) == "window-no-web-view"


def test_the_key_is_in_the_credential_manager_and_found_again_by_another_process(
    windows: Wine,
) -> None:
    program = """
import hashlib
from sceau.settings.keys import Keys
from sceau.settings.places import state_folder
keys = Keys(state_folder())
key = keys.master_key()
print(keys.key_place().name, hashlib.sha256(key).hexdigest())
"""
    first, second = (windows.python("-c", program) for _ in range(2))
    assert first.returncode == 0, first.stderr.decode(errors="replace")
    place, _ = first.stdout.split()
    assert place == b"KEYRING"
    assert first.stdout == second.stdout
    vault = windows.python(
        "-c",
        "import win32cred; print([one['TargetName'] for one in win32cred.CredEnumerate(None, 0)])",
    )
    assert b"sceau" in vault.stdout.lower()


def test_a_copied_password_is_kept_out_of_the_history_and_cleared_if_still_there(
    windows: Wine,
) -> None:
    done = windows.python(
        "-c",
        """
import json, win32clipboard, win32con
from sceau.windows import clipboard

def there():
    win32clipboard.OpenClipboard()
    try:
        form = win32con.CF_UNICODETEXT
        if not win32clipboard.IsClipboardFormatAvailable(form):
            return None
        return win32clipboard.GetClipboardData(form)
    finally:
        win32clipboard.CloseClipboard()

clipboard.put("mot de passe")
put = there()
def form(name):
    return win32clipboard.RegisterClipboardFormat(name)
def value(name):
    win32clipboard.OpenClipboard()
    try:
        return win32clipboard.GetClipboardData(form(name)).hex()
    finally:
        win32clipboard.CloseClipboard()
# Windows reads a number of four bytes, of which 0 says no
kept_out = [value(one) for one in ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard")]
watched = form("ExcludeClipboardContentFromMonitorProcessing")
kept_out.append(bool(win32clipboard.IsClipboardFormatAvailable(watched)))
clipboard.clear("another")
left = there()
clipboard.clear("mot de passe")
print(json.dumps([put, kept_out, left, there()]))
""",
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert json.loads(done.stdout) == [
        "mot de passe",
        ["00000000", "00000000", True],
        "mot de passe",
        None,
    ]
