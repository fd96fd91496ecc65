"""What a row of a layer says of a feature, as plain values: names, whose it is, facts with their units."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import numpy as np

from rimland.layers import LANGUAGES, Layer
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.names import words
from rimland.maps import text
from rimland.maps.terms import TERMS

Row = Mapping[str, Any]

OWN_COLUMNS = {
    *("id", "name", "geometry", "source", "position_grade", "fact_grade", "status", "disputed", "claimants", "note"),
    *("administered_by", "precision_m", "rank", "population_year", "width_km", *NAME_COLUMNS.values()),
}
"""Columns with a meaning of their own: every other one is a fact."""

UNITS = {"_km2": "km²", "_km": "km", "_nmi": "nmi", "_m": "m", "population": "people", "year": "year"}
"""The unit that the end of a column's name says, where the layer's file says none."""


ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+>")
"""How Python ends what it calls an object without a text of its own: another one in each run."""

EXACT = 2**53
"""Up to here every whole number is one of JavaScript's."""


def is_disputed(row: Row) -> bool:
    """Whether a feature is one that more than one state claims, by its own columns."""
    return "disputed" in (stated(row.get("status")) or "").lower() or row.get("disputed") is True


def names(row: Row) -> list[str]:
    """A feature's name in each of `LANGUAGES`, empty where no source has one."""
    found = [stated(row.get(column)) or "" for column in NAME_COLUMNS.values()]
    return found if any(found) else [stated(row.get("name")) or ""] * len(found)


def aliases(row: Row) -> str:
    """The other names by which a reader may seek a feature, where none of its own holds them."""
    shown = ["".join(words(name)) for name in names(row)]
    kept: dict[str, str] = {}
    for name in str(stated(row.get("aliases")) or "").split(";"):
        plain = "".join(words(name))
        if plain and not any(plain in other for other in shown):
            kept.setdefault(plain, name.strip())
    return "; ".join(kept.values())


def every_name(row: Row, language: str) -> str:
    """What a disputed feature is called where one language stands: the names of all sides, the reader's first.

    A name that says another one itself, as 尖閣諸島（釣魚臺列嶼） does, is not followed by it.

    Examples
    --------
    >>> every_name({"name_en": "Uotsuri", "name_ja": "魚釣島", "name_zh_hant": "釣魚臺"}, "ja")
    '魚釣島 / 釣魚臺'
    >>> every_name({"name_en": "Dokdo", "name_ja": "竹島（独島）", "name_zh_hant": "獨島（竹島）"}, "zh-Hant")
    '獨島（竹島）'
    """
    every = names(row)
    own = every[LANGUAGES.index(language)] or next((name for name in every if name), "")
    others = [name for name in every[1:] if name.partition("（")[0] not in own]
    return own if language == "en" else " / ".join(dict.fromkeys([own, *others]))


def standing(row: Row) -> dict[str, Any]:
    """What is said of whose it is, and the note, as far as the row says it."""
    found: dict[str, Any] = {"disputed": True} if is_disputed(row) else {}
    for key, column in (("status", "status"), ("claimants", "claimants"), ("administered", "administered_by")):
        value = _in_languages(row, column) or stated(row.get(column))
        if value:
            found[key] = text.actors(value) if key != "status" and isinstance(value, str) else value
    note = _in_languages(row, "note")
    if note:
        found["note"] = dict(note) if len(set(note.values())) > 1 else note["en"]
    elif stated(row.get("note")):
        found["note"] = stated(row.get("note"))
    return found


def facts(row: Row, layer: Layer, *, every: bool) -> list[list[Any]]:
    """Each fact as its column, its value and, where it has one, its unit.

    Parameters
    ----------
    row
        The feature.
    layer
        Its file names the units.
    every
        Whether columns that we have no words for are shown under their own names.
    """
    known = text.words("en")
    found: list[list[Any]] = []
    for column in row:
        stem = column.removesuffix("_en")
        if _says_again(column, row) or not (
            _is_own_fact(column, row, layer) if every else _is_fact(column, row, known)
        ):
            continue
        value = (_in_languages(row, stem) if stem != column else None) or _value(row[column])
        if not every and isinstance(value, str) and value in TERMS:  # an author's own words stay as they are
            value = dict(zip(LANGUAGES, TERMS[value], strict=True))
        name = column if every and stem in row else stem
        if stem == "population" and (year := _value(row.get("population_year"))):
            found.append([name, value, str(year)])
        elif value not in (None, ""):
            unit = _unit(column, layer)
            found.append([name, value, unit] if unit else [name, value])
    return found


