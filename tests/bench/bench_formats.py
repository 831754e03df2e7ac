"""Every form of sealing against the programs that do the same: ``7zz``, LibreOffice, ``img2pdf``
with ``qpdf``, and a shell loop of ``qpdf``. Proof included on our side, ``7zz t`` on the other.

Times are processor time, user and system, with the start of Python taken off (``os.wait4``), but
for the batch of 500 files, which is the time on the clock. Memory is the most that was resident, as
the program itself reads it: what ``wait4`` tells begins with the memory of who started it.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from bench.row import Row
from sceau.demo.report import report
from sceau.workers import sandbox
from support.office_files import office

_PASSWORD = "qzrk-7wvn-m4xp-h8dt-b3gs"
_MB = 2**20
_FILES = 500

_ARCHIVE = """
import re, sys, time
from pathlib import Path
from sceau.seal.files import entry_of, new_file
from sceau.seal.seven_zip import write_7z
from sceau.seal.zip import write_zip
if len(sys.argv) > 1:
    kind, out, *sources = sys.argv[1:]
    write = {"zip": write_zip, "7z": write_7z}[kind]
    entries = [entry_of(Path(one)) for one in sources]
    left, began, written = sum(one.size for one in entries), time.process_time(), None
    clock = time.perf_counter()
    def told(done):
        # each byte is told of twice: written, then proven
        global left, written
        left -= done
        if left <= 0 and written is None:
            written = time.process_time()
    with new_file(Path(out)) as file:
        write(entries, file, "%s", told)
    ended, clock = time.process_time(), time.perf_counter() - clock
    most = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]
    print(int(most) / 1024, (ended - written) / (ended - began), clock)
"""
_ONE = """
import sys
from pathlib import Path
from sceau.seal.sealing import seal, seal_together
if len(sys.argv) > 1:
    files = [(one, Path(one).read_bytes()) for one in sys.argv[2:]]
    made = seal_together(files, "%s") if len(files) > 1 else seal(files[0][1], files[0][0], "%s")
    Path(sys.argv[1]).write_bytes(made.content)
"""


def rows() -> Iterator[Row]:
    """Seal photos, texts, Office files, folders and 1 GB, and count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = [_photo(folder / f"photo {number}.jpg", number) for number in range(6)]
        text = folder / "texte.csv"
        text.write_text("".join(f"{n};2026-11-24;{n * 37 % 991};été\n" for n in range(800_000)))
        yield from _archives(folder, photos, text)
        yield _pictures(folder, photos)
        yield _office(folder)
        yield _batch(folder)
        yield from _memory(folder)


def _archives(folder: Path, photos: list[Path], text: Path) -> Iterator[Row]:
    size = sum(one.stat().st_size for one in photos) // _MB
    for kind, switches in (("zip", ["-tzip", "-mem=AES256"]), ("7z", ["-mhe=on"])):
        for what, sources, level in (
            (f"{size} MB of photos", photos, "-mx=0"),
            (f"{text.stat().st_size // _MB} MB of text", [text], "-mx=3"),
        ):
            made, theirs = folder / f"a.{kind}", folder / f"b.{kind}"
            ours = _python(_ARCHIVE % _PASSWORD, [kind, made, *sources])
            made.unlink()
            _, proof, clock = _archived(kind, made, sources)
            line = ["7zz", "a", f"-p{_PASSWORD}", *switches, level, theirs, *sources]
            tested = ["7zz", "t", f"-p{_PASSWORD}", theirs]
            peer = _cost(line) + _cost(tested)
            theirs.unlink()
            began = time.perf_counter()
            _cost(line)
            _cost(tested)
            peer_clock = time.perf_counter() - began
            yield Row(
                f"{kind} of {what}, {_share(made, sources)} of its size: processor time",
                f"{ours:.2f} s, {100 * proof:.0f} % of it the proof",
                f"7zz a, 7zz t {peer:.2f} s, {_share(theirs, sources)}",
                ours / peer,
                "≤ 2",
            )
            yield Row(
                f"the same {kind} of {what.partition(' of ')[2]}: time on the clock",
                f"{clock:.2f} s",
                f"7zz on both cores {peer_clock:.2f} s",
                clock / peer_clock,
            )
            made.unlink()
            theirs.unlink()


