"""From files to features: geometry and columns of one layer, the computed ones included."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, FormatError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from rimland.layers.layer import Layer

SUFFIXES = (".geojson", ".parquet", ".fgb", ".gpkg")
"""The forms in which a layer's geometry may lie beside its TOML, in the order in which they are looked for."""


def read_features(layer: "Layer") -> "GeoDataFrame":
    """The features of a layer in EPSG:4326: those of its file, then the computed ones.

    Features take the layer's source and grades where they have none of their own.

    Raises
    ------
    DataError
        The geometry file is missing or malformed, or a rule names what is not there.
    """
    from rimland.layers.derived import derive

    frame = _empty() if layer.geometry_path is None else read_geometry(layer.geometry_path)
    frame = _absent_as_none(derive(_with_defaults(frame, layer), layer))
    return _with_defaults(frame, layer)


def read_geometry(path: Path) -> "GeoDataFrame":
    """Features of one file, EPSG:4326, absent texts as None.

    Raises
    ------
    DataError
        The file cannot be read, or is not what its suffix says.
    FormatError
        The suffix says no format that is read.
    """
    suffix = path.suffix.lower()
    if suffix not in (*SUFFIXES, ".json"):
        raise FormatError(f"{path}: unknown suffix {suffix!r}: expected one of {', '.join(SUFFIXES)}.")
    try:
        frame = _read_geojson(path) if suffix in (".geojson", ".json") else _read_with_geopandas(path)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}). Check the path.") from error
    return _absent_as_none(_flat(frame))


def _flat(frame: "GeoDataFrame") -> "GeoDataFrame":
    import shapely

    frame.geometry = shapely.force_2d(frame.geometry.to_numpy())
    return frame


def _read_geojson(path: Path) -> "GeoDataFrame":
    # By hand: GDAL would turn "2013-04-10" into a time stamp and drop columns that are null throughout.
    from geopandas import GeoDataFrame

    try:
        data = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise DataError(f"{path}: not JSON in UTF-8: {error}. Export the file again as GeoJSON.") from error
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        raise DataError(f"{path}: expected a GeoJSON FeatureCollection with a list of features.")
    _check_crs(data.get("crs"), path)
    features = [_feature(number, item, path) for number, item in enumerate(data["features"])]
    return GeoDataFrame(features, geometry="geometry", crs="EPSG:4326") if features else _empty()


def _check_crs(crs: Any, path: Path) -> None:
    """Refuse the reference system that GeoJSON could name before RFC 7946, unless it is the one it has had since."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs or "")
    if name and not name.endswith(("CRS84", "EPSG:4326", "EPSG::4326")):
        raise DataError(f"{path}: positions in {name}: expected longitude and latitude (EPSG:4326). Reproject it.")


def _feature(number: int, item: Any, path: Path) -> dict[str, Any]:
    from shapely.geometry import shape

    properties = (item.get("properties") or {}) if isinstance(item, dict) else None
    if not isinstance(properties, dict):
        raise DataError(f"{path}: feature {number}: expected a GeoJSON Feature with a geometry and properties.")
    try:
        made = shape(item["geometry"]) if item.get("geometry") else None
    except Exception as error:  # shapely raises by the way in which type or coordinates are wrong
        raise DataError(f"{path}: feature {number}: no valid GeoJSON geometry ({error}).") from error
    top = {"id": item["id"]} if "id" in item else {}
    return top | properties | {"geometry": made}


def _read_with_geopandas(path: Path) -> "GeoDataFrame":
    import geopandas

    try:
        frame = geopandas.read_parquet(path) if path.suffix.lower() == ".parquet" else geopandas.read_file(path)
    except OSError:
        raise
    except Exception as error:  # the readers of three libraries, each with its own exceptions
        raise DataError(f"{path}: cannot be read: {error}") from error
    if frame.crs is None:
        raise DataError(f"{path}: no coordinate reference system. Save the file with one (EPSG:4326 for lon, lat).")
    return frame if frame.crs == "EPSG:4326" else frame.to_crs("EPSG:4326")


def _empty() -> "GeoDataFrame":
    from geopandas import GeoDataFrame

    return GeoDataFrame({"id": []}, geometry=[], crs="EPSG:4326")


def _absent_as_none(frame: "GeoDataFrame") -> "GeoDataFrame":
    # pandas writes absent text as nan: a caller who asks `name is None`, and JSON, want None.
    texts = [name for name in frame.columns if name != "geometry" and frame[name].dtype.kind not in "biufM"]
    for name in texts:
        column = frame[name].astype(object)
        frame[name] = column.where(column.notna(), None)
    return frame


def _with_defaults(frame: "GeoDataFrame", layer: "Layer") -> "GeoDataFrame":
    defaults: dict[str, Any] = {"fact_grade": layer.fact_grade}
    if layer.position_grade is not None:
        defaults["position_grade"] = layer.position_grade
    if len(layer.sources) == 1:
        defaults["source"] = layer.sources[0].id
    for name, value in defaults.items():
        if name not in frame.columns:
            frame[name] = [value] * len(frame)
        elif frame[name].dtype == object:
            frame[name] = frame[name].where(frame[name].notna(), value)
    return frame
