"""Shapes in few bytes that open fast: what the index of places is made of.

A shape is a run of whole numbers, differences from vertex to vertex in units of the last decimal that the file it came
from has, so that what comes out is what went in, bit for bit.
"""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

SCALES = (1e5, 1e6, 1e7)
"""Units a degree that are tried in turn; a shape that none of them holds exactly is kept as 64-bit numbers."""

_RAW = 0.0


def pack(shape: "BaseGeometry") -> bytes:
    """The bytes of a shape: kind, scale, counts and coordinates, compressed.

    Z is dropped. Collections of mixed kinds are refused.

    Raises
    ------
    ValueError
        The shape is a collection, or is empty.
    """
    import shapely

    if shape.is_empty:
        raise ValueError(f"an empty {shape.geom_type} has no place: leave it out.")
    kind, lonlat, offsets = shapely.to_ragged_array([shape], include_z=False)
    scale, numbers = _whole(np.asarray(lonlat, np.float64))
    counts = [np.diff(part).astype(np.int64) for part in offsets]
    head = np.array([int(kind), len(counts), *(len(part) for part in counts)], np.int32)
    body = b"".join([head.tobytes(), *(part.astype(np.int32).tobytes() for part in counts), numbers])
    return np.float64(scale).tobytes() + zlib.compress(body, 9)


def unpack(data: bytes) -> "BaseGeometry":
    """The shape that `pack` was given.

    Examples
    --------
    >>> from shapely import Point
    >>> unpack(pack(Point(122.93374, 24.44968)))
    <POINT (122.934 24.45)>
    """
    import shapely

    scale = float(np.frombuffer(data, np.float64, 1)[0])
    body = zlib.decompress(data[8:])
    kind, levels = np.frombuffer(body, np.int32, 2)
    sizes = np.frombuffer(body, np.int32, levels, 8)
    at = 8 + 4 * int(levels)
    offsets = []
    for size in sizes:
        counts = np.frombuffer(body, np.int32, size, at)
        offsets.append(np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]))
        at += 4 * int(size)
    found: Sequence[Any] = shapely.from_ragged_array(
        shapely.GeometryType(int(kind)), _degrees(body[at:], scale), tuple(offsets) or None
    )
    return found[0]


def _whole(lonlat: Floats) -> tuple[float, bytes]:
    for scale in SCALES:
        whole = np.rint(lonlat * scale)
        steps = np.diff(whole.astype(np.int64), axis=0, prepend=np.zeros((1, 2), np.int64))
        if np.array_equal(whole / scale, lonlat) and np.abs(steps).max() < 2**31:
            # All longitudes, then all latitudes, low bytes together: neighbours that look alike compress better.
            planes = steps.T.astype("<i4").reshape(-1).view(np.uint8).reshape(-1, 4).T
            return scale, np.ascontiguousarray(planes).tobytes()
    return _RAW, np.ascontiguousarray(lonlat, "<f8").tobytes()


def _degrees(data: bytes, scale: float) -> Floats:
    if scale == _RAW:
        return np.frombuffer(data, "<f8").reshape(-1, 2).copy()
    planes = np.frombuffer(data, np.uint8).reshape(4, -1).T
    steps = np.ascontiguousarray(planes).view("<i4").reshape(2, -1)
    whole = np.cumsum(steps, axis=1, dtype=np.int64)
    return np.ascontiguousarray(whole.T) / scale
