"""What geometry functions take: shapely geometry, or anything that says what it is through ``__geo_interface__``."""

from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rimland.geo.errors import CoordinateError, GeometryError

Geometries = NDArray[np.object_]

_LONG = 0.1
"""Degrees, some 11 km: the geodesic over an edge that long strays 2 m from it at 45 degrees of latitude."""

_AREAL = (3, 6, 7)
"""Shapely's type numbers of Polygon, MultiPolygon and GeometryCollection: what can be invalid."""

_SOUND: "WeakValueDictionary[tuple[int, str], BaseGeometry]" = WeakValueDictionary()
"""Areal geometry, by its identity and edge rule, whose rings have been checked: a coast is asked about many times."""


def as_geometry(obj: Any, edges: str = "geodesic") -> BaseGeometry:
    """A shape as checked two-dimensional shapely geometry in degrees, longitude first.

    Longitudes run from -180 to 180; a whole turn more or less (185, -190) is taken for the same meridian, so that
    shapes drawn across the antimeridian can be given as they are. Heights are dropped.

    Parameters
    ----------
    obj
        Shapely geometry, an object with ``__geo_interface__`` (a place, a GeoJSON feature or collection), or a mapping
        in GeoJSON's form.
    edges
        What its edges are, ``"geodesic"`` or ``"rhumb"``: rings may cross as the one and not as the other.

    Raises
    ------
    GeometryError
        Not a geometry, empty, or an areal geometry whose rings cross.
    CoordinateError
        A coordinate that is not finite or out of range.

    Examples
    --------
    >>> as_geometry({"type": "Point", "coordinates": [122.95, 24.45, 12.0]}).wkt
    'POINT (122.95 24.45)'
    """
    return check(read_geometry(obj), edges)


def read_geometry(obj: Any) -> BaseGeometry:
    """What `as_geometry` returns, before it is checked."""
    if isinstance(obj, BaseGeometry):
        return obj
    if isinstance(inner := getattr(obj, "geometry", None), BaseGeometry):
        return inner
    if hasattr(obj, "to_crs"):
        raise GeometryError(
            f"got a {type(obj).__name__} of {len(obj)}: expected one shape. Ask for each of them with its accessor,"
            " such as .geodesic.area(), or for all as one with .union_all()."
        )
    record = obj if isinstance(obj, dict) else getattr(obj, "__geo_interface__", None)
    if not isinstance(record, dict):
        raise GeometryError(
            f"got {type(obj).__name__} {_shortened(obj)}: expected shapely geometry or an object with"
            " __geo_interface__."
        )
    return _from_geojson(record)


def check(geometry: BaseGeometry, edges: str = "geodesic") -> BaseGeometry:
    """The geometry without heights, after checking that it is somewhere on the Earth and what it claims to be.

    Raises
    ------
    GeometryError
        Empty, or an areal geometry whose rings cross.
    CoordinateError
        A coordinate that is not finite or out of range.
    """
    if geometry.is_empty:
        raise GeometryError(f"got an empty {geometry.geom_type}: expected a geometry with at least one position.")
    if geometry.has_z:
        geometry = shapely.force_2d(geometry)
    check_positions(shapely.get_coordinates(geometry))
    if shapely.get_type_id(geometry) in _AREAL and _SOUND.get((id(geometry), edges)) is not geometry:
        _check_rings(geometry, edges)
        _SOUND[id(geometry), edges] = geometry
    return geometry


def check_positions(lonlat: NDArray[np.float64]) -> None:
    """Nothing, when every row is a longitude and a latitude in degrees.

    Raises
    ------
    CoordinateError
        Names the first row that is not.
    """
    good = _on_earth(lonlat)
    if good.all():
        return
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    i = int(np.argmin(good))
    got = f"position {i} is ({lon[i]:g}, {lat[i]:g})"
    if not np.isfinite(lonlat[i]).all():
        raise CoordinateError(f"{got}: expected finite numbers. Remove the position or mend its source.")
    swapped = " Are the two swapped?" if abs(lat[i]) <= 180 and abs(lon[i]) <= 90 else ""
    raise CoordinateError(
        f"{got}: expected (longitude, latitude) in degrees, longitude from -180 to 180 (a whole turn more or less is"
        f" taken for the same meridian), latitude from -90 to 90.{swapped}"
    )


