"""The shield, drawn: a few polygons and no picture library, so that the tray stays small.

Its colour goes with a sign (tick, exclamation mark, cross), so that it is told apart without colour
too; a pale edge keeps it visible on dark and light panels.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Sequence

from sceau.desk.tray.state import Level

Point = tuple[float, float]
Shape = Sequence[Point]

SIZES = (22, 24, 32, 48, 64)
"""Pixels; panels take the one that fits and scale it else."""

_COLOURS: dict[Level, tuple[int, int, int]] = {
    "active": (0x1A, 0x7F, 0x43),
    "partial": (0xB3, 0x6B, 0x00),
    "inactive": (0xC0, 0x27, 0x1D),
}
_WHITE = (0xFF, 0xFF, 0xFF)
_ROWS = 4
"""Lines a pixel is cut into, for smooth edges."""

# On a square of 24: the right half of the shield's edge, from top to bottom.
_RIGHT: Shape = (
    (12, 1.2),
    (21, 4.6),
    (21, 11),
    (20.6, 13.6),
    (19.3, 16.4),
    (17.2, 19),
    (14.6, 21.2),
    (12, 22.8),
)
_SIGNS: dict[Level, tuple[Shape, ...]] = {
    "active": (((7.2, 12.2), (10.8, 15.8), (16.8, 8.6)),),
    "partial": (((12, 6.4), (12, 13.2)), ((12, 16.6), (12, 17.4))),
    "inactive": (((8.4, 8.2), (15.6, 15.4)), ((15.6, 8.2), (8.4, 15.4))),
}
_STROKE = 2.6


@functools.cache
def picture(level: Level, size: int) -> bytes:
    """Give the shield for ``level``, ``size`` by ``size`` pixels: alpha, red, green and blue, a
    byte each, row by row from the top (``IconPixmap`` of StatusNotifierItem)."""
    scale = size / 24
    edge = _outline(1.0)
    body = _outline(0.86)
    strokes = [quad for line in _SIGNS[level] for quad in _thick(line)]
    layers = (
        ([edge], _WHITE),
        ([body], _COLOURS[level]),
        (strokes, _WHITE),
    )
    pixels = bytearray(4 * size * size)
    for shapes, colour in layers:
        cover = [0.0] * (size * size)
        for shape in shapes:
            _fill([(x * scale, y * scale) for x, y in shape], size, cover)
        for place, share in enumerate(cover):
            if share > 0:
                _lay(pixels, 4 * place, colour, min(share, 1.0))
    return bytes(pixels)


def _outline(factor: float) -> Shape:
    left = tuple((24 - x, y) for x, y in reversed(_RIGHT[1:-1]))
    return tuple((12 + (x - 12) * factor, 12 + (y - 12) * factor) for x, y in (*_RIGHT, *left))


def _thick(line: Shape) -> Iterator[Shape]:
    """Give a line as the rectangles around its parts, each a little longer, so that they meet."""
    half = _STROKE / 2
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        length = math.hypot(bx - ax, by - ay)
        along = ((bx - ax) / length * half * 0.7, (by - ay) / length * half * 0.7)
        across = (-(by - ay) / length * half, (bx - ax) / length * half)
        yield (
            (ax - along[0] + across[0], ay - along[1] + across[1]),
            (bx + along[0] + across[0], by + along[1] + across[1]),
            (bx + along[0] - across[0], by + along[1] - across[1]),
            (ax - along[0] - across[0], ay - along[1] - across[1]),
        )


def _fill(shape: Shape, size: int, cover: list[float]) -> None:
    """Add to ``cover`` how much of each pixel the shape takes."""
    edges = list(zip(shape, (*shape[1:], shape[0]), strict=True))
    for line in range(size * _ROWS):
        y = (line + 0.5) / _ROWS
        crossings = sorted(
            ax + (y - ay) / (by - ay) * (bx - ax)
            for (ax, ay), (bx, by) in edges
            if (ay <= y) != (by <= y)
        )
        row = line // _ROWS * size
        for begin, end in zip(crossings[::2], crossings[1::2], strict=False):
            for x in range(max(0, int(begin)), min(size, math.ceil(end))):
                share = min(end, x + 1) - max(begin, x)
                if share > 0:
                    cover[row + x] += share / _ROWS


def _lay(pixels: bytearray, at: int, colour: tuple[int, int, int], share: float) -> None:
    """Lay a colour over a pixel (Porter and Duff's *over*)."""
    below = pixels[at] / 255
    alpha = share + below * (1 - share)
    for place, value in enumerate(colour, 1):
        mixed = (value * share + pixels[at + place] * below * (1 - share)) / alpha
        pixels[at + place] = round(mixed)
    pixels[at] = round(alpha * 255)
