"""What can be wrong with what geometry functions are given.

Each error subclasses a builtin, so that ``except ValueError`` works, and says what was got, what was expected and what
to do.
"""


class GeoError(Exception):
    """Any error that this package raises on purpose."""


class CoordinateError(GeoError, ValueError):
    """A longitude or latitude out of range, not a number, or in the wrong order."""


class GeometryError(GeoError, ValueError):
    """A geometry that is empty, invalid or of a kind that the operation cannot take."""


class CRSError(GeoError, ValueError):
    """A coordinate reference system that is missing or cannot be brought to WGS84."""


class RadiusError(GeoError, ValueError):
    """A radius or an error bound outside the range that the operation can promise."""


class UnitError(GeoError, ValueError):
    """A length without a unit, or with one that is not known."""