def _says_again(column: str, row: Row) -> bool:
    """Whether a column says in another language or unit what one beside it says."""
    if column.endswith("_nmi"):
        return f"{column.removesuffix('_nmi')}_km" in row
    stem = next((column.removesuffix(end) for end in ("_ja", "_zh_hant") if column.endswith(end)), None)
    return stem is not None and f"{stem}_en" in row


def _is_fact(column: str, row: Row, known: Mapping[str, str]) -> bool:
    """Whether a column of a layer that ships is one that we have words for; a code is told by the words beside it."""
    stem = column.removesuffix("_en")
    return stem in known and not {column, stem} & OWN_COLUMNS and f"{column}_en" not in row


def _is_own_fact(column: str, row: Row, layer: Layer) -> bool:
    """Whether a column of an author's own is shown as a fact: all that is not told of the feature in another way."""
    value = row[column]
    told = {
        "source": str(value) in {source.id for source in layer.sources},
        "rank": False,
        "disputed": isinstance(value, bool),
        "precision_m": bool(number(value)),
        "population_year": "population" in row,
        "width_km": layer.kind == "line" and number(value) is not None,
    }
    return not told.get(column, bool({column, _stem(column)} & OWN_COLUMNS))


def _stem(column: str) -> str:
    return next((column.removesuffix(end) for end in ("_en", "_ja", "_zh_hant") if column.endswith(end)), column)


def _unit(column: str, layer: Layer) -> str | None:
    if column in layer.columns and layer.columns[column].unit:
        return (layer.columns[column].unit or "").replace("2", "²")
    return next((unit for end, unit in UNITS.items() if column.endswith(end)), None)


def _in_languages(row: Row, stem: str) -> dict[str, str] | None:
    values = {tag: stated(row.get(column)) for tag, column in _columns(stem).items()}
    first = next((value for value in values.values() if value), None)
    return None if first is None else {tag: value or first for tag, value in values.items()}


def _columns(stem: str) -> dict[str, str]:
    return {tag: f"{stem}_{tag.lower().replace('-', '_')}" for tag in LANGUAGES}


def stated(value: Any) -> str | None:
    """A value as text; None where it is missing, in any of the ways that pandas has for that, or no finite number.

    Examples
    --------
    >>> stated("x"), stated(float("nan")), stated([1, 2]), stated(datetime(2024, 5, 6)), stated(7.0)
    ('x', None, '[1, 2]', '2024-05-06', '7')
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, (float, np.floating)):
        return str(value).removesuffix(".0") if math.isfinite(value) else None
    if isinstance(value, Decimal) and not value.is_finite():
        return None
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()  # a day, in the one form that a frame has for it
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(repr, value)))}}}"  # in an order that is the same in the next run
    return value if isinstance(value, str) else ADDRESS.sub(">", str(value))


def number(value: Any) -> float | None:
    """A finite number, or what a text says of one; None of anything else."""
    try:
        found = math.nan if isinstance(value, np.ndarray) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return round(found, 6) if math.isfinite(found) else None


def _value(value: Any) -> Any:
    """A fact as a number or a text; None where there is nothing to show."""
    if isinstance(value, (bool, np.bool_, str, bytes)) or number(value) is None:
        return stated(value)
    found, size = float(value), abs(float(value))
    if found.is_integer():
        return int(found) if size < EXACT else stated(value)
    if size < 0.1:
        return round(found, 2 - math.floor(math.log10(size)))
    return round(found, 1 if size >= 1000 else 2 if size >= 10 else 4)  # one more than is shown
