"""Geodesic geometry on the WGS84 ellipsoid: pure functions on shapely geometry and arrays.

Positions are (longitude, latitude) in degrees; lengths are metres, areas square metres, azimuths degrees clockwise from
north. An edge is a geodesic unless ``edges="rhumb"`` says otherwise.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.geo.antimeridian import cut
    from rimland.geo.buffers import buffer
    from rimland.geo.edges import densify
    from rimland.geo.ellipsoid import direct, inverse
    from rimland.geo.equidistant import EquidistanceLine, equidistance
    from rimland.geo.errors import CoordinateError, CRSError, GeoError, GeometryError, RadiusError, UnitError
    from rimland.geo.gnomonic import Plane
    from rimland.geo.index import Feet, ShapeIndex
    from rimland.geo.measure import area, interpolate, length
    from rimland.geo.overlay import difference, intersection, union
    from rimland.geo.partitions import Boundary, MeetingPoint, Partition, partition
    from rimland.geo.routes import NoRouteError, Route, SeaNetwork, network_of, route
    from rimland.geo.separation import Separation, distance, distance_matrix, nearest, within
    from rimland.geo.shapes import as_geometry
    from rimland.geo.units import KILOMETRE, NAUTICAL_MILE, km, nmi, parse_length

# A name and the module that has it: imported when first asked for, because measuring must not wait for what it does
# not use (SciPy alone takes longer to import than a distance to compute).
_HOMES = {
    "KILOMETRE": "units",
    "NAUTICAL_MILE": "units",
    "Boundary": "partitions",
    "CRSError": "errors",
    "CoordinateError": "errors",
    "EquidistanceLine": "equidistant",
    "Feet": "index",
    "GeoError": "errors",
    "GeometryError": "errors",
    "MeetingPoint": "partitions",
    "NoRouteError": "routes",
    "Partition": "partitions",
    "Plane": "gnomonic",
    "RadiusError": "errors",
    "Route": "routes",
    "SeaNetwork": "routes",
    "Separation": "separation",
    "ShapeIndex": "index",
    "UnitError": "errors",
    "area": "measure",
    "as_geometry": "shapes",
    "buffer": "buffers",
    "cut": "antimeridian",
    "densify": "edges",
    "difference": "overlay",
    "direct": "ellipsoid",
    "distance": "separation",
    "distance_matrix": "separation",
    "equidistance": "equidistant",
    "interpolate": "measure",
    "intersection": "overlay",
    "inverse": "ellipsoid",
    "km": "units",
    "length": "measure",
    "nearest": "separation",
    "network_of": "routes",
    "nmi": "units",
    "parse_length": "units",
    "partition": "partitions",
    "route": "routes",
    "union": "overlay",
    "within": "separation",
}

__all__ = [
    "KILOMETRE",
    "NAUTICAL_MILE",
    "Boundary",
    "CRSError",
    "CoordinateError",
    "EquidistanceLine",
    "Feet",
    "GeoError",
    "GeometryError",
    "MeetingPoint",
    "NoRouteError",
    "Partition",
    "Plane",
    "RadiusError",
    "Route",
    "SeaNetwork",
    "Separation",
    "ShapeIndex",
    "UnitError",
    "area",
    "as_geometry",
    "buffer",
    "cut",
    "densify",
    "difference",
    "direct",
    "distance",
    "distance_matrix",
    "equidistance",
    "interpolate",
    "intersection",
    "inverse",
    "km",
    "length",
    "nearest",
    "network_of",
    "nmi",
    "parse_length",
    "partition",
    "route",
    "union",
    "within",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"rimland.geo.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
