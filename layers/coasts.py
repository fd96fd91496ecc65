"""Whose coast? A named set of islands, counted down to a stated area."""

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError
from rimland.layers.places import joined, place

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.places import Place

MIN_AREA = 0.05
"""Square kilometres from which an island counts in a named set, where nothing else is said."""


def coast(name: str, *, min_area: float = MIN_AREA) -> "BaseGeometry":
    """The shapes of a place, counting every polygon within its ring that has a least area.

    How far Japan is from Taiwan depends on which rocks count: this is the choice, made explicit. Within longitudes 118
    to 134 and latitudes 20 to 36 every rock of the source is known; elsewhere those of 0.001 km² and more. A place that
    is no set is the same for every `min_area`.

    Parameters
    ----------
    name
        As `place` takes it.
    min_area
        Square kilometres; 0 counts every rock.

    Raises
    ------
    DataError
        `min_area` is negative or not a number, or nothing is that large.
    UnknownPlaceError, AmbiguousPlaceError
        As `place`.

    Examples
    --------
    >>> len(coast("senkaku", min_area=0.05).geoms), len(coast("senkaku", min_area=0.3).geoms)
    (4, 3)
    """
    if not min_area >= 0:
        raise DataError(f"min_area = {min_area}: expected square kilometres, 0 or more.")
    found = place(name)
    return _counted(found.id, min_area) if is_set(found.id) else found.geometry


@lru_cache(maxsize=128)
def _counted(name: str, min_area: float) -> "BaseGeometry":
    """A named set of islands by its id: measuring all its polygons takes long."""
    found, rows = place(name), _sets()
    rings = [(row["within"], float(row["min_area_km2"])) for row in _nested(found.id, rows) if row["within"]]
    small = [shape for ring, known in rings for shape in _between(ring, min_area, known)]
    return joined([*_large(found.geometry, min_area), *small])


def is_set(name: str) -> bool:
    """Whether a place is a named set of islands, of which `min_area` says which ones count."""
    return name in _sets()


def dispute(one: "Place") -> dict[str, str]:
    """Status and claimants of a place where it is disputed, as its table or layer says; nothing where it is not.

    Examples
    --------
    >>> dispute(place("uotsuri"))["claimants"].count(";"), dispute(place("yonaguni"))
    (2, {})
    """
    from rimland.layers.catalog import load

    row: Mapping[str, Any] = _sets().get(one.id, {})
    if not row and one.layer:
        frame = load(one.layer)
        row = frame[frame["id"] == one.id].iloc[0].to_dict()
    disputed = str(row.get("status") or "").startswith("disputed")
    return {name: str(row[name]) for name in ("status", "claimants")} if disputed else {}


def inside(ring: str, land: "GeoDataFrame", least: float) -> "GeoDataFrame":
    """The polygons of land wholly within a ring (WKT) and of a least area, km²; a mainland is never wholly within."""
    import shapely

    shape = shapely.from_wkt(ring)
    shapely.prepare(shape)
    within = shapely.contains(shape, land.geometry.values)
    return land[within & (land["area_km2"] >= least) & land["cut"].isna()]


@cache
def land(name: str) -> "GeoDataFrame":
    """The polygons of a layer of land, read once: the same frame for everybody, to be looked at only."""
    from rimland.layers.catalog import load

    return load(name)


@cache
def _sets() -> Mapping[str, Mapping[str, str]]:
    from rimland.data import ROOT

    text = ROOT.joinpath("facts", "place_sets.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}


def _nested(name: str, rows: Mapping[str, Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The row of a set and those of the sets in it."""
    members = [member.strip() for member in rows[name]["members"].split(";")]
    return [rows[name], *(row for member in members if member in rows for row in _nested(member, rows))]


def _between(ring: str, least: float, below: float) -> list["BaseGeometry"]:
    """Nameless polygons within a ring from one area up to another: what the index of places leaves out."""
    if least >= below:
        return []
    detail, region = (inside(ring, land(name), least) for name in ("land-detail", "land-region"))
    elsewhere = region[~region["id"].isin(detail["id"])]
    return [
        shape
        for frame in (detail, elsewhere)
        for shape in frame.geometry[(frame["area_km2"] < below) & frame["place"].isna()]
    ]


def _large(geometry: "BaseGeometry", least: float) -> list["BaseGeometry"]:
    """The parts of a shape of a least area, with the spits that rounding pinched off them, and all its lines."""
    import numpy as np
    import shapely

    parts = shapely.get_parts(geometry)
    large = (shapely.get_type_id(parts) != shapely.GeometryType.POLYGON) | _at_least(parts, least)
    small, _ = shapely.STRtree(parts[large]).query(parts[~large], predicate="touches")
    kept = np.sort(np.concatenate([np.flatnonzero(large), np.flatnonzero(~large)[np.unique(small)]]))
    if not len(kept):
        raise DataError(f"no polygon has {least} km² or more: give a smaller min_area.")
    return list(parts[kept])


def _at_least(parts: "NDArray[np.object_]", least: float) -> "NDArray[np.bool_]":
    """Which polygons have an area, km²: measured where the degrees that they cover leave it open."""
    import numpy as np
    import shapely

    from rimland.geo.ellipsoid import geod

    south, north = np.radians(shapely.bounds(parts)[:, [1, 3]]).T
    narrow = np.cos(np.maximum(np.abs(south), np.abs(north)))
    wide = np.where(south * north < 0, 1.0, np.cos(np.minimum(np.abs(south), np.abs(north))))
    degrees = shapely.area(parts)
    large: NDArray[np.bool_] = degrees * narrow * _SMALLEST_KM2 >= least
    for open_ in np.flatnonzero(~large & (degrees * wide * _LARGEST_KM2 >= least)):
        large[open_] = abs(geod().geometry_area_perimeter(parts[open_])[0]) / 1e6 >= least
    return large


_SMALLEST_KM2, _LARGEST_KM2 = 12_200.0, 12_600.0
"""Bounds of a square degree at the equator, km²: a degree of latitude has 110.57 to 111.70 km, one of longitude 111.32
to 111.70 times the cosine of the latitude; the rest is for edges that are geodesics, not straight in degrees."""
