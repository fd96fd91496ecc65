"""The rim of a buffer: strips whose outer side is exactly at the radius, swept from vertices and along edges.

Every strip is within the radius of the shape, so that adding one too many, or one too long, changes nothing.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from rimland.geo import ellipsoid
from rimland.geo._curves import Curves, counted, traced
from rimland.geo._plane import MEAN_RADIUS, Plane
from rimland.geo.ellipsoid import Floats
from rimland.geo.index import Feet
from rimland.geo.pieces import Ints, Pieces

_AT_VERTEX = 1e-3
"""Metres: a foot point nearer than this to a vertex is taken for the vertex, which moves the rim by 1e-6 m or less."""

_WIDEST_ARC = 60.0
"""Degrees that one strip may turn; wider ones are made of several, so that each is a simple ring."""


@dataclass(frozen=True, kw_only=True)
class Rim:
    """How a rim is drawn.

    Attributes
    ----------
    radius
        Metres.
    sagitta
        Metres by which a chord may leave the rim's curve.
    longest
        Metres between neighbouring vertices, whatever the curvature.
    tolerance
        Metres by which the middle of an edge of the plane may be off the curve, looked after where the plane is much
        distorted; None where `longest` is enough.
    """

    radius: float
    sagitta: float
    longest: float
    tolerance: float | None = None

    @property
    def curvature(self) -> float:
        """Of a circle of the radius, to its left; negative beyond a quarter of the globe."""
        turn = self.radius / MEAN_RADIUS
        return float(np.cos(turn) / (MEAN_RADIUS * np.sin(turn)))

    @property
    def spacing(self) -> float:
        """Metres between neighbouring vertices of a circle."""
        return float(min(self.longest, np.sqrt(8 * self.sagitta / max(abs(self.curvature), 1e-30))))

    @property
    def outer(self) -> float:
        """The radius at which vertices are set, so that chords stray as far to one side as to the other."""
        return self.radius + self.curvature * self.spacing**2 / 16


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Positions along boundaries and what is nearest to them; neighbours in the arrays are neighbours on the ground.

    Attributes
    ----------
    lon, lat
        Degrees, (n,).
    gap
        Metres to the farther of its two neighbours, (n,).
    place
        Rises by one from a position to its neighbour, and by more where a boundary ends, (n,).
    feet
        The nearest points of the shape.
    """

    lon: Floats
    lat: Floats
    gap: Floats
    place: Ints
    feet: Feet


def strips(pieces: Pieces, plane: Plane, samples: Samples, rim: Rim, *, width: float, extend: float = 1.5) -> Any:
    """Planar polygons that fill the last `width` metres before the radius wherever the samples' feet rule.

    Each is drawn beyond the samples that ask for it, by `extend` times the gap to the next, so that neighbours cross.
    """
    width = min(width, 0.98 * rim.radius)
    owner, from_lon, from_lat, azimuth, along, side = _owners(pieces, samples)
    starts = np.r_[True, (owner[1:] != owner[:-1]) | (samples.place[1:] != samples.place[:-1] + 1)]
    run = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    swept = np.where(np.isnan(along), _unwound(azimuth, starts, run), along)
    low, high = np.minimum.reduceat(swept, first), np.maximum.reduceat(swept, first)
    reach = extend * np.maximum.reduceat(samples.gap, first)
    arcs = np.isnan(along[first])
    reduced = MEAN_RADIUS * np.sin(rim.radius / MEAN_RADIUS)
    out = []
    if arcs.any():
        turn = np.degrees(np.minimum(reach[arcs] / max(reduced - width, reduced / 2), np.pi))
        rows = first[arcs]
        out.append(_arcs(plane, rim, width, from_lon[rows], from_lat[rows], low[arcs] - turn, high[arcs] + turn))
    if (~arcs).any():
        rows = first[~arcs]
        shrink = max(abs(np.cos(rim.radius / MEAN_RADIUS)), 0.05)
        ends = _segment_ends(pieces, samples.feet.segment[rows])
        beyond = reach[~arcs] / shrink
        out.append(_parallels(plane, rim, width, ends, side[rows], low[~arcs] - beyond, high[~arcs] + beyond))
    return np.concatenate(out) if out else np.empty(0, dtype=object)


