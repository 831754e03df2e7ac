"""The installer for one person, by NSIS: ``sceau.nsi``, and what is generated for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image
from registration import HERE, LANGUAGES, texts

from sceau.windows.registered import Entry, entries, keys_of_our_own


def build(
    staged: Path,
    output: Path,
    version: str,
    work: Path,
    *,
    quick: bool = False,
    signing: Sequence[str] = (),
) -> None:
    """Make ``output`` of the folder ``staged``; ``work`` is for what is generated. ``quick`` packs
    loosely: for tests. ``signing`` is the command that signs the uninstaller. Raises
    ``subprocess.CalledProcessError`` where NSIS refuses."""
    generated = work / "generated.nsh"
    generated.write_text("\n".join(_generated(staged)) + "\n", encoding="utf-8-sig")
    size = sum(file.stat().st_size for file in staged.rglob("*") if file.is_file()) // 1024
    packing = ["zlib"] if quick else ["/SOLID", "lzma"]
    side = work / "side.bmp"
    _side_picture(staged / "sceau.ico", side)
    given: dict[str, object] = {
        "SIDE": side,
        "VERSION": version,
        "STAGED": staged,
        "OUTPUT": output,
        "SIZE": size,
        "GENERATED": generated,
    }
    command = ["makensis", "-V2", "-NOCD", "-INPUTCHARSET", "UTF8", "-WX"]
    command += [f"-XSetCompressor {' '.join(packing)}"]
    if signing:
        given["SIGN"] = " ".join(f'"{word}"' for word in signing)
    command += [f"-D{name}={value}" for name, value in given.items()]
    subprocess.run([*command, str(HERE / "sceau.nsi")], check=True, env=_environment())


def _side_picture(icon: Path, target: Path) -> None:
    """Draw what stands beside the first and the last page: our sign on a quiet ground, in the size
    the wizard has (164 × 314) and twice it, for screens of 200 %."""
    width, height = 328, 628
    ground = Image.new("RGB", (width, height), "#eef3fb")
    with Image.open(icon) as opened:
        sign = opened.convert("RGBA").resize((160, 160), Image.Resampling.LANCZOS)
    ground.paste(sign, ((width - sign.width) // 2, 120), sign)
    ground.save(target, "BMP")


def _environment() -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": "0", **os.environ}


def _generated(staged: Path) -> Iterator[str]:
    said = texts()
    for language, (name, _) in LANGUAGES.items():
        for text, words in said[language].items():
            yield f"LangString {text} ${{LANG_{name.upper()}}} {_quoted(words)}"
    given = entries("person")
    yield "!macro WriteEntries"
    yield from map(_written, given)
    yield "SetRegView 64"
    yield "!macroend"
    yield "!macro RemoveEntries"
    yield from _removed(given)
    yield "SetRegView 64"
    yield "!macroend"
    yield "!macro RemoveSendTo"
    # Whatever language it was installed in.
    for words in said.values():
        yield f'Delete "$SENDTO\\{words["send_to"]}.lnk"'
    yield "!macroend"
    yield "!macro SetAside"
    for file in sorted(staged.rglob("*.dll")):
        if file.relative_to(staged).parts[0] == "outlook":
            yield from _aside(file.relative_to(staged))
    yield "!macroend"
    yield "!macro RemoveFiles"
    for one in sorted(staged.iterdir()):
        yield (
            f'RMDir /r "$INSTDIR\\{one.name}"' if one.is_dir() else f'Delete "$INSTDIR\\{one.name}"'
        )
    yield "!macroend"


def _written(entry: Entry) -> str:
    view = f"SetRegView {entry.view}\n"
    place = f"HKCU {_quoted(entry.key)} {_quoted(entry.name)}"
    if entry.number is not None:
        return f"{view}WriteRegDWORD {place} {entry.number}"
    return f"{view}WriteRegStr {place} {_filled(entry.value)}"


def _removed(given: tuple[Entry, ...]) -> Iterator[str]:
    for entry in given:
        if entry.shared:
            yield f"SetRegView {entry.view}"
            yield f"DeleteRegValue HKCU {_quoted(entry.key)} {_quoted(entry.name)}"
            yield f"DeleteRegKey /ifempty HKCU {_quoted(entry.key)}"
    for key, view in keys_of_our_own(given):
        yield f"SetRegView {view}"
        yield f"DeleteRegKey HKCU {_quoted(key)}"


def _aside(file: Path) -> Iterator[str]:
    path = f"$INSTDIR\\{str(file).replace('/', chr(92))}"
    yield f'Delete "{path}.old"'
    yield f'Rename "{path}" "{path}.old"'
    yield f'Delete /REBOOTOK "{path}.old"'


def _filled(value: str) -> str:
    for name in texts()["fr"]:
        value = value.replace(f"{{{name}}}", f"\x00{name}\x01")
    quoted = _quoted(value).replace("{folder}", "$INSTDIR")
    return quoted.replace("\x00", "$(").replace("\x01", ")")


def _quoted(text: str) -> str:
    """Quote for NSIS: ``$`` begins a variable, a quote is escaped by ``$\\``."""
    return '"' + text.replace("$", "$$").replace('"', '$\\"') + '"'
