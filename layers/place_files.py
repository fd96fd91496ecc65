"""The shapes in a vector file that somebody gives as a place."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


def read_shapes(path: Path) -> list["BaseGeometry"]:
    """Every shape of a file, WGS84 longitude and latitude.

    GeoJSON is read without GDAL, so that a distance to a file does not wait for it.

    Raises
    ------
    DataError
        The file cannot be read, has no shape in it, or has positions that are no degrees.
    """
    shapes = _geojson(path) if path.suffix.lower() in (".geojson", ".json") else _vector(path)
    shapes = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not shapes:
        raise DataError(f"{path}: no positions in it. Give a file with at least one feature that has a geometry.")
    for shape in shapes:
        _check_degrees(shape, path)
    return shapes


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
