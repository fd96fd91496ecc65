"""An author's own data as a layer: shapes and GeoDataFrames that no file of ours describes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rimland.layers import LANGUAGES, Layer, Place, Source
from rimland.layers.layer import NAME_COLUMNS
from rimland.maps import style, text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def own_layer(what: Any, *, name: str | None, hints: Mapping[str, Any]) -> Layer:
    """A layer of an author's own data.

    Parameters
    ----------
    what
        A GeoDataFrame or GeoSeries in any reference system, a place, shapely geometry, or anything with
        ``__geo_interface__``.
    name
        What the legend calls it; a place has names of its own.
    hints
        Fields of a style.

    Raises
    ------
    TypeError
        No name.
    CRSError, GeometryError, CoordinateError
        As `rimland.geo` has them.
    StyleError
        A hint that cannot be drawn.
    """
    titles = _titles(what, name)
    frame = _frame(what, titles)
    kind = _kind(frame)
    style.class_styles(kind, hints)  # refuses what cannot be drawn, while the author's own line is on the stack
    return _Own(
        name=_key(titles["en"]),
        title=titles,
        summary={tag: text.words(tag)["added"] for tag in LANGUAGES},
        group="added",
        kind=kind,
        as_of="",
        licence="",
        sources=what.sources if isinstance(what, Place) else (Source(id="author", title=text.words("en")["added"]),),
        position_grade="own",
        fact_grade="own",
        style=dict(hints),
        frame=frame,
    )


@dataclass(frozen=True, kw_only=True)
class _Own(Layer):
    """A layer whose features are given, not read."""

    frame: "GeoDataFrame" = field(repr=False)

    @property
    def features(self) -> "GeoDataFrame":
        return self.frame.copy()


def _titles(what: Any, name: str | None) -> dict[str, str]:
    if name is None and isinstance(what, Place):
        first = next(iter(what.names.values()), what.id)
        return {tag: what.names.get(tag, first) for tag in LANGUAGES}
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"name = {name!r}: expected what the legend shall call it, such as add(shape, name='200 nmi').")
    return dict.fromkeys(LANGUAGES, name)


def _key(name: str) -> str:
    """A name for the layer that no other one has: what can be read of the title, and a few digits of its hash."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:30]
    return f"own-{readable}-{sha256(text.plain(name).encode()).hexdigest()[:8]}"


def _frame(what: Any, titles: Mapping[str, str]) -> "GeoDataFrame":
    from geopandas import GeoDataFrame, GeoSeries

    from rimland.geo.shapes import as_geometries, as_geometry, to_wgs84

    if isinstance(what, (GeoDataFrame, GeoSeries)):
        shapes = list(as_geometries(to_wgs84(what)))
        columns = what.drop(columns=what.geometry.name) if isinstance(what, GeoDataFrame) else {}
        frame = GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
        frame.columns = [str(column) for column in frame.columns]
        return frame[frame.geometry.notna()].reset_index(drop=True)
    names = {column: [titles[tag]] for tag, column in NAME_COLUMNS.items()}
    return GeoDataFrame(names, geometry=[as_geometry(what)], crs="EPSG:4326")


def _kind(frame: "GeoDataFrame") -> str:
    kinds = set(frame.geom_type)
    if kinds <= {"Point", "MultiPoint"}:
        return "point"
    return "line" if kinds <= {"LineString", "MultiLineString", "LinearRing"} else "polygon"
