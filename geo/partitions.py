"""Who is nearest to each point of a sea."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rimland.geo._mesh import Floats, from_normals, to_normals
from rimland.geo._neighbours import owners_of
from rimland.geo._owners import Owner
from rimland.geo._region import Region, flat_lines
from rimland.geo._tracing import Chain, Meeting
from rimland.geo.equidistant import boundaries, checked_error, clipped
from rimland.geo.errors import GeometryError
from rimland.geo.inside import Interior
from rimland.geo.shapes import as_geometry


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """The line between two cells, and the points that control it.

    Attributes
    ----------
    names
        The two shapes.
    line
        In degrees, broken at the antimeridian; its edges are at most 1 km.
    metres
        How far each vertex is from both shapes, (n,), the vertices counted through all pieces in order.
    points
        The point of each of the two that each vertex is nearest to: longitude and latitude, degrees, (2, n, 2).
    """

    names: tuple[str, str]
    line: MultiLineString
    metres: Floats
    points: Floats


@dataclass(frozen=True, kw_only=True)
class MeetingPoint:
    """A point that is as far from three shapes, or more, as from any.

    Attributes
    ----------
    names
        The shapes, k of them.
    lon, lat
        Degrees.
    metres
        How far each of the shapes is, (k,).
    points
        The nearest point of each: longitude and latitude, degrees, (k, 2).
    """

    names: tuple[str, ...]
    lon: float
    lat: float
    metres: Floats
    points: Floats


@dataclass(frozen=True, kw_only=True)
class Partition:
    """A region divided by which of several shapes is nearest.

    Attributes
    ----------
    cells
        For each name the part of the region that is nearer to its shape than to any other, in degrees, cut at the
        antimeridian; empty where there is none. Neighbours have the same vertices along their common boundary.
    region
        What was divided, as it was clipped with: vertices at most 1 km apart.
    boundaries
        The lines between cells, one for each two that have one.
    meetings
        Where three cells meet, or more.
    error
        Metres: the most that an edge of a boundary is off, seen at the quarters of every edge.
    """

    cells: Mapping[str, Polygon | MultiPolygon]
    region: Polygon | MultiPolygon
    boundaries: tuple[Boundary, ...]
    meetings: tuple[MeetingPoint, ...]
    error: float


def partition(shapes: Mapping[str, Any], *, within: Any, max_error: float = 1.0) -> Partition:
    """A region divided by which of several shapes is nearest, along geodesics of WGS84.

    Edges of the shapes count, not only vertices; land is in the cell of its shape. Where two shapes touch, the line
    between them starts there, midway between the two coasts.

    Parameters
    ----------
    shapes
        Names and shapes, none of which overlap.
    within
        Polygons with geodesic edges, or west, south, east and north in degrees.
    max_error
        Metres that any point of a boundary may be off, from 0.01.

    Raises
    ------
    GeometryError
        No shapes, or two that overlap; a region that is no polygon.
    RadiusError
        An error that is too small to promise.
    CoordinateError
        A position is not on the Earth.

    References
    ----------
    Aurenhammer, F. (1991). Voronoi diagrams: a survey of a fundamental geometric data structure. ACM Computing Surveys
    23(3), 345-405.

    Examples
    --------
    >>> from shapely import Point
    >>> three = {"west": Point(120, 0), "east": Point(124, 0), "north": Point(122, 3)}
    >>> found = partition(three, within=(118, -5, 126, 5))
    >>> [meeting.names for meeting in found.meetings], round(found.meetings[0].lon, 9)
    ([('west', 'east', 'north')], 122.0)
    """
    max_error = checked_error(max_error)
    if not shapes:
        raise GeometryError("there are no shapes to divide the region among: expected one at least.")
    names = list(shapes)
    geometries = {name: as_geometry(shape) for name, shape in shapes.items()}
    owners, touching = owners_of(geometries, {})
    region = Region(within)
    chains, meetings, error = boundaries(owners, region, np.inf, max_error)
    return Partition(
        cells=dict(zip(names, _cells(list(geometries.values()), owners, chains, region, touching), strict=True)),
        region=region.polygon,
        boundaries=_boundaries(names, owners, chains, region, touching),
        meetings=_meetings(names, owners, meetings, region),
        error=error,
    )


def _cells(
    shapes: Sequence[BaseGeometry],
    owners: Sequence[Owner],
    chains: Sequence[Chain],
    region: Region,
    touching: Sequence[BaseGeometry],
) -> list[BaseGeometry]:
    """The cells, made of the faces that all lines together cut the region into."""
    lines = [piece for chain in chains for piece in flat_lines(chain.normals)]
    shores = [shapely.boundary(shape) for shape in touching]
    faces = shapely.get_parts(
        shapely.polygonize([shapely.union_all([shapely.boundary(region.polygon), *lines, *shores])])
    )
    middles = shapely.point_on_surface(faces)
    faces = faces[shapely.contains(region.polygon, middles)]
    lonlat = shapely.get_coordinates(shapely.point_on_surface(faces))
    nearest = _nearest(owners, lonlat)
    if touching:
        for k, shape in enumerate(shapes):
            nearest[Interior(shape).holds(lonlat)] = k
    return [_joined(faces[nearest == k]) for k in range(len(owners))]


def _nearest(owners: Sequence[Owner], lonlat: Floats) -> Any:
    normals = to_normals(lonlat[:, 0], lonlat[:, 1])
    return np.argmin([owner.look(normals).metres for owner in owners], axis=0)


def _joined(faces: Any) -> BaseGeometry:
    """Faces that fit each other as polygons, with every vertex kept."""
    if not len(faces):
        return Polygon()
    whole = shapely.union_all(faces)
    parts = shapely.orient_polygons(shapely.get_parts(whole))
    return parts[0] if len(parts) == 1 else MultiPolygon(list(parts))


def _boundaries(
    names: Sequence[str],
    owners: Sequence[Owner],
    chains: Sequence[Chain],
    region: Region,
    touching: Sequence[BaseGeometry],
) -> tuple[Boundary, ...]:
    found = []
    for pair in sorted({chain.owners for chain in chains}):
        line = clipped([chain for chain in chains if chain.owners == pair], region, touching)
        if line.is_empty:
            continue
        lonlat = shapely.get_coordinates(line)
        sights = [owners[k].look(to_normals(lonlat[:, 0], lonlat[:, 1])) for k in pair]
        points = np.array([np.column_stack([sight.lon, sight.lat]) for sight in sights])
        two = (names[pair[0]], names[pair[1]])
        found.append(Boundary(names=two, line=line, metres=sights[0].metres, points=points))
    return tuple(found)


def _meetings(
    names: Sequence[str], owners: Sequence[Owner], meetings: Sequence[Meeting], region: Region
) -> tuple[MeetingPoint, ...]:
    found = []
    for meeting in meetings:
        lon, lat = (float(value) for value in from_normals(meeting.normal))
        if not shapely.intersects_xy(region.polygon, lon, lat):
            continue
        sights = [owners[k].look(meeting.normal[None]) for k in meeting.owners]
        found.append(
            MeetingPoint(
                names=tuple(names[k] for k in meeting.owners),
                lon=lon,
                lat=lat,
                metres=np.array([sight.metres[0] for sight in sights]),
                points=np.array([[sight.lon[0], sight.lat[0]] for sight in sights]),
            )
        )
    return tuple(found)
