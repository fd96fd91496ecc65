"""A name in any of the languages, a position or a file: to a shape that can be measured."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.geo.errors import CoordinateError
from rimland.layers.errors import DataError, LayersError
from rimland.layers.layer import Source
from rimland.layers.names import group_stem, key, stem, without_brackets

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

INDEX_VERSION = 1


class UnknownPlaceError(LayersError, LookupError):
    """A name that no place has."""


class AmbiguousPlaceError(LayersError, LookupError):
    """A name that several places have; `candidates` are their ids."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, kw_only=True)
class Place:
    """A shape with its names and sources; `rimland.geo` takes it as it is.

    Attributes
    ----------
    id
        Stable, ASCII; for a position or a file, what was written.
    names
        By language, ``en``, ``ja`` and ``zh-Hant``; a language that no source gives a name in is absent.
    geometry
        Longitude and latitude, WGS84. A mainland that is cut at a border or at the edge of the data is its coast
        lines, since such a cut is no coast.
    sources
        Of shape and names.
    accuracy_m
        Metres by which the shape may be wrong; 0 for a position, which is what it says it is.
    layer
        Where it comes from; empty for a position or a file.
    """

    id: str
    names: Mapping[str, str]
    geometry: "BaseGeometry"
    sources: tuple[Source, ...]
    accuracy_m: float
    layer: str = ""

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """The geometry as GeoJSON."""
        return dict(self.geometry.__geo_interface__)


def place(text: str) -> Place:
    """The place that a text means.

    Parameters
    ----------
    text
        An id or a name in English, Japanese or Chinese, traditional or simplified; a position with hemispheres
        (``24.45N 122.95E``, ``24°27′N 122°57′E``) or as decimals ``lat,lon``; or ``@`` and a vector file.

    Raises
    ------
    UnknownPlaceError
        No place has the name: the message has the nearest spellings.
    AmbiguousPlaceError
        Several have it: the message lists them with their ids.
    CoordinateError
        A position off the globe.
    DataError
        A file that cannot be read, or has no positions in it.

    Examples
    --------
    >>> place("与那国岛").id, place("24°27′N 122°57′E").geometry
    ('yonaguni', <POINT (122.95 24.45)>)
    """
    written = text.strip()
    if written.startswith("@"):
        return _from_file(Path(written[1:]).expanduser())
    position = _position(written)
    return _at(written, *position) if position else _named(written)


def place_ids() -> tuple[str, ...]:
    """The id of every place that has a name, sorted."""
    return tuple(sorted(_index()["places"]))


# --- names


@cache
def _index() -> dict[str, Any]:
    from rimland.data import ROOT

    index: dict[str, Any] = json.loads(ROOT.joinpath("places", "index.json").read_bytes())
    if index["version"] != INDEX_VERSION:
        raise DataError(f"places/index.json: version {index['version']}, expected {INDEX_VERSION}. Reinstall rimland.")
    return index


def _named(text: str) -> Place:
    index = _index()
    found = _candidates(text, index)
    if not found:
        raise UnknownPlaceError(_unknown(text, index))
    if len(found) > 1:
        listed = ", ".join(f"{one} ({'; '.join(dict.fromkeys(_names(one, index)))})" for one in found)
        raise AmbiguousPlaceError(
            f"{text!r} names {len(found)} places: {listed}. Write one of these ids.", tuple(found)
        )
    return _load(found[0], index)


def _candidates(text: str, index: dict[str, Any]) -> list[str]:
    """The places of the first way of reading that has any: as an id, a whole name, a name without what follows it."""
    written = text.casefold().strip()
    if written in index["places"]:
        return [written]
    for way, read in WAYS.items():
        found: list[str] | None = index["keys"][way].get(read(text))
        if found:
            return found
    return []


def _names(one: str, index: dict[str, Any]) -> Iterator[str]:
    yield from index["places"][one]["names"].values()


