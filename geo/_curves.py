"""Curves on the Earth as polylines of a plane: evenly, or as densely as the plane's distortion makes it necessary."""

from collections.abc import Callable

import numpy as np

from rimland.geo._plane import Plane
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import Ints

Curves = Callable[[Ints, Floats], tuple[Floats, Floats]]
"""Longitudes and latitudes, degrees, of points of numbered curves at a parameter."""

_DEEPEST = 40


def traced(
    plane: Plane, curves: Curves, owner: Ints, parameter: Floats, tolerance: float | None = None
) -> tuple[Ints, Floats]:
    """Planar points of curves, and of which curve each is.

    `owner` and `parameter` are the points to begin with, those of a curve in a row, in order. More are added until the
    middle of each edge is off its curve by no more than the tolerance, in metres on the Earth; None adds no points.
    """
    xy = plane.project(*curves(owner, parameter))
    if tolerance is None:
        return owner, xy
    fresh = np.ones(len(owner), bool)
    for _ in range(_DEEPEST):
        edge = np.flatnonzero((owner[1:] == owner[:-1]) & (fresh[1:] | fresh[:-1]))
        if not len(edge):
            break
        middle = (parameter[edge] + parameter[edge + 1]) / 2
        there = plane.project(*curves(owner[edge], middle))
        drawn = (xy[edge] + xy[edge + 1]) / 2
        off = plane.apart(there, drawn) > tolerance
        at = edge[off] + 1
        owner, parameter = np.insert(owner, at, owner[edge[off]]), np.insert(parameter, at, middle[off])
        xy = np.insert(xy, at, there[off], axis=0)
        fresh = np.insert(np.zeros(len(fresh), bool), at, True)
    return owner, xy


def spread(plane: Plane, xy: Floats, ring: Ints, spacing: float, most: int) -> tuple[Floats, Ints]:
    """Positions along planar rings, and of which ring each is.

    `xy` and `ring` are the corners, those of a ring in a row, and of which ring each is; all corners are kept. Between
    them positions are added so that they are at most a spacing apart on the Earth, metres; but an edge is divided in no
    more parts than `most`, unless the plane is so distorted that parts of a length in it are not so on the Earth.
    """
    edge = np.flatnonzero(ring[1:] == ring[:-1])
    apart = plane.apart(xy[edge], xy[edge + 1])
    count = np.clip(np.ceil(apart / spacing), 1, most).astype(np.intp)
    number = np.ones(len(xy), np.intp)
    number[edge] = count
    row, step = counted(number)
    after = np.minimum(row + 1, len(xy) - 1)
    points = xy[row] + (step / number[row])[:, None] * (xy[after] - xy[row])
    owner = ring[row]
    for _ in range(0 if plane.roomy else _DEEPEST):
        edge = np.flatnonzero(owner[1:] == owner[:-1])
        far = edge[plane.apart(points[edge], points[edge + 1]) > spacing]
        if not len(far):
            break
        points = np.insert(points, far + 1, (points[far] + points[far + 1]) / 2, axis=0)
        owner = np.insert(owner, far + 1, owner[far])
    return points, owner


def counted(count: Ints) -> tuple[Ints, Ints]:
    """For each thing its number, repeated `count` times, and 0, 1, 2… beside it."""
    row = np.repeat(np.arange(len(count)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
