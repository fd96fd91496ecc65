"""``frame.geodesic``: the functions of this package on GeoDataFrames and GeoSeries. Sugar only.

Importing this module registers the accessor. Whatever the frame's coordinate reference system, measuring happens on the
ellipsoid, and shapes come back in the frame's own system, with its index; the frame itself stays as it is. A missing
shape has the measure NaN and stays missing. A frame that does not say its system is refused with a `CRSError`.

Examples
--------
>>> import geopandas
>>> import rimland.geo.accessor
>>> from shapely import Point
>>> towns = geopandas.GeoSeries([Point(121, 24), Point(122, 25)], index=["a", "b"], crs="EPSG:4326")
>>> towns.geodesic.distance(Point(121, 25)).round(1).to_dict()
{'a': 110765.5, 'b': 100949.9}
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import register_dataframe_accessor, register_series_accessor
from shapely.geometry.base import BaseGeometry

from rimland.geo.buffers import buffer
from rimland.geo.edges import Edges, densify
from rimland.geo.ellipsoid import Floats
from rimland.geo.measure import area, length
from rimland.geo.overlay import difference, intersection, union
from rimland.geo.separation import distance, distance_matrix, nearest, within
from rimland.geo.shapes import to_wgs84


@register_dataframe_accessor("geodesic")
@register_series_accessor("geodesic")
class Geodesic:
    """Measures and shapes on the ellipsoid, row by row. See the functions of the same names in `rimland.geo`."""

    def __init__(self, frame: Any) -> None:
        if not hasattr(frame, "to_crs"):
            raise AttributeError("geodesic: expected a GeoDataFrame or GeoSeries.")
        self._frame = frame

    def distance(self, other: Any, *, edges: Edges = "geodesic") -> "pd.Series[float]":
        """Metres from each shape to a shape, or to the shape at the same place of a series with the same index."""
        found: pd.Series[float] = distance(self._frame, other, edges=edges)
        return found

    def distance_matrix(self, other: Any = None, *, edges: Edges = "geodesic") -> Floats:
        """Metres from each shape to each of a series, or to each of the frame's own, (n, m)."""
        return distance_matrix(self._frame, other, edges=edges)

    def nearest(self, shape: Any, k: int = 1) -> Any:
        """The rows nearest to a shape, nearest first."""
        position, _ = nearest(shape, self._frame, k)
        return self._frame.iloc[position]

    def within(self, shape: Any, radius: float) -> "pd.Series[bool]":
        """Whether each shape is within a radius, metres, of a shape."""
        return pd.Series(within(shape, self._frame, radius), index=self._frame.index, name="within")

    def area(self, *, edges: Edges = "geodesic") -> "pd.Series[float]":
        """Square metres."""
        return self._numbers("area", lambda shape: area(shape, edges=edges))

    def length(self, *, edges: Edges = "geodesic") -> "pd.Series[float]":
        """Metres."""
        return self._numbers("length", lambda shape: length(shape, edges=edges))

    def buffer(self, radius: float, *, max_error: float = 1.0) -> Any:
        """The frame with, in place of each shape, everything within a radius, metres, of it."""
        return self._shapes(lambda shape: buffer(shape, radius, max_error=max_error))

    def densify(self, max_length: float, *, edges: Edges = "geodesic") -> Any:
        """The frame with vertices put along all edges, so that none is longer than a length, metres."""
        return self._shapes(lambda shape: densify(shape, max_length, edges=edges))

    def intersection(self, other: Any) -> Any:
        """The frame with what each shape shares with another shape."""
        return self._shapes(lambda shape: intersection(shape, other))

    def union(self, other: Any) -> Any:
        """The frame with each shape and another shape together."""
        return self._shapes(lambda shape: union(shape, other))

    def difference(self, other: Any) -> Any:
        """The frame with each shape less another shape."""
        return self._shapes(lambda shape: difference(shape, other))

    def _numbers(self, name: str, measure: Callable[[BaseGeometry], float]) -> "pd.Series[float]":
        values = [np.nan if shape is None else measure(shape) for shape in self._geometry()]
        return pd.Series(values, index=self._frame.index, name=name, dtype=float)

    def _shapes(self, change: Callable[[BaseGeometry], BaseGeometry]) -> Any:
        from geopandas import GeoSeries

        changed = [None if shape is None else change(shape) for shape in self._geometry()]
        series = GeoSeries(changed, index=self._frame.index, crs="EPSG:4326").to_crs(self._frame.crs)
        if isinstance(self._frame, GeoSeries):
            return series.rename(self._frame.name)
        return self._frame.set_geometry(series.rename(self._frame.geometry.name))

    def _geometry(self) -> NDArray[np.object_]:
        return np.asarray(to_wgs84(self._frame), dtype=object)
