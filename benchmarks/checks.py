"""What the accuracy page tells: each promise, measured against a published value or against brute force."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import shapely

from benchmarks.buffer import RADII, boundary_positions
from benchmarks.coasts import SEAS, Coasts, vertices
from benchmarks.errors import signed
from benchmarks.oracle import GEOD, Pieces, metres_between, separation
from benchmarks.worldwide import Source, pieces_of
from rimland import geo


@dataclass(frozen=True)
class Check:
    """One line of the page; `worst` is what was measured in this run."""

    what: str
    against: str
    cases: str
    worst: str
    promise: str


def every(coasts: Coasts) -> Iterator[Check]:
    """All checks, in the order of the page."""
    yield from published_geodesics()
    yield from agreement_of_2013()
    yield from areas(coasts)
    yield from nearest_points(coasts)
    yield from distances(coasts)
    yield from buffers(coasts)
    yield random_buffers()
    yield from lines(coasts)
    yield from partition(coasts)


def worst(differences: Any) -> str:
    """The greatest difference either way."""
    return signed(float(np.abs(np.asarray(differences, float)).max())).lstrip("+")


def published_geodesics() -> Iterator[Check]:
    """The geodesics that GeographicLib publishes with its Python package, computed there in high precision."""
    title = "GeographicLib's published test values"
    if find_spec("geographiclib") is None:
        for what in ("`geo.inverse`", "`geo.direct`"):
            yield Check(what, title, "–", "not run: geographiclib is not installed", "15 nm")
        return
    from geographiclib.test.test_geodesic import GeodesicTest

    lat1, lon1, azi1, lat2, lon2, azi2, s12 = np.array(GeodesicTest.testcases, float).T[:7]
    got1, got2, metres = geo.inverse(lon1, lat1, lon2, lat2)
    cases = f"{len(s12)} geodesics"
    turn = max(np.abs(_turn(got1 - azi1)).max(), np.abs(_turn(got2 - azi2)).max())
    told = f"{worst(metres - s12)}; azimuths {turn:.1e}°"
    yield Check("`geo.inverse`: length", title, cases, told, "15 nm")
    lon, lat = geo.direct(lon1, lat1, azi1, s12)
    yield Check("`geo.direct`: position", title, cases, worst(metres_between(lon, lat, lon2, lat2)), "15 nm")


def _turn(degrees: np.ndarray) -> np.ndarray:
    """Differences of azimuths, from -180 to 180."""
    return np.asarray((degrees + 180) % 360 - 180)


def agreement_of_2013() -> Iterator[Check]:
    """The waters of the 2013 fisheries agreement, whose text says only that its sides are straight."""
    from rimland import layers

    waters = layers.Catalog()["fisheries-2013"].features.set_index("id").geometry["agreed-waters"]
    for edges, published in (("geodesic", 73_972), ("rhumb", 73_625)):
        metres2 = geo.area(waters, edges=edges)
        told = f"{metres2 / 1e6 - published:+.2f} km² ({metres2 / 1e6:,.2f} km²)"
        against = f"independent figure, {published:,} km²"
        yield Check(f"`geo.area`: agreed waters of 2013, {edges} sides", against, "1 polygon", told, "1 km²")
    drift = geo.distance(shapely.Point(126, 27), shapely.LineString([(122, 27), (130, 27)])).metres
    what = "`geo.distance`: 27°N from the geodesic 122°E–130°E"
    yield Check(what, "independent figure, 6,301 m", "1 position", f"{drift - 6_301:+.2f} m ({drift:,.1f} m)", "1 m")


def areas(coasts: Coasts) -> Iterator[Check]:
    """An equal-area plane with edges cut to 50 m, which shares nothing with the series that pyproj sums."""
    for name, shape in (("Taiwan", coasts.taiwan), ("Japan", coasts.japan)):
        told = geo.area(shape) / equal_area(shape) - 1
        against = "cylindrical equal-area plane, edges cut to 50 m"
        yield Check(f"`geo.area`: {name}", against, f"{vertices(shape):,} vertices", f"{abs(told):.1e} of it", "1e-8")


def equal_area(shape: Any) -> float:
    """Square metres by the planar formula in Lambert's cylindrical equal-area projection of the ellipsoid."""
    from pyproj import Proj

    plane = Proj("+proj=cea +ellps=WGS84 +lon_0=130")
    total = 0.0
    for part in shapely.get_parts(shape):
        for ring, sign in ((part.exterior, 1), *((hole, -1) for hole in part.interiors)):
            x, y = plane(*Pieces.of(ring, 50.0).start.T)
            total += sign * abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    return float(total)


