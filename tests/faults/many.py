"""``python -m faults.many [DRAFTS]``: that many drafts marked at once on a real Dovecot, then
one of 100 MB; sent by the real ``sceau watch``.

Each must leave exactly once, the oldest first, one after the other; the large one, beyond what the
server takes, must be back as it was. Says how long it took and how much memory it needed at most;
the last line is the count. Exits 1 unless all of that was so.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from pathlib import Path

from support import drafts_contract
from support.command import Desktop
from support.dovecot import dovecot
from support.drafts_contract import mail
from support.imap_client import MARKS, PASSWORD, Client, done
from support.smtp_server import Rules, Server, smtp_server
from support.watching import Watching, watching

_NUMBER = re.compile(rb"^Subject: Bilan (\d+)", re.MULTILINE)
_LARGE = 100 * 2**20
_LIMIT = 50 * 2**20
_LINE = b"QUJD" * 18 + b"\r\n"


def main(arguments: list[str]) -> int:
    """Mark them, watch, and give the exit code."""
    number = int(arguments[0]) if arguments else 1000
    drafts_contract.WAIT = 3600.0
    with (
        dovecot({"camille": PASSWORD}, "mail_max_userip_connections = 50\n") as imap,
        smtp_server(Rules(size=_LIMIT, users={"camille": PASSWORD})) as smtp,
        tempfile.TemporaryDirectory() as folder,
    ):
        desktop = Desktop(Path(folder))
        client = Client(imap, "camille")
        words = (
            *("--host", "127.0.0.1", "--port", str(smtp.port), "--security", "none"),
            *("--user", "camille", "--ca-file", str(imap.ca_file), "--drafts", "imap"),
            *("--imap-host", "localhost", "--imap-port", str(imap.port), "--imap-security", "tls"),
        )
        added = desktop.sceau(
            *("account", "add", "chv", *words, "--create-folder", "--password-stdin"),
            typed=f"{PASSWORD}\n",
        )
        assert added.code == 0, added.said
        answers = {"verdict": "send", "cures": "all", "acknowledge": "all"}
        (desktop.root / "answers.json").write_text(json.dumps(answers))
        with client.connection() as line:
            for one in range(number):
                done(line.append(f'"{MARKS}"', "(\\Draft)", "", mail(one)))
        began = time.monotonic()
        with watching(desktop, "--verdict", "answers.json") as watch:
            ended = watch.ended(number)
            seconds = time.monotonic() - began
            small = _most_memory(watch)
            large = mail(number) + b"\r\n" + _LINE * (_LARGE // len(_LINE))
            began = time.monotonic()
            client.append(MARKS, large, "\\Draft")
            last = watch.ended(number + 1)[-1]
            waited = time.monotonic() - began
            memory = _most_memory(watch)
        right = _counted(smtp, client, number)
        right &= {one["ending"] for one in ended[:number]} <= {"sent"}
        back = [one for one, _ in client.messages("Drafts")]
        right &= back == [large] and client.messages(MARKS) == []
    print(f"{number} drafts in {seconds:.0f} s, {small} MiB of memory at most")
    print(
        f"one of {len(large) // 2**20} MB: {last.get('ending', 'not read')} after {waited:.0f} s, "
        f"{'back as it was' if back == [large] else 'NOT BACK'}, {memory} MiB at most"
    )
    print(last.get("sentence", last))
    print(f"{number} drafts: {'each once, the oldest first' if right else 'NOT AS THEY SHOULD'}")
    return 0 if right else 1


def _counted(smtp: Server, client: Client, number: int) -> bool:
    """Whether each arrived once, in their order, and is in Sent once."""
    arrived = [int(found[1]) for one in smtp.accepted if (found := _NUMBER.search(one.content))]
    filed = len(client.messages("Sent"))
    if arrived != list(range(number)):
        print(f"arrived {len(arrived)}, {len(set(arrived))} different, filed {filed}")
    return arrived == list(range(number)) and filed == number


def _most_memory(watch: Watching) -> int:
    """The most memory the watching process had, in MiB."""
    status = Path(f"/proc/{watch.process.pid}/status").read_text()
    peak = re.search(r"^VmHWM:\s+(\d+)", status, re.MULTILINE)
    assert peak
    return int(peak[1]) // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
