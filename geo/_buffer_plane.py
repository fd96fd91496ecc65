"""Where to look at a buffer from: the centre of a plane that holds all of it."""

import math
from collections.abc import Callable

import numpy as np

from rimland.geo import ellipsoid
from rimland.geo._plane import Plane, normals
from rimland.geo.ellipsoid import Floats
from rimland.geo.errors import GeometryError
from rimland.geo.index import ShapeIndex
from rimland.geo.inside import Interior

_ROOMY = 16.0e6
"""Metres: a buffer that reaches no farther than this from a centre leaves ample room round the opposite point."""

_ENOUGH = 50e3
"""Metres beyond the radius: with so much room the plane's distortion costs little."""

_CELLS = 16
"""Cells along an edge of the cube round the Earth that the search for the farthest position begins with."""

_MOST_CELLS = 200_000
"""Cells that are looked at together: more, and what is farthest is a whole line, as far as can be told."""


def plane_for(index: ShapeIndex, radius: float, error: float) -> Plane | None:
    """A plane in which the buffer of a shape is bounded, or None when no position is farther than the radius and error.

    The centre is the middle of the shape when the buffer is small enough for that, and otherwise the point opposite to
    the one that is farthest from the shape.
    """
    interior = Interior(index.geometry)
    return middle_plane(index, radius, interior) or _plane_opposite(index, interior, radius, error, inside=False)


def plane_inside(index: ShapeIndex, radius: float, error: float, interior: Interior) -> Plane | None:
    """A plane in which all but the depth of some polygons is bounded, or None when they are nowhere that deep.

    The index is that of the polygons' boundary without seams.
    """
    return _plane_opposite(index, interior, radius, error, inside=True)


def middle_plane(index: ShapeIndex, radius: float, interior: Interior) -> Plane | None:
    """The plane round the middle of a shape, or None when the buffer comes near the opposite point."""
    middle, reach = _cap(index)
    lon, lat = _degrees(middle)
    if reach + radius > _ROOMY or interior.holds(np.array([_opposite(lon, lat)])).any():
        return None
    return Plane(lon=lon, lat=lat, steepness=max(1.0, math.tan((reach + radius) / (2 * ellipsoid.SMALLEST_RADIUS))))


def _plane_opposite(
    index: ShapeIndex, interior: Interior, radius: float, error: float, *, inside: bool
) -> Plane | None:
    """The plane opposite to a position far enough from a boundary, on one side of it."""

    def height(vectors: Floats) -> Floats:
        lon, lat = (
            np.degrees(np.arctan2(vectors[:, 1], vectors[:, 0])),
            np.degrees(np.arcsin(vectors[:, 2].clip(-1, 1))),
        )
        metres = index.nearest(lon, lat).metres
        return np.where(interior.holds(np.column_stack([lon, lat])) == inside, metres, -metres)

    # Opposite to the middle of the boundary there is often room enough, and no need to look for more.
    top = -_cap(index)[0]
    if height(top[None])[0] < radius + _ENOUGH:
        top, metres = _highest(height, radius, error)
        if metres <= radius:
            return None
    lon, lat = _opposite(*_degrees(top))
    return Plane(lon=lon, lat=lat, steepness=math.inf)


def _cap(index: ShapeIndex) -> tuple[Floats, float]:
    """The middle of a shape's boundary as a unit vector, and the distance, metres, beyond which there is none of it."""
    upward = normals(index.pieces.lonlat[:, 0], index.pieces.lonlat[:, 1])
    middle = (upward.min(axis=0) + upward.max(axis=0)) / 2
    size = np.linalg.norm(middle)
    middle = middle / size if size > 1e-6 else upward[0]
    half_chord = np.linalg.norm(upward - middle, axis=-1).max() / 2
    return middle, float(2 * ellipsoid.LARGEST_RADIUS * np.arcsin(min(half_chord, 1.0)))


def _highest(height: Callable[[Floats], Floats], needed: float, error: float) -> tuple[Floats, float]:
    """A unit vector at which a distance, as a function of unit vectors, is well above what is needed, metres.

    If there is none such, one above it; and when that is not above it, nothing is by more than half the error.
    That is proved: a distance changes by no more than one moves, so that a square cell of the Earth in whose middle it
    is low enough is done with, and the others are quartered until none is left.

    Raises
    ------
    GeometryError
        Too many cells are left: a whole line is as far as what is needed, and more cannot be told.
    """
    cells, half = _cube(_CELLS), 1 / _CELLS
    top, metres = cells[0], -np.inf
    while len(cells):
        middles = cells / np.linalg.norm(cells, axis=-1, keepdims=True)
        found = height(middles)
        if found.max() > metres:
            top, metres = middles[np.argmax(found)], float(found.max())
        if metres > needed + _ENOUGH or (metres > needed and len(cells) > _MOST_CELLS):
            break
        if len(cells) > _MOST_CELLS:
            raise GeometryError(
                f"cannot tell within {error:g} m whether all of the Earth is within {needed:.0f} m: choose a radius"
                " that is a little smaller or larger."
            )
        reach = half * 2**0.5 * (1 + half**2) * ellipsoid.LARGEST_RADIUS
        wanted = max(needed + error / 2, metres + 3 * (metres - needed))
        cells, half = _quartered(cells[found + reach > wanted], half), half / 2
    return top, metres


def _cube(count: int) -> Floats:
    """The middles of square cells of the cube from -1 to 1, `count` along each edge, (6 count², 3)."""
    along = (np.arange(count) + 0.5) * 2 / count - 1
    u, v = (grid.ravel() for grid in np.meshgrid(along, along))
    one = np.ones_like(u)
    return np.concatenate(
        [np.roll(np.column_stack([side * one, u, v]), k, axis=1) for side in (-1, 1) for k in range(3)]
    )


def _quartered(cells: Floats, half: float) -> Floats:
    """The middles of the quarters of cells of the cube, whose half side is given."""
    face = np.argmax(np.abs(cells), axis=1)
    corners = np.array([(u, v) for u in (-half / 2, half / 2) for v in (-half / 2, half / 2)])
    quarters = np.repeat(cells, 4, axis=0)
    row, step = np.arange(len(quarters)), np.tile(corners, (len(cells), 1))
    for k in range(2):
        quarters[row, (np.repeat(face, 4) + 1 + k) % 3] += step[:, k]
    return quarters


def _degrees(vector: Floats) -> tuple[float, float]:
    x, y, z = vector
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _opposite(lon: float, lat: float) -> tuple[float, float]:
    return (lon - 180 if lon > 0 else lon + 180), -lat
