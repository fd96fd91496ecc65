"""Announced exercise areas, and the launches of 4 August 2022 as the areas in which they came down."""

from pathlib import Path

from rimland.scripts.facts.features import Feature, Row, by_set, feature, in_three, named, polygon, position, read_rows

Names = tuple[str, str, str, str]

_AUGUST = {
    "pla2022aug_Z1_pingtan": ("1", "off Pingtan", "平潭沖", "平潭外海"),
    "pla2022aug_Z2_north": ("2", "north of Taiwan", "台湾の北", "臺灣以北"),
    "pla2022aug_Z3_northeast": ("3", "north-east of Taiwan", "台湾の北東", "臺灣東北"),
    "pla2022aug_Z4_east": ("4", "east of Taiwan", "台湾の東", "臺灣以東"),
    "pla2022aug_Z5_south": ("5", "south of Taiwan", "台湾の南", "臺灣以南"),
    "pla2022aug_Z6_southwest": ("6", "south-west of Taiwan", "台湾の南西", "臺灣西南"),
    "pla2022aug_Z7_east_added": ("7", "east of Taiwan, added", "台湾の東、追加", "臺灣以東，追加"),
}

_DECEMBER = {
    "justice_mission_2025_1_north": ("1", "north of Taiwan", "台湾の北", "臺灣以北"),
    "justice_mission_2025_2_northwest_strait": (
        "2",
        "north-west, in the strait",
        "台湾の北西、海峡内",
        "臺灣西北海峽內",
    ),
    "justice_mission_2025_3_southwest": ("3", "south-west of Taiwan", "台湾の南西", "臺灣西南"),
    "justice_mission_2025_4_south": ("4", "south of Taiwan", "台湾の南", "臺灣以南"),
    "justice_mission_2025_5_east": ("5", "east of Taiwan", "台湾の東", "臺灣以東"),
}

_ADDED = (
    "Not in the list of 2 August: from a notice to mariners of 4 August, in force to 10:00 on 8 August.",
    "8月2日の公告にはない区域。8月4日の航行通報による（8月8日10時まで）。",
    "不在8月2日公告之列，依8月4日航船布告，有效至8月8日10時。",
)

_LAUNCHED_FROM = {
    "Fujian coast": ("Fujian coast", "福建省沿岸", "福建沿岸"),
    "Zhejiang coast": ("Zhejiang coast", "浙江省沿岸", "浙江沿岸"),
    "inland China": ("inland China", "中国内陸部", "中國內陸"),
}

_CAME_DOWN = {
    "training area NNW of Yonaguni (Z3)": (
        "pla2022aug_Z3_northeast",
        ("training area NNW of Yonaguni", "与那国島の北北西の訓練海域", "與那國島西北偏北的訓練海域"),
    ),
    "training area SW of Taiwan (Z6)": (
        "pla2022aug_Z6_southwest",
        ("training area SW of Taiwan", "台湾南西の訓練海域", "臺灣西南的訓練海域"),
    ),
    "training area N of Taiwan (Z2)": (
        "pla2022aug_Z2_north",
        ("training area N of Taiwan", "台湾北方の訓練海域", "臺灣以北的訓練海域"),
    ),
    "training area SW of Hateruma, inside Japan EEZ (Z4)": (
        "pla2022aug_Z4_east",
        (
            "training area SW of Hateruma, inside Japan's EEZ",
            "波照間島の南西の訓練海域（日本の排他的経済水域内）",
            "波照間島西南的訓練海域（日本專屬經濟海域內）",
        ),
    ),
}

_ZONE_ONLY = (
    "No position was published: the shape is the whole training area, not where anything fell.",
    "落下位置は公表されていない。図形は訓練海域の全体であり、落下地点ではない。",
    "落點未公布；圖形為整個訓練海域，並非落點。",
)


def august(facts: Path) -> list[Feature]:
    """The seven areas of August 2022: six announced on the 2nd, one in a notice of the 4th."""
    sets = by_set(facts / "pla_exercise_zones.csv")
    return [_august(sets[key], names) for key, names in _AUGUST.items()]


def _august(rows: list[Row], names: Names) -> Feature:
    number, english, japanese, chinese = names
    added = number == "7"
    properties = named(
        f"exercise-2022-08-zone-{number}",
        f"August 2022 exercise area {number} ({english})",
        f"2022年8月演習区域{number}（{japanese}）",
        f"2022年8月演習區{number}（{chinese}）",
    )
    return feature(
        polygon([position(row) for row in rows]),
        properties
        | {
            "name_source": "ours",
            "source": "port-bureau-2022" if added else "xinhua-2022; xinhua-2022-zh",
            "position_grade": rows[0]["grade"],
            "fact_grade": rows[0]["grade"],
            "announced": "2022-08-04" if added else "2022-08-02",
            "valid_from": "2022-08-04",
            "valid_to": "2022-08-08" if added else "2022-08-07",
        }
        | in_three("note", _ADDED if added else None),
    )


def december(facts: Path) -> list[Feature]:
    """The five areas announced on 29 December 2025."""
    sets = by_set(facts / "pla_exercise_zones.csv")
    return [_december(sets[key], names) for key, names in _DECEMBER.items()]


def _december(rows: list[Row], names: Names) -> Feature:
    number, english, japanese, chinese = names
    properties = named(
        f"exercise-2025-12-zone-{number}",
        f"December 2025 exercise area {number} ({english})",
        f"2025年12月演習区域{number}（{japanese}）",
        f"2025年12月演習區{number}（{chinese}）",
    )
    return feature(
        polygon([position(row) for row in rows]),
        properties
        | {
            "name_source": "ours",
            "source": "eastern-theatre-2025",
            "announced": "2025-12-29",
            "valid_from": "2025-12-30",
            "valid_to": "2025-12-30",
        },
    )


def launches(facts: Path) -> list[Feature]:
    """The nine launches of 4 August 2022, each the whole training area that is named for it: never a point."""
    sets = by_set(facts / "pla_exercise_zones.csv")
    return [_launch(row, sets) for row in read_rows(facts / "missiles_2022_08_04.csv")]


def _launch(row: Row, sets: dict[str, list[Row]]) -> Feature:
    key, area = _CAME_DOWN[row["impact_area"]]
    number, time = row["no"], row["time_jst"]
    properties = named(
        f"launch-2022-08-04-{number}",
        f"Launch {number} of 4 August 2022, {time}",
        f"2022年8月4日の発射{number}（{time}）",
        f"2022年8月4日第{number}次發射（{time}）",
    )
    return feature(
        polygon([position(one) for one in sets[key]]),
        properties
        | {
            "name_source": "ours",
            "source": "mod-2022; xinhua-2022-zh",
            "valid_from": "2022-08-04",
            "valid_to": "2022-08-04",
            "time_jst": time,
            "zone": f"exercise-2022-08-zone-{_AUGUST[key][0]}",
            "range_km": float(row["range_km_approx"]),
            "in_japan_eez": row["in_japan_eez"],
            "overflew_taiwan": {"yes": "yes", "no (not listed)": "not listed"}.get(row["overflew_taiwan"]),
        }
        | in_three("launched_from", _LAUNCHED_FROM[row["launch_area"]])
        | in_three("came_down", area)
        | in_three("note", _ZONE_ONLY),
    )


LAYERS = {"exercises-2022-08": august, "exercises-2025-12": december, "launches-2022-08-04": launches}
