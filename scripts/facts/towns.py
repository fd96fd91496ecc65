"""Towns as points: the seats of Japan's prefectures, its other cities, and cities of the region."""

from pathlib import Path

from rimland.scripts.facts.features import Feature, Row, feature, named, read_rows

CITY_SPREAD = 13_400
"""Metres within which 95 of 100 cities of Japan lie in both sources of `towns.csv`: for a city that only one has."""


def prefectural_capitals(facts: Path) -> list[Feature]:
    """The seat of each prefecture, in the order of their codes."""
    return [_town(row) for row in _towns(facts) if row["capital_of"]]


def towns(facts: Path) -> list[Feature]:
    """The cities of Japan that are no seat of a prefecture."""
    return [_town(row) for row in _towns(facts) if not row["capital_of"]]


def _towns(facts: Path) -> list[Row]:
    return read_rows(facts / "towns.csv")


def _town(row: Row) -> Feature:
    ours = {"municipality_code": row["municipality_code"]}
    prefecture = {f"prefecture_{tag}": row[f"prefecture_{old}"] for tag, old in _TAGS}
    seat = {"capital_of": row["capital_of"]} if row["capital_of"] else {}
    cited = "geonames; municipalities; seats" if seat else "geonames; municipalities"
    return _point(row, cited, int(row["precision_m"]), ours | prefecture | seat)


_TAGS = (("en", "en"), ("ja", "ja"), ("zh_hant", "zh"))


def cities(facts: Path) -> list[Feature]:
    """Cities round the theatre, for distances from and to them."""
    return [_point(row, "geonames", CITY_SPREAD, {}) for row in read_rows(facts / "cities.csv")]


def _point(row: Row, source: str, spread: int, more: dict[str, str]) -> Feature:
    properties = named(row["id"], row["name_en"], row["name_ja"], row["name_zh"]) | {
        "name_source": row["name_source"] or None,
        "source": source,
        "precision_m": spread,
        "geonames_id": row["geonames_id"],
        "population": int(row["population"]) if row["population"] else None,
    }
    return feature({"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}, properties | more)


LAYERS = {"prefectural-capitals": prefectural_capitals, "towns": towns, "cities": cities}
