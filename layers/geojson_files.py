"""GeoJSON as RFC 7946 has it, read without GDAL: a distance to a file does not wait for it, and dates stay dates."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, no_shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SUFFIXES = (".geojson", ".json")


def read_features(path: Path) -> list[tuple[dict[str, Any], "BaseGeometry | None"]]:
    """The properties and the geometry of each feature of a file: a collection, one feature, or a bare geometry.

    Raises
    ------
    DataError
        The file cannot be read, is not JSON in UTF-8 or not GeoJSON, or is in another reference system.
    """
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not JSON in UTF-8: {error}. Export the file again as GeoJSON.") from error
    if not isinstance(data, dict):
        raise DataError(f"{path}: a JSON {type(data).__name__}, expected a GeoJSON object.")
    return features(data, path)


def features(data: dict[str, Any], where: object) -> "list[tuple[dict[str, Any], BaseGeometry | None]]":
    """The properties and the geometry of each feature of a GeoJSON object.

    Raises
    ------
    DataError
        It is not GeoJSON, or in another reference system.
    """
    _check_crs(data.get("crs"), where)
    if isinstance(data.get("features"), list):
        items = data["features"]
    elif "geometry" in data:
        items = [data]
    elif {"coordinates", "geometries"} & set(data):
        items = [{"geometry": data}]
    else:
        raise DataError(
            f"{where}: no positions in it: expected a GeoJSON FeatureCollection with a list of features, "
            "a Feature or a geometry."
        )
    return [_feature(number, item, where) for number, item in enumerate(items)]


def _check_crs(crs: Any, where: object) -> None:
    """Refuse the reference system that GeoJSON could name before RFC 7946, unless it is the one it has had since."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name") if isinstance(properties, dict) else crs or "")
    if name and not name.endswith(("CRS84", "EPSG:4326", "EPSG::4326")):
        raise DataError(f"{where}: in {name}: expected longitude and latitude (EPSG:4326). Reproject it.")


def _feature(number: int, item: Any, where: object) -> tuple[dict[str, Any], "BaseGeometry | None"]:
    from shapely.geometry import shape

    from rimland.geo.shapes import open_ring

    properties = (item.get("properties") or {}) if isinstance(item, dict) else None
    if not isinstance(properties, dict):
        raise DataError(f"{where}: feature {number}: expected a GeoJSON Feature with a geometry and properties.")
    try:
        made = shape(item["geometry"]) if item.get("geometry") else None
    except Exception as error:  # shapely raises by the way in which type or coordinates are wrong
        raise DataError(f"{where}: feature {number}: {no_shape(error, 'a GeoJSON geometry', 'Check it.')}") from error
    if made is not None and (ends := open_ring(item["geometry"])):
        raise DataError(
            f"{where}: feature {number}: a ring begins at {ends[0]} and ends at {ends[1]}. "
            "Repeat its first position at its end."
        )
    top = {"id": item["id"]} if "id" in item else {}
    return top | properties, made
