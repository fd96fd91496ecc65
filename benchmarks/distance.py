"""Distances: two shapes cold and prepared, all pairs of sixty islands, a million points to a coast."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import Any
from unittest.mock import patch

import numpy as np
import shapely

from benchmarks.coasts import Coasts, vertices
from benchmarks.errors import against
from benchmarks.oracle import Pieces, separation
from benchmarks.peers import (
    AEQD,
    BRUTE,
    POSTGIS,
    SPHERELY,
    has_spherely,
    projections,
    series,
    to_sphere,
    within_patience,
)
from benchmarks.postgis import Database, column
from benchmarks.table import OURS, Row, Timing, not_run, row, timed
from rimland import geo
from rimland.geo import contact

POINTS = 1_000_000
CHECKED = 1_000
CHECKED_PAIRS = 100
"""Pairs of the matrix that are checked; all 1,770 would take brute force some ten minutes."""


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """Every row of this family; `database` is a reason where there is none."""
    yield from cold_pair(coasts, database)
    yield from prepared_pair(coasts, database)
    yield from matrix(coasts, database)
    yield from points(coasts, database)


def cold_pair(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """Taiwan and Yonaguni, from WKB in longitude and latitude to a number."""
    shapes = [coasts.taiwan, coasts.yonaguni]
    wkb = [shapely.to_wkb(s) for s in shapes]
    name = f"distance Taiwan–Yonaguni, from lon/lat ({vertices(*shapes):,} vertices)"
    right = against(separation(*(Pieces.of(s) for s in shapes)))
    yield row(name, OURS, lambda: timed(lambda: geo.distance(*shapely.from_wkb(wkb)).metres, 20), right, goal_s=0.010)
    if isinstance(database, str):
        yield not_run(name, POSTGIS, database)
    else:
        database.load("pair", shapes)
        query = "select st_distance(a.g, b.g) from pair a, pair b where a.id = 0 and b.id = 1"
        yield row(name, POSTGIS, lambda: column(database.timed(query, 20)), right)
    if has_spherely():
        import spherely

        def sphere() -> Any:
            return spherely.distance(*to_sphere(list(shapely.from_wkb(wkb))))

        yield row(name, SPHERELY, lambda: timed(sphere, 20), right)
    else:
        yield not_run(name, SPHERELY, "spherely is not installed")
    middle = shapely.centroid(shapely.multipolygons(shapes))
    for plane, crs in projections(middle.x, middle.y).items():

        def planar(crs: str = crs) -> float:
            flat = series(list(shapely.from_wkb(wkb))).to_crs(crs)
            return float(flat.iloc[0].distance(flat.iloc[1]))

        yield row(name, plane, lambda planar=planar: timed(planar, 5), right)
    yield row(name, BRUTE, lambda: timed(lambda: separation(*(Pieces.of(s) for s in shapes)), 3), right)


def prepared_pair(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """The same pair again and again, with whatever an engine can keep between two calls."""
    shapes = [coasts.taiwan, coasts.yonaguni]
    name = "distance Taiwan–Yonaguni, prepared"
    right = against(separation(*(Pieces.of(s) for s in shapes)))
    kept = [geo.ShapeIndex(s) for s in shapes]
    yield row(name, OURS, lambda: timed(lambda: geo.distance(*kept).metres, 5, inner=1000), right, goal_s=0.0002)
    if isinstance(database, str):
        yield not_run(name, POSTGIS, database)
    else:
        database.load("kept_pair", shapes)
        query = (
            "select st_distance(a.g, b.g) from kept_pair a, kept_pair b, generate_series(1, 100)"
            " where a.id = 0 and b.id = 1"
        )
        yield row(name, POSTGIS, lambda: column(database.timed(query, 5)), right, count=100)
    if has_spherely():
        import spherely

        round_ones = to_sphere(shapes)
        spherely.prepare(round_ones)
        yield row(name, SPHERELY, lambda: timed(lambda: spherely.distance(*round_ones), 5, inner=100), right)
    else:
        yield not_run(name, SPHERELY, "spherely is not installed")


def matrix(coasts: Coasts, database: Database | str, count: int = 60) -> Iterator[Row]:
    """All pairs of the islands with the most vertices."""
    shapes = coasts.largest_islands(count)
    name = f"{count} × {count} matrix of islands ({vertices(*shapes):,} vertices)"
    wkb = [shapely.to_wkb(s) for s in shapes]
    first, second = np.triu_indices(count, 1)
    checked = np.random.default_rng(2).permutation(len(first))[:CHECKED_PAIRS]

    @cache
    def truth() -> np.ndarray:
        pieces = [Pieces.of(s) for s in shapes]
        return np.array([separation(pieces[first[k]], pieces[second[k]]) for k in checked])

    def right(result: Any) -> str:
        return against(truth)(np.asarray(result)[checked]) + f" ({len(checked)} of {len(first):,} pairs)"

    def ours() -> np.ndarray:
        return np.asarray(geo.distance_matrix(shapely.from_wkb(wkb)))[first, second]

    def plain() -> Timing:
        with patch.object(contact, "_kernel", lambda *_: None):
            return timed(ours, 3)

    compiled = find_spec("numba") is not None
    note = "with rimland[fast] (Numba), loaded before" if compiled else "without Numba"
    yield row(name, OURS, lambda: timed(ours, 5), right, goal_s=0.5, note=note)
    if compiled:
        yield row(name, "rimland without Numba", plain, right)
    if isinstance(database, str):
        yield not_run(name, POSTGIS, database)
    else:
        database.load("islands", shapes)
        join = "select st_distance(a.g, b.g) from islands a, islands b {} order by a.id, b.id"

        def cells() -> Timing:
            found = column(database.timed(join.format(""), 1, warm=False))
            return replace(found, result=found.result.reshape(count, count)[first, second])

        yield row(name, POSTGIS, cells, right, note=f"all {count**2:,} cells")
        halves = join.format("where a.id < b.id")
        yield row(
            name,
            POSTGIS,
            lambda: column(database.timed(halves, 1, warm=False)),
            right,
            note="each pair once, as in the other rows",
        )
    if has_spherely():
        import spherely

        def sphere() -> np.ndarray:
            kept = to_sphere(list(shapely.from_wkb(wkb)))
            return np.asarray(spherely.distance(kept[first], kept[second]))

        yield row(name, SPHERELY, lambda: timed(sphere, 1), right)
    else:
        yield not_run(name, SPHERELY, "spherely is not installed")
    middle = shapely.centroid(shapely.multipolygons(shapes))

    def planar() -> np.ndarray:
        flat = series(list(shapely.from_wkb(wkb))).to_crs(projections(middle.x, middle.y)[AEQD]).to_numpy()
        shapely.prepare(flat)
        return np.asarray(shapely.distance(flat[first], flat[second]))

    yield row(name, AEQD, lambda: within_patience(planar), right, note="shapely.prepare used")


def points(coasts: Coasts, database: Database | str) -> Iterator[Row]:
    """Positions to a coast: a million with the index, fewer with the peers; seconds are told per point."""
    shape = coasts.japan
    name = f"points to the coast of Japan ({vertices(shape):,} vertices)"
    random = np.random.default_rng(7)
    lon, lat = random.uniform(118, 146, POINTS), random.uniform(20, 46, POINTS)
    afloat = ~shapely.contains_xy(shape, lon[:CHECKED], lat[:CHECKED])
    truth = Pieces.of(shape).distance(lon[:CHECKED], lat[:CHECKED])
    per_point: dict[str, Any] = {"per": "point", "count": CHECKED, "note": f"{CHECKED:,} points"}

    def at_sea(result: Any) -> str:
        return against(truth[afloat])(np.asarray(result)[afloat])

    built = timed(lambda: geo.ShapeIndex(shape), 1)
    yield row(
        name,
        OURS,
        lambda: timed(lambda: built.result.nearest(lon, lat).metres, 1),
        lambda result: against(truth)(result[:CHECKED]),
        per="point",
        count=POINTS,
        note=f"{POINTS:,} points, once the index is built ({built.cpu_s:.2f} s cpu)",
        goal_s=10e-6,
    )
    if isinstance(database, str):
        yield not_run(name, POSTGIS, database)
    else:
        database.load("coast", [shape])
        database.load("dots", list(shapely.points(lon[:CHECKED], lat[:CHECKED])))
        query = "select st_distance(dots.g, coast.g) from coast, dots order by dots.id"
        yield row(name, POSTGIS, lambda: column(database.timed(query, 1, warm=False)), at_sea, **per_point)
    if has_spherely():
        import spherely

        def sphere() -> Timing:
            kept, dots = to_sphere([shape]), spherely.points(lon[:CHECKED], lat[:CHECKED])
            spherely.prepare(kept)
            return timed(lambda: spherely.distance(dots, kept), 1)

        yield row(name, SPHERELY, sphere, at_sea, **per_point)
    else:
        yield not_run(name, SPHERELY, "spherely is not installed")
    few = lon[:CHECKED], lat[:CHECKED]
    yield row(name, BRUTE, lambda: timed(lambda: Pieces.of(shape).distance(*few), 1), against(truth), **per_point)