def simple_parts(shapes: BaseGeometry | Geometries) -> tuple[Geometries, NDArray[np.intp]]:
    """The points, lines and polygons that shapes are made of, in order, without empty ones; and the shape of each."""
    parts: Geometries = np.atleast_1d(np.asarray(shapes, dtype=object))
    shape = np.arange(len(parts))
    while (shapely.get_type_id(parts) >= 4).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        shape = shape[inner]
    full = ~shapely.is_empty(parts)
    return parts[full], shape[full]


def as_geometries(shapes: Any, edges: str = "geodesic") -> Geometries:
    """An array of checked geometry from a sequence, array or GeoSeries of shapes; missing ones stay ``None``.

    Raises
    ------
    CRSError
        A GeoSeries without a coordinate reference system.
    GeometryError, CoordinateError
        As `as_geometry`, with the place of the shape in the sequence.
    """
    if hasattr(shapes, "to_crs"):
        shapes = to_wgs84(shapes)
    given = list(shapes)
    out = np.empty(len(given), dtype=object)
    out[:] = [None if shape is None else read_geometry(shape) for shape in given]
    there = np.flatnonzero(out != None)  # noqa: E711  element by element
    sound = _soundness(out[there])
    for i in there[~sound]:
        try:
            check(out[i], edges)
        except (GeometryError, CoordinateError) as error:
            raise type(error)(f"shape {i}: {error}") from error
    out[there] = shapely.force_2d(out[there])
    return out


def _soundness(geometries: Geometries) -> NDArray[np.bool_]:
    """Which geometries certainly pass `check`; the others must be looked at one by one."""
    sound = ~shapely.is_empty(geometries)
    lonlat, owner = shapely.get_coordinates(geometries, return_index=True)
    sound[owner[~_on_earth(lonlat)]] = False
    areal = np.isin(shapely.get_type_id(geometries), _AREAL)
    sound[areal] &= ~_has_long_edges(geometries[areal])
    areal &= sound  # those with long edges are looked at as geodesics, and once is dear enough
    sound[areal] = shapely.is_valid(geometries[areal])
    return np.asarray(sound)


