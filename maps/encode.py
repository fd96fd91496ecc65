"""Geometry as short text: kind, grid, and differences in one character or two (a tenth of the GeoJSON).

The code is made for what comes after it. The steps of a coast are small and alike; with most of them in a character of
their own, the Huffman code of gzip gives short ones to the frequent: a tenth less than base64 with continuation bits.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ALPHABET = "".join(chr(code) for code in range(32, 127) if chr(code) not in '"\\<>&,;@')
"""What JSON and HTML leave alone, without the signs between rings and parts and that of a reference: 87 characters."""

TIERS = ((74, 0), (9, 1), (2, 2), (1, 3), (1, 5))
"""How many characters open a number, and how many more follow each of them: small numbers stand alone."""

GRIDS = (50, 100, 200, 500, 1000, 10_000, 100_000)
"""Units in a degree."""

_KINDS = {"Point": "p", "MultiPoint": "p", "LineString": "l", "LinearRing": "l", "MultiLineString": "l"}


def encode(shape: "BaseGeometry", grid: int = 10_000) -> list[str]:
    """A geometry as one text for each of the kinds of parts that it has.

    A text is a letter (``p`` points, ``l`` lines, ``a`` areas), the place of the grid in `GRIDS`, and the parts: ``;``
    between parts, ``,`` between the rings of an area, and in each ring the differences from position to position,
    longitude first, in units of the grid; the first difference of a ring is from the last position before it. A
    difference ``d`` is counted as ``2d``, or ``-2d - 1`` where it is negative: the first 74 counts are a character
    each, the next 9 × 87 two characters, the next 2 × 87² three, the next 87³ four, the next 87⁵ six (`TIERS`).

    Parameters
    ----------
    shape
        Longitude and latitude in degrees; a closing position equal to the first is left out of rings.
    grid
        Units in a degree, one of `GRIDS`: with 1,000 a position may move by 56 m in each direction, with 10,000 by 6 m.

    Examples
    --------
    >>> from shapely import Point
    >>> encode(Point(0.0001, -0.0002))
    ['p5#$']
    """
    parts: dict[str, list[list[NDArray[np.int64]]]] = {}
    for part in _parts(shape):
        kind = _KINDS.get(part.geom_type, "a")
        rings = [part.exterior, *part.interiors] if kind == "a" else [part]
        whole = [_positions(ring.coords, grid, closed=kind == "a") for ring in rings]
        kept = [ring for ring in whole if len(ring) >= {"p": 1, "l": 2, "a": 3}[kind]]
        if kept and (kind != "a" or kept[0] is whole[0]):
            parts.setdefault(kind, []).append(kept)
    return [f"{kind}{GRIDS.index(grid)}{_body(parts[kind])}" for kind in sorted(parts)]


def _parts(shape: "BaseGeometry") -> "Iterable[BaseGeometry]":
    for part in getattr(shape, "geoms", [shape]):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        elif not part.is_empty:
            yield part


def _positions(coordinates: Iterable[tuple[float, ...]], grid: int, *, closed: bool) -> NDArray[np.int64]:
    places: NDArray[np.int64] = np.rint(np.asarray(coordinates, float)[:, :2] * grid).astype(np.int64)
    moved = np.ones(len(places), bool)
    moved[1:] = (places[1:] != places[:-1]).any(axis=1)
    places = places[moved]
    ring = closed and len(places) > 1 and bool((places[0] == places[-1]).all())
    return places[:-1] if ring else places


def _body(parts: list[list[NDArray[np.int64]]]) -> str:
    pen, texts = np.zeros((1, 2), np.int64), []
    for rings in parts:
        written = []
        for ring in rings:
            written.append(_digits(np.diff(ring, axis=0, prepend=pen).ravel()))
            pen = ring[-1:]
        texts.append(",".join(written))
    return ";".join(texts)


def _digits(numbers: NDArray[np.int64]) -> str:
    return "".join(_number(2 * number if number >= 0 else -2 * number - 1) for number in numbers.tolist())


def _number(count: int) -> str:
    base, first = len(ALPHABET), 0
    for opening, more in TIERS:
        span = base**more
        if count < opening * span:
            lead, rest = divmod(count, span)
            return ALPHABET[first + lead] + "".join(ALPHABET[rest // base**at % base] for at in reversed(range(more)))
        count -= opening * span
        first += opening
    raise ValueError(f"{count}: a difference of this size is not on the Earth.")