def _pictures(folder: Path, photos: list[Path]) -> Row:
    ours = _python(_ONE % (_PASSWORD, _PASSWORD), [folder / "ours.pdf", *photos])
    tool = Path(sys.executable).with_name("img2pdf")
    clear, sealed = folder / "clear.pdf", folder / "sealed.pdf"
    peer = _cost([tool, *photos, "-o", clear])
    peer += _cost(["qpdf", "--encrypt", _PASSWORD, "owner", "256", "--", clear, sealed])
    return Row(
        "6 photos as one sealed PDF: processor time",
        f"{ours:.2f} s",
        f"img2pdf, qpdf --encrypt {peer:.2f} s",
        ours / peer,
    )


def _office(folder: Path) -> Row:
    source = folder / "note.docx"
    source.write_bytes(office("docx", "Bilan de Jeanne Exemple. " * 20_000))
    ours = _python(_ONE % (_PASSWORD, _PASSWORD), [folder / "sealed.docx", source])
    out = folder / "out"
    out.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    line = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", out, source]
    _cost(line)
    peer = _cost(line)
    return Row(
        "a Word file sealed, against LibreOffice writing it once: processor time",
        f"{ours:.2f} s",
        f"soffice --convert-to docx {peer:.2f} s",
        ours / peer,
    )


def _batch(folder: Path) -> Row:
    for place in ("ours", "theirs"):
        (folder / place).mkdir()
        for number in range(_FILES):
            (folder / place / f"bilan {number:03}.pdf").write_bytes(report())
    environment = {**_environment(), "SCEAU_HOME": str(folder / "home")}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sceau.cli", "seal", str(folder / "ours"), "--recursive"],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    ours = time.perf_counter() - began
    loop = 'for one in "$1"/*.pdf; do qpdf --encrypt "$2" o 256 -- "$one" "${one%.pdf}.s.pdf"; done'
    began = time.perf_counter()
    subprocess.run(["sh", "-c", loop, "-", folder / "theirs", _PASSWORD], check=True)
    peer = time.perf_counter() - began
    return Row(
        f"{_FILES} small PDFs in a folder, each proven: time on the clock",
        f"{ours:.1f} s",
        f"a shell loop of qpdf --encrypt {peer:.1f} s",
        ours / peer,
    )


def _memory(folder: Path) -> Iterator[Row]:
    for kind in ("zip", "7z"):
        most = []
        for megabytes in (100, 1000):
            source = folder / "grand.bin"
            _noise(source, megabytes)
            made = folder / f"grand.{kind}"
            most.append(_archived(kind, made, [source])[0])
            made.unlink()
            source.unlink()
        yield Row(
            f"{kind} of 1 GB: memory, against that for 100 MB",
            f"{most[1]:.0f} MB",
            f"{most[0]:.0f} MB",
            most[1] / most[0],
            "≤ 1.2",
        )


def _archived(kind: str, made: Path, sources: Sequence[Path]) -> tuple[float, float, float]:
    """Give the most memory that was resident, in MiB, the share the proof had of the processor
    time, and the seconds on the clock without the start of Python."""
    line = [sys.executable, "-P", "-s", "-c", _ARCHIVE % _PASSWORD, kind, made, *sources]
    told = subprocess.run(
        list(map(str, line)),
        env={**os.environ, **_environment()},
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    most, proof, clock = map(float, told.split())
    return most, proof, clock


def _photo(path: Path, seed: int) -> Path:
    """A picture of 12 megapixels with a camera's grain."""
    grain = random.Random(seed).randbytes(1000 * 750 * 3)
    image = Image.frombytes("RGB", (1000, 750), grain).resize((4000, 3000))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    path.write_bytes(out.getvalue())
    return path


def _noise(path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(_MB))


def _share(made: Path, sources: Sequence[Path]) -> str:
    return f"{100 * made.stat().st_size / sum(one.stat().st_size for one in sources):.0f} %"


def _environment() -> dict[str, str]:
    return {**sandbox.environment(), "LANG": "fr_FR.UTF-8", "HOME": tempfile.gettempdir()}


def _python(program: str, words: Sequence[str | Path]) -> float:
    line = [sys.executable, "-P", "-s", "-c", program]
    return _cost([*line, *words]) - _cost(line)


def _cost(line: Sequence[str | Path]) -> float:
    usage = _usage(line)
    return usage.ru_utime + usage.ru_stime


def _usage(line: Sequence[str | Path]) -> os.struct_rusage:  # type: ignore[name-defined]
    process = subprocess.Popen(
        list(map(str, line)), env={**os.environ, **_environment()}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{line!r} ended with {process.returncode}")
    return usage


if __name__ == "__main__":
    for row in rows():
        print(f"{row.what}: {row.ours} / {row.peer} = {row.ratio:.2f} {row.aim}")
