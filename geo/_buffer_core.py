"""The rough inside of a buffer: a planar region that is surely within the radius and misses little of it."""

import math
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo._buffer_rim import circles
from rimland.geo._curves import counted, traced
from rimland.geo._plane import SQUEEZE, Plane
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import Ints, Pieces
from rimland.geo.shapes import Geometries, simple_parts

THINNING = 0.025
"""Points of the shape nearer to each other than this share of the radius are not all used."""

_SIDES = 32
_PIECES = 12
"""Edges that are widened at once: more, and the planar buffer slows down; fewer, and the union does."""


def core_of_disks(pieces: Pieces, plane: Plane, radius: float) -> tuple[Any, float]:
    """Disks round some vertices of the shape, joined; and how far, metres, the buffer's edge may lie outside.

    Circles are geodesic, so that this is right for any radius; it is fast when the radius is long beside the edges.
    """
    cell = THINNING * radius
    lonlat, _ = _dense(pieces, cell)
    lon, lat = lonlat[thin(lonlat[:, 0], lonlat[:, 1], cell)].T
    # On a sphere circles are circles of the plane, chords inside; the ellipsoid bends them by a third of a per cent.
    bulge = radius * (1 - math.cos(math.pi / _SIDES))
    inner = radius - 0.05 * bulge
    owner, corner = counted(np.full(len(lon), _SIDES + 1))
    azimuths = np.asarray(360.0 - 360.0 / _SIDES * corner, float)
    owner, xy = traced(plane, circles(lon, lat, inner), owner, azimuths, None if plane.roomy else 2 * bulge)
    return shapely.union_all(shapely.polygons(shapely.linearrings(xy, indices=owner))), 3 * bulge + 3**0.5 * cell


def core_of_lines(pieces: Pieces, plane: Plane, radius: float) -> tuple[Any, float]:
    """Short stretches of the boundary, simplified and widened in the plane, joined; and what they may miss, metres."""
    tolerance = THINNING / 2 * radius
    lines = _stretches(_without_crowds(outlines(pieces, plane, tolerance), plane, tolerance))
    least = SQUEEZE * least_scale(plane, lines, radius)
    core = shapely.union_all(shapely.buffer(lines, (radius - 2 * tolerance) * least, quad_segs=8))
    far = plane.scale(np.abs(np.reshape(core.bounds, (2, 2))).max(axis=0))
    spread = 2 * (radius + 20e3) / ellipsoid.SMALLEST_RADIUS * np.sqrt(far - 1)
    return core, float(5 * tolerance + radius * (0.03 + spread))


def _without_crowds(lines: Geometries, plane: Plane, cell: float) -> Geometries:
    """The lines without those that are mere points now, when another such is in the same cube of a size, metres."""
    west, south, east, north = shapely.bounds(lines).T
    dots = np.flatnonzero((west == east) & (south == north))
    if not len(dots):
        return lines
    lon, lat = plane.unproject(np.column_stack([west, south])[dots])
    kept = np.ones(len(lines), bool)
    kept[dots] = False
    kept[dots[thin(lon, lat, cell)]] = True
    return np.asarray(lines[kept])


def wide_polygons(geometry: BaseGeometry, pieces: Pieces, plane: Plane, radius: float) -> Geometries:
    """The polygons of a shape in the plane, simplified; without those that the widened boundary covers anyway.

    Holes too narrow to have a point farther than half the radius from their edge are left out too.
    """
    areal = shapely.get_type_id(simple_parts(geometry)[0]) == 3
    part = pieces.part
    shell = np.r_[True, part[1:] != part[:-1]]
    lines = outlines(pieces, plane, THINNING / 2 * radius)
    rings = np.full(len(lines), None, dtype=object)
    drawn = areal[part] & (shapely.get_num_coordinates(lines) >= 4)
    xy, line = shapely.get_coordinates(lines[drawn], return_index=True)
    rings[drawn] = shapely.polygons(shapely.linearrings(xy, indices=line)) if len(xy) else rings[drawn]
    width = np.sqrt(shapely.area(rings) / np.pi) / least_scale(plane, lines, 0.0) / SQUEEZE
    kept = np.isin(part, part[shell & (width > 0.5 * radius)]) & (shell | (width > 0.5 * radius))
    rings[kept] = shapely.make_valid(rings[kept])
    out = list(rings[kept & shell])
    for hole in np.flatnonzero(kept & ~shell):
        number = int(np.searchsorted(part[kept & shell], part[hole]))
        out[number] = shapely.difference(out[number], rings[hole])
    return np.array(out, dtype=object)


