"""From files to features: geometry and columns of one layer, the computed ones included."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers import csv_files, geojson_files
from rimland.layers.errors import DataError, FormatError, did_you_mean, no_shape
from rimland.layers.headings import check_free

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Layer

SUFFIXES = (".geojson", ".parquet", ".fgb", ".gpkg")
"""The forms in which a layer's geometry may lie beside its TOML, in the order in which they are looked for."""

READABLE = (*SUFFIXES, ".json", ".kml", ".csv", ".shp")
"""The forms in which an author's own file is read."""


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


def read_geometry(
    path: Path, *, crs: str | None = None, encoding: str | None = None, table: str | None = None
) -> "GeoDataFrame":
    """Features of one file, EPSG:4326, absent texts as None.

    Parameters
    ----------
    path
        Ends in one of `READABLE`.
    crs
        Of a file that does not say its own.
    encoding
        Of the text of a CSV file or a Shapefile that is not UTF-8.
    table
        Which of several tables of a file.

    Raises
    ------
    DataError
        The file cannot be read, or is not what its suffix says.
    FormatError
        The suffix says no format that is read.
    """
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise FormatError(f"{path}: unknown suffix {suffix!r}: expected one of {', '.join(READABLE)}.")
    if suffix in geojson_files.SUFFIXES:
        frame = framed(geojson_files.read_features(path), "EPSG:4326", path)
    elif suffix == ".csv":
        frame = framed(csv_files.read_features(path, encoding or "utf-8-sig"), crs or "EPSG:4326", path)
    else:
        frame = _read_with_geopandas(path, crs, encoding, table)
    return _absent_as_none(_flat(frame if frame.crs == "EPSG:4326" else _to_degrees(frame, path)))


def framed(features: "Sequence[tuple[dict[str, Any], BaseGeometry | None]]", crs: str, where: object) -> "GeoDataFrame":
    """Features as a frame.

    Raises
    ------
    DataError
        A property would be lost under the geometry.
    """
    from geopandas import GeoDataFrame

    check_free({name for properties, _ in features for name in properties}, where)
    rows = [properties | {"geometry": shape} for properties, shape in features]
    return GeoDataFrame(rows, geometry="geometry", crs=crs) if rows else _empty()


def _to_degrees(frame: "GeoDataFrame", path: Path) -> "GeoDataFrame":
    try:
        return frame.to_crs("EPSG:4326")
    except Exception as error:  # PROJ's own, by what is wrong with the system
        raise DataError(f"{path}: cannot be reprojected to longitude and latitude: {error}. Reproject it.") from error


def _flat(frame: "GeoDataFrame") -> "GeoDataFrame":
    import shapely

    frame.geometry = shapely.force_2d(frame.geometry.to_numpy())
    return frame


def _read_with_geopandas(path: Path, crs: str | None, encoding: str | None, table: str | None) -> "GeoDataFrame":
    import geopandas

    if not path.is_file():
        raise DataError(f"{path}: no such file. Check the path.")
    try:
        if path.suffix.lower() == ".parquet":
            frame = geopandas.read_parquet(path)
        else:
            frame = _read_with_gdal(path, encoding, table)
    except DataError:
        raise
    except Exception as error:  # the readers of three libraries, each with its own exceptions
        said = " ".join(str(error).split()).rstrip(".")
        raise DataError(f"{path}: cannot be read: {said}. Export it again, as GeoPackage or GeoJSON.") from error
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise DataError(f"{path}: a table without positions. Give a file whose features have a geometry.")
    if frame.geometry.name != "geometry":
        check_free(frame, path)
        frame = frame.rename_geometry("geometry")
    if frame.crs is None and crs is None:
        raise DataError(
            f"{path}: no coordinate reference system. Save the file with one (EPSG:4326 for lon, lat), or say which, "
            "such as crs='EPSG:3826'."
        )
    try:
        return frame if crs is None else frame.set_crs(crs)
    except ValueError as error:
        raise DataError(f"{path}: says that it is in {frame.crs.name}, not in {crs}. Leave out crs.") from error


def _read_with_gdal(path: Path, encoding: str | None, table: str | None) -> "GeoDataFrame":
    import geopandas
    import pyogrio
    import shapely

    chosen, told = _table(path, table), _encoding(path, encoding)
    check_free(pyogrio.read_info(path, layer=chosen, encoding=told)["fields"], path)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Non closed ring")  # of GDAL: it is refused below, by its feature
            return geopandas.read_file(path, layer=chosen, encoding=told)
    except shapely.errors.GEOSException as error:  # of some feature: GDAL hands all of them over at once
        with warnings.catch_warnings(action="ignore"):
            shapes = pyogrio.raw.read(path, layer=chosen, columns=[])[2]
        number = [shapely.from_wkb(one, on_invalid="ignore") is None for one in shapes].index(True)
        raise DataError(f"{path}: feature {number}: {no_shape(error, 'a geometry', 'Check it.')}") from error


def _table(path: Path, wanted: str | None) -> str | None:
    """Which table of a file to read, where there are several."""
    import pyogrio

    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if not names:
        raise DataError(f"{path}: no features in it. Give a file with at least one.")
    if wanted is not None and wanted not in names:
        raise DataError(f"{path}: no table {wanted!r}. {did_you_mean(wanted, names)}")
    if wanted is None and len(names) > 1:
        raise DataError(f"{path}: {len(names)} tables: {', '.join(names)}. Say which: table={names[0]!r}.")
    return wanted or (names[0] if names else None)


def _encoding(path: Path, given: str | None) -> str | None:
    """The encoding of a Shapefile's text: GDAL would take what it does not know for Latin letters, without a word."""
    records = path.with_suffix(".dbf")
    if given or path.suffix.lower() != ".shp" or path.with_suffix(".cpg").exists() or not records.exists():
        return given
    data = records.read_bytes()
    try:
        data[int.from_bytes(data[8:10], "little") :].decode("utf-8")  # what follows the header
    except UnicodeDecodeError as error:
        raise DataError(
            f"{records}: text that is not UTF-8, and no {path.stem}.cpg that says what it is. Say so: encoding='cp950' "
            "(Taiwan), 'cp932' (Japan) or 'cp936' (China)."
        ) from error
    return "utf-8"


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
