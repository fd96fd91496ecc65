"""How far a distance moves with what is counted as coast: rocks, islets, islands, or the largest island alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rimland.layers.coasts import MIN_AREA, coast
from rimland.layers.errors import DataError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

AREAS = (0.0, 0.001, MIN_AREA, 1.0)
"""Least areas, square kilometres, that islands of a named set are counted from."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A distance between two places under one definition of their coasts.

    Attributes
    ----------
    min_area_km2
        What islands of a named set are counted from; None where the mainland, or the largest island, counts alone.
    metres
        Geodesic distance; None where nothing of a place is that large.
    """

    min_area_km2: float | None
    metres: float | None


def spread(a: str, b: str) -> list[Definition]:
    """The distance of two places under each definition of the coast, from every rock to the main land alone.

    Only named sets of islands differ; a place that is one island is the same under all. See `rimland.layers.coast`.

    Parameters
    ----------
    a, b
        As `place` takes them.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError, CoordinateError
        As `place`.

    Examples
    --------
    >>> {round(found.metres) for found in spread("yonaguni", "taiwan")}
    {107466}
    """
    from rimland.geo import distance

    found = []
    for least in AREAS:
        try:
            metres = distance(coast(a, min_area=least), coast(b, min_area=least)).metres
        except DataError:
            metres = None
        found.append(Definition(min_area_km2=least, metres=metres))
    alone = distance(_largest(coast(a)), _largest(coast(b))).metres
    return [*found, Definition(min_area_km2=None, metres=alone)]


def _largest(shape: "BaseGeometry") -> "BaseGeometry":
    """The largest island of a shape; where it has a mainland, which is known by its coast line, that."""
    from shapely import get_parts, multilinestrings

    from rimland.geo import area

    parts = get_parts(shape)
    mainland = [part for part in parts if part.geom_type == "LineString"]
    islands = [part for part in parts if part.geom_type == "Polygon"]
    if mainland:
        return multilinestrings(mainland)
    return max(islands, key=area) if islands else shape
