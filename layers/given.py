"""An author's own data as a layer: files that no TOML of ours describes."""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, RepairWarning
from rimland.layers.layer import LANGUAGES, NAME_COLUMNS, Layer, Source

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series
    from shapely.geometry.base import BaseGeometry

ADDED = {"en": "Added by its author", "ja": "作成者が追加", "zh-Hant": "作者加入"}
"""What a layer says of itself whose author says nothing."""


@dataclass(frozen=True, kw_only=True)
class GivenLayer(Layer):
    """A layer whose features are given, not read."""

    frame: "GeoDataFrame" = field(repr=False)

    @property
    def features(self) -> "GeoDataFrame":
        """Its features in EPSG:4326: a new frame each time, so that no caller changes another's."""
        return self.frame.copy()


def read(
    path: str | Path,
    *,
    title: str | None = None,
    source: Source | None = None,
    licence: str = "",
    crs: str | None = None,
    encoding: str | None = None,
    table: str | None = None,
    style: Mapping[str, Any] | None = None,
) -> GivenLayer:
    r"""A layer of a vector file of one's own.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML, Shapefile, or CSV with columns lon and lat (or wkt).
    title
        What a legend calls it; the name of the file unless it is given.
    source, licence
        Who says so, and what others may do with it.
    crs
        The reference system of a file that does not say its own, such as ``"EPSG:3826"``.
    encoding
        Of the text of a CSV file or a Shapefile, where it is not UTF-8: ``"cp950"``, ``"cp932"``.
    table
        Which of several tables of a file.
    style
        Fields of a style, such as ``{"colour": "#d55e00"}``.

    Returns
    -------
    GivenLayer
        In longitude and latitude. Features without an id get one; a column ``name`` is the name in every language
        that has no column of its own. What was repaired is told by a `RepairWarning` and under `gaps`.

    Raises
    ------
    FormatError
        The suffix is of no format that is read.
    DataError
        The file cannot be read, has no features, no reference system or several tables, or its positions are no
        degrees: the message says where and what to do.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "lights.csv"
    ...     _ = file.write_text("name,lon,lat\nIrizaki,122.93,24.45\n", encoding="utf-8")
    ...     read(file).features.geometry[0]
    <POINT (122.93 24.45)>
    """
    from rimland.layers.reading import read_geometry

    path = Path(path)
    frame = read_geometry(path, crs=crs, encoding=encoding, table=table)
    repairs = (*_repaired(frame, path), *numbered(frame, path))
    for repair in repairs:
        warnings.warn(repair, RepairWarning, stacklevel=2)
    words = dict.fromkeys(LANGUAGES, title or path.stem)
    return GivenLayer(
        name=own_key(path.stem, path.name),
        title=words,
        summary=ADDED,
        group="added",
        kind=kind_of(frame),
        as_of=(source and source.date) or "",
        licence=licence,
        sources=(source or Source(id="author", title=f"{path.name}, {ADDED['en'].lower()}"),),
        position_grade="own",
        fact_grade="own",
        sha256=sha256(path.read_bytes()).hexdigest(),
        style=dict(style or {}),
        gaps=tuple(dict.fromkeys(LANGUAGES, repair) for repair in repairs),
        frame=named(frame, source),
    )


def _repaired(frame: "GeoDataFrame", path: Path) -> Iterator[str]:
    """Repair what is invalid in a frame, a sentence for each; refuse what no map has a place for."""
    import shapely

    from rimland.geo import CoordinateError, GeometryError
    from rimland.geo.shapes import as_geometries
    from rimland.layers.place_files import check_degrees, cut_to_degrees

    if frame.empty:
        raise DataError(f"{path}: no features in it. Give a file with at least one.")
    shapes = frame.geometry.to_numpy(copy=True)
    for number, shape in enumerate(shapes):
        label = f"{path}: feature {frame['id'][number] if 'id' in frame else number}"
        if shape is None or shape.is_empty:
            raise DataError(f"{label}: no geometry. Give it one or leave it out.")
        check_degrees(shape, label)
        if not shape.is_valid:
            whole = cut_to_degrees(shape)
            shapes[number] = _mended(shape, label) if whole is None else whole
            if whole is None:
                yield f"{label}: {shapely.is_valid_reason(shape)}: repaired. Look at the result."
    try:
        as_geometries(shapes)
    except (GeometryError, CoordinateError) as error:
        raise DataError(f"{path}: {error}") from error
    frame.geometry = shapes


def _mended(shape: "BaseGeometry", label: str) -> "BaseGeometry":
    """The valid shape of the same kind: what a repair leaves of lower dimension goes, unless that is all there is."""
    import shapely

    parts = shapely.get_parts(shapely.make_valid(shape))
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(shape)]
    if not len(kept):
        raise DataError(
            f"{label}: {shapely.is_valid_reason(shape)}: nothing is left of it. Draw it again or leave it out."
        )
    return shapely.union_all(kept)


def numbered(frame: "GeoDataFrame", where: object) -> Iterator[str]:
    """Give each feature an id that no other has; a sentence where that changes ids that were there."""
    given = _texts(frame["id"]) if "id" in frame else None
    if given is not None and given.notna().all() and given.is_unique:
        frame["id"] = given
        return
    frame["id"] = [f"feature-{number}" for number in range(1, len(frame) + 1)]
    if given is not None and given.notna().any():
        twice = given[given.notna() & given.duplicated()]
        what = f"several features have the id {twice.iloc[0]!r}" if len(twice) else "some features have no id"
        yield f"{where}: {what}: all are numbered anew, from feature-1. Give each its own to keep them."


def _texts(column: "Series") -> "Series":
    """A column of values of any kind as texts; None where one is missing."""
    return type(column)([_text(value) for value in column], index=column.index, dtype=object)


def _text(value: Any) -> str | None:
    """A value of any kind as text; None where it is missing."""
    absent = (
        value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and isnan(value))
    )
    whole = isinstance(value, float) and value.is_integer()  # a column of whole numbers, one of them missing
    return None if absent else str(int(value) if whole else value)


def named(frame: "GeoDataFrame", source: Source | None = None) -> "GeoDataFrame":
    """The frame with names where one column has them, and the source."""
    frame.columns = [str(column) for column in frame.columns]
    found = next((column for column in frame.columns if column.lower() in ("name", "名稱", "名称")), None)
    for column in NAME_COLUMNS.values():
        if column not in frame and found is not None:
            frame[column] = _texts(frame[found])
    if "source" not in frame:
        frame["source"] = source.id if source else "author"
    return frame


def kind_of(frame: "GeoDataFrame") -> str:
    """The kind of a layer of such features."""
    kinds = set(frame.geom_type)
    if kinds <= {"Point", "MultiPoint"}:
        return "point"
    return "line" if kinds <= {"LineString", "MultiLineString", "LinearRing"} else "polygon"


def own_key(title: str, whole: str) -> str:
    """A name for a layer that no other one has: what can be read of its title, and a few digits of a hash."""
    readable = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30]
    return f"own-{readable}-{sha256(whole.encode()).hexdigest()[:8]}".replace("--", "-")
