"""The land polygons of OpenStreetMap as a wheel carries them: read, clipped, rounded, repaired."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

WHEEL = "pkg:pypi/roaring-landmask@0.11.0"
"""Where the polygons come from, as a package address."""

WKB_SHA256 = "728e740b6e56f6eb9996aafba6c2602ca3f01c40d1be2b620b9775e31ce6dbf1"
"""Of the bytes that the wheel gives: other bytes would be another coast."""

DECIMALS = 5
"""Of a degree: about one metre."""

FINER = 9
"""Decimals for a rock too small for `DECIMALS`: it would collapse, and nothing may vanish."""

Bounds = tuple[float, float, float, float]
Shapes = NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Land:
    """Polygons of land and, for each, the number of the polygon of the source that it is, or is a piece of."""

    shapes: Shapes
    numbers: NDArray[np.int64]

    def take(self, which: NDArray[Any]) -> "Land":
        """The polygons at some positions, or where a mask is true."""
        return Land(shapes=self.shapes[which], numbers=self.numbers[which])


def read_source(*, expected: str = WKB_SHA256) -> Land:
    """All land polygons of the wheel, in its order.

    Raises
    ------
    ModuleNotFoundError
        The wheel is not installed.
    ValueError
        The wheel's polygons are not the ones that were reviewed.
    """
    try:
        from roaring_landmask import LandmaskProvider, Shapes
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError('The coastline is not installed: pip install "rimland[build-data]"') from error
    wkb = bytes(Shapes.wkb(LandmaskProvider.Osm))
    found = hashlib.sha256(wkb).hexdigest()
    if found != expected:
        raise ValueError(f"{WHEEL} gives polygons of SHA-256 {found}, expected {expected}: install that very version.")
    shapes = shapely.get_parts(shapely.from_wkb(wkb))
    return Land(shapes=shapes, numbers=np.arange(len(shapes)))


def within(land: Land, window: Bounds) -> Land:
    """The polygons that meet a window, those that cross its edge cut along it; several pieces share a number."""
    west, south, east, north = window
    box = shapely.box(west, south, east, north)
    bounds = shapely.bounds(land.shapes)
    meets = (bounds[:, 0] < east) & (bounds[:, 2] > west) & (bounds[:, 1] < north) & (bounds[:, 3] > south)
    near = land.take(meets)
    bounds = bounds[meets]
    inside = (bounds[:, 0] > west) & (bounds[:, 2] < east) & (bounds[:, 1] > south) & (bounds[:, 3] < north)
    shapes = near.shapes.copy()
    shapes[~inside] = shapely.intersection(shapes[~inside], box)
    return _explode(Land(shapes=shapes, numbers=near.numbers))


def tidy(land: Land) -> Land:
    """The same polygons with rounded coordinates, valid, none lost.

    A ring that rounding makes cross itself is snapped to the grid by GEOS, which may split a polygon in two; a polygon
    that would collapse keeps `FINER` decimals.
    """
    shapes = _rounded(land.shapes, DECIMALS)
    bad = ~shapely.is_valid(shapes)
    snapped = shapely.set_precision(land.shapes[bad], 10.0**-DECIMALS, mode="valid_output")
    shapes[bad] = _rounded(snapped, DECIMALS)
    lost = shapely.is_empty(shapes) | ~shapely.is_valid(shapes) | (shapely.area(shapes) == 0)
    shapes[lost] = _rounded(land.shapes[lost], FINER)
    tidied = _explode(Land(shapes=shapely.normalize(shapes), numbers=land.numbers))
    # Exterior rings anticlockwise, as RFC 7946 asks and as the area of the ellipsoid counts positive.
    return Land(shapes=shapely.orient_polygons(tidied.shapes), numbers=tidied.numbers)


def areas(shapes: Shapes) -> NDArray[np.float64]:
    """Geodesic areas, km², holes taken out."""
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(shape)[0]) for shape in shapely.orient_polygons(shapes)]) / 1e6


def cuts(shapes: Shapes, window: Bounds) -> Shapes:
    """For each polygon, the part of its boundary that lies on the window's edge: a cut, not a coast; None without."""
    west, south, east, north = window
    frame = shapely.box(west, south, east, north).boundary
    bounds = shapely.bounds(shapes)
    touches = (bounds[:, 0] <= west) | (bounds[:, 2] >= east) | (bounds[:, 1] <= south) | (bounds[:, 3] >= north)
    found = np.full(len(shapes), None, object)
    found[touches] = [_lines(line) for line in shapely.intersection(shapely.boundary(shapes[touches]), frame)]
    return found


def _lines(shape: Any) -> Any:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString"]
    return shapely.normalize(shapely.line_merge(shapely.multilinestrings(parts))) if parts else None


def _rounded(shapes: Shapes, decimals: int) -> Shapes:
    rounded = np.asarray(shapely.transform(shapes, lambda lonlat: np.round(lonlat, decimals) + 0.0), object)
    # Only in valid rings: GEOS refuses to drop repeated positions from one that has collapsed.
    valid = shapely.is_valid(rounded)
    rounded[valid] = shapely.remove_repeated_points(rounded[valid])
    return rounded


def _explode(land: Land) -> Land:
    pieces, whose = shapely.get_parts(land.shapes, return_index=True)
    polygons = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
    keep = polygons & ~shapely.is_empty(pieces)
    return Land(shapes=pieces[keep], numbers=land.numbers[whose[keep]])