def _owners(pieces: Pieces, samples: Samples) -> tuple[Any, ...]:
    """What rules each sample: its number, the foot, the azimuth from there to the sample, and where on an edge it is.

    That is how far along it, nan at a vertex, and on which side of it the sample is, 1 for right and -1 for left.
    """
    feet = samples.feet
    begin, end = _segment_vertices(pieces, feet.segment)
    foot = ellipsoid.to_ecef(feet.lon, feet.lat)
    to_begin = np.linalg.norm(foot - pieces.vertices[begin], axis=-1)
    to_end = np.linalg.norm(foot - pieces.vertices[end], axis=-1)
    vertex = np.where(to_begin <= to_end, begin, end)
    at_vertex = np.minimum(to_begin, to_end) < _AT_VERTEX
    lon = np.where(at_vertex, pieces.lonlat[vertex, 0], feet.lon)
    lat = np.where(at_vertex, pieces.lonlat[vertex, 1], feet.lat)
    azimuth, _, _ = ellipsoid.inverse(lon, lat, samples.lon, samples.lat)
    _, heading, along = ellipsoid.inverse(pieces.lonlat[begin, 0], pieces.lonlat[begin, 1], lon, lat)
    side = np.where(np.sin(np.radians(azimuth - heading)) > 0, 1, -1)
    owner = np.where(at_vertex, vertex, len(pieces.vertices) + 2 * feet.segment + (side > 0))
    return owner, lon, lat, azimuth, np.where(at_vertex, np.nan, along), side


def _segment_vertices(pieces: Pieces, segment: Ints) -> tuple[Ints, Ints]:
    begin = pieces.first[np.searchsorted(pieces.segment, segment, side="left")]
    end = pieces.last[np.searchsorted(pieces.segment, segment, side="right") - 1]
    return begin, end


def _segment_ends(pieces: Pieces, segment: Ints) -> tuple[Floats, Floats]:
    begin, end = _segment_vertices(pieces, segment)
    return pieces.lonlat[begin], pieces.lonlat[end]


def _unwound(azimuth: Floats, starts: Any, run: Ints) -> Floats:
    """Azimuths that turn on from sample to sample of a run instead of jumping at ±180."""
    turn = np.r_[0.0, (np.diff(azimuth) + 180) % 360 - 180]
    turn[starts] = azimuth[starts]
    total = np.cumsum(turn)
    before = (total - turn)[starts]
    unwound: Floats = total - before[run]
    return unwound


def _arcs(plane: Plane, rim: Rim, width: float, lon: Floats, lat: Floats, low: Floats, high: Floats) -> Any:
    """Strips swept round vertices, from one azimuth to another."""
    high = np.minimum(high, low + 361.0)
    parts = np.ceil((high - low) / _WIDEST_ARC).astype(np.intp)
    row, step = counted(parts)
    size = ((high - low) / parts)[row]
    start = low[row] + step * size
    lon, lat, start, stop = lon[row], lat[row], start - 0.01 * size, start + 1.01 * size
    reduced = MEAN_RADIUS * np.sin(rim.radius / MEAN_RADIUS)
    length = np.radians(stop - start) * reduced
    inner_spacing = np.sqrt(width / max(abs(rim.curvature), 1e-30))
    inner = rim.radius - width
    ends = [
        _ray(plane, rim, lon, lat, azimuth, *way)
        for azimuth, way in ((stop, (rim.outer, inner)), (start, (inner, rim.outer)))
    ]
    coordinates = []
    for metres, spacing, begin, end in (
        (rim.outer, rim.spacing, start, stop),
        (inner, inner_spacing, stop, start),
    ):
        count = np.ceil(length / spacing).astype(np.intp) + 1
        owner, at = counted(count)
        azimuth = begin[owner] + (end - begin)[owner] * at / (count[owner] - 1)
        coordinates += [traced(plane, circles(lon, lat, metres), owner, azimuth, rim.tolerance), ends.pop(0)]
    return _polygons(coordinates)


