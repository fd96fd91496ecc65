"""Everything within a distance of a shape, over the ellipsoid, to a stated error.

A rough inside is drawn first, in a plane. What is nearest to positions along its edge tells which vertices and edges of
the shape rule there, and exact strips are swept from those up to the radius. Then the edge of the union is measured:
wherever it falls short of the radius, what is nearest there is swept too, until it falls short nowhere.

That is enough. All that is added lies within the radius, so nothing is too far; and once no point of the edge is too
near, the edge cannot part the shape from any point that is nearer than the radius.
"""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo._buffer_core import core_of_disks, core_of_lines, wide_faces, wide_polygons
from rimland.geo._buffer_plane import middle_plane, plane_for, plane_inside
from rimland.geo._buffer_rim import Rim, Samples, strips
from rimland.geo._curves import spread
from rimland.geo._plane import MEAN_RADIUS, Plane
from rimland.geo.antimeridian import flatten, without_seams
from rimland.geo.ellipsoid import Floats
from rimland.geo.errors import GeometryError, RadiusError
from rimland.geo.index import Feet, ShapeIndex
from rimland.geo.inside import Interior
from rimland.geo.shapes import as_geometry, simple_parts
from rimland.geo.units import metres_of

SHORTEST_RADIUS = 1.0
LONGEST_RADIUS = 19_000_000.0
"""Metres. Beyond about 19,900 km geodesics from one point begin to meet those that left it on the other side."""

_DISKS_FROM = 60_000.0
"""Metres: from this radius on a rough buffer is joined from disks, below from widened lines."""

_ROUNDS = 16


def buffer(shape: Any, radius: float, *, max_error: float = 1.0, edges: str = "geodesic") -> BaseGeometry:
    """Everything within a distance of a shape, over the ellipsoid.

    Parameters
    ----------
    shape
        Any geometry in degrees, or what has ``__geo_interface__``.
    radius
        Metres, from 1 to 19 000 000. A negative radius shrinks polygons: what is left is farther than that from their
        boundary, which may be nothing.
    max_error
        Metres by which any point of the result's boundary may be nearer or farther than `radius`; a hundredth of the
        radius is never exceeded, so that small rings are round.
    edges
        What the edges of `shape` are: ``"geodesic"`` or ``"rhumb"``.

    Returns
    -------
    Polygon or MultiPolygon
        Valid, in degrees, cut at the antimeridian as RFC 7946 asks, with an edge along the pole where it holds one. Its
        vertices are so dense that reading its edges as geodesics or as straight lines in degrees keeps the error.

    Raises
    ------
    RadiusError
        A radius or an error bound out of range.
    GeometryError, CoordinateError
        As `rimland.geo.shapes.as_geometry`; also a negative radius for a shape without polygons, and a radius of which
        it cannot be told whether it reaches over the whole Earth.

    Examples
    --------
    >>> from shapely import Point
    >>> from rimland.geo.measure import area
    >>> round(area(buffer(Point(121.5, 25.0), 100_000.0)) / 1e6)  # square kilometres; on a plane π 100² = 31,415.9
    31415
    """
    radius, max_error = checked(radius, max_error)
    geometry = as_geometry(shape, edges)
    if edges != "geodesic":
        from rimland.geo.edges import densify

        geometry = densify(geometry, 1000.0, edges=edges)  # type: ignore[arg-type]
    reach = abs(radius)
    error = min(max_error, reach / 100)
    if radius < 0:
        return _shrunk(geometry, reach, error)
    index = ShapeIndex(geometry)
    plane = plane_for(index, reach, error)
    if plane is None:
        return shapely.box(-180.0, -90.0, 180.0, 90.0)
    return flatten(_grown(index, plane, reach, error, fill=True), plane, tolerance=0.2 * error)


def checked(radius: float, max_error: float) -> tuple[float, float]:
    """A radius and an error bound, metres, when they are such as `buffer` can keep.

    Raises
    ------
    RadiusError
        They are not.
    """
    radius = metres_of(radius, "radius")
    max_error = metres_of(max_error, "max_error")
    if not (math.isfinite(radius) and SHORTEST_RADIUS <= abs(radius) <= LONGEST_RADIUS):
        raise RadiusError(
            f"radius is {radius:g} m: expected from 1 m to 19,000,000 m, or the negative of that to shrink a polygon."
        )
    if not (math.isfinite(max_error) and max_error >= 0.01):
        raise RadiusError(f"max_error is {max_error:g} m: expected at least 0.01 m.")
    return radius, max_error


@dataclass(frozen=True, kw_only=True)
class _Task:
    """What growing a buffer needs to know throughout: the shape, where it is drawn, how the rim is, and the error."""

    index: ShapeIndex
    plane: Plane
    rim: Rim
    error: float


def _grown(index: ShapeIndex, plane: Plane, radius: float, error: float, *, fill: bool) -> BaseGeometry:
    """The buffer as a region of a plane; of the boundary alone when the inside is not to be filled."""
    pieces = index.pieces
    if radius >= _DISKS_FROM:
        core, missing = core_of_disks(pieces, plane, radius)
    else:
        core, missing = core_of_lines(pieces, plane, radius)
    if fill:
        core = shapely.union_all([core, *wide_polygons(index.geometry, pieces, plane, radius)])
    task = _Task(index=index, plane=plane, rim=_rim(plane, radius, error), error=error)
    spacing = max(min(radius / 40, 25e3), 1.5 * task.rim.spacing)
    first = _samples(task, *_edge_of(task, core, spacing, most=8))
    region = shapely.union_all([core, *strips(pieces, plane, first, task.rim, width=1.1 * missing + error)])
    return _completed(task, region)


