"""The drawing copy of the coast: simplified by place, the islands that matter kept."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rimland.scripts.build_source import Bounds, Land, Shapes, areas

Floats = NDArray[np.float64]

ZONES: tuple[tuple[Bounds, float, float], ...] = (
    ((118.0, 20.0, 134.0, 36.0), 0.003, 0.3),
    ((105.0, 0.0, 148.0, 46.0), 0.023, 12.0),
    ((-180.0, -90.0, 180.0, 90.0), 0.05, 120.0),
)
"""A box, the tolerance of simplification in it (degrees), the least area drawn (km²); the first box that fits."""

FINEST = 0.03
"""A small island is simplified by at most this part of its own size (the square root of its area, as degrees)."""

DECIMALS = 4


def simplify(land: Land, keep: NDArray[np.bool_], window: Bounds) -> Land:
    """The polygons to draw, simplified.

    Parameters
    ----------
    land
        Tidy polygons.
    keep
        Which are drawn however small they are.
    window
        Vertices on its edge stay where they are.
    """
    size = areas(land.shapes)
    zone = _zone(shapely.get_coordinates(shapely.point_on_surface(land.shapes)))
    least = np.array([area for _, _, area in ZONES])[zone]
    drawn = keep | (size >= least)
    shapes = [_thin(shape, area, window) for shape, area in zip(land.shapes[drawn], size[drawn], strict=True)]
    return Land(shapes=np.array(shapes, object), numbers=land.numbers[drawn])


def _zone(lonlat: Floats) -> NDArray[np.int64]:
    found = np.full(len(lonlat), len(ZONES) - 1)
    for number in reversed(range(len(ZONES))):
        west, south, east, north = ZONES[number][0]
        lon, lat = lonlat[:, 0], lonlat[:, 1]
        found[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)] = number
    return found


def _thin(shape: Any, area: float, window: Bounds) -> Any:
    limit = max(FINEST * np.sqrt(area) / 111.2, 1e-4)
    shell = _thin_ring(shapely.get_exterior_ring(shape), limit, window)
    holes = [ring for ring in shapely.get_rings(shape)[1:] if areas(np.array([shapely.polygons(ring)]))[0] > 25]
    thinned = shapely.polygons(shell, [_thin_ring(ring, limit, window) for ring in holes] or None)
    rounded = shapely.transform(thinned, lambda lonlat: np.round(lonlat, DECIMALS) + 0.0)
    if shapely.is_valid(rounded) and shapely.area(rounded) > 0:
        return shapely.orient_polygons(shapely.remove_repeated_points(rounded))
    return _mended(thinned, shape)


def _mended(thinned: Any, shape: Any) -> Any:
    """A valid polygon: the largest piece of the repaired one, or the original, rounded, where that one vanishes."""
    snapped = shapely.set_precision(shapely.make_valid(thinned, method="structure", keep_collapsed=False), 1e-4)
    pieces = [piece for piece in shapely.get_parts(snapped) if piece.geom_type == "Polygon" and piece.area > 0]
    mended = max(pieces, key=shapely.area) if pieces else shape
    rounded = shapely.transform(mended, lambda lonlat: np.round(lonlat, DECIMALS) + 0.0)
    return shapely.orient_polygons(rounded if shapely.is_valid(rounded) else mended)


def _thin_ring(ring: Any, limit: float, window: Bounds) -> Floats:
    """Positions of a ring, each stretch that lies in one zone simplified by the tolerance of that zone."""
    lonlat = shapely.get_coordinates(ring)
    zone = _zone(lonlat)
    zone[_on_edge(lonlat, window)] = -1
    starts = np.flatnonzero(np.diff(zone)) + 1
    if len(starts) == 0:
        tolerance = min(ZONES[zone[0]][1], limit)
        return _positions(shapely.simplify(shapely.polygons(lonlat), tolerance, preserve_topology=True))
    kept = [
        _thin_run(run, which[0], limit)
        for run, which in zip(np.split(lonlat, starts), np.split(zone, starts), strict=True)
    ]
    joined = np.concatenate(kept)
    return joined if len(np.unique(joined, axis=0)) > 2 else lonlat


def _thin_run(lonlat: Floats, zone: int, limit: float) -> Floats:
    if zone < 0 or len(lonlat) < 3:
        return lonlat
    tolerance = min(ZONES[zone][1], limit)
    return _positions(shapely.simplify(shapely.linestrings(lonlat), tolerance, preserve_topology=False))


def _positions(shape: Any) -> Floats:
    return np.asarray(shapely.get_coordinates(shape), np.float64)


def _on_edge(lonlat: Floats, window: Bounds) -> NDArray[np.bool_]:
    west, south, east, north = window
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    return (lon <= west) | (lon >= east) | (lat <= south) | (lat >= north)


def weight(shapes: Shapes) -> int:
    """Bytes that the polygons take, gzipped, as a map packs them: steps in thousandths of a degree."""
    import gzip

    _, lonlat, _ = shapely.to_ragged_array(shapes)
    steps = np.diff(np.rint(lonlat * 1000).astype(np.int64), axis=0, prepend=np.zeros((1, 2), np.int64))
    moved = steps[np.any(steps, axis=1)]
    return len(gzip.compress(",".join(map(str, moved.ravel())).encode(), 9, mtime=0))
