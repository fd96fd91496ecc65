"""Whose coast is nearest: a window divided by lines as far from one coast as from the next."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rimland.layers.coasts import coast
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.zones import Bounds, named, sea_km2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.rule_file import CellsRule


def cells(rule: "CellsRule") -> "GeoDataFrame":
    """A feature for each coast of a rule that is nearest to some of the window, with the area of its sea.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        The rule names a coast that is none.
    """
    from geopandas import GeoDataFrame

    found = nearest_coasts(tuple(rule.of), rule.min_area_km2, rule.within)
    rows = [_cell(rule, name) | {"geometry": cell} for name, cell in found.items() if not cell.is_empty]
    for row in rows:
        row["area_km2"] = sea_km2(row["geometry"], rule.within)
    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


@lru_cache(maxsize=8)
def nearest_coasts(names: tuple[str, ...], least: float, window: Bounds) -> "Mapping[str, BaseGeometry]":
    """A window divided by the nearest coast, every line within a metre of where it is to be: a cell for each name.

    Coasts count in full, also those outside the window; what was cut off a mainland at a border is no coast.
    """
    from rimland import geo
    from rimland.layers.cache import cached_shapes

    question = {"what": "nearest coasts", "names": names, "least": least, "window": window}
    return cached_shapes(
        question,
        lambda: geo.partition({name: coast(name, min_area=least) for name in names}, within=window).cells,
    )


def _cell(rule: "CellsRule", name: str) -> dict[str, Any]:
    texts = rule.names.model_dump(by_alias=True)
    return {
        "id": rule.id.format(place=name),
        **{NAME_COLUMNS[tag]: text.format(place=named(name)[tag]) for tag, text in texts.items()},
        **rule.properties,
        **rule.but.get(name, {}),
        "coast": name,
    }
