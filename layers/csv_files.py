"""Tables with a position in each row, as spreadsheets write them."""

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LON = ("lon", "lng", "long", "longitude", "x", "経度", "經度", "经度")
LAT = ("lat", "latitude", "y", "緯度", "纬度")
WKT = ("wkt", "geometry")
"""Headings under which a position is looked for, whatever their case."""

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")

Row = dict[str, Any]


def read_features(path: Path, encoding: str = "utf-8-sig") -> list[tuple[Row, "BaseGeometry"]]:
    """The other columns and the geometry of each row of a CSV file, separated by commas, semicolons or tabs.

    A column is of numbers where every cell is one that says nothing but its value: ``01202`` stays text.

    Raises
    ------
    DataError
        The file cannot be read, is not in the encoding, has no columns of positions, or a row of it has none.
    """
    rows = list(csv.DictReader(io.StringIO(_text(path, encoding), newline=""), delimiter=_delimiter(path, encoding)))
    headings = [heading for heading in (rows[0] if rows else {}) if heading is not None]
    if not rows:
        raise DataError(f"{path}: no rows in it. Give a table with a line of headings and a row for each feature.")
    _check_headings(path, encoding)
    lon, lat, wkt = (_heading(headings, names) for names in (LON, LAT, WKT))
    if wkt is None and (lon is None or lat is None):
        found = ", ".join(headings)
        raise DataError(f"{path}: no columns of positions among {found}. Call them lon and lat, or one wkt.")
    if any(None in row for row in rows):
        number = next(number for number, row in enumerate(rows, 2) if None in row)
        raise DataError(f"{path}: line {number}: more cells than headings. Put cells that hold a comma into quotes.")
    where = [_position(row, lon, lat, wkt, f"{path}: line {number}") for number, row in enumerate(rows, 2)]
    columns = {name: _typed([row[name] for row in rows]) for name in headings if name not in (lon, lat, wkt)}
    plain = [{name: values[number] for name, values in columns.items()} for number in range(len(rows))]
    return list(zip(plain, where, strict=True))


def _check_headings(path: Path, encoding: str) -> None:
    """Refuse two columns of one name: which of them is meant, nobody can say."""
    first = next(csv.reader(io.StringIO(_text(path, encoding), newline=""), delimiter=_delimiter(path, encoding)))
    twice = next((name for name in first if name and first.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{path}: two columns are called {twice!r}. Give each its own heading.")


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


def _delimiter(path: Path, encoding: str) -> str:
    first = _text(path, encoding).partition("\n")[0]
    return max(",;\t", key=first.count)


def _heading(headings: list[str], names: tuple[str, ...]) -> str | None:
    return next((one for name in names for one in headings if one.strip().lower() == name), None)


def _position(row: Row, lon: str | None, lat: str | None, wkt: str | None, label: str) -> "BaseGeometry":
    import shapely

    if lon is None or lat is None:
        try:
            return shapely.from_wkt(row[str(wkt)] or "")
        except shapely.errors.GEOSException as error:
            raise DataError(f"{label}: not WKT: {error}. Write it as POINT (122.95 24.45).") from error
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
