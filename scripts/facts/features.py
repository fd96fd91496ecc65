"""What every builder of layers from fact tables shares: rows, features, coordinates as printed, bytes."""

import csv
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

Row = dict[str, str]
Feature = dict[str, Any]
Position = list[float]

DEGREE = 111_320.0
"""Metres in a degree along the equator: turns a precision in degrees into a radius that is never too small."""

_NUMBER = r"(\d+(?:\.\d+)?)"
_COORDINATE = re.compile(rf"(\d+)°{_NUMBER}′(?:{_NUMBER}″)?[NE]")


def degrees(printed: str) -> float:
    """Decimal degrees of a printed coordinate, north or east.

    Raises
    ------
    ValueError
        It is not written so.

    Examples
    --------
    >>> degrees("25°32′17″N"), degrees("124°10.1′E")
    (25.538055556, 124.168333333)
    """
    match = _COORDINATE.fullmatch(printed)
    if match is None:
        raise ValueError(f"{printed!r} is not a coordinate such as 25°32′17″N.")
    whole, minutes, seconds = (float(part or 0) for part in match.groups())
    return round(whole + minutes / 60 + seconds / 3600, 9)


def position(row: Row) -> Position:
    """Longitude and latitude of a row as its source prints them: in degrees and minutes, or as decimals."""
    if not row["lon_original"]:
        return [float(row["lon_dd"]), float(row["lat_dd"])]
    return [degrees(row["lon_original"]), degrees(row["lat_original"])]


def geojson(features: list[Feature]) -> bytes:
    """A FeatureCollection, one feature a line, so that a change shows as a line changed."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def read_rows(path: Path) -> list[Row]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_set(path: Path) -> dict[str, list[Row]]:
    """The rows of a table of coordinates by their ``set_id``, each set in the order of the table."""
    sets: dict[str, list[Row]] = {}
    for row in read_rows(path):
        sets.setdefault(row["set_id"], []).append(row)
    return sets


def named(key: str, english: str, japanese: str, chinese: str) -> dict[str, Any]:
    """The id and the three names of a feature, None where no source gives one."""
    return {"id": key, "name_en": english or None, "name_ja": japanese or None, "name_zh_hant": chinese or None}


def in_three(stem: str, texts: tuple[str, str, str] | None) -> dict[str, str | None]:
    """A text in English, Japanese and Chinese under the columns of its stem."""
    return dict(zip((f"{stem}_en", f"{stem}_ja", f"{stem}_zh_hant"), texts or (None, None, None), strict=True))


def feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> Feature:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(ring: list[Position]) -> dict[str, Any]:
    """A GeoJSON polygon of one ring, closed here where it is printed open."""
    closed = ring if ring[0] == ring[-1] else [*ring, ring[0]]
    return {"type": "Polygon", "coordinates": [counter_clockwise(closed)]}


def line(positions: list[Position]) -> dict[str, Any]:
    """A GeoJSON line."""
    return {"type": "LineString", "coordinates": positions}


def radius(precision_degrees: str | float) -> int:
    """Metres of a precision in degrees, never too small."""
    return round(float(precision_degrees) * DEGREE)


def counter_clockwise(ring: list[Position]) -> list[Position]:
    """A closed ring that runs as RFC 7946 asks of an outer one."""
    twice_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return ring if twice_area > 0 else ring[::-1]
