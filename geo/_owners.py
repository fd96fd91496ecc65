"""How far positions are from each of the owners of a boundary, and which way that distance falls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rimland.geo._mesh import Booleans, Floats, Integers, from_normals
from rimland.geo.index import ShapeIndex

NOISE = 1e-8
"""Metres under which a difference of two distances cannot be told from none."""

_MEAN_RADIUS = 6_371_000.0
"""Metres that a step of one radian on the sphere of normals is taken for; within 0.7 % of any truth."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen of an owner from positions, rows in their order.

    Attributes
    ----------
    metres
        Effective distance: geodesic, less the part that partial effect takes away.
    slope
        Its gradient with respect to the position, metres per metre, as vectors of Earth-centred space, shape (n, 3).
    clearance
        Metres to the nearest thing that has any effect.
    lon, lat
        The controlling point: the foot on whatever decides the distance.
    """

    metres: Floats
    slope: Floats
    clearance: Floats
    lon: Floats
    lat: Floats


@dataclass(frozen=True, kw_only=True)
class Owner:
    """A shape prepared for being measured to: what has full effect, and islands that have less.

    With ``d`` the distance to what has full effect and ``e`` the distance to an island of effect ``w``, the effective
    distance is ``d + w (e - d)`` where the island is nearer, and ``d`` elsewhere: half-way between what it is with and
    without the island for ``w = ½``.
    """

    full: ShapeIndex
    partial: tuple[tuple[float, ShapeIndex], ...] = ()

    def look(self, normals: Floats) -> Sight:
        """Distances and slopes from positions given as ellipsoid normals, shape (n, 3)."""
        sight = _look(self.full, normals)
        base = sight
        for weight, index in self.partial:
            other = _look(index, normals)
            metres = base.metres + weight * (other.metres - base.metres)
            nearer = metres < sight.metres
            slope = base.slope + weight * (other.slope - base.slope)
            sight = Sight(
                metres=np.where(nearer, metres, sight.metres),
                slope=np.where(nearer[:, None], slope, sight.slope),
                clearance=np.minimum(sight.clearance, other.clearance),
                lon=np.where(nearer, other.lon, sight.lon),
                lat=np.where(nearer, other.lat, sight.lat),
            )
        return sight


def difference(owners: Sequence[Owner], first: Integers, second: Integers, normals: Floats) -> tuple[Floats, Floats]:
    """How much farther positions are from their first owner than from their second, (n,), and its slope, (n, 3)."""
    metres, slope = np.zeros(len(normals)), np.zeros((len(normals), 3))
    for j, owner in enumerate(owners):
        # An owner is asked once for both: on few positions most of the time goes into the asking.
        plus, minus = np.flatnonzero(first == j), np.flatnonzero(second == j)
        rows = np.concatenate([plus, minus])
        if len(rows):
            sight = owner.look(normals[rows])
            sign = np.repeat([1.0, -1.0], [len(plus), len(minus)])
            metres[rows] += sign * sight.metres
            slope[rows] += sign[:, None] * sight.slope
    return metres, slope


def table(owners: Sequence[Owner], wanted: Booleans, normals: Floats) -> tuple[Floats, Floats, Floats]:
    """Distances and slopes of the wanted pairs of position and owner, infinite and zero for the others.

    Returns
    -------
    metres, slope, clearance
        Shapes (n, k), (n, k, 3) and (n, k) for n positions and k owners.
    """
    metres = np.full(wanted.shape, np.inf)
    clearance = np.full(wanted.shape, np.inf)
    slope = np.zeros((*wanted.shape, 3))
    for j, owner in enumerate(owners):
        rows = np.flatnonzero(wanted[:, j])
        if len(rows):
            sight = owner.look(normals[rows])
            metres[rows, j], slope[rows, j], clearance[rows, j] = sight.metres, sight.slope, sight.clearance
    return metres, slope, clearance


def step(normals: Floats, metres: Floats) -> Floats:
    """Ellipsoid normals moved by tangent vectors in metres, both of shape (n, 3)."""
    moved = normals + metres / _MEAN_RADIUS
    result: Floats = moved / np.linalg.norm(moved, axis=-1, keepdims=True)
    return result


def apart(a: Floats, b: Floats) -> Floats:
    """The vectors in metres, about, that lead from normals to near normals."""
    vectors: Floats = (b - a) * _MEAN_RADIUS
    return vectors


def _look(index: ShapeIndex, normals: Floats) -> Sight:
    lon, lat = from_normals(normals)
    feet = index.nearest(lon, lat)
    lam, phi, azimuth = np.radians(lon), np.radians(lat), np.radians(feet.azimuth)
    east = np.stack([-np.sin(lam), np.cos(lam), np.zeros_like(lam)], axis=1)
    north = np.stack([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)], axis=1)
    slope = -(np.sin(azimuth)[:, None] * east + np.cos(azimuth)[:, None] * north)
    return Sight(metres=feet.metres, slope=slope, clearance=feet.metres, lon=feet.lon, lat=feet.lat)
