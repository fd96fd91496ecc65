"""Layers to files of other programs, with names, sources and licence in every one of them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite, isnan
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import FormatError
from rimland.layers.files import whole_file
from rimland.layers.layer import Layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

LONGEST_EDGE = 1000.0
"""Metres between vertices of what is written, at most: whoever joins them another way errs by a centimetre."""

DECIMALS = 7
"""Of a degree, in what is written: a centimetre."""

NOTICES = {
    "ODbL-1.0": "Contains information from OpenStreetMap, © OpenStreetMap contributors, made available under the Open "
    "Database License (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/",
}
"""What a licence asks to be said, by a word of its name."""

_GDAL_OPTIONS = Lock()


def export(layer: Layer, path: str | Path, *, frame: "GeoDataFrame | None" = None, moment: str | None = None) -> Path:
    """Write a layer to a file whose suffix says the format, whole or not at all.

    Edges are cut to at most `LONGEST_EDGE` along the layer's edge rule. Columns ``attribution`` and ``licence`` go with
    every feature.

    Parameters
    ----------
    layer
        Its computed features included.
    path
        Ends in one of `FORMATS`.
    frame
        What `carried` makes of the layer, for who writes it more than once.
    moment
        The time stamp of formats that must have one, ISO 8601 in UTC; the layer's `as_of` unless it is given.

    Raises
    ------
    FormatError
        The suffix says no format that is written.
    OSError
        The file cannot be written.
    """
    path = Path(path)
    write = FORMATS[format_of(path)]
    ready = carried(layer) if frame is None else frame
    with whole_file(path) as unfinished:
        write(ready, unfinished, about(layer), moment or midnight(layer.as_of))
    return path


def export_together(
    layers: Iterable[Layer],
    path: str | Path,
    *,
    frames: "Mapping[str, GeoDataFrame] | None" = None,
    moment: str | None = None,
) -> Path:
    """Write layers to one GeoPackage, a table each, whole or not at all.

    `frames` holds what `carried` makes of the layers, by their names, for who has it.

    Raises
    ------
    FormatError
        The file does not end in ``.gpkg``.
    OSError
        The file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".gpkg":
        raise FormatError(f"{path}: several layers go into one GeoPackage: write a name that ends in .gpkg.")
    with whole_file(path) as unfinished:
        for layer in layers:
            frame = frames[layer.name] if frames else carried(layer)
            _geopackage(frame, unfinished, about(layer), moment or midnight(layer.as_of))
    return path


def midnight(as_of: str) -> str:
    """The first moment of a date of a layer, in ISO 8601; that of 1970 for a layer without a date.

    Examples
    --------
    >>> midnight("2024-02"), midnight("2013-04-10")
    ('2024-02-01T00:00:00Z', '2013-04-10T00:00:00Z')
    """
    as_of = as_of or "1970"
    return as_of + "0000-01-01"[len(as_of) :] + "T00:00:00Z"


