"""Where to look at a buffer from: the centre of a plane that holds all of it."""

import math
from collections.abc import Callable

import numpy as np

from rimland.geo import ellipsoid
from rimland.geo._plane import Plane, normals
from rimland.geo.ellipsoid import Floats
from rimland.geo.index import ShapeIndex
from rimland.geo.inside import Interior

_ROOMY = 16.0e6
"""Metres: a buffer that reaches no farther than this from a centre leaves ample room round the opposite point."""

_ENOUGH = 50e3
"""Metres beyond the radius: with so much room the plane's distortion costs little."""

_SCOUTS = 4000
_BETWEEN_SCOUTS = 500e3
"""Metres: no position is farther than 300 km from a scout, and a distance changes by no more than one moves."""

_CLIMBERS = 48


def plane_for(index: ShapeIndex, radius: float) -> Plane | None:
    """A plane in which the buffer of a shape is bounded, or None when the buffer is the whole Earth.

    The centre is the middle of the shape when the buffer is small enough for that, and otherwise the point opposite to
    the one that is farthest from the shape.
    """
    interior = Interior(index.geometry)
    return middle_plane(index, radius, interior) or _plane_opposite(index, interior, radius, inside=False)


def plane_inside(index: ShapeIndex, radius: float, interior: Interior) -> Plane | None:
    """A plane in which all but the depth of some polygons is bounded, or None when they are nowhere that deep.

    The index is that of the polygons' boundary without seams.
    """
    return _plane_opposite(index, interior, radius, inside=True)


def middle_plane(index: ShapeIndex, radius: float, interior: Interior) -> Plane | None:
    """The plane round the middle of a shape, or None when the buffer comes near the opposite point."""
    middle, reach = _cap(index)
    lon, lat = _degrees(middle)
    if reach + radius > _ROOMY or interior.holds(np.array([_opposite(lon, lat)])).any():
        return None
    return Plane(lon=lon, lat=lat, steepness=max(1.0, math.tan((reach + radius) / (2 * ellipsoid.SMALLEST_RADIUS))))


def _plane_opposite(index: ShapeIndex, interior: Interior, radius: float, *, inside: bool) -> Plane | None:
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
        top, metres = _highest(height, radius)
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


def _highest(height: Callable[[Floats], Floats], needed: float) -> tuple[Floats, float]:
    """A unit vector at which a distance, as a function of unit vectors, is well above what is needed, metres.

    If there is none such, the highest that many climbers find; if what is needed is out of reach, any.
    """
    vectors = _spiral(_SCOUTS)
    metres = height(vectors)
    top = int(np.argmax(metres))
    if metres[top] > needed + _ENOUGH or metres[top] + _BETWEEN_SCOUTS < needed:
        return vectors[top], float(metres[top])
    best = np.argsort(-metres)[:_CLIMBERS]
    vectors, metres = vectors[best], metres[best]
    turns = np.radians(np.arange(0, 360, 60))
    step = 2 * np.sqrt(4 * np.pi / _SCOUTS)
    while step > 1e-8:
        east, north = _tangents(vectors)
        tried = vectors + step * (np.cos(turns)[:, None, None] * east + np.sin(turns)[:, None, None] * north)
        tried /= np.linalg.norm(tried, axis=-1, keepdims=True)
        found = height(tried.reshape(-1, 3)).reshape(len(turns), -1)
        which = np.argmax(found, axis=0)
        higher = found.max(axis=0)
        climbing = higher > metres
        gained = (higher - metres).max()
        vectors[climbing] = tried[which, np.arange(len(vectors))][climbing]
        metres = np.maximum(metres, higher)
        if gained < 0.2 * step * ellipsoid.SMALLEST_RADIUS:
            step /= 2
            # Who is far behind will not come first any more: a step gains at most its own length.
            near = metres > metres.max() - 40 * step * ellipsoid.LARGEST_RADIUS
            vectors, metres = vectors[near], metres[near]
    return vectors[np.argmax(metres)], float(metres.max())


def _spiral(count: int) -> Floats:
    """Unit vectors spread evenly over the sphere along Fibonacci's spiral."""
    number = np.arange(count) + 0.5
    up = 1 - 2 * number / count
    turn = np.pi * (1 + 5**0.5) * number
    across = np.sqrt(1 - up**2)
    return np.stack([across * np.cos(turn), across * np.sin(turn), up], axis=-1)


def _tangents(vectors: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors at right angles to each unit vector and to each other."""
    helper = np.where(np.abs(vectors[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    east = np.cross(helper, vectors)
    east /= np.linalg.norm(east, axis=-1, keepdims=True)
    return east, np.cross(vectors, east)


def _degrees(vector: Floats) -> tuple[float, float]:
    x, y, z = vector
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _opposite(lon: float, lat: float) -> tuple[float, float]:
    return (lon - 180 if lon > 0 else lon + 180), -lat