def _rim(plane: Plane, radius: float, error: float) -> Rim:
    """How dense the rim must be: by its curvature, and by how far straight edges of the plane leave geodesics."""
    longest = math.sqrt(8 * MEAN_RADIUS * 0.1 * error / (plane.steepness if plane.roomy else 2.0))
    tolerance = None if plane.roomy else 0.6 * error
    return Rim(radius=radius, sagitta=0.5 * error, longest=longest, tolerance=tolerance)


def _completed(task: _Task, region: BaseGeometry) -> BaseGeometry:
    """The region grown wherever its edge is too near the shape."""
    known: Floats = np.empty((0, 2))
    for attempt in range(_ROUNDS):
        place, xy, gap = _edge_of(task, region, task.rim.spacing / 1.9, most=4)
        new = ~_among(xy, known)
        samples = _samples(task, place[new], xy[new], gap[new])
        short = task.rim.radius - samples.feet.metres
        wanting = short > 0.7 * task.error
        if not wanting.any():
            return _without_specks(region, task)
        known = np.concatenate([known, xy[new][~wanting]])
        width = 1.5 * float(short.max()) + task.error
        extra = strips(
            task.index.pieces, task.plane, _subset(samples, wanting), task.rim, width=width, extend=1.5 * (1 + attempt)
        )
        region = shapely.union_all([region, *extra])
    raise GeometryError(
        f"the buffer of this shape did not settle to {task.error:g} m: simplify the shape or allow a larger max_error."
    )


def _without_specks(region: BaseGeometry, task: _Task) -> BaseGeometry:
    """The region without holes so small that all of them is within the error of the radius."""
    rings, owner = shapely.get_rings(shapely.get_parts(region), return_index=True)
    shell = np.r_[True, owner[1:] != owner[:-1]]
    scale = task.plane.scale(shapely.get_coordinates(shapely.get_point(rings, 0)))
    room = shapely.area(shapely.polygons(rings)) / scale**2
    kept = shell | (room > math.pi * (0.3 * task.error) ** 2)
    return shapely.multipolygons(shapely.polygons(rings[kept], indices=owner[kept]))


def _edge_of(task: _Task, region: BaseGeometry, spacing: float, most: int) -> tuple[Any, Floats, Floats]:
    """Planar positions along the edge of a region: their places in order, themselves, and the gaps between them."""
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(region)), return_index=True)
    points, ring = spread(task.plane, xy, ring, spacing, most)
    apart = np.where(ring[1:] == ring[:-1], task.plane.apart(points[1:], points[:-1]), 0.0)
    return np.arange(len(points)) + 2 * ring, points, np.maximum(np.r_[apart, 0.0], np.r_[0.0, apart])


def _samples(task: _Task, place: Any, xy: Floats, gap: Floats) -> Samples:
    lon, lat = task.plane.unproject(xy)
    return Samples(lon=lon, lat=lat, gap=gap, place=place, feet=task.index.nearest(lon, lat))


def _subset(samples: Samples, rows: Any) -> Samples:
    feet = Feet(**{f.name: getattr(samples.feet, f.name)[rows] for f in fields(samples.feet)})
    return Samples(
        lon=samples.lon[rows], lat=samples.lat[rows], gap=samples.gap[rows], place=samples.place[rows], feet=feet
    )


def _among(xy: Floats, known: Floats) -> Any:
    if not len(known):
        return np.zeros(len(xy), bool)
    return np.isin(xy[:, 0] + 1j * xy[:, 1], known[:, 0] + 1j * known[:, 1])


def _shrunk(geometry: BaseGeometry, radius: float, error: float) -> BaseGeometry:
    """What is left of the polygons of a shape farther than a radius from their boundary."""
    parts, _ = simple_parts(geometry)
    parts = parts[shapely.get_type_id(parts) == 3]
    if not len(parts):
        raise GeometryError(
            f"a {geometry.geom_type} has no inside to shrink: expected a polygon, or a positive radius."
        )
    index, interior = ShapeIndex(without_seams(parts)), Interior(geometry)
    plane = middle_plane(index, radius, interior)
    inverted = plane is None
    if plane is None:
        plane = plane_inside(index, radius, error, interior)
        if plane is None:
            return shapely.MultiPolygon()
    near = _grown(index, plane, radius, error, fill=False)
    faces = wide_faces(index.pieces, plane, radius)
    middle = shapely.get_coordinates(shapely.point_on_surface(faces))
    faces = faces[interior.holds(np.column_stack(plane.unproject(middle))) != inverted]
    if inverted:
        return flatten(shapely.union_all([near, *faces]), plane, tolerance=0.2 * error, inverted=True)
    left = shapely.difference(shapely.union_all(faces), near)
    return shapely.MultiPolygon() if left.is_empty else flatten(left, plane, tolerance=0.2 * error)
