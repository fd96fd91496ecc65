"""Buffers of Taiwan and of Japan, and how far every engine's boundary is from the radius that was asked for."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import shapely

from benchmarks.coasts import Coasts, vertices
from benchmarks.errors import span
from benchmarks.oracle import GEOD, Pieces, edges_of
from benchmarks.peers import POSTGIS, SPHERELY, has_spherely, projections, series, within_patience
from benchmarks.postgis import Database, shapes_of
from benchmarks.table import OURS, Row, Timing, not_run, row, timed
from rimland import geo

TAIWAN_GOALS = {"12 nmi": 0.5, "200 nmi": 0.5, "1,000 km": 0.5, "4,000 km": 1.0}
JAPAN_GOALS = {"12 nmi": 5.0, "200 nmi": 2.0}
RADII = {"12 nmi": 22_224.0, "200 nmi": 370_400.0, "1,000 km": 1e6, "4,000 km": 4e6}
QUARTER = 64
"""Segments to a quarter of a circle, for the peers; rimland takes an error in metres instead."""

CHECKED = 6_000
"""Positions of a boundary that are checked, spread evenly over its edges."""


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """Every row of this family; `database` is a reason where there is none."""
    for name, shape, goals in (("Taiwan", coasts.taiwan, TAIWAN_GOALS), ("Japan", coasts.japan, JAPAN_GOALS)):
        for radius, goal_s in goals.items():
            title = f"buffer of {name} ({vertices(shape):,} vertices), {radius}"
            yield from one(title, shape, RADII[radius], goal_s, database)


def one(title: str, shape: Any, radius: float, goal_s: float, database: Database | str) -> Iterator[Row]:
    """One shape and one radius on every engine."""

    @cache
    def pieces() -> Pieces:
        return Pieces.of(shape)

    def right(result: Any) -> str:
        return span(pieces().distance(*boundary_positions(result, CHECKED).T) - radius)

    def ours() -> Any:
        return geo.buffer(shape, radius)

    yield row(title, OURS, lambda: timed(ours, 3), right, goal_s=goal_s)
    if isinstance(database, str):
        yield not_run(title, POSTGIS, database)
    else:
        database.load("coast_to_buffer", [shape])
        query = f"select st_asbinary(st_buffer(g, {radius}, 'quad_segs={QUARTER}')::geometry) from coast_to_buffer"
        yield row(title, POSTGIS, lambda: first_shape(database.timed(query, 1, warm=False)), right)
    middle = shapely.centroid(shape)
    for plane, crs in projections(middle.x, middle.y).items():

        def planar(crs: str = crs) -> Any:
            flat = series([shape]).to_crs(crs).buffer(radius, quad_segs=QUARTER)
            return flat.to_crs("EPSG:4326").iloc[0]

        yield row(title, plane, lambda planar=planar: within_patience(planar), right)
    why = "has no buffer" if has_spherely() else "spherely is not installed"
    yield not_run(title, SPHERELY, why)


def first_shape(timing: Timing) -> Timing:
    """A query's timing with the shape of its first row."""
    return Timing(shapes_of(timing.result)[0], timing.wall_s, timing.cpu_s)


def boundary_positions(shape: Any, most: int) -> np.ndarray:
    """Vertices of a boundary and the positions at ¼, ½ and ¾ of its edges (geodesics), at most about so many, (n, 2).

    Where the antimeridian or a pole cuts a shape, the cut is no part of its boundary.
    """
    edges = edges_of(shape)
    seam = np.abs(np.abs(edges) - [180, 90, 180, 90]) < 1e-9
    edges = edges[~(seam[:, 0] & seam[:, 2]) & ~(seam[:, 1] & seam[:, 3])]
    edges = edges[:: max(1, 4 * len(edges) // most)]
    azimuth, _, length = (np.asarray(a, float) for a in GEOD.inv(*edges.T))
    quarters = [GEOD.fwd(edges[:, 0], edges[:, 1], azimuth, length * f)[:2] for f in (0.25, 0.5, 0.75)]
    return np.vstack([edges[:, :2], *(np.column_stack(q) for q in quarters)])
