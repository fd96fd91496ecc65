"""Rings on the Earth drawn flat: longitudes that run on across the antimeridian, the pole that a ring goes round."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo.ellipsoid import Floats, geod


def unroll(lonlat: Floats) -> Floats:
    """Positions of a path with longitudes that run on, each edge taking the short way round.

    Along a pole longitudes are kept as given: an edge there has no length, and may well run from -180 to 180, as RFC
    7946 draws a polygon that holds the pole.

    Examples
    --------
    >>> unroll(np.array([[179.0, 0], [-179, 0], [-178, 1]]))[:, 0]
    array([179., 181., 182.])
    """
    step = np.diff(lonlat[:, 0])
    at_pole = (np.abs(lonlat[:-1, 1]) == 90) & (lonlat[:-1, 1] == lonlat[1:, 1])
    turns = np.cumsum(np.where(at_pole, 0, np.round(step / 360)))
    return np.column_stack([lonlat[:, 0] - 360 * np.r_[0, turns], lonlat[:, 1]])


def flat_ring(lonlat: Floats) -> Floats:
    """A closed ring as a ring of the plane: unrolled, and led over the pole when it goes round one.

    The pole inside is the one on the side with less area.
    """
    path = unroll(lonlat)
    turn = path[-1, 0] - path[0, 0]
    if abs(turn) < 180:
        return path
    area, _ = geod().polygon_area_perimeter(lonlat[:-1, 0], lonlat[:-1, 1])
    pole = 90.0 if (turn > 0) == (area > 0) else -90.0
    return np.concatenate([path, [[path[-1, 0], pole], [path[0, 0], pole], path[0]]])


def unrolled(polygon: BaseGeometry) -> BaseGeometry:
    """A polygon drawn flat, valid when its rings do not cross on the Earth: see `flat_ring`.

    Holes are brought to the same turn as the ring around them. When one of the rings goes round a pole the result is
    the collection of the rings as polygons of their own.
    """
    rings = [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]
    flat = [flat_ring(ring) for ring in rings]
    if any(len(ring) != len(given) for ring, given in zip(flat, rings, strict=True)):
        return shapely.geometrycollections([shapely.polygons(ring) for ring in flat])
    shell, *holes = flat
    middle = (shell[:, 0].min() + shell[:, 0].max()) / 2
    for hole in holes:
        hole[:, 0] += 360 * np.round((middle - (hole[:, 0].min() + hole[:, 0].max()) / 2) / 360)
    return shapely.Polygon(shell, holes)