def _unknown(text: str, index: dict[str, Any]) -> str:
    from difflib import get_close_matches

    known = index["keys"]["whole"]
    near = get_close_matches(key(text), known, n=5, cutoff=0.5)
    ids = list(dict.fromkeys(one for match in near for one in known[match]))[:4]
    if not text:
        return "an empty name: write an id, a name, a position such as 24.45N 122.95E, or @file.geojson."
    if not ids:
        return f"no place {text!r}. `rimland layers` lists the layers whose features are places."
    listed = " or ".join(f"{one} ({', '.join(dict.fromkeys(_names(one, index)))})" for one in ids)
    return f"no place {text!r}. Did you mean {listed}?"


def _load(one: str, index: dict[str, Any]) -> Place:
    entry = index["places"][one]
    return Place(
        id=one,
        names=entry["names"],
        geometry=joined(_shapes(entry["blocks"])),
        sources=tuple(Source(**index["sources"][source]) for source in entry["sources"]),
        accuracy_m=entry["accuracy_m"],
        layer=entry["layer"],
    )


def _shapes(blocks: list[list[int]]) -> list["BaseGeometry"]:
    from rimland.data import ROOT
    from rimland.layers.packing import unpack

    with ROOT.joinpath("places", "shapes.bin").open("rb") as file:
        shapes = []
        for start, size in blocks:
            file.seek(start)
            shapes.append(unpack(file.read(size)))
    return shapes


def joined(shapes: Iterable["BaseGeometry"]) -> "BaseGeometry":
    """One geometry of several: of their own kind where they are all of one, a collection otherwise."""
    import shapely

    given = list(shapes)
    if len(given) == 1:
        return given[0]
    parts = [part for shape in given for part in getattr(shape, "geoms", [shape])]
    kinds = {part.geom_type for part in parts}
    makers = {"Polygon": shapely.MultiPolygon, "LineString": shapely.MultiLineString, "Point": shapely.MultiPoint}
    if len(kinds) == 1 and (kind := kinds.pop()) in makers:
        return makers[kind](parts)
    return shapely.GeometryCollection(parts)


WAYS: dict[str, Callable[[str], str]] = {
    "whole": key,
    "plain": lambda text: key(without_brackets(text)),
    "stem": lambda text: stem(without_brackets(text)),
    "group": lambda text: group_stem(without_brackets(text)),
}
"""The ways of reading a name, strictest first; the index holds the keys of every name read in each."""


# --- positions

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_ANGLE = rf"({_NUMBER})\s*(?:[°º]\s*(?:({_NUMBER})\s*['′’]\s*(?:({_NUMBER})\s*(?:[\"″”]|'')\s*)?)?)?"
_AFTER = re.compile(rf"{_ANGLE}\s*([NSEW])[\s,;]*{_ANGLE}\s*([NSEW])", re.IGNORECASE)
_BEFORE = re.compile(rf"([NSEW])\s*{_ANGLE}[\s,;]*([NSEW])\s*{_ANGLE}", re.IGNORECASE)
_DECIMALS = re.compile(rf"([+-]?(?:{_NUMBER}))\s*,\s*([+-]?(?:{_NUMBER}))")


def _position(text: str) -> tuple[float, float] | None:
    """Longitude and latitude that a text says, or None when it is no position."""
    text = text.replace("\u2212", "-").replace("\uff0c", ",")
    if decimals := _DECIMALS.fullmatch(text):
        return float(decimals[2]), float(decimals[1])
    if after := _AFTER.fullmatch(text):
        *first, one, degrees, minutes, seconds, other = after.groups()
        return _two(text, (one, first), (other, [degrees, minutes, seconds]))
    if before := _BEFORE.fullmatch(text):
        one, degrees, minutes, seconds, other, *second = before.groups()
        return _two(text, (one, [degrees, minutes, seconds]), (other, second))
    return None


def _two(text: str, *halves: tuple[str, list[str | None]]) -> tuple[float, float]:
    by_axis = {"lat" if side.upper() in "NS" else "lon": _degrees(text, side, parts) for side, parts in halves}
    if len(by_axis) != 2:
        raise CoordinateError(f"{text!r} has no latitude or no longitude: write one N or S and one E or W.")
    return by_axis["lon"], by_axis["lat"]


