"""What the peers have in common: spherely if it is there, and GeoPandas in the projections that people reach for."""

import multiprocessing
import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import geopandas
import numpy as np
import shapely

from benchmarks.table import Timing, timed

SPHERELY = "spherely (S2, sphere)"
POSTGIS = "PostGIS geography"
BRUTE = "brute force, pyproj.Geod"
AEQD = "GeoPandas AEQD at centroid"

PATIENCE = "RIMLAND_BENCHMARK_PATIENCE"
"""The environment's name of the seconds after which a peer is given up."""


def has_spherely() -> bool:
    """Whether the sphere can be asked."""
    return find_spec("spherely") is not None


def to_sphere(shapes: list[Any]) -> Any:
    """Shapes as spherely's, through WKB."""
    import spherely

    return spherely.from_wkb(np.asarray([shapely.to_wkb(s) for s in shapes], dtype=object))


def projections(lon: float, lat: float) -> dict[str, str]:
    """Names and definitions of planes: the UTM zone of a position, Web Mercator, azimuthal equidistant there."""
    zone = int((lon + 180) // 6) + 1
    return {
        f"GeoPandas UTM {zone}{'N' if lat >= 0 else 'S'}": f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}",
        "GeoPandas EPSG:3857": "EPSG:3857",
        AEQD: f"+proj=aeqd +lon_0={lon:.6f} +lat_0={lat:.6f} +datum=WGS84 +units=m",
    }


def series(shapes: list[Any]) -> geopandas.GeoSeries:
    """Shapes as a GeoSeries in longitude and latitude."""
    return geopandas.GeoSeries(shapes, crs="EPSG:4326")


def within_patience(call: Callable[[], Any]) -> Timing:
    """Time a call in a process of its own, which is ended when it takes too long.

    Raises
    ------
    TimeoutError
        It took longer than the environment's `PATIENCE`, or 30 s.
    """
    patience = float(os.environ.get(PATIENCE, "30"))
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_send, args=(theirs, call))
    process.start()
    theirs.close()
    try:
        if not ours.poll(patience):
            raise TimeoutError(f"did not finish in {patience:.0f} s")
        timing = ours.recv()
    finally:
        process.kill()
        process.join()
    if isinstance(timing, Exception):
        raise timing
    return timing


def _send(pipe: Any, call: Callable[[], Any]) -> None:
    try:
        pipe.send(timed(call, 1))
    except Exception as problem:
        pipe.send(problem)
