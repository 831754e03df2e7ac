"""The files a desktop reads, as text. Pure; where they go is in :mod:`.installing`.

Every one says the same: start ``sceau seal --window`` with the chosen files. Each names the program
by its whole path, quoted as that file's own rules have it.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from sceau.phrases import phrase, say

THUNAR_ID = "sceau-seal-1"
"""By which our action is found again among the person's own in Thunar's file."""

SEAL = "seal --window"


def _french(key: str) -> str:
    return say(phrase(key), "fr")


def _english(key: str) -> str:
    return say(phrase(key), "en")


def _named(field: str, key: str) -> str:
    """Give a field in both languages: without a language it is the one of everybody else."""
    return f"{field}={_english(key)}\n{field}[fr]={_french(key)}\n"


def exec_word(program: Path) -> str:
    """Give a program's path as one word of an ``Exec`` line (Desktop Entry Specification 1.5, « The
    Exec key »): in double quotes, with ``" ` $ \\`` escaped, then, as every string of such a file,
    each backslash again; a per cent sign is two."""
    quoted = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in str(program))
    return '"' + quoted.replace("\\", "\\\\").replace("%", "%%") + '"'


def application(program: Path) -> str:
    """Give the entry of the application menu: the sealing window, and below it the protection."""
    run = exec_word(program)
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.0\n"
        "Name=Sceau\n"
        + _named("GenericName", "entry.generic")
        + _named("Comment", "entry.comment")
        + f"Exec={run} {SEAL} %U\n"
        "Icon=sceau\n"
        "Terminal=false\n"
        "Categories=Office;\n"
        "StartupNotify=false\n"
        "Actions=protect;pause;passwords;settings;\n"
        "\n"
        "[Desktop Action protect]\n"
        + _named("Name", "entry.protect")
        + f"Exec={run}\n"
        + "\n[Desktop Action pause]\n"
        + _named("Name", "entry.pause")
        + f"Exec={run} pause --notify\n"
        + "\n[Desktop Action passwords]\n"
        + _named("Name", "tray.passwords")
        + f"Exec={run} passwords --notify\n"
        + "\n[Desktop Action settings]\n"
        + _named("Name", "entry.settings")
        + f"Exec={run} settings\n"
    )


def autostart(program: Path) -> str:
    """Give the entry that starts the helper and the tray with the session."""
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        "Version=1.0\n"
        "Name=Sceau\n" + _named("Comment", "entry.autostart") + f"Exec={exec_word(program)}\n"
        "Icon=sceau\n"
        "Terminal=false\n"
        "NoDisplay=true\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def nemo(program: Path) -> str:
    """Give Nemo's action. Nemo puts each path in double quotes and starts it without a shell."""
    return (
        "[Nemo Action]\n"
        "Active=true\n"
        + _named("Name", "entry.seal")
        + _named("Comment", "entry.seal-comment")
        + f"Exec={_shell_word(program)} {SEAL} %F\n"
        "Icon-Name=sceau\n"
        "Selection=notnone\n"
        "Extensions=any;\n"
        "Quote=double\n"
    )


def dolphin(program: Path) -> str:
    """Give Dolphin's service menu (KDE Frameworks 5 and 6)."""
    return (
        "[Desktop Entry]\n"
        "Type=Service\n"
        "MimeType=all/all;\n"
        "X-KDE-ServiceTypes=KonqPopupMenu/Plugin\n"
        "X-KDE-Priority=TopLevel\n"
        "Actions=sceauSeal;\n"
        "\n"
        "[Desktop Action sceauSeal]\n"
        + _named("Name", "entry.seal")
        + f"Icon=sceau\nExec={exec_word(program)} {SEAL} %U\n"
    )


def nautilus(program: Path) -> str:
    """Give the script for Nautilus's *Scripts* menu, which needs no further package.

    Nautilus gives the addresses in the environment, one a line; blanks in them are encoded.
    """
    return (
        "#!/bin/sh\n"
        "set -f\n"
        "IFS='\n"
        "'\n"
        f"exec {_shell_word(program)} {SEAL} $NAUTILUS_SCRIPT_SELECTED_URIS\n"
    )


def nautilus_name(language: str) -> str:
    """Give what the script is called, which is what Nautilus shows."""
    return say(phrase("entry.seal"), language)


def thunar(program: Path) -> str:
    """Give Thunar's action, as one element of its ``uca.xml``. Thunar quotes each path for its
    shell-like reading, and starts it without a shell."""
    command = f"{_shell_word(program)} {SEAL} %F"
    return (
        "<action>\n"
        "\t<icon>sceau</icon>\n"
        f"\t<name>{escape(_english('entry.seal'))}</name>\n"
        f'\t<name xml:lang="fr">{escape(_french("entry.seal"))}</name>\n'
        f"\t<unique-id>{THUNAR_ID}</unique-id>\n"
        f"\t<command>{escape(command)}</command>\n"
        f"\t<description>{escape(_english('entry.seal-comment'))}</description>\n"
        f'\t<description xml:lang="fr">{escape(_french("entry.seal-comment"))}</description>\n'
        "\t<patterns>*</patterns>\n"
        "\t<directories/>\n"
        "\t<audio-files/>\n"
        "\t<image-files/>\n"
        "\t<other-files/>\n"
        "\t<text-files/>\n"
        "\t<video-files/>\n"
        "</action>\n"
    )


def _shell_word(program: Path) -> str:
    """Give a path as one word as a shell reads it; a per cent sign is two, as in all of these."""
    return "'" + str(program).replace("'", "'\\''").replace("%", "%%") + "'"
