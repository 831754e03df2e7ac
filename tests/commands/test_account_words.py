"""Words of ``sceau account add`` that contradict each other: a sentence names both, and nothing is
asked, tried or kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Desktop

SERVER = ("--host", "smtp.exemple.example")
CASES: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "a server of one's own, for Microsoft 365": (
        ("ici", "--kind", "graph", *SERVER),
        ("--host", "--kind graph"),
    ),
    "IMAP drafts on Exchange": (
        ("ici", "--kind", "exchange", "--drafts", "imap"),
        ("--drafts", "--kind exchange"),
    ),
    "an IMAP server for Microsoft 365": (
        ("ici", "--kind", "graph", "--imap-host", "imap.exemple.example"),
        ("--imap-host", "--kind graph"),
    ),
    "an address of EWS for SMTP": (
        ("ici", *SERVER, "--url", "https://mail.exemple.example/EWS"),
        ("--url", "--kind smtp"),
    ),
    "a shared mailbox of Exchange for SMTP": (
        ("ici", *SERVER, "--mailbox", "accueil@exemple.example"),
        ("--mailbox", "--kind smtp"),
    ),
    "Kerberos for Microsoft 365": (
        ("ici", "--kind", "graph", "--auth", "kerberos"),
        ("--auth kerberos", "--kind graph"),
    ),
    "NTLM for SMTP": (("ici", *SERVER, "--auth", "ntlm"), ("--auth ntlm", "--kind smtp")),
    "a category over IMAP": (
        ("ici", *SERVER, "--drafts", "imap", "--mark", "category"),
        ("--mark category", "--kind smtp"),
    ),
    "a keyword on Exchange": (
        ("ici", "--kind", "exchange", "--mark", "keyword"),
        ("--mark keyword", "--kind exchange"),
    ),
    "an IMAP server where no drafts are watched": (
        ("ici", *SERVER, "--imap-host", "imap.exemple.example"),
        ("--imap-host", "--drafts none"),
    ),
    "who files the copy, where a folder is watched": (
        ("ici", *SERVER, "--drafts", "folder", "--folder", "x", "--sent", "server"),
        ("--sent", "--drafts folder"),
    ),
    "a password where a browser asks": (
        ("ici", *SERVER, "--auth", "oauth", "--password-stdin"),
        ("--password-stdin", "--auth oauth"),
    ),
    "a password for Microsoft 365": (
        ("ici", "--kind", "graph", "--password-stdin"),
        ("--password-stdin", "--kind graph"),
    ),
}


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    return Desktop(tmp_path)


@pytest.mark.parametrize(("typed", "both"), CASES.values(), ids=CASES)
def test_each_is_refused_by_a_sentence_that_names_both(
    desktop: Desktop, typed: tuple[str, ...], both: tuple[str, str]
) -> None:
    ran = desktop.sceau("account", "add", *typed, "--json", "--language", "fr", typed="x\n")
    assert ran.code == 64, ran.said
    assert ran.json["error"] == "account-words-apart"
    assert all(f"«\u00a0{one}\u00a0»" in ran.json["sentence"] for one in both), ran.json
    assert len(desktop.sceau("account", "list", "--json").json) == 1


@pytest.mark.parametrize("kind", ["smtp", "exchange", "graph"])
def test_the_embedded_mailbox_is_no_name_for_another(desktop: Desktop, kind: str) -> None:
    words = SERVER if kind == "smtp" else ("--client", "x", "--user", "a@exemple.example")
    ran = desktop.sceau("account", "add", "local", "--kind", kind, *words, "--json")
    assert (ran.code, ran.json["error"]) == (64, "account-name-taken")
