"""In the real Thunderbird: from the click on Send to the helper's window painted, its files read
before, against an add-on that does nothing but open a window of its own; and from the confirmation
to the mail at the SMTP server, sealed, against the same mail unsealed.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row
from support import noting_host, station
from support.pdfs import with_images
from support.station import CHECK, Station
from support.thunderbird import ADDON
from support.windows import wait_for

_ROUNDS = 15
_MAILS = 5
_AIM = 0.15
"""Seconds from the click to the window, in 95 of 100 cases."""
SEALED, CLEAR = "Encrypt and send", "Send"

_BARE_MANIFEST = {
    "manifest_version": 3,
    "name": "Bare",
    "version": "1",
    "browser_specific_settings": {"gecko": {"id": ADDON}},
    "background": {"scripts": ["background.js"]},
    "permissions": ["compose"],
}
_BARE = """
messenger.compose.onBeforeSend.addListener(async () => {
  await messenger.windows.create({ type: "popup", url: "page.html", width: 520, height: 300 });
  return { cancel: true };
});
"""
_PAGE = "<!doctype html><title>waiting</title><p>Send?</p><script src='page.js'></script>"
_PAINTED = """
requestAnimationFrame(() => requestAnimationFrame(() => {
  document.title = `painted ${Date.now()}`;
}));
"""

_SCAN = with_images(10, 2_500_000)

MAILS = {"a small mail": (), "3 × 1 MB": (1_000_000,) * 3, "25 MB": (25_000_000,)}


def rows() -> Iterator[Row]:
    """Measure, mail by mail."""
    with _with_sceau() as (place, notes):
        ours = {
            name: [_shown(place, notes, sizes) for _ in range(_ROUNDS)]
            for name, sizes in MAILS.items()
        }
        leaving = [[_left(place, button) for _ in range(_MAILS)] for button in (SEALED, CLEAR)]
    with station.station(addon=_bare_xpi) as place:
        floor = {
            name: [_bare(place, sizes) for _ in range(_ROUNDS)] for name, sizes in MAILS.items()
        }
    for name in MAILS:
        yield _row(f"Thunderbird: click → window, {name}", ours[name], floor[name])
    sealed, clear = (statistics.median(one) for one in leaving)
    yield Row(
        "Thunderbird: confirmed → at the SMTP server, 25 MB sealed (the peer: not sealed)",
        f"{sealed:.1f} s",
        f"{clear:.1f} s",
        round(sealed / clear, 2),
    )


def _row(what: str, ours: list[float], floor: list[float]) -> Row:
    middle, lowest = statistics.median(ours), statistics.median(floor)
    aim = f"p95 ≤ {_AIM * 1000:.0f} ms"
    ratio = round(middle / lowest, 2)
    return Row(what, _said(ours), _said(floor), ratio, aim, held=_late(ours) <= _AIM)


def _late(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95) - (len(seconds) * 0.95 == len(seconds))]


def _said(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms, p95 {_late(seconds) * 1000:.0f} ms"


@contextlib.contextmanager
def _with_sceau() -> Iterator[tuple[Station, Path]]:
    """Sceau's own host behind one that notes the times."""
    with station.station() as place:
        notes = place.desk.home / "notes.txt"
        with place.host(sys.executable, str(Path(noting_host.__file__)), str(notes)):
            _shown(place, notes, ())
            yield place, notes


def _written(place: Station, sizes: tuple[int, ...]) -> station.Compose:
    files = [place.file(f"scan-{number}.txt", b"a" * size) for number, size in enumerate(sizes)]
    return place.write(attachments=files)


def _shown(place: Station, notes: Path, sizes: tuple[int, ...]) -> float:
    """Seconds from the click to the helper's word that its window was painted."""
    mail = _written(place, sizes)
    time.sleep(0.5 + sum(sizes) / 10_000_000)
    notes.write_text("")
    clicked = mail.send()
    wait_for("the window is painted", lambda: " shown" in notes.read_text())
    (shown,) = [line for line in notes.read_text().splitlines() if line.endswith(" shown")]
    mail.force_close()
    wait_for("the window is gone", lambda: not place.desk.windows(CHECK))
    return float(shown.split()[0]) - clicked


def _left(place: Station, button: str) -> float:
    """Seconds from the button pressed to the mail at the SMTP server; Thunderbird's own way there
    and the press itself are in both."""
    place.begin()
    mail = place.write(attachments=[place.file("Scan.pdf", _SCAN)])
    mail.send()
    place.shown()
    place.examined()
    if button == SEALED:
        place.press("Encrypt all")
        wait_for("it is to be sealed", lambda: place.window.has("push button", button))
    else:
        place.acknowledge()
    pressed = time.monotonic()
    place.window.press("push button", button)
    place.delivered(1)
    seconds = time.monotonic() - pressed
    if button == SEALED:
        place.done()
    place.gone()
    return seconds


def _bare(place: Station, sizes: tuple[int, ...]) -> float:
    """The same for the add-on that does nothing."""
    mail = _written(place, sizes)
    time.sleep(0.5)
    clicked = mail.send()
    wait_for("its window is painted", lambda: place.thunderbird.popups())
    painted = int(place.thunderbird.popups()[0].split()[1]) / 1000
    place.thunderbird.do("close_popups")
    mail.force_close()
    return painted - clicked


def _bare_xpi(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(_BARE_MANIFEST))
        archive.writestr("background.js", _BARE)
        archive.writestr("page.html", _PAGE)
        archive.writestr("page.js", _PAINTED)
