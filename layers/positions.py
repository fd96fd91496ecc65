"""A position as people write it: with hemispheres, in degrees, minutes and seconds, or as two decimals."""

import re

from rimland.geo.errors import CoordinateError

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_ANGLE = rf"({_NUMBER})\s*(?:[°º]\s*(?:({_NUMBER})\s*['′’]\s*(?:({_NUMBER})\s*(?:[\"″”]|'')\s*)?)?)?"
_AFTER = re.compile(rf"{_ANGLE}\s*([NSEW])[\s,;]*{_ANGLE}\s*([NSEW])", re.IGNORECASE)
_BEFORE = re.compile(rf"([NSEW])\s*{_ANGLE}[\s,;]*([NSEW])\s*{_ANGLE}", re.IGNORECASE)
_DECIMALS = re.compile(rf"([+-]?(?:{_NUMBER}))\s*,\s*([+-]?(?:{_NUMBER}))")


def position(text: str) -> tuple[float, float] | None:
    """Longitude and latitude that a text says, degrees, or None when it is no position.

    Decimals without letters are latitude first, as people say them; with letters either may come first.

    Raises
    ------
    CoordinateError
        Two latitudes or two longitudes, or sixty minutes or seconds and more.

    Examples
    --------
    >>> position("24°27′N 122°57′E"), position("-8.75,115.75"), position("Yonaguni")
    ((122.95, 24.45), (115.75, -8.75), None)
    """
    text = text.replace("\u2212", "-").replace("\uff0c", ",")
    if decimals := _DECIMALS.fullmatch(text):
        return float(decimals[2]), float(decimals[1])
    if after := _AFTER.fullmatch(text):
        *first, one, degrees, minutes, seconds, other = after.groups()
        return _two(text, (one, first), (other, [degrees, minutes, seconds]))
    if before := _BEFORE.fullmatch(text):
        one, degrees, minutes, seconds, other, *second = before.groups()
        return _two(text, (one, [degrees, minutes, seconds]), (other, second))
    return None


def _two(text: str, *halves: tuple[str, list[str | None]]) -> tuple[float, float]:
    by_axis = {"lat" if side.upper() in "NS" else "lon": _degrees(text, side, parts) for side, parts in halves}
    if len(by_axis) != 2:
        raise CoordinateError(f"{text!r} has no latitude or no longitude: write one N or S and one E or W.")
    return by_axis["lon"], by_axis["lat"]


def _degrees(text: str, side: str, parts: list[str | None]) -> float:
    degrees, minutes, seconds = (float(part or 0) for part in parts)
    if minutes >= 60 or seconds >= 60:
        raise CoordinateError(f"{text!r} has 60 or more minutes or seconds: write a position such as 24°27′N 122°57′E.")
    size = degrees + minutes / 60 + seconds / 3600
    return -size if side.upper() in "SW" else size