def _degrees(text: str, side: str, parts: list[str | None]) -> float:
    degrees, minutes, seconds = (float(part or 0) for part in parts)
    if minutes >= 60 or seconds >= 60:
        raise CoordinateError(f"{text!r} has 60 or more minutes or seconds: write a position such as 24°27′N 122°57′E.")
    size = degrees + minutes / 60 + seconds / 3600
    return -size if side.upper() in "SW" else size


def _at(text: str, lon: float, lat: float) -> Place:
    from shapely import Point

    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        swapped = " Are the two swapped?" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise CoordinateError(
            f"{text!r} is off the globe: expected latitude,longitude in degrees, latitude from -90 to 90.{swapped}"
        )
    named = f"{abs(lat):g}{'S' if lat < 0 else 'N'} {abs(lon):g}{'W' if lon < 0 else 'E'}"
    names = dict.fromkeys(("en", "ja", "zh-Hant"), named)
    return Place(id=named, names=names, geometry=Point(lon, lat), sources=(), accuracy_m=0.0)


# --- files


def _from_file(path: Path) -> Place:
    shapes = _geojson(path) if path.suffix.lower() in (".geojson", ".json") else _vector(path)
    shapes = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not shapes:
        raise DataError(f"{path}: no positions in it. Give a file with at least one feature that has a geometry.")
    whole = joined(shapes)
    _check_degrees(whole, path)
    names = dict.fromkeys(("en", "ja", "zh-Hant"), path.stem)
    return Place(id=f"@{path}", names=names, geometry=whole, sources=(), accuracy_m=0.0)


def _geojson(path: Path) -> list["BaseGeometry"]:
    from shapely.geometry import shape

    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except ValueError as error:
        raise DataError(f"{path}: not JSON in UTF-8: {error}. Export the file again as GeoJSON.") from error
    if not isinstance(data, dict):
        raise DataError(f"{path}: a JSON {type(data).__name__}, expected a GeoJSON object.")
    _check_crs_member(data, path)
    geometries = [item.get("geometry") for item in data.get("features") or [] if isinstance(item, dict)]
    if "geometry" in data or "coordinates" in data or "geometries" in data:
        geometries = [data.get("geometry", data) if data.get("type") == "Feature" else data]
    try:
        return [shape(geometry) for geometry in geometries if geometry]
    except Exception as error:  # shapely raises by the way in which the coordinates are wrong
        raise DataError(f"{path}: not a GeoJSON geometry: {error}. Check type and coordinates.") from error


def _check_crs_member(data: dict[str, Any], path: Path) -> None:
    name = str(((data.get("crs") or {}).get("properties") or {}).get("name", "")) if data.get("crs") else ""
    if name and not re.search(r"CRS84$|EPSG:+4326$", name):
        raise DataError(f"{path}: in {name}, expected longitude and latitude (EPSG:4326). Reproject it.")


def _vector(path: Path) -> list["BaseGeometry"]:
    if not path.exists():
        raise DataError(f"{path}: no such file. Check the path.")
    import geopandas

    try:
        frame = geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)
    except Exception as error:  # GDAL and Arrow raise their own
        raise DataError(
            f"{path}: cannot be read: {error}. Give GeoJSON, GeoPackage, GeoParquet, FlatGeobuf or KML."
        ) from error
    if not hasattr(frame, "crs") or frame.crs is None:
        raise DataError(f"{path}: no coordinate reference system. Save the file with one (EPSG:4326 for lon, lat).")
    return list(frame.to_crs("EPSG:4326").geometry)


def _check_degrees(shape: "BaseGeometry", path: Path) -> None:
    import numpy as np
    import shapely

    lonlat = shapely.get_coordinates(shape)
    bad = np.flatnonzero(~((np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90)))
    if len(bad):
        lon, lat = lonlat[bad[0]].tolist()
        swapped = " Are the two swapped?" if abs(lon) <= 90 and abs(lat) <= 180 else ""
        raise DataError(
            f"{path}: position {bad[0]} is ({lon:g}, {lat:g}): expected (longitude, latitude) in degrees, "
            f"latitude from -90 to 90.{swapped}"
        )
