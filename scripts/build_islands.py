"""Named islands: from a reviewed table of positions to the polygons of the coastline that lie there."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.scripts.build_source import Land, Shapes, areas
from rimland.scripts.facts import island_words
from rimland.scripts.facts.island_words import NOT_ESTABLISHED

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Row = dict[str, str]

SOURCES = ("fact_source", "area_source", "population_source", "names_source", "name_ja_source")
"""Columns of ``island_sources.csv``: the sources of the facts, those of one fact beside those of all others."""

COUNTED = ("population", "population_year", "population_2015")
"""Columns of whole numbers."""

SOME = ("precision_m", "area_difference", "population_basis", "population_2015", *SOURCES)
"""Columns that a layer has only where one of its islands has something to say there."""

AREA_TOLERANCE = 0.05
"""How far a mapped area may lie from the published one without a word on the cause in ``island_notes.csv``."""


@dataclass(frozen=True, kw_only=True)
class Island:
    """A row of the table, the row of the facts it points to, the rows that say more of both, and its polygons."""

    row: Row
    fact: Row
    told: Row
    cited: Row
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
        A position lies in no polygon, a remark or a source is not said in three languages, or a mapped area is far
        from the published one and no note says why.
    """
    seeds = read_table(facts / "island_seeds.csv")
    notes = {row["id"]: row for row in read_table(facts / "island_notes.csv")}
    sources = {row["source"]: row for row in read_table(facts / "island_sources.csv")}
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
        told, cited = notes.get(row["id"], {}), sources.get(fact.get("source", ""), {})
        islands.append(Island(row=row, fact=fact, told=told, cited=cited, shapes=shapes, numbers=numbers))
    island_words.check(notes, {island.id: _remarks(island) for island in islands})
    for island in islands:
        _check_source(island)
        _check_area(island)
    return islands


def _tables(seeds: list[Row]) -> set[str]:
    return {row["facts"] for row in seeds if row["facts"]}


def _by_id(seeds: list[Row]) -> Iterator[tuple[int, list[int]]]:
    ids = [row["id"] for row in seeds]
    for one in dict.fromkeys(ids):
        yield ids.index(one), [i for i, other in enumerate(ids) if other == one]


def _remarks(island: Island) -> list[str]:
    return [remark for remark in (island.fact.get("note"), island.row["note"]) if remark]


def _check_source(island: Island) -> None:
    if island.fact.get("source") and not any(island.cited.get(column) for column in SOURCES):
        raise ValueError(f"island_sources.csv: no row for {island.fact['source']!r}, of {island.id}. Write one.")


def _check_area(island: Island) -> None:
    published = island.published_area
    if published is None or island.told.get("area"):
        return
    if abs(island.area / published - 1) > AREA_TOLERANCE:
        raise ValueError(
            f"island_notes.csv: {island.id}: mapped {island.area:.4f} km², published {published} km²: "
            "more than 5 % apart. Find out why, say so in its note, and in the column area that it does."
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
    for column in COUNTED:
        made[column] = made[column].astype("Int64")
    return made.drop(columns=[column for column in SOME if made[column].isna().all()])


def _record(island: Island, groups: dict[str, Row]) -> dict[str, Any]:
    row, fact, told, cited = island.row, island.fact, island.told, island.cited
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
        "area_source": cited.get("area_source") or None,
        "area_difference": NOT_ESTABLISHED if told.get("area") == NOT_ESTABLISHED else None,
        "population": int(fact["population"]) if fact.get("population") else None,
        "population_year": int(fact["population_year"]) if fact.get("population_year") else None,
        "population_basis": cited.get("population_basis") or None,
        "population_source": cited.get("population_source") or None,
        "population_2015": int(told["population_2015"]) if told.get("population_2015") else None,
        "source": f"osm; {row['facts'].replace('_', '-')}" if fact else "osm; names",
        **{column: cited.get(column) or None for column in ("fact_source", "names_source", "name_ja_source")},
        "fact_url": fact.get("url") or None,
        "position_grade": "C" if row["precision_m"] else "B",
        "precision_m": float(row["precision_m"]) if row["precision_m"] else None,
        "fact_grade": worst_grade(fact["grade"]) if fact else "C",
        "status": row["status"] or None,
        "claimants": row["claimants"] or None,
        "administered_by": row["administered_by"] or None,
        "name_zh_grade": (fact.get("name_zh_grade") or "").split(" ")[0] or None,
        **island_words.note(told),
    }


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
