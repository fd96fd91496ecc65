"""Sea lanes as chains of calls, and what they call at and pass: ports and the straits beyond the chain."""

from pathlib import Path

from rimland.scripts.facts.features import Feature, Row, feature, in_three, line, named, radius, read_rows

MINUTE = 1 / 60
"""Degrees: the World Port Index prints positions to the minute, so one is right to half of it either way."""

HARBOUR_SPREAD = 7_500
"""Metres within which 95 of 100 ports of Japan, Korea, the Philippines and Taiwan lie in both the World Port Index and
GeoNames, as `harborly` has them (85 could be compared): for a harbour that only GeoNames has."""


def ports(facts: Path) -> list[Feature]:
    """Ports as points, each with the radius within which the index has it."""
    return [_port(row) for row in read_rows(facts / "ports.csv")]


def _port(row: Row) -> Feature:
    listed = bool(row["wpi_number"])
    properties = named(row["id"], row["name_en"], row["name_ja"], row["name_zh"]) | {
        "aliases": row["aliases"] or None,
        "name_source": row["name_source"],
        "source": "wpi; geonames" if row["name_source"] == "geonames" else "wpi" if listed else "geonames-harbours",
        "fact_grade": row["grade"],
        "precision_m": radius(MINUTE / 2 * 2**0.5) if listed else HARBOUR_SPREAD,
        "wpi_number": row["wpi_number"] or None,
        "unlocode": row["unlocode"] or None,
    }
    return feature({"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}, properties)


def passages(facts: Path) -> list[Feature]:
    """Straits beyond the chain: the shortest line between two coasts, its ends as the table gives them."""
    return [_passage(row) for row in read_rows(facts / "passages.csv")]


def _passage(row: Row) -> Feature:
    properties = named(row["id"], row["name_en"], row["name_ja"], row["name_zh"]) | {
        "aliases": row["aliases"] or None,
        "name_source": "ours",
        "source": "osm-land",
        **_side("side_a", row),
        **_side("side_b", row),
    }
    ends = [[float(row["lon_a"]), float(row["lat_a"])], [float(row["lon_b"]), float(row["lat_b"])]]
    return feature(line(ends), properties)


def _side(stem: str, row: Row) -> dict[str, str | None]:
    return in_three(stem, (row[f"{stem}_en"], row[f"{stem}_ja"], row[f"{stem}_zh"]))


def sea_lanes(facts: Path) -> list[Feature]:
    """Lanes without geometry: each way is computed from its calls."""
    figures = {row["id"]: row for row in read_rows(facts / "published_figures.csv")}
    return [_lane(row, figures) for row in read_rows(facts / "lanes.csv")]


def _lane(row: Row, figures: dict[str, Row]) -> Feature:
    cited = [figures[name] for name in row["trade"].split("; ") if name]
    properties = named(row["id"], row["name_en"], row["name_ja"], row["name_zh"]) | {
        "name_source": "ours",
        "source": "; ".join(dict.fromkeys(["osm-land", "wpi", *(figure["source"] for figure in cited)])),
        "calls": row["calls"],
        "avoid": row["avoid"] or None,
        "trade": row["trade"] or None,
    }
    told = zip(*(_figure(figure) for figure in cited), strict=True)
    texts = (
        (mark.join(figures) for mark, figures in zip(("; ", "；", "；"), told, strict=True)) if cited else [None] * 3
    )
    return feature(None, properties | dict(zip(("trade_en", "trade_ja", "trade_zh_hant"), texts, strict=True)))


def _figure(row: Row) -> tuple[str, str, str]:
    """A published figure in words of each language, as the table has it."""
    value = float(row["value"])
    units = {
        "billion USD": (
            f"{value:,g} billion USD",
            f"{_by_ten_thousands(value)}ドル",
            f"{_by_ten_thousands(value)}美元",
        ),
        "nmi": (f"{value:,g} nmi", f"{value:,g}海里", f"{value:,g}海浬"),
        "days": (f"{value:g} days", f"{value:g}日", f"{value:g}天"),
        "%": (f"{value:g} %", f"{value:g}%", f"{value:g}%"),
    }
    before = {"about": ("about ", "約", "約"), "more than": ("more than ", "", "逾"), "": ("", "", "")}
    after = {"more than": ("", "超", "")}.get(row["qualifier"], ("", "", ""))
    names = row["name_en"], row["name_ja"], row["name_zh_hant"]
    parts = zip(names, (": ", "：", "："), before[row["qualifier"]], units[row["unit"]], after, strict=True)
    english, japanese, chinese = map("".join, parts)
    return english, japanese, chinese


def _by_ten_thousands(billions: float) -> str:
    """Billions as Japanese and Chinese count them.

    Examples
    --------
    >>> _by_ten_thousands(444), _by_ten_thousands(2450)
    ('4,440億', '2兆4,500億')
    """
    trillions, rest = divmod(round(billions * 10), 10_000)
    return (f"{trillions:,}兆" if trillions else "") + (f"{rest:,}億" if rest else "")


LAYERS = {"ports": ports, "passages": passages, "sea-lanes": sea_lanes}
