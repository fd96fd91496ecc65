"""A layer as lines to read: what is known of it, and of each of its named features."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rimland.layers.layer import NAME_COLUMNS

ABSENT = "not available"

_SAID = {"id", "geometry", "position_grade", "fact_grade", *NAME_COLUMNS.values()}
"""Columns that the first line of a feature has."""

_ENDS = ("_en", "_ja", "_zh_hant")

_OF_POSITIONS = ("edges", "position_grade", "accuracy_m")
"""What is said of positions: nothing to a table, which has none."""


def lines(tables: Mapping[str, Any], features: Sequence[Mapping[str, Any]], *, named: bool) -> Iterator[str]:
    """Everything, a line at a time.

    Parameters
    ----------
    tables
        What the layer says of itself, as `rimland.layers.catalog.as_tables` has it.
    features
        Its rows as plain values.
    named
        Whether the features are told one by one.
    """
    yield from _texts(tables)
    yield from _fields(tables, features)
    yield "sources:"
    for source in tables["sources"]:
        yield f"  {source['id']}: {_source(source)}"
    for heading, told in (("known gaps", _gaps(tables)), ("columns", _columns(tables))):
        yield f"{heading}:" if told else f"{heading}: none"
        yield from (f"  {line}" for line in told)
    yield f"features: {len(features)}" + ("; behind the names the grades of position and facts" if named else "")
    if named:
        units = {name: column["unit"] for name, column in tables["columns"].items()} | {"precision_m": "m"}
        cited = {str(feature.get("source")) for feature in features}
        all_cite_all = {frozenset(one.split("; ")) for one in cited} == {
            frozenset(one["id"] for one in tables["sources"])
        }
        for feature in features:
            yield from _feature(feature, units, skipped=_SAID | ({"source"} if all_cite_all else set()))


def _texts(tables: Mapping[str, Any]) -> Iterator[str]:
    yield f"name: {tables['name']}"
    for key in ("title", "summary", "caveat"):
        yield f"{key}:" if tables[key] else f"{key}: none"
        yield from (f"  {tag}: {words}" for tag, words in (tables[key] or {}).items())


def _fields(tables: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    absent = {
        "sha256": "none: computed when it is read" if tables["computed"] else ABSENT,
        "accuracy_m": "see precision_m of each feature" if "precision_m" in (features or [{}])[0] else ABSENT,
    }
    table = tables["kind"] == "table"
    for key in ("group", "kind", "edges", "as_of", "licence", "position_grade", "fact_grade", "accuracy_m", "sha256"):
        if not (table and key in _OF_POSITIONS):
            value = tables[key]
            yield f"{key}: {absent.get(key, ABSENT) if value in (None, '') else _value(value)}"
    if not table:
        yield f"shown at first: {'yes' if tables['visible'] else 'no'}"
        yield f"style: {_style(tables['style'])}"


def _source(source: Mapping[str, Any]) -> str:
    """Who says so, and what is not known of it, in one line."""
    fields = ("title", "publisher", "date", "url", "licence")
    missing = ", ".join(field for field in fields if not source[field])
    return "; ".join(
        [*(source[field] for field in fields if source[field]), *([f"{ABSENT}: {missing}"] * bool(missing))]
    )


def _style(style: Mapping[str, Any]) -> str:
    """The hints for renderers, as one line."""
    return "; ".join(f"{hint} {_hint(value)}" for hint, value in style.items()) or "that of its kind"


def _hint(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(_hint, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _gaps(tables: Mapping[str, Any]) -> list[str]:
    return [f"{tag}: {words}" for gap in tables["gaps"] for tag, words in gap.items()]


def _columns(tables: Mapping[str, Any]) -> list[str]:
    described = tables["columns"].items()
    return [
        name + (f" ({column['unit']})" if column["unit"] else "") + f": {column['summary']}"
        for name, column in described
    ]


def _feature(feature: Mapping[str, Any], units: Mapping[str, str | None], skipped: set[str]) -> Iterator[str]:
    names = " / ".join(str(feature.get(column) or ABSENT) for column in NAME_COLUMNS.values())
    grades = "/".join(str(feature[grade]) for grade in ("position_grade", "fact_grade") if feature.get(grade))
    yield f"  {feature['id']}: {names} [{grades}]"
    for name in (name for name in feature if name not in skipped):
        columns = _in_languages(name, feature)
        if any(feature[column] not in (None, "") for column in columns):
            told = " / ".join(_value(feature[column], units.get(column)) for column in columns)
            yield f"    {name.removesuffix('_en')}: {told}"


def _in_languages(name: str, feature: Mapping[str, Any]) -> list[str]:
    """The columns that say the same in each language, at the first of them, for the code that they put in words too."""
    stem = next((name.removesuffix(end) for end in _ENDS if name.endswith(end)), name)
    found = [stem + end for end in _ENDS if stem + end in feature]
    return [name] if len(found) < 2 else found if name == found[0] else []


def _value(value: Any, unit: str | None = None) -> str:
    """A value as it is read, rounded as on the map; a number with its unit."""
    if value in (None, ""):
        return ABSENT
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    size = abs(value)
    digits = 0 if size >= 1000 or float(value).is_integer() else 1 if size >= 10 else 2 if size >= 0.1 else 4
    return f"{value:,.{digits}f} {unit}" if unit else f"{value:.{digits}f}"  # without a unit it may be a year
