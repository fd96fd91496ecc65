"""A map's paper: the projection that fits a window of the Earth, and millimetres on the page."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.maps import outline

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

WIDE = 55.0
"""Degrees of longitude from which a map is azimuthal: a cone would fan out too far."""

MARGIN = 2.0
"""Millimetres beyond the frame that are drawn too, so that no edge of what is cut shows a stroke."""

FINE = 0.05
"""Millimetres: what is finer cannot be seen."""


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A projection, and what it is called with its parameters in each language."""

    definition: str
    names: Mapping[str, str]


def projection(bounds: tuple[float, float, float, float]) -> Projection:
    """The projection that fits a window: conformal for a region, equidistant from its middle for an ocean.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees, east above west.

    Examples
    --------
    >>> projection((118, 20, 134, 36)).names["en"]
    'Lambert conformal conic, standard parallels 22.7°N and 33.3°N, central meridian 126°E'
    """
    west, south, east, north = bounds
    lon, lat = _turned((west + east) / 2), (south + north) / 2
    low, high = south + (north - south) / 6, north - (north - south) / 6
    at = f"{latitude(lat)} {longitude(lon)}"
    if max(abs(south), abs(north)) > 80 or abs(lat) > 66:
        return _azimuthal("stere", lon, lat, at)
    if east - west > WIDE:
        return _azimuthal("aeqd", lon, lat, at)
    if south * north <= 0 or abs(low + high) < 10:
        names = {
            "en": f"Mercator, true to scale at {latitude(lat)}",
            "ja": f"メルカトル図法（基準緯線 {latitude(lat)}）",
            "zh-Hant": f"麥卡托投影（標準緯線 {latitude(lat)}）",
        }
        return Projection(definition=f"+proj=merc +lon_0={lon} +lat_ts={abs(lat)} +ellps=WGS84", names=names)
    parallels = latitude(low), latitude(high)
    names = {
        "en": f"Lambert conformal conic, standard parallels {parallels[0]} and {parallels[1]}, "
        f"central meridian {longitude(lon)}",
        "ja": f"ランベルト正角円錐図法（標準緯線 {parallels[0]}・{parallels[1]}、中央子午線 {longitude(lon)}）",
        "zh-Hant": f"蘭伯特正形圓錐投影（標準緯線 {parallels[0]}、{parallels[1]}，中央經線 {longitude(lon)}）",
    }
    definition = f"+proj=lcc +lon_0={lon} +lat_0={lat} +lat_1={low} +lat_2={high} +ellps=WGS84"
    return Projection(definition=definition, names=names)


def _azimuthal(kind: str, lon: float, lat: float, at: str) -> Projection:
    words = {
        "stere": ("Stereographic (conformal)", "平射図法（正角）", "立體投影（正形）"),
        "aeqd": ("Azimuthal equidistant", "正距方位図法", "等距方位投影"),
    }[kind]
    joins = (", centre {}", "、中心 {}", "，中心 {}")
    tags = ("en", "ja", "zh-Hant")
    names = {tag: word + join.format(at) for tag, word, join in zip(tags, words, joins, strict=True)}
    return Projection(definition=f"+proj={kind} +lon_0={lon} +lat_0={lat} +ellps=WGS84", names=names)


def latitude(degrees: float) -> str:
    """A latitude as it is printed.

    Examples
    --------
    >>> latitude(-8.25), latitude(0)
    ('8.3°S', '0°')
    """
    return _angle(degrees, "N", "S")


def longitude(degrees: float) -> str:
    """A longitude as it is printed.

    Examples
    --------
    >>> longitude(190), longitude(180)
    ('170°W', '180°')
    """
    turned = _turned(degrees)
    return "180°" if abs(turned) == 180 else _angle(turned, "E", "W")


