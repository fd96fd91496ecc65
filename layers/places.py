"""A name in any of the languages, a position or a file: to a shape that can be measured."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.geo.errors import CoordinateError
from rimland.layers.errors import DataError, LayersError
from rimland.layers.layer import Source
from rimland.layers.names import group_stem, key, stem, town_stem, without_brackets
from rimland.layers.positions import position

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

INDEX_VERSION = 2


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
        Longitude and latitude, WGS84. A mainland or island that is cut at a border or at the edge of the data is its
        coast lines, since such a cut is no coast.
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
    found = position(written)
    return _at(written, *found) if found else _load(known_as(written)[0])


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


def known_as(text: str) -> tuple[str, str]:
    """The id of the place that a name means, and its layer; its shape is not read.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        As `place`.

    Examples
    --------
    >>> known_as("バシー海峡")
    ('bashi-channel', 'gates')
    """
    index = _index()
    found = _candidates(text, index)
    if not found:
        raise UnknownPlaceError(_unknown(text, index))
    if len(found) > 1:
        listed = ", ".join(f"{one} ({'; '.join(dict.fromkeys(_names(one, index)))})" for one in found)
        raise AmbiguousPlaceError(
            f"{text!r} names {len(found)} places: {listed}. Write one of these ids.", tuple(found)
        )
    return found[0], index["places"][found[0]]["layer"]


def _candidates(text: str, index: dict[str, Any]) -> list[str]:
    """The places of the first way of reading that has any: as an id, a whole name, a name without what follows it."""
    written = text.casefold().strip()
    if written in index["places"]:
        return [written]
    whole = index["keys"]["whole"]
    for way, read in WAYS.items():
        name = read(text)
        found: list[str] | None = index["keys"][way].get(name) or whole.get(name)
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
    if text[0] in "+-.0123456789":
        return f"no place {text!r}. Write a position as latitude,longitude or with hemispheres: 24.45N 122.95E."
    if Path(text).suffix in (".geojson", ".json"):
        return f"no place {text!r}. For the shapes of a file write @{text}."
    if not ids:
        return f"no place {text!r}. `rimland layers` lists the layers whose features are places."
    listed = " or ".join(f"{one} ({', '.join(dict.fromkeys(_names(one, index)))})" for one in ids)
    return f"no place {text!r}. Did you mean {listed}?"


@lru_cache(maxsize=1024)
def _load(one: str) -> Place:
    index = _index()
    entry = index["places"][one]
    return Place(
        id=one,
        names=entry["names"],
        geometry=joined(_shapes(entry["blocks"])) if entry["blocks"] else _computed(one, entry["layer"]),
        sources=tuple(Source(**index["sources"][source]) for source in entry["sources"]),
        accuracy_m=entry["accuracy_m"],
        layer=entry["layer"],
    )


def _computed(one: str, layer: str) -> "BaseGeometry":
    """The shape of a feature that its layer computes when it is read: a gate, a lane, a zone."""
    from rimland.layers.catalog import Catalog

    frame = Catalog()[layer].features
    found = frame.geometry[frame["id"] == one]
    if found.empty:
        raise UnknownPlaceError(f"no place {one!r}: layer {layer!r} computes none now. See `rimland layers show`.")
    return found.iloc[0]


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
    "town": lambda text: town_stem(without_brackets(text)),
}
"""The ways of reading a name, strictest first: the index holds the keys of every name read whole, and those of the
other ways where they lead elsewhere."""


# --- positions and files


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


def _from_file(path: Path) -> Place:
    from rimland.layers.place_files import read_shapes

    names = dict.fromkeys(("en", "ja", "zh-Hant"), path.stem)
    return Place(id=f"@{path}", names=names, geometry=joined(read_shapes(path)), sources=(), accuracy_m=0.0)