def nearest_points(coasts: Coasts) -> Iterator[Check]:
    """The kernel: positions to boundaries, feet included."""
    random = np.random.default_rng(21)
    lon, lat = random.uniform(110, 150, 5_000), random.uniform(10, 50, 5_000)
    for name, shape in (("Taiwan", coasts.taiwan), ("Japan", coasts.japan)):
        feet = geo.ShapeIndex(shape).nearest(lon, lat)
        off = feet.metres - Pieces.of(shape).distance(lon, lat)
        yield Check(
            f"`geo.ShapeIndex.nearest`: coast of {name}", "brute force", f"{len(lon):,} positions", worst(off), "1 mm"
        )
    source, off, count = Source(np.random.default_rng(22)), [], 0
    for _ in range(300):
        centre, radius = source.centre(), source.size(1, 1e7)
        shape = source.shape(centre, radius)
        lon, lat = source.away(centre, 10 ** source.random.uniform(0, 7.3, 20))
        off.append(geo.ShapeIndex(shape).nearest(lon, lat).metres - pieces_of(shape, radius).distance(lon, lat))
        count += len(lon)
    cases = f"{count:,} positions, 300 shapes"
    yield Check("`geo.ShapeIndex.nearest`: shapes worldwide", "brute force", cases, worst(np.concatenate(off)), "1 mm")


def distances(coasts: Coasts) -> Iterator[Check]:
    """Pairs of shapes: islands, shapes anywhere that are apart, and shapes that hold or cross one another."""
    islands = coasts.largest_islands(60)
    pieces = [Pieces.of(shape) for shape in islands]
    metres = geo.distance_matrix(islands)
    pairs = np.random.default_rng(23).permutation(np.column_stack(np.triu_indices(60, 1)))[:100]
    off = [metres[i, j] - separation(pieces[i], pieces[j]) for i, j in pairs]
    yield Check("`geo.distance_matrix`: 60 islands", "brute force", f"{len(off)} of 1,770 pairs", worst(off), "1 mm")
    source, off, feet = Source(np.random.default_rng(24)), [], []
    while len(off) < 500:
        centre, sizes = source.centre(), (source.size(1, 5e6), source.size(1, 5e6))
        gap = sum(sizes) * 1.001 + source.size(1e-3, 1e7)
        if gap > 1.99e7:
            continue
        a, b = (source.shape(c, r) for c, r in zip((centre, source.away(centre, gap)), sizes, strict=True))
        found = geo.distance(a, b)
        off.append(found.metres - separation(pieces_of(a, sizes[0]), pieces_of(b, sizes[1])))
        feet.append(metres_between(*found.start, *found.end) - found.metres)
    yield Check("`geo.distance`: shapes worldwide, apart", "brute force", "500 pairs", worst(off), "1 mm")
    what = "`geo.distance`: its foot points"
    yield Check(what, "`pyproj.Geod` between them", "500 pairs", worst(feet), "1 mm")
    apart = sum(geo.distance(a, b).metres != 0 for a, b in meeting(500))
    what = "`geo.distance`: shapes worldwide that hold or cross one another"
    yield Check(what, "0 by construction", "500 pairs", f"{apart} not 0", "0 not 0")


def meeting(count: int) -> Iterator[tuple[Any, Any]]:
    """Polygons with what is inside of them, or crosses their edge, by construction: a disc that they hold is known."""
    source = Source(np.random.default_rng(25))
    for turn in range(count):
        centre, radius = source.centre(), source.size(1, 5e6)
        polygon = shapely.Polygon(source.star(centre, radius))
        held = float(pieces_of(polygon, radius).distance(*centre)[0])
        inside = source.away(centre, held * 0.5)
        if turn % 2:
            yield polygon, source.shape(inside, held * 0.49 * source.size(1e-3, 1))
        else:
            yield shapely.LineString([inside, source.away(centre, radius * 1.01 + 1)]), polygon


