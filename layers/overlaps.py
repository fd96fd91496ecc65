"""What the features of two layers share, pair by pair, and what they do not: each with the sources of both."""

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from rimland.layers.layer import GRADES, LANGUAGES, NAME_COLUMNS
from rimland.layers.zones import named, polygons, sea_km2, square_km, without_land

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Layer
    from rimland.layers.rule_file import DifferenceRule, OverlapsRule

Row = dict[str, Any]

MARGIN = 0.5
"""Degrees about a feature's bounds: more than its geodesic sides leave them by, for one of a few hundred kilometres."""

REST = {"en": "{}: the rest", "ja": "{}の残り", "zh-Hant": "{}其餘部分"}
"""What is left of a feature without what others cover."""


def overlaps(rule: "OverlapsRule", catalog: "Mapping[str, Layer]") -> "GeoDataFrame":
    """A feature for each two features that share at least some sea, with its area.

    Parameters
    ----------
    rule
        Which layers; all pairs of one layer where no second is named.
    catalog
        Where the layers are looked for: rules that share one read each layer once.

    Raises
    ------
    UnknownLayerError
        The rule names a layer that is none.
    LookupError
        They share no area of the least size.
    """
    from geopandas import GeoDataFrame

    first = features(rule.first, catalog)
    pairs = combinations(first, 2) if rule.second is None else product(first, features(rule.second, catalog))
    apart = [set(pair) for pair in rule.apart]
    wanted = [(a, b) for a, b in pairs if _bounds_meet(a, b) and {a.get("coast"), b.get("coast")} not in apart]
    rows = [_overlap(rule, a, b) for a, b in wanted if not _near(b, a).is_empty]
    kept = [row for row in rows if row["area_km2"] >= rule.least_km2]
    if not kept:
        raise LookupError(f"no area of {rule.least_km2:g} km² or more is shared. Name other layers, or give least_km2.")
    _adding(rule, kept, first)
    return GeoDataFrame(kept, geometry="geometry", crs="EPSG:4326")


def differences(rule: "DifferenceRule", catalog: "Mapping[str, Layer]") -> "GeoDataFrame":
    """The features of a layer without what those of others cover, with their areas; none where nothing is left.

    Raises
    ------
    UnknownLayerError
        The rule names a layer that is none.
    LookupError
        Nothing at all is left.
    """
    from geopandas import GeoDataFrame

    from rimland import geo

    others = [row for name in rule.without for row in features(name, catalog)]
    rows = []
    for row in features(rule.of, catalog):
        rest: BaseGeometry = row["geometry"]
        cutting = [other for other in others if _bounds_meet(row, other) and _shared(row, other)]
        for other in cutting:
            rest = polygons(geo.difference(rest, other["geometry"]))
        if not rest.is_empty:
            rows.append(_rest_of(row, cutting) | rule.properties | {"area_km2": square_km(rest), "geometry": rest})
    if not rows:
        raise LookupError(f"nothing of {rule.of!r} is left without {', '.join(rule.without)}. Name other layers.")
    if len(rows) == 1:
        rows[0] |= {NAME_COLUMNS[tag]: words for tag, words in rule.title.model_dump(by_alias=True).items()}
    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def _rest_of(row: Row, others: list[Row]) -> Row:
    """What a part of a feature keeps of it, with the sources, the worst grades and precision of all that made it."""
    given = (row, *others)
    kept = ("id", "valid_from", "valid_to", "status", "claimants")
    cited = "; ".join(str(one["source"]) for one in given).split("; ")
    names = _label(row)
    return {
        **{name: row[name] for name in kept if name in row},
        **{column: REST[tag].format(names[tag]) if others else names[tag] for tag, column in NAME_COLUMNS.items()},
        "source": "; ".join(dict.fromkeys(cited)),
        **_worst_grades(*given),
        **_worst_precision(*given),
    }


def _worst_grades(*rows: Row) -> dict[str, str]:
    return {name: max((str(row[name]) for row in rows), key=GRADES.index) for name in ("position_grade", "fact_grade")}


def features(name: str, catalog: "Mapping[str, Layer]") -> list[Row]:
    """The features of a layer, their edges cut where a geodesic would not do for them."""
    from rimland import geo

    layer = catalog[name]
    rows: list[Row] = layer.features.to_dict("records")
    if layer.edges == "rhumb":
        rows = [row | {"geometry": geo.densify(row["geometry"], 1000.0, edges="rhumb")} for row in rows]
    return rows


