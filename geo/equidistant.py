"""The line that is as far from one shape as from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from rimland.geo._insertion import Insertion, intrusions
from rimland.geo._mesh import Booleans, Floats, to_normals
from rimland.geo._neighbours import owners_of, parts_and_effects
from rimland.geo._owners import Owner
from rimland.geo._region import EDGE, Region, flat_lines
from rimland.geo._sheet import FINEST, Sheet
from rimland.geo._tracing import Chain, Crossings, Meeting, trace
from rimland.geo.errors import RadiusError
from rimland.geo.units import metres_of

FINEST_ERROR = 0.01
"""Metres: the least error that can be asked for."""


@dataclass(frozen=True, kw_only=True)
class EquidistanceLine:
    """A line as far from one shape as from another, and the points that control it.

    Attributes
    ----------
    line
        Its pieces, in degrees, broken at the antimeridian; edges are at most 1 km, so that read as geodesics or as
        straight lines in degrees they are the same.
    metres
        How far each vertex is from both shapes, (n,), the vertices counted through all pieces in order.
    points_a, points_b
        The point of each shape that each vertex is nearest to: longitude and latitude, degrees, (n, 2). Of a shape with
        partial effect, the point on the island that has it where the island moves the line.
    error
        Metres: the most that an edge is off, or that its distances differ, seen at the quarters of every edge.
    """

    line: MultiLineString
    metres: Floats
    points_a: Floats
    points_b: Floats
    error: float


def equidistance(
    a: Any,
    b: Any,
    *,
    within: Any = None,
    radius: float | None = None,
    effects_a: Sequence[float] | None = None,
    effects_b: Sequence[float] | None = None,
    max_error: float = 1.0,
) -> EquidistanceLine:
    """The line of all points as far from one shape as from another, along geodesics of WGS84.

    Edges of the shapes count, not only vertices; so do all their parts. Where two shapes touch, the line starts there,
    midway between the two coasts.

    Parameters
    ----------
    a, b
        Shapes that do not overlap, or lists of shapes that are taken together.
    within
        Polygons, or west, south, east and north, to which the line is clipped; the whole Earth when there is none.
    radius
        Metres: only what is at most so far from the shapes.
    effects_a, effects_b
        Partial effect of islands: a number from 0 (none) to 1 (full) for each shape of a list, or for each part of a
        shape of several, at least one of them 1. On the line the distance to a shape is then ``d + w (e - d)`` where an
        island of effect ``w`` is nearer, at ``e``, than what has full effect, at ``d``: the difference of distances
        that the line makes 0 is the mean of those with and without the island, weighted by ``w`` and ``1 - w``. Half
        effect (½) is, where the two lines are parallel, the line halfway between them.
    max_error
        Metres that any point of the line may be off, from 0.01.

    Returns
    -------
    EquidistanceLine
        Empty when no part of it lies within.

    Raises
    ------
    GeometryError
        The shapes overlap; the effects are not one for each, from 0 to 1, with a 1 among them.
    RadiusError
        `radius` or `max_error` is not a positive number, or the error is too small to promise.
    CoordinateError
        A position is not on the Earth.

    References
    ----------
    Kastrisios, C. and Tsoulos, L. (2017). Maritime zones delimitation: problems and solutions. Proceedings of the
    International Cartographic Association 1, 59. doi:10.5194/ica-proc-1-59-2017

    Dorst, L. L. An algorithmic solution to the randomness of equitable boundary lines: partial effect among the ways to
    correct an equidistance line (conference paper, Hydrographic Service of the Royal Netherlands Navy).

    Examples
    --------
    The line midway between two points of the equator is a meridian:

    >>> from shapely import Point
    >>> found = equidistance(Point(120, 0), Point(124, 0), within=(118, -5, 126, 5))
    >>> [round(float(x), 9) for x in found.line.bounds]
    [122.0, -5.0, 122.0, 5.0]
    """
    max_error, reach = checked_error(max_error), _checked_reach(radius)
    shape_a, weights_a = parts_and_effects(a, effects_a, "a")
    shape_b, weights_b = parts_and_effects(b, effects_b, "b")
    effects = {name: w for name, w in (("a", weights_a), ("b", weights_b)) if w is not None}
    owners, touching = owners_of({"a": shape_a, "b": shape_b}, effects)
    region = None if within is None else Region(within)
    chains, _, error = boundaries(owners, region, reach, max_error)
    line = clipped(chains, region, touching)
    if reach < np.inf:
        line = _within_reach(line, owners[0], reach)
    points = shapely.get_coordinates(line)
    sights = [owner.look(to_normals(points[:, 0], points[:, 1])) for owner in owners] if len(points) else []
    feet = [np.column_stack([sight.lon, sight.lat]) for sight in sights] or [np.zeros((0, 2))] * 2
    metres = sights[0].metres if sights else np.zeros(0)
    return EquidistanceLine(line=line, metres=metres, points_a=feet[0], points_b=feet[1], error=error)


def boundaries(
    owners: Sequence[Owner], region: Region | None, radius: float, max_error: float
) -> tuple[list[Chain], list[Meeting], float]:
    """All boundaries between owners within a region and a distance, their meeting points, and the largest error."""
    sheet = Sheet(owners, None if region is None else region.outside, radius)
    crossings, insertion = Crossings(sheet), Insertion(owners, max_error, EDGE)
    while True:
        chains, meetings = trace(sheet, crossings)
        if not chains:
            return [], meetings, 0.0
        chains, error, astray = insertion.refined(chains)
        if not len(astray) and len(owners) > 2:
            astray = intrusions(owners, chains, max_error / 10)
        coarse = sheet.holding(astray) & (sheet.mesh.sizes > FINEST)
        if not coarse.any():
            if len(astray):
                chains, error, _ = insertion.refined(chains, follow=True)
            return chains, meetings, error
        sheet.refine(coarse)


def clipped(chains: Sequence[Chain], region: Region | None, land: Sequence[BaseGeometry]) -> MultiLineString:
    """Chains as lines in degrees, within a region and off the land."""
    line = shapely.MultiLineString([piece for chain in chains for piece in flat_lines(chain.normals)])
    for shape in land:
        line = shapely.difference(line, shape)
    if region is not None:
        line = shapely.intersection(line, region.polygon)
    return as_lines(line)


def as_lines(geometry: BaseGeometry) -> MultiLineString:
    """The lines of a geometry, joined where they continue each other; points left out."""
    parts = shapely.get_parts(shapely.line_merge(_lines_of(geometry)))
    return shapely.MultiLineString(list(parts))


def _lines_of(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    return shapely.MultiLineString(list(parts[(shapely.get_type_id(parts) == 1) & ~shapely.is_empty(parts)]))


def checked_error(max_error: float) -> float:
    """An error bound, metres, when it can be kept.

    Raises
    ------
    RadiusError
        It is no number, or too small.
    """
    max_error = metres_of(max_error, "max_error")
    if not FINEST_ERROR <= max_error < np.inf:
        raise RadiusError(f"max_error is {max_error!r}: expected metres, from {FINEST_ERROR}.")
    return max_error


def _checked_reach(radius: float | None) -> float:
    """A radius, metres, infinite when there is none."""
    if radius is None:
        return np.inf
    radius = metres_of(radius, "radius")
    if not 0 < radius < np.inf:
        raise RadiusError(f"radius is {radius!r}: expected a positive number of metres.")
    return radius


def _within_reach(line: MultiLineString, owner: Owner, radius: float) -> MultiLineString:
    """The parts of a line at most so far from an owner, cut where the distance along an edge is the radius."""
    pieces = []
    for piece in line.geoms:
        lonlat = shapely.get_coordinates(piece)
        beyond = owner.look(to_normals(lonlat[:, 0], lonlat[:, 1])).metres - radius
        change = np.flatnonzero((beyond[1:] > 0) != (beyond[:-1] > 0))
        cuts = _cuts(lonlat[change], lonlat[change + 1], beyond[change] > 0, owner, radius)
        runs = np.split(np.insert(lonlat, change + 1, cuts, axis=0), change + 1 + np.arange(len(change)))
        starts = np.r_[0, change + 1]
        for k, run in enumerate(runs):
            whole = np.vstack([run, cuts[k : k + 1]])
            if beyond[starts[k]] <= 0 and len(whole) > 1:
                pieces.append(shapely.LineString(whole))
    return as_lines(shapely.MultiLineString(pieces))


def _cuts(a: Floats, b: Floats, inward: Booleans, owner: Owner, radius: float) -> Floats:
    """Positions of edges from inside to outside of a radius, or back, at which the distance is the radius."""
    low, high = np.where(inward[:, None], b, a), np.where(inward[:, None], a, b)
    for _ in range(30 if len(a) else 0):
        middle = (low + high) / 2
        out = owner.look(to_normals(middle[:, 0], middle[:, 1])).metres > radius
        low, high = np.where(out[:, None], low, middle), np.where(out[:, None], middle, high)
    return low