def _angle(degrees: float, plus: str, minus: str) -> str:
    shown = f"{abs(degrees) + 1e-9:.1f}".removesuffix(".0")
    return "0°" if shown == "0" else f"{shown}°{plus if degrees > 0 else minus}"


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A window of the Earth on paper: millimetres from the lower left corner of its frame.

    Attributes
    ----------
    bounds
        West, south, east, north of what the map is about, east above west.
    width, height
        Of the frame, millimetres.
    scale
        Millimetres on paper for a metre of the projection.
    origin
        The lower left corner in metres of the projection.
    window
        The degrees that the frame and its margin reach to.
    """

    bounds: tuple[float, float, float, float]
    projection: Projection
    width: float
    height: float
    scale: float
    origin: tuple[float, float]
    window: tuple[float, float, float, float]
    transformer: "Transformer" = field(repr=False)

    @property
    def middle(self) -> float:
        """The longitude to which shapes are turned."""
        return (self.bounds[0] + self.bounds[2]) / 2

    @property
    def frame(self) -> "BaseGeometry":
        """The frame."""
        return shapely.box(0, 0, self.width, self.height)

    def points(self, lonlat: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Positions on paper of rows of longitude and latitude."""
        x, y = self.transformer.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([np.asarray(x) - self.origin[0], np.asarray(y) - self.origin[1]]) * self.scale

    def lonlat(self, paper: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Longitude and latitude of rows of positions on paper."""
        metres = paper / self.scale + np.array(self.origin)
        return np.column_stack(self.transformer.transform(metres[:, 0], metres[:, 1], direction="INVERSE"))

    def shape(self, shape: "BaseGeometry") -> "BaseGeometry":
        """A shape on paper, cut to the frame and its margin and no finer than can be seen; long edges stay chords."""
        moved = outline.centred(shape, self.middle)
        near = shapely.clip_by_rect(moved, *self.window)
        if near.is_empty:
            return near
        paper = shapely.simplify(shapely.transform(near, self.points), FINE)
        margin = MARGIN
        return _plain(shapely.clip_by_rect(paper, -margin, -margin, self.width + margin, self.height + margin))

    def metres_per_mm(self) -> float:
        """Metres on the ellipsoid that a millimetre along the middle of the map stands for."""
        from rimland.geo import distance

        x, y = self.width / 2, self.height / 2
        ends = self.lonlat(np.array([[x - 5, y], [x + 5, y]]))
        return float(distance(shapely.Point(ends[0]), shapely.Point(ends[1])).metres) / 10


def sheet(bounds: tuple[float, float, float, float], *, room: tuple[float, float]) -> Sheet:
    """The sheet that shows a window as large as a room in millimetres allows.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees; west > east crosses the antimeridian.
    room
        The greatest width and height.
    """
    from pyproj import Transformer

    west, south, east, north = bounds
    east = east + 360 if east < west else east
    chosen = projection((west, south, east, north))
    transformer = Transformer.from_crs("EPSG:4326", f"{chosen.definition} +type=crs", always_xy=True)
    edge = _edge(west, south, east, north)
    x, y = map(np.asarray, transformer.transform(edge[:, 0], edge[:, 1]))
    left, low, right, high = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    scale = min(room[0] / (right - left), room[1] / (high - low))
    made = Sheet(
        bounds=(west, south, east, north),
        projection=chosen,
        width=(right - left) * scale,
        height=(high - low) * scale,
        scale=scale,
        origin=(left, low),
        window=(west, south, east, north),
        transformer=transformer,
    )
    return _with_window(made)


def _edge(west: float, south: float, east: float, north: float) -> "NDArray[np.float64]":
    steps = np.linspace(0, 1, 41)
    lon, lat = west + (east - west) * steps, south + (north - south) * steps
    sides: list[Any] = [(lon, south), (lon, north), (west, lat), (east, lat), (lon, (south + north) / 2)]
    return np.vstack([np.column_stack(np.broadcast_arrays(*side)) for side in sides])


def _plain(shape: "BaseGeometry") -> "BaseGeometry":
    """Of a mixture, as cutting leaves it, the parts of the highest dimension."""
    if shape.geom_type != "GeometryCollection":
        return shape
    parts = shapely.get_parts(shape)
    most = shapely.get_dimensions(parts).max(initial=0)
    kind = {0: shapely.MultiPoint, 1: shapely.MultiLineString, 2: shapely.MultiPolygon}[int(most)]
    return kind([one for part in parts[shapely.get_dimensions(parts) == most] for one in shapely.get_parts(part)])


def _with_window(made: Sheet) -> Sheet:
    """With the window of degrees that reaches to the corners of the frame."""
    from dataclasses import replace

    margin = 2 * MARGIN
    corners = _edge(-margin, -margin, made.width + margin, made.height + margin)
    lonlat = made.lonlat(corners)
    lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
    lon = made.middle + (lonlat[:, 0] - made.middle + 180) % 360 - 180
    low, high = float(lonlat[:, 1].min()), float(lonlat[:, 1].max())
    return replace(made, window=(float(lon.min()), max(low, -90.0), float(lon.max()), min(high, 90.0)))


def tick_step(span: float) -> float:
    """Degrees between the lines of a graticule over a span of degrees: four to eight lines.

    Examples
    --------
    >>> tick_step(16), tick_step(5), tick_step(60)
    (4.0, 1.0, 10.0)
    """
    for step in (0.5, 1.0, 2.0, 4.0, 5.0, 10.0, 20.0, 30.0):
        if span / step <= 6.5:
            return step
    return 45.0


def nice(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a number.

    Examples
    --------
    >>> nice(37), nice(0.9)
    (20.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(value))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= value * (1 + 1e-9))
