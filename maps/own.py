"""An author's own data as a layer: shapes and GeoDataFrames that no file of ours describes."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers import LANGUAGES, GivenLayer, Place, Source
from rimland.layers.errors import RepairWarning
from rimland.layers.geojson_files import features
from rimland.layers.given import ADDED, kind_of, named, numbered, own_key
from rimland.layers.headings import check_free, check_unique
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.reading import framed
from rimland.maps import style, text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries


def own_layer(what: Any, *, name: str | None, hints: Mapping[str, Any]) -> GivenLayer:
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
    DataError
        Two columns have one name, or one takes the place of the shapes.
    CRSError, GeometryError, CoordinateError
        As `rimland.geo` has them.
    StyleError
        A hint that cannot be drawn.
    """
    titles = _titles(what, name)
    frame, repairs = _frame(what, titles)
    for repair in repairs:
        warnings.warn(repair, RepairWarning, stacklevel=3)
    kind = kind_of(frame)
    style.class_styles(kind, hints)  # refuses what cannot be drawn, while the author's own line is on the stack
    return GivenLayer(
        name=own_key(titles["en"], text.plain(titles["en"])),
        title=titles,
        summary=ADDED,
        group="added",
        kind=kind,
        as_of="",
        licence="",
        sources=what.sources if isinstance(what, Place) else (Source(id="author", title=ADDED["en"]),),
        position_grade="own",
        fact_grade="own",
        style=dict(hints),
        gaps=tuple(dict.fromkeys(LANGUAGES, repair) for repair in repairs),
        frame=frame,
    )


def _titles(what: Any, name: str | None) -> dict[str, str]:
    if name is None and isinstance(what, Place):
        first = next(iter(what.names.values()), what.id)
        return {tag: what.names.get(tag, first) for tag in LANGUAGES}
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"name = {name!r}: expected what the legend shall call it, such as add(shape, name='200 nmi').")
    return dict.fromkeys(LANGUAGES, name)


def _frame(what: Any, titles: Mapping[str, str]) -> "tuple[GeoDataFrame, list[str]]":
    """What to draw, and what had to be put right, a sentence each."""
    from geopandas import GeoDataFrame, GeoSeries

    from rimland.geo.shapes import as_geometry

    names = {column: [titles[tag]] for tag, column in NAME_COLUMNS.items()}
    if isinstance(what, (GeoDataFrame, GeoSeries)):
        return _rows(what, titles["en"])
    record = what if isinstance(what, Mapping) else getattr(what, "__geo_interface__", {})
    kind, title = record.get("type"), titles["en"]
    if kind in ("Feature", "FeatureCollection"):
        frame, repairs = _rows(framed(features(dict(record), title), "EPSG:4326", title), title)
        nameless = kind == "Feature" and not names.keys() & set(frame)
        return frame.assign(**names) if nameless else frame, repairs
    return GeoDataFrame(names, geometry=[as_geometry(what)], crs="EPSG:4326"), []


def _rows(what: "GeoDataFrame | GeoSeries", title: str) -> "tuple[GeoDataFrame, list[str]]":
    """The rows of a frame that have a position, in degrees, with names and with ids that tell them apart."""
    from geopandas import GeoDataFrame

    from rimland.geo import GeometryError
    from rimland.geo.shapes import as_geometries, to_wgs84

    shapes = list(as_geometries(to_wgs84(what)))
    columns = what.drop(columns=what.geometry.name) if isinstance(what, GeoDataFrame) else {}
    headings = [str(column) for column in columns]
    check_unique(headings, title)
    check_free(headings, title)
    frame = GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").set_axis([*headings, "geometry"], axis="columns")
    drawn = frame[frame.geometry.notna()].reset_index(drop=True)
    if drawn.empty:
        raise GeometryError(f"{title}: {len(frame)} rows, none with a geometry: expected at least one that has one.")
    absent = len(frame) - len(drawn)
    repairs = [f"{title}: {absent} of {len(frame)} rows have no geometry: left out."] if absent else []
    if "id" in drawn:
        repairs += numbered(drawn, title)
    return named(drawn), repairs
