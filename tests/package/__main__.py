"""The Debian package in a clean Debian 12, as root: installed with its dependencies, used by
somebody who is not root, removed.

    python -m package dist

Takes some five minutes and the distribution's archive; what it checks at each step it says.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from support.pdfs import report

SUITE = "bookworm"
USER = "camille"
_MADE_BY_USING = ("dev/", "home/", "proc/", "root/", "run/", "sys/", "tmp/", "var/")


def archive() -> str:
    """Give the address of the Debian archive this machine uses."""
    for name in ("/etc/apt/sources.list", *map(str, Path("/etc/apt/sources.list.d").glob("*"))):
        with contextlib.suppress(OSError):
            found = re.search(
                r"^(?:URIs: |deb (?:\[[^]]*\] )?)(\S+/debian/?)(?:\s|$)",
                Path(name).read_text(),
                re.MULTILINE,
            )
            if found:
                return found[1]
    raise SystemExit("no Debian archive is named below /etc/apt")


class Root:
    """A Debian root below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, user: str = "root", good: bool = True) -> str:
        """Run a program in it, and give what it printed."""
        home = "/root" if user == "root" else f"/home/{user}"
        done = subprocess.run(
            ["chroot", f"--userspec={user}:{user}", str(self.folder), *words],
            env={
                "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": home,
                "LANG": "C.UTF-8",
                "DEBIAN_FRONTEND": "noninteractive",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if good and done.returncode:
            sys.exit(f"{' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def files(self) -> set[str]:
        """Give what is on the disk, but what using a system makes."""
        found = set()
        for folder, folders, names in os.walk(self.folder):
            below = Path(folder).relative_to(self.folder)
            for name in (*folders, *names):
                path = str(below / name)
                if not f"{path}/".startswith(_MADE_BY_USING):
                    found.add(path)
        return found


@contextlib.contextmanager
def clean_root() -> Iterator[Root]:
    """Give a clean Debian, with its own ``/proc`` where that may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="clean-"))
    folder.chmod(0o755)
    mounted = False
    try:
        say("a clean Debian")
        subprocess.run(
            ["debootstrap", "--variant=minbase", SUITE, str(folder), archive()],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        proc = ["mount", "-t", "proc", "proc", str(folder / "proc")]
        mounted = subprocess.run(proc, capture_output=True, check=False).returncode == 0
        yield Root(folder)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder / "proc")], check=True)
        shutil.rmtree(folder)


def say(step: str) -> None:
    """Say what is done now."""
    print(f"· {step}", flush=True)


def installed(root: Root, package: Path) -> set[str]:
    """Install the package; give the files there were before it, its dependencies included."""
    say("its dependencies")
    shutil.copy(package, root.folder / "sceau.deb")
    needs = root.run("dpkg-deb", "--field", "/sceau.deb", "Depends")
    names = {re.split(r"[ (|]", one.strip())[0] for one in needs.split(",")}
    root.run("apt-get", "update")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", *sorted(names))
    root.run("useradd", "--create-home", USER)
    before = root.files()
    say("the package")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", "/sceau.deb")
    return before


def used(root: Root) -> None:
    """Use what is installed, as somebody who is not root."""
    say("it says who it is, seals, opens again, starts and stops")
    print("  " + root.run("sceau", "--version", user=USER).strip())
    home = root.folder / "home" / USER
    (home / "Bilan.pdf").write_bytes(report())
    root.run("chown", f"{USER}:{USER}", f"/home/{USER}/Bilan.pdf")
    told = json.loads(root.run("sceau", "seal", "--json", f"/home/{USER}/Bilan.pdf", user=USER))
    assert told[0]["verified"] is True
    assert (home / "Bilan (chiffré).pdf").is_file()
    root.run("sceau", user=USER)
    status = json.loads(root.run("sceau", "helper", "status", "--json", user=USER))
    assert status["running"] is True
    say("doctor")
    looked = json.loads(root.run("sceau", "doctor", "--json", user=USER, good=False))
    for one in looked:
        print(f"  {one['state']:4} {one['check']}: {one['sentence']}")
    assert not [one for one in looked if one["state"] == "bad"]
    wanted = {"sealing", "thunderbird", "thunderbird-chain", "desktop", "journal", "outbox"}
    good = {one["check"] for one in looked if one["state"] == "good"}
    assert wanted <= good, wanted - good
    root.run("sceau", "helper", "stop", user=USER)


def main() -> int:
    """Run all of it."""
    (package,) = Path(sys.argv[1]).glob("sceau_*.deb")
    with clean_root() as root:
        before = installed(root, package)
        used(root)
        say("removed")
        root.run("apt-get", "remove", "--yes", "sceau")
        left = root.files() - before
        assert not left, sorted(left)[:20]
        kept = [one.name for one in (root.folder / "home" / USER).iterdir()]
        assert "Bilan (chiffré).pdf" in kept, "the person's own files stay"
    say("nothing is left but what is the person's")
    return 0


if __name__ == "__main__":
    sys.exit(main())
