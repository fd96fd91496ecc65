"""Geodesic geometry on the WGS84 ellipsoid: pure functions on shapely geometry and arrays.

Positions are (longitude, latitude) in degrees; lengths are metres, areas square metres, azimuths degrees clockwise from
north. An edge is a geodesic unless ``edges="rhumb"`` says otherwise.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rimland.geo.ellipsoid import direct, inverse
    from rimland.geo.errors import CoordinateError, CRSError, GeoError, GeometryError, RadiusError, UnitError
    from rimland.geo.units import KILOMETRE, NAUTICAL_MILE, km, nmi, parse_length

# A name and the module that has it: imported when first asked for, because measuring must not wait for what it does
# not use (SciPy alone takes longer to import than a distance to compute).
_HOMES = {
    "KILOMETRE": "units",
    "NAUTICAL_MILE": "units",
    "CRSError": "errors",
    "CoordinateError": "errors",
    "GeoError": "errors",
    "GeometryError": "errors",
    "RadiusError": "errors",
    "UnitError": "errors",
    "direct": "ellipsoid",
    "inverse": "ellipsoid",
    "km": "units",
    "nmi": "units",
    "parse_length": "units",
}

__all__ = [
    "KILOMETRE",
    "NAUTICAL_MILE",
    "CRSError",
    "CoordinateError",
    "GeoError",
    "GeometryError",
    "RadiusError",
    "UnitError",
    "direct",
    "inverse",
    "km",
    "nmi",
    "parse_length",
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