def _ray(
    plane: Plane, rim: Rim, lon: Floats, lat: Floats, azimuth: Floats, begin: float, end: float
) -> tuple[Ints, Floats]:
    """The ends of strips: geodesics from positions on azimuths, from one distance to another; one to a position.

    Where the plane is little distorted they are straight in it, and nothing between their ends is needed.
    """
    count = 0 if rim.tolerance is None else 2
    owner, _ = counted(np.full(len(lon), count))
    metres = np.tile([begin, end][:count], len(lon))

    def at(owner: Ints, metres: Floats) -> tuple[Floats, Floats]:
        return ellipsoid.direct(lon[owner], lat[owner], azimuth[owner], metres)

    return traced(plane, at, owner, metres, rim.tolerance)


def circles(lon: Floats, lat: Floats, metres: float) -> Curves:
    """Geodesic circles round positions; the parameter is the azimuth, degrees."""
    return lambda owner, azimuth: ellipsoid.direct(lon[owner], lat[owner], azimuth, metres)


def _parallels(
    plane: Plane, rim: Rim, width: float, ends: tuple[Floats, Floats], side: Ints, low: Floats, high: Floats
) -> Any:
    """Strips swept along one side of edges, from one distance along them to another."""
    begin, end = ends
    azimuth, _, length = ellipsoid.inverse(begin[:, 0], begin[:, 1], end[:, 0], end[:, 1])
    low, high = np.maximum(low, 0), np.minimum(high, length)
    turn = rim.radius / MEAN_RADIUS
    bend = max(abs(np.sin(turn) * np.cos(turn)), 1e-9) / MEAN_RADIUS
    spacing = min(np.sqrt(8 * rim.sagitta / 4 / bend), rim.longest / max(abs(np.cos(turn)), 0.05))
    inner = rim.radius - width
    ends_of = []
    for along, way in ((high, (rim.radius, inner)), (low, (inner, rim.radius))):
        foot_lon, foot_lat, back = ellipsoid.geod().fwd(begin[:, 0], begin[:, 1], azimuth, along)
        across = np.asarray(np.asarray(back) + 180 + 90 * side, float)
        ends_of.append(_ray(plane, rim, np.asarray(foot_lon), np.asarray(foot_lat), across, *way))
    coordinates = []
    for metres, step, start, stop in ((rim.radius, spacing, low, high), (inner, 4 * spacing, high, low)):
        count = np.ceil((high - low) / step).astype(np.intp) + 1
        count = np.maximum(count, 2)
        owner, at = counted(count)
        along = start[owner] + (stop - start)[owner] * at / (count[owner] - 1)
        curves = parallels(begin, azimuth, side, metres)
        coordinates += [traced(plane, curves, owner, along, rim.tolerance), ends_of.pop(0)]
    return _polygons(coordinates)


def parallels(begin: Floats, azimuth: Floats, side: Ints, metres: float) -> Curves:
    """Curves at a distance from geodesics, on their right (1) or left (-1); the parameter is metres along those."""

    def at(owner: Ints, along: Floats) -> tuple[Floats, Floats]:
        lon, lat, back = ellipsoid.geod().fwd(begin[owner, 0], begin[owner, 1], azimuth[owner], along)
        return ellipsoid.direct(lon, lat, np.asarray(back) + 180 + 90 * side[owner], metres)

    return at


def _polygons(sides: list[tuple[Ints, Floats]]) -> Any:
    owner, xy = (np.concatenate(column) for column in zip(*sides, strict=True))
    order = np.argsort(owner, kind="stable")
    rings = shapely.linearrings(xy[order], indices=owner[order])
    polygons = shapely.polygons(rings)
    bad = ~shapely.is_valid(polygons)
    if bad.any():
        polygons[bad] = shapely.buffer(polygons[bad], 0)
    return polygons
