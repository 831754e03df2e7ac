"""A user with an account whose drafts are watched on a real Dovecot and leave by a real Postfix."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import Desktop, Ran
from support.dovecot import Dovecot
from support.imap_client import MARKS, PASSWORD, Client
from support.postfix import Postfix

PATIENTS = ["marie.durand@orange.example", "paul.lemoine@laposte.example"]
CURED = {"verdict": "send", "cures": "all", "acknowledge": "all"}
USERS = {f"camille{number}": PASSWORD for number in range(40)}
_FREE = iter(USERS)


class WatchedPlace:
    """A user with an account on both servers, a plain mail client, and ``sceau``."""

    def __init__(self, root: Path, imap: Dovecot, smtp: Postfix) -> None:
        self.desktop = Desktop(root)
        self.client = Client(imap, next(_FREE))
        # two servers, two authorities: the account trusts both
        both = root / "authorities.pem"
        both.write_bytes(imap.ca_file.read_bytes() + smtp.ca_file.read_bytes())
        self.words = (
            *("--host", "localhost", "--port", str(smtp.port), "--user", self.client.user),
            *("--ca-file", str(both), "--drafts", "imap", "--imap-port", str(imap.port)),
        )
        ran = self.add("--create-folder")
        assert ran.code == 0, ran.said

    def add(self, *words: str, typed: str = f"{PASSWORD}\n") -> Ran:
        """Add the account."""
        return self.desktop.sceau(
            "account", "add", "chv", *self.words, "--password-stdin", *words, typed=typed
        )

    def answers(self, answers: dict[str, object]) -> tuple[str, str]:
        """Write what the person will answer; give the option that names it."""
        (self.desktop.root / "answers.json").write_text(json.dumps(answers))
        return "--verdict", "answers.json"

    def answers_for(self, other: Desktop) -> None:
        """Let another of this person's machines answer the same."""
        written = (self.desktop.root / "answers.json").read_text()
        (other.root / "answers.json").write_text(written)

    def is_clear(self) -> bool:
        """Whether no draft is left anywhere."""
        return not self.client.messages(MARKS) and not self.client.messages("Drafts")
