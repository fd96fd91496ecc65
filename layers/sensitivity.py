"""How far a number moves with what is counted as coast, how finely it is drawn, and how a way rounds it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rimland.layers.coasts import MIN_AREA, coast
from rimland.layers.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

AREAS = (0.0, 0.001, MIN_AREA, 1.0)
"""Least areas, square kilometres, that islands of a named set are counted from."""

COARSER_M = (200.0, 1000.0)
"""Metres by which a coast is simplified to see what its resolution matters."""


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
    import numpy as np
    import shapely

    from rimland.geo import area

    parts = shapely.get_parts(shape)
    mainland = [part for part in parts if part.geom_type == "LineString"]
    islands = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    if mainland:
        return shapely.multilinestrings(mainland)
    if not len(islands):
        return shape
    rough = shapely.area(islands) * np.cos(np.radians(shapely.get_y(shapely.centroid(islands))))
    return max(islands[rough >= 0.5 * rough.max()], key=area)  # no need to measure every rock


def coarser_widths(sides: "Sequence[tuple[BaseGeometry, BaseGeometry]]") -> dict[float, list[float]]:
    """Distances of pairs of coasts in metres, by how coarse the coasts are made: metres of simplification.

    Examples
    --------
    >>> import shapely
    >>> pair = (shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1))
    >>> {metres: round(found) for metres, (found,) in coarser_widths([pair]).items()}
    {200.0: 111303, 1000.0: 111303}
    """
    import shapely

    from rimland.geo import KILOMETRE, distance

    degree = 111.32 * KILOMETRE
    coarse = {
        metres: [shapely.make_valid(shapely.simplify(pair, metres / degree)) for pair in sides] for metres in COARSER_M
    }
    return {metres: [distance(*pair).metres for pair in pairs] for metres, pairs in coarse.items()}
