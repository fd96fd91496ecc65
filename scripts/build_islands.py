"""Named islands: from a reviewed table of positions to the polygons of the coastline that lie there."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.scripts.build_source import Land, Shapes, areas

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Row = dict[str, str]

AREA_TOLERANCE = 0.05
"""How far a mapped area may lie from the published one without a note in the table that says why."""


@dataclass(frozen=True, kw_only=True)
class Island:
    """A row of the table, the row of the facts it points to, and its polygons."""

    row: Row
    fact: Row
    shapes: Shapes
    numbers: tuple[int, ...]

    @property
    def id(self) -> str:
        """Its id, the same in every file."""
        return self.row["id"]

    @property
    def area(self) -> float:
        """Mapped, km²."""
        return float(areas(self.shapes).sum())

    @property
    def published_area(self) -> float | None:
        """As the facts print it, km²; None where they do not."""
        return float(self.fact["area_km2"]) if self.fact.get("area_km2") else None


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def match(land: Land, facts: Path) -> list[Island]:
    """Every island of ``island_seeds.csv`` with the polygons that hold its positions.

    Several rows of one id are several polygons of one named set; names and facts stand in the first.

    Raises
    ------
    ValueError
        A position lies in no polygon, or a mapped area is far from the published one and no note says why.
    """
    seeds = read_table(facts / "island_seeds.csv")
    tables = {name: {row["name_en"]: row for row in read_table(facts / f"{name}.csv")} for name in _tables(seeds)}
    spots = shapely.points([[float(row["lon"]), float(row["lat"])] for row in seeds])
    which, found = shapely.STRtree(land.shapes).query(spots, predicate="intersects")
    islands = []
    for first, rows in _by_id(seeds):
        row = seeds[first]
        polygons = sorted({int(i) for spot in rows for i in found[which == spot]})
        if len(polygons) != len(rows):
            raise ValueError(f"island_seeds.csv: {row['id']}: {len(rows)} positions lie in {len(polygons)} polygons.")
        fact = tables[row["facts"]][row["facts_name"]] if row["facts"] else {}
        numbers = tuple(int(land.numbers[i]) for i in polygons)
        # Spits that rounding pinched off have the number of the island that they belong to.
        shapes = land.shapes[np.isin(land.numbers, numbers)]
        islands.append(Island(row=row, fact=fact, shapes=shapes, numbers=numbers))
    for island in islands:
        _check_area(island)
    return islands


def _tables(seeds: list[Row]) -> set[str]:
    return {row["facts"] for row in seeds if row["facts"]}


def _by_id(seeds: list[Row]) -> Iterator[tuple[int, list[int]]]:
    ids = [row["id"] for row in seeds]
    for one in dict.fromkeys(ids):
        yield ids.index(one), [i for i, other in enumerate(ids) if other == one]


def _check_area(island: Island) -> None:
    published = island.published_area
    if published is None or island.row["note"]:
        return
    if abs(island.area / published - 1) > AREA_TOLERANCE:
        raise ValueError(
            f"island_seeds.csv: {island.id}: mapped {island.area:.4f} km², published {published} km²: "
            "more than 5 % apart. Find out why, and say so in its note."
        )


def frame(islands: list[Island], groups: dict[str, Row]) -> "GeoDataFrame":
    """The islands of one layer as features, in the order of the table.

    Parameters
    ----------
    islands
        All of one layer.
    groups
        Key of a group and the row of ``place_sets.csv`` that names it.
    """
    from geopandas import GeoDataFrame

    records = [_record(island, groups) for island in islands]
    shapes = [_whole(island.shapes) for island in islands]
    made = GeoDataFrame(records, geometry=shapes, crs="EPSG:4326")
    if not made["precision_m"].notna().any():
        made = made.drop(columns="precision_m")
    made["population"] = made["population"].astype("Int64")
    made["population_year"] = made["population_year"].astype("Int64")
    return made


def _record(island: Island, groups: dict[str, Row]) -> dict[str, Any]:
    row, fact = island.row, island.fact
    group = groups.get(_group(island), {})
    return {
        "id": island.id,
        "name_en": row["name_en"] or fact.get("name_en") or None,
        "name_ja": row["name_ja"] or fact.get("name_ja") or None,
        "name_zh_hant": row["name_zh_hant"] or fact.get("name_zh") or None,
        "name_source": "facts" if fact else "ours",
        "aliases": row["aliases"] or None,
        "group": group.get("id") or None,
        "group_en": group.get("name_en") or None,
        "group_ja": group.get("name_ja") or None,
        "group_zh_hant": group.get("name_zh_hant") or None,
        "area_km2": round(island.area, 4),
        "area_published_km2": island.published_area,
        "population": int(fact["population"]) if fact.get("population") else None,
        "population_year": int(fact["population_year"]) if fact.get("population_year") else None,
        "source": f"osm; {row['facts'].replace('_', '-')}" if fact else "osm; names",
        "fact_source": fact.get("source") or None,
        "fact_url": fact.get("url") or None,
        "position_grade": "C" if row["precision_m"] else "B",
        "precision_m": float(row["precision_m"]) if row["precision_m"] else None,
        "fact_grade": worst_grade(fact["grade"]) if fact else "C",
        "status": row["status"] or None,
        "claimants": row["claimants"] or None,
        "administered_by": row["administered_by"] or None,
        "name_zh_grade": (fact.get("name_zh_grade") or "").split(" ")[0] or None,
        "note_en": " ".join(filter(None, [row["note_en"], _sentence(fact.get("note", "")), _sentence(row["note"])]))
        or None,
        "note_ja": row["note_ja"] or None,
        "note_zh_hant": row["note_zh_hant"] or None,
    }


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}.".replace("km2", "km²") if text else ""


def _group(island: Island) -> str:
    return island.row["group"] or island.fact.get("group_en", "")


def worst_grade(text: str) -> str:
    """The worst grade of a text such as ``B area / A population``.

    Examples
    --------
    >>> worst_grade("B area / A population")
    'B'
    """
    grades = [word for word in text.replace("/", " ").split() if word in ("A", "B", "C+", "C")]
    return max(grades, key=["A", "B", "C+", "C"].index)


def _whole(shapes: Shapes) -> Any:
    return shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)


def report(islands: list[Island]) -> list[str]:
    """A line for each island whose mapped area lies more than 5 % from the published one."""
    lines = []
    for island in islands:
        published = island.published_area
        if published and abs(island.area / published - 1) > AREA_TOLERANCE:
            off = 100 * (island.area / published - 1)
            lines.append(f"{island.id}: {island.area:.4f} km² mapped, {published} published ({off:+.1f} %)")
    return lines


def place_of(islands: list[Island], numbers: Any) -> list[str | None]:
    """For each polygon's number in the source, the id of the island that it is, or None."""
    known = {number: island.id for island in islands for number in island.numbers}
    return [known.get(int(number)) for number in np.asarray(numbers)]
