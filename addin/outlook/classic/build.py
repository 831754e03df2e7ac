"""Build the shim for both kinds of Office, from Linux: ``python build.py DIR`` writes
``DIR/x64/SceauOutlook.dll`` and ``DIR/x86/SceauOutlook.dll``.

Built twice they are the same byte for byte: no time, no path, no build number is in them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from sceau import __version__  # noqa: E402 - it is found by the line above
from sceau.hooks.outlook.shim_words import header  # noqa: E402

KINDS = {"x64": "x86_64-w64-mingw32", "x86": "i686-w64-mingw32"}
NAME = "SceauOutlook.dll"
SOURCES = ("shim.c", "addin.c", "sink.c", "ask.c", "say.c")
WARNINGS = ("-Wall", "-Wextra", "-Werror")
CODE = ("-std=c11", "-Os", "-ffreestanding", "-fno-ident", "-fno-asynchronous-unwind-tables")
LINK = (
    "-shared",
    "-s",
    "-nostdlib",
    "-static-libgcc",
    "-Wl,--no-insert-timestamp",
    "-Wl,--build-id=none",
    "-Wl,--disable-auto-image-base",  # else it is made of the output's name
    "-Wl,--dynamicbase,--nxcompat",
    "-Wl,--kill-at,--enable-stdcall-fixup",
)
LIBRARIES = ("-lole32", "-loleaut32", "-luuid", "-luser32", "-lkernel32", "-lgcc")


def build(target: Path) -> list[Path]:
    """Build both into ``target``. Raises :class:`subprocess.CalledProcessError`."""
    made = []
    for kind, compiler in KINDS.items():
        out = target / kind / NAME
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as work:
            _build(compiler, kind, Path(work), out.resolve())
        made.append(out)
    return made


def _build(compiler: str, kind: str, work: Path, out: Path) -> None:
    (work / "words.h").write_text(header(), encoding="ascii")
    numbers = ",".join((__version__.split(".") + ["0"] * 4)[:4])
    subprocess.run(
        [
            f"{compiler}-windres",
            f"-DVERSION_NUMBERS={numbers}",
            f'-DVERSION_TEXT=\\"{__version__}\\"',
            str(HERE / "shim.rc"),
            "version.o",
        ],
        cwd=work,
        check=True,
    )
    entry = "DllMainCRTStartup" if kind == "x64" else "_DllMainCRTStartup@12"
    command = [f"{compiler}-gcc", *CODE, *WARNINGS, f"-ffile-prefix-map={HERE}=.", f"-I{work}"]
    command += [*LINK, f"-Wl,-e,{entry}", "-o", str(out), *(str(HERE / one) for one in SOURCES)]
    subprocess.run(
        [*command, "version.o", str(HERE / "shim.def"), *LIBRARIES], cwd=work, check=True
    )


if __name__ == "__main__":
    for one in build(Path(sys.argv[1])):
        print(one)
