"""An author's own data as a layer: shapes and GeoDataFrames that no file of ours describes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers import LANGUAGES, GivenLayer, Place, Source
from rimland.layers.given import ADDED, kind_of, own_key
from rimland.layers.layer import NAME_COLUMNS
from rimland.maps import style, text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


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
    CRSError, GeometryError, CoordinateError
        As `rimland.geo` has them.
    StyleError
        A hint that cannot be drawn.
    """
    titles = _titles(what, name)
    frame = _frame(what, titles)
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
        frame=frame,
    )


def _titles(what: Any, name: str | None) -> dict[str, str]:
    if name is None and isinstance(what, Place):
        first = next(iter(what.names.values()), what.id)
        return {tag: what.names.get(tag, first) for tag in LANGUAGES}
    if not isinstance(name, str) or not name.strip():
        raise TypeError(f"name = {name!r}: expected what the legend shall call it, such as add(shape, name='200 nmi').")
    return dict.fromkeys(LANGUAGES, name)


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
