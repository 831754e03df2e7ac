"""The Debian package in a clean Debian 12, as root: installed with its dependencies, used by
somebody who is not root, in a session with a screen, a keyring and Thunderbird; removed.

    python -m package dist

Takes a few minutes and the distribution's archive; what it checks at each step it says.
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
USERS = {"root": 0, "camille": 1000, "dominique": 1001}
"""Camille has no session, Dominique has."""
SESSION = ("dbus", "gnome-keyring", "thunderbird", "xvfb")
"""What a person's session has, besides what Sceau needs."""
SETTINGS = """\
internal_domains = ["ghe-valmont.example"]
account = "valmont"

[accounts.valmont]
kind = "smtp"
host = "smtp.ghe-valmont.example"
"""
LOOK = """\
set -eu
export XDG_RUNTIME_DIR=$(mktemp -d)
printf invented | gnome-keyring-daemon --unlock --components=secrets --daemonize >"$HOME/log"
Xvfb -displayfd 3 3>"$HOME/display" 2>>"$HOME/log" &
screen=$!
until [ -s "$HOME/display" ]; do sleep 0.1; done
export DISPLAY=:$(cat "$HOME/display")
sceau >>"$HOME/log"
thunderbird --headless -no-remote >>"$HOME/log" 2>&1 &
client=$!
for second in $(seq 60); do
  sceau doctor --json >"$HOME/doctor.json" && ! grep -q '"warn"' "$HOME/doctor.json" && break
  sleep 1
done
kill $client $screen
sceau helper stop >>"$HOME/log"
"""
"""A session in which Thunderbird starts for the first time; doctor is asked until it has nothing
to say, or for a minute."""
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
        """Run a program in it, and give what it printed.

        The root is entered by bubblewrap and not by chroot: whoever is in a chroot may make no
        namespaces (user_namespaces(7)), and so have no sandbox.
        """
        home = "/root" if user == "root" else f"/home/{user}"
        number = USERS[user]
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": home,
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        enter = ["bwrap", "--bind", str(self.folder), "/", "--dev", "/dev", "--cap-add", "ALL"]
        # The whole /proc, or the kernel lets nobody within mount one of their own.
        enter += ["--bind", "/proc", "/proc", "--chdir", "/", "--clearenv"]
        enter += ["--ro-bind", "/etc/resolv.conf", "/etc/resolv.conf"]
        for name, value in environment.items():
            enter += ["--setenv", name, value]
        enter += ["--", "setpriv", f"--reuid={number}", f"--regid={number}", "--clear-groups"]
        done = subprocess.run([*enter, *words], capture_output=True, text=True, check=False)
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
def clean_root(*more: str) -> Iterator[Root]:
    """Give a clean Debian; ``more`` is said to debootstrap."""
    folder = Path(tempfile.mkdtemp(prefix="clean-"))
    folder.chmod(0o755)
    try:
        say("a clean Debian")
        subprocess.run(
            ["debootstrap", "--variant=minbase", *more, SUITE, str(folder), archive()],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield Root(folder)
    finally:
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
    root.run("apt-get", "install", "--yes", "--no-install-recommends", *SESSION)
    for user in (one for one in USERS if one != "root"):
        root.run("useradd", "--create-home", "--uid", str(USERS[user]), user)
    before = root.files()
    say("the package")
    root.run("apt-get", "install", "--yes", "--no-install-recommends", "/sceau.deb")
    return before


def used(root: Root) -> None:
    """Use what is installed, as somebody who is not root."""
    say("it says who it is, seals, opens again, starts and stops")
    print("  " + root.run("sceau", "--version", user="camille").strip())
    home = root.folder / "home" / "camille"
    (home / "Bilan.pdf").write_bytes(report())
    root.run("chown", "camille:camille", "/home/camille/Bilan.pdf")
    told = json.loads(
        root.run("sceau", "seal", "--json", "/home/camille/Bilan.pdf", user="camille")
    )
    assert told[0]["verified"] is True
    assert (home / "Bilan (chiffré).pdf").is_file()
    root.run("sceau", user="camille")
    status = json.loads(root.run("sceau", "helper", "status", "--json", user="camille"))
    assert status["running"] is True
    root.run("sceau", "helper", "stop", user="camille")


def looked_after(root: Root) -> None:
    """In a session, with an account and the establishment's domains, every shield is up."""
    say("doctor, in a session with Thunderbird")
    home = root.folder / "home" / "dominique"
    (home / "settings.toml").write_text(SETTINGS)
    root.run(
        "sh",
        "-c",
        "mkdir -p ~/.config/sceau && cp ~/settings.toml ~/.config/sceau",
        user="dominique",
    )
    root.run("dbus-run-session", "--", "sh", "-c", LOOK, user="dominique")
    looked = json.loads((home / "doctor.json").read_text())
    for one in looked:
        print(f"  {one['state']:4} {one['check']}: {one['sentence']}")
    assert not [one for one in looked if one["state"] != "good"]
    wanted = {"sealing", "workers", "key", "thunderbird", "thunderbird-chain"}
    wanted |= {"thunderbird-add-on", "desktop", "journal", "outbox", "policy"}
    assert wanted <= {one["check"] for one in looked}


def main() -> int:
    """Run all of it."""
    (package,) = Path(sys.argv[1]).glob("sceau_*.deb")
    with clean_root() as root:
        before = installed(root, package)
        used(root)
        looked_after(root)
        say("removed")
        root.run("apt-get", "remove", "--yes", "sceau")
        left = root.files() - before
        assert not left, sorted(left)[:20]
        kept = [one.name for one in (root.folder / "home" / "camille").iterdir()]
        assert "Bilan (chiffré).pdf" in kept, "the person's own files stay"
    say("nothing is left but what is the person's")
    return 0


if __name__ == "__main__":
    sys.exit(main())
