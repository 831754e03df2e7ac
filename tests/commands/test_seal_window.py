"""``sceau seal --window``: what is wrong to say to it, and what is told where no window can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Desktop

WRONG = {
    "another format": ("--as", "zip", "a.pdf"),
    "a folder": ("-o", ".", "a.pdf"),
    "as JSON": ("--json",),
    "a password": ("--password-stdin", "a.pdf"),
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_is_chosen_in_the_window_is_not_said_before(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = Desktop(tmp_path).sceau("seal", "--window", *words)
    assert ran.code == 64
    assert "se choisissent dans la fenêtre" in ran.err


def test_without_a_window_files_must_be_named(tmp_path: Path) -> None:
    ran = Desktop(tmp_path).sceau("seal")
    assert ran.code == 64
    assert "--window" in ran.err


def test_without_a_screen_the_other_way_is_named(tmp_path: Path) -> None:
    ran = Desktop(tmp_path).sceau("seal", "--window")
    assert ran.code == 69
    assert "sceau doctor" in ran.err
    assert "sans fenêtre" in ran.err
