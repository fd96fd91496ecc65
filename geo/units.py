"""Lengths: metres inside, kilometres and nautical miles at the edges."""

import math
import re
from numbers import Real
from typing import Any

from rimland.geo.errors import RadiusError, UnitError

NAUTICAL_MILE = 1852.0
"""Metres in an international nautical mile (BIPM, SI Brochure, 9th edition, table 8)."""

KILOMETRE = 1000.0
"""Metres in a kilometre."""

_METRES_IN = {
    "m": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "公尺": 1.0,
    "メートル": 1.0,
    "km": KILOMETRE,
    "公里": KILOMETRE,
    "キロ": KILOMETRE,
    "nmi": NAUTICAL_MILE,
    "nm": NAUTICAL_MILE,
    "海浬": NAUTICAL_MILE,
    "海里": NAUTICAL_MILE,
}

_LENGTH = re.compile(r"\s*([+-]?(?:\d[\d,_]*)?\.?\d+(?:[eE][+-]?\d+)?|[+-]?\d[\d,_]*\.?)\s*([^\W\d]\S*)\s*")


def nmi(nautical_miles: float) -> float:
    """Metres in a number of nautical miles.

    Examples
    --------
    >>> nmi(200)
    370400.0
    """
    return nautical_miles * NAUTICAL_MILE


def km(kilometres: float) -> float:
    """Metres in a number of kilometres.

    Examples
    --------
    >>> km(1.5)
    1500.0
    """
    return kilometres * KILOMETRE


def metres_of(value: Any, name: str) -> float:
    """A length that is given as a number of any kind, in double precision; which ones will do is for the caller to say.

    Raises
    ------
    RadiusError
        Text, an array, or anything else that is no number.
    """
    if not isinstance(value, Real):
        hint = " Read written lengths with rimland.geo.parse_length." if isinstance(value, str) else ""
        raise RadiusError(f"{name} is {value!r}: expected a number of metres.{hint}")
    return float(value)


def parse_length(text: str) -> float:
    """Metres in a written length such as ``200nmi``, ``1 000 km`` or ``12 海里``.

    A bare number is refused: which unit was meant is not ours to guess.

    Raises
    ------
    UnitError
        No number, no unit, an unknown unit, or a number that is not finite.

    Examples
    --------
    >>> parse_length("200nmi")
    370400.0
    >>> parse_length("1.5 km")
    1500.0
    """
    compact = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d)", "", text)
    match = _LENGTH.fullmatch(compact)
    if match is None:
        raise UnitError(f"{text!r} is not a length: write a number and a unit, such as 200nmi, 12 海里, 50km or 800m.")
    number, unit = match.groups()
    factor = _METRES_IN.get(unit.casefold().rstrip("."))
    if factor is None:
        raise UnitError(f"{text!r} has the unknown unit {unit!r}: expected nmi (nm, 海浬, 海里), km (公里) or m.")
    metres = float(number.replace(",", "").replace("_", "")) * factor
    if not math.isfinite(metres):
        raise UnitError(f"{text!r} is not a finite length: write a smaller number.")
    return metres