def buffers(coasts: Coasts) -> Iterator[Check]:
    """The boundary of buffers of whole coasts, at vertices and at ¼, ½ and ¾ of edges; and positions on either side."""
    for name, shape in (("Taiwan", coasts.taiwan), ("Japan", coasts.japan)):
        pieces = Pieces.of(shape)
        for label, radius in RADII.items():
            result = geo.buffer(shape, radius)
            where = boundary_positions(result, 5_000)
            off = pieces.distance(*where.T) - radius
            cases = f"{len(where):,} positions of the boundary"
            yield Check(f"`geo.buffer`: {name}, {label}", "brute force", cases, worst(off), "1 m")
            lon, lat = around(shape, radius, 2_000)
            wrong = misplaced(result, shape, pieces, radius, lon, lat)
            cases = f"{len(lon):,} positions near it"
            yield Check(
                f"`geo.buffer`: {name}, {label}, sides", "brute force", cases, f"{wrong} on the wrong side", "0"
            )


def around(shape: Any, radius: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions about a radius from random vertices of a shape."""
    random = np.random.default_rng(26)
    start = random.permutation(shapely.get_coordinates(shape))[:count]
    metres = radius * random.uniform(0.5, 1.05, len(start))
    lon, lat, _ = GEOD.fwd(*start.T, random.uniform(0, 360, len(start)), metres)
    return np.asarray(lon), np.asarray(lat)


def misplaced(result: Any, shape: Any, pieces: Pieces, radius: float, lon: np.ndarray, lat: np.ndarray) -> int:
    """How many positions are inside that should be outside by more than a metre, or the other way round."""
    metres = np.where(shapely.intersects_xy(shape, lon, lat), 0, pieces.distance(lon, lat))
    held = shapely.intersects_xy(result, lon, lat)
    return int(np.sum((held & (metres > radius + 1)) | (~held & (metres < radius - 1))))


def random_buffers(count: int = 25) -> Check:
    """Buffers of random shapes worldwide, as a share of the error that was asked for."""
    source, off = Source(np.random.default_rng(27)), []
    for _ in range(count):
        centre, size = source.centre(), source.size(1, 1e6)
        shape, radius = source.shape(centre, size), source.size(max(10.0, size / 20), 1.8e7)
        where = boundary_positions(geo.buffer(shape, radius), 1_000)
        allowed = min(1.0, radius / 100)
        off.append(np.max(np.abs(pieces_of(shape, size).distance(*where.T) - radius), initial=0) / allowed)
    what = "`geo.buffer`: shapes worldwide, 10 m to 18,000 km"
    return Check(what, "brute force", f"{count} shapes", f"{max(off):.2f} of `max_error`", "1 of `max_error`")


def lines(coasts: Coasts) -> Iterator[Check]:
    """Equidistance lines: the difference of the distances to the two coasts, at vertices and along edges."""
    pairs = {
        "Taiwan–Yaeyama": (coasts.taiwan, coasts.yaeyama, (121.0, 22.0, 125.0, 26.0)),
        "China–Japan": (coasts.china, coasts.japan, (121.0, 24.0, 130.0, 34.0)),
    }
    for name, (a, b, within) in pairs.items():
        found = geo.equidistance(a, b, within=within)
        where = boundary_positions(found.line, 6_000)
        one, other = (Pieces.of(shape).distance(*where.T) for shape in (a, b))
        cases = f"{len(where):,} positions of the line"
        yield Check(
            f"`geo.equidistance`: {name}, difference of distances", "brute force", cases, worst(one - other), "1 m"
        )


def partition(coasts: Coasts) -> Iterator[Check]:
    """Cells among seven coasts: gaps and overlaps, boundaries, and positions given to the wrong one."""
    from benchmarks.equidistance import differences_along, extra_distance, gaps_and_overlaps

    actors = coasts.actors
    found = geo.partition(actors, within=SEAS.bounds)
    gaps, overlaps = gaps_and_overlaps(found.cells, found.region)
    what, of = "`geo.partition`: seven coasts", "share of the region's area"
    yield Check(f"{what}, gaps and overlaps", "planar areas", "7 cells", f"{gaps:.0e} and {overlaps:.0e} {of}", "1e-6")
    off = differences_along(found, actors)
    cases = f"{len(off):,} positions of boundaries"
    yield Check(f"{what}, difference of distances", "brute force", cases, worst(off), "1 m")
    unowned, extra = extra_distance(found.cells, actors)
    told = f"{worst(extra)} farther than the nearest; {unowned} in no cell"
    yield Check(f"{what}, positions at sea", "brute force", f"{len(extra):,} positions", told, "1 m")