def wide_faces(pieces: Pieces, plane: Plane, radius: float) -> Geometries:
    """What the boundary of a shape divides the plane into, simplified; without what the widened boundary covers."""
    lines = outlines(pieces, plane, THINNING / 2 * radius)
    faces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines)]))
    width = np.sqrt(shapely.area(faces) / np.pi) / least_scale(plane, faces, 0.0) / SQUEEZE
    return np.asarray(faces[width > 0.5 * radius])


def outlines(pieces: Pieces, plane: Plane, tolerance: float) -> Geometries:
    """Each ring, line or point of the shape as a planar line; a point is a line of no length.

    Lines are simplified by a tolerance, metres, and leave the geodesics that they stand for by no more than that.
    """
    extent = np.abs(plane.project(pieces.lonlat[:, 0], pieces.lonlat[:, 1])).max()
    steep = max(1.0, float(extent) / ellipsoid.SMALLEST_RADIUS)
    lonlat, path = _dense(pieces, float(np.sqrt(8 * ellipsoid.SMALLEST_RADIUS * tolerance / steep)))
    lines = shapely.linestrings(plane.project(lonlat[:, 0], lonlat[:, 1]), indices=path)
    finest = tolerance * SQUEEZE * least_scale(plane, lines, 0.0)
    return np.asarray(shapely.simplify(lines, finest, preserve_topology=False))


def _dense(pieces: Pieces, spacing: float) -> tuple[Floats, Ints]:
    """Positions along all rings, lines and points, no farther apart than a spacing, and which of those each is on."""
    count = np.maximum(np.ceil(pieces.length / spacing), 1).astype(np.intp)
    final = np.flatnonzero(np.r_[pieces.path[1:] != pieces.path[:-1], True])
    number = count.copy()
    number[final] += 1  # the end of a path is the start of no other piece
    piece = np.repeat(np.arange(len(pieces)), number)
    step = np.arange(len(piece)) - np.repeat(np.cumsum(number) - number, number)
    lonlat = np.column_stack(pieces.lonlat_at(piece, step / count[piece]))
    return lonlat, pieces.path[piece]


def thin(lon: Floats, lat: Floats, cell: float) -> Ints:
    """Which positions to keep for there to be one in each cube of a size, metres, that has any."""
    cubes = np.floor(ellipsoid.to_ecef(lon, lat) / cell).astype(np.int64)
    cubes -= cubes.min(axis=0)
    if cubes.max() < 1 << 20:
        return np.asarray(np.unique(cubes @ np.array([1, 1 << 20, 1 << 40]), return_index=True)[1])
    return np.asarray(np.unique(cubes, axis=0, return_index=True)[1])


def _stretches(lines: Geometries) -> Geometries:
    """Lines cut into runs of a few edges."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    start = np.r_[0, np.flatnonzero(np.diff(line)) + 1]
    position = np.arange(len(xy)) - start[line]
    count = np.diff(np.r_[start, len(xy)])[line]
    # A corner between two runs belongs to both.
    again = np.flatnonzero((position % _PIECES == 0) & (position > 0) & (position < count - 1))
    run = position // _PIECES - ((position % _PIECES == 0) & (position > 0) & (position == count - 1))
    label = line * (int(position.max()) // _PIECES + 1) + run
    rows = np.r_[np.arange(len(xy)), again]
    labels = np.r_[label, label[again] - 1]
    order = np.lexsort((rows, labels))
    _, indices = np.unique(labels[order], return_inverse=True)
    return np.asarray(shapely.linestrings(xy[rows[order]], indices=indices))


def least_scale(plane: Plane, lines: Geometries, radius: float) -> Floats:
    """The least scale of the plane within a distance of each line."""
    west, south, east, north = shapely.bounds(lines).T
    near = np.hypot(np.maximum(np.maximum(west, -east), 0), np.maximum(np.maximum(south, -north), 0))
    near = np.maximum(near - radius * plane.scale(np.column_stack([near, np.zeros_like(near)])), 0)
    return plane.scale(np.column_stack([near, np.zeros_like(near)]))