def _overlap(rule: "OverlapsRule", a: Row, b: Row) -> Row:
    from rimland.layers.cache import cached_shapes, cached_values, content

    about = {"shapes": content(a["geometry"], b["geometry"]), "within": rule.within, "keep_land": rule.keep_land}
    question = {"what": "overlap", "zone": bool(b.get("coast")), **about}
    shape = cached_shapes(question, lambda: {"common": _common(rule, a, b)})["common"]
    one, other = _label(a), _label(b)
    texts = rule.names.model_dump(by_alias=True)
    both = {
        "id": rule.id.format(first=_key(a), second=_key(b)),
        **{NAME_COLUMNS[tag]: text.format(first=one[tag], second=other[tag]) for tag, text in texts.items()},
        "source": "; ".join(dict.fromkeys(f"{a['source']}; {b['source']}".split("; "))),
        **_worst_grades(a, b),
        **_states(a, b),
        **rule.properties,
    }
    area = cached_values(question, lambda: {"area_km2": _sea(rule, shape)})
    return both | {"first": a["id"], "second": b["id"], **area, "geometry": shape}


def _common(rule: "OverlapsRule", a: Row, b: Row) -> "BaseGeometry":
    from rimland import geo

    shape = polygons(geo.intersection(a["geometry"], _near(b, a)))
    return without_land(shape, rule.within) if rule.within is not None and not rule.keep_land else shape


def _sea(rule: "OverlapsRule", shape: "BaseGeometry") -> float:
    return sea_km2(shape, rule.within) if rule.within is not None and rule.keep_land else square_km(shape)


def _shared(a: Row, b: Row) -> bool:
    from rimland import geo

    return not polygons(geo.intersection(a["geometry"], _near(b, a))).is_empty


def _bounds_meet(a: Row, b: Row) -> bool:
    import shapely

    return bool(shapely.box(*a["geometry"].bounds).buffer(MARGIN).intersects(shapely.box(*b["geometry"].bounds)))


def _near(row: Row, other: Row) -> "BaseGeometry":
    """A feature; of a zone, whose vertices are so dense that it may be cut in degrees, only what is near the other."""
    import shapely

    shape: BaseGeometry = row["geometry"]
    if not row.get("coast"):
        return shape
    return polygons(shapely.intersection(shape, shapely.box(*other["geometry"].bounds).buffer(MARGIN)))


def _adding(rule: "OverlapsRule", rows: list[Row], first: list[Row]) -> None:
    """Into `adds_km2`: how much of an overlap is not in that of another coast with the same neighbour already."""
    if not rule.adds or rule.within is None:
        return
    zones = {row["coast"]: row for row in first}
    for row in rows:
        row["adds_km2"] = None
        for coast, other in rule.adds.items():
            if zones[coast]["id"] in (row["first"], row["second"]):
                row["adds_km2"] = sea_km2(_rest(row["geometry"], zones[other]["geometry"]), rule.within)


def _rest(shape: "BaseGeometry", other: "BaseGeometry") -> "BaseGeometry":
    from rimland import geo

    return polygons(geo.difference(shape, other))


def _states(a: Row, b: Row) -> Row:
    """What a share keeps of the states of the two: disputes of either, dates and the worse precision."""
    disputed = [row for row in (a, b) if str(row.get("status") or "").startswith("disputed")]
    found: Row = {"status": disputed[0]["status"], "claimants": disputed[0]["claimants"]} if disputed else {}
    found |= {key: row[key] for key in ("valid_from", "valid_to") for row in (b, a) if row.get(key)}
    return found | _worst_precision(a, b)


def _worst_precision(*rows: Row) -> Row:
    precisions = [row["precision_m"] for row in rows if row.get("precision_m")]
    return {"precision_m": max(precisions)} if precisions else {}


def _label(row: Row) -> dict[str, str]:
    """What a feature is called: a zone by the place from whose coast it is measured."""
    if row.get("coast"):
        return named(row["coast"])
    names = {tag: row.get(NAME_COLUMNS[tag]) for tag in LANGUAGES}
    return {tag: str(name or names["en"]) for tag, name in names.items()}


def _key(row: Row) -> str:
    return str(row.get("coast") or row["id"])
