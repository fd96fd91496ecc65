"""Fisheries zones of other agreements, and the lines that the rules of the 2013 agreement name year by year."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.scripts.facts.features import Feature, Position, by_set, feature, in_three, named, polygon, position

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 6
"""A tenth of a metre: ends of lines are where they meet the edge of the waters."""

STEP = 100.0
"""Metres: so cut, the geodesic edges of the waters are straight in longitude and latitude to a millimetre or two."""

AGREED, SPECIAL = "twjp2013_agreed_waters", "twjp2013_special_cooperation"


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """A line that the rules of a year name: a meridian (`lon`) or a parallel (`lat`) within some waters.

    `west`, `east` and `south` are the ends of a line that the rules stop at another one.
    """

    key: str
    source: str
    valid_from: str
    names: tuple[str, str, str]
    note: tuple[str, str, str]
    waters: str = AGREED
    valid_to: str | None = None
    lon: float | None = None
    lat: float | None = None
    west: float = -180.0
    east: float = 180.0
    south: float = -90.0


_FOURTH = (
    "Fourth committee, April to July, in the triangle north of Yaeyama: east of 124°E and west of 123°E Japanese "
    "boats fish by day and Taiwanese boats by night.",
    "第4回委員会。八重山北方の三角水域で4～7月、東経124度以東と123度以西では日本船が昼、台湾船が夜に操業。",
    "第四次委員會：八重山以北三角水域，4至7月，東經124度以東及123度以西，日船日間、臺船夜間作業。",
)

_FOURTH_SPECIAL = (
    "Fourth committee, special cooperation waters north of 26°N and west of 125°40′E: Taiwanese boats may set lines "
    "eastward at night if they haul them by 09:00.",
    "第4回委員会。特別協力水域の北緯26度以北かつ東経125度40分以西では、午前9時までに揚げることを条件に台湾船が夜間に東へ投縄できる。",
    "第四次委員會：特別合作海域北緯26度以北且東經125度40分以西，臺船可於夜間向東投繩，惟須於上午9時前揚繩。",
)

_SEVENTH = (
    "Seventh committee, 1 April to 31 July, in the triangle: Japanese rules west of 123°E and, south of 25°15′N, east "
    "of 124°E; Taiwanese rules between 123°E and 124°E.",
    "第7回委員会。三角水域で4月1日～7月31日、東経123度以西および124度以東かつ北緯25度15分以南は日本側、123～124度は台湾側の方式。",
    "第七次委員會：三角水域4月1日至7月31日，東經123度以西及124度以東且北緯25度15分以南適用日方規則，123至124度適用臺方規則。",
)

_ELEVENTH = (
    "Eleventh committee: 124°E divides the Japanese and Taiwanese ways of fishing; Taiwanese gear must not drift east "
    "of 124°03′E, and by self-restraint not east of 124°02′E.",
    "第11回委員会。東経124度が日台の操業方式を分ける。台湾側の漁具は124度3分以東に流れてはならず、自主規制では124度2分とする。",
    "第十一次委員會：東經124度劃分日臺作業方式；臺方漁具不得漂流至124度3分以東，自律則以124度2分為限。",
)

_RULES = (
    _Rule(
        key="rule-2015-123e",
        source="ryukyu-shimpo-2015",
        valid_from="2015-03-07",
        valid_to="2018-03-16",
        names=("Rule line of 2015: 123°E", "2015年の操業ルール線：東経123度", "2015年作業規則線：東經123度"),
        note=_FOURTH,
        lon=123.0,
    ),
    _Rule(
        key="rule-2015-124e",
        source="ryukyu-shimpo-2015",
        valid_from="2015-03-07",
        valid_to="2018-03-16",
        names=("Rule line of 2015: 124°E", "2015年の操業ルール線：東経124度", "2015年作業規則線：東經124度"),
        note=_FOURTH,
        lon=124.0,
    ),
    _Rule(
        key="rule-2015-26n",
        source="ryukyu-shimpo-2015",
        valid_from="2015-03-07",
        names=("Rule line of 2015: 26°N", "2015年の操業ルール線：北緯26度", "2015年作業規則線：北緯26度"),
        note=_FOURTH_SPECIAL,
        waters=SPECIAL,
        lat=26.0,
        east=125 + 40 / 60,
    ),
    _Rule(
        key="rule-2015-125-40e",
        source="ryukyu-shimpo-2015",
        valid_from="2015-03-07",
        names=("Rule line of 2015: 125°40′E", "2015年の操業ルール線：東経125度40分", "2015年作業規則線：東經125度40分"),
        note=_FOURTH_SPECIAL,
        waters=SPECIAL,
        lon=125 + 40 / 60,
        south=26.0,
    ),
    _Rule(
        key="rule-2018-123e",
        source="qab-2018",
        valid_from="2018-03-16",
        names=("Rule line of 2018: 123°E", "2018年の操業ルール線：東経123度", "2018年作業規則線：東經123度"),
        note=_SEVENTH,
        lon=123.0,
    ),
    _Rule(
        key="rule-2018-124e",
        source="qab-2018",
        valid_from="2018-03-16",
        names=("Rule line of 2018: 124°E", "2018年の操業ルール線：東経124度", "2018年作業規則線：東經124度"),
        note=_SEVENTH,
        lon=124.0,
    ),
    _Rule(
        key="rule-2018-25-15n",
        source="qab-2018",
        valid_from="2018-03-16",
        names=(
            "Rule line of 2018: 25°15′N, east of 124°E",
            "2018年の操業ルール線：北緯25度15分（東経124度以東）",
            "2018年作業規則線：北緯25度15分（東經124度以東）",
        ),
        note=_SEVENTH,
        lat=25.25,
        west=124.0,
    ),
    _Rule(
        key="rule-2025-124e",
        source="cdns-2025",
        valid_from="2025-01-16",
        names=("Rule line of 2025: 124°E", "2025年の操業ルール線：東経124度", "2025年作業規則線：東經124度"),
        note=_ELEVENTH,
        lon=124.0,
    ),
    _Rule(
        key="rule-2025-124-03e",
        source="cdns-2025",
        valid_from="2025-01-16",
        names=("Rule line of 2025: 124°03′E", "2025年の操業ルール線：東経124度3分", "2025年作業規則線：東經124度3分"),
        note=_ELEVENTH,
        lon=124 + 3 / 60,
    ),
    _Rule(
        key="rule-2025-124-02e",
        source="cdns-2025",
        valid_from="2025-01-16",
        names=(
            "Self-restraint line of 2025: 124°02′E",
            "2025年の自主規制線：東経124度2分",
            "2025年自律線：東經124度2分",
        ),
        note=_ELEVENTH,
        lon=124 + 2 / 60,
    ),
)


def rules(facts: Path) -> list[Feature]:
    """The lines that the rules name, each as far as the waters reach in which it was agreed."""
    sets = by_set(facts / "fisheries_tw_jp_2013.csv")
    waters = {key: _waters([position(row) for row in sets[key]]) for key in (AGREED, SPECIAL)}
    return [_rule(rule, waters[rule.waters]) for rule in _RULES]


def _waters(ring: list[Position]) -> "BaseGeometry":
    from shapely.geometry import shape

    from rimland import geo

    whole: BaseGeometry = geo.densify(shape(polygon(ring)), STEP)
    return whole


def _rule(rule: _Rule, waters: "BaseGeometry") -> Feature:
    properties: dict[str, Any] = named(rule.key, *rule.names) | {
        "name_source": "ours",
        "source": f"{rule.source}; agreement-2013",
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "ends": "stated" if rule.waters == SPECIAL else "not stated",
    }
    return feature(_within(rule, waters), properties | in_three("note", rule.note))


def _within(rule: _Rule, waters: "BaseGeometry") -> dict[str, Any]:
    """The part of a meridian or parallel that lies in the waters and between the ends that the rule states."""
    import shapely

    if rule.lon is not None:
        drawn = shapely.LineString([(rule.lon, rule.south), (rule.lon, 90)])
    else:
        drawn = shapely.LineString([(rule.west, rule.lat), (rule.east, rule.lat)])
    inside = shapely.transform(drawn.intersection(waters), lambda lonlat: lonlat.round(DECIMALS))
    return dict(shapely.geometry.mapping(inside))


def japan_china(facts: Path) -> list[Feature]:
    """The provisional measures zone of the 1997 agreement."""
    ring = [position(row) for row in by_set(facts / "fisheries_other_zones.csv")["jpcn1997_provisional_measures"]]
    names = named(
        "japan-china-provisional-measures",
        "Japan–China provisional measures zone (1997 agreement)",
        "日中漁業協定の暫定措置水域（1997年署名）",
        "中日漁業協定暫定措施水域（1997年簽署）",
    )
    told = {"source": "agreement-1997; people-daily-2000; jawiki-1997", "valid_from": "2000-06-01"}
    return [feature(polygon(ring), names | {"name_source": "ours"} | told)]


def china_korea(facts: Path) -> list[Feature]:
    """The provisional measures zone of the China–Korea agreement."""
    ring = [position(row) for row in by_set(facts / "fisheries_other_zones.csv")["cnkr2001_provisional_measures"]]
    names = named(
        "china-korea-provisional-measures",
        "China–Korea provisional measures zone (2001)",
        "中韓漁業協定の暫定措置水域（2001年）",
        "中韓漁業協定暫定措施水域（2001年）",
    )
    told = {"source": "agreement-2001; newton-2001", "valid_from": "2001-06-30"}
    return [feature(polygon(ring), names | {"name_source": "ours"} | told)]


LAYERS = {"fisheries-rules": rules, "fisheries-1997": japan_china, "fisheries-2001": china_korea}
