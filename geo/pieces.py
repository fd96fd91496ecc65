"""A shape's boundary as short pieces of geodesics, each given by Earth-centred vectors.

A piece runs from A along D = B - A, lifted above the chord to the ellipsoid by a parabola:
F(t) = A + t D + t (1 - t) H, with H along the normal of the surface over the middle. For pieces of at most
`LONGEST_PIECE` that line is within a micrometre of the geodesic, which makes what follows vector arithmetic; along it
fractions are off by 0.2 mm at most, which matters to nothing here.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import Floats
from rimland.geo.shapes import Geometries, simple_parts

Ints = NDArray[np.intp]

LONGEST_PIECE = 10_000.0
"""Metres. At this length the parabola rises 2 m above the chord; on 2,000 random edges it erred by less than 0.7 µm."""

SHORT = 30_000.0
"""Metres up to which the curvature midway alone tells a length to a nanometre."""

FAR = 8.9e6
"""Metres, a radian and a half or less: beyond, both ends of an edge can be nearer than all between."""

AXES = np.array(
    [ellipsoid.SEMI_MAJOR_AXIS, ellipsoid.SEMI_MAJOR_AXIS, ellipsoid.SEMI_MAJOR_AXIS * (1 - ellipsoid.FLATTENING)]
)
"""Semi-axes of the ellipsoid, metres."""

INVERSE_SQUARES = AXES**-2.0


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The boundary of a shape, cut into n short pieces between m vertices, in the order of the shape's own rings.

    Attributes
    ----------
    lonlat
        The vertices in degrees, (m, 2), longitude from -180 to 180.
    vertices
        The same, Earth-centred, (m, 3).
    first, last
        The vertices at which each piece starts and ends, (n,); equal for a point.
    segment
        The edge of the shape that each piece is part of, (n,), counted through all rings, lines and points in order.
    path
        The ring, line or point that each piece is part of, (n,), counted in the same order.
    part, shape
        The simple part (point, line or polygon), and the shape, that each path is part of, (paths,).
    along, rise
        D and H of each piece, (n, 3).
    length
        Of each piece, metres, (n,).
    """

    lonlat: Floats
    vertices: Floats
    first: Ints
    last: Ints
    segment: Ints
    path: Ints
    part: Ints
    shape: Ints
    along: Floats
    rise: Floats
    length: Floats

    def __len__(self) -> int:
        return len(self.first)

    def at(self, piece: Ints, t: Floats) -> Floats:
        """Earth-centred positions on pieces, at fractions `t` of their length, (..., 3)."""
        t = t[..., None]
        return self.vertices[self.first[piece]] + t * (self.along[piece] + (1 - t) * self.rise[piece])

    def lonlat_at(self, piece: Ints, t: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes on pieces, at fractions `t` of their length; at a vertex its very own."""
        lon, lat = ellipsoid.from_ecef(self.at(piece, t))
        vertex = np.where(t == 0, self.first[piece], self.last[piece])
        at_vertex = (t == 0) | (t == 1)
        return np.where(at_vertex, self.lonlat[vertex, 0], lon), np.where(at_vertex, self.lonlat[vertex, 1], lat)

    def foot(self, piece: Ints, xyz: Floats) -> Floats:
        """The fraction of each piece at which its chord to an Earth-centred position is least.

        That is the foot of the geodesic on a sphere, and nearly so on the ellipsoid: see `foot_slack`. Beyond a quarter
        of the way round the Earth the nearer end is the nearest.
        """
        along, rise = self.along[piece], self.rise[piece]
        reach = xyz - self.vertices[self.first[piece]]
        squared = np.einsum("...i,...i", along, along)
        # The first and second derivatives of half the squared chord, at the middle, where D and H are at right angles.
        slope = np.einsum("...i,...i", reach, along) - squared / 2
        bend = squared + 2 * np.einsum("...i,...i", reach, rise) - np.einsum("...i,...i", rise, rise) / 2
        t = np.clip(0.5 + slope / np.where(bend > 0, bend, 1), 0, 1)
        t = np.where(bend > 0, t, slope > 0)
        return np.asarray(np.where(squared > 0, t, 0.0))


def pieces_of(geometry: BaseGeometry | Geometries) -> Pieces:
    """The boundary of a geometry, or those of an array of them one after the other, in pieces.

    An edge much longer than the others of its shape is cut, so that a search by vertices stays local; one longer than
    `LONGEST_PIECE` always.
    """
    lonlat, path, part, shape = _paths(np.atleast_1d(np.asarray(geometry, dtype=object)))
    if (np.abs(lonlat[:, 0]) > 180).any():
        lonlat[:, 0] -= 360 * np.round(lonlat[:, 0] / 360)
    joined = path[1:] == path[:-1]
    first = np.flatnonzero(joined)
    alone = np.flatnonzero(~np.r_[False, joined] & ~np.r_[joined, False])
    first, last = np.r_[first, alone], np.r_[first + 1, alone]
    if len(alone):
        order = np.argsort(first, kind="stable")
        first, last = first[order], last[order]
    segment, owner = np.arange(len(first)), path[first]
    vertices = ellipsoid.to_ecef(lonlat[:, 0], lonlat[:, 1])
    chord = _norm(vertices[last] - vertices[first])
    longest = min(LONGEST_PIECE, 8 * float(chord.mean()))
    if (chord > longest).any():
        lonlat, vertices, first, last, segment = _cut(lonlat, vertices, first, last, chord, longest)
    return _assemble(lonlat, vertices, first, last, segment, owner[segment], part, shape)


def chord_and_length(start: Floats, end: Floats, *, fine: bool = True) -> tuple[Floats, Floats]:
    """The chord between Earth-centred positions of the ellipsoid, and very nearly the geodesic over it, metres.

    The arc over the chord is drawn with the curvature of the normal section midway; a `fine` one beyond `SHORT` with
    a mixture of four fifths of it and a fifth of that at the ends. `doubt` says how near that comes.
    """
    step = end - start
    squared = np.einsum("...i,...i", step, step)
    chord = np.sqrt(squared)
    middle = start + end
    normal = middle * INVERSE_SQUARES
    height = np.einsum("...i,...i", middle, normal) / np.maximum(np.einsum("...i,...i", normal, normal), 1e-30)
    bend = np.einsum("...i,i,...i", step, INVERSE_SQUARES, step) * np.sqrt(height) / np.maximum(squared, 1e-30)
    if fine and len(far := np.nonzero(chord > SHORT)[0]):
        ends = _bend_at(start[far], step[far]) + _bend_at(end[far], step[far])
        bend[far] = 0.8 * bend[far] + 0.1 * ends
    # At the antipode the middle is the centre of the Earth, and tells no curvature.
    bend = np.clip(bend, 1 / ellipsoid.LARGEST_RADIUS, 1 / ellipsoid.SMALLEST_RADIUS)
    return chord, 2 / bend * np.arcsin(np.minimum(chord * bend / 2, 1))


def _bend_at(position: Floats, step: Floats) -> Floats:
    """The curvature of the surface at positions, along what of a step lies in the tangent plane."""
    normal = position * INVERSE_SQUARES
    size = np.einsum("...i,...i", normal, normal)
    flat = step - (np.einsum("...i,...i", step, normal) / size)[..., None] * normal
    curved = np.einsum("...i,i,...i", flat, INVERSE_SQUARES, flat)
    return np.asarray(curved / np.maximum(np.einsum("...i,...i", flat, flat) * np.sqrt(size), 1e-30))


def chord_bracket(start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """The middle of the bracket that the chord between positions sets for the geodesic, and half its width, metres."""
    chord = _norm(end - start)
    least = ellipsoid.chord_to_shortest(chord)
    half = (ellipsoid.chord_to_longest(chord) - least) / 2
    return least + half, half + 1e-8


def doubt(length: Floats, *, fine: bool = True) -> Floats:
    """How far, metres, the length that `chord_and_length` tells can be from the geodesic; infinite beyond 15,000 km.

    On random pairs at most 0.3 µm at 300 km, 0.13 mm at 1,000 km, 4.8 mm at 2,000 km, 0.5 m at 4,000 km and 8 km at
    14,900 km; when not `fine`, 26 mm at 1,000 km and 27 m at 4,000 km. Twice that and more is allowed here, and 20 nm
    for rounding.
    """
    wrong = 3e-34 * length**5 + 1e-46 * length**7 if fine else 1.2e-31 * length**5
    return np.where(length < 15e6, 2e-8 + wrong, np.inf)


def foot_slack(length: float | Floats, metres: Floats) -> Floats:
    """By how much, metres, the distance to the foot that `Pieces.foot` tells can exceed that to the nearest point.

    The chord to a position and the geodesic leave an edge at azimuths that differ by at most about 0.0006 (s/R)²
    radians, and that is how wrong the slope along the edge is that the foot was chosen by. Near the antipode it tells
    nothing.

    Parameters
    ----------
    length, metres
        Of the piece, and the distance.
    """
    turn = metres / ellipsoid.SEMI_MAJOR_AXIS
    slope = np.where(metres < 15e6, 1e-3 * turn**2, 1.0)
    shift = slope**2 / 2 * ellipsoid.SEMI_MAJOR_AXIS * np.tan(np.minimum(turn, 1.4))
    return np.asarray(np.where(metres < FAR, np.minimum(shift, slope * length), slope * length))


def _paths(shapes: Geometries) -> tuple[Floats, Ints, Ints, Ints]:
    """Positions of all rings, lines and points, the path that each is of; and the part and the shape of each path."""
    parts, shape = simple_parts(shapes)
    rings, part = parts, np.arange(len(parts))
    if (areal := shapely.get_type_id(parts) == 3).any():
        rings, owner = shapely.get_rings(parts, return_index=True)
        if not areal.all():
            rings, owner = np.r_[rings, parts[~areal]], np.r_[owner, part[~areal]]
            order = np.argsort(owner, kind="stable")
            rings, owner = rings[order], owner[order]
        part = owner
    lonlat, path = shapely.get_coordinates(rings, return_index=True)
    return lonlat, path, part, shape[part]


def _cut(
    lonlat: Floats, vertices: Floats, first: Ints, last: Ints, chord: Floats, longest: float
) -> tuple[Floats, Floats, Ints, Ints, Ints]:
    """Vertices, ends and segments after long edges have been cut along their geodesics."""
    long = np.flatnonzero(chord > longest)
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    azimuth, _, length = ellipsoid.inverse(lon[first[long]], lat[first[long]], lon[last[long]], lat[last[long]])
    count = np.ones(len(first), np.intp)
    count[long] = np.maximum(np.ceil(length / longest).astype(np.intp), 1)
    segment = np.repeat(np.arange(len(first)), count)
    step = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
    inner = np.flatnonzero(step > 0)
    row = np.searchsorted(long, segment[inner])
    start = first[segment[inner]]
    new = ellipsoid.direct(lon[start], lat[start], azimuth[row], length[row] * step[inner] / count[segment[inner]])
    at = np.arange(len(inner)) + len(vertices)
    new_first, new_last = first[segment], last[segment]
    new_first[inner], new_last[inner - 1] = at, at
    lonlat = np.concatenate([lonlat, np.column_stack(new)])
    return lonlat, np.concatenate([vertices, ellipsoid.to_ecef(*new)]), new_first, new_last, segment


def _assemble(
    lonlat: Floats, vertices: Floats, first: Ints, last: Ints, segment: Ints, path: Ints, part: Ints, shape: Ints
) -> Pieces:
    start, end = vertices[first], vertices[last]
    along = end - start
    _, length = chord_and_length(start, end)
    normal = (start + end) / 2 * INVERSE_SQUARES
    size = _norm(normal)
    # Over a chord c of curvature k the parabola rises t (1 - t) c^2 k / 2, and c^2 k is the quadratic form over |A m|.
    height = np.einsum("ij,j,ij->i", along, INVERSE_SQUARES, along) / (2 * size)
    return Pieces(
        lonlat=lonlat,
        vertices=vertices, first=first, last=last, segment=segment, path=path, part=part, shape=shape,
        along=along, rise=normal * (height / size)[:, None], length=length,
    )  # fmt: skip


def _norm(vectors: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("...i,...i", vectors, vectors)))
