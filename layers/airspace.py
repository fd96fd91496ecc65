"""Overlaps of areas of which only lines are known: each is closed on the side where no overlap can lie."""

from itertools import combinations
from typing import TYPE_CHECKING, Any

from rimland.layers.layer import GRADES, NAME_COLUMNS
from rimland.layers.zones import polygons, reach, square_km

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.rule_file import ClosedOverlapsRule, ClosedRule


def closed_overlaps(rule: "ClosedOverlapsRule") -> "GeoDataFrame":
    """A feature for each two areas of a rule that share 1 km² or more."""
    from geopandas import GeoDataFrame

    from rimland import geo
    from rimland.layers.catalog import load

    lines = load(rule.layer).set_index("id")
    areas = {name: _closed(lines, closed) for name, closed in rule.areas.items()}
    rows = []
    for one, other in combinations(rule.areas, 2):
        shape = polygons(geo.intersection(areas[one], areas[other]))
        if square_km(shape) >= 1:
            rows.append(_row(rule, lines, one, other) | {"area_km2": square_km(shape), "geometry": shape})
    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def _closed(lines: "GeoDataFrame", closed: "ClosedRule") -> "BaseGeometry":
    """Lines joined in their order into a ring, by way of further points, as an area with rhumb lines for sides."""
    import shapely

    from rimland import geo

    corners = [*shapely.get_coordinates(lines.geometry[closed.of].to_numpy()).tolist(), *closed.by]
    area = geo.densify(shapely.Polygon(corners), 1000.0, edges="rhumb")
    if closed.outside is None:
        return area
    near = reach(closed.outside, closed.beyond_nmi, 0, closed.within)
    rest = shapely.get_parts(polygons(geo.difference(area, near)))
    # A closing side may run behind the coast: what it closes in there does not reach the lines that are known.
    known = shapely.union_all(lines.geometry[closed.of].to_numpy())
    return shapely.MultiPolygon(list(rest[shapely.intersects(rest, known)]))


def _row(rule: "ClosedOverlapsRule", lines: "GeoDataFrame", one: str, other: str) -> dict[str, Any]:
    used = lines.loc[[*rule.areas[one].of, *rule.areas[other].of]]
    further = [source for name in (one, other) for source in rule.areas[name].sources]
    texts = rule.names.model_dump(by_alias=True)
    called = [rule.areas[name].names.model_dump(by_alias=True) for name in (one, other)]
    words = {tag: text.format(first=called[0][tag], second=called[1][tag]) for tag, text in texts.items()}
    precision = used["precision_m"].astype(float).max()
    return {
        "id": rule.id.format(first=one, second=other),
        **{NAME_COLUMNS[tag]: text for tag, text in words.items()},
        "source": "; ".join(dict.fromkeys("; ".join([*used["source"], *further]).split("; "))),
        "position_grade": max(used["position_grade"], key=GRADES.index),
        "fact_grade": max(used["fact_grade"], key=GRADES.index),
        "precision_m": precision if precision > 0 else None,
        **rule.properties,
    }
