"""Debian's mutt as a person's mail program: it writes a draft and puts it off into a folder."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

_SETTINGS = """\
set charset="utf-8"
set ssl_ca_certificates_file="{ca_file}"
set ssl_verify_host=yes
set certificate_file="{folder}/none"
set imap_user="{user}"
set imap_pass="{password}"
set folder="imaps://localhost:{port}/"
set spoolfile="imaps://localhost:{port}/INBOX"
set postponed="imaps://localhost:{port}/{marks}"
set header_cache=""
set editor="true"
set edit_headers=yes
set autoedit=yes
set abort_unmodified=no
set postpone=yes
set record=""
set realname="Camille Roy"
set from="camille.roy@cabinet-exemple.fr"
set use_from=yes
"""


def put_off(
    folder: Path, *, port: int, user: str, password: str, ca_file: Path, draft: str, marks: str
) -> str:
    """Write ``draft`` (headers, an empty line, the text) and put it off into the folder ``marks``
    of the IMAP server; give what mutt showed."""
    (folder / "muttrc").write_text(
        _SETTINGS.format(
            ca_file=ca_file, folder=folder, user=user, password=password, port=port, marks=marks
        )
    )
    (folder / "written").write_text(draft)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["mutt", "-n", "-F", "muttrc", "-H", "written"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TERM": "xterm",
            "LANG": "C.UTF-8",
            "TMPDIR": str(folder),
        },
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = bytearray()
    pressed = False
    try:
        while True:
            shown += os.read(ours, 65_536)
            if b"y:Send" in shown and not pressed:
                pressed = True
                os.write(ours, b"P")  # postpone
    except OSError:
        pass  # it ended, and its terminal with it
    finally:
        os.close(ours)
        process.wait(30)
    return shown.decode("utf-8", "replace")
