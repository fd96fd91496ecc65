"""Tables with a position in each row, as spreadsheets write them."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import zip_longest
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, no_shape
from rimland.layers.headings import check_unique

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LON = ("lon", "lng", "long", "longitude", "x", "経度", "經度", "经度")
LAT = ("lat", "latitude", "y", "緯度", "纬度")
WKT = ("wkt", "geometry")
"""Headings under which a position is looked for, whatever their case."""

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?([eE][-+]?\d{1,2})?")
"""What a floating-point number holds as it is written, before the point: a longer code is text."""

_LIMIT = Lock()
"""Held while the limit of the `csv` module is another: it is one for the whole process."""

Row = dict[str, Any]


def read_features(path: Path, encoding: str = "utf-8-sig") -> list[tuple[Row, "BaseGeometry"]]:
    """The other columns and the geometry of each row of a CSV file, separated by commas, semicolons or tabs.

    A column of WKT says where before lon and lat do, which are columns like any other then. A column is of numbers
    where every cell is one that says nothing but its value: ``01202`` stays text. One without a heading is called by
    its place, such as ``column 3``, and left out where its cells are empty, too.

    Raises
    ------
    DataError
        The file cannot be read, is not in the encoding, has no columns of positions, or a row of it has none.
    """
    headings, rows = _table(path, encoding)
    if not rows:
        raise DataError(f"{path}: no rows in it. Give a table with a line of headings and a row for each feature.")
    lon, lat, wkt = (_heading(headings, names) for names in (LON, LAT, WKT))
    if wkt is None and (lon is None or lat is None):
        found = ", ".join(headings)
        raise DataError(f"{path}: no columns of positions among {found}. Call them lon and lat, or one wkt.")
    read = partial(_in_degrees, lon=str(lon), lat=str(lat)) if wkt is None else partial(_from_wkt, wkt=wkt)
    where = [read(row, label=f"{path}: line {line}") for line, row in rows]
    others = [name for name in headings if name not in ((lon, lat) if wkt is None else (wkt,))]
    columns = {name: _typed([row[name] for _, row in rows]) for name in others}
    plain = [{name: values[number] for name, values in columns.items()} for number in range(len(rows))]
    return list(zip(plain, where, strict=True))


def _table(path: Path, encoding: str) -> tuple[list[str], list[tuple[int, Row]]]:
    """The headings, and each row with the number of its line."""
    text = _text(path, encoding)
    mark = max(",;\t", key=text.partition("\n")[0].count)
    with _cells_of_any_length(text):
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        given = next(lines, [])
        rows = [(lines.line_num, cells) for cells in lines if cells]
    headings = [name or f"column {number}" for number, name in enumerate(given, 1)]
    check_unique(headings, path)
    ragged = next((line for line, cells in rows if len(cells) > len(headings)), None)
    if ragged is not None:
        raise DataError(f"{path}: line {ragged}: more cells than headings. Put cells that hold a comma into quotes.")
    told = [(line, dict(zip_longest(headings, cells))) for line, cells in rows]
    return [name for name, own in zip(headings, given, strict=True) if own or any(row[name] for _, row in told)], told


@contextmanager
def _cells_of_any_length(text: str) -> Iterator[None]:
    """Room for a coast in one cell: Python's own reader stops at 131,072 letters, in all threads alike."""
    with _LIMIT:
        before = csv.field_size_limit(len(text) + 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _text(path: Path, encoding: str) -> str:
    try:
        return path.read_bytes().decode(encoding)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        likely = "'utf-16'" if error.object[:2] in (b"\xff\xfe", b"\xfe\xff") else "'cp950' or 'cp932'"
        raise DataError(
            f"{path}: byte {error.start} is not {encoding.removesuffix('-sig')}. Save the file as UTF-8, "
            f"or say which encoding it is in, such as encoding={likely}."
        ) from error
    except LookupError as error:
        raise DataError(f"{path}: encoding = {encoding!r}: {error}. Write one such as 'big5'.") from error


def _heading(headings: list[str], names: tuple[str, ...]) -> str | None:
    return next((one for name in names for one in headings if one.strip().lower() == name), None)


def _from_wkt(row: Row, *, wkt: str, label: str) -> "BaseGeometry":
    import shapely

    try:
        return shapely.from_wkt(row[wkt] or "")
    except shapely.errors.GEOSException as error:
        raise DataError(f"{label}: {wkt}: {no_shape(error, 'WKT', 'Write it as POINT (122.95 24.45).')}") from error


def _in_degrees(row: Row, *, lon: str, lat: str, label: str) -> "BaseGeometry":
    import shapely

    numbers = []
    for heading in (lon, lat):
        cell = row[heading]
        try:
            numbers.append(float(cell or ""))
        except ValueError:
            got = "no cell, as after a quotation mark that is not closed" if cell is None else repr(cell)
            hint = " Write decimals with a point." if cell and re.fullmatch(r"-?\d+,\d+", cell.strip()) else ""
            raise DataError(
                f"{label}: {heading}: got {got}, expected degrees as a number, such as 122.95.{hint}"
            ) from None
    return shapely.Point(numbers)


def _typed(cells: list[str | None]) -> list[Any]:
    given = [cell for cell in cells if cell]
    if given and all(_NUMBER.fullmatch(cell) for cell in given):
        whole = all(re.fullmatch(r"-?\d+", cell) for cell in given)
        return [(int(cell) if whole else float(cell)) if cell else None for cell in cells]
    return [cell or None for cell in cells]
