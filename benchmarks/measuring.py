"""Area and length: what pyproj answers polygon by polygon, for whole coasts at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from benchmarks.coasts import Coasts, vertices
from benchmarks.oracle import GEOD, edges_of
from benchmarks.peers import POSTGIS, SPHERELY, has_spherely, to_sphere
from benchmarks.postgis import Database, column
from benchmarks.table import OURS, Row, Timing, not_run, row, timed
from rimland import geo

PYPROJ = "pyproj.Geod, polygon by polygon"
RADIUS = 6_371_008.8


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """Every row of this family; `database` is a reason where there is none."""
    shape = coasts.japan
    many = vertices(shape)
    told: dict[str, Any] = {"per": "vertex", "count": many}
    area, length = pyproj_area(shape), float(np.sum(GEOD.inv(*edges_of(shape).T)[2]))
    calls = {
        f"area of Japan ({many:,} vertices)": (geo.area, pyproj_area, area, "st_area", "m²"),
        f"length of the coast of Japan ({many:,} vertices)": (perimeter, pyproj_length, length, "st_perimeter", "m"),
    }
    if not isinstance(database, str):
        database.load("to_measure", [shape])
    for name, (ours, theirs, truth, function, unit) in calls.items():

        def right(result: Any, truth: float = truth, unit: str = unit) -> str:
            value = float(np.ravel(result)[0])
            return f"{value - truth:+.2g} {unit} ({(value - truth) / truth:+.1e})"

        yield row(name, OURS, lambda ours=ours: timed(lambda: ours(shape), 3), right, goal_s=1e-6, **told)
        yield row(name, PYPROJ, lambda theirs=theirs: timed(lambda: theirs(shape), 1), right, **told)
        if isinstance(database, str):
            yield not_run(name, POSTGIS, database)
        else:
            query = f"select {function}(g) from to_measure"
            yield row(name, POSTGIS, lambda query=query: column(database.timed(query, 3)), right, **told)
        yield sphere(name, shape, function, right, told)


def perimeter(shape: Any) -> float:
    """Length of every ring."""
    return float(geo.length(shapely.boundary(shape)))


def pyproj_area(shape: Any) -> float:
    """Square metres of polygons that do not overlap; a hole counts against."""
    total = 0.0
    for part in shapely.get_parts(shape):
        total += abs(GEOD.polygon_area_perimeter(*shapely.get_coordinates(part.exterior).T)[0])
        total -= sum(abs(GEOD.polygon_area_perimeter(*shapely.get_coordinates(r).T)[0]) for r in part.interiors)
    return total


def pyproj_length(shape: Any) -> float:
    """Metres of every ring, one call each."""
    return float(
        sum(GEOD.line_length(*shapely.get_coordinates(r).T) for r in shapely.get_rings(shapely.get_parts(shape)))
    )


def sphere(name: str, shape: Any, function: str, right: Any, told: dict[str, Any]) -> Row:
    """The same on the sphere."""
    if not has_spherely():
        return not_run(name, SPHERELY, "spherely is not installed")
    import spherely

    measure = spherely.area if function == "st_area" else spherely.perimeter

    def call() -> Timing:
        kept = to_sphere([shape])
        return timed(lambda: measure(kept, radius=RADIUS), 3)

    return row(name, SPHERELY, call, right, **told)
