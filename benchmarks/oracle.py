"""Brute force: distances to a shape from `pyproj.Geod` alone, sharing no code with the engine.

The edges of a shape (shortest geodesics between its vertices) are cut into pieces of at most `step` metres. A k-d tree
of Earth-centred positions only says which pieces cannot matter; every distance that counts is a `Geod` inverse, and the
foot on a piece is found by golden-section search. Slow, and meant to be.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from scipy.spatial import cKDTree

GEOD = Geod(ellps="WGS84")
LARGEST_RADIUS = 6_378_137.0**2 / 6_356_752.314245
"""Metres: radius of curvature at the poles, a² / b. An arc of it over a chord is no longer than a geodesic over it."""

GOLDEN = (np.sqrt(5) - 1) / 2
STEPS = 40
"""A piece of 100 m is narrowed to 100 × 0.618⁴⁰ m, less than a micrometre."""


def earth_centred(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Earth-centred positions, metres, shape (n, 3), from the parametric latitude."""
    beta = np.arctan((1 - 1 / 298.257223563) * np.tan(np.radians(lat)))
    lam = np.radians(lon)
    b = 6_378_137.0 * (1 - 1 / 298.257223563)
    return np.column_stack(
        [6_378_137.0 * np.cos(beta) * np.cos(lam), 6_378_137.0 * np.cos(beta) * np.sin(lam), b * np.sin(beta)]
    )


def metres_between(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> np.ndarray:
    """Length of the geodesics between positions."""
    return np.asarray(GEOD.inv(lon1, lat1, lon2, lat2)[2], float)


def chord_of(metres: Any) -> np.ndarray:
    """A chord that no two positions exceed that are so many metres of geodesic apart, with a millimetre to spare."""
    half = np.minimum(np.asarray(metres, float) / (2 * LARGEST_RADIUS), np.pi / 2)
    return 2 * LARGEST_RADIUS * np.sin(half) + 1e-3


def edges_of(shape: Any) -> np.ndarray:
    """The edges of a shape, shape (n, 4): lon, lat, lon, lat; a lone point is an edge of no length."""
    found = []
    for part in shapely.get_parts(shapely.get_parts(shape)):
        paths = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for path in paths:
            xy = shapely.get_coordinates(path)
            found.append(np.hstack([xy[:-1], xy[1:]]) if len(xy) > 1 else np.hstack([xy, xy]))
    return np.vstack(found)


@dataclass(frozen=True)
class Pieces:
    """A shape's edges in short pieces. `start`, `end`: positions, shape (n, 2); `azimuth`, `length`: of each piece."""

    start: np.ndarray
    end: np.ndarray
    azimuth: np.ndarray
    length: np.ndarray
    step: float

    @classmethod
    def of(cls, shape: Any, step: float = 100.0) -> "Pieces":
        """Cut the edges of a shape into pieces of at most `step` metres."""
        edges = edges_of(shape)
        azimuth, _, length = (np.asarray(a, float) for a in GEOD.inv(*edges.T))
        count = np.maximum(np.ceil(length / step), 1).astype(int)
        edge = np.repeat(np.arange(len(edges)), count)
        order = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)

        def at(k: np.ndarray) -> np.ndarray:
            along = length[edge] * k / count[edge]
            lon, lat, _ = GEOD.fwd(edges[edge, 0], edges[edge, 1], azimuth[edge], along)
            return np.column_stack([lon, lat])

        start, end = at(order), at(order + 1)
        start[order == 0] = edges[:, :2]
        end[order + 1 == count[edge]] = edges[:, 2:]
        azimuth, _, length = (np.asarray(a, float) for a in GEOD.inv(*start.T, *end.T))
        return cls(start=start, end=end, azimuth=azimuth, length=length, step=float(length.max(initial=0)))

    @cached_property
    def samples(self) -> np.ndarray:
        """Both ends of every piece, shape (2n, 2): row i and row n + i belong to piece i."""
        return np.vstack([self.start, self.end])

    @cached_property
    def tree(self) -> cKDTree:
        """Of the samples, in Earth-centred positions."""
        return cKDTree(earth_centred(*self.samples.T))

    def distance(self, lon: Any, lat: Any, chunk: int = 500) -> np.ndarray:
        """Metres from positions to the nearest point of the edges, shape (n,)."""
        lon, lat = np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float))
        if len(lon) > chunk:
            cuts = range(0, len(lon), chunk)
            return np.concatenate([self.distance(lon[i : i + chunk], lat[i : i + chunk]) for i in cuts])
        xyz = earth_centred(lon, lat)
        first = self.samples[self.tree.query(xyz)[1]]
        best = metres_between(lon, lat, *first.T)
        near = self.tree.query_ball_point(xyz, chord_of(best + self.step / 2))
        point = np.repeat(np.arange(len(lon)), [len(n) for n in near])
        sample = np.concatenate([np.asarray(n, int) for n in near])
        metres = metres_between(lon[point], lat[point], *self.samples[sample].T)
        np.minimum.at(best, point, metres)
        kept = metres <= best[point] + self.step / 2
        pairs = np.unique(np.column_stack([point, sample % len(self.start)])[kept], axis=0)
        point, piece = pairs.T
        ends = metres_between(lon[point], lat[point], *self.start[piece].T)
        ends = ends + metres_between(lon[point], lat[point], *self.end[piece].T)
        kept = (ends - self.length[piece]) / 2 <= best[point]
        point, piece = point[kept], piece[kept]
        np.minimum.at(best, point, self._least(lon[point], lat[point], piece))
        return best

    def _least(self, lon: np.ndarray, lat: np.ndarray, piece: np.ndarray) -> np.ndarray:
        """Least distance of each position to its piece, by golden-section search along the geodesic."""

        def metres(along: np.ndarray) -> np.ndarray:
            foot_lon, foot_lat, _ = GEOD.fwd(*self.start[piece].T, self.azimuth[piece], along)
            return metres_between(lon, lat, foot_lon, foot_lat)

        low, high = np.zeros(len(piece)), self.length[piece].copy()
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_left, at_right = metres(left), metres(right)
        for _ in range(STEPS):
            leftward = at_left < at_right
            high, low = np.where(leftward, right, high), np.where(leftward, low, left)
            probe = np.where(leftward, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
            value = metres(probe)
            left, right = np.where(leftward, probe, right), np.where(leftward, left, probe)
            at_left, at_right = np.where(leftward, value, at_right), np.where(leftward, at_left, value)
        return np.minimum(at_left, at_right)


def separation(a: Pieces, b: Pieces) -> float:
    """Metres between two shapes that do not meet: the samples of each that can matter, to the pieces of the other."""
    few, many = (a, b) if len(a.start) <= len(b.start) else (b, a)
    chord, match = many.tree.query(few.tree.data)
    first = np.argsort(chord)[:50]
    best = float(metres_between(*few.samples[first].T, *many.samples[match[first]].T).min())
    limit = float(chord_of(best + max(a.step, b.step)))
    mine = np.unique(few.samples[chord <= limit], axis=0)
    reached = many.tree.query_ball_point(few.tree.data[chord <= limit], limit)
    theirs = np.unique(many.samples[np.unique(np.concatenate(reached).astype(int))], axis=0)
    return float(min(many.distance(*mine.T).min(), few.distance(*theirs.T).min()))
