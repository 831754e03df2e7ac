"""The shim in an Outlook of 32 bits, as root: a Debian of 32 bits is made, whose Wine runs programs
of 32 bits, and goes again; nothing of this machine changes.

    python -m package.outlook32

Outlook and the door are ``support/fake_outlook/office.c``. Takes some minutes and the
distribution's archive; what it checks it says.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from package.__main__ import Root, clean_root, say
from support.office_in_c import DLL, ROLES, build

SESSION = """\
set -eu
export WINEPREFIX="$HOME/prefix" WINEDEBUG=-all
export WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe=d"
Xvfb -displayfd 3 3>"$HOME/display" 2>/dev/null &
screen=$!
until [ -s "$HOME/display" ]; do sleep 0.1; done
export DISPLAY=:$(cat "$HOME/display")
cd /opt/office
wine=/usr/lib/wine/wine
$wine wineboot --init </dev/null >/dev/null 2>&1
server=/usr/lib/wine/wineserver32
for role in "$@"; do
  # each in a Windows session of its own
  $server -k || true
  $server -w
  timeout 120 $wine office.exe SceauOutlook.dll $role </dev/null >said 2>/dev/null || true
  echo "$role: $(cat said)"
done
$server -k || true
kill $screen
"""


def main() -> int:
    """Run every role; end with 1 where one does not say that it is good."""
    with tempfile.TemporaryDirectory() as work, clean_root("--arch=i386") as root:
        say("Wine for programs of 32 bits")
        root.run("apt-get", "install", "--yes", "--no-install-recommends", "wine32", "xvfb")
        say("the shim in an Outlook of 32 bits")
        told = play(root, Path(work))
    wanted = "".join(f"{role}: good, 32 bits\n" for role in ROLES)
    sys.stdout.write(told)
    return 0 if told == wanted else 1


def play(root: Root, work: Path) -> str:
    """Build the shim and its Outlook, and run them in ``root``; give what they said."""
    place = root.folder / "opt" / "office"
    place.mkdir()
    dlls, office = build(work, "x86")
    shutil.copy(office, place / "office.exe")
    shutil.copy(dlls / "x86" / DLL, place / DLL)
    (place / "session").write_text(SESSION, encoding="ascii")
    return root.run("sh", "/opt/office/session", *ROLES).replace("\r", "")


if __name__ == "__main__":
    sys.exit(main())
