"""The shapes in a vector file that somebody gives as a place."""

from pathlib import Path
from typing import TYPE_CHECKING

from rimland.layers.errors import DataError
from rimland.layers.geojson_files import SUFFIXES, read_features

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
    shapes = [shape for _, shape in read_features(path)] if path.suffix.lower() in SUFFIXES else _vector(path)
    shapes = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not shapes:
        raise DataError(f"{path}: no positions in it. Give a file with at least one feature that has a geometry.")
    for shape in shapes:
        check_degrees(shape, str(path))
    return shapes


def _vector(path: Path) -> list["BaseGeometry | None"]:
    from rimland.layers.reading import read_geometry

    return list(read_geometry(path).geometry)


def check_degrees(shape: "BaseGeometry", label: str) -> None:
    """Refuse positions that are no longitude and latitude in degrees.

    Raises
    ------
    DataError
        With the first such position, and what may be the matter.
    """
    import numpy as np
    import shapely

    lonlat = shapely.get_coordinates(shape)
    bad = np.flatnonzero(~((np.abs(lonlat[:, 0]) <= 180) & (np.abs(lonlat[:, 1]) <= 90)))
    if len(bad):
        lon, lat = lonlat[bad[0]].tolist()
        hint = ""
        if abs(lon) <= 90 and abs(lat) <= 180:
            hint = " Are the two swapped?"
        elif 180 < lon <= 360 and abs(lat) <= 90:
            hint = " Subtract 360 from longitudes above 180."
        elif 360 < max(abs(lon), abs(lat)) < np.inf:
            hint = " These look like metres: reproject the file to EPSG:4326."
        raise DataError(
            f"{label}: position {bad[0]} is ({lon:g}, {lat:g}): expected (longitude, latitude) in degrees, "
            f"latitude from -90 to 90.{hint}"
        )


def cut_to_degrees(shape: "BaseGeometry") -> "BaseGeometry | None":
    """A shape that is drawn on over the antimeridian or round a pole, cut there as RFC 7946 asks; else None."""
    from rimland.geo import GeometryError, cut

    try:
        whole = cut(shape)
    except GeometryError:  # its rings cross on the Earth, too
        return None
    return whole if whole.is_valid else None
