"""Facts without a place: weapon ranges, polls, trade; and the dated events of co-operation at sea."""

from pathlib import Path
from typing import Any

from rimland.scripts.facts.features import Feature, Row, feature, in_three, named, read_rows

Three = tuple[str, str, str]

CITY = 20_000
"""Metres around the position that stands for a city, where the source names the city alone: ours."""

DRILL = 30_000
"""Metres from the midpoint that the table gives to the farther ends of the two places that the report names: ours."""

_CLASSES: dict[str, Three] = {
    "SRBM": ("short-range ballistic missile", "短距離弾道ミサイル", "短程彈道飛彈"),
    "SRBM/MRBM": ("short- or medium-range ballistic missile", "短距離または準中距離弾道ミサイル", "短程或中程彈道飛彈"),
    "MRBM+HGV": (
        "medium-range ballistic missile with a glide vehicle",
        "滑空体を載せる準中距離弾道ミサイル",
        "搭載滑翔載具之中程彈道飛彈",
    ),
    "MRBM": ("medium-range ballistic missile", "準中距離弾道ミサイル", "中程彈道飛彈"),
    "IRBM": ("intermediate-range ballistic missile", "中距離弾道ミサイル", "中長程彈道飛彈"),
    "LACM": ("land-attack cruise missile", "対地巡航ミサイル", "陸攻巡弋飛彈"),
    "cruise": ("cruise missile", "巡航ミサイル", "巡弋飛彈"),
    "AShM": ("anti-ship missile", "対艦ミサイル", "反艦飛彈"),
    "HGV": ("gliding projectile", "滑空弾", "滑翔彈"),
}

_SIDES: dict[str, Three] = {
    "PLA": ("People's Republic of China", "中華人民共和国", "中華人民共和國"),
    "JP": ("Japan", "日本", "日本"),
    "TW": ("Taiwan", "台湾", "臺灣"),
}

_DRILL_NOTE: Three = (
    "The position was not published: the midpoint of the two places named, with a circle that holds both.",
    "位置は公表されていない。名の挙がった二地点の中間点と、両者を含む円で示す。",
    "位置未公布；以所提兩地之中點及涵蓋兩地之圓表示。",
)

_CITY_NOTE: Three = (
    "The source names the city, not the venue.",
    "出典は都市名のみで会場は示していない。",
    "出處僅載城市，未載地點。",
)


def weapon_ranges(facts: Path) -> list[Feature]:
    """The published ranges: the number that a row leads with, and what it says beside it."""
    words = {row["system"]: row for row in read_rows(facts / "weapon_words.csv")}
    return [_weapon(row, words[row["system"]]) for row in read_rows(facts / "missile_ranges.csv")]


def _weapon(row: Row, words: Row) -> Feature:
    properties = named(words["id"], row["system"], words["name_ja"], words["name_zh_hant"]) | {
        "name_source": "ours",
        "source": words["source"],
        "fact_grade": "C" if "C" in row["grade"] else row["grade"],  # "C range / B inventory": of the range
        "range_km": float(words["range_km"]) if words["range_km"] else None,
        "range_as_printed": row["range_km"],
    }
    properties |= in_three("side", _SIDES[row["side"]]) | in_three("class", _CLASSES[row["kind"]])
    return feature(None, properties | _told("note", words))


def polls(facts: Path) -> list[Feature]:
    """Each answer that a report prints, with the condition under which it was asked as far as that is known."""
    return [_answer(row) for row in read_rows(facts / "poll_answers.csv")]


def _answer(row: Row) -> Feature:
    properties = _named(row) | {"valid_from": row["day"], "percent": float(row["percent"])}
    return feature(None, properties | _told("poll", row) | _told("condition", row))


def trade(facts: Path) -> list[Feature]:
    """Each number of the table of trade and energy, with its unit and what qualifies it."""
    return [_figure(row) for row in read_rows(facts / "published_figures.csv")]


def _figure(row: Row) -> Feature:
    figure = {"value": float(row["value"]), "unit": row["unit"], "qualifier": row["qualifier"] or None}
    return feature(None, _named(row) | {"fact_grade": row["grade"]} | figure)


def sar_events(facts: Path) -> list[Feature]:
    """Every event with its dates and the words for where it was, without a position."""
    rows, words = read_rows(facts / "sar_events.csv"), read_rows(facts / "sar_words.csv")
    return [_event(row, told) for row, told in zip(rows, words, strict=True)]


def _event(row: Row, words: Row) -> Feature:
    dated = {"valid_from": words["valid_from"], "valid_to": words["valid_to"] or None}
    return feature(None, _named(words) | {"fact_grade": row["grade"]} | dated | _told("place", words))


def sar_places(facts: Path) -> list[Feature]:
    """The events that have a position, each with the radius within which it was."""
    rows = zip(read_rows(facts / "sar_events.csv"), sar_events(facts), strict=True)
    return [_placed(row, event["properties"]) for row, event in rows if row["lon"]]


def _placed(row: Row, properties: dict[str, Any]) -> Feature:
    drill = row["pos_grade"].startswith("C (")
    at = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
    placed = {"position_grade": "C", "precision_m": DRILL if drill else CITY}
    return feature(at, properties | placed | in_three("note", _DRILL_NOTE if drill else _CITY_NOTE))


def _named(row: Row) -> dict[str, Any]:
    names = named(row["id"], row["name_en"], row["name_ja"], row["name_zh_hant"])
    return names | {"name_source": "ours", "source": row["source"]}


def _told(stem: str, row: Row) -> dict[str, str | None]:
    return {column: row[column] or None for column in (f"{stem}_en", f"{stem}_ja", f"{stem}_zh_hant")}


LAYERS = {
    "weapon-ranges": weapon_ranges,
    "polls": polls,
    "trade": trade,
    "sar-events": sar_events,
    "sar-places": sar_places,
}