def format_of(path: Path) -> str:
    """The format that a file's suffix says.

    Raises
    ------
    FormatError
        None of those that are written.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise FormatError(f"{path}: unknown suffix {suffix!r}: expected one of {' '.join(FORMATS)}.")
    return suffix


def carried(layer: Layer) -> "GeoDataFrame":
    """The features of a layer as they are written.

    Edges are cut short, positions rounded to a centimetre; attribution and licence stand beside each feature.
    """
    frame = layer.features
    if layer.kind != "table":
        frame["geometry"] = [_cut_short(shape, layer) for shape in frame.geometry]
    cited = {source.id: source.credit for source in layer.sources}
    sources = [plain(source) for source in frame["source"]] if "source" in frame else [None] * len(frame)
    frame["attribution"] = [
        "; ".join(cited.get(one, one) for one in str(source).split("; ")) if source else "; ".join(layer.credits)
        for source in sources
    ]
    frame["licence"] = layer.licence
    return frame


def _cut_short(shape: "BaseGeometry", layer: Layer) -> "BaseGeometry":
    import numpy as np
    import shapely

    from rimland import geo

    return shapely.transform(
        geo.densify(shape, LONGEST_EDGE, edges=layer.edges), lambda lonlat: np.round(lonlat, DECIMALS)
    )


def about(layer: Layer) -> dict[str, Any]:
    """What a reader of the file alone must be told: title, date, sources, licence and notices."""
    return {
        "name": layer.name,
        "title": dict(layer.title),
        "caveat": dict(layer.caveat) if layer.caveat else None,
        "as_of": layer.as_of or None,
        "attribution": list(layer.credits),
        "licence": layer.licence,
        "notice": " ".join(notice for word, notice in NOTICES.items() if word in layer.licence) or None,
        "edges": f"{layer.edges}, vertices at most {LONGEST_EDGE:.0f} m apart",
    }


def _geojson(frame: "GeoDataFrame", path: Path, meta: Mapping[str, Any], _: str) -> None:
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in _features(frame))
    head = json.dumps({"type": "FeatureCollection", **meta}, ensure_ascii=False)[:-1]
    path.write_text(f'{head}, "features": [\n{lines}\n]}}\n', encoding="utf-8")


def _features(frame: "GeoDataFrame") -> Iterator[dict[str, Any]]:
    from shapely.geometry import mapping

    for record in frame.to_dict("records"):
        shape = record.pop("geometry")
        properties = {name: plain(value) for name, value in record.items()}
        geometry = None if shape is None else mapping(shape)
        yield {"type": "Feature", "id": properties.get("id"), "properties": properties, "geometry": geometry}


def plain(value: Any) -> Any:
    """A value of a column as JSON has it: NumPy's numbers as Python's, not-a-number as None, the rest as text."""
    if hasattr(value, "item") and value.ndim == 0:
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and isnan(value)):
        return None
    fits = isinstance(value, str | int) or (isinstance(value, float) and isfinite(value))
    return value if fits else str(value)


def _geopackage(frame: "GeoDataFrame", path: Path, meta: Mapping[str, Any], moment: str) -> None:
    with _fixed_date(moment):
        _gdal(frame, path, "GPKG", layer=str(meta["name"]), metadata={"about": json.dumps(meta, ensure_ascii=False)})


def _flatgeobuf(frame: "GeoDataFrame", path: Path, meta: Mapping[str, Any], _: str) -> None:
    described = {"TITLE": meta["title"]["en"], "DESCRIPTION": json.dumps(meta, ensure_ascii=False)}
    index = {"SPATIAL_INDEX": "NO"} if frame.geometry.isna().any() else {}  # the driver indexes positions only
    _gdal(frame, path, "FlatGeobuf", layer=str(meta["name"]), layer_options=described | index)


def _kml(frame: "GeoDataFrame", path: Path, meta: Mapping[str, Any], _: str) -> None:
    # The driver KML takes a placemark's name from the column Name, keeps `id` for its own numbering and wants a layer's
    # name to be a name in XML. LIBKML, the other driver, stamps the hour into what it writes.
    notes = ["; ".join(filter(None, [*meta["attribution"], meta["licence"], meta["notice"]]))] * len(frame)
    named = frame.rename(columns={"id": "feature_id"}).assign(Name=frame.get("name_en"), Description=notes)
    _gdal(named, path, "KML", layer=str(meta["name"]).replace("-", "_"))


def _gdal(frame: "GeoDataFrame", path: Path, driver: str, **options: Any) -> None:
    import pyogrio
    from pandas import Series

    texts = [name for name in frame.columns if name != "geometry" and frame[name].dtype.kind not in "biufM"]
    ready = frame.drop(columns=[name for name in texts if not frame[name].notna().any()])
    for name in texts:
        if name in ready:
            told = [plain(value) for value in frame[name]]
            ready[name] = Series([None if value is None else str(value) for value in told], ready.index, dtype=object)
    pyogrio.write_dataframe(ready, path, driver=driver, append=path.exists(), **options)


@contextmanager
def _fixed_date(moment: str) -> Iterator[None]:
    # GeoPackage must have a date of its last change; GDAL takes it from this option, which is the process's own.
    import pyogrio

    with _GDAL_OPTIONS:
        before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment.replace("Z", ".000Z")})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _parquet(frame: "GeoDataFrame", path: Path, meta: Mapping[str, Any], _: str) -> None:
    import pyarrow.parquet

    frame.to_parquet(path, compression="zstd", index=False, schema_version="1.0.0")
    table = pyarrow.parquet.read_table(path)
    told = {**table.schema.metadata, b"about": json.dumps(meta, ensure_ascii=False).encode()}
    pyarrow.parquet.write_table(table.replace_schema_metadata(told), path, compression="zstd")


def _csv(frame: "GeoDataFrame", path: Path, _: Mapping[str, Any], __: str) -> None:
    points = set(frame.geom_type) == {"Point"}
    rows = [_row(record, points=points) for record in frame.to_dict("records")]
    path.write_bytes(csv_bytes(rows))


def _row(record: dict[str, Any], *, points: bool) -> dict[str, Any]:
    shape = record.pop("geometry")
    where = {} if shape is None else {"lon": shape.x, "lat": shape.y} if points else {"wkt": shape.wkt}
    return {name: plain(value) for name, value in record.items()} | where


def csv_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    r"""A table as UTF-8 CSV (RFC 4180), with the columns of all rows in the order in which they first come.

    Begins with a byte-order mark, without which Excel reads Chinese and Japanese as something else.

    Examples
    --------
    >>> csv_bytes([{"id": "taiwan", "width_km": 107.5}]).decode("utf-8-sig")
    'id,width_km\r\ntaiwan,107.5\r\n'
    """
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


Writer = Callable[["GeoDataFrame", Path, Mapping[str, Any], str], None]

FORMATS: dict[str, Writer] = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
    ".fgb": _flatgeobuf,
    ".kml": _kml,
    ".csv": _csv,
}
"""Each suffix that is written, and what writes it."""