def _on_earth(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which positions are a longitude and a latitude; not those with a NaN."""
    return (np.abs(lonlat[:, 1]) <= 90) & (np.abs(lonlat[:, 0]) <= 540)


def to_wgs84(frame: Any) -> Any:
    """The geometry of a GeoSeries or GeoDataFrame as a GeoSeries in longitude and latitude on WGS84.

    Raises
    ------
    CRSError
        The frame does not say in which coordinate reference system it is.
    GeometryError
        It has no active column of geometry.
    """
    from rimland.geo.errors import CRSError

    try:
        series = frame.geometry
    except AttributeError as error:
        raise GeometryError(
            f"got a {type(frame).__name__} without an active column of geometry: expected one, as"
            ' frame.set_geometry("geometry") sets it.'
        ) from error
    if series.crs is None:
        raise CRSError(
            "the geometry has no coordinate reference system: say which one it is in, such as"
            ' frame.set_crs("EPSG:4326") for longitude and latitude.'
        )
    return series.to_crs("EPSG:4326")


def _from_geojson(record: dict[str, Any]) -> BaseGeometry:
    """Geometry of a GeoJSON geometry, feature or feature collection."""
    kind = record.get("type")
    if kind == "Feature":
        return _from_geojson(record.get("geometry") or {})
    if kind == "FeatureCollection":
        return shapely.geometrycollections([_from_geojson(feature) for feature in record.get("features", [])])
    try:
        made = shapely.geometry.shape(record)
    except (shapely.errors.ShapelyError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise GeometryError(f"got {_shortened(record)}: expected a GeoJSON geometry ({error}).") from error
    if ends := open_ring(record):
        raise GeometryError(
            f"got a ring from {ends[0]} to {ends[1]}: expected one that ends where it begins. Repeat its first position"
            " at its end."
        )
    return made


def open_ring(record: dict[str, Any]) -> tuple[list[float], list[float]] | None:
    """The first and the last position of a ring of a GeoJSON geometry that does not end where it begins.

    Shapely would close it without a word, though positions may be lost.

    Examples
    --------
    >>> open_ring({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})
    ([0, 0], [0, 1])
    """
    kind, within = record["type"].lower(), record.get("coordinates") or ()
    if kind == "geometrycollection":
        return next((ends for one in record.get("geometries") or () if (ends := open_ring(one))), None)
    polygons = within if kind == "multipolygon" else [within] if kind == "polygon" else ()
    rings = (ring for polygon in polygons for ring in polygon if len(ring))
    ends_of = ((list(ring[0][:2]), list(ring[-1][:2])) for ring in rings)
    return next(((first, last) for first, last in ends_of if first != last), None)


def _has_long_edges(geometries: Geometries) -> NDArray[np.bool_]:
    """Which geometries have edges so long that as geodesics they lie elsewhere than drawn straight in degrees."""
    lonlat, owner = shapely.get_coordinates(geometries, return_index=True)
    long = np.zeros(len(geometries), bool)
    east, north = np.abs(np.diff(lonlat.T))
    long[owner[1:][((east > _LONG) | (north > _LONG)) & (owner[1:] == owner[:-1])]] = True
    return long


def _check_rings(geometry: BaseGeometry, edges: str) -> None:
    """Raise when the rings of an areal geometry cross, be it drawn across the antimeridian or not."""
    from rimland.geo.rings import unrolled

    parts, _ = simple_parts(geometry)
    parts = parts[shapely.get_type_id(parts) == 3]
    doubtful = _has_long_edges(parts)
    doubtful[~doubtful] = ~shapely.is_valid(parts[~doubtful])
    for part in parts[doubtful]:
        _check_no_edge_goes_round(part)
        geodesic = _with_geodesic_edges(part)
        curved = unrolled(geodesic)
        if not _crosses(curved) or not _crosses_up_close(geodesic):
            continue
        straight = unrolled(part)
        if straight.is_valid and edges != "geodesic":
            continue
        where = " when its edges are geodesics, though not when straight in degrees" if straight.is_valid else ""
        flat = curved if straight.is_valid else straight
        raise GeometryError(
            f"got an invalid polygon{where} ({shapely.is_valid_reason(flat)}): expected rings that do not cross."
            " Mend it first, for instance with shapely.make_valid."
        )


def _check_no_edge_goes_round(polygon: BaseGeometry) -> None:
    """Raise when an edge runs once round the Earth along a parallel: both its ends are one position."""
    for ring in (polygon.exterior, *polygon.interiors):
        lonlat = shapely.get_coordinates(ring)
        turned = np.diff(lonlat[:, 0])
        round_ = (turned != 0) & (turned % 360 == 0) & (np.abs(lonlat[1:, 1]) < 90)
        if round_.any():
            lon, lat = lonlat[np.argmax(round_)]
            raise GeometryError(
                f"got a polygon with an edge from ({lon:g}, {lat:g}) once round the Earth, whose ends are one position:"
                " put vertices along the parallel, such as every ten degrees."
            )


def _crosses(flat: BaseGeometry) -> bool:
    """Whether rings drawn flat cross, by more than the rounding of vertices that were put along edges that touch."""
    if flat.is_valid:
        return False
    polygons = simple_parts(flat)[0]
    rings, owner = shapely.get_rings(polygons, return_index=True)
    holes = np.r_[False, owner[1:] == owner[:-1]]
    size = shapely.area(shapely.polygons(rings))
    told = size[~holes].sum() - size[holes].sum()
    return bool(abs(shapely.area(shapely.make_valid(polygons)).sum() - told) > 1e-9 * size.max())


def _crosses_up_close(polygon: BaseGeometry) -> bool:
    """The same of a polygon with short edges, drawn on a plane that touches the Earth in its middle.

    In degrees a chord strays by decimetres from a geodesic of a kilometre, and by more towards the poles; there by less
    than 0.07 mm, s² e² / 16 R, since planes through the centre are not quite upright. What reaches too far round the
    Earth cannot be looked at so, and is taken to cross.
    """
    from rimland.geo import ellipsoid
    from rimland.geo.gnomonic import Plane

    lonlat = shapely.get_coordinates(polygon)
    middle = ellipsoid.to_ecef(lonlat[:, 0], lonlat[:, 1]).mean(axis=0)
    lon, lat = ellipsoid.from_ecef(middle[None])
    try:
        return _crosses(shapely.transform(polygon, Plane(lon=float(lon[0]), lat=float(lat[0])).project))
    except GeometryError:
        return True


def _with_geodesic_edges(polygon: BaseGeometry) -> BaseGeometry:
    """The polygon as it lies on the Earth: rings may cross where edges are drawn straight in degrees, and not there."""
    from rimland.geo.edges import densified

    return densified(polygon, 1000.0, "geodesic")


def _shortened(obj: object) -> str:
    text = " ".join(repr(obj).split())
    return text if len(text) <= 60 else text[:57] + "..."
