"""Equidistance lines between two coasts, and the sea shared out among seven."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import shapely

from benchmarks.buffer import boundary_positions
from benchmarks.coasts import SEAS, Coasts, vertices
from benchmarks.errors import span
from benchmarks.oracle import Pieces
from benchmarks.peers import POSTGIS, SPHERELY, projections, series, within_patience
from benchmarks.postgis import Database
from benchmarks.table import OURS, Row, Timing, not_run, row, timed
from rimland import geo

Bounds = tuple[float, float, float, float]

CHECKED = 4_000
SAMPLES = 5_000
"""Positions of the sea that are given to their nearest coast by brute force."""


def rows(coasts: Coasts, database: Database | str) -> Iterator[Row]:  # noqa: ARG001 - one signature for every family
    """Every row of this family; no peer but planar Voronoi cells has the operation."""
    yield from line("Taiwan–Yaeyama", coasts.taiwan, coasts.yaeyama, (121.0, 22.0, 125.0, 26.0))
    yield from line("China–Japan", coasts.china, coasts.japan, (121.0, 24.0, 130.0, 34.0))
    yield from partition(coasts)


def line(pair: str, a: Any, b: Any, within: Bounds) -> Iterator[Row]:
    """The line between two coasts, and how much nearer its positions are to the one than to the other."""
    title = f"equidistance {pair} ({vertices(a, b):,} vertices)"

    @cache
    def pieces() -> tuple[Pieces, Pieces]:
        return Pieces.of(a), Pieces.of(b)

    def right(result: Any) -> str:
        lon, lat = boundary_positions(result, CHECKED).T
        return span(pieces()[0].distance(lon, lat) - pieces()[1].distance(lon, lat))

    yield row(title, OURS, lambda: timed_line(a, b, within), right, goal_s=1.0, note="error: metres to a less to b")
    middle = shapely.centroid(shapely.box(*within))
    planes = {"GeoPandas Voronoi in lon/lat": "EPSG:4326"}
    planes |= {
        name.replace("GeoPandas", "GeoPandas Voronoi"): crs for name, crs in projections(middle.x, middle.y).items()
    }
    for name, crs in planes.items():

        def planar(crs: str = crs) -> Any:
            return voronoi_line(a, b, within, crs)

        yield row(title, name, lambda planar=planar: within_patience(planar), right)
    yield from (not_run(title, engine, "has no such operation") for engine in (POSTGIS, SPHERELY))


def timed_line(a: Any, b: Any, within: Bounds) -> Timing:
    """Our own line."""
    timing = timed(lambda: geo.equidistance(a, b, within=within), 1)
    return Timing(timing.result.line, timing.wall_s, timing.cpu_s)


def voronoi_line(a: Any, b: Any, within: Bounds, crs: str) -> Any:
    """What a plane makes of it, in lon/lat: the edges between the Voronoi cells of vertices of `a` and those of `b`."""
    flat = series([a, b]).to_crs(crs)
    sites = [shapely.get_coordinates(s) for s in flat]
    sites[0], sites[1] = np.unique(sites[0], axis=0), np.unique(sites[1], axis=0)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(np.vstack(sites)), ordered=True))
    one, other = (shapely.coverage_union_all(c) for c in np.split(cells, [len(sites[0])]))
    between = shapely.intersection(shapely.boundary(one), shapely.boundary(other))
    lines = shapely.line_merge(shapely.multilinestrings([p for p in shapely.get_parts(between) if p.length]))
    back = series([lines]).set_crs(crs, allow_override=True).to_crs("EPSG:4326").iloc[0]
    return shapely.intersection(back, shapely.box(*within))


def partition(coasts: Coasts) -> Iterator[Row]:
    """Seven coasts: seconds, gaps and overlaps by area, and the cells against brute force at random positions."""
    actors = coasts.actors
    title = f"partition among {len(actors)} actors ({vertices(*actors.values()):,} vertices)"

    def right(result: Any) -> str:
        gaps, overlaps = gaps_and_overlaps(result.cells, result.region)
        unowned, extra = extra_distance(result.cells, actors)
        said = f"boundaries {span(differences_along(result, actors))}; gaps {gaps:.0e}, overlaps {overlaps:.0e} of area"
        return f"{said}; {len(extra):,} positions: {unowned} in no cell, worst {extra.max():.2f} m beyond the nearest"

    yield row(title, OURS, lambda: timed(lambda: geo.partition(actors, within=SEAS.bounds), 1), right, goal_s=10.0)
    yield from (not_run(title, engine, "has no such operation") for engine in (POSTGIS, SPHERELY))


def gaps_and_overlaps(cells: Mapping[str, Any], region: Any) -> tuple[float, float]:
    """What of a region no cell covers, and what more than one does, as shares of its area."""
    shapes = list(cells.values())
    whole = shapely.union_all(shapes)
    gaps = shapely.area(shapely.difference(region, whole)) / region.area
    return float(gaps), float((sum(shapely.area(shapes)) - whole.area) / region.area)


def extra_distance(cells: Mapping[str, Any], actors: dict[str, Any]) -> tuple[int, np.ndarray]:
    """Of random positions at sea: how many no cell holds, and by how much the owner is farther than the nearest."""
    west, south, east, north = SEAS.bounds
    random = np.random.default_rng(11)
    lon, lat = random.uniform(west, east, SAMPLES), random.uniform(south, north, SAMPLES)
    afloat = ~np.any([shapely.contains_xy(shape, lon, lat) for shape in actors.values()], axis=0)
    lon, lat = lon[afloat], lat[afloat]
    metres = np.array([Pieces.of(shape, 500.0).distance(lon, lat) for shape in actors.values()])
    owner = np.array([shapely.intersects_xy(cells[name], lon, lat) for name in actors])
    return int((~owner.any(axis=0)).sum()), np.where(owner, metres - metres.min(axis=0), 0).max(axis=0)


def differences_along(result: Any, actors: dict[str, Any]) -> np.ndarray:
    """Along every boundary, the distance to the one owner less that to the other."""
    pieces = {name: Pieces.of(shape) for name, shape in actors.items()}
    off = []
    for boundary in result.boundaries:
        lon, lat = boundary_positions(boundary.line, CHECKED // 8).T
        one, other = (pieces[name].distance(lon, lat) for name in boundary.names)
        off.append(one - other)
    return np.concatenate(off)
