"""*Nouveau mail avec ces fichiers*: the results are attached, in the real Thunderbird."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sceau.desk.sealer import after
from sceau.desk.sealer.paths import path_of
from support.thunderbird import Account, thunderbird
from support.windows import Desktop, wait_for

pytestmark = pytest.mark.e2e

ATTACHED = """
  const found = [];
  for (const one of Services.wm.getEnumerator("msgcompose")) {
    const bucket = one.document.getElementById("attachmentBucket");
    for (const item of bucket?.itemChildren ?? []) { found.push(item.attachment.url); }
  }
  return found;
"""


def test_a_mail_begins_with_every_result_whatever_its_name(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["Bilan d’été, n° 1 (chiffré).pdf", 'l\'avis "final" 100 % (chiffré).pdf', "c.zip"]
    folder = desk.home / "Mes documents"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"x")
    profile = desk.home / "profile"
    # The person's own profile is the default one; this one is named by a program in its place.
    wrapper = desk.home / "bin" / "thunderbird"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec /usr/bin/thunderbird -profile "{profile}" "$@"\n')
    wrapper.chmod(0o755)
    account = Account("camille@clinique.example", "x", 9, 9)  # nothing is fetched, nothing sent
    with thunderbird(desk, account, profile=profile, remote=True) as running:
        for name in set(os.environ) - set(desk.environment):
            monkeypatch.delenv(name)
        for name, value in desk.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
        after.new_mail([folder / name for name in names])
        wait_for("all are attached", lambda: len(running.line.run(ATTACHED)) == len(names))
        attached = running.line.run(ATTACHED)
    assert [path_of(one) for one in attached] == [folder / name for name in names]


def test_the_folder_is_shown_by_the_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desktop's ``xdg-open`` is a stand-in here that says what it was asked for."""
    told = tmp_path / "told"
    tool = tmp_path / "bin" / "xdg-open"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nprintf "%s" "$1" >"{told}.new" && mv "{told}.new" "{told}"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    after.open_folder([tmp_path / "Mes envois" / "a b (chiffré).pdf"])
    wait_for("it was asked", told.is_file)
    assert told.read_text() == str(tmp_path / "Mes envois")
