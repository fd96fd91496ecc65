"""The nearest point of a piece of boundary to a position, by exact geodesics.

Where the geodesic to the position leaves the edge at a right angle the distance is least. The angle at the present foot
tells how far along the edge that is: by the rule of the sphere first, by the secant after. `settle` does so for many
pairs of a position and a piece at once; for one pair `settle_one` is many times faster.
"""

from math import atan2, copysign, cos, degrees, hypot, pi, radians, sin, tan

import numpy as np

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import FAR, Ints, Pieces

_SETTLED = 1e-5
"""Metres by which a foot point may still move. At a distance of 1 m that changes the distance by 5e-11 m."""

_STEPS = 12
"""Feet that are tried after the first, at most."""


def settle(pieces: Pieces, piece: Ints, t: Floats, lonlat: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The nearest point of one piece to one position, row by row.

    Parameters
    ----------
    pieces, piece, t
        The boundary, the piece of each row, and the fraction of it to start from, (n,).
    lonlat
        The position of each row, degrees, (n, 2).

    Returns
    -------
    metres, lon, lat, azimuth
        Distance, foot point, and the azimuth at the position towards it, each (n,).
    """
    length = np.maximum(pieces.length[piece], 1e-9)
    at, (lon, lat, metres, azimuth, slope) = _first_look(pieces, piece, t, lonlat)
    step = _newton(slope, metres)
    moving = np.flatnonzero(np.abs(np.clip(at + step / length, 0, 1) - at) * length > _SETTLED)
    was, was_slope, step = at[moving], slope[moving], step[moving]
    for _ in range(_STEPS):
        if not len(moving):
            break
        now = np.clip(was + step / length[moving], 0, 1)
        new_lon, new_lat, new_metres, new_azimuth, new_slope = _look(pieces, piece[moving], now, lonlat[moving])
        better = new_metres < metres[moving]
        rows = moving[better]
        lon[rows], lat[rows], metres[rows] = new_lon[better], new_lat[better], new_metres[better]
        azimuth[rows] = new_azimuth[better]
        run = (now - was) * length[moving]
        rise = (new_slope - was_slope) / np.where(run == 0, 1, run)
        step = np.where(rise > 0, -new_slope / np.where(rise > 0, rise, 1), -np.copysign(length[moving], new_slope))
        going = np.abs(np.clip(now + step / length[moving], 0, 1) - now) * length[moving] > _SETTLED
        moving, was, was_slope, step = moving[going], now[going], new_slope[going], step[going]
    return metres, lon, lat, azimuth


def _first_look(pieces: Pieces, piece: Ints, t: Floats, lonlat: Floats) -> tuple[Floats, tuple[Floats, ...]]:
    """Where on each piece to start from, and what `_look` tells there: far away the best of `t` and both ends."""
    at = t.copy()
    seen = _look(pieces, piece, at, lonlat)
    far = np.flatnonzero(seen[2] > FAR)
    for end in (0.0, 1.0) if len(far) else ():
        tried = np.full(len(far), end)
        there = _look(pieces, piece[far], tried, lonlat[far])
        better = there[2] < seen[2][far]
        at[far[better]] = end
        for column, new in zip(seen, there, strict=True):
            column[far[better]] = new[better]
    return at, seen


def _look(pieces: Pieces, piece: Ints, t: Floats, lonlat: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """From points of pieces to positions: the points, the distance, the azimuth back, and d(distance)/d(along)."""
    lon, lat = pieces.lonlat_at(piece, t)
    away, arriving, metres = ellipsoid.inverse(lon, lat, lonlat[:, 0], lonlat[:, 1])
    lam, phi = np.radians(lon), np.radians(lat)
    tangent = pieces.along[piece] + (1 - 2 * t)[:, None] * pieces.rise[piece]
    x, y, z = tangent.T
    east = y * np.cos(lam) - x * np.sin(lam)
    north = z * np.cos(phi) - (x * np.cos(lam) + y * np.sin(lam)) * np.sin(phi)
    size = np.hypot(east, north)
    toward = np.radians(away)
    slope = -(east * np.sin(toward) + north * np.cos(toward)) / np.where(size > 0, size, 1)
    return lon, lat, metres, np.where(arriving > 0, arriving - 180, arriving + 180), np.where(metres > 0, slope, 0)


def _newton(slope: Floats, metres: Floats) -> Floats:
    """How far along the edge the right angle is, metres, on a sphere; beyond a quarter turn, downhill without end."""
    turn = np.minimum(metres / ellipsoid.SEMI_MAJOR_AXIS, np.pi)
    reach = np.where(turn < 1.5, np.tan(np.minimum(turn, 1.5)), 15.0)
    return -slope * reach * ellipsoid.SEMI_MAJOR_AXIS


def settle_one(pieces: Pieces, piece: int, t: float, lon: float, lat: float) -> tuple[float, float, float]:
    """What `settle` tells of one row, but for the azimuth: the distance, and the foot's longitude and latitude."""
    length = max(float(pieces.length[piece]), 1e-9)
    look = _Looking(pieces, piece, lon, lat)
    best, slope = look.at(t)
    if best[0] > FAR:
        seen = [(best, slope, t), *((*look.at(end), end) for end in (0.0, 1.0))]
        best, slope, t = min(seen, key=lambda one: one[0][0])
    turn = min(best[0] / ellipsoid.SEMI_MAJOR_AXIS, pi)
    step = -slope * (tan(turn) if turn < 1.5 else 15.0) * ellipsoid.SEMI_MAJOR_AXIS
    for _ in range(_STEPS):
        now = min(max(t + step / length, 0.0), 1.0)
        run = (now - t) * length
        if abs(run) <= _SETTLED:
            break
        new, new_slope = look.at(now)
        best = min(best, new)
        rise = (new_slope - slope) / run
        step = -new_slope / rise if rise > 0 else -copysign(length, new_slope)
        t, slope = now, new_slope
    return best


class _Looking:
    """One position and one piece: what `_look` tells of them, in plain numbers."""

    def __init__(self, pieces: Pieces, piece: int, lon: float, lat: float) -> None:
        first, last = int(pieces.first[piece]), int(pieces.last[piece])
        self.position = lon, lat
        self.ends = {0.0: pieces.lonlat[first].tolist(), 1.0: pieces.lonlat[last].tolist()}
        self.start = pieces.vertices[first].tolist()
        self.along, self.rise = pieces.along[piece].tolist(), pieces.rise[piece].tolist()

    def at(self, t: float) -> tuple[tuple[float, float, float], float]:
        """From a fraction of the piece: the distance, longitude and latitude there; and d(distance)/d(along)."""
        lon, lat = self.ends[t] if t in self.ends else self._between(t)
        away, _, metres = ellipsoid.geod().inv(lon, lat, *self.position)
        lam, phi, toward = radians(lon), radians(lat), radians(away)
        x, y, z = (d + (1 - 2 * t) * h for d, h in zip(self.along, self.rise, strict=True))
        east = y * cos(lam) - x * sin(lam)
        north = z * cos(phi) - (x * cos(lam) + y * sin(lam)) * sin(phi)
        size = hypot(east, north)
        slope = -(east * sin(toward) + north * cos(toward)) / size if size and metres else 0.0
        return (metres, lon, lat), slope

    def _between(self, t: float) -> tuple[float, float]:
        x, y, z = (a + t * (d + (1 - t) * h) for a, d, h in zip(self.start, self.along, self.rise, strict=True))
        return degrees(atan2(y, x)), degrees(atan2(z, (1 - ellipsoid.ECCENTRICITY_SQUARED) * hypot(x, y)))
