"""What can be closed to ships: straits, places, layers, and all that is near a place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rimland.layers.catalog import Catalog
from rimland.layers.errors import DataError, UnknownLayerError, did_you_mean
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.names import key, stem, without_brackets
from rimland.layers.places import Place, UnknownPlaceError, place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Source

GATES = "gates"
"""The layer of straits whose sides are places."""

STRAITS = (GATES, "passages")
"""The layers whose lines are straits."""

_NEAR = re.compile(r"(?:within\s+)?(?P<radius>[\d.]+\s*\S+)\s+of\s+(?P<place>.+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Something that no way may enter or cross.

    Attributes
    ----------
    id, names, aliases
        As for a `Place`; aliases are other names by which it is found.
    name
        As it was asked for.
    shape
        A polygon that may not be entered or a line that may not be crossed, longitude and latitude.
    narrowest
        Of a strait, the shortest line between its two sides; its shape also has the lines between the places of a side.
    layer, sources
        Where it comes from; empty for a shape.
    """

    id: str
    name: str
    shape: "BaseGeometry"
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    layer: str = ""
    sources: "tuple[Source, ...]" = ()
    narrowest: "BaseGeometry | None" = None

    def is_called(self, text: str) -> bool:
        """Whether a text is one of its names, case, accents, scripts and suffixes set aside."""
        written = (self.id, *self.names.values(), *self.aliases)
        return any(read(text) in map(read, written) for read in (key, _stem))


@cache
def straits() -> tuple[Closure, ...]:
    """The straits of the catalogue, each as the shortest line between its two sides."""
    catalog = Catalog()
    return tuple(_strait(row, layer) for layer in STRAITS for row in catalog[layer].features.to_dict("records"))


def _strait(row: Mapping[str, Any], layer: str) -> Closure:
    import shapely

    joints = [] if layer != GATES else [line for side in ("side_a", "side_b") for line in _joints(row[side])]
    return Closure(
        id=row["id"],
        name=row["id"],
        shape=shapely.union_all([row["geometry"], *joints]) if joints else row["geometry"],
        names={tag: row[column] for tag, column in NAME_COLUMNS.items() if row.get(column)},
        aliases=tuple(filter(None, (row.get("aliases") or "").split("; "))),
        layer=layer,
        narrowest=row["geometry"],
    )


def _joints(side: str) -> "list[BaseGeometry]":
    """The shortest lines between the places of one side of a strait: nothing passes between them where it is closed."""
    from shapely import LineString

    from rimland.geo import distance

    shapes = [place(name).geometry for name in side.split("; ")]
    gaps = [distance(one, other) for one, other in pairwise(shapes)]
    return [LineString([gap.start, gap.end]) for gap in gaps if gap.metres > 0]


def closures(avoid: Sequence[Any]) -> list[Closure]:
    """What is meant by each of what is to be avoided.

    Parameters
    ----------
    avoid
        Names of straits, of places, of layers or of one feature of a layer (``"LAYER/ID"``), ``"200nmi of NAME"``,
        places, or shapes.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        A name that nothing has, or several.
    DataError
        What a name stands for closes nothing: it is a point, or has no position.
    UnitError, RadiusError
        A distance that is none.
    GeometryError, CoordinateError
        A shape that is none.

    Examples
    --------
    >>> [one.id for one in closures(["Malacca", "バシー海峡", "taiwan"])]
    ['strait-of-malacca', 'bashi-channel', 'taiwan']
    """
    return [_closing(_named(one.strip())) if isinstance(one, str) else _shape(one) for one in avoid]


def _closing(found: Closure) -> Closure:
    """What was named, if a way can be kept out of it."""
    import shapely

    if found.shape.is_empty:
        raise DataError(f"{found.name!r} has no position, and closes nothing.")
    if (shapely.get_dimensions(shapely.get_parts(found.shape)) == 0).any():
        raise DataError(
            f"{found.name!r} is a point, and closes nothing: write '5nmi of {found.name}' for what is near it."
        )
    return found


def _named(written: str) -> Closure:
    near = _NEAR.fullmatch(written)
    if near:
        return _around(written, near["radius"], near["place"])
    strait = next((one for one in straits() if one.is_called(written)), None)
    return _thing(written) if strait is None else replace(strait, name=written, sources=place(strait.id).sources)


def _around(text: str, radius: str, name: str) -> Closure:
    from rimland.geo import buffer, parse_length

    metres = parse_length(radius)
    found = _thing(name)
    if found.shape.is_empty:
        raise DataError(f"{name!r} has no position: nothing is near it.")
    return replace(found, name=text, shape=buffer(found.shape, metres, max_error=100.0))


def _thing(name: str) -> Closure:
    """A place, a layer or a feature of a layer."""
    try:
        found = place(name)
    except UnknownPlaceError as error:
        return _layer(name, error)
    return Closure(id=found.id, name=name, shape=found.geometry, layer=found.layer, sources=found.sources)


def _layer(name: str, error: UnknownPlaceError) -> Closure:
    """All features of a layer or one of them, else what is wrong with the name."""
    from difflib import get_close_matches

    import shapely

    layer, slash, feature = name.partition("/")
    try:
        whole = Catalog()[layer]
    except UnknownLayerError:
        near = get_close_matches(layer, list(Catalog()), n=3, cutoff=0.6)
        called = f" Is it the layer {' or '.join(near)}?" if near else ""
        known = ", ".join(one.id for one in straits())
        raise UnknownPlaceError(f"{error}{called} A strait is one of {known}.") from None
    features = whole.features
    if slash:
        if feature not in set(features["id"]):
            raise UnknownPlaceError(
                f"layer {layer!r} has no feature {feature!r}. {did_you_mean(feature, features['id'])}"
            )
        features = features[features["id"] == feature]
    drawn = shapely.union_all(features.geometry[features.geometry.notna()].to_numpy())
    return Closure(id=name, name=name, shape=drawn, layer=layer, sources=whole.sources)


def _shape(given: Any) -> Closure:
    from rimland.geo import as_geometry

    if isinstance(given, Place):
        return Closure(id=given.id, name=given.id, shape=given.geometry, layer=given.layer, sources=given.sources)
    shape = as_geometry(given)
    west, south, east, north = shape.bounds
    return Closure(id="", name=f"a shape from {south:g} N {west:g} E to {north:g} N {east:g} E", shape=shape)


def _stem(text: str) -> str:
    return stem(without_brackets(text))
